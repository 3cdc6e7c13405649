//! A producer counts what is in the store.

use super::authority::proved;
use super::edit::MAX_UNITS;
use crate::Catalog;
use crate::sessions::MAX_PLACES;
use crate::store::{events, listings};
use kernel::{Actor, Right, VariantId};
use sea_orm::DbErr;
use serde_json::json;

/// What was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetStock {
    /// Of which variant.
    pub variant_id: VariantId,
    /// How many units there are, those of orders not shipped yet included.
    pub on_hand: i64,
    /// How many the actor believed there were: a sale or a delivery in between
    /// is not overwritten.
    pub expected: i64,
}

/// Why a stock was not set.
#[derive(Debug, thiserror::Error)]
pub enum SetStockError {
    /// No such variant that the actor acts for.
    #[error("there is no such variant")]
    NotFound,
    /// Not 0 to 1,000,000 units; of a session, 0 to 1,000 places.
    #[error("a stock is 0 to {MAX_UNITS} units, of a session 0 to {MAX_PLACES} places")]
    Units,
    /// There were so many in the meantime.
    #[error("there are {0} units by now")]
    Outdated(i64),
    /// So many are sold and not shipped.
    #[error("{0} units are reserved")]
    Reserved(i64),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(SetStockError);

impl Catalog {
    /// Sets how many units there are, from the commit on. Returns on hand and
    /// reserved. Said twice, it changes nothing more. Permission: the
    /// producer's people, and who has its right to stock.
    ///
    /// # Errors
    /// [`SetStockError`]; then nothing has changed.
    pub async fn set_stock(
        &self,
        actor: &Actor,
        new: SetStock,
    ) -> Result<(i64, i64), SetStockError> {
        let stock = db::retry(|| self.set_stock_once(actor, new)).await?;
        self.outbox.wake();
        Ok(stock)
    }

    async fn set_stock_once(
        &self,
        actor: &Actor,
        new: SetStock,
    ) -> Result<(i64, i64), SetStockError> {
        let now = self.clock.now();
        let id = new.variant_id;
        let tx = self.db.begin().await?;
        let variant = listings::lock_variant(&tx, id).await?;
        let variant = variant.ok_or(SetStockError::NotFound)?;
        let producer = variant.producer_id.into();
        let used = ("SET_STOCK", id.0);
        if !proved(&tx, actor, producer, Right::Stock, used, now).await? {
            return Err(SetStockError::NotFound);
        }
        if variant.session_of.is_some() && new.on_hand > MAX_PLACES {
            return Err(SetStockError::Units);
        }
        let (on_hand, reserved) = self.lock_stock(&tx, id).await?;
        let change = counted(new.on_hand, Some(new.expected), (on_hand, reserved))?;
        if change != 0 {
            let product = variant.product_id;
            self.adjust(&tx, &[(id, product, change)], actor, now)
                .await?;
            let details = details(id, on_hand, new.on_hand);
            events::append(&tx, product.into(), None, "STOCK", actor, details, now).await?;
        }
        tx.commit().await?;
        Ok((new.on_hand, reserved))
    }
}

/// By how much a stock changes that was counted, of which so many are on hand
/// and reserved. What was counted already changes nothing, whatever was
/// believed.
pub(crate) fn counted(
    units: i64,
    believed: Option<i64>,
    (on_hand, reserved): (i64, i64),
) -> Result<i64, SetStockError> {
    if !(0..=MAX_UNITS).contains(&units) {
        return Err(SetStockError::Units);
    }
    if on_hand == units {
        return Ok(0);
    }
    if believed.is_some_and(|believed| believed != on_hand) {
        return Err(SetStockError::Outdated(on_hand));
    }
    if units < reserved {
        return Err(SetStockError::Reserved(reserved));
    }
    Ok(units - on_hand)
}

/// What is on record about a count.
pub(crate) fn details(variant: VariantId, before: i64, on_hand: i64) -> serde_json::Value {
    json!({ "variant": variant, "before": before, "onHand": on_hand })
}
