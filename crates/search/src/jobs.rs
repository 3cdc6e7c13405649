//! What keeps the index up to date after the fact.

use crate::{IndexError, Search};
use ::jobs::{Handler, JobError, OutboxBuilder, Runner, Schedule};
use async_trait::async_trait;
use std::sync::Arc;
use uuid::Uuid;

/// Brings one product into the index, or out of it. Payload: the product.
pub const SYNC: &str = "search.sync";
/// Compares index and database and repairs the index.
pub const RECONCILE: &str = "search.reconcile";
/// When [`RECONCILE`] runs: once an hour.
pub const RECONCILE_PATTERN: &str = "23 * * * *";

/// Lets the index follow the catalogue.
#[must_use]
pub fn subscribe(outbox: OutboxBuilder) -> OutboxBuilder {
    outbox.subscribe(catalog::events::PRODUCT_CHANGED, SYNC)
}

/// Lets a runner keep the index.
///
/// # Errors
/// The schedule's fault.
pub fn register(runner: Runner, search: &Search) -> Result<Runner, String> {
    Ok(runner
        .handle(SYNC, Arc::new(Sync(search.clone())))
        .handle(RECONCILE, Arc::new(Reconcile(search.clone())))
        .schedule(Schedule::new(RECONCILE, RECONCILE_PATTERN)?))
}

/// Handles [`SYNC`].
pub struct Sync(pub Search);

#[async_trait]
impl Handler for Sync {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let product: Uuid = payload.parse().map_err(JobError::give_up)?;
        match self.0.sync(&[product.into()]).await {
            // The write is kept for the next commit, which tries until the
            // engine is back: an outage must not end in dead jobs.
            Err(IndexError::Engine(error)) => {
                tracing::info!(%error, %product, "a product waits for the search engine");
                Ok(())
            }
            Err(IndexError::Fault(error)) => Err(JobError::retry(error)),
            Ok(()) => Ok(()),
        }
    }
}

/// Handles [`RECONCILE`].
pub struct Reconcile(pub Search);

#[async_trait]
impl Handler for Reconcile {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let drift = match self.0.verify(true).await {
            Ok(drift) => drift,
            Err(IndexError::Engine(error)) => {
                tracing::warn!(%error, "the search index could not be compared; the next hour tries again");
                return Ok(());
            }
            Err(IndexError::Fault(error)) => return Err(JobError::retry(error)),
        };
        if !drift.is_empty() {
            let (missing, stale, orphaned) =
                (drift.missing.len(), drift.stale.len(), drift.orphaned.len());
            tracing::warn!(
                missing,
                stale,
                orphaned,
                "the search index had drifted and was repaired"
            );
        }
        Ok(())
    }
}
