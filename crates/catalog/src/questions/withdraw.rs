//! Who asked takes a question back.

use super::{Question, QuestionStatus};
use crate::Catalog;
use crate::store::{feedback, questions};
use kernel::{Actor, QuestionId};
use sea_orm::DbErr;
use serde_json::json;

/// Why a question was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawQuestionError {
    /// The actor has no such question.
    #[error("there is no such question")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(WithdrawQuestionError);

impl Catalog {
    /// Takes a question back, for good: its words are gone, and the answer with
    /// them. Permission: who asked it. Done twice, it is done.
    ///
    /// # Errors
    /// [`WithdrawQuestionError`]; then nothing has changed.
    pub async fn withdraw_question(
        &self,
        actor: &Actor,
        id: QuestionId,
    ) -> Result<Question, WithdrawQuestionError> {
        db::retry(|| self.withdraw_question_once(actor, id)).await
    }

    async fn withdraw_question_once(
        &self,
        actor: &Actor,
        id: QuestionId,
    ) -> Result<Question, WithdrawQuestionError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = questions::lock(&tx, id).await?;
        let own = found.filter(|own| actor.account_id() == Some(own.account_id));
        let mut question = own.ok_or(WithdrawQuestionError::NotFound)?;
        if question.status == QuestionStatus::Withdrawn {
            return Ok(question);
        }
        question.status = QuestionStatus::Withdrawn;
        (question.text, question.answer, question.author) = (None, None, None);
        question.marks.clear();
        (question.reasons, question.note) = (Vec::new(), None);
        question.version += 1;
        questions::update(&tx, &question).await?;
        feedback::append(&tx, id.0, "WITHDRAW", actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(question)
    }
}
