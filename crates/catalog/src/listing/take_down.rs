//! What authorities order.

use super::Listing;
use super::moderators::NoModerator;
use crate::store::{events, listings, take_downs};
use crate::{Catalog, ListingStatus, projection};
use chrono::NaiveDate;
use kernel::{AccountId, Actor, ProductId, TakeDownId, Timestamp, clock, text};
use sea_orm::DbErr;
use serde_json::json;

/// An authority's order about a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct TakeDown {
    pub id: TakeDownId,
    pub product_id: ProductId,
    pub authority: String,
    pub order_number: String,
    pub ordered_on: NaiveDate,
    pub reason: String,
    pub taken_by: Option<AccountId>,
    pub taken_at: Timestamp,
    pub lifted_by: Option<AccountId>,
    pub lifted_at: Option<Timestamp>,
    pub lift_reason: Option<String>,
}

/// An order as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTakeDown {
    /// Of which listing.
    pub product_id: ProductId,
    /// Who ordered it, 1 to 200 characters.
    pub authority: String,
    /// The order's number, 1 to 100 characters.
    pub order_number: String,
    /// Its day, not in the future.
    pub ordered_on: NaiveDate,
    /// Why, 1 to 2,000 characters.
    pub reason: String,
}

/// Why a listing was not taken down or put back.
#[derive(Debug, thiserror::Error)]
pub enum TakeDownError {
    /// No such listing within the actor's reach.
    #[error("there is no such listing")]
    NotFound,
    /// Nobody decides about what is his own.
    #[error("the actor works for the producer")]
    OwnListing,
    /// It was never public.
    #[error("the listing was never approved")]
    NotPublished,
    /// It is down already.
    #[error("the listing is down already")]
    AlreadyDown,
    /// It is not down.
    #[error("the listing is not down")]
    NotDown,
    /// Empty or too long, by the field's name.
    #[error("{0}: empty or too long")]
    Text(&'static str),
    /// The order's day is to come.
    #[error("the order's day is to come")]
    OrderedOn,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(TakeDownError);

impl From<NoModerator> for TakeDownError {
    fn from(refused: NoModerator) -> Self {
        match refused {
            NoModerator::OutOfReach => Self::NotFound,
            NoModerator::Own => Self::OwnListing,
            NoModerator::Fault(error) => Self::Fault(error),
        }
    }
}

impl Catalog {
    /// Takes a listing down by an authority's order: gone from the commit on,
    /// whatever its producer does. Permission: moderators and administrators
    /// whose scope covers the producer's province.
    ///
    /// # Errors
    /// [`TakeDownError`]; then nothing has changed.
    pub async fn take_down(
        &self,
        actor: &Actor,
        new: &NewTakeDown,
    ) -> Result<Listing, TakeDownError> {
        let new = NewTakeDown {
            authority: worded(&new.authority, 200, "authority")?,
            order_number: worded(&new.order_number, 100, "orderNumber")?,
            reason: worded(&new.reason, 2_000, "reason")?,
            ..new.clone()
        };
        let listing = db::retry(|| self.take_down_once(actor, &new)).await?;
        self.outbox.wake();
        Ok(listing)
    }

    async fn take_down_once(
        &self,
        actor: &Actor,
        new: &NewTakeDown,
    ) -> Result<Listing, TakeDownError> {
        let now = self.clock.now();
        let id = new.product_id;
        let tx = self.db.begin().await?;
        let (product, moderator) = self.moderated(&tx, actor, id).await?;
        if new.ordered_on > clock::day_in_vietnam(now) {
            return Err(TakeDownError::OrderedOn);
        }
        if product.status == ListingStatus::TakenDown.as_str() {
            return Err(TakeDownError::AlreadyDown);
        }
        if product.published_at.is_none() {
            return Err(TakeDownError::NotPublished);
        }
        let order = TakeDown {
            id: TakeDownId::new(now),
            product_id: id,
            authority: new.authority.clone(),
            order_number: new.order_number.clone(),
            ordered_on: new.ordered_on,
            reason: new.reason.clone(),
            taken_by: Some(moderator),
            taken_at: now,
            lifted_by: None,
            lifted_at: None,
            lift_reason: None,
        };
        take_downs::insert(&tx, &order).await?;
        listings::set_status(&tx, product, ListingStatus::TakenDown, now).await?;
        projection::refresh(&self.outbox, &tx, id.0, now).await?;
        let details = json!({ "order": order.order_number, "authority": order.authority });
        events::append(&tx, id, None, "TAKE_DOWN", actor, details, now).await?;
        let listing = self.listing_in(&tx, id).await?;
        tx.commit().await?;
        listing.ok_or(TakeDownError::NotFound)
    }

    /// Lifts the order that keeps a listing down: public again from the commit
    /// on, where nothing else hides it. Permission: as for taking it down.
    ///
    /// # Errors
    /// [`TakeDownError`]; then nothing has changed.
    pub async fn lift_take_down(
        &self,
        actor: &Actor,
        id: ProductId,
        reason: &str,
    ) -> Result<Listing, TakeDownError> {
        let reason = worded(reason, 2_000, "reason")?;
        let listing = db::retry(|| self.lift_once(actor, id, &reason)).await?;
        self.outbox.wake();
        Ok(listing)
    }

    async fn lift_once(
        &self,
        actor: &Actor,
        id: ProductId,
        reason: &str,
    ) -> Result<Listing, TakeDownError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (product, moderator) = self.moderated(&tx, actor, id).await?;
        let standing = take_downs::standing(&tx, id).await?;
        let mut order = standing.ok_or(TakeDownError::NotDown)?;
        order.lifted_by = Some(moderator);
        order.lifted_at = Some(now);
        order.lift_reason = Some(reason.to_owned());
        take_downs::update(&tx, &order).await?;
        listings::set_status(&tx, product, ListingStatus::Approved, now).await?;
        projection::refresh(&self.outbox, &tx, id.0, now).await?;
        let details = json!({ "order": order.order_number, "reason": reason });
        events::append(&tx, id, None, "LIFT_TAKE_DOWN", actor, details, now).await?;
        let listing = self.listing_in(&tx, id).await?;
        tx.commit().await?;
        listing.ok_or(TakeDownError::NotFound)
    }
}

fn worded(text: &str, most: usize, field: &'static str) -> Result<String, TakeDownError> {
    let text = text::clean_lines(text);
    match (1..=most).contains(&text.chars().count()) {
        true => Ok(text),
        false => Err(TakeDownError::Text(field)),
    }
}
