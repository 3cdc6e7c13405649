//! `dossier_document`.

use super::dossiers::{of_provinces, within};
use crate::dossiers::{DossierDocument, Removal, Sight};
use crate::entity::dossier;
use crate::entity::dossier_document::{ActiveModel, Column, Entity, Model};
use crate::permission::Regions;
use db::Tx;
use kernel::{DossierDocumentId, DossierId, FileId};
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, Select,
};

impl From<Model> for DossierDocument {
    fn from(row: Model) -> Self {
        let removal = row.removed_by.zip(row.removed_at);
        Self {
            id: DossierDocumentId(row.id),
            dossier_id: DossierId(row.dossier_id),
            code: row.code,
            title: row.title,
            number: row.number,
            issuer: row.issuer,
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            file_id: row.file_id.map(FileId),
            added_by: row.added_by,
            added_at: row.added_at,
            removal: removal.map(|(by, at)| Removal { by, at }),
        }
    }
}

/// Adds a document under a version of the checklist.
pub(crate) async fn insert(
    tx: &Tx,
    document: &DossierDocument,
    version: &str,
) -> Result<(), DbErr> {
    let row = Model {
        id: document.id.0,
        dossier_id: document.dossier_id.0,
        version: version.to_owned(),
        code: document.code.clone(),
        title: document.title.clone(),
        number: document.number.clone(),
        issuer: document.issuer.clone(),
        issued_on: document.issued_on,
        expires_on: document.expires_on,
        file_id: document.file_id.map(|id| id.0),
        added_by: document.added_by.clone(),
        added_at: document.added_at,
        removed_by: None,
        removed_at: None,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Takes a document away; `false` where it was before.
pub(crate) async fn remove(
    tx: &Tx,
    id: DossierDocumentId,
    removal: &Removal,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .set(ActiveModel {
            removed_by: Set(Some(removal.by.clone())),
            removed_at: Set(Some(removal.at)),
            ..Default::default()
        })
        .filter(Column::Id.eq(id.0))
        .filter(Column::RemovedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

pub(crate) async fn by_id(
    tx: &Tx,
    id: DossierDocumentId,
) -> Result<Option<DossierDocument>, DbErr> {
    let row = Entity::find_by_id(id.0).one(tx).await?;
    Ok(row.map(DossierDocument::from))
}

/// Whether the dossier has that file as that kind.
pub(crate) async fn has(
    tx: &Tx,
    dossier: DossierId,
    code: &str,
    file: FileId,
) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::DossierId.eq(dossier.0))
        .filter(Column::Code.eq(code))
        .filter(Column::FileId.eq(file.0))
        .filter(Column::RemovedAt.is_null())
        .one(tx)
        .await?;
    Ok(found.is_some())
}

/// How many documents the dossier has, and how many it ever had.
pub(crate) async fn count(tx: &Tx, dossier: DossierId) -> Result<(u64, u64), DbErr> {
    let ever = Entity::find().filter(Column::DossierId.eq(dossier.0));
    let live = ever.clone().filter(Column::RemovedAt.is_null());
    Ok((live.count(tx).await?, ever.count(tx).await?))
}

/// The documents that dossiers have, the oldest first.
pub(crate) async fn live(
    connection: &impl ConnectionTrait,
    dossiers: &[DossierId],
) -> Result<Vec<DossierDocument>, DbErr> {
    let query = of(dossiers).filter(Column::RemovedAt.is_null());
    let rows = query.all(connection).await?;
    Ok(rows.into_iter().map(DossierDocument::from).collect())
}

/// What was taken away from dossiers, the oldest first.
pub(crate) async fn removed(
    connection: &impl ConnectionTrait,
    dossiers: &[DossierId],
) -> Result<Vec<DossierDocument>, DbErr> {
    let query = of(dossiers).filter(Column::RemovedAt.is_not_null());
    let rows = query.all(connection).await?;
    Ok(rows.into_iter().map(DossierDocument::from).collect())
}

/// Ids sort by time.
fn of(dossiers: &[DossierId]) -> Select<Entity> {
    Entity::find()
        .filter(Column::DossierId.is_in(dossiers.iter().map(|id| id.0)))
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id)
}

/// Whether a file is a document of a dossier within sight, or was one of a
/// dossier in those regions.
pub(crate) async fn readable(
    connection: &impl ConnectionTrait,
    sight: &Sight,
    regions: &Regions,
    file: FileId,
) -> Result<bool, DbErr> {
    let holders = || -> SelectStatement {
        Query::select()
            .column(Column::DossierId)
            .from(Entity)
            .and_where(Column::FileId.eq(file.0))
            .to_owned()
    };
    let live = holders().and_where(Column::RemovedAt.is_null()).to_owned();
    let has = Condition::all()
        .add(dossier::Column::Id.in_subquery(live))
        .add(within(sight));
    let mut had = Condition::all().add(dossier::Column::Id.in_subquery(holders()));
    if let Regions::Provinces(codes) = regions {
        had = had.add(of_provinces(codes));
    }
    let found = dossier::Entity::find()
        .filter(Condition::any().add(has).add(had))
        .one(connection)
        .await?;
    Ok(found.is_some())
}
