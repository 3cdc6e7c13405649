//! What reviews, questions and reports have in common.

mod answers;
mod decisions;
mod history;

pub(crate) use answers::{
    FeedbackAnswerInput, FeedbackAnswerRemoveInput, FeedbackAnswerUserError, ProducerAnswer,
    answer_refused,
};
pub(crate) use decisions::{
    FeedbackDecideUserError, FeedbackItemInput, FeedbackMark, FeedbackRefusalReason,
    FeedbackRefusalReasonCode, FeedbackWhere, decide_refused, decision, placed,
};
pub(crate) use history::FeedbackQuery;

use crate::errors::{Code, bad_input, error, fault};
use async_graphql::Error;
use catalog::feedback::FeedbackListError;

/// Why there is no list, as the client sees it.
pub(super) fn list_refused(refused: FeedbackListError) -> Error {
    match refused {
        FeedbackListError::NotFound => error(Code::NotFound, "there is nothing like it"),
        FeedbackListError::NotAllowed => error(Code::Forbidden, "the list is not for the caller"),
        FeedbackListError::Page(error) => bad_input(error.to_string()),
        FeedbackListError::Fault(error) => fault(&error),
    }
}
