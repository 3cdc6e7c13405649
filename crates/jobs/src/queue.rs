//! The table `job`: enqueue, claim, finish. No rules beyond that.

use db::Tx;
use kernel::{Timestamp, id::new_uuid};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};
use uuid::Uuid;

/// A job to be.
#[derive(Clone, Debug)]
pub struct NewJob {
    kind: &'static str,
    payload: String,
    unique_key: Option<String>,
    run_at: Timestamp,
    now: Timestamp,
}

impl NewJob {
    /// A job of a kind, due now, with a payload: an id, as a rule.
    #[must_use]
    pub fn new(kind: &'static str, payload: &str, now: Timestamp) -> Self {
        Self {
            kind,
            payload: payload.to_owned(),
            unique_key: None,
            run_at: now,
            now,
        }
    }

    /// Due at `run_at` and not before.
    #[must_use]
    pub fn at(mut self, run_at: Timestamp) -> Self {
        self.run_at = run_at;
        self
    }

    /// Does nothing while a job of the same kind and key is waiting.
    #[must_use]
    pub fn unique(mut self, key: String) -> Self {
        self.unique_key = Some(key);
        self
    }
}

/// Puts a job into the caller's transaction.
///
/// # Errors
/// [`DbErr`].
pub async fn enqueue(tx: &Tx, job: NewJob) -> Result<(), DbErr> {
    let sql = "INSERT INTO job (id, kind, payload, unique_key, status, run_at, attempts, created_at) \
               VALUES ($1, $2, $3, $4, 'WAITING', $5, 0, $6) \
               ON CONFLICT (kind, unique_key) WHERE status = 'WAITING' DO NOTHING";
    let values: [Value; 6] = [
        new_uuid(job.now).into(),
        job.kind.into(),
        job.payload.into(),
        job.unique_key.into(),
        job.run_at.into(),
        job.now.into(),
    ];
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        values,
    ))
    .await
    .map(|_| ())
}

/// A claimed job.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Claimed {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) payload: String,
    /// Counts this run.
    pub(crate) attempts: i32,
}

/// Claims up to `limit` due jobs of the given kinds, and those whose lease ran
/// out, until `lease_until`.
pub(crate) async fn claim(
    tx: &Tx,
    kinds: &[&'static str],
    limit: u64,
    worker: &str,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Vec<Claimed>, DbErr> {
    if kinds.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let backend = tx.get_database_backend();
    // Several workers step around each other's rows; on SQLite the write lock
    // of the transaction does the same.
    let skip_locked = if backend == sea_orm::DbBackend::Postgres {
        "FOR UPDATE SKIP LOCKED"
    } else {
        ""
    };
    let first_kind = 5;
    let places = (first_kind..first_kind + kinds.len())
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ");
    let sql = format!(
        "UPDATE job SET status = 'RUNNING', attempts = attempts + 1, lease_until = $1, worker = $2 \
         WHERE id IN (SELECT id FROM job \
             WHERE ((status = 'WAITING' AND run_at <= $3) OR (status = 'RUNNING' AND lease_until < $3)) \
             AND kind IN ({places}) ORDER BY run_at, id LIMIT $4 {skip_locked}) \
         RETURNING id, kind, payload, attempts"
    );
    let mut values: Vec<Value> = vec![
        lease_until.into(),
        worker.into(),
        now.into(),
        i64::try_from(limit).unwrap_or(i64::MAX).into(),
    ];
    values.extend(kinds.iter().map(|kind| Value::from(*kind)));
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    rows.iter()
        .map(|row| Claimed::from_query_result(row, ""))
        .collect()
}

/// How a run ended.
#[derive(Clone)]
pub(crate) enum Ending {
    Done,
    Retry { at: Timestamp, error: String },
    Dead { error: String },
}

/// What becomes of the key of a job that waits again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Keep,
    /// A newer job with the same key waits already.
    GiveUp,
}

/// Records how a claimed run ended. `false`: the lease was lost meanwhile, the
/// job is another run's, and nothing was recorded.
///
/// # Errors
/// [`DbErr`]; a duplicate when the job is to wait again with a key that a newer
/// one holds.
pub(crate) async fn finish(
    tx: &Tx,
    job: &Claimed,
    worker: &str,
    ending: Ending,
    key: Key,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let (status, run_at, error, finished) = match ending {
        Ending::Done => ("DONE", None, None, Some(now)),
        Ending::Retry { at, error } => ("WAITING", Some(at), Some(error), None),
        Ending::Dead { error } => ("DEAD", None, Some(error), Some(now)),
    };
    let unique = match key {
        Key::Keep => "",
        Key::GiveUp => ", unique_key = NULL",
    };
    let sql = format!(
        "UPDATE job SET status = $1, run_at = COALESCE($2, run_at), last_error = $3, finished_at = $4, \
         lease_until = NULL, worker = NULL{unique} \
         WHERE id = $5 AND status = 'RUNNING' AND worker = $6 AND attempts = $7"
    );
    let values: [Value; 7] = [
        status.into(),
        run_at.into(),
        error.into(),
        finished.into(),
        job.id.into(),
        worker.into(),
        job.attempts.into(),
    ];
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        values,
    ))
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Lets a long run keep its job. `false`: the job is another run's.
pub(crate) async fn renew(
    tx: &Tx,
    job: &Claimed,
    worker: &str,
    lease_until: Timestamp,
) -> Result<bool, DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE job SET lease_until = $1 \
         WHERE id = $2 AND status = 'RUNNING' AND worker = $3 AND attempts = $4",
        [
            lease_until.into(),
            job.id.into(),
            worker.into(),
            job.attempts.into(),
        ],
    ))
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Deletes jobs done before `before`; returns how many.
///
/// # Errors
/// [`DbErr`].
pub async fn prune(tx: &Tx, before: Timestamp) -> Result<u64, DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "DELETE FROM job WHERE status = 'DONE' AND finished_at < $1",
        [before.into()],
    ))
    .await
    .map(|done| done.rows_affected())
}

/// Gives dead jobs another life, for operators; returns how many.
///
/// # Errors
/// [`DbErr`].
pub async fn requeue_dead(tx: &Tx, now: Timestamp) -> Result<u64, DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE job SET status = 'WAITING', attempts = 0, run_at = $1, unique_key = NULL, finished_at = NULL WHERE status = 'DEAD'",
        [now.into()],
    ))
    .await
    .map(|done| done.rows_affected())
}
