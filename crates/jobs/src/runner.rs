//! Runs jobs: claims them under a lease, retries, buries, ticks, stops.

use crate::Outbox;
use crate::queue::{self, Claimed, Ending, Key};
use crate::schedule::Schedule;
use async_trait::async_trait;
use chrono::Duration;
use db::Db;
use futures::FutureExt;
use kernel::{Clock, Timestamp, id::new_uuid};
use sea_orm::DbErr;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Does the jobs of one kind.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Does one job. May be called again for the same payload, also after it
    /// succeeded: it re-reads the database and changes nothing twice.
    async fn run(&self, payload: &str) -> Result<(), JobError>;
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Worth another try, with back-off.
    #[error("{0}")]
    Retry(String),
    /// Never going to work, such as a payload that nobody can read.
    #[error("{0}")]
    Give(String),
}

impl JobError {
    /// A failure worth another try.
    pub fn retry(error: impl std::fmt::Display) -> Self {
        Self::Retry(error.to_string())
    }

    /// A failure that no repetition mends.
    pub fn give_up(error: impl std::fmt::Display) -> Self {
        Self::Give(error.to_string())
    }
}

impl From<DbErr> for JobError {
    fn from(error: DbErr) -> Self {
        Self::retry(error)
    }
}

/// How a runner works.
#[derive(Clone, Copy, Debug)]
pub struct RunnerConfig {
    /// Jobs at the same time.
    pub workers: usize,
    /// How often the table is looked at without being woken.
    pub poll: std::time::Duration,
    /// How long a claimed job belongs to this process without renewal.
    pub lease: Duration,
    /// After this many runs a job is dead.
    pub max_attempts: i32,
}

impl Default for RunnerConfig {
    fn default() -> Self {
        Self {
            workers: 4,
            poll: std::time::Duration::from_millis(250),
            lease: Duration::seconds(60),
            max_attempts: 10,
        }
    }
}

/// Runs the jobs whose kinds have a handler.
pub struct Runner {
    db: Db,
    clock: Arc<dyn Clock>,
    outbox: Arc<Outbox>,
    config: RunnerConfig,
    handlers: HashMap<&'static str, Arc<dyn Handler>>,
    schedules: Vec<Schedule>,
    worker: String,
}

