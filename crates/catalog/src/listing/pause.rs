//! A producer hides a listing for a while.

use super::{ChangeError, Listing};
use crate::store::{events, listings};
use crate::{Catalog, projection};
use kernel::{Actor, ProductId};
use sea_orm::DbErr;
use serde_json::json;

/// Why a listing was not hidden or shown.
#[derive(Debug, thiserror::Error)]
pub enum PauseError {
    /// No such listing that the actor acts for.
    #[error("there is no such listing")]
    NotFound,
    /// No version of it was approved.
    #[error("the listing was never approved")]
    NotPublished,
    /// An authority ordered the listing to be taken down.
    #[error("the listing was taken down")]
    TakenDown,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(PauseError);

impl From<ChangeError> for PauseError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::TakenDown => Self::TakenDown,
            ChangeError::Fault(error) => Self::Fault(error),
            _ => Self::NotFound,
        }
    }
}

impl Catalog {
    /// Hides an approved listing, or shows it again: from the commit on.
    /// Permission: the producer's people, and who has its right to listings.
    ///
    /// # Errors
    /// [`PauseError`]; then nothing has changed.
    pub async fn pause_listing(
        &self,
        actor: &Actor,
        id: ProductId,
        paused: bool,
    ) -> Result<Listing, PauseError> {
        let listing = db::retry(|| self.pause_once(actor, id, paused)).await?;
        self.outbox.wake();
        Ok(listing)
    }

    async fn pause_once(
        &self,
        actor: &Actor,
        id: ProductId,
        paused: bool,
    ) -> Result<Listing, PauseError> {
        let now = self.clock.now();
        let act = if paused { "PAUSE" } else { "RESUME" };
        let tx = self.db.begin().await?;
        let product = self.own_product(&tx, actor, id, act, now).await?;
        if product.published_at.is_none() {
            return Err(PauseError::NotPublished);
        }
        if product.paused != paused {
            listings::set_paused(&tx, product, paused, now).await?;
            projection::refresh(&self.outbox, &tx, id.0, now).await?;
            events::append(&tx, id, None, act, actor, json!({}), now).await?;
        }
        let listing = self.listing_in(&tx, id).await?;
        tx.commit().await?;
        listing.ok_or(PauseError::NotFound)
    }
}
