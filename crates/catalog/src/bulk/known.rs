//! Listings that rows are about, for many rows at once, and the change that
//! rows make of one.

use super::Bulk;
use super::outcome::Step;
use crate::entity::{product, product_image, product_variant};
use crate::listing::{Change, ChangeCommand, ChangeError, ListingContent, begun, changed};
use crate::store::bulk::known;
use crate::store::{changes, content, events};
use crate::{Catalog, ListingStatus};
use kernel::{ProductId, VariantId};
use sea_orm::DbErr;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// A listing of which the product is locked, as who holds that lock alone
/// writes its change.
pub(super) struct Known {
    pub(super) product: product::Model,
    /// The change that is under way.
    pub(super) change: Option<Change>,
    /// What it says, or what a new one would begin with.
    pub(super) content: ListingContent,
    /// The variants on sale.
    pub(super) variants: Vec<product_variant::Model>,
}

impl Known {
    pub(super) fn live(&self) -> HashSet<VariantId> {
        self.variants.iter().map(|own| own.id.into()).collect()
    }

    pub(super) fn is_taken_down(&self) -> bool {
        self.product.status == ListingStatus::TakenDown.as_str()
    }
}

impl Bulk {
    /// These products as listings. Four statements, and one more for each that
    /// was never approved and has no change under way.
    pub(super) async fn known(
        &self,
        step: &Step<'_>,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, Known>, DbErr> {
        let tx = step.tx;
        let products = known::lock_products(tx, ids).await?;
        let ids: Vec<Uuid> = products.iter().map(|own| own.id).collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let typed: Vec<ProductId> = ids.iter().copied().map(ProductId).collect();
        let open = changes::open_of(tx, &typed).await?.into_iter();
        let mut open: HashMap<Uuid, Change> = open.map(|own| (own.product_id.0, own)).collect();
        let mut variants: HashMap<Uuid, Vec<product_variant::Model>> = HashMap::new();
        for row in content::variants_of(tx, &ids).await? {
            variants.entry(row.product_id).or_default().push(row);
        }
        let mut images: HashMap<Uuid, Vec<product_image::Model>> = HashMap::new();
        for row in content::images_of(tx, &ids).await? {
            images.entry(row.product_id).or_default().push(row);
        }
        let mut known = HashMap::with_capacity(products.len());
        for product in products {
            let variants = variants.remove(&product.id).unwrap_or_default();
            let images = images.remove(&product.id).unwrap_or_default();
            let change = open.remove(&product.id);
            let last = match (&change, product.published_at) {
                (None, None) => changes::last_of(tx, product.id.into()).await?,
                _ => None,
            };
            let content = match (&change, last) {
                (Some(change), _) => change.content.clone(),
                (None, Some(last)) => last.content,
                (None, None) => content::of_rows(&product, &variants, &images)?,
            };
            known.insert(
                product.id,
                Known {
                    product,
                    change,
                    content,
                    variants,
                },
            );
        }
        Ok(known)
    }

    /// Writes a content as the change of a listing: into the one that is under
    /// way, which a moderator's queue loses by it, or into a new one.
    pub(super) async fn write_change(
        &self,
        step: &Step<'_>,
        known: &Known,
        next: ListingContent,
    ) -> Result<Change, DbErr> {
        let Step { tx, actor, now, .. } = *step;
        let catalog: &Catalog = &self.catalog;
        if let Some(change) = &known.change {
            let mut change = change.clone();
            let written = catalog.write_edit(tx, actor, &mut change, next, now).await;
            return match written {
                Ok(()) => Ok(change),
                Err(ChangeError::Fault(error)) => Err(error),
                // Every change that is under way may be edited.
                Err(error) => Err(DbErr::Custom(error.to_string())),
            };
        }
        let edited = changed(&known.content, &next);
        let change = begun(&known.product, next, actor, now);
        changes::insert(tx, &change).await?;
        let (id, product) = (Some(change.id), change.product_id);
        events::append(tx, product, id, "BEGIN", actor, json!({}), now).await?;
        let act = ChangeCommand::Edit.as_str();
        events::append(tx, product, id, act, actor, edited, now).await?;
        Ok(change)
    }
}
