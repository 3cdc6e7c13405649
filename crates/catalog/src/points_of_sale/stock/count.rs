//! Somebody counts what stands at a point of sale: what was sold over the
//! counter is gone.

use super::super::{authority, store};
use crate::Catalog;
use crate::listing::{MAX_UNITS, authority::proved};
use crate::store::{events, listings};
use kernel::{Actor, PointOfSaleId, ProductId, Right, VariantId};
use sea_orm::DbErr;
use serde_json::json;

/// What was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountPointStock {
    /// Where.
    pub point_id: PointOfSaleId,
    /// Of which variant.
    pub variant_id: VariantId,
    /// How many there are, 0 to 1,000,000.
    pub on_hand: i64,
    /// How many the actor believed there were: what was moved in between is
    /// not overwritten. 0 where nobody counted before.
    pub expected: i64,
}

/// Why a count was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CountPointStockError {
    /// No such point of sale with the product on its shelf for which the actor
    /// counts.
    #[error("there is no such point of sale with the product on its shelf")]
    NotFound,
    /// Services are booked by their sessions and stand nowhere.
    #[error("services have no units at points of sale")]
    Service,
    /// Not 0 to 1,000,000 units.
    #[error("a stock is 0 to {MAX_UNITS} units")]
    Units,
    /// There were so many in the meantime.
    #[error("there are {0} units by now")]
    Outdated(i64),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CountPointStockError);

impl Catalog {
    /// Sets how many units stand at a point of sale. Said twice, it changes
    /// nothing more. Permission: whoever may change the point; of its own
    /// goods, the producer's people, and who has its right to stock.
    ///
    /// # Errors
    /// [`CountPointStockError`]; then nothing has changed.
    pub async fn count_point_stock(
        &self,
        actor: &Actor,
        new: CountPointStock,
    ) -> Result<i64, CountPointStockError> {
        db::retry(|| self.count_point_stock_once(actor, new)).await
    }

    async fn count_point_stock_once(
        &self,
        actor: &Actor,
        new: CountPointStock,
    ) -> Result<i64, CountPointStockError> {
        use CountPointStockError as Error;
        const ACTION: &str = "COUNT_POINT_STOCK";
        let now = self.clock.now();
        let (point, variant) = (new.point_id, new.variant_id);
        let tx = self.db.begin().await?;
        let row = listings::lock_variant(&tx, variant).await?;
        let row = row.ok_or(Error::NotFound)?;
        let own = store::points::lock(&tx, point).await?;
        let own = own.ok_or(Error::NotFound)?;
        let product: ProductId = row.product_id.into();
        if !store::stock::is_on_shelf(&tx, point, product).await? {
            return Err(Error::NotFound);
        }
        let (producer, used) = (row.producer_id.into(), (ACTION, variant.0));
        let may = authority::enter(&tx, actor, &own, ACTION, now).await?
            || proved(&tx, actor, producer, Right::Stock, used, now).await?;
        if !may {
            return Err(Error::NotFound);
        }
        if super::is_service(&tx, product).await? {
            return Err(Error::Service);
        }
        if !(0..=MAX_UNITS).contains(&new.on_hand) {
            return Err(Error::Units);
        }
        let on_hand = store::stock::lock(&tx, point, variant, now).await?;
        if on_hand == new.on_hand {
            tx.commit().await?;
            return Ok(on_hand);
        }
        if on_hand != new.expected {
            return Err(Error::Outdated(on_hand));
        }
        let change = new.on_hand - on_hand;
        store::stock::change(&tx, (point, variant), "COUNT", change, actor, now).await?;
        let details = json!({
            "variant": variant, "pointOfSale": point, "before": on_hand, "onHand": new.on_hand,
        });
        events::append(&tx, product, None, "POINT_STOCK", actor, details, now).await?;
        tx.commit().await?;
        Ok(new.on_hand)
    }
}
