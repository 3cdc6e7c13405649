//! What operators ask about the queue.

use kernel::Timestamp;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use uuid::Uuid;

/// How many jobs there are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting, due or not.
    pub waiting: i64,
    /// Claimed.
    pub running: i64,
    /// Given up: somebody has to look.
    pub dead: i64,
    /// Waiting and due for over a minute.
    pub late: i64,
}

/// Counts the jobs.
///
/// # Errors
/// [`DbErr`].
pub async fn counts(connection: &impl ConnectionTrait, now: Timestamp) -> Result<Counts, DbErr> {
    let minute_ago = now - chrono::Duration::minutes(1);
    let row = connection
        .query_one_raw(Statement::from_sql_and_values(
            connection.get_database_backend(),
            "SELECT COUNT(CASE WHEN status = 'WAITING' THEN 1 END), COUNT(CASE WHEN status = 'RUNNING' THEN 1 END), \
             COUNT(CASE WHEN status = 'DEAD' THEN 1 END), \
             COUNT(CASE WHEN status = 'WAITING' AND run_at < $1 THEN 1 END) FROM job WHERE status <> 'DONE'",
            [minute_ago.into()],
        ))
        .await?;
    let Some(row) = row else {
        return Ok(Counts::default());
    };
    Ok(Counts {
        waiting: row.try_get_by_index(0)?,
        running: row.try_get_by_index(1)?,
        dead: row.try_get_by_index(2)?,
        late: row.try_get_by_index(3)?,
    })
}

/// How many claimed jobs lost their lease an hour ago or more and were taken
/// up by nobody: no process runs jobs, or none knows their kind.
///
/// # Errors
/// [`DbErr`].
pub async fn stuck(connection: &impl ConnectionTrait, now: Timestamp) -> Result<i64, DbErr> {
    let hour_ago = now - chrono::Duration::hours(1);
    let row = connection
        .query_one_raw(Statement::from_sql_and_values(
            connection.get_database_backend(),
            "SELECT COUNT(*) FROM job \
             WHERE status = 'RUNNING' AND (lease_until IS NULL OR lease_until < $1)",
            [hour_ago.into()],
        ))
        .await?;
    row.map_or(Ok(0), |row| row.try_get_by_index(0))
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct DeadJob {
    /// Its id.
    pub id: Uuid,
    /// What it was to do …
    pub kind: String,
    /// … and to what.
    pub payload: String,
    /// How many runs it had.
    pub attempts: i32,
    /// What the last of them said.
    pub last_error: Option<String>,
    /// When it was given up.
    pub finished_at: Option<Timestamp>,
}

/// The jobs that were given up, the last first, up to `limit`.
///
/// # Errors
/// [`DbErr`].
pub async fn dead(connection: &impl ConnectionTrait, limit: u32) -> Result<Vec<DeadJob>, DbErr> {
    let rows = connection
        .query_all_raw(Statement::from_sql_and_values(
            connection.get_database_backend(),
            "SELECT id, kind, payload, attempts, last_error, finished_at FROM job \
             WHERE status = 'DEAD' ORDER BY finished_at DESC, id DESC LIMIT $1",
            [i64::from(limit).into()],
        ))
        .await?;
    rows.iter()
        .map(|row| DeadJob::from_query_result(row, ""))
        .collect()
}
