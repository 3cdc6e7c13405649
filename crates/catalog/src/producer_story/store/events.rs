//! `producer_story_event`, which only grows.

use crate::entity::producer_story_event::{Column, Entity, Model};
use crate::producer_story::{StoryChange, StoryEvent};
use crate::store::PageFault;
use crate::store::cursors::{of_id, page_by_id};
use crate::store::decisions::{Decided, Log};
use db::Tx;
use kernel::{Actor, Cursor, PageArgs, ProducerId, Timestamp, id::new_uuid};
use programme::carried::sits_in;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
};

/// The order of a history.
const BY_AGE: &str = "story_events.age";

/// Puts on record what was done with a change.
pub(crate) async fn append(
    tx: &Tx,
    change: &StoryChange,
    act: &str,
    actor: &Actor,
    details: serde_json::Value,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = Model {
        id: new_uuid(now),
        producer_id: change.producer_id.0,
        change_id: change.id.0,
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

pub(crate) fn position(own: &StoryEvent) -> Cursor {
    of_id(BY_AGE, own.id)
}

/// The history of a producer's story, the latest first; one more than the page
/// holds.
pub(crate) async fn of_producer(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    page: &PageArgs,
) -> Result<Vec<StoryEvent>, PageFault> {
    let query = Entity::find().filter(Column::ProducerId.eq(producer.0));
    let query = page_by_id(query, Column::Id, BY_AGE, page)?;
    let rows = query.all(connection).await?;
    let events = rows.into_iter().map(|row| StoryEvent {
        id: row.id,
        change_id: row.change_id.into(),
        act: row.act,
        actor: row.actor,
        at: row.at,
        details: row.details,
    });
    Ok(events.collect())
}

/// The latest decisions about stories of producers in these provinces (`None`
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
    let within = provinces.map(|codes| sits_in(Column::ProducerId, codes));
    let rows = Entity::find().filter(Condition::all().add_option(within));
    log.decided(connection, rows, span, most).await
}
