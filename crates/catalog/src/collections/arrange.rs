//! A curator chooses products, and their order.

use super::{Collection, CollectionError, CollectionStatus};
use crate::Catalog;
use crate::entity::product_card::{Column, Entity};
use crate::store::collections as store;
use crate::visibility::public_at;
use db::Tx;
use kernel::{Actor, CollectionId, ProductId, Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The most products of a manual collection.
pub const MAX_PRODUCTS: usize = 500;

/// A change of what a manual collection holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Puts products in, in their order; those that are in it already move.
    Put {
        /// Which.
        products: Vec<ProductId>,
        /// Before so many of the others; after all of them without it.
        at: Option<usize>,
    },
    /// Takes products out; those that are not in it do not matter.
    Remove {
        /// Which.
        products: Vec<ProductId>,
    },
}

impl Arrangement {
    /// What is held after it, by what was held before.
    fn applied(&self, held: &[ProductId]) -> Vec<ProductId> {
        let (named, at) = match self {
            Self::Put { products, at } => (products, Some(at)),
            Self::Remove { products } => (products, None),
        };
        let set: HashSet<ProductId> = named.iter().copied().collect();
        let others = held.iter().copied().filter(|id| !set.contains(id));
        let mut after: Vec<ProductId> = others.collect();
        if let Some(at) = at {
            let at = at.unwrap_or(after.len()).min(after.len());
            let mut seen = HashSet::new();
            let once = named.iter().copied().filter(|id| seen.insert(*id));
            after.splice(at..at, once);
        }
        after
    }

    /// What the history tells of: of what was to be taken out, only what was
    /// held, and not whatever ids were named.
    fn touched(&self, held: &[ProductId]) -> Vec<ProductId> {
        match self {
            Self::Put { products, .. } => products.clone(),
            Self::Remove { products } => {
                let held: HashSet<&ProductId> = held.iter().collect();
                let named = products.iter().filter(|id| held.contains(id));
                named.copied().collect()
            }
        }
    }

    const fn act(&self) -> &'static str {
        match self {
            Self::Put { .. } => "PUT",
            Self::Remove { .. } => "REMOVE",
        }
    }
}

impl Catalog {
    /// Changes what a manual collection of which the actor saw that version
    /// holds. What is put in must be public and, in a collection of a
    /// province, from there; what is hidden later stays in it unseen. Where
    /// nothing would change, nothing is written.
    /// Permission: whoever curates it.
    ///
    /// # Errors
    /// [`CollectionError`]; then nothing has changed.
    pub async fn arrange_collection(
        &self,
        actor: &Actor,
        id: CollectionId,
        version: i64,
        arrangement: &Arrangement,
    ) -> Result<Collection, CollectionError> {
        db::retry(|| self.arrange_once(actor, id, version, arrangement)).await
    }

    async fn arrange_once(
        &self,
        actor: &Actor,
        id: CollectionId,
        version: i64,
        arrangement: &Arrangement,
    ) -> Result<Collection, CollectionError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut own = self.curated(&tx, actor, id, version).await?;
        if own.status == CollectionStatus::Archived {
            return Err(CollectionError::WrongStatus(own.status));
        }
        if own.content.rule.is_some() {
            return Err(CollectionError::NotManual);
        }
        let held = store::products_of(&tx, id).await?;
        if let Arrangement::Put { products, .. } = arrangement {
            self.may_be_put(&tx, &own, &held, products, now).await?;
        }
        let after = arrangement.applied(&held);
        if after.len() > MAX_PRODUCTS {
            return Err(CollectionError::TooMany);
        }
        if after == held {
            return Ok(own);
        }
        store::set_products(&tx, id, &after).await?;
        own.version += 1;
        own.updated_at = now;
        store::update(&tx, &own).await?;
        let products = arrangement.touched(&held);
        let details = json!({ "products": products, "held": after.len() });
        store::append(&tx, &own, arrangement.act(), actor, details).await?;
        tx.commit().await?;
        Ok(own)
    }

    /// Whether everything that is new in a collection may be in it.
    async fn may_be_put(
        &self,
        tx: &Tx,
        own: &Collection,
        held: &[ProductId],
        products: &[ProductId],
        now: Timestamp,
    ) -> Result<(), CollectionError> {
        let held: HashSet<ProductId> = held.iter().copied().collect();
        let new = products.iter().filter(|id| !held.contains(id));
        let places: Vec<(Uuid, String)> = Entity::find()
            .select_only()
            .column(Column::ProductId)
            .column(Column::ProvinceCode)
            .filter(Column::ProductId.is_in(new.map(|id| id.0)))
            .filter(public_at(now))
            .into_tuple()
            .all(tx)
            .await?;
        let places: HashMap<Uuid, String> = places.into_iter().collect();
        for (at, id) in products.iter().enumerate() {
            if held.contains(id) {
                continue;
            }
            let place = places.get(&id.0);
            let place = place.ok_or(CollectionError::UnknownProduct(at))?;
            if own.province_code.as_ref().is_some_and(|code| code != place) {
                return Err(CollectionError::OutsideProvince(at));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_put_moved_and_taken_out() {
        let id = |n: u128| ProductId(Uuid::from_u128(n));
        let ids = |all: &[u128]| all.iter().map(|n| id(*n)).collect::<Vec<_>>();
        let held = ids(&[1, 2, 3]);
        let put = |products: &[u128], at| {
            let products = ids(products);
            Arrangement::Put { products, at }.applied(&held)
        };
        assert_eq!(put(&[4, 5], None), ids(&[1, 2, 3, 4, 5]));
        assert_eq!(put(&[4], Some(0)), ids(&[4, 1, 2, 3]));
        assert_eq!(put(&[3], Some(0)), ids(&[3, 1, 2]), "it moves");
        assert_eq!(
            put(&[1], Some(1)),
            ids(&[2, 1, 3]),
            "counted among the others"
        );
        assert_eq!(put(&[4, 4, 1], Some(99)), ids(&[2, 3, 4, 1]), "once each");
        let products = ids(&[2, 9]);
        assert_eq!(
            Arrangement::Remove { products }.applied(&held),
            ids(&[1, 3])
        );
    }
}
