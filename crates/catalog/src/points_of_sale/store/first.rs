//! The first points of each of many products or producers, in one statement.

use super::public::public;
use crate::entity::point_of_sale::{Column, Entity};
use crate::entity::point_of_sale_product;
use kernel::{PointOfSaleId, ProducerId, ProductId};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, IntoColumnRef, Order, Query, SelectStatement, WindowStatement,
};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

/// The first points by name that have each of these products.
pub(crate) async fn of_products(
    connection: &impl ConnectionTrait,
    products: &[ProductId],
    most: u32,
) -> Result<Vec<(ProductId, PointOfSaleId)>, DbErr> {
    use point_of_sale_product::{Column as Shelf, Entity as Shelves};
    let key = (Shelves, Shelf::ProductId);
    let mut query = Query::select();
    query
        .from(Shelves)
        .inner_join(
            Entity,
            Expr::col((Entity, Column::Id)).equals((Shelves, Shelf::PointId)),
        )
        .and_where(Expr::col(key).is_in(products.iter().map(|id| id.0)));
    first_of_each(connection, query, key, most).await
}

/// The first points by name that each of these producers runs.
pub(crate) async fn of_producers(
    connection: &impl ConnectionTrait,
    producers: &[ProducerId],
    most: u32,
) -> Result<Vec<(ProducerId, PointOfSaleId)>, DbErr> {
    let key = (Entity, Column::ProducerId);
    let mut query = Query::select();
    query
        .from(Entity)
        .and_where(Expr::col(key).is_in(producers.iter().map(|id| id.0)));
    first_of_each(connection, query, key, most).await
}

/// The first public points by name for each value of `key`.
async fn first_of_each<T: From<Uuid>>(
    connection: &impl ConnectionTrait,
    mut numbered: SelectStatement,
    key: impl IntoColumnRef + Copy,
    most: u32,
) -> Result<Vec<(T, PointOfSaleId)>, DbErr> {
    let [of, place, id] = ["of", "place", "id"].map(Alias::new);
    numbered
        .expr_as(Expr::col(key), of.clone())
        .expr_as(Expr::col((Entity, Column::Id)), id.clone())
        .expr_window_as(
            Expr::cust("ROW_NUMBER()"),
            WindowStatement::partition_by(key)
                .order_by((Entity, Column::FoldedName), Order::Asc)
                .order_by((Entity, Column::Id), Order::Asc)
                .to_owned(),
            place.clone(),
        )
        .cond_where(public());
    let query = Query::select()
        .columns([of.clone(), id])
        .from_subquery(numbered, Alias::new("numbered"))
        .and_where(Expr::col(place.clone()).lte(i64::from(most)))
        .order_by(of, Order::Asc)
        .order_by(place, Order::Asc)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let (of, id): (Uuid, Uuid) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            Ok((of.into(), id.into()))
        })
        .collect()
}
