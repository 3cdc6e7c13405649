//! By which decision a cycle goes: its product groups and the parts of its
//! sheet of criteria.
//!
//! Decision 1048/QĐ-TTg (2019) knows other groups and weighs quality more than
//! Decision 148/QĐ-TTg (2023), which repealed it; results under either stay
//! what they were.

use crate::taxonomy::{self, ProductGroup};
use chrono::NaiveDate;
use kernel::Language;

/// The decision behind a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Decision 1048/QĐ-TTg of 21/08/2019.
    Decision1048,
    /// Decision 148/QĐ-TTg of 24/02/2023.
    Decision148,
}

/// A part of the sheet of criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The product and the strength of the community.
    A,
    /// Marketing.
    B,
    /// Quality.
    C,
}

/// A product group as a decision words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name in the database and in the API; the same word in two schemes
    /// need not mean the same products.
    pub code: &'static str,
    name_vi: &'static str,
    name_en: &'static str,
}

impl Group {
    /// The name that people see.
    #[must_use]
    pub const fn name(&self, language: Language) -> &'static str {
        language.pick(self.name_vi, self.name_en)
    }

    /// Whether its products are services of tourism, which need no sample and
    /// may be offered by associations.
    #[must_use]
    pub fn is_tourism(&self) -> bool {
        self.code == ProductGroup::Tourism.as_str()
    }
}

const fn group(code: &'static str, name_vi: &'static str, name_en: &'static str) -> Group {
    Group {
        code,
        name_vi,
        name_en,
    }
}

const fn current(group: ProductGroup) -> Group {
    Group {
        code: group.as_str(),
        name_vi: group.name(Language::Vi),
        name_en: group.name(Language::En),
    }
}

/// The groups of Decision 490/QĐ-TTg (2018), which Decision 1048 goes by.
static GROUPS_1048: [Group; 6] = [
    group("FOOD", "Thực phẩm", "Food"),
    group("BEVERAGE", "Đồ uống", "Beverages"),
    group("HERBAL", "Thảo dược", "Medicinal herbs"),
    group("TEXTILE", "Vải và may mặc", "Fabrics and garments"),
    group(
        "DECOR",
        "Lưu niệm – nội thất – trang trí",
        "Souvenirs, furniture and decoration",
    ),
    group(
        "TOURISM",
        "Dịch vụ du lịch nông thôn, bán hàng",
        "Rural tourism and sales",
    ),
];

static GROUPS_148: [Group; 6] = [
    current(ProductGroup::Food),
    current(ProductGroup::Beverage),
    current(ProductGroup::Herbal),
    current(ProductGroup::Handicraft),
    current(ProductGroup::Ornamental),
    current(ProductGroup::Tourism),
];

impl Part {
    /// Every part, in the order of the sheet.
    pub const ALL: [Part; 3] = [Part::A, Part::B, Part::C];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Part::A => "A",
            Part::B => "B",
            Part::C => "C",
        }
    }

    /// The part of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == name)
    }
}

impl Scheme {
    /// Every scheme.
    pub const ALL: [Scheme; 2] = [Scheme::Decision1048, Scheme::Decision148];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Scheme::Decision1048 => "DECISION_1048",
            Scheme::Decision148 => "DECISION_148",
        }
    }

    /// The scheme of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.as_str() == name)
    }

    /// The scheme in force on a day: Decision 148 from its signing on.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        match NaiveDate::from_ymd_opt(2023, 2, 24) {
            Some(signed) if day >= signed => Scheme::Decision148,
            _ => Scheme::Decision1048,
        }
    }

    /// Its product groups, in the order of the decision.
    #[must_use]
    pub fn groups(self) -> &'static [Group] {
        match self {
            Scheme::Decision1048 => &GROUPS_1048,
            Scheme::Decision148 => &GROUPS_148,
        }
    }

    /// Its group of that code.
    #[must_use]
    pub fn group(self, code: &str) -> Option<&'static Group> {
        self.groups().iter().find(|group| group.code == code)
    }

    /// Whether a numbered product set belongs to a group. Decision 148 alone
    /// has numbered sets here, and a product under it must name one.
    #[must_use]
    pub fn has_set(self, group: &Group, product_set: Option<i32>) -> bool {
        match (self, product_set) {
            (Scheme::Decision1048, None) => true,
            (Scheme::Decision148, Some(number)) => {
                taxonomy::product_set(number).is_some_and(|set| set.group.as_str() == group.code)
            }
            (Scheme::Decision1048, Some(_)) | (Scheme::Decision148, None) => false,
        }
    }

    /// What a part of its sheet counts at most, in hundredths of a point.
    #[must_use]
    pub const fn part_hundredths(self, part: Part) -> i32 {
        match (self, part) {
            (Scheme::Decision1048, Part::A) => 3_500,
            (Scheme::Decision1048, Part::B) => 2_500,
            (Scheme::Decision1048, Part::C) => 4_000,
            (Scheme::Decision148, Part::A) => 4_000,
            (Scheme::Decision148, Part::B) => 2_500,
            (Scheme::Decision148, Part::C) => 3_500,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_a_hundred_points() {
        for scheme in Scheme::ALL {
            let points: i32 = Part::ALL
                .map(|part| scheme.part_hundredths(part))
                .iter()
                .sum();
            assert_eq!(points, 10_000);
            assert_eq!(Scheme::parse(scheme.as_str()), Some(scheme));
        }
    }

    #[test]
    fn the_day_of_signing_decides() {
        let day = |day| NaiveDate::from_ymd_opt(2023, 2, day).unwrap();
        assert_eq!(Scheme::on(day(23)), Scheme::Decision1048);
        assert_eq!(Scheme::on(day(24)), Scheme::Decision148);
    }

    #[test]
    fn groups_have_their_own_sets() {
        let food = Scheme::Decision148.group("FOOD").unwrap();
        assert!(Scheme::Decision148.has_set(food, Some(6)));
        assert!(!Scheme::Decision148.has_set(food, Some(26)));
        assert!(!Scheme::Decision148.has_set(food, None));
        let decor = Scheme::Decision1048.group("DECOR").unwrap();
        assert!(Scheme::Decision1048.has_set(decor, None));
        assert!(!Scheme::Decision1048.has_set(decor, Some(21)));
        assert_eq!(Scheme::Decision148.group("DECOR"), None);
        assert_eq!(Scheme::Decision1048.group("ORNAMENTAL"), None);
    }
}
