//! A queue, a clock, and handlers that do as they are told.

use async_trait::async_trait;
use jobs::{Handler, JobError, NewJob, Outbox, OutboxBuilder, Runner, RunnerConfig, enqueue};
use kernel::{Clock, Timestamp};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::{TestClock, TestDb};
use tokio::sync::Notify;

/// A queue of a test's own.
pub(crate) struct Bench {
    pub(crate) db: TestDb,
    pub(crate) clock: TestClock,
    pub(crate) outbox: Arc<Outbox>,
}

/// A row of the queue, as far as tests look.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) status: String,
    pub(crate) attempts: i32,
    pub(crate) last_error: Option<String>,
}

impl Row {
    pub(crate) fn new(status: &str, attempts: i32, last_error: Option<&str>) -> Self {
        Self {
            status: status.to_owned(),
            attempts,
            last_error: last_error.map(str::to_owned),
        }
    }
}

impl Bench {
    pub(crate) fn new(db: TestDb) -> Self {
        Self {
            db,
            clock: TestClock::default(),
            outbox: OutboxBuilder::default().build(),
        }
    }

    pub(crate) async fn enqueue(&self, payload: &str) {
        self.add(NewJob::new("work", payload, self.clock.now()))
            .await;
    }

    pub(crate) async fn enqueue_unique(&self, payload: &str) {
        let job = NewJob::new("work", payload, self.clock.now());
        self.add(job.unique(payload.to_owned())).await;
    }

    async fn add(&self, job: NewJob) {
        let tx = self.db.begin().await.unwrap();
        enqueue(&tx, job).await.unwrap();
        tx.commit().await.unwrap();
        // The next one is due later, so that their order is known.
        self.clock.advance(chrono::Duration::milliseconds(1));
    }

    /// Whether the one job is leased beyond an instant.
    pub(crate) async fn leased_beyond(&self, at: Timestamp) -> bool {
        let sql = "SELECT COUNT(*) FROM job WHERE lease_until > $1";
        let statement = Statement::from_sql_and_values(self.db.backend(), sql, [at.into()]);
        let row = self.db.primary().query_one_raw(statement).await;
        row.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap() == 1
    }

    /// A process that runs jobs; each call is another one.
    pub(crate) fn runner(&self, handler: Arc<dyn Handler>) -> Arc<Runner> {
        self.runner_with(RunnerConfig::default(), handler)
    }

    pub(crate) fn runner_with(
        &self,
        config: RunnerConfig,
        handler: Arc<dyn Handler>,
    ) -> Arc<Runner> {
        let clock = Arc::new(self.clock.clone());
        let runner = Runner::new(self.db.handle(), clock, self.outbox.clone(), config);
        Arc::new(runner.handle("work", handler))
    }

    /// A process whose runs all succeed, and what it ran.
    pub(crate) fn counting(&self) -> (Arc<Runner>, Arc<Told>) {
        let told = Arc::new(Told::to(|_| Ok(())));
        (self.runner(told.clone()), told)
    }

    /// A process that claims what is due and is killed before it ends.
    pub(crate) async fn claim_and_die(&self) {
        let stall = Arc::new(Stall::then(|| Ok(())));
        let runner = self.runner(stall.clone());
        tokio::select! {
            _ = runner.drain() => panic!("it was to die first"),
            () = stall.begun.notified() => {}
        }
    }

    /// The queue in the order of its making.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        let sql = "SELECT status, attempts, last_error FROM job ORDER BY created_at, id";
        let rows = self
            .db
            .primary()
            .query_all_raw(Statement::from_string(self.db.backend(), sql))
            .await
            .unwrap();
        rows.iter()
            .map(|row| Row {
                status: row.try_get_by_index(0).unwrap(),
                attempts: row.try_get_by_index(1).unwrap(),
                last_error: row.try_get_by_index(2).unwrap(),
            })
            .collect()
    }

    pub(crate) async fn row(&self) -> Row {
        let mut rows = self.rows().await;
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows.remove(0)
    }
}

type Tell = Box<dyn Fn(&str) -> Result<(), JobError> + Send + Sync>;

/// Ends each run as told, and remembers it.
pub(crate) struct Told {
    end: Tell,
    runs: Mutex<Vec<String>>,
}

impl Told {
    pub(crate) fn to(end: impl Fn(&str) -> Result<(), JobError> + Send + Sync + 'static) -> Self {
        Self {
            end: Box::new(end),
            runs: Mutex::default(),
        }
    }

    /// What was run, sorted: jobs that are claimed together run in any order.
    pub(crate) fn payloads(&self) -> Vec<String> {
        let mut payloads = self.runs.lock().unwrap().clone();
        payloads.sort();
        payloads
    }
}

#[async_trait]
impl Handler for Told {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        self.runs.lock().unwrap().push(payload.to_owned());
        (self.end)(payload)
    }
}

/// Says that a run has begun, and ends it when told to go on.
pub(crate) struct Stall {
    pub(crate) begun: Notify,
    pub(crate) go_on: Notify,
    /// A run was given up before it was told to go on.
    pub(crate) dropped: Notify,
    end: fn() -> Result<(), JobError>,
}

impl Stall {
    pub(crate) fn then(end: fn() -> Result<(), JobError>) -> Self {
        Self {
            begun: Notify::new(),
            go_on: Notify::new(),
            dropped: Notify::new(),
            end,
        }
    }
}

struct Watch<'a>(&'a Notify);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

#[async_trait]
impl Handler for Stall {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let watch = Watch(&self.dropped);
        self.begun.notify_one();
        self.go_on.notified().await;
        std::mem::forget(watch);
        (self.end)()
    }
}

/// Waits for something that other tasks bring about.
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let watch = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), watch)
        .await
        .unwrap_or_else(|_| panic!("never: {what}"))
}
