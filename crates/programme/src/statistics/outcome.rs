//! What became of a dossier.

use kernel::Language;

/// What became of a dossier so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Recognised with three stars.
    Three,
    /// Recognised with four stars, and no potential five-star.
    Four,
    /// Recognised with five stars.
    Five,
    /// Recognised with four stars and 90 points or more: the centre looks at
    /// it, or left it its four stars and the province's certificate is in
    /// force. Not among the four stars.
    PotentialFive,
    /// A decision did not recognise it.
    Rejected,
    /// No decision yet.
    UnderWay,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] = [
        Self::Three,
        Self::Four,
        Self::Five,
        Self::PotentialFive,
        Self::Rejected,
        Self::UnderWay,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Three => "THREE_STARS",
            Self::Four => "FOUR_STARS",
            Self::Five => "FIVE_STARS",
            Self::PotentialFive => "POTENTIAL_FIVE",
            Self::Rejected => "REJECTED",
            Self::UnderWay => "UNDER_WAY",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == name)
    }

    /// The name that people see.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Three => language.pick("3 sao", "3 stars"),
            Self::Four => language.pick("4 sao", "4 stars"),
            Self::Five => language.pick("5 sao", "5 stars"),
            Self::PotentialFive => language.pick("Tiềm năng 5 sao", "Potential 5 stars"),
            Self::Rejected => language.pick("Không được công nhận", "Not recognised"),
            Self::UnderWay => language.pick("Đang thực hiện", "Under way"),
        }
    }

    /// Whether a decision recognised the product.
    #[must_use]
    pub const fn is_recognised(self) -> bool {
        matches!(
            self,
            Self::Three | Self::Four | Self::Five | Self::PotentialFive
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
        }
    }
}
