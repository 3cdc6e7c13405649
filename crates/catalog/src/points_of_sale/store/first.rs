//! The first points of each of many products or producers, in one statement.

use super::public::public;
use crate::entity::point_of_sale::{Column, Entity};
use crate::entity::{point_of_sale_product, product_card};
use crate::points_of_sale::Fetched;
use crate::visibility::public_at;
use kernel::{PointOfSaleId, ProducerId, ProductId, Timestamp};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, IntoColumnRef, Order, Query, SelectStatement, UnionType,
    WindowStatement,
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

/// The first points by name that take orders to be fetched and have all of
/// these products, with the place of what was asked for.
pub(crate) async fn having_all(
    connection: &impl ConnectionTrait,
    wanted: &[Fetched],
    most: u32,
    now: Timestamp,
) -> Result<Vec<(usize, PointOfSaleId)>, DbErr> {
    use point_of_sale_product::{Column as Shelf, Entity as Shelves};
    use product_card::{Column as Card, Entity as Cards};
    let having = |(n, own): (usize, &Fetched)| {
        let product = || Expr::col((Shelves, Shelf::ProductId));
        let all = i64::try_from(own.products.len()).unwrap_or(i64::MAX);
        let points = Query::select()
            .column((Entity, Column::Id))
            .from(Shelves)
            .inner_join(
                Entity,
                Expr::col((Entity, Column::Id)).equals((Shelves, Shelf::PointId)),
            )
            .inner_join(
                Cards,
                Expr::col((Cards, Card::ProductId)).equals((Shelves, Shelf::ProductId)),
            )
            .cond_where(public_at(now))
            .and_where(product().is_in(own.products.iter().map(|id| id.0)))
            .and_where(Expr::col((Entity, Column::PickUp)).eq(true))
            .cond_where(public())
            .group_by_columns([(Entity, Column::Id), (Entity, Column::FoldedName)])
            .and_having(product().count().eq(all))
            .order_by((Entity, Column::FoldedName), Order::Asc)
            .order_by((Entity, Column::Id), Order::Asc)
            .limit(u64::from(most))
            .to_owned();
        // SQLite bounds no branch of a union but one that is a table.
        Query::select()
            .expr(Expr::value(i64::try_from(n).unwrap_or(i64::MAX)))
            .column(Column::Id)
            .from_subquery(points, Alias::new("points"))
            .to_owned()
    };
    let branches = wanted.iter().enumerate().map(having);
    let all = branches.reduce(|mut all, branch| all.union(UnionType::All, branch).to_owned());
    let Some(query) = all else {
        return Ok(Vec::new());
    };
    let rows = connection.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let (of, id): (i64, Uuid) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            Ok((usize::try_from(of).unwrap_or(usize::MAX), id.into()))
        })
        .collect()
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
