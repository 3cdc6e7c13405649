//! Products are put on the shelf of a point of sale and taken off it.

use super::history::PointAction;
use super::{PointOfSale, PointStatus, authority, facts, store};
use crate::Catalog;
use db::Tx;
use kernel::{Actor, PointOfSaleId, ProductId, Timestamp};
use sea_orm::DbErr;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// The most products of one shelf.
pub const MAX_PRODUCTS: usize = 2_000;

/// A product for a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelveItem {
    /// Which.
    pub product_id: ProductId,
    /// What visitors should know of it there, at most 200 characters.
    pub note: Option<String>,
}

/// Why nothing was put on a shelf.
#[derive(Debug, thiserror::Error)]
pub enum ShelveError {
    /// There is no point that the actor may change.
    #[error("there is no such point of sale")]
    NotFound,
    /// It is closed for good.
    #[error("the point of sale is closed")]
    Closed,
    /// The product at this place is none that may stand there.
    #[error("there is no such product (at {0})")]
    ProductNotFound(usize),
    /// The note at this place is too long.
    #[error("a note must have at most 200 characters (at {0})")]
    Note(usize),
    /// The shelf would have more than [`MAX_PRODUCTS`].
    #[error("a shelf has at most 2,000 products")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// Why nothing was taken off a shelf.
#[derive(Debug, thiserror::Error)]
pub enum UnshelveError {
    /// There is no point that the actor may change.
    #[error("there is no such point of sale")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ShelveError);

db::has_db_err!(UnshelveError);

impl Catalog {
    /// Puts products on the shelf of a point of sale; those that stand there
    /// get their notes anew, and what changes nothing is not recorded. Of a
    /// product named twice the last counts. Permission: as for changing the
    /// point. On a producer's shelf stand its own products only, on another
    /// those of producers in the officer's provinces.
    ///
    /// # Errors
    /// [`ShelveError`]; then nothing has changed.
    pub async fn shelve(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
        items: &[ShelveItem],
    ) -> Result<PointOfSale, ShelveError> {
        db::retry(|| self.shelve_once(actor, id, items)).await
    }

    async fn shelve_once(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
        items: &[ShelveItem],
    ) -> Result<PointOfSale, ShelveError> {
        let tx = self.db.begin().await?;
        let point = self.shelve_in(&tx, actor, id, items).await?;
        tx.commit().await?;
        Ok(point)
    }

    /// The same within the caller's transaction.
    ///
    /// # Errors
    /// [`ShelveError`]; the caller then rolls back.
    pub async fn shelve_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: PointOfSaleId,
        items: &[ShelveItem],
    ) -> Result<PointOfSale, ShelveError> {
        use ShelveError as Error;
        let now = self.clock.now();
        let action = PointAction::ProductsAdd;
        let point = entered(tx, actor, id, action, now).await?;
        let point = point.ok_or(Error::NotFound)?;
        if point.status == PointStatus::Closed {
            return Err(Error::Closed);
        }
        let mut wanted = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let note = facts::optional(item.note.as_deref(), 200).ok_or(Error::Note(at))?;
            wanted.insert(item.product_id, note);
        }
        let ids: Vec<ProductId> = wanted.keys().copied().collect();
        let owners: HashMap<_, _> = store::shelf::owners(tx, &ids)
            .await?
            .into_iter()
            .map(|own| (own.product_id, own))
            .collect();
        let allowed = |product: &ProductId| {
            let Some(own) = owners.get(&product.0) else {
                return false;
            };
            match point.producer_id {
                Some(producer) => own.producer_id == producer.0,
                None => programme::runs_programme(actor, Some(&own.province_code)),
            }
        };
        if let Some(at) = items.iter().position(|own| !allowed(&own.product_id)) {
            return Err(Error::ProductNotFound(at));
        }
        let there = store::shelf::notes(tx, id, &ids).await?;
        wanted.retain(|product, note| there.get(product) != Some(note));
        if wanted.is_empty() {
            return Ok(point);
        }
        store::shelf::put(tx, id, &wanted, now).await?;
        if store::shelf::count(tx, id).await? > MAX_PRODUCTS as u64 {
            return Err(Error::TooMany);
        }
        let changes: serde_json::Map<_, _> = wanted
            .iter()
            .map(|(product, note)| {
                let before = there.get(product).cloned().flatten();
                (product.to_string(), json!([before, note]))
            })
            .collect();
        store::history::append(tx, id, action, &changes.into(), actor, now).await?;
        Ok(point)
    }

    /// Takes products off the shelf of a point of sale, closed or not; those
    /// that do not stand there are passed over. Permission: as for changing
    /// the point.
    ///
    /// # Errors
    /// [`UnshelveError`]; then nothing has changed.
    pub async fn unshelve(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
        products: &[ProductId],
    ) -> Result<PointOfSale, UnshelveError> {
        db::retry(|| self.unshelve_once(actor, id, products)).await
    }

    async fn unshelve_once(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
        products: &[ProductId],
    ) -> Result<PointOfSale, UnshelveError> {
        let now = self.clock.now();
        let action = PointAction::ProductsRemove;
        let tx = self.db.begin().await?;
        let point = entered(&tx, actor, id, action, now).await?;
        let point = point.ok_or(UnshelveError::NotFound)?;
        let there = store::shelf::notes(&tx, id, products).await?;
        if there.is_empty() {
            return Ok(point);
        }
        let ids: Vec<ProductId> = there.keys().copied().collect();
        store::shelf::remove(&tx, id, &ids).await?;
        let changes: serde_json::Map<_, _> = there
            .iter()
            .map(|(product, note)| (product.to_string(), json!([note, null])))
            .collect();
        store::history::append(&tx, id, action, &changes.into(), actor, now).await?;
        tx.commit().await?;
        Ok(point)
    }
}

/// The point, locked, for whoever may change it. The lock lets one writer
/// after the other count the shelf.
async fn entered(
    tx: &Tx,
    actor: &Actor,
    id: PointOfSaleId,
    action: PointAction,
    now: Timestamp,
) -> Result<Option<PointOfSale>, DbErr> {
    let Some(point) = store::points::lock(tx, id).await? else {
        return Ok(None);
    };
    let entered = authority::enter(tx, actor, &point, action.of_grants(), now).await?;
    Ok(entered.then_some(point))
}
