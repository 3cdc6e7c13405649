//! Pages of lists by a time or by id, and the cursors of their rows. Each list
//! has a name, so that no other's cursor is taken for its own.

use super::paged;
use kernel::{Cursor, PageArgs, PageError, Timestamp};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, Order, Select};
use uuid::Uuid;

/// The place of a row in a list by time.
pub(crate) fn at(list: &str, time: Timestamp, id: Uuid) -> Cursor {
    Cursor::new(list, [Cursor::write_instant(time), id.to_string()])
}

/// A page of a list by that time, and of what has the same by id; one row more
/// than the page holds.
pub(crate) fn page_by_time<E: EntityTrait>(
    query: Select<E>,
    (time, id): (E::Column, E::Column),
    (list, order): (&str, Order),
    page: &PageArgs,
) -> Result<Select<E>, PageError> {
    let key = match &page.cursor {
        None => None,
        Some(cursor) => {
            let [time, id] = cursor.key_for(list)?;
            let time = Cursor::read_instant(time)?;
            Some(vec![Expr::value(time), read_id(id)?])
        }
    };
    let columns = vec![column(time), column(id)];
    Ok(paged(query, columns, key, order == Order::Desc, page))
}

/// The place of a row in a list by id, which is by age.
pub(crate) fn of_id(list: &str, id: Uuid) -> Cursor {
    Cursor::new(list, [id.to_string()])
}

/// A page of a list by id, the newest first; one row more than the page holds.
pub(crate) fn page_by_id<E: EntityTrait>(
    query: Select<E>,
    id: E::Column,
    list: &str,
    page: &PageArgs,
) -> Result<Select<E>, PageError> {
    let key = match &page.cursor {
        None => None,
        Some(cursor) => {
            let [id] = cursor.key_for(list)?;
            Some(vec![read_id(id)?])
        }
    };
    Ok(paged(query, vec![column(id)], key, true, page))
}

fn column(own: impl ColumnTrait) -> SimpleExpr {
    Expr::col(own.as_column_ref())
}

fn read_id(text: &str) -> Result<SimpleExpr, PageError> {
    let id: Uuid = text.parse().map_err(|_| PageError::BadCursor)?;
    Ok(Expr::value(id))
}
