//! Lines that were delivered.

use crate::projection::refresh_later;
use crate::store::purchases;
use db::Tx;
use kernel::{AccountId, OrderLineId, ProducerId, ProductId, Timestamp, VariantId};
use sea_orm::DbErr;
use std::collections::BTreeMap;

/// A line that was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Purchased {
    pub line: OrderLineId,
    pub product_id: ProductId,
    pub variant_id: VariantId,
    pub producer_id: ProducerId,
    /// Who bought it signed in.
    pub account_id: Option<AccountId>,
    pub delivered_at: Timestamp,
}

/// Writes, in the transaction of the delivery, that these lines were delivered.
/// One that was written before stays as it is.
///
/// # Errors
/// [`DbErr`].
pub async fn record_purchases(tx: &Tx, lines: &[Purchased]) -> Result<(), DbErr> {
    purchases::insert(tx, lines).await?;
    let products = lines.iter().map(|own| (own.product_id, own.delivered_at));
    for (product, at) in products.collect::<BTreeMap<_, _>>() {
        refresh_later(tx, product.0, at).await?;
    }
    Ok(())
}
