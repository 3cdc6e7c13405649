//! What producers answer in public.

use super::FeedbackMark;
use crate::errors::fault;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use catalog::feedback::{Answer, AnswerError};

/// What the producer answered.
#[derive(SimpleObject, Clone)]
pub(crate) struct ProducerAnswer {
    /// Plain text, never HTML.
    text: String,
    /// When it was given.
    answered_at: DateTime,
    /// When it was last written anew; null where it never was.
    edited_at: Option<DateTime>,
}

impl From<&Answer> for ProducerAnswer {
    fn from(own: &Answer) -> Self {
        Self {
            text: own.text.clone(),
            answered_at: DateTime(own.answered_at),
            edited_at: own.edited_at.map(DateTime),
        }
    }
}

/// A producer's answer.
#[derive(InputObject)]
pub(crate) struct FeedbackAnswerInput {
    /// To which review or question.
    pub(crate) id: ID,
    /// Plain text of 1 to 2,000 characters, without telephone numbers and
    /// links: it is public at once.
    pub(crate) text: String,
}

/// The end of a producer's answer.
#[derive(InputObject)]
pub(crate) struct FeedbackAnswerRemoveInput {
    /// Of which review or question.
    pub(crate) id: ID,
    /// Why, 1 to 2,000 characters.
    pub(crate) reason: String,
}

user_errors! {
    /// Why an answer was not taken, or not taken away.
    FeedbackAnswerUserError, FeedbackAnswerErrorCode {
        /// There is no such review or question for the caller.
        NotFound: "Không tìm thấy nội dung." / "There is nothing like it.",
        /// What is not public is not answered.
        NotPublic: "Nội dung này chưa được đăng nên chưa thể trả lời." / "What is not public is not answered.",
        /// An answer has 1 to 2,000 characters.
        TextInvalid: "Câu trả lời cần có từ 1 đến 2.000 ký tự." / "An answer has 1 to 2,000 characters.",
        /// The answer holds what may not be public at once; see `marks`.
        TextForbidden: "Câu trả lời có từ ngữ hoặc thông tin liên hệ không được đăng." / "The answer holds words or contacts that may not be public.",
        /// A moderator took an answer away: there is no other.
        AnswerRemoved: "Câu trả lời đã bị người kiểm duyệt gỡ, không thể trả lời lại." / "A moderator took the answer away; there is no other.",
        /// There is no answer.
        NoAnswer: "Chưa có câu trả lời." / "There is no answer.",
        /// The caller works for the producer.
        OwnProduct: "Bạn không được xử lý nội dung về sản phẩm của chủ thể mà bạn làm việc cho." / "Nobody decides about what is his own.",
        /// A reason has 1 to 2,000 characters.
        ReasonInvalid: "Lý do cần có từ 1 đến 2.000 ký tự." / "A reason has 1 to 2,000 characters.",
    }
    extras {
        /// With `TEXT_FORBIDDEN`: what the program saw.
        marks: Vec<FeedbackMark>,
    }
}

/// A refusal as the client sees it.
pub(crate) fn answer_refused(
    refused: AnswerError,
    ctx: &Context<'_>,
) -> Result<FeedbackAnswerUserError> {
    use FeedbackAnswerErrorCode as Code;
    let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
    Ok(match refused {
        AnswerError::NotFound => at(Code::NotFound, "id"),
        AnswerError::NotPublic => at(Code::NotPublic, "id"),
        AnswerError::Text => at(Code::TextInvalid, "text"),
        AnswerError::Marked(marks) => {
            let mut error = at(Code::TextForbidden, "text");
            error.marks = marks.into_iter().map(FeedbackMark).collect();
            error
        }
        AnswerError::Removed => at(Code::AnswerRemoved, "id"),
        AnswerError::NoAnswer => at(Code::NoAnswer, "id"),
        AnswerError::OwnProduct => at(Code::OwnProduct, "id"),
        AnswerError::Reason => at(Code::ReasonInvalid, "reason"),
        AnswerError::Fault(error) => return Err(fault(&error)),
    })
}
