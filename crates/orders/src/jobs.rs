//! What orders do after the fact.

use crate::Orders;
use ::jobs::{Handler, JobError};
use async_trait::async_trait;
use chrono::Duration;
use db::idempotency;

/// Asks the provider about a charge. Payload: the attempt.
pub const CHARGE: &str = "orders.charge";
/// Expires one unpaid order at its hour. Payload: the order.
pub const EXPIRE: &str = "orders.expire";
/// Expires what is due, asks again about charges that nobody asks about, and
/// forgets old idempotency keys: heals lost jobs. By the clock.
pub const RECONCILE: &str = "orders.reconcile";

/// Adds up the sales that are not counted yet. Payload: the part that asks.
pub const COUNT_SALES: &str = "orders.count_sales";
/// Compares the figures of sales with the orders and heals them. By the clock.
pub const RECOUNT_SALES: &str = "orders.recount_sales";

/// Writes what deliveries should have written for reviews. By the clock.
pub const MEND_PURCHASES: &str = "orders.mend_purchases";

/// Keys are kept longer than the 24 hours in which clients may repeat.
const KEY_DAYS: i64 = 7;

/// Handles [`CHARGE`].
pub struct Charge(pub Orders);

#[async_trait]
impl Handler for Charge {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        self.0
            .charge(payload.parse().map_err(JobError::give_up)?)
            .await
            .map_err(JobError::retry)
    }
}

/// Handles [`EXPIRE`].
pub struct Expire(pub Orders);

#[async_trait]
impl Handler for Expire {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let order: uuid::Uuid = payload.parse().map_err(JobError::give_up)?;
        self.0.expire(order.into()).await?;
        Ok(())
    }
}

/// Handles [`RECONCILE`].
pub struct Reconcile(pub Orders);

#[async_trait]
impl Handler for Reconcile {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let orders = &self.0;
        let expired = orders.expire_unpaid().await?;
        let now = orders.clock.now();
        for attempt in orders
            .payments
            .open_attempts(now - Duration::minutes(10))
            .await?
        {
            if let Err(error) = orders.charge(attempt).await {
                tracing::warn!(%error, "a charge is still unknown");
            }
        }
        let tx = orders.db.begin().await?;
        let pruned = idempotency::prune(&tx, now - Duration::days(KEY_DAYS)).await?;
        let done = ::jobs::prune(&tx, now - Duration::days(3)).await?;
        tx.commit().await?;
        tracing::debug!(expired, pruned, done, "orders reconciled");
        Ok(())
    }
}

/// Handles [`COUNT_SALES`].
pub struct CountSales(pub Orders);

#[async_trait]
impl Handler for CountSales {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        self.0.count_sales().await?;
        Ok(())
    }
}

/// Handles [`RECOUNT_SALES`].
pub struct RecountSales(pub Orders);

#[async_trait]
impl Handler for RecountSales {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let orders = &self.0;
        let counted = orders.count_sales().await?;
        let healed = orders.recount_sales().await?;
        if healed != 0 {
            tracing::error!(healed, "figures of sales differed from the orders");
        }
        tracing::debug!(counted, "sales recounted");
        Ok(())
    }
}

/// Handles [`MEND_PURCHASES`].
pub struct MendPurchases(pub Orders);

#[async_trait]
impl Handler for MendPurchases {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let mended = self.0.mend_purchases().await?;
        if mended != 0 {
            tracing::error!(mended, "deliveries had not written what they should");
        }
        Ok(())
    }
}
