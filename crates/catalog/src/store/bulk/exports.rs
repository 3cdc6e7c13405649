//! `listing_export`.

use super::{signed, unsigned};
use crate::bulk::{Export, ExportRefusal, TableKind};
use crate::entity::listing_export::{Column, Entity, Model};
use crate::store::unknown;
use db::Tx;
use kernel::{AccountId, FileId, ListingExportId, ProducerId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};
use spreadsheets::{ExportStatus, Format};

impl TryFrom<Model> for Export {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let refusal = row.refusal.map(|code| {
            ExportRefusal::parse(&code).ok_or_else(|| unknown("listing_export.refusal", &code))
        });
        Ok(Export {
            id: ListingExportId(row.id),
            account_id: AccountId(row.account_id),
            producer_id: ProducerId(row.producer_id),
            kind: TableKind::parse(&row.kind)
                .ok_or_else(|| unknown("listing_export.kind", &row.kind))?,
            format: Format::parse(&row.format)
                .ok_or_else(|| unknown("listing_export.format", &row.format))?,
            status: ExportStatus::parse(&row.status)
                .ok_or_else(|| unknown("listing_export.status", &row.status))?,
            refusal: refusal.transpose()?,
            products_total: unsigned(row.products_total),
            products_done: unsigned(row.products_done),
            rows_written: unsigned(row.rows_written),
            file_id: row.file_id.map(FileId),
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}

fn model(export: &Export) -> Model {
    Model {
        id: export.id.0,
        account_id: export.account_id.0,
        producer_id: export.producer_id.0,
        kind: export.kind.as_str().to_owned(),
        format: export.format.as_str().to_owned(),
        status: export.status.as_str().to_owned(),
        refusal: export.refusal.map(|refusal| refusal.as_str().to_owned()),
        products_total: signed(export.products_total),
        products_done: signed(export.products_done),
        rows_written: signed(export.rows_written),
        file_id: export.file_id.map(|id| id.0),
        created_at: export.created_at,
        finished_at: export.finished_at,
    }
}

pub(crate) async fn insert(tx: &Tx, export: &Export) -> Result<(), DbErr> {
    Entity::insert(model(export).into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes everything that may change.
pub(crate) async fn update(tx: &Tx, export: &Export) -> Result<(), DbErr> {
    let model = model(export).into_active_model().reset_all();
    model.update(tx).await.map(|_| ())
}

/// The export, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: ListingExportId) -> Result<Option<Export>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(Export::try_from).transpose()
}

pub(crate) async fn owned(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: ListingExportId,
) -> Result<Option<Export>, DbErr> {
    let found = Entity::find_by_id(id.0)
        .filter(Column::AccountId.eq(account.0))
        .one(connection)
        .await?;
    found.map(Export::try_from).transpose()
}
