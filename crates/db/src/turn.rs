//! One at a time, where there is no row to lock.

use crate::Tx;
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, Statement};

/// Waits until no other transaction has the turn of this number, and has it
/// until it ends. On PostgreSQL an advisory lock; on SQLite there is nothing to
/// wait for, because a transaction that may write is alone.
///
/// Two things may have the same number by chance: then they wait for each
/// other, and nothing else happens.
///
/// # Errors
/// [`DbErr`].
pub async fn take_turn(tx: &Tx, of: i64) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    if backend == DatabaseBackend::Postgres {
        let sql = "SELECT pg_advisory_xact_lock($1)";
        let turn = Statement::from_sql_and_values(backend, sql, [of.into()]);
        tx.execute_raw(turn).await?;
    }
    Ok(())
}
