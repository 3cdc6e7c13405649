//! How a certificate stands.

use kernel::Language;

/// How a certificate stands on a day. Revoked and superseded are final; of the
/// others the last day decides first, so a suspended one expires as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// In force for more than 90 days from now.
    InForce,
    /// In force, and its last day is at most 90 days away.
    Expiring,
    /// Its first day is to come.
    Upcoming,
    /// Its last day is over.
    Expired,
    /// Suspended within its days.
    Suspended,
    /// Taken back.
    Revoked,
    /// Another took its place.
    Superseded,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 7] = [
        Self::InForce,
        Self::Expiring,
        Self::Upcoming,
        Self::Expired,
        Self::Suspended,
        Self::Revoked,
        Self::Superseded,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "IN_FORCE",
            Self::Expiring => "EXPIRING",
            Self::Upcoming => "UPCOMING",
            Self::Expired => "EXPIRED",
            Self::Suspended => "SUSPENDED",
            Self::Revoked => "REVOKED",
            Self::Superseded => "SUPERSEDED",
        }
    }

    /// The standing of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.as_str() == name)
    }

    /// The name that people see.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::InForce => language.pick(
                "Còn hiệu lực trên 90 ngày",
                "In force for more than 90 days",
            ),
            Self::Expiring => language.pick(
                "Còn hiệu lực, sắp hết hạn trong 90 ngày",
                "In force, expiring within 90 days",
            ),
            Self::Upcoming => language.pick("Chưa có hiệu lực", "Not yet in force"),
            Self::Expired => language.pick("Hết hiệu lực", "Expired"),
            Self::Suspended => language.pick("Tạm đình chỉ", "Suspended"),
            Self::Revoked => language.pick("Đã thu hồi", "Revoked"),
            Self::Superseded => language.pick("Đã được thay thế", "Replaced"),
        }
    }

    /// Whether such a certificate is in force.
    #[must_use]
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::InForce | Self::Expiring)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for standing in Standing::ALL {
            assert_eq!(Standing::parse(standing.as_str()), Some(standing));
        }
    }
}
