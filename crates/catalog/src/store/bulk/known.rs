//! What rows of a file may mean, found for many rows at once.

use crate::entity::listing_code as code;
use crate::entity::product::{self, Column, Entity};
use crate::entity::product_variant as variant;
use db::Tx;
use kernel::{ProducerId, ProductId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The producer's variants on sale with these SKUs, sessions aside, locked in the order in
/// which everybody locks them until the transaction ends.
pub(crate) async fn lock_variants(
    tx: &Tx,
    producer: ProducerId,
    skus: &[&str],
) -> Result<HashMap<String, variant::Model>, DbErr> {
    let rows = variant::Entity::find()
        .filter(variant::Column::ProducerId.eq(producer.0))
        .filter(variant::Column::RetiredAt.is_null())
        .filter(variant::Column::SessionOf.is_null())
        .filter(variant::Column::Sku.is_in(skus.iter().copied()))
        .order_by_asc(variant::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.sku.clone(), row)).collect())
}

/// The producer's products of these addresses or codes, folded, each by the
/// key that named it; an address goes before a code.
pub(crate) async fn products(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    keys: &[&str],
) -> Result<HashMap<String, Uuid>, DbErr> {
    let coded: Vec<(String, Uuid)> = code::Entity::find()
        .select_only()
        .column(code::Column::Code)
        .column(code::Column::ProductId)
        .filter(code::Column::ProducerId.eq(producer.0))
        .filter(code::Column::Code.is_in(keys.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let addressed: Vec<(String, Uuid)> = Entity::find()
        .select_only()
        .column(Column::Slug)
        .column(Column::Id)
        .filter(Column::ProducerId.eq(producer.0))
        .filter(Column::Slug.is_in(keys.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(coded.into_iter().chain(addressed).collect())
}

/// These products, locked in the order of their ids until the transaction
/// ends.
pub(crate) async fn lock_products(tx: &Tx, ids: &[Uuid]) -> Result<Vec<product::Model>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}

/// Remembers what the producer calls a product.
pub(crate) async fn remember(
    tx: &Tx,
    producer: ProducerId,
    key: &str,
    product: ProductId,
) -> Result<(), DbErr> {
    let row = code::Model {
        producer_id: producer.0,
        code: key.to_owned(),
        product_id: product.0,
    };
    let keep = OnConflict::columns([code::Column::ProducerId, code::Column::Code])
        .do_nothing()
        .to_owned();
    code::Entity::insert(row.into_active_model())
        .on_conflict(keep)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// The SKUs of the producer's variants on sale among these, and of which
/// products they are.
pub(crate) async fn products_of_skus(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    skus: &[&str],
) -> Result<HashMap<String, Uuid>, DbErr> {
    let rows: Vec<(String, Uuid)> = variant::Entity::find()
        .select_only()
        .column(variant::Column::Sku)
        .column(variant::Column::ProductId)
        .filter(variant::Column::ProducerId.eq(producer.0))
        .filter(variant::Column::RetiredAt.is_null())
        .filter(variant::Column::SessionOf.is_null())
        .filter(variant::Column::Sku.is_in(skus.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}
