//! Every statement about listings, their changes, files of them, sessions,
//! collections, the home page and the words of shoppers; no rules.

pub(crate) mod attributes;
pub(crate) mod bulk;
pub(crate) mod changes;
pub(crate) mod collections;
pub(crate) mod content;
pub(crate) mod cursors;
pub(crate) mod decisions;
pub(crate) mod events;
pub(crate) mod feedback;
pub(crate) mod home;
pub(crate) mod listings;
pub(crate) mod prices;
pub(crate) mod publish;
pub(crate) mod purchases;
pub(crate) mod questions;
pub(crate) mod reports;
pub(crate) mod reviews;
pub(crate) mod sessions;
pub(crate) mod take_downs;
pub(crate) mod wishlist;

use kernel::{PageArgs, PageError};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{DbErr, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};

/// Why there is no page of a list.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageFault {
    #[error(transparent)]
    Page(#[from] PageError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A page of a list in the order of `columns`, after the row of that key; one
/// row more than the page holds.
pub(crate) fn paged<E: EntityTrait>(
    mut query: Select<E>,
    columns: Vec<SimpleExpr>,
    key: Option<Vec<SimpleExpr>>,
    descending: bool,
    page: &PageArgs,
) -> Select<E> {
    let down = descending != page.backward;
    if let Some(key) = key {
        let (place, after) = (Expr::tuple(columns.clone()), Expr::tuple(key));
        query = query.filter(match down {
            true => place.lt(after),
            false => place.gt(after),
        });
    }
    for column in columns {
        let order = match down {
            true => Order::Desc,
            false => Order::Asc,
        };
        query = query.order_by(column, order);
    }
    query.limit(u64::from(page.limit) + 1)
}

/// A value that no code of ours writes.
pub(crate) fn unknown(column: &str, value: &str) -> DbErr {
    DbErr::Type(format!("{column}: {value}"))
}
