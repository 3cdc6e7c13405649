//! What a decision does to a certificate that exists.

use crate::{CertificateStatus, Ground};
use kernel::CertificateId;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// It does not hold for now.
    Suspend,
    /// It holds again.
    Reinstate,
    /// It is taken back for good (thu hồi).
    Revoke,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 3] = [Self::Suspend, Self::Reinstate, Self::Revoke];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suspend => "SUSPEND",
            Self::Reinstate => "REINSTATE",
            Self::Revoke => "REVOKE",
        }
    }

    /// The measure of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|measure| measure.as_str() == name)
    }

    /// What the certificate becomes.
    #[must_use]
    pub const fn becomes(self) -> CertificateStatus {
        match self {
            Self::Suspend => CertificateStatus::Suspended,
            Self::Reinstate => CertificateStatus::Active,
            Self::Revoke => CertificateStatus::Revoked,
        }
    }

    /// Whether it may be taken on such a ground: something is taken away for
    /// one of the grounds of the list, and given back without.
    #[must_use]
    pub const fn takes(self, ground: Option<Ground>) -> bool {
        matches!(self, Self::Reinstate) == ground.is_none()
    }
}

/// What a decision does to one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionMeasure {
    /// To which.
    pub certificate_id: CertificateId,
    /// What.
    pub measure: Measure,
    /// Why, where it is taken away.
    pub ground: Option<Ground>,
    /// More of it, 1 to 2,000 characters; always with [`Ground::Other`].
    pub remarks: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for measure in Measure::ALL {
            assert_eq!(Measure::parse(measure.as_str()), Some(measure));
        }
        assert_eq!(Measure::parse("SUPERSEDE"), None);
    }

    #[test]
    fn only_what_is_given_back_needs_no_ground() {
        for measure in Measure::ALL {
            let gives_back = measure == Measure::Reinstate;
            assert_eq!(measure.takes(None), gives_back, "{measure:?}");
            for ground in Ground::ALL {
                assert_eq!(measure.takes(Some(ground)), !gives_back, "{measure:?}");
            }
        }
    }
}
