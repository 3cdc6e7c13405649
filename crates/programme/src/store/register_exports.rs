//! `register_export`, and the certificates that one is about.

use super::{certificates, producers, unknown};
use crate::Producer;
use crate::entity::certificate;
use crate::entity::register_export::{Column, Entity, Model};
use crate::register::{Entry, Export, ExportFilter, ExportRefusal, ExportStatus};
use db::Tx;
use kernel::{AccountId, CertificateId, FileId, ProducerId, RegisterExportId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use spreadsheets::Format;
use std::collections::{HashMap, HashSet};

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

fn with_stars(filter: &ExportFilter) -> Select<certificate::Entity> {
    let query = certificate::Entity::find();
    match &filter.stars {
        Some(stars) => query.filter(certificate::Column::Stars.is_in(stars.iter().copied())),
        None => query,
    }
}

/// How many certificates must be looked at: those of every province.
pub(crate) async fn count(
    connection: &impl ConnectionTrait,
    filter: &ExportFilter,
) -> Result<u64, DbErr> {
    with_stars(filter).count(connection).await
}

/// The next certificates of every province, by id, each with its producer.
/// Two statements in the place of a join: right after a large import
/// PostgreSQL knows nothing of the tables' sizes and joins them by the square.
pub(crate) async fn entries(
    connection: &impl ConnectionTrait,
    filter: &ExportFilter,
    after: Option<CertificateId>,
    limit: u64,
) -> Result<Vec<Entry>, DbErr> {
    let mut query = with_stars(filter);
    if let Some(after) = after {
        query = query.filter(certificate::Column::Id.gt(after.0));
    }
    let query = query.order_by_asc(certificate::Column::Id).limit(limit);
    let rows = certificates::all(connection, query).await?;
    let owners: HashSet<ProducerId> = rows.iter().map(|row| row.producer_id).collect();
    let owners: Vec<ProducerId> = owners.into_iter().collect();
    let found = producers::by_ids(connection, &owners).await?;
    let found: HashMap<ProducerId, Producer> = found.into_iter().map(|one| (one.id, one)).collect();
    rows.into_iter()
        .map(|certificate| {
            let producer = found.get(&certificate.producer_id).cloned();
            let producer = producer.ok_or_else(|| {
                DbErr::RecordNotFound(format!("producer of certificate {}", certificate.id))
            })?;
            Ok((certificate, producer))
        })
        .collect()
}
