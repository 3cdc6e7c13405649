//! Asking and answering.

use super::record::QuestionRecord;
use crate::catalog::feedback::{FeedbackAnswerInput, FeedbackAnswerUserError, answer_refused};
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::questions::{AskError, WithdrawQuestionError};
use kernel::{ProductId, QuestionId};

/// The questions' part of `Mutation`.
#[derive(Default)]
pub(crate) struct QuestionMutation;

#[Object]
impl QuestionMutation {
    /// Asks about a product; a moderator looks before it is public. Permission:
    /// accounts, at most ten questions a day.
    async fn question_ask(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About what, and what.")] input: QuestionAskInput,
    ) -> Result<QuestionPayload> {
        use QuestionErrorCode as Code;
        let product = ProductId::from_global(&input.product_id)?;
        let catalog = &ctx.services().catalog;
        let (code, field) = match catalog.ask(ctx.actor(), product, &input.text).await {
            Ok(question) => {
                return Ok(QuestionPayload {
                    question: Some(question.into()),
                    user_errors: Vec::new(),
                });
            }
            Err(AskError::ProductNotFound) => (Code::ProductNotFound, "productId"),
            Err(AskError::Text) => (Code::TextInvalid, "text"),
            Err(AskError::TooManyToday) => (Code::TooManyToday, "productId"),
            Err(AskError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(QuestionPayload::refused(code, field, ctx))
    }

    /// Takes a question back, for good; its words are gone, and the answer with
    /// them. Permission: who asked it.
    async fn question_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: QuestionWithdrawInput,
    ) -> Result<QuestionPayload> {
        let id = QuestionId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        match catalog.withdraw_question(ctx.actor(), id).await {
            Ok(question) => {
                ctx.loaders().clear_feedback();
                Ok(QuestionPayload {
                    question: Some(question.into()),
                    user_errors: Vec::new(),
                })
            }
            Err(WithdrawQuestionError::NotFound) => {
                let code = QuestionErrorCode::QuestionNotFound;
                Ok(QuestionPayload::refused(code, "id", ctx))
            }
            Err(WithdrawQuestionError::Fault(error)) => Err(fault(&error)),
        }
    }

    /// Answers a public question, or writes the answer anew; public at once.
    /// Permission: the producer's people, and who has its right to listings.
    async fn question_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which question, and the answer.")] input: FeedbackAnswerInput,
    ) -> Result<QuestionAnswerPayload> {
        let id = QuestionId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.answer_question(ctx.actor(), id, &input.text);
        Ok(match done.await {
            Ok(question) => QuestionAnswerPayload {
                question: Some(question.into()),
                user_errors: Vec::new(),
            },
            Err(error) => QuestionAnswerPayload {
                question: None,
                user_errors: vec![answer_refused(error, ctx)?],
            },
        })
    }
}

/// A question to be.
#[derive(InputObject)]
pub(crate) struct QuestionAskInput {
    /// About which product.
    product_id: ID,
    /// Plain text of 1 to 1,000 characters.
    text: String,
}

/// A question to take back.
#[derive(InputObject)]
pub(crate) struct QuestionWithdrawInput {
    /// Which.
    id: ID,
}

/// The question after the command.
#[derive(SimpleObject)]
pub(crate) struct QuestionPayload {
    /// The question; null where the command was refused.
    question: Option<QuestionRecord>,
    /// Why it was refused.
    user_errors: Vec<QuestionUserError>,
}

/// The question after an answer.
#[derive(SimpleObject)]
pub(crate) struct QuestionAnswerPayload {
    /// The question; null where the command was refused.
    pub(super) question: Option<QuestionRecord>,
    /// Why it was refused.
    pub(super) user_errors: Vec<FeedbackAnswerUserError>,
}

impl QuestionPayload {
    fn refused(code: QuestionErrorCode, field: &str, ctx: &Context<'_>) -> Self {
        Self {
            question: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        }
    }
}

user_errors! {
    /// Why a question was not taken, or not taken back.
    QuestionUserError, QuestionErrorCode {
        /// There is no such product that the public may see.
        ProductNotFound: "Không tìm thấy sản phẩm." / "The product was not found.",
        /// A question has 1 to 1,000 characters.
        TextInvalid: "Câu hỏi cần có từ 1 đến 1.000 ký tự." / "A question has 1 to 1,000 characters.",
        /// The account asked ten questions today.
        TooManyToday: "Bạn đã hỏi 10 câu hôm nay. Vui lòng quay lại vào ngày mai." / "You asked ten questions today. Please come back tomorrow.",
        /// The caller has no such question.
        QuestionNotFound: "Không tìm thấy câu hỏi." / "The question was not found.",
    }
}
