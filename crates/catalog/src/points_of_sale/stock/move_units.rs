//! A producer takes units from its store to a point of sale, from there to
//! another, or back.

use super::super::{PointStatus, store};
use crate::Catalog;
use crate::listing::{MAX_UNITS, authority::proved};
use crate::store::{events, listings};
use db::Tx;
use db::idempotency::{self, Claim};
use kernel::{Actor, PointOfSaleId, ProductId, Right, Timestamp, VariantId};
use sea_orm::DbErr;
use serde::Serialize;
use serde_json::json;

/// Units on their way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MoveStock {
    /// Of which variant.
    pub variant_id: VariantId,
    /// Where they stand; the producer's store without it.
    pub from: Option<PointOfSaleId>,
    /// Where they go; the producer's store without it.
    pub to: Option<PointOfSaleId>,
    /// How many, 1 to 1,000,000.
    pub quantity: i64,
    /// The same key and input move units once, however often they are sent.
    #[serde(skip)]
    pub idempotency_key: String,
}

/// Why no units were moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveStockError {
    /// No such variant that the actor acts for.
    #[error("there is no such variant")]
    NotFound,
    /// Services are booked by their sessions and stand nowhere.
    #[error("services have no units at points of sale")]
    Service,
    /// From a place to itself.
    #[error("units are moved from one place to another")]
    SamePlace,
    /// Not 1 to 1,000,000.
    #[error("1 to {MAX_UNITS} units are moved")]
    Quantity,
    /// No such point of sale that has the product on its shelf.
    #[error("there is no such point of sale with the product on its shelf")]
    UnknownFrom,
    /// No such open point of sale that has the product on its shelf.
    #[error("there is no such open point of sale with the product on its shelf")]
    UnknownTo,
    /// So many are there and not sold.
    #[error("only {0} units are there")]
    TooFew(i64),
    /// The place would have more than 1,000,000.
    #[error("a place has at most {MAX_UNITS} units")]
    TooMany,
    /// See [`idempotency::key`].
    #[error("the idempotency key must have 1 to 255 characters")]
    BadKey,
    /// The same key came with other input before.
    #[error("the idempotency key was used with other input")]
    KeyReused,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(MoveStockError);

impl Catalog {
    /// Moves units between the producer's store and points of sale, from the
    /// commit on: none are made, none are lost, and what orders reserved stays.
    /// Returns what is left on hand in the store, and reserved there.
    /// Permission: the producer's people, and who has its right to stock.
    ///
    /// # Errors
    /// [`MoveStockError`]; then nothing has changed.
    pub async fn move_stock(
        &self,
        actor: &Actor,
        units: &MoveStock,
    ) -> Result<(i64, i64), MoveStockError> {
        let key = idempotency::key(&units.idempotency_key).ok_or(MoveStockError::BadKey)?;
        if units.from == units.to {
            return Err(MoveStockError::SamePlace);
        }
        let stock = db::retry(|| self.move_stock_once(actor, units, key)).await?;
        self.outbox.wake();
        Ok(stock)
    }

    async fn move_stock_once(
        &self,
        actor: &Actor,
        units: &MoveStock,
        key: &str,
    ) -> Result<(i64, i64), MoveStockError> {
        let now = self.clock.now();
        let id = units.variant_id;
        let tx = self.db.begin().await?;
        let variant = listings::lock_variant(&tx, id).await?;
        let variant = variant.ok_or(MoveStockError::NotFound)?;
        let used = ("MOVE_STOCK", id.0);
        if !proved(
            &tx,
            actor,
            variant.producer_id.into(),
            Right::Stock,
            used,
            now,
        )
        .await?
        {
            return Err(MoveStockError::NotFound);
        }
        let product: ProductId = variant.product_id.into();
        if super::is_service(&tx, product).await? {
            return Err(MoveStockError::Service);
        }
        if !(1..=MAX_UNITS).contains(&units.quantity) {
            return Err(MoveStockError::Quantity);
        }
        // The right to the variant comes first: nobody else sees what a key did.
        let scope = format!("move-stock:{id}");
        match idempotency::claim(&tx, &scope, key, idempotency::hash(units), now).await? {
            Claim::New => {}
            Claim::Conflict => return Err(MoveStockError::KeyReused),
            Claim::Replay(_) => {
                let stock = self.lock_stock(&tx, id).await?;
                tx.commit().await?;
                return Ok(stock);
            }
        }
        self.at_known_points(&tx, product, units).await?;
        // The producer's store first, then points by their ids: the order in
        // which everybody locks them.
        let mut places = [(units.from, -units.quantity), (units.to, units.quantity)];
        places.sort_by_key(|(place, _)| *place);
        for (place, change) in places {
            match place {
                None => {
                    self.take_or_bring(&tx, (id, product), change, actor, now)
                        .await?
                }
                Some(point) => move_at(&tx, point, id, change, actor, now).await?,
            }
        }
        let details = json!({
            "variant": id, "from": units.from, "to": units.to, "quantity": units.quantity,
        });
        events::append(&tx, product, None, "MOVE_STOCK", actor, details, now).await?;
        idempotency::complete(&tx, &scope, key, "moved").await?;
        let stock = self.lock_stock(&tx, id).await?;
        tx.commit().await?;
        Ok(stock)
    }

    /// Neither closes, nor does its shelf change, until the transaction ends.
    async fn at_known_points(
        &self,
        tx: &Tx,
        product: ProductId,
        units: &MoveStock,
    ) -> Result<(), MoveStockError> {
        let points: Vec<_> = [units.from, units.to].into_iter().flatten().collect();
        let locked = store::points::lock_shared(tx, &points).await?;
        let status = |point| locked.get(&point).copied();
        if let Some(point) = units.from
            && (status(point).is_none() || !store::stock::is_on_shelf(tx, point, product).await?)
        {
            return Err(MoveStockError::UnknownFrom);
        }
        if let Some(point) = units.to
            && (status(point) != Some(PointStatus::Open)
                || !store::stock::is_on_shelf(tx, point, product).await?)
        {
            return Err(MoveStockError::UnknownTo);
        }
        Ok(())
    }

    /// Takes units out of the producer's store, or brings them there.
    async fn take_or_bring(
        &self,
        tx: &Tx,
        (variant, product): (VariantId, ProductId),
        change: i64,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), MoveStockError> {
        let (on_hand, reserved) = self.lock_stock(tx, variant).await?;
        if on_hand + change < reserved {
            return Err(MoveStockError::TooFew(on_hand - reserved));
        }
        if on_hand + change > MAX_UNITS {
            return Err(MoveStockError::TooMany);
        }
        let changes = [(variant, product.0, change)];
        Ok(self.adjust(tx, &changes, actor, now).await?)
    }
}

async fn move_at(
    tx: &Tx,
    point: PointOfSaleId,
    variant: VariantId,
    change: i64,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), MoveStockError> {
    let on_hand = store::stock::lock(tx, point, variant, now).await?;
    if on_hand + change < 0 {
        return Err(MoveStockError::TooFew(on_hand));
    }
    if on_hand + change > MAX_UNITS {
        return Err(MoveStockError::TooMany);
    }
    Ok(store::stock::change(tx, (point, variant), "MOVE", change, actor, now).await?)
}
