//! Lists of `producer` for officers and owners.

use super::producers::PageFault;
use crate::entity::producer::{Column, Entity};
use crate::{Producer, RecordFilter};
use kernel::{Cursor, PageArgs, PageError, ProducerId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The order of lists: ids grow with time.
const BY_REGISTRATION: &str = "producers.registered";

/// Whose records.
pub(crate) enum Which {
    /// Those of these provinces, or all.
    Region(Option<BTreeSet<String>>),
    /// These.
    Own(BTreeSet<ProducerId>),
}

/// Up to one row more than the page, in the direction in which it is read.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    which: &Which,
    filter: &RecordFilter,
    page: &PageArgs,
) -> Result<Vec<Producer>, PageFault> {
    let direction = if page.backward {
        Order::Desc
    } else {
        Order::Asc
    };
    let mut query = Entity::find()
        .filter(condition(which, filter))
        .order_by(Column::Id, direction)
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [id] = cursor
            .key_for::<1>(BY_REGISTRATION)
            .map_err(PageFault::Page)?;
        let id = Uuid::parse_str(id).map_err(|_| PageFault::Page(PageError::BadCursor))?;
        query = query.filter(if page.backward {
            Column::Id.lt(id)
        } else {
            Column::Id.gt(id)
        });
    }
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(Producer::try_from)
        .collect::<Result<_, _>>()?)
}

/// The position of a producer in the list.
pub(crate) fn position(producer: &Producer) -> Cursor {
    Cursor::new(BY_REGISTRATION, [producer.id.0.to_string()])
}

/// Counts up to `limit`.
pub(crate) async fn count(
    connection: &impl ConnectionTrait,
    which: &Which,
    filter: &RecordFilter,
    limit: u64,
) -> Result<u64, DbErr> {
    Entity::find()
        .filter(condition(which, filter))
        .limit(limit)
        .count(connection)
        .await
}

fn condition(which: &Which, filter: &RecordFilter) -> Condition {
    let whose = match which {
        Which::Region(None) => None,
        Which::Region(Some(codes)) => Some(Column::ProvinceCode.is_in(codes)),
        Which::Own(ids) => Some(Column::Id.is_in(ids.iter().map(|id| id.0))),
    };
    let statuses = filter.statuses.as_ref();
    let provinces = filter.provinces.as_ref();
    Condition::all()
        .add_option(whose)
        .add_option(
            statuses.map(|statuses| {
                Column::Status.is_in(statuses.iter().map(|status| status.as_str()))
            }),
        )
        .add_option(provinces.map(|codes| Column::ProvinceCode.is_in(codes)))
}
