//! Where a review stands, and by that which of its two contents are there:
//!
//! | status | public | proposed |
//! |---|---|---|
//! | `Waiting` | – | what waits |
//! | `Public` | what the public reads | –, or the last edit, where it was refused |
//! | `Changed` | what the public reads | the edit that waits |
//! | `Refused` | – | what was refused last |
//! | `Withdrawn` | – | – |

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewStatus {
    /// Nothing of it was public yet; a moderator looks.
    Waiting,
    /// It is public.
    Public,
    /// It is public, and an edit waits for a moderator.
    Changed,
    /// It is not public; its author may write it anew.
    Refused,
    /// Its author took it back, for good.
    Withdrawn,
}

/// What is done with a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewCommand {
    /// Its author writes it anew.
    Update,
    /// A moderator lets what waits be public.
    Approve,
    /// A moderator refuses what waits; where nothing does, takes what is public
    /// away.
    Refuse,
    /// Its author takes it back.
    Withdraw,
}

impl ReviewStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Public,
        Self::Changed,
        Self::Refused,
        Self::Withdrawn,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Public => "PUBLIC",
            Self::Changed => "CHANGED",
            Self::Refused => "REFUSED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Whether the public reads it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Public | Self::Changed)
    }

    /// Whether a moderator is to look.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Waiting | Self::Changed)
    }

    /// Where a command leads; `None` where it does not fit.
    #[must_use]
    pub const fn after(self, command: ReviewCommand) -> Option<Self> {
        use ReviewCommand::{Approve, Refuse, Update, Withdraw};
        Some(match (self, command) {
            (Self::Waiting | Self::Refused, Update) => Self::Waiting,
            (Self::Public | Self::Changed, Update) => Self::Changed,
            (Self::Waiting | Self::Changed, Approve) => Self::Public,
            (Self::Waiting | Self::Public, Refuse) => Self::Refused,
            (Self::Changed, Refuse) => Self::Public,
            (Self::Waiting | Self::Public | Self::Changed | Self::Refused, Withdraw) => {
                Self::Withdrawn
            }
            (Self::Withdrawn, _)
            | (Self::Public | Self::Refused, Approve)
            | (Self::Refused, Refuse) => {
                return None;
            }
        })
    }
}

impl ReviewCommand {
    /// Every command.
    pub const ALL: [Self; 4] = [Self::Update, Self::Approve, Self::Refuse, Self::Withdraw];

    /// The name in histories.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "UPDATE",
            Self::Approve => "APPROVE",
            Self::Refuse => "REFUSE",
            Self::Withdraw => "WITHDRAW",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ReviewCommand, ReviewStatus};

    #[test]
    fn commands_by_status() {
        use ReviewStatus::{Changed, Public, Refused, Waiting, Withdrawn};
        for (status, after) in [
            (
                Waiting,
                [Some(Waiting), Some(Public), Some(Refused), Some(Withdrawn)],
            ),
            (
                Public,
                [Some(Changed), None, Some(Refused), Some(Withdrawn)],
            ),
            (
                Changed,
                [Some(Changed), Some(Public), Some(Public), Some(Withdrawn)],
            ),
            (Refused, [Some(Waiting), None, None, Some(Withdrawn)]),
            (Withdrawn, [None, None, None, None]),
        ] {
            let found = ReviewCommand::ALL.map(|command| status.after(command));
            assert_eq!(found, after, "{status:?}");
            assert_eq!(ReviewStatus::parse(status.as_str()), Some(status));
        }
    }
}
