//! Moderators decide about reviews.

use super::{Review, ReviewCommand, ReviewContent, ReviewStatus};
use crate::feedback::{FeedbackDecideError, FeedbackDecision, RefusalReason};
use crate::store::{feedback, reviews};
use crate::{Catalog, projection};
use kernel::{Actor, ReviewId};
use serde_json::json;

impl Catalog {
    /// Decides about what waits of a review of which the actor saw that
    /// version: approved, it is what the public reads from the commit on, and
    /// counts. Refused where nothing waits, a public review is taken away.
    /// Permission: moderators and administrators whose scope covers the
    /// producer's province, and who do not work for it.
    ///
    /// # Errors
    /// [`FeedbackDecideError`]; then nothing has changed.
    pub async fn decide_review(
        &self,
        actor: &Actor,
        id: ReviewId,
        version: i64,
        decision: &FeedbackDecision,
    ) -> Result<Review, FeedbackDecideError> {
        let told = decision.checked()?;
        let approve = decision.approves();
        let decided = db::retry(|| {
            let told = told.clone();
            self.decide_review_once(actor, (id, version), approve, told)
        })
        .await?;
        self.outbox.wake();
        Ok(decided)
    }

    async fn decide_review_once(
        &self,
        actor: &Actor,
        (id, version): (ReviewId, i64),
        approve: bool,
        (reasons, note): (Vec<RefusalReason>, Option<String>),
    ) -> Result<Review, FeedbackDecideError> {
        use FeedbackDecideError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = reviews::by_id(&tx, id).await?.ok_or(Error::NotFound)?;
        let product = found.product_id;
        self.moderated(&tx, actor, product).await?;
        let mut review = reviews::lock(&tx, id).await?.ok_or(Error::NotFound)?;
        let command = match approve {
            true => ReviewCommand::Approve,
            false => ReviewCommand::Refuse,
        };
        let next = review.status.after(command).ok_or(Error::WrongStatus)?;
        if review.version != version {
            return Err(Error::Outdated(review.version));
        }
        if approve {
            // An edit of what is public already.
            review.edited_at = review.status.is_public().then_some(now);
            review.public = review.proposed.take();
            review.published_at = review.published_at.or(Some(now));
        } else if review.status == ReviewStatus::Public {
            // Nothing waits: what was public is what is refused, and an edit
            // that was refused before goes.
            review.proposed = review.public.take();
            let refused = review.proposed.as_ref();
            review.marks = refused.map(ReviewContent::marks).unwrap_or_default();
        }
        review.status = next;
        (review.reasons, review.note) = (reasons, note);
        review.updated_at = now;
        review.version += 1;
        reviews::update(&tx, &review).await?;
        projection::refresh(&self.outbox, &tx, product.0, now).await?;
        let codes: Vec<&str> = review.reasons.iter().map(|own| own.as_str()).collect();
        let details = json!({ "reasons": codes, "note": review.note });
        feedback::append(&tx, id.0, command.as_str(), actor, details, now).await?;
        tx.commit().await?;
        Ok(review)
    }
}
