//! `price_request`.

use super::content::{parsed, written};
use super::cursors::{at, page_by_time};
use super::{PageFault, unknown};
use crate::entity::price_request::{Column, Entity, Model};
use crate::entity::product_card;
use crate::listing::{PriceRequest, PriceRequestStatus};
use db::Tx;
use kernel::{AccountId, Cursor, Money, PageArgs, PriceRequestId, ProductId, VariantId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, JoinType,
    Order, QueryFilter, QueryOrder, QuerySelect,
};

/// The order of the queue.
const BY_WAIT: &str = "price_requests.wait";

impl TryFrom<Model> for PriceRequest {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(PriceRequest {
            id: row.id.into(),
            product_id: row.product_id.into(),
            variant_id: row.variant_id.into(),
            price: Money::from_stored(row.price),
            compare_at_price: row.compare_at_price.map(Money::from_stored),
            tiers: parsed(&row.tiers, "tiers", row.id)?,
            status: PriceRequestStatus::parse(&row.status)
                .ok_or_else(|| unknown("price_request.status", &row.status))?,
            asked_at: row.asked_at,
            decided_by: row.decided_by.map(AccountId),
            decided_at: row.decided_at,
            note: row.note,
        })
    }
}

fn row(own: &PriceRequest) -> Result<Model, DbErr> {
    Ok(Model {
        id: own.id.0,
        product_id: own.product_id.0,
        variant_id: own.variant_id.0,
        price: own.price.dong(),
        compare_at_price: own.compare_at_price.map(Money::dong),
        status: own.status.as_str().to_owned(),
        asked_at: own.asked_at,
        decided_by: own.decided_by.map(|id| id.0),
        decided_at: own.decided_at,
        note: own.note.clone(),
        tiers: written(&own.tiers, own.id.0)?,
    })
}

pub(crate) async fn insert(tx: &Tx, own: &PriceRequest) -> Result<(), DbErr> {
    Entity::insert(row(own)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes a locked request.
pub(crate) async fn update(tx: &Tx, own: &PriceRequest) -> Result<(), DbErr> {
    let change = row(own)?.into_active_model().reset_all();
    change.update(tx).await.map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: PriceRequestId,
) -> Result<Option<PriceRequest>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(PriceRequest::try_from).transpose()
}

/// The request, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: PriceRequestId) -> Result<Option<PriceRequest>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(PriceRequest::try_from).transpose()
}

/// What waits for a locked variant.
pub(crate) async fn waiting_for(
    tx: &Tx,
    variant: VariantId,
) -> Result<Option<PriceRequest>, DbErr> {
    Entity::find()
        .filter(Column::VariantId.eq(variant.0))
        .filter(Column::Status.eq(PriceRequestStatus::Waiting.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?
        .map(PriceRequest::try_from)
        .transpose()
}

/// What waits for these locked variants.
pub(crate) async fn waiting_for_all(
    tx: &Tx,
    variants: &[VariantId],
) -> Result<Vec<PriceRequest>, DbErr> {
    Entity::find()
        .filter(Column::VariantId.is_in(variants.iter().map(|id| id.0)))
        .filter(Column::Status.eq(PriceRequestStatus::Waiting.as_str()))
        .order_by_asc(Column::VariantId)
        .lock_exclusive()
        .all(tx)
        .await?
        .into_iter()
        .map(PriceRequest::try_from)
        .collect()
}

/// What waits for the variants of these products.
pub(crate) async fn waiting_of(
    connection: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<PriceRequest>, DbErr> {
    Entity::find()
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .filter(Column::Status.eq(PriceRequestStatus::Waiting.as_str()))
        .all(connection)
        .await?
        .into_iter()
        .map(PriceRequest::try_from)
        .collect()
}

pub(crate) fn position(own: &PriceRequest) -> Cursor {
    at(BY_WAIT, own.asked_at, own.id.0)
}

/// What waits for moderators of these provinces (`None` for everywhere), the
/// longest first; one more than the page holds.
pub(crate) async fn queue(
    connection: &impl ConnectionTrait,
    provinces: Option<&[String]>,
    page: &PageArgs,
) -> Result<Vec<PriceRequest>, PageFault> {
    let mut query = Entity::find().filter(Column::Status.eq(PriceRequestStatus::Waiting.as_str()));
    if let Some(codes) = provinces {
        let card = Entity::belongs_to(product_card::Entity)
            .from(Column::ProductId)
            .to(product_card::Column::ProductId);
        query = query
            .join(JoinType::InnerJoin, card.into())
            .filter(product_card::Column::ProvinceCode.is_in(codes));
    }
    let by = (Column::AskedAt, Column::Id);
    let rows = page_by_time(query, by, (BY_WAIT, Order::Asc), page)?
        .all(connection)
        .await?;
    let requests = rows.into_iter().map(PriceRequest::try_from);
    Ok(requests.collect::<Result<_, _>>()?)
}
