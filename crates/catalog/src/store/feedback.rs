//! `feedback_event`, which only grows; `feedback_day`; and what the queues of
//! moderators have in common.

use super::PageFault;
use super::cursors::{of_id, page_by_id};
use crate::entity::feedback_event::{Column, Entity, Model};
use crate::entity::product_card;
use crate::feedback::{FeedbackEvent, FeedbackFilter, Mark, RefusalReason};
use crate::listing::moderators::Remit;
use chrono::NaiveDate;
use db::Tx;
use kernel::{Actor, Cursor, PageArgs, ProducerId, ProductId, Timestamp, id::new_uuid};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter,
    QuerySelect, Select, Statement,
};
use uuid::Uuid;

/// The order of a history.
const BY_AGE: &str = "feedback.history";

/// Puts on record what was done.
pub(crate) async fn append(
    tx: &Tx,
    subject: Uuid,
    act: &str,
    actor: &Actor,
    details: serde_json::Value,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = Model {
        id: new_uuid(now),
        subject_id: subject,
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

pub(crate) fn position(own: &FeedbackEvent) -> Cursor {
    of_id(BY_AGE, own.id)
}

/// A history, the latest first; one more than the page holds.
pub(crate) async fn events_of(
    connection: &impl ConnectionTrait,
    subject: Uuid,
    page: &PageArgs,
) -> Result<Vec<FeedbackEvent>, PageFault> {
    let query = Entity::find().filter(Column::SubjectId.eq(subject));
    let query = page_by_id(query, Column::Id, BY_AGE, page)?;
    let rows = query.all(connection).await?;
    let events = rows.into_iter().map(|row| FeedbackEvent {
        id: row.id,
        act: row.act,
        actor: row.actor,
        at: row.at,
        details: row.details,
    });
    Ok(events.collect())
}

/// A product's producer, and the province where it sits.
pub(crate) async fn producer_of(
    connection: &impl ConnectionTrait,
    product: ProductId,
) -> Result<Option<(ProducerId, String)>, DbErr> {
    let found: Option<(Uuid, String)> = product_card::Entity::find_by_id(product.0)
        .select_only()
        .column(product_card::Column::ProducerId)
        .column(product_card::Column::ProvinceCode)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.map(|(producer, province)| (producer.into(), province)))
}

/// Counts one more of somebody on a day; `false` where that would be too many.
/// What was counted on earlier days is forgotten.
pub(crate) async fn count_day(
    tx: &Tx,
    kind: &str,
    sender: &str,
    day: NaiveDate,
    most: i64,
) -> Result<bool, DbErr> {
    let backend = tx.get_database_backend();
    let old = "DELETE FROM feedback_day WHERE day < $1";
    tx.execute_raw(Statement::from_sql_and_values(backend, old, [day.into()]))
        .await?;
    let sql = "INSERT INTO feedback_day (day, kind, sender, sent) VALUES ($1, $2, $3, 1) \
        ON CONFLICT (day, kind, sender) DO UPDATE SET sent = feedback_day.sent + 1 \
        WHERE feedback_day.sent < $4";
    let values = [day.into(), kind.into(), sender.into(), most.into()];
    let done = tx
        .execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Only what is about products within a moderator's remit, as the filter narrows
/// it: every product has a card, listed or not.
pub(crate) fn within<E: EntityTrait>(
    mut query: Select<E>,
    product: E::Column,
    remit: &Remit,
    filter: &FeedbackFilter,
) -> Select<E> {
    let (provinces, own) = (remit.provinces(), remit.own());
    if provinces.is_none() && own.is_empty() && filter.provinces.is_none() {
        return query;
    }
    let card = E::belongs_to(product_card::Entity)
        .from(product)
        .to(product_card::Column::ProductId);
    query = query.join(JoinType::InnerJoin, card.into());
    for codes in [provinces, filter.provinces.as_deref()]
        .into_iter()
        .flatten()
    {
        query = query.filter(product_card::Column::ProvinceCode.is_in(codes));
    }
    let own = own.iter().map(|id| id.0);
    query.filter(product_card::Column::ProducerId.is_not_in(own))
}

fn codes<T>(json: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, DbErr> {
    let bad = || DbErr::Type(format!("codes: {json}"));
    let names: Vec<String> = serde_json::from_str(json).map_err(|_| bad())?;
    let found: Option<Vec<T>> = names.iter().map(|name| parse(name)).collect();
    found.ok_or_else(bad)
}

pub(crate) fn read_marks(json: &str) -> Result<Vec<Mark>, DbErr> {
    codes(json, Mark::parse)
}

pub(crate) fn read_reasons(json: &str) -> Result<Vec<RefusalReason>, DbErr> {
    codes(json, RefusalReason::parse)
}

pub(crate) fn write_marks(own: &[Mark]) -> String {
    let names: Vec<&str> = own.iter().map(|mark| mark.as_str()).collect();
    serde_json::json!(names).to_string()
}

pub(crate) fn write_reasons(own: &[RefusalReason]) -> String {
    let names: Vec<&str> = own.iter().map(|reason| reason.as_str()).collect();
    serde_json::json!(names).to_string()
}
