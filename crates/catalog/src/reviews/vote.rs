//! Accounts find reviews helpful.

use super::Review;
use crate::Catalog;
use crate::store::reviews;
use kernel::{Actor, ReviewId};
use sea_orm::DbErr;

/// Why a vote was not taken.
#[derive(Debug, thiserror::Error)]
pub enum VoteError {
    /// There is no such public review of a public product.
    #[error("there is no such review")]
    NotFound,
    /// Nobody finds his own helpful.
    #[error("the review is the actor's own")]
    OwnReview,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(VoteError);

impl Catalog {
    /// Finds a review helpful, or not any more; said twice, it counts once.
    /// Permission: accounts, and not about their own.
    ///
    /// # Errors
    /// [`VoteError`]; then nothing has changed.
    pub async fn vote_on_review(
        &self,
        actor: &Actor,
        id: ReviewId,
        helpful: bool,
    ) -> Result<Review, VoteError> {
        db::retry(|| self.vote_once(actor, id, helpful)).await
    }

    async fn vote_once(
        &self,
        actor: &Actor,
        id: ReviewId,
        helpful: bool,
    ) -> Result<Review, VoteError> {
        let account = actor.account_id().ok_or(VoteError::NotFound)?;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = reviews::lock(&tx, id).await?;
        let found = found.filter(|review| review.status.is_public());
        let mut review = found.ok_or(VoteError::NotFound)?;
        if !crate::visibility::is_public(&tx, review.product_id, now).await? {
            return Err(VoteError::NotFound);
        }
        if review.account_id == Some(account) {
            return Err(VoteError::OwnReview);
        }
        let changed = match helpful {
            true => reviews::add_vote(&tx, id, account, now).await?,
            false => reviews::remove_vote(&tx, id, account).await?,
        };
        if changed {
            review.helpful += if helpful { 1 } else { -1 };
            reviews::update(&tx, &review).await?;
        }
        tx.commit().await?;
        Ok(review)
    }
}
