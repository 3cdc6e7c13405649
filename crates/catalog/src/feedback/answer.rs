//! What a producer answers in public.

use super::Mark;
use crate::listing::authority::proved;
use db::Tx;
use kernel::{Actor, ProducerId, Right, Timestamp, text};
use sea_orm::DbErr;
use uuid::Uuid;

/// The longest answer.
pub const MAX_ANSWER: usize = 2_000;

/// What the producer answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Plain text of 1 to [`MAX_ANSWER`] characters.
    pub text: String,
    /// When it was given.
    pub answered_at: Timestamp,
    /// When it was last written anew.
    pub edited_at: Option<Timestamp>,
}

/// Why an answer was not taken, or not taken away.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// There is no such thing that the actor may answer, or take the answer of.
    #[error("there is nothing like it")]
    NotFound,
    /// What is not public is not answered.
    #[error("it is not public")]
    NotPublic,
    /// 1 to [`MAX_ANSWER`] characters.
    #[error("an answer has 1 to {MAX_ANSWER} characters")]
    Text,
    /// An answer is public at once, so it may not hold what a moderator would
    /// look at.
    #[error("the answer holds {0:?}")]
    Marked(Vec<Mark>),
    /// A moderator took an answer away.
    #[error("a moderator took the answer away")]
    Removed,
    /// There is no answer.
    #[error("there is no answer")]
    NoAnswer,
    /// Nobody decides about what is his own.
    #[error("the actor works for the producer")]
    OwnProduct,
    /// Why it is taken away needs 1 to 2,000 characters.
    #[error("a reason has 1 to 2,000 characters")]
    Reason,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(AnswerError);

impl AnswerError {
    /// The same about a text that was looked at once and is told again.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Marked(marks) => Self::Marked(marks.clone()),
            _ => Self::Text,
        }
    }
}

/// The answer to a locked review or question.
pub(crate) struct Answering<'a> {
    pub(crate) answer: &'a mut Option<Answer>,
    /// Whether a moderator took one away.
    pub(crate) removed: &'a mut bool,
    /// Whether the public reads what is answered.
    pub(crate) is_public: bool,
}

impl Answering<'_> {
    /// Gives it, or writes it anew.
    pub(crate) fn give(self, text: &str, now: Timestamp) -> Result<(), AnswerError> {
        if !self.is_public {
            return Err(AnswerError::NotPublic);
        }
        if *self.removed {
            return Err(AnswerError::Removed);
        }
        let before = self.answer.as_ref().map(|own| own.answered_at);
        *self.answer = Some(Answer {
            text: text.to_owned(),
            answered_at: before.unwrap_or(now),
            edited_at: before.map(|_| now),
        });
        Ok(())
    }

    /// Takes it away, for good.
    pub(crate) fn take_away(self) -> Result<(), AnswerError> {
        self.answer.take().ok_or(AnswerError::NoAnswer)?;
        *self.removed = true;
        Ok(())
    }
}

/// An answer's text as it is kept.
pub(crate) fn answered(text: &str) -> Result<String, AnswerError> {
    let text = text::clean_lines(text);
    if !(1..=MAX_ANSWER).contains(&text.chars().count()) {
        return Err(AnswerError::Text);
    }
    let marks = Mark::of(&text);
    match marks.is_empty() {
        true => Ok(text),
        false => Err(AnswerError::Marked(marks)),
    }
}

/// Why an answer is taken away, as it is kept.
pub(crate) fn removal(reason: &str) -> Result<String, AnswerError> {
    let reason = text::clean_lines(reason);
    match (1..=2_000).contains(&reason.chars().count()) {
        true => Ok(reason),
        false => Err(AnswerError::Reason),
    }
}

/// Whether the actor answers for the producer; who does it by a right that was
/// given is put on record.
pub(crate) async fn answers_for(
    tx: &Tx,
    actor: &Actor,
    producer: ProducerId,
    (action, subject): (&str, Uuid),
    now: Timestamp,
) -> Result<(), AnswerError> {
    let told = (action, subject);
    match proved(tx, actor, producer, Right::Listings, told, now).await? {
        true => Ok(()),
        false => Err(AnswerError::NotFound),
    }
}
