//! `listing_event`, which only grows.

use super::PageFault;
use super::changes::of_provinces;
use super::cursors::{of_id, page_by_id};
use super::decisions::{Decided, Log};
use crate::entity::listing_event::{Column, Entity, Model};
use crate::listing::ListingEvent;
use db::Tx;
use kernel::{Actor, ChangeId, Cursor, PageArgs, ProductId, Timestamp, id::new_uuid};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

/// The order of a history.
const BY_AGE: &str = "listing_events.age";

/// Puts on record what was done with a listing.
pub(crate) async fn append(
    tx: &Tx,
    product: ProductId,
    change: Option<ChangeId>,
    act: &str,
    actor: &Actor,
    details: serde_json::Value,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = Model {
        id: new_uuid(now),
        product_id: product.0,
        change_id: change.map(|id| id.0),
        act: act.to_owned(),
        actor: actor.label(),
        at: now,
        details: details.to_string(),
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// The same of many listings at once, without changes.
pub(crate) async fn append_all(
    tx: &Tx,
    act: &str,
    actor: &Actor,
    details: Vec<(ProductId, serde_json::Value)>,
    now: Timestamp,
) -> Result<(), DbErr> {
    let mut rows: Vec<_> = details
        .into_iter()
        .map(|(product, details)| {
            Model {
                id: new_uuid(now),
                product_id: product.0,
                change_id: None,
                act: act.to_owned(),
                actor: actor.label(),
                at: now,
                details: details.to_string(),
            }
            .into_active_model()
        })
        .collect();
    // Seven values a row: well below what one statement may bind.
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(1_000));
        Entity::insert_many(rows).exec_without_returning(tx).await?;
        rows = rest;
    }
    Ok(())
}

pub(crate) fn position(own: &ListingEvent) -> Cursor {
    of_id(BY_AGE, own.id)
}

/// A product's history, the latest first; one more than the page holds.
pub(crate) async fn of_product(
    connection: &impl ConnectionTrait,
    product: ProductId,
    page: &PageArgs,
) -> Result<Vec<ListingEvent>, PageFault> {
    let query = Entity::find().filter(Column::ProductId.eq(product.0));
    let query = page_by_id(query, Column::Id, BY_AGE, page)?;
    let rows = query.all(connection).await?;
    let events = rows.into_iter().map(|row| ListingEvent {
        id: row.id,
        change_id: row.change_id.map(ChangeId),
        act: row.act,
        actor: row.actor,
        at: row.at,
        details: row.details,
    });
    Ok(events.collect())
}

/// The latest decisions about changes of producers in these provinces (`None`
/// for everywhere) from an instant until before another one.
pub(crate) async fn decided(
    connection: &impl ConnectionTrait,
    provinces: Option<&[String]>,
    span: (Timestamp, Timestamp),
    most: u64,
) -> Result<Vec<Decided>, DbErr> {
    let log = Log {
        change: Column::ChangeId,
        act: Column::Act,
        at: Column::At,
    };
    let rows = of_provinces(Entity::find(), Column::ProductId, provinces);
    let rows = rows.filter(Column::ChangeId.is_not_null());
    log.decided(connection, rows, span, most).await
}
