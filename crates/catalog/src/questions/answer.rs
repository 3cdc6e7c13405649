//! A producer answers a question.

use super::Question;
use crate::Catalog;
use crate::feedback::{AnswerError, answered, answers_for, removal};
use crate::store::{feedback, questions};
use kernel::{Actor, QuestionId};
use serde_json::json;

impl Catalog {
    /// Answers a public question, or writes the answer anew; it is public at
    /// once. Permission: the producer's people, and who has its right to
    /// listings.
    ///
    /// # Errors
    /// [`AnswerError`]; then nothing has changed.
    pub async fn answer_question(
        &self,
        actor: &Actor,
        id: QuestionId,
        text: &str,
    ) -> Result<Question, AnswerError> {
        let text = answered(text);
        db::retry(|| self.answer_question_once(actor, id, &text)).await
    }

    async fn answer_question_once(
        &self,
        actor: &Actor,
        id: QuestionId,
        text: &Result<String, AnswerError>,
    ) -> Result<Question, AnswerError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let question = questions::lock(&tx, id).await?;
        let mut question = question.ok_or(AnswerError::NotFound)?;
        let act = "ANSWER";
        answers_for(
            &tx,
            actor,
            question.producer_id,
            ("ANSWER_QUESTION", id.0),
            now,
        )
        .await?;
        let text = text.as_ref().map_err(AnswerError::again)?;
        question.answering().give(text, now)?;
        questions::update(&tx, &question).await?;
        feedback::append(&tx, id.0, act, actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(question.for_producer())
    }

    /// Takes an answer away, for good. Permission: moderators and
    /// administrators whose scope covers the producer's province, and who do
    /// not work for it.
    ///
    /// # Errors
    /// [`AnswerError`]; then nothing has changed.
    pub async fn remove_question_answer(
        &self,
        actor: &Actor,
        id: QuestionId,
        reason: &str,
    ) -> Result<Question, AnswerError> {
        let reason = removal(reason)?;
        db::retry(|| self.remove_question_answer_once(actor, id, &reason)).await
    }

    async fn remove_question_answer_once(
        &self,
        actor: &Actor,
        id: QuestionId,
        reason: &str,
    ) -> Result<Question, AnswerError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = questions::by_id(&tx, id)
            .await?
            .ok_or(AnswerError::NotFound)?;
        self.moderated(&tx, actor, found.product_id).await?;
        let question = questions::lock(&tx, id).await?;
        let mut question = question.ok_or(AnswerError::NotFound)?;
        question.answering().take_away()?;
        questions::update(&tx, &question).await?;
        let details = json!({ "reason": reason });
        feedback::append(&tx, id.0, "REMOVE_ANSWER", actor, details, now).await?;
        tx.commit().await?;
        Ok(question)
    }
}
