//! The beginnings of several lists in one statement.

use crate::Card;
use crate::entity::product_card::Entity;
use crate::order::CardOrder;
use sea_orm::sea_query::{Alias, Asterisk, Expr, Query, SelectStatement, UnionType};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, Iden, Order, QueryOrder, QuerySelect, QueryTrait,
    Select,
};

/// The most lists of one statement: SQLite joins no more than 500.
const MOST: usize = 200;

/// The first cards of one list.
pub(crate) struct Strip {
    query: Select<Entity>,
    /// As the outer statement orders again what the inner one cut off.
    again: String,
    size: u64,
}

impl Strip {
    /// The first so many cards of a query in an order.
    pub(crate) fn sorted(query: Select<Entity>, order: CardOrder, size: u64) -> Self {
        let direction = if order.descending { "DESC" } else { "ASC" };
        let columns = order.columns.iter();
        let again: Vec<String> = columns
            .map(|column| format!("{} {direction}", column.unquoted()))
            .collect();
        Self {
            // As many columns as the placed ones have.
            query: order.sorted(query.expr_as(Expr::cust("0"), "place")),
            again: again.join(", "),
            size,
        }
    }

    /// The first so many cards of a query with a `place`, by that.
    pub(crate) fn placed(query: Select<Entity>, size: u64) -> Self {
        Self {
            query: query.order_by(Expr::col(Alias::new("place")), Order::Asc),
            again: "place".to_owned(),
            size,
        }
    }

    fn part(self, number: usize) -> SelectStatement {
        let cards = Alias::new("cards");
        let inner = self.query.limit(self.size).into_query();
        // No statement keeps the order of what it unites: each row says where
        // it belongs.
        let rank = format!("ROW_NUMBER() OVER (ORDER BY {})", self.again);
        Query::select()
            .column((cards.clone(), Asterisk))
            .expr_as(Expr::cust(number.to_string()), Alias::new("strip"))
            .expr_as(Expr::cust(rank), Alias::new("rank"))
            .from_subquery(inner, cards)
            .to_owned()
    }
}

/// The cards of each strip, in its order: one statement for up to
/// [`MOST`] of them, none for none.
pub(crate) async fn cards(
    connection: &impl ConnectionTrait,
    strips: Vec<Strip>,
) -> Result<Vec<Vec<Card>>, DbErr> {
    let mut found = Vec::with_capacity(strips.len());
    let mut strips = strips.into_iter().peekable();
    while strips.peek().is_some() {
        let chunk: Vec<Strip> = strips.by_ref().take(MOST).collect();
        found.extend(some(connection, chunk).await?);
    }
    Ok(found)
}

async fn some(
    connection: &impl ConnectionTrait,
    strips: Vec<Strip>,
) -> Result<Vec<Vec<Card>>, DbErr> {
    let count = strips.len();
    let parts = strips.into_iter().enumerate();
    let mut parts = parts.map(|(number, strip)| strip.part(number));
    let Some(mut query) = parts.next() else {
        return Ok(Vec::new());
    };
    for part in parts {
        query.union(UnionType::All, part);
    }
    let mut lists: Vec<Vec<(i64, Card)>> = Vec::new();
    lists.resize_with(count, Vec::new);
    for row in connection.query_all(&query).await? {
        let strip: i32 = row.try_get("", "strip")?;
        let list = usize::try_from(strip)
            .ok()
            .and_then(|strip| lists.get_mut(strip));
        let list = list.ok_or_else(|| DbErr::Type(format!("strip {strip}")))?;
        list.push((row.try_get("", "rank")?, Card::from_query_result(&row, "")?));
    }
    let sorted = lists.into_iter().map(|mut list| {
        list.sort_by_key(|(rank, _)| *rank);
        list.into_iter().map(|(_, card)| card).collect()
    });
    Ok(sorted.collect())
}