impl Runner {
    /// A runner without handlers.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, outbox: Arc<Outbox>, config: RunnerConfig) -> Self {
        let worker = new_uuid(clock.now()).to_string();
        Self {
            db,
            clock,
            outbox,
            config,
            handlers: HashMap::new(),
            schedules: Vec::new(),
            worker,
        }
    }

    /// Jobs of `kind` go to `handler`.
    #[must_use]
    pub fn handle(mut self, kind: &'static str, handler: Arc<dyn Handler>) -> Self {
        self.handlers.insert(kind, handler);
        self
    }

    /// Enqueues jobs by the clock.
    #[must_use]
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.schedules.push(schedule);
        self
    }

    /// Works until `stop` is cancelled, then finishes what is under way.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut under_way = JoinSet::new();
        let mut ticked_until = self.clock.now();
        while !stop.is_cancelled() {
            ticked_until = self.tick(ticked_until).await;
            let free = self.config.workers.saturating_sub(under_way.len());
            let claimed = self.claim(free).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "jobs cannot be claimed");
                Vec::new()
            });
            let full = free > 0 && claimed.len() == free;
            for job in claimed {
                let runner = Arc::clone(&self);
                under_way.spawn(async move { runner.work(job).await });
            }
            // A full batch means more may be due: look again as soon as a
            // place is free.
            tokio::select! {
                () = stop.cancelled() => {}
                Some(_) = under_way.join_next(), if !under_way.is_empty() => {}
                () = self.outbox.woken(), if !full => {}
                () = tokio::time::sleep(self.config.poll), if !full => {}
            }
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Runs everything that is due, one job after the other, until nothing is:
    /// for tests and for commands that want to end with an empty queue.
    ///
    /// # Errors
    /// [`DbErr`] when jobs cannot be claimed.
    pub async fn drain(&self) -> Result<usize, DbErr> {
        let mut done = 0;
        loop {
            let jobs = self.claim(16).await?;
            if jobs.is_empty() {
                return Ok(done);
            }
            for job in jobs {
                self.work(job).await;
                done += 1;
            }
        }
    }

    /// Ticks what is due after `after`; returns until when everything has
    /// ticked. A tick that failed is looked at again: those that did not are
    /// taken already.
    async fn tick(&self, after: Timestamp) -> Timestamp {
        let now = self.clock.now();
        let mut until = now;
        for schedule in &self.schedules {
            if let Err(error) = schedule.tick(&self.db, after, now).await {
                tracing::warn!(%error, "a schedule could not tick");
                until = after;
            }
        }
        until
    }

    async fn claim(&self, free: usize) -> Result<Vec<Claimed>, DbErr> {
        if free == 0 {
            return Ok(Vec::new());
        }
        let kinds: Vec<&'static str> = self.handlers.keys().copied().collect();
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let claimed = queue::claim(
            &tx,
            &kinds,
            free as u64,
            &self.worker,
            now,
            now + self.config.lease,
        )
        .await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn work(&self, job: Claimed) {
        let Some(handler) = self.handlers.get(job.kind.as_str()) else {
            return;
        };
        // A panic is a failed run like any other, not the end of the worker.
        let run = AssertUnwindSafe(handler.run(&job.payload)).catch_unwind();
        let outcome = if job.attempts > self.config.max_attempts {
            // Its last run never said how it ended: perhaps the job is what
            // ends the process, again and again.
            Err(JobError::give_up("no run of it came to an end"))
        } else {
            tokio::select! {
                outcome = run => outcome.unwrap_or_else(|_| Err(JobError::retry("the handler panicked"))),
                // The job is another worker's now.
                () = self.keep(&job) => return,
            }
        };
        let now = self.clock.now();
        let ending = match outcome {
            Ok(()) => Ending::Done,
            Err(JobError::Retry(error)) if job.attempts < self.config.max_attempts => {
                Ending::Retry {
                    at: now + back_off(job.attempts),
                    error,
                }
            }
            Err(JobError::Retry(error) | JobError::Give(error)) => Ending::Dead { error },
        };
        match self.record(&job, &ending, now).await {
            Ok(true) => tell(&job, &ending),
            Ok(false) => tracing::warn!(job = %job.id, kind = job.kind, "a lease was lost"),
            // The lease will run out and the job will run again.
            Err(error) => {
                tracing::warn!(job = %job.id, %error, "the end of a job could not be recorded");
            }
        }
    }

    async fn record(&self, job: &Claimed, ending: &Ending, now: Timestamp) -> Result<bool, DbErr> {
        let record = async |key| {
            let tx = self.db.begin().await?;
            let recorded = queue::finish(&tx, job, &self.worker, ending.clone(), key, now).await?;
            tx.commit().await.map(|()| recorded)
        };
        match record(Key::Keep).await {
            // A newer job with the same key waits already: this one is tried
            // again all the same. In a transaction of its own, since a refused
            // statement ends PostgreSQL's.
            Err(error) if db::classify(&error) == db::Fault::Duplicate => record(Key::GiveUp).await,
            recorded => recorded,
        }
    }

    /// Renews the lease at half its time, for as long as it is polled. Ends
    /// when the lease is lost.
    async fn keep(&self, job: &Claimed) {
        let half = (self.config.lease / 2)
            .to_std()
            .unwrap_or(std::time::Duration::from_secs(30));
        loop {
            tokio::time::sleep(half).await;
            let renewed = async {
                let tx = self.db.begin().await?;
                let lease_until = self.clock.now() + self.config.lease;
                let renewed = queue::renew(&tx, job, &self.worker, lease_until).await?;
                tx.commit().await.map(|()| renewed)
            };
            match renewed.await {
                Ok(true) => {}
                Ok(false) => {
                    tracing::warn!(job = %job.id, kind = job.kind, "a lease was lost");
                    return;
                }
                Err(error) => {
                    tracing::warn!(job = %job.id, %error, "a lease could not be renewed");
                }
            }
        }
    }
}

/// Logs and counts a run whose end is recorded.
fn tell(job: &Claimed, ending: &Ending) {
    metrics::counter!("ocop_jobs_run_total", "kind" => job.kind.clone()).increment(1);
    match ending {
        Ending::Done => {}
        Ending::Retry { error, .. } => {
            tracing::info!(job = %job.id, kind = job.kind, attempt = job.attempts, error, "a job will be tried again");
        }
        Ending::Dead { error } => {
            tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempts, error, "a job is dead");
            metrics::counter!("ocop_jobs_dead_total", "kind" => job.kind.clone()).increment(1);
        }
    }
}

/// 1 s, 2 s, 4 s … at most ten minutes.
fn back_off(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or(0);
    Duration::seconds((1_i64 << doublings).min(600))
}
