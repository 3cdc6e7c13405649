//! Why certificates are taken away.

/// Why a certificate is taken away. The grounds that provinces gave in public
/// decisions; Decision 148/QĐ-TTg leaves them open, hence [`Ground::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Its holder did not file for re-evaluation after 36 months.
    NotReevaluated,
    /// A mandatory criterion is no longer met.
    MandatoryCriteria,
    /// Food safety was breached.
    FoodSafety,
    /// The mark or the stars were used wrongly.
    MarkMisuse,
    /// The dossier was not true.
    FalseDossier,
    /// Its holder no longer makes the product, or is gone.
    BusinessCeased,
    /// Its holder gave it back.
    Returned,
    /// What the remarks say.
    Other,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 8] = [
        Self::NotReevaluated,
        Self::MandatoryCriteria,
        Self::FoodSafety,
        Self::MarkMisuse,
        Self::FalseDossier,
        Self::BusinessCeased,
        Self::Returned,
        Self::Other,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotReevaluated => "NOT_REEVALUATED",
            Self::MandatoryCriteria => "MANDATORY_CRITERIA",
            Self::FoodSafety => "FOOD_SAFETY",
            Self::MarkMisuse => "MARK_MISUSE",
            Self::FalseDossier => "FALSE_DOSSIER",
            Self::BusinessCeased => "BUSINESS_CEASED",
            Self::Returned => "RETURNED",
            Self::Other => "OTHER",
        }
    }

    /// The ground of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for ground in Ground::ALL {
            assert_eq!(Ground::parse(ground.as_str()), Some(ground));
        }
        assert_eq!(Ground::parse(""), None);
    }
}
