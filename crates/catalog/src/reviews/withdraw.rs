//! A buyer takes a review back.

use super::update::own;
use super::{Buyer, Review, ReviewCommand, ReviewError};
use crate::store::{feedback, listings, reviews};
use crate::{Catalog, projection};
use kernel::{Actor, ReviewId};
use serde_json::json;

impl Catalog {
    /// Takes a review back, for good: its words and pictures are gone, and so
    /// is its part of the rating. Permission: the buyer, at any time. Done
    /// twice, it is done.
    ///
    /// # Errors
    /// [`ReviewError`]; then nothing has changed.
    pub async fn withdraw_review(
        &self,
        actor: &Actor,
        buyer: &Buyer,
        id: ReviewId,
    ) -> Result<Review, ReviewError> {
        let review = db::retry(|| self.withdraw_review_once(actor, buyer, id)).await?;
        self.outbox.wake();
        Ok(review)
    }

    async fn withdraw_review_once(
        &self,
        actor: &Actor,
        buyer: &Buyer,
        id: ReviewId,
    ) -> Result<Review, ReviewError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = reviews::by_id(&tx, id).await?;
        let found = found.filter(|review| review.line == buyer.line);
        let product = found.ok_or(ReviewError::NotFound)?.product_id;
        // The product first, as whoever decides locks them.
        listings::lock(&tx, product).await?;
        let mut review = own(&tx, buyer, id).await?;
        let command = ReviewCommand::Withdraw;
        let Some(next) = review.status.after(command) else {
            return Ok(review);
        };
        review.status = next;
        (review.public, review.proposed) = (None, None);
        review.marks.clear();
        (review.reasons, review.note) = (Vec::new(), None);
        (review.author, review.answer) = (None, None);
        review.helpful = 0;
        review.updated_at = now;
        review.version += 1;
        reviews::update(&tx, &review).await?;
        reviews::forget(&tx, &review).await?;
        projection::refresh(&self.outbox, &tx, product.0, now).await?;
        feedback::append(&tx, id.0, command.as_str(), actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(review)
    }
}
