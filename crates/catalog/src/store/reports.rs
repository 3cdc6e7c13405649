//! `listing_report`.

use super::cursors::{at, page_by_time};
use super::feedback::within;
use super::{PageFault, unknown};
use crate::entity::listing_report::{ActiveModel, Column, Entity, Model};
use crate::feedback::FeedbackFilter;
use crate::listing::moderators::Remit;
use crate::reports::{ListingReport, ReportReason, ReportStatus};
use db::Tx;
use kernel::{AccountId, Cursor, ListingReportId, PageArgs, ProductId, TakeDownId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QuerySelect,
};

/// The order of somebody's own reports.
const OWN: &str = "listing-reports.own";
/// The order of the moderators' queue.
const BY_WAIT: &str = "listing-reports.wait";

impl TryFrom<Model> for ListingReport {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(ListingReport {
            id: row.id.into(),
            product_id: row.product_id.into(),
            account_id: row.account_id.map(AccountId),
            contact_email: row.contact_email,
            reason: ReportReason::parse(&row.reason)
                .ok_or_else(|| unknown("listing_report.reason", &row.reason))?,
            text: row.body,
            status: ReportStatus::parse(&row.status)
                .ok_or_else(|| unknown("listing_report.status", &row.status))?,
            answer: row.answer,
            take_down_id: row.take_down_id.map(TakeDownId),
            created_at: row.created_at,
            decided_by: row.decided_by.map(AccountId),
            decided_at: row.decided_at,
            version: row.version,
        })
    }
}

pub(crate) async fn insert(
    tx: &Tx,
    own: &ListingReport,
    hash: Option<[u8; 32]>,
) -> Result<(), DbErr> {
    let row = Model {
        id: own.id.0,
        product_id: own.product_id.0,
        account_id: own.account_id.map(|id| id.0),
        contact_email: own.contact_email.clone(),
        token_hash: hash.map(|hash| hash.to_vec()),
        reason: own.reason.as_str().to_owned(),
        body: own.text.clone(),
        status: own.status.as_str().to_owned(),
        answer: own.answer.clone(),
        take_down_id: own.take_down_id.map(|id| id.0),
        created_at: own.created_at,
        decided_by: own.decided_by.map(|id| id.0),
        decided_at: own.decided_at,
        version: own.version,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes what was decided about a locked report.
pub(crate) async fn update(tx: &Tx, own: &ListingReport) -> Result<(), DbErr> {
    let change = ActiveModel {
        status: Set(own.status.as_str().to_owned()),
        answer: Set(own.answer.clone()),
        take_down_id: Set(own.take_down_id.map(|id| id.0)),
        decided_by: Set(own.decided_by.map(|id| id.0)),
        decided_at: Set(own.decided_at),
        version: Set(own.version),
        ..ActiveModel::default()
    };
    Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(own.id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: ListingReportId,
) -> Result<Option<ListingReport>, DbErr> {
    let found = with_hash(connection, id).await?;
    Ok(found.map(|(report, _)| report))
}

/// The report, and the hash of its secret.
pub(crate) async fn with_hash(
    connection: &impl ConnectionTrait,
    id: ListingReportId,
) -> Result<Option<(ListingReport, Option<Vec<u8>>)>, DbErr> {
    let Some(mut row) = Entity::find_by_id(id.0).one(connection).await? else {
        return Ok(None);
    };
    let hash = row.token_hash.take();
    Ok(Some((row.try_into()?, hash)))
}

/// The report, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: ListingReportId) -> Result<Option<ListingReport>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(ListingReport::try_from).transpose()
}

/// Whether the account's report about a locked product is open.
pub(crate) async fn is_open(
    tx: &Tx,
    product: ProductId,
    account: AccountId,
) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::ProductId.eq(product.0))
        .filter(Column::Status.eq(ReportStatus::Open.as_str()))
        .filter(Column::AccountId.eq(account.0))
        .limit(1)
        .count(tx)
        .await?;
    Ok(found > 0)
}

/// How many reports of guests about a locked product are open.
pub(crate) async fn open_of_guests(tx: &Tx, product: ProductId) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::ProductId.eq(product.0))
        .filter(Column::Status.eq(ReportStatus::Open.as_str()))
        .filter(Column::AccountId.is_null())
        .count(tx)
        .await
}

const BY_CREATION: (Column, Column) = (Column::CreatedAt, Column::Id);

pub(crate) fn own_position(own: &ListingReport) -> Cursor {
    at(OWN, own.created_at, own.id.0)
}

/// What an account reported, the newest first; one more than the page holds.
pub(crate) async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    page: &PageArgs,
) -> Result<Vec<ListingReport>, PageFault> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0));
    let query = page_by_time(query, BY_CREATION, (OWN, Order::Desc), page)?;
    let rows = query.all(connection).await?.into_iter();
    Ok(rows
        .map(ListingReport::try_from)
        .collect::<Result<_, _>>()?)
}

pub(crate) fn queue_position(own: &ListingReport) -> Cursor {
    at(BY_WAIT, own.created_at, own.id.0)
}

/// Reports in that status within a moderator's remit, the oldest first; one more
/// than the page holds.
pub(crate) async fn queue(
    connection: &impl ConnectionTrait,
    remit: &Remit,
    status: ReportStatus,
    filter: &FeedbackFilter,
    page: &PageArgs,
) -> Result<Vec<ListingReport>, PageFault> {
    // As the partial index has it: a value that is bound proves nothing to it.
    let query = Entity::find().filter(match status {
        ReportStatus::Open => Expr::cust("listing_report.status = 'OPEN'"),
        other => Column::Status.eq(other.as_str()),
    });
    let query = within(query, Column::ProductId, remit, filter);
    let query = page_by_time(query, BY_CREATION, (BY_WAIT, Order::Asc), page)?;
    let rows = query.all(connection).await?.into_iter();
    Ok(rows
        .map(ListingReport::try_from)
        .collect::<Result<_, _>>()?)
}
