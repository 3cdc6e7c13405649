//! `listing_change`.

use super::cursors::{at, page_by_time};
use super::{PageFault, unknown};
use crate::entity::listing_change::{Column, Entity, Model};
use crate::entity::product_card;
use crate::listing::{Change, ChangeStatus, QueueFilter, ReturnReason};
use db::Tx;
use kernel::{AccountId, Cursor, PageArgs, PictureId, ProducerId, ProductId, Timestamp};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    JoinType, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

/// The order of the queue.
const BY_WAIT: &str = "listing_changes.wait";

/// The statuses of what is under way.
pub(crate) const OPEN: [&str; 3] = [
    ChangeStatus::Draft.as_str(),
    ChangeStatus::Submitted.as_str(),
    ChangeStatus::Returned.as_str(),
];

impl TryFrom<Model> for Change {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let bad = |error: serde_json::Error| DbErr::Type(format!("change {}: {error}", row.id));
        let reasons: Vec<String> = serde_json::from_str(&row.reasons).map_err(bad)?;
        let reasons = reasons.iter().map(|code| {
            ReturnReason::parse(code).ok_or_else(|| unknown("listing_change.reasons", code))
        });
        Ok(Change {
            id: row.id.into(),
            product_id: row.product_id.into(),
            producer_id: row.producer_id.into(),
            status: ChangeStatus::parse(&row.status)
                .ok_or_else(|| unknown("listing_change.status", &row.status))?,
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

fn row(own: &Change) -> Result<Model, DbErr> {
    let bad = |error: serde_json::Error| DbErr::Type(format!("change {}: {error}", own.id));
    let reasons: Vec<&str> = own.reasons.iter().map(|reason| reason.as_str()).collect();
    Ok(Model {
        id: own.id.0,
        product_id: own.product_id.0,
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

pub(crate) async fn insert(tx: &Tx, own: &Change) -> Result<(), DbErr> {
    Entity::insert(row(own)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes a locked change.
pub(crate) async fn update(tx: &Tx, own: &Change) -> Result<(), DbErr> {
    let change = row(own)?.into_active_model().reset_all();
    change.update(tx).await.map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Change>, DbErr> {
    let found = Entity::find_by_id(id).one(connection).await?;
    found.map(Change::try_from).transpose()
}

/// The change, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: Uuid) -> Result<Option<Change>, DbErr> {
    let found = Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    found.map(Change::try_from).transpose()
}

/// The changes under way of these products, one each at most.
pub(crate) async fn open_of(
    connection: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<Change>, DbErr> {
    Entity::find()
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .filter(Column::Status.is_in(OPEN))
        .all(connection)
        .await?
        .into_iter()
        .map(Change::try_from)
        .collect()
}

/// The changes under way of a producer that may name one of these SKUs: their
/// text does.
pub(crate) async fn naming(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    skus: &[&str],
) -> Result<Vec<Change>, DbErr> {
    let named = skus.iter().fold(Condition::any(), |any, sku| {
        any.add(Column::Content.contains(format!("\"sku\":\"{sku}\"")))
    });
    Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .filter(Column::Status.is_in(OPEN))
        .filter(named)
        .all(connection)
        .await?
        .into_iter()
        .map(Change::try_from)
        .collect()
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

/// The change of a product that began last, whatever became of it.
pub(crate) async fn last_of(tx: &Tx, product: ProductId) -> Result<Option<Change>, DbErr> {
    Entity::find()
        .filter(Column::ProductId.eq(product.0))
        .order_by_desc(Column::Id)
        .one(tx)
        .await?
        .map(Change::try_from)
        .transpose()
}

/// Where a change stands in the queue.
pub(crate) fn position(own: &Change) -> Cursor {
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
) -> Result<Vec<Change>, PageFault> {
    let held = Condition::all()
        .add(Column::ClaimedUntil.is_not_null())
        .add(Column::ClaimedUntil.gt(now));
    let mut query = Entity::find()
        .filter(Column::Status.eq(ChangeStatus::Submitted.as_str()))
        .filter(
            Condition::all().add_option(
                filter
                    .held_by
                    .map(|id| held.clone().add(Column::ClaimedBy.eq(id.0))),
            ),
        );
    if filter.free {
        query = query.filter(held.not());
    }
    if let Some(first) = filter.first_time {
        let version = Column::BaseVersion;
        query = query.filter(match first {
            true => version.eq(0),
            false => version.gt(0),
        });
    }
    query = within(query, provinces);
    if let Some(codes) = &filter.provinces {
        query = match provinces {
            Some(_) => query.filter(product_card::Column::ProvinceCode.is_in(codes)),
            None => within(query, Some(codes)),
        };
    }
    let by = (Column::SubmittedAt, Column::Id);
    let rows = page_by_time(query, by, (BY_WAIT, Order::Asc), page)?
        .all(connection)
        .await?;
    let changes = rows.into_iter().map(Change::try_from);
    Ok(changes.collect::<Result<_, _>>()?)
}

/// How many changes of producers in these provinces wait, and since when the
/// oldest does.
pub(crate) async fn waiting(
    connection: &impl ConnectionTrait,
    provinces: Option<&[String]>,
) -> Result<(i64, Option<Timestamp>), DbErr> {
    let row: Option<(i64, Option<Timestamp>)> = within(Entity::find(), provinces)
        .select_only()
        .expr(Column::Id.count())
        .expr(Column::SubmittedAt.min())
        .filter(Column::Status.eq(ChangeStatus::Submitted.as_str()))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(row.unwrap_or_default())
}

/// Only changes of producers in these provinces.
fn within(query: Select<Entity>, provinces: Option<&[String]>) -> Select<Entity> {
    of_provinces(query, Column::ProductId, provinces)
}

/// Only rows about products of producers in these provinces: every product has
/// a card, listed or not.
pub(crate) fn of_provinces<E: EntityTrait>(
    query: Select<E>,
    product: E::Column,
    provinces: Option<&[String]>,
) -> Select<E> {
    let Some(codes) = provinces else {
        return query;
    };
    let card = E::belongs_to(product_card::Entity)
        .from(product)
        .to(product_card::Column::ProductId);
    query
        .join(JoinType::InnerJoin, card.into())
        .filter(product_card::Column::ProvinceCode.is_in(codes))
}
