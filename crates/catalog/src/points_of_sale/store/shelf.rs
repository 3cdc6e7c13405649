//! `point_of_sale_product`.

use crate::entity::point_of_sale_product::{Column, Entity, Model};
use crate::entity::product_card;
use crate::points_of_sale::Shelved;
use crate::visibility::public_at;
use db::Tx;
use kernel::{PointOfSaleId, ProductId, Timestamp};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query, WindowStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, DerivePartialModel, EntityTrait, IntoActiveModel,
    JoinType, PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Whose a product is, and where its producer sits.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "product_card::Entity")]
pub(crate) struct Owner {
    pub(crate) product_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) province_code: String,
}

/// Whose these products are, public or not.
pub(crate) async fn owners(tx: &Tx, products: &[ProductId]) -> Result<Vec<Owner>, DbErr> {
    product_card::Entity::find()
        .filter(product_card::Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .into_partial_model::<Owner>()
        .all(tx)
        .await
}

/// Which of these products stand on the shelf, with their notes.
pub(crate) async fn notes(
    tx: &Tx,
    point: PointOfSaleId,
    products: &[ProductId],
) -> Result<BTreeMap<ProductId, Option<String>>, DbErr> {
    let rows = Entity::find()
        .filter(Column::PointId.eq(point.0))
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .all(tx)
        .await?;
    let row = |own: Model| (own.product_id.into(), own.note);
    Ok(rows.into_iter().map(row).collect())
}

/// Which of these products stand on which of these shelves, as far as they are
/// public: where a hidden one stands is nobody's to learn.
pub(crate) async fn standing(
    connection: &impl ConnectionTrait,
    points: &[PointOfSaleId],
    products: &[ProductId],
    now: Timestamp,
) -> Result<HashSet<(PointOfSaleId, ProductId)>, DbErr> {
    let card = Entity::belongs_to(product_card::Entity)
        .from(Column::ProductId)
        .to(product_card::Column::ProductId);
    let pairs: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::PointId, Column::ProductId])
        .join(JoinType::InnerJoin, card.into())
        .filter(public_at(now))
        .filter(Column::PointId.is_in(points.iter().map(|id| id.0)))
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .into_tuple()
        .all(connection)
        .await?;
    let pair = |(point, product): (Uuid, Uuid)| (point.into(), product.into());
    Ok(pairs.into_iter().map(pair).collect())
}

/// Puts products on the shelf of a locked point, or their notes anew.
pub(crate) async fn put(
    tx: &Tx,
    point: PointOfSaleId,
    products: &BTreeMap<ProductId, Option<String>>,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = |(product, note): (&ProductId, &Option<String>)| {
        let row = Model {
            point_id: point.0,
            product_id: product.0,
            note: note.clone(),
            added_at: now,
        };
        row.into_active_model()
    };
    let mut rows = products.iter().map(row).peekable();
    while rows.peek().is_some() {
        let anew = OnConflict::columns([Column::PointId, Column::ProductId])
            .update_column(Column::Note)
            .to_owned();
        Entity::insert_many(rows.by_ref().take(500))
            .on_conflict(anew)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Takes products off the shelf of a locked point.
pub(crate) async fn remove(
    tx: &Tx,
    point: PointOfSaleId,
    products: &[ProductId],
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::PointId.eq(point.0))
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn count(tx: &Tx, point: PointOfSaleId) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::PointId.eq(point.0))
        .count(tx)
        .await
}

/// The products of each shelf that are public, in the order of their ids: up
/// to one more than `first` of each.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    points: &[PointOfSaleId],
    first: u32,
    after: Option<ProductId>,
    now: Timestamp,
) -> Result<Vec<(PointOfSaleId, Shelved)>, DbErr> {
    let place = Alias::new("place");
    let numbered = Query::select()
        .columns([Column::PointId, Column::ProductId, Column::Note].map(|own| (Entity, own)))
        .expr_window_as(
            Expr::cust("ROW_NUMBER()"),
            WindowStatement::partition_by((Entity, Column::PointId))
                .order_by((Entity, Column::ProductId), Order::Asc)
                .to_owned(),
            place.clone(),
        )
        .from(Entity)
        .inner_join(
            product_card::Entity,
            Expr::col((product_card::Entity, product_card::Column::ProductId))
                .equals((Entity, Column::ProductId)),
        )
        .cond_where(public_at(now))
        .and_where(Expr::col((Entity, Column::PointId)).is_in(points.iter().map(|id| id.0)))
        .and_where_option(after.map(|after| Expr::col((Entity, Column::ProductId)).gt(after.0)))
        .to_owned();
    let shelves = Alias::new("shelves");
    let query = Query::select()
        .columns([Column::PointId, Column::ProductId, Column::Note])
        .from_subquery(numbered, shelves)
        .and_where(Expr::col(place.clone()).lte(i64::from(first) + 1))
        .order_by(Column::PointId, Order::Asc)
        .order_by(place, Order::Asc)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let point: Uuid = row.try_get_by_index(0)?;
            let product: Uuid = row.try_get_by_index(1)?;
            let shelved = Shelved {
                product_id: product.into(),
                note: row.try_get_by_index(2)?,
            };
            Ok((point.into(), shelved))
        })
        .collect()
}
