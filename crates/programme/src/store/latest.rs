//! Lists in which the latest comes first: ids sort by time, so an id is where
//! a row is in its list.

use kernel::{Cursor, PageArgs, PageError};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

/// A page of what a query finds, under the list's name; one row more than the
/// page.
pub(super) fn page<E: EntityTrait>(
    query: Select<E>,
    id: E::Column,
    list: &str,
    page: &PageArgs,
) -> Result<Select<E>, PageError> {
    let mut query = query.limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [here] = cursor.key_for::<1>(list)?;
        let here: Uuid = here.parse().map_err(|_| PageError::BadCursor)?;
        query = query.filter(if page.backward {
            id.gt(here)
        } else {
            id.lt(here)
        });
    }
    let order = if page.backward {
        Order::Asc
    } else {
        Order::Desc
    };
    Ok(query.order_by(id, order))
}

/// Where a row is in the list.
pub(super) fn position(list: &str, id: impl ToString) -> Cursor {
    Cursor::new(list, [id.to_string()])
}
