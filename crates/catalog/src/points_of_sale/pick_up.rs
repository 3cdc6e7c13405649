//! Where orders are fetched.

use super::read::MAX_POINTS;
use super::{PointOfSale, store};
use crate::Catalog;
use db::Tx;
use kernel::{PointOfSaleId, ProducerId, ProductId, Timestamp};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::HashMap;

/// What a buyer fetches at one place: products of one producer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fetched {
    /// Whose.
    pub producer_id: ProducerId,
    /// What: each once, at least one.
    pub products: Vec<ProductId>,
}

impl Catalog {
    /// The chosen point of each producer, where it is open to the public, takes
    /// such orders and has every one of the products, all of them public, on
    /// its shelf. At most
    /// three statements.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn pick_ups(
        connection: &impl ConnectionTrait,
        chosen: &[(PointOfSaleId, Fetched)],
        now: Timestamp,
    ) -> Result<HashMap<ProducerId, PointOfSale>, DbErr> {
        if chosen.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<PointOfSaleId> = chosen.iter().map(|(point, _)| *point).collect();
        let products = chosen.iter().flat_map(|(_, fetched)| &fetched.products);
        let products: Vec<ProductId> = products.copied().collect();
        let points = store::points::taking_pick_ups(connection, &ids).await?;
        let standing = store::shelf::standing(connection, &ids, &products, now).await?;
        let has = |(id, fetched): &(PointOfSaleId, Fetched)| {
            let point = points.iter().find(|point| point.id == *id)?;
            let here = |product: &ProductId| standing.contains(&(*id, *product));
            let all = fetched.products.iter().all(here);
            all.then(|| (fetched.producer_id, point.clone()))
        };
        Ok(chosen.iter().filter_map(has).collect())
    }

    /// The same, and until the transaction ends no such point closes and no
    /// shelf changes.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn pick_ups_locked(
        tx: &Tx,
        chosen: &[(PointOfSaleId, Fetched)],
        now: Timestamp,
    ) -> Result<HashMap<ProducerId, PointOfSale>, DbErr> {
        if !chosen.is_empty() {
            let ids: Vec<PointOfSaleId> = chosen.iter().map(|(point, _)| *point).collect();
            store::points::lock_shared(tx, &ids).await?;
        }
        Self::pick_ups(tx, chosen, now).await
    }

    /// The first [`MAX_POINTS`] points by name where each of these can be
    /// fetched, in no order of what was asked for. Two statements for a hundred.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn pick_up_points(
        &self,
        wanted: &[Fetched],
    ) -> Result<Vec<(Fetched, PointOfSale)>, DbErr> {
        let (connection, now) = (self.db.catalogue(), self.clock.now());
        let mut told = Vec::new();
        for chunk in wanted.chunks(100) {
            let pairs = store::first::having_all(connection, chunk, MAX_POINTS, now).await?;
            let places = self.paired(pairs).await?;
            let of = |(n, place): (usize, _)| Some((chunk.get(n)?.clone(), place));
            told.extend(places.into_iter().filter_map(of));
        }
        Ok(told)
    }
}
