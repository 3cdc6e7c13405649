//! `producer_story_change`.

use crate::entity::producer_story_change::{Column, Entity, Model};
use crate::listing::{ChangeStatus, QueueFilter};
use crate::producer_story::{StoryChange, StoryReason};
use crate::store::changes::OPEN;
use crate::store::cursors::{at, page_by_time};
use crate::store::{PageFault, unknown};
use db::Tx;
use kernel::{AccountId, Cursor, PageArgs, PictureId, ProducerId, StoryChangeId, Timestamp};
use programme::carried::sits_in;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    Order, PaginatorTrait, QueryFilter, QuerySelect, Select,
};

/// The order of the queue.
const BY_WAIT: &str = "story_changes.wait";

impl TryFrom<Model> for StoryChange {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let bad = |error: serde_json::Error| DbErr::Type(format!("story {}: {error}", row.id));
        let reasons: Vec<String> = serde_json::from_str(&row.reasons).map_err(bad)?;
        let reasons = reasons.iter().map(|code| {
            StoryReason::parse(code).ok_or_else(|| unknown("producer_story_change.reasons", code))
        });
        Ok(StoryChange {
            id: row.id.into(),
            producer_id: row.producer_id.into(),
            status: ChangeStatus::parse(&row.status)
                .ok_or_else(|| unknown("producer_story_change.status", &row.status))?,
            content: serde_json::from_str(&row.content).map_err(bad)?,
            base_version: row.base_version,
            version: row.version,
            created_by: row.created_by.map(AccountId),
            created_at: row.created_at,
            updated_at: row.updated_at,
            submitted_at: row.submitted_at,
            submissions: row.submissions,
            claimed_by: row.claimed_by.map(AccountId),
            claimed_until: row.claimed_until,
            decided_by: row.decided_by.map(AccountId),
            decided_at: row.decided_at,
            reasons: reasons.collect::<Result<_, _>>()?,
            note: row.note,
        })
    }
}

fn row(own: &StoryChange) -> Result<Model, DbErr> {
    let bad = |error: serde_json::Error| DbErr::Type(format!("story {}: {error}", own.id));
    let reasons: Vec<&str> = own.reasons.iter().map(|reason| reason.as_str()).collect();
    Ok(Model {
        id: own.id.0,
        producer_id: own.producer_id.0,
        status: own.status.as_str().to_owned(),
        content: serde_json::to_string(&own.content).map_err(bad)?,
        base_version: own.base_version,
        version: own.version,
        created_by: own.created_by.map(|id| id.0),
        created_at: own.created_at,
        updated_at: own.updated_at,
        submitted_at: own.submitted_at,
        submissions: own.submissions,
        claimed_by: own.claimed_by.map(|id| id.0),
        claimed_until: own.claimed_until,
        decided_by: own.decided_by.map(|id| id.0),
        decided_at: own.decided_at,
        reasons: serde_json::to_string(&reasons).map_err(bad)?,
        note: own.note.clone(),
    })
}

pub(crate) async fn insert(tx: &Tx, own: &StoryChange) -> Result<(), DbErr> {
    Entity::insert(row(own)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes a locked change.
pub(crate) async fn update(tx: &Tx, own: &StoryChange) -> Result<(), DbErr> {
    let change = row(own)?.into_active_model().reset_all();
    change.update(tx).await.map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: StoryChangeId,
) -> Result<Option<StoryChange>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(StoryChange::try_from).transpose()
}

/// The change, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: StoryChangeId) -> Result<Option<StoryChange>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(StoryChange::try_from).transpose()
}

fn open(producer: ProducerId) -> Select<Entity> {
    Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .filter(Column::Status.is_in(OPEN))
}

/// The change of a producer that is under way.
pub(crate) async fn open_of(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Option<StoryChange>, DbErr> {
    let found = open(producer).one(connection).await?;
    found.map(StoryChange::try_from).transpose()
}

/// The same, locked until the transaction ends.
pub(crate) async fn lock_open(tx: &Tx, producer: ProducerId) -> Result<Option<StoryChange>, DbErr> {
    let found = open(producer).lock_exclusive().one(tx).await?;
    found.map(StoryChange::try_from).transpose()
}

/// Whether a change under way shows that picture.
pub(crate) async fn shows(tx: &Tx, picture: PictureId) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::Status.is_in(OPEN))
        .filter(Column::Content.contains(picture.to_string()))
        .count(tx)
        .await?;
    Ok(found > 0)
}

/// Where a change stands in the queue.
pub(crate) fn position(own: &StoryChange) -> Cursor {
    let waits = own.submitted_at.unwrap_or(own.created_at);
    at(BY_WAIT, waits, own.id.0)
}

/// What waits for moderators of these provinces (`None` for everywhere), the
/// longest first; one more than the page holds.
pub(crate) async fn queue(
    connection: &impl ConnectionTrait,
    provinces: Option<&[String]>,
    filter: &QueueFilter,
    now: Timestamp,
    page: &PageArgs,
) -> Result<Vec<StoryChange>, PageFault> {
    let held = Condition::all()
        .add(Column::ClaimedUntil.is_not_null())
        .add(Column::ClaimedUntil.gt(now));
    let by = |id: AccountId| held.clone().add(Column::ClaimedBy.eq(id.0));
    let mut condition = Condition::all()
        .add(Column::Status.eq(ChangeStatus::Submitted.as_str()))
        .add_option(filter.held_by.map(by))
        .add_option(filter.first_time.map(|first| match first {
            true => Column::BaseVersion.eq(0),
            false => Column::BaseVersion.gt(0),
        }))
        .add(within(provinces))
        .add(within(filter.provinces.as_deref()));
    if filter.free {
        condition = condition.add(held.not());
    }
    let query = Entity::find().filter(condition);
    let by = (Column::SubmittedAt, Column::Id);
    let rows = page_by_time(query, by, (BY_WAIT, Order::Asc), page)?
        .all(connection)
        .await?;
    let changes = rows.into_iter().map(StoryChange::try_from);
    Ok(changes.collect::<Result<_, _>>()?)
}

/// How many stories of producers in these provinces wait, and since when the
/// oldest does.
pub(crate) async fn waiting(
    connection: &impl ConnectionTrait,
    provinces: Option<&[String]>,
) -> Result<(i64, Option<Timestamp>), DbErr> {
    let row: Option<(i64, Option<Timestamp>)> = Entity::find()
        .select_only()
        .expr(Column::Id.count())
        .expr(Column::SubmittedAt.min())
        .filter(within(provinces))
        .filter(Column::Status.eq(ChangeStatus::Submitted.as_str()))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(row.unwrap_or_default())
}

/// Only stories of producers in these provinces.
fn within(provinces: Option<&[String]>) -> Condition {
    Condition::all().add_option(provinces.map(|codes| sits_in(Column::ProducerId, codes)))
}
