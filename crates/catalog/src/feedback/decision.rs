//! What moderators decide about the words of shoppers.

use super::{AnswerError, RefusalReason};
use crate::listing::moderators::NoModerator;
use crate::listing::reasons::{self, Unreasoned};
use sea_orm::DbErr;

/// What a moderator decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedbackDecision {
    /// It is public.
    Approve,
    /// It is not.
    Refuse {
        /// Why; at least one, each once.
        reasons: Vec<RefusalReason>,
        /// In the moderator's own words, at most 2,000 characters; needed for
        /// [`RefusalReason::Other`].
        note: Option<String>,
    },
}

/// Which of what waits for moderators. Every given condition holds; an empty
/// list matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedbackFilter {
    /// About products of producers in these provinces.
    pub provinces: Option<Vec<String>>,
    /// Only with marks, or only without.
    pub marked: Option<bool>,
}

/// Why a moderator's decision was refused.
#[derive(Debug, thiserror::Error)]
pub enum FeedbackDecideError {
    /// There is no such thing within the actor's reach.
    #[error("there is nothing like it")]
    NotFound,
    /// Nobody decides about what is his own.
    #[error("the actor works for the producer")]
    OwnProduct,
    /// It does not wait for a decision.
    #[error("it does not wait for a decision")]
    WrongStatus,
    /// Somebody wrote it in the meantime.
    #[error("it has version {0} by now")]
    Outdated(i64),
    /// No reason, one twice, or another reason without a note.
    #[error("reasons are needed, each once, and a note for another one")]
    Reasons,
    /// The note is too long.
    #[error("a note has at most 2,000 characters")]
    Note,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(FeedbackDecideError);

impl From<NoModerator> for FeedbackDecideError {
    fn from(refused: NoModerator) -> Self {
        match refused {
            NoModerator::OutOfReach => Self::NotFound,
            NoModerator::Own => Self::OwnProduct,
            NoModerator::Fault(error) => Self::Fault(error),
        }
    }
}

impl From<NoModerator> for AnswerError {
    fn from(refused: NoModerator) -> Self {
        match refused {
            NoModerator::OutOfReach => Self::NotFound,
            NoModerator::Own => Self::OwnProduct,
            NoModerator::Fault(error) => Self::Fault(error),
        }
    }
}

impl From<Unreasoned> for FeedbackDecideError {
    fn from(refused: Unreasoned) -> Self {
        match refused {
            Unreasoned::Reasons => Self::Reasons,
            Unreasoned::Note => Self::Note,
        }
    }
}

impl FeedbackDecision {
    /// Whether it lets something be public.
    #[must_use]
    pub fn approves(&self) -> bool {
        *self == Self::Approve
    }

    /// The reasons and the note, when they are what they must be.
    pub(crate) fn checked(
        &self,
    ) -> Result<(Vec<RefusalReason>, Option<String>), FeedbackDecideError> {
        match self {
            Self::Approve => Ok((Vec::new(), None)),
            Self::Refuse { reasons, note } => {
                let other = RefusalReason::Other;
                Ok(reasons::chosen(reasons, note.as_deref(), other)?)
            }
        }
    }
}
