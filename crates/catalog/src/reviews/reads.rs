//! What authors, producers and moderators read of reviews.

use super::{Buyer, Review};
use crate::Catalog;
use crate::ReadError;
use crate::feedback::FeedbackFilter;
use crate::listing::moderators::Remit;
use crate::store::reviews;
use kernel::{Actor, OrderLineId, Page, PageArgs, ProducerId, ReviewId, Right};
use sea_orm::DbErr;

impl Catalog {
    /// Of which line a review is: for whoever is to prove that it is his.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn line_of_review(&self, id: ReviewId) -> Result<Option<OrderLineId>, DbErr> {
        let found = reviews::by_id(self.db.primary(), id).await?;
        Ok(found.map(|review| review.line))
    }

    /// The buyer's review of the line.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn review_of(&self, buyer: &Buyer) -> Result<Option<Review>, DbErr> {
        reviews::of_line(self.db.primary(), buyer.line).await
    }

    /// A page of the reviews that the actor wrote signed in, the newest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn own_reviews(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<Review>, ReadError> {
        let account = actor.account_id().ok_or(ReadError::NotAllowed)?;
        let rows = reviews::of_account(self.db.primary(), account, page).await?;
        Ok(Page::from_rows(page, rows, reviews::own_position))
    }

    /// Reviews that wait for the actor as a moderator, the longest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn review_queue(
        &self,
        actor: &Actor,
        filter: &FeedbackFilter,
        page: &PageArgs,
    ) -> Result<Page<Review>, ReadError> {
        let remit = Remit::of(actor);
        if remit.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let rows = reviews::queue(self.db.primary(), &remit, filter, page).await?;
        Ok(Page::from_rows(page, rows, reviews::queue_position))
    }

    /// The public reviews of a producer's products, whether these are public
    /// or not, the newest first, without what is under way with moderators; for
    /// its people and for who has its right to listings.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn producer_reviews(
        &self,
        actor: &Actor,
        producer: ProducerId,
        answered: Option<bool>,
        page: &PageArgs,
    ) -> Result<Page<Review>, ReadError> {
        if actor.acts_for(producer, Right::Listings).is_none() {
            return Err(ReadError::NotFound);
        }
        let db = self.db.primary();
        let rows = reviews::of_producer(db, producer, answered, page).await?;
        let page = Page::from_rows(page, rows, reviews::producer_position);
        Ok(page.map(Review::for_producer))
    }
}
