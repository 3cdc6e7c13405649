//! How many units stand at points of sale. Orders are filled from the
//! producer's store, those that are fetched at a point too, so nobody buys these
//! over the net; they say where to go for them.

mod count;
mod move_units;

pub use count::{CountPointStock, CountPointStockError};
pub use move_units::{MoveStock, MoveStockError};

use super::store;
use crate::store::listings;
use crate::{Catalog, ProductKind};
use db::Tx;
use kernel::{PointOfSaleId, ProductId, Timestamp, VariantId};
use sea_orm::DbErr;

/// The most points that are told of one variant.
pub const MAX_STOCKED: u64 = 100;

/// So many units of a variant at a point of sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct PointStock {
    pub point_id: PointOfSaleId,
    pub variant_id: VariantId,
    pub on_hand: i64,
    /// When it was counted or moved last.
    pub counted_at: Timestamp,
}

impl Catalog {
    /// What is counted of these products on these shelves, by the variants'
    /// order; the caller was given both. What nobody counted is absent. One
    /// statement.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn point_stock(
        &self,
        shelved: &[(PointOfSaleId, ProductId)],
    ) -> Result<Vec<((PointOfSaleId, ProductId), PointStock)>, DbErr> {
        // Stock is never read from a replica: whoever counts next would start
        // from a number of before.
        store::stock::on_shelves(self.db.primary(), shelved).await
    }

    /// Where units of these variants stand, up to [`MAX_STOCKED`] points of
    /// each; the caller acts for their producer. One statement.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn stocked_at(
        &self,
        variants: &[VariantId],
    ) -> Result<Vec<(VariantId, PointStock)>, DbErr> {
        store::stock::of_variants(self.db.primary(), variants, MAX_STOCKED).await
    }

    /// Points by their ids, for what refers to them.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn points_by_ids(
        &self,
        ids: &[PointOfSaleId],
    ) -> Result<Vec<super::PointOfSale>, DbErr> {
        store::points::by_ids(self.db.primary(), ids).await
    }
}

/// Whether nothing of the product can stand anywhere: services, and with them
/// their sessions, are booked.
async fn is_service(tx: &Tx, product: ProductId) -> Result<bool, DbErr> {
    let own = listings::by_id(tx, product).await?;
    Ok(own.is_none_or(|own| own.kind == ProductKind::Service.as_str()))
}
