//! Who takes part in the programme.

use crate::LegalForm;
use kernel::{ProducerId, Timestamp};

/// A producer's standing in the marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProducerStatus {
    /// Asked to take part.
    Applied,
    /// Its identity was verified; it may not sell yet.
    Verified,
    /// Sells.
    Active,
    /// Stopped for a while; nothing of it is shown or sold.
    Suspended,
    /// Gone for good.
    Closed,
}

impl ProducerStatus {
    /// Every status.
    pub const ALL: [ProducerStatus; 5] = [
        ProducerStatus::Applied,
        ProducerStatus::Verified,
        ProducerStatus::Active,
        ProducerStatus::Suspended,
        ProducerStatus::Closed,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ProducerStatus::Applied => "APPLIED",
            ProducerStatus::Verified => "VERIFIED",
            ProducerStatus::Active => "ACTIVE",
            ProducerStatus::Suspended => "SUSPENDED",
            ProducerStatus::Closed => "CLOSED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A producer (chủ thể) as a legal entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// Its id.
    pub id: ProducerId,
    /// Its name in addresses, unique.
    pub slug: String,
    /// What it is before the law.
    pub legal_form: LegalForm,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its tax code, unique; see [`crate::tax_code`].
    pub tax_code: Option<String>,
    /// Its telephone number in national form.
    pub phone: String,
    /// Its e-mail address.
    pub email: String,
    /// House, street, hamlet.
    pub street: String,
    /// The commune of its seat.
    pub commune_code: String,
    /// The province of its seat: whose officers look after it.
    pub province_code: String,
    /// The year in which it was founded.
    pub founded_year: Option<i32>,
    /// Its story.
    pub story: Option<String>,
    /// Its story in English.
    pub story_en: Option<String>,
    /// Its standing.
    pub status: ProducerStatus,
    /// Whether it is sample data.
    pub demo: bool,
    /// When it was registered.
    pub created_at: Timestamp,
    /// The number of its business registration; for its own people and the
    /// officers of its province only.
    pub registration_number: Option<String>,
    /// Its legal representative's name. Personal data: for its own people and
    /// the officers of its province only.
    pub representative: Option<String>,
}

impl Producer {
    /// Whether shoppers and parcels find it. What came from a register may
    /// lack a telephone number, an e-mail address, a street or a commune, and
    /// sells once somebody filled them in.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        [&self.phone, &self.email, &self.street, &self.commune_code]
            .into_iter()
            .all(|text| !text.is_empty())
    }
}

/// Which producers a list is about. `None` does not narrow; an empty list
/// matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProducerFilter {
    /// Whose seat is in one of these provinces.
    pub provinces: Option<Vec<String>>,
    /// Of one of these forms.
    pub legal_forms: Option<Vec<LegalForm>>,
    /// Whose name contains this text, whatever the tone marks and case.
    pub name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_round_trip() {
        for status in ProducerStatus::ALL {
            assert_eq!(ProducerStatus::parse(status.as_str()), Some(status));
        }
        assert_eq!(ProducerStatus::parse("active"), None);
    }
}
