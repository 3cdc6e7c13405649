//! Every database call of the crate, no rules.

use crate::entity::stored_file::{Column, Entity, Model};
use crate::{MAX_BYTES_A_DAY, MAX_FILES_A_DAY, MediaType, Purpose, StoredFile};
use chrono::NaiveDate;
use db::Tx;
use kernel::{AccountId, FileId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, Statement,
    Value,
};

fn unknown(column: &str, value: &str) -> DbErr {
    DbErr::Type(format!("{column}: {value:?} is not known"))
}

impl TryFrom<Model> for StoredFile {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(StoredFile {
            id: FileId(row.id),
            account_id: AccountId(row.account_id),
            purpose: Purpose::parse(&row.purpose)
                .ok_or_else(|| unknown("stored_file.purpose", &row.purpose))?,
            name: row.file_name,
            media_type: MediaType::parse(&row.media_type)
                .ok_or_else(|| unknown("stored_file.media_type", &row.media_type))?,
            bytes: u64::try_from(row.bytes)
                .map_err(|_| unknown("stored_file.bytes", &row.bytes.to_string()))?,
            sha256: row.sha256,
            created_at: row.created_at,
        })
    }
}

pub(crate) async fn insert(tx: &Tx, file: &StoredFile) -> Result<(), DbErr> {
    let row = Model {
        id: file.id.0,
        account_id: file.account_id.0,
        purpose: file.purpose.as_str().to_owned(),
        file_name: file.name.clone(),
        media_type: file.media_type.as_str().to_owned(),
        bytes: signed(file.bytes),
        sha256: file.sha256.clone(),
        created_at: file.created_at,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Counts a file against its owner's day; `false` when that day is full. One
/// statement, so that uploads at the same time cannot both take the last place.
pub(crate) async fn count_against_day(
    tx: &Tx,
    account: AccountId,
    day: NaiveDate,
    bytes: u64,
) -> Result<bool, DbErr> {
    let sql = "INSERT INTO stored_file_day (account_id, day, files, bytes) VALUES ($1, $2, 1, $3) \
               ON CONFLICT (account_id, day) DO UPDATE \
               SET files = stored_file_day.files + 1, bytes = stored_file_day.bytes + excluded.bytes \
               WHERE stored_file_day.files < $4 AND stored_file_day.bytes + excluded.bytes <= $5";
    let values: [Value; 5] = [
        account.0.into(),
        day.into(),
        signed(bytes).into(),
        signed(MAX_FILES_A_DAY).into(),
        signed(MAX_BYTES_A_DAY).into(),
    ];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let counted = tx.execute_raw(statement).await?;
    Ok(counted.rows_affected() == 1)
}

/// Whether the day has no place for one more byte.
pub(crate) async fn day_is_full(
    connection: &impl ConnectionTrait,
    account: AccountId,
    day: NaiveDate,
) -> Result<bool, DbErr> {
    let sql = "SELECT 1 FROM stored_file_day \
               WHERE account_id = $1 AND day = $2 AND (files >= $3 OR bytes >= $4)";
    let values: [Value; 4] = [
        account.0.into(),
        day.into(),
        signed(MAX_FILES_A_DAY).into(),
        signed(MAX_BYTES_A_DAY).into(),
    ];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    Ok(connection.query_one_raw(statement).await?.is_some())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: FileId,
) -> Result<Option<StoredFile>, DbErr> {
    Entity::find_by_id(id.0)
        .one(connection)
        .await?
        .map(StoredFile::try_from)
        .transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[FileId],
) -> Result<Vec<StoredFile>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    rows.into_iter().map(StoredFile::try_from).collect()
}

pub(crate) async fn owned(
    connection: &impl ConnectionTrait,
    account: AccountId,
    id: FileId,
) -> Result<Option<StoredFile>, DbErr> {
    Entity::find_by_id(id.0)
        .filter(Column::AccountId.eq(account.0))
        .one(connection)
        .await?
        .map(StoredFile::try_from)
        .transpose()
}

/// Lengths are far below the limit of the column's type.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
