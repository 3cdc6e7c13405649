//! One unit.

use chrono::NaiveDate;
use kernel::Language;

/// Since 01/07/2025 there are two levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitLevel {
    /// Provinces and centrally-run cities.
    Province,
    /// Communes, wards and special zones.
    Commune,
}

impl UnitLevel {
    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            UnitLevel::Province => "PROVINCE",
            UnitLevel::Commune => "COMMUNE",
        }
    }

    /// The level of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [UnitLevel::Province, UnitLevel::Commune]
            .into_iter()
            .find(|level| level.as_str() == name)
    }
}

/// What a unit is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitKind {
    /// Tỉnh.
    Province,
    /// Thành phố trực thuộc trung ương.
    City,
    /// Xã.
    Commune,
    /// Phường.
    Ward,
    /// Đặc khu.
    SpecialZone,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [UnitKind; 5] = [
        UnitKind::Province,
        UnitKind::City,
        UnitKind::Commune,
        UnitKind::Ward,
        UnitKind::SpecialZone,
    ];

    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            UnitKind::Province => "TINH",
            UnitKind::City => "THANH_PHO",
            UnitKind::Commune => "XA",
            UnitKind::Ward => "PHUONG",
            UnitKind::SpecialZone => "DAC_KHU",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The level that units of this kind are on.
    #[must_use]
    pub const fn level(self) -> UnitLevel {
        match self {
            UnitKind::Province | UnitKind::City => UnitLevel::Province,
            UnitKind::Commune | UnitKind::Ward | UnitKind::SpecialZone => UnitLevel::Commune,
        }
    }

    /// The name that people see.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            UnitKind::Province => language.pick("Tỉnh", "Province"),
            UnitKind::City => language.pick("Thành phố", "City"),
            UnitKind::Commune => language.pick("Xã", "Commune"),
            UnitKind::Ward => language.pick("Phường", "Ward"),
            UnitKind::SpecialZone => language.pick("Đặc khu", "Special Zone"),
        }
    }
}

/// A unit as it was during a span of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its official code: two digits for a province, five for a commune. Not
    /// unique over time.
    pub code: String,
    /// Its level.
    pub level: UnitLevel,
    /// What it is called.
    pub kind: UnitKind,
    /// Its bare name, such as "Ninh Bình".
    pub name: String,
    /// Its bare name without marks, such as "Ninh Binh".
    pub name_en: String,
    /// The province of a commune.
    pub parent_code: Option<String>,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// The first day on which it is no more (or is something else).
    pub valid_to: Option<NaiveDate>,
}

impl Unit {
    /// "Tỉnh Ninh Bình", "Ninh Binh Province".
    #[must_use]
    pub fn full_name(&self, language: Language) -> String {
        let kind = self.kind.name(language);
        match language {
            Language::Vi => format!("{kind} {}", self.name),
            Language::En => format!("{} {kind}", self.name_en),
        }
    }

    /// Whether it is there on that day.
    #[must_use]
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_names_in_both_languages() {
        for (kind, vietnamese, english) in [
            (UnitKind::Province, "Tỉnh Ninh Bình", "Ninh Binh Province"),
            (UnitKind::City, "Thành phố Ninh Bình", "Ninh Binh City"),
            (UnitKind::Commune, "Xã Ninh Bình", "Ninh Binh Commune"),
            (UnitKind::Ward, "Phường Ninh Bình", "Ninh Binh Ward"),
            (
                UnitKind::SpecialZone,
                "Đặc khu Ninh Bình",
                "Ninh Binh Special Zone",
            ),
        ] {
            let unit = Unit {
                code: "37".into(),
                level: kind.level(),
                kind,
                name: "Ninh Bình".into(),
                name_en: "Ninh Binh".into(),
                parent_code: None,
                valid_from: NaiveDate::MIN,
                valid_to: None,
            };
            assert_eq!(unit.full_name(Language::Vi), vietnamese);
            assert_eq!(unit.full_name(Language::En), english);
            assert_eq!(UnitKind::parse(kind.as_str()), Some(kind));
        }
    }
}
