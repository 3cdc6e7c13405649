//! What the catalogue does after the fact.

use crate::{Catalog, projection};
use ::jobs::{Handler, JobError};
use async_trait::async_trait;
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
