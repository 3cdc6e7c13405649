//! A producer says whether a variant is counted or made to order.

use super::authority::proved;
use crate::store::{events, listings};
use crate::{Catalog, ProductKind, Tracking, projection};
use kernel::{Actor, Right, VariantId};
use sea_orm::DbErr;
use serde_json::json;

/// The longest time of making, in days.
pub const MAX_LEAD_DAYS: i32 = 180;

/// How a variant is to be supplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetSupply {
    /// Which variant.
    pub variant_id: VariantId,
    /// Which version of it the actor saw.
    pub version: i64,
    /// Counted, or made to order.
    pub tracking: Tracking,
    /// In how many days what is made to order leaves: 1 to 180, and `None` for
    /// what is counted.
    pub lead_days: Option<i32>,
}

/// Why a supply was not set.
#[derive(Debug, thiserror::Error)]
pub enum SetSupplyError {
    /// No such variant that the actor acts for.
    #[error("there is no such variant")]
    NotFound,
    /// Somebody wrote it in the meantime.
    #[error("the variant has version {0} by now")]
    Outdated(i64),
    /// Services have sessions, and these have places.
    #[error("places of services are always counted")]
    Service,
    /// Not 1 to 180 days, or days for what is counted.
    #[error("what is made to order needs 1 to {MAX_LEAD_DAYS} days, what is counted none")]
    LeadDays,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(SetSupplyError);

impl Catalog {
    /// Says whether a variant is counted or made to order, from the commit on;
    /// what was reserved before stays so. Returns the variant's version.
    /// Permission: the producer's people, and who has its right to stock.
    ///
    /// # Errors
    /// [`SetSupplyError`]; then nothing has changed.
    pub async fn set_supply(&self, actor: &Actor, new: SetSupply) -> Result<i64, SetSupplyError> {
        let version = db::retry(|| self.set_supply_once(actor, new)).await?;
        self.outbox.wake();
        Ok(version)
    }

    async fn set_supply_once(&self, actor: &Actor, new: SetSupply) -> Result<i64, SetSupplyError> {
        let now = self.clock.now();
        let id = new.variant_id;
        let tx = self.db.begin().await?;
        let variant = listings::lock_variant(&tx, id).await?;
        let variant = variant.ok_or(SetSupplyError::NotFound)?;
        let producer = variant.producer_id.into();
        let used = ("SET_SUPPLY", id.0);
        if !proved(&tx, actor, producer, Right::Stock, used, now).await? {
            return Err(SetSupplyError::NotFound);
        }
        let product = variant.product_id;
        let own = listings::by_id(&tx, product.into()).await?;
        if own.is_none_or(|own| own.kind == ProductKind::Service.as_str()) {
            return Err(SetSupplyError::Service);
        }
        let days = 1..=MAX_LEAD_DAYS;
        let fits = match new.tracking {
            Tracking::Tracked => new.lead_days.is_none(),
            Tracking::OnDemand => new.lead_days.is_some_and(|own| days.contains(&own)),
        };
        if !fits {
            return Err(SetSupplyError::LeadDays);
        }
        if variant.version != new.version {
            return Err(SetSupplyError::Outdated(variant.version));
        }
        let version = listings::set_supply(&tx, variant, new, now).await?;
        projection::refresh(&self.outbox, &tx, product, now).await?;
        let details = json!({
            "variant": id, "tracking": new.tracking.as_str(), "leadDays": new.lead_days,
        });
        events::append(&tx, product.into(), None, "SUPPLY", actor, details, now).await?;
        tx.commit().await?;
        Ok(version)
    }
}
