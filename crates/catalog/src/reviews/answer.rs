//! A producer answers a review.

use super::Review;
use crate::Catalog;
use crate::feedback::{AnswerError, answered, answers_for, removal};
use crate::store::{feedback, reviews};
use kernel::{Actor, ReviewId};
use serde_json::json;

impl Catalog {
    /// Answers a public review, or writes the answer anew; it is public at
    /// once. Permission: the producer's people, and who has its right to
    /// listings.
    ///
    /// # Errors
    /// [`AnswerError`]; then nothing has changed.
    pub async fn answer_review(
        &self,
        actor: &Actor,
        id: ReviewId,
        text: &str,
    ) -> Result<Review, AnswerError> {
        let text = answered(text);
        db::retry(|| self.answer_review_once(actor, id, &text)).await
    }

    async fn answer_review_once(
        &self,
        actor: &Actor,
        id: ReviewId,
        text: &Result<String, AnswerError>,
    ) -> Result<Review, AnswerError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let review = reviews::lock(&tx, id).await?;
        let mut review = review.ok_or(AnswerError::NotFound)?;
        let act = "ANSWER";
        answers_for(&tx, actor, review.producer_id, ("ANSWER_REVIEW", id.0), now).await?;
        let text = text.as_ref().map_err(AnswerError::again)?;
        review.answering().give(text, now)?;
        reviews::update(&tx, &review).await?;
        feedback::append(&tx, id.0, act, actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(review.for_producer())
    }

    /// Takes an answer away, for good. Permission: moderators and
    /// administrators whose scope covers the producer's province, and who do
    /// not work for it.
    ///
    /// # Errors
    /// [`AnswerError`]; then nothing has changed.
    pub async fn remove_review_answer(
        &self,
        actor: &Actor,
        id: ReviewId,
        reason: &str,
    ) -> Result<Review, AnswerError> {
        let reason = removal(reason)?;
        db::retry(|| self.remove_review_answer_once(actor, id, &reason)).await
    }

    async fn remove_review_answer_once(
        &self,
        actor: &Actor,
        id: ReviewId,
        reason: &str,
    ) -> Result<Review, AnswerError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = reviews::by_id(&tx, id)
            .await?
            .ok_or(AnswerError::NotFound)?;
        self.moderated(&tx, actor, found.product_id).await?;
        let review = reviews::lock(&tx, id).await?;
        let mut review = review.ok_or(AnswerError::NotFound)?;
        review.answering().take_away()?;
        reviews::update(&tx, &review).await?;
        let details = json!({ "reason": reason });
        feedback::append(&tx, id.0, "REMOVE_ANSWER", actor, details, now).await?;
        tx.commit().await?;
        Ok(review)
    }
}
