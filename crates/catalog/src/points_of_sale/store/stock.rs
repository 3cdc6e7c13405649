//! `point_of_sale_stock` and its movements.

use crate::entity::point_of_sale_stock::{Column, Entity, Model};
use crate::entity::{
    point_of_sale_product, point_of_sale_stock_movement as movement, product_variant,
};
use crate::points_of_sale::PointStock;
use db::Tx;
use kernel::id::new_uuid;
use kernel::{Actor, PointOfSaleId, ProductId, Timestamp, VariantId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query, WindowStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashSet;

/// Whether a product stands on the shelf of a locked point.
pub(crate) async fn is_on_shelf(
    tx: &Tx,
    point: PointOfSaleId,
    product: ProductId,
) -> Result<bool, DbErr> {
    let row = point_of_sale_product::Entity::find_by_id((point.0, product.0));
    Ok(row.count(tx).await? > 0)
}

/// How many units of a variant stand at a point, locked until the transaction
/// ends; 0 where nobody counted before.
pub(crate) async fn lock(
    tx: &Tx,
    point: PointOfSaleId,
    variant: VariantId,
    now: Timestamp,
) -> Result<i64, DbErr> {
    let row = Model {
        point_id: point.0,
        variant_id: variant.0,
        on_hand: 0,
        counted_at: now,
    };
    // There is a row to lock from here on, whoever comes first.
    let there = OnConflict::columns([Column::PointId, Column::VariantId])
        .do_nothing()
        .to_owned();
    Entity::insert_many([row.into_active_model()])
        .on_conflict(there)
        .exec_without_returning(tx)
        .await?;
    let row = Entity::find_by_id((point.0, variant.0))
        .lock_exclusive()
        .one(tx)
        .await?;
    Ok(row.map_or(0, |row| row.on_hand))
}

/// Changes the stock of a locked row, on record.
pub(crate) async fn change(
    tx: &Tx,
    (point, variant): (PointOfSaleId, VariantId),
    kind: &str,
    change: i64,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::OnHand, Expr::col(Column::OnHand).add(change))
        .col_expr(Column::CountedAt, Expr::value(now))
        .filter(Column::PointId.eq(point.0))
        .filter(Column::VariantId.eq(variant.0))
        .exec(tx)
        .await?;
    let row = movement::Model {
        id: new_uuid(now),
        point_id: point.0,
        variant_id: variant.0,
        kind: kind.to_owned(),
        change,
        actor: actor.label(),
        at: now,
    };
    movement::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// What is counted of products on shelves, by the variants' order.
pub(crate) async fn on_shelves(
    connection: &impl ConnectionTrait,
    shelved: &[(PointOfSaleId, ProductId)],
) -> Result<Vec<((PointOfSaleId, ProductId), PointStock)>, DbErr> {
    let wanted: HashSet<_> = shelved.iter().copied().collect();
    let variant = Entity::belongs_to(product_variant::Entity)
        .from(Column::VariantId)
        .to(product_variant::Column::Id);
    let rows: Vec<(Model, Option<product_variant::Model>)> = Entity::find()
        .join(JoinType::InnerJoin, variant.into())
        .select_also(product_variant::Entity)
        .filter(Column::PointId.is_in(wanted.iter().map(|(point, _)| point.0)))
        .filter(
            product_variant::Column::ProductId.is_in(wanted.iter().map(|(_, product)| product.0)),
        )
        .filter(product_variant::Column::RetiredAt.is_null())
        .order_by_asc(product_variant::Column::Position)
        .order_by_asc(product_variant::Column::Id)
        .all(connection)
        .await?;
    let told = rows.into_iter().filter_map(|(row, variant)| {
        let key = (row.point_id.into(), variant?.product_id.into());
        wanted.contains(&key).then(|| (key, row.into()))
    });
    Ok(told.collect())
}

/// Where units of variants stand, up to `most` points of each.
pub(crate) async fn of_variants(
    connection: &impl ConnectionTrait,
    variants: &[VariantId],
    most: u64,
) -> Result<Vec<(VariantId, PointStock)>, DbErr> {
    let (rank, ranked) = (Alias::new("rank"), Alias::new("ranked"));
    let columns = [
        Column::PointId,
        Column::VariantId,
        Column::OnHand,
        Column::CountedAt,
    ];
    let order = WindowStatement::partition_by(Column::VariantId)
        .order_by(Column::PointId, Order::Asc)
        .to_owned();
    let inner = Query::select()
        .columns(columns)
        .expr_window_as(Expr::cust("ROW_NUMBER()"), order, rank.clone())
        .from(Entity)
        .and_where(Column::VariantId.is_in(variants.iter().map(|id| id.0)))
        .and_where(Column::OnHand.gt(0))
        .to_owned();
    let query = Query::select()
        .columns(columns)
        .from_subquery(inner, ranked)
        .and_where(Expr::col(rank).lte(most))
        .order_by(Column::VariantId, Order::Asc)
        .order_by(Column::PointId, Order::Asc)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let own = PointStock {
                point_id: PointOfSaleId(row.try_get_by_index(0)?),
                variant_id: VariantId(row.try_get_by_index(1)?),
                on_hand: row.try_get_by_index(2)?,
                counted_at: row.try_get_by_index(3)?,
            };
            Ok((own.variant_id, own))
        })
        .collect()
}

impl From<Model> for PointStock {
    fn from(row: Model) -> Self {
        Self {
            point_id: row.point_id.into(),
            variant_id: row.variant_id.into(),
            on_hand: row.on_hand,
            counted_at: row.counted_at,
        }
    }
}
