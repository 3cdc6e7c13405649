//! `register_import` and `register_import_error`.

use super::producers::PageFault;
use super::unknown;
use crate::entity::register_import::{Column, Entity, Model};
use crate::entity::{register_import_error as error, register_writer as writer};
use crate::permission::Reach;
use crate::register::{Field, Import, ImportStatus, Mode, RowError, RowErrorCode};
use db::Tx;
use kernel::{AccountId, Cursor, FileId, PageArgs, PageError, RegisterImportId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use spreadsheets::{Refusal, RefusalCode};

/// The order of an import's errors.
const BY_POSITION: &str = "register_import_errors.position";

/// Errors that are kept of one line.
const A_LINE: usize = 100;

/// An import with what only its job needs.
#[derive(Clone, Debug)]
pub(crate) struct ImportRow {
    pub(crate) import: Import,
    pub(crate) mapping: Vec<(Field, String)>,
    pub(crate) reach: Reach,
}

fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl TryFrom<Model> for ImportRow {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let refusal = row.refusal.map(|code| {
            let known = RefusalCode::parse(&code);
            let code = known.ok_or_else(|| unknown("register_import.refusal", &code))?;
            let place = row.refusal_place;
            Ok::<_, DbErr>(Refusal { code, place })
        });
        let reach = match &row.provinces {
            None => Reach::Everywhere,
            Some(codes) => Reach::Provinces(codes.split(',').map(str::to_owned).collect()),
        };
        let import = Import {
            id: RegisterImportId(row.id),
            account_id: AccountId(row.account_id),
            file_id: FileId(row.file_id),
            mode: Mode::parse(&row.mode)
                .ok_or_else(|| unknown("register_import.mode", &row.mode))?,
            dry_run: row.dry_run,
            status: ImportStatus::parse(&row.status)
                .ok_or_else(|| unknown("register_import.status", &row.status))?,
            refusal: refusal.transpose()?,
            rows_total: unsigned(row.rows_total),
            rows_checked: unsigned(row.rows_checked),
            rows_written: unsigned(row.rows_written),
            created: unsigned(row.created),
            producers_created: unsigned(row.producers_created),
            unchanged: unsigned(row.unchanged),
            failed: unsigned(row.failed),
            created_at: row.created_at,
            finished_at: row.finished_at,
        };
        let mapping = serde_json::from_str(&row.mapping)
            .map_err(|_| unknown("register_import.mapping", &row.mapping))?;
        Ok(Self {
            import,
            mapping,
            reach,
        })
    }
}

fn model(row: &ImportRow) -> Result<Model, DbErr> {
    let import = &row.import;
    let refusal = import.refusal.as_ref();
    Ok(Model {
        id: import.id.0,
        account_id: import.account_id.0,
        file_id: import.file_id.0,
        mapping: serde_json::to_string(&row.mapping)
            .map_err(|error| DbErr::Custom(error.to_string()))?,
        mode: import.mode.as_str().to_owned(),
        dry_run: import.dry_run,
        provinces: match &row.reach {
            Reach::Everywhere => None,
            Reach::Provinces(codes) => {
                Some(codes.iter().cloned().collect::<Vec<String>>().join(","))
            }
        },
        status: import.status.as_str().to_owned(),
        refusal: refusal.map(|refusal| refusal.code.as_str().to_owned()),
        refusal_place: refusal.and_then(|refusal| refusal.place.clone()),
        rows_total: signed(import.rows_total),
        rows_checked: signed(import.rows_checked),
        rows_written: signed(import.rows_written),
        created: signed(import.created),
        producers_created: signed(import.producers_created),
        unchanged: signed(import.unchanged),
        failed: signed(import.failed),
        created_at: import.created_at,
        finished_at: import.finished_at,
    })
}

pub(crate) async fn insert(tx: &Tx, row: &ImportRow) -> Result<(), DbErr> {
    Entity::insert(model(row)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes everything that may change.
pub(crate) async fn update(tx: &Tx, row: &ImportRow) -> Result<(), DbErr> {
    let model = model(row)?.into_active_model().reset_all();
    Entity::update(model).exec(tx).await.map(|_| ())
}

/// The import, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: RegisterImportId) -> Result<Option<ImportRow>, DbErr> {
    Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?
        .map(ImportRow::try_from)
        .transpose()
}

/// Waits until nobody else writes many certificates, and keeps others from it
/// until the transaction ends.
pub(crate) async fn lock_writer(tx: &Tx) -> Result<(), DbErr> {
    writer::Entity::find_by_id(1)
        .lock_exclusive()
        .one(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn owned(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: RegisterImportId,
) -> Result<Option<Import>, DbErr> {
    let found = Entity::find_by_id(id.0)
        .filter(Column::AccountId.eq(account.0))
        .one(connection)
        .await?;
    let row = found.map(ImportRow::try_from).transpose()?;
    Ok(row.map(|row| row.import))
}

/// Appends errors of lines that have none yet.
pub(crate) async fn append_errors(
    tx: &Tx,
    import: RegisterImportId,
    errors: &[RowError],
) -> Result<(), DbErr> {
    let mut rows = Vec::with_capacity(errors.len());
    let (mut line, mut nth) = (0, 0);
    for row in errors {
        nth = if row.line == line { nth + 1 } else { 0 };
        line = row.line;
        if nth >= A_LINE {
            continue;
        }
        let nth = i64::try_from(nth).unwrap_or(0);
        rows.push(
            error::Model {
                import_id: import.0,
                position: i64::from(row.line) * 100 + nth,
                line: signed(row.line),
                column_index: row.column.map(signed),
                header: row.header.clone(),
                code: row.code.as_str().to_owned(),
            }
            .into_active_model(),
        );
    }
    // Six values a row: well below what one statement may bind.
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(1_000));
        error::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
        rows = rest;
    }
    Ok(())
}

/// Up to one row more than the page, in the direction in which it is read,
/// each with its position.
pub(crate) async fn errors(
    connection: &impl ConnectionTrait,
    import: RegisterImportId,
    page: &PageArgs,
) -> Result<Vec<(i64, RowError)>, PageFault> {
    let mut query = error::Entity::find().filter(error::Column::ImportId.eq(import.0));
    if let Some(cursor) = &page.cursor {
        let position = match (cursor.order.as_str(), cursor.key.as_slice()) {
            (BY_POSITION, [position]) => position.parse::<i64>().ok(),
            _ => None,
        };
        let position = position.ok_or(PageFault::Page(PageError::BadCursor))?;
        query = query.filter(if page.backward {
            error::Column::Position.lt(position)
        } else {
            error::Column::Position.gt(position)
        });
    }
    query = if page.backward {
        query.order_by_desc(error::Column::Position)
    } else {
        query.order_by_asc(error::Column::Position)
    };
    let rows = query
        .limit(u64::from(page.limit) + 1)
        .all(connection)
        .await?;
    let read = rows.into_iter().map(|row| {
        let code = RowErrorCode::parse(&row.code)
            .ok_or_else(|| unknown("register_import_error.code", &row.code))?;
        let error = RowError {
            line: unsigned(row.line),
            column: row.column_index.map(unsigned),
            header: row.header,
            code,
        };
        Ok((row.position, error))
    });
    Ok(read.collect::<Result<_, DbErr>>()?)
}

/// Where an error stands in the list.
pub(crate) fn position(row: &(i64, RowError)) -> Cursor {
    Cursor::new(BY_POSITION, [row.0.to_string()])
}
