//! What the catalogue does after the fact.

use crate::{Catalog, projection};
use ::jobs::{Handler, JobError};
use async_trait::async_trait;
use db::Tx;
use kernel::PictureId;
use pictures::{InUse, Pictures};
use sea_orm::DbErr;
use std::collections::HashSet;
use uuid::Uuid;

/// Rewrites a product's card when whether it is in stock may have changed.
/// Payload: the product.
pub const REFRESH_CARD: &str = "catalog.refresh_card";

/// Handles [`REFRESH_CARD`].
pub struct RefreshCard(pub Catalog);

#[async_trait]
impl Handler for RefreshCard {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let product: Uuid = payload.parse().map_err(JobError::give_up)?;
        let catalog = &self.0;
        let tx = catalog.db.begin().await?;
        projection::refresh(&catalog.outbox, &tx, product, catalog.clock.now()).await?;
        tx.commit().await?;
        catalog.outbox.wake();
        Ok(())
    }
}

/// Makes the facts that lists narrow by what the listings say. Scheduled;
/// without a payload.
pub const MEND_ATTRIBUTES: &str = "catalog.mend_attributes";

/// Handles [`MEND_ATTRIBUTES`].
pub struct MendAttributes(pub Catalog);

#[async_trait]
impl Handler for MendAttributes {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let mended = self.0.mend_attributes().await?;
        if mended != 0 {
            tracing::error!(mended, "lists narrowed by other facts than listings have");
        }
        Ok(())
    }
}

/// Takes away pictures that nothing shows. Scheduled; without a payload.
pub const SWEEP_PICTURES: &str = "catalog.sweep_pictures";

/// Handles [`SWEEP_PICTURES`].
pub struct SweepPictures(pub Pictures);

#[async_trait]
impl Handler for SweepPictures {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let swept = self.0.sweep(&Shown).await.map_err(JobError::retry)?;
        if swept != pictures::Swept::default() {
            tracing::info!(
                pictures = swept.pictures,
                media = swept.media,
                "swept pictures"
            );
        }
        Ok(())
    }
}

/// Takes away uploads of pictures that nobody ended. Scheduled; without a
/// payload.
pub const SWEEP_UPLOADS: &str = "catalog.sweep_uploads";

/// Handles [`SWEEP_UPLOADS`].
pub struct SweepUploads(pub Pictures);

#[async_trait]
impl Handler for SweepUploads {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let (uploads, left) = self.0.sweep_uploads().await.map_err(JobError::retry)?;
        if uploads + left > 0 {
            tracing::info!(uploads, left, "swept uploads of pictures");
        }
        Ok(())
    }
}

/// Listings show pictures, those that are live and those of every change that
/// is under way; and so do reviews, public or not.
struct Shown;

impl InUse for Shown {
    async fn in_use(&self, tx: &Tx, ids: &[PictureId]) -> Result<HashSet<PictureId>, DbErr> {
        let mut shown = crate::store::content::shown_of(tx, ids).await?;
        shown.extend(crate::store::reviews::shown_of(tx, ids).await?);
        Ok(shown)
    }
}
