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
