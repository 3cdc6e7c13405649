//! `register_export`, and the certificates that one is about.

use super::unknown;
use crate::carried::{certificate_columns, producer_of, with_producer};
use crate::entity::register_export::{Column, Entity, Model};
use crate::entity::{certificate, producer};
use crate::register::{Entry, Export, ExportFilter, ExportRefusal, ExportStatus, Format};
use db::Tx;
use kernel::{AccountId, CertificateId, FileId, RegisterExportId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl TryFrom<Model> for Export {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let refusal = row.refusal.map(|code| {
            ExportRefusal::parse(&code).ok_or_else(|| unknown("register_export.refusal", &code))
        });
        Ok(Export {
            id: RegisterExportId(row.id),
            account_id: AccountId(row.account_id),
            format: Format::parse(&row.format)
                .ok_or_else(|| unknown("register_export.format", &row.format))?,
            filter: serde_json::from_str(&row.filter)
                .map_err(|_| unknown("register_export.filter", &row.filter))?,
            status: ExportStatus::parse(&row.status)
                .ok_or_else(|| unknown("register_export.status", &row.status))?,
            refusal: refusal.transpose()?,
            rows_total: unsigned(row.rows_total),
            rows_done: unsigned(row.rows_done),
            file_id: row.file_id.map(FileId),
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}

fn model(export: &Export) -> Result<Model, DbErr> {
    Ok(Model {
        id: export.id.0,
        account_id: export.account_id.0,
        format: export.format.as_str().to_owned(),
        filter: serde_json::to_string(&export.filter)
            .map_err(|error| DbErr::Custom(error.to_string()))?,
        status: export.status.as_str().to_owned(),
        refusal: export.refusal.map(|refusal| refusal.as_str().to_owned()),
        rows_total: signed(export.rows_total),
        rows_done: signed(export.rows_done),
        file_id: export.file_id.map(|id| id.0),
        created_at: export.created_at,
        finished_at: export.finished_at,
    })
}

pub(crate) async fn insert(tx: &Tx, export: &Export) -> Result<(), DbErr> {
    Entity::insert(model(export)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes everything that may change.
pub(crate) async fn update(tx: &Tx, export: &Export) -> Result<(), DbErr> {
    let model = model(export)?.into_active_model().reset_all();
    Entity::update(model).exec(tx).await.map(|_| ())
}

/// The export, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: RegisterExportId) -> Result<Option<Export>, DbErr> {
    Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?
        .map(Export::try_from)
        .transpose()
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: RegisterExportId,
) -> Result<Option<Export>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(Export::try_from).transpose()
}

pub(crate) async fn owned(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: RegisterExportId,
) -> Result<Option<Export>, DbErr> {
    let found = Entity::find_by_id(id.0)
        .filter(Column::AccountId.eq(account.0))
        .one(connection)
        .await?;
    found.map(Export::try_from).transpose()
}

fn filtered(filter: &ExportFilter) -> Select<certificate::Entity> {
    let mut query = certificate::Entity::find();
    if let Some(stars) = &filter.stars {
        query = query.filter(certificate::Column::Stars.is_in(stars.iter().copied()));
    }
    if let Some(codes) = &filter.provinces {
        query = query.filter(producer::Column::ProvinceCode.is_in(codes));
    }
    query
}

/// How many certificates the filter lets through.
pub(crate) async fn count(
    connection: &impl ConnectionTrait,
    filter: &ExportFilter,
) -> Result<u64, DbErr> {
    let query = filtered(filter).join(
        sea_orm::JoinType::InnerJoin,
        certificate::Entity::belongs_to(producer::Entity)
            .from(certificate::Column::ProducerId)
            .to(producer::Column::Id)
            .into(),
    );
    query.count(connection).await
}

/// The next certificates with their producers, by id.
pub(crate) async fn entries(
    connection: &impl ConnectionTrait,
    filter: &ExportFilter,
    after: Option<CertificateId>,
    limit: u64,
) -> Result<Vec<Entry>, DbErr> {
    let mut query = with_producer(
        certificate_columns(filtered(filter).select_only()),
        certificate::Column::ProducerId,
    );
    if let Some(after) = after {
        query = query.filter(certificate::Column::Id.gt(after.0));
    }
    let query = query
        .order_by_asc(certificate::Column::Id)
        .limit(limit)
        .into_model::<EntryRow>();
    let rows = query.all(connection).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Both halves of a row.
struct EntryRow(Entry);

impl sea_orm::FromQueryResult for EntryRow {
    fn from_query_result(row: &sea_orm::QueryResult, _: &str) -> Result<Self, DbErr> {
        let certificate = crate::carried::certificate_of(row)?;
        Ok(Self((certificate, producer_of(row)?)))
    }
}
