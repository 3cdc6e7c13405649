//! A buyer writes a review anew.

use super::create::{names, sells};
use super::{Buyer, Review, ReviewCommand, ReviewDraft, ReviewError};
use crate::Catalog;
use crate::store::{feedback, reviews};
use chrono::Duration;
use db::Tx;
use kernel::{Actor, ReviewId};
use serde_json::json;

/// For how many days after it was written a review may be changed.
pub const EDIT_DAYS: i64 = 30;
/// How often a review may be handed in.
pub const MAX_SUBMISSIONS: i32 = 10;

impl Catalog {
    /// Writes a review anew, of which the buyer saw that version: it waits for
    /// a moderator, and what was public before stays so until then.
    /// Permission: the buyer who does not sell the product by now, for
    /// [`EDIT_DAYS`] days.
    ///
    /// # Errors
    /// [`ReviewError`]; then nothing has changed.
    pub async fn update_review(
        &self,
        actor: &Actor,
        buyer: &Buyer,
        (id, version): (ReviewId, i64),
        draft: &ReviewDraft,
    ) -> Result<Review, ReviewError> {
        let draft = draft.cleaned()?;
        db::retry(|| self.update_review_once(actor, buyer, (id, version), &draft)).await
    }

    async fn update_review_once(
        &self,
        actor: &Actor,
        buyer: &Buyer,
        (id, version): (ReviewId, i64),
        draft: &ReviewDraft,
    ) -> Result<Review, ReviewError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut review = own(&tx, buyer, id).await?;
        let command = ReviewCommand::Update;
        let next = review.status.after(command).ok_or(ReviewError::Withdrawn)?;
        if review.version != version {
            return Err(ReviewError::Outdated(review.version));
        }
        if sells(&tx, (actor, buyer), review.producer_id, now).await? {
            return Err(ReviewError::OwnProduct);
        }
        if now >= review.created_at + Duration::days(EDIT_DAYS) {
            return Err(ReviewError::TooLate);
        }
        if review.submissions >= MAX_SUBMISSIONS {
            return Err(ReviewError::TooManyChanges);
        }
        review.proposed = Some(draft.with_pictures(&tx, buyer.line).await?);
        review.marks = draft.marks();
        review.status = next;
        review.submitted_at = now;
        review.submissions += 1;
        (review.reasons, review.note) = (Vec::new(), None);
        review.updated_at = now;
        review.version += 1;
        reviews::update(&tx, &review).await?;
        // What is public still shows its pictures.
        match next.is_public() {
            true => reviews::add_pictures(&tx, id, &draft.pictures).await?,
            false => reviews::set_pictures(&tx, id, &draft.pictures).await?,
        }
        let details = json!({ "marks": names(&review.marks) });
        feedback::append(&tx, id.0, command.as_str(), actor, details, now).await?;
        tx.commit().await?;
        Ok(review)
    }
}

/// The buyer's review, locked.
pub(super) async fn own(tx: &Tx, buyer: &Buyer, id: ReviewId) -> Result<Review, ReviewError> {
    let found = reviews::lock(tx, id).await?;
    found
        .filter(|review| review.line == buyer.line)
        .ok_or(ReviewError::NotFound)
}
