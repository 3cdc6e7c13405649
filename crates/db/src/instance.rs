//! Facts about this installation, such as the profile that created it.

use crate::Tx;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// What the installation remembers under `name`.
///
/// # Errors
/// [`DbErr`].
pub async fn get(connection: &impl ConnectionTrait, name: &str) -> Result<Option<String>, DbErr> {
    let row = connection
        .query_one_raw(Statement::from_sql_and_values(
            connection.get_database_backend(),
            "SELECT value FROM instance WHERE name = $1",
            [name.into()],
        ))
        .await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

/// Remembers `value` under `name`.
///
/// # Errors
/// [`DbErr`].
pub async fn set(tx: &Tx, name: &str, value: &str) -> Result<(), DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO instance (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name.into(), value.into()],
    ))
    .await
    .map(|_| ())
}
