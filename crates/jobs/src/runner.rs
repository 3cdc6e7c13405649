//! Runs jobs: claims them under a lease, retries, buries, ticks, stops.

use crate::Outbox;
use crate::queue::{self, Claimed, Ending};
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
            let now = self.clock.now();
            for schedule in &self.schedules {
                if let Err(error) = schedule.tick(&self.db, ticked_until, now).await {
                    tracing::warn!(%error, "a schedule could not tick");
                }
            }
            ticked_until = now;
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
        let keep = self.keep(&job);
        let outcome = tokio::select! {
            outcome = run => outcome.unwrap_or_else(|_| Err(JobError::retry("the handler panicked"))),
            () = keep => return,
        };
        let now = self.clock.now();
        let ending = match outcome {
            Ok(()) => Ending::Done,
            Err(JobError::Retry(error)) if job.attempts < self.config.max_attempts => {
                tracing::info!(job = %job.id, kind = job.kind, attempt = job.attempts, error, "a job will be tried again");
                Ending::Retry {
                    at: now + back_off(job.attempts),
                    error,
                }
            }
            Err(JobError::Retry(error) | JobError::Give(error)) => {
                tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempts, error, "a job is dead");
                metrics::counter!("ocop_jobs_dead_total", "kind" => job.kind.clone()).increment(1);
                Ending::Dead { error }
            }
        };
        metrics::counter!("ocop_jobs_run_total", "kind" => job.kind.clone()).increment(1);
        if let Err(error) = self.record(&job, ending, now).await {
            // The lease will run out and the job will run again.
            tracing::warn!(job = %job.id, %error, "the end of a job could not be recorded");
        }
    }

    async fn record(&self, job: &Claimed, ending: Ending, now: Timestamp) -> Result<(), DbErr> {
        let tx = self.db.begin().await?;
        queue::finish(&tx, job, &self.worker, ending, now).await?;
        tx.commit().await
    }

    /// Renews the lease at half its time, for as long as it is polled.
    async fn keep(&self, job: &Claimed) {
        let half = (self.config.lease / 2)
            .to_std()
            .unwrap_or(std::time::Duration::from_secs(30));
        loop {
            tokio::time::sleep(half).await;
            let renewed = async {
                let tx = self.db.begin().await?;
                queue::renew(&tx, job, &self.worker, self.clock.now() + self.config.lease).await?;
                tx.commit().await
            };
            if let Err(error) = renewed.await {
                tracing::warn!(job = %job.id, %error, "a lease could not be renewed");
            }
        }
    }
}

/// 1 s, 2 s, 4 s … at most ten minutes.
fn back_off(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or(0);
    Duration::seconds((1_i64 << doublings).min(600))
}
