//! A market with a search over it.

use async_trait::async_trait;
use catalog::fixtures::{Market, with_projection};
use jobs::{OutboxBuilder, Runner, RunnerConfig};
use kernel::{ProductId, Timestamp};
use programme::units::Units;
use search::{Document, Engine, EngineError, Query, Results, Search, TantivyEngine};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use testkit::{TestClock, TestDb};

pub(crate) struct Shop {
    pub(crate) market: Market,
    pub(crate) search: Search,
    pub(crate) clock: TestClock,
    pub(crate) engine: Arc<Faulty>,
    pub(crate) runner: Runner,
    pub(crate) test: TestDb,
}

impl Shop {
    pub(crate) async fn open(test: TestDb) -> Self {
        let clock = TestClock::default();
        let shared: Arc<dyn kernel::Clock> = Arc::new(clock.clone());
        let outbox = search::jobs::subscribe(with_projection(OutboxBuilder::default())).build();
        let market = Market::new(test.handle(), shared.clone(), outbox.clone()).await;
        let inner = TantivyEngine::open(test.folder().join("index"))
            .await
            .unwrap();
        let engine = Arc::new(Faulty::new(inner));
        let search = Search::new(
            shared.clone(),
            market.catalog.clone(),
            market.programme.clone(),
            Units::new(test.handle()),
            engine.clone(),
        )
        .with_engine_timeout(Duration::from_millis(400));
        let runner = Runner::new(test.handle(), shared, outbox, RunnerConfig::default());
        let runner = search::jobs::register(runner, &search).unwrap();
        Self {
            market,
            search,
            clock,
            engine,
            runner,
            test,
        }
    }

    /// Lets the jobs run and their work be seen.
    pub(crate) async fn settle(&self) {
        self.runner.drain().await.unwrap();
        self.search.flush().await.unwrap();
    }

    /// The names found for a text.
    pub(crate) async fn names(&self, text: &str) -> Vec<String> {
        let found = self.search.search(Query::new(text, 20)).await.unwrap();
        assert!(!found.degraded);
        found.cards.into_iter().map(|card| card.name).collect()
    }
}

/// The embedded engine with switches for what may go wrong.
pub(crate) struct Faulty {
    pub(crate) inner: TantivyEngine,
    pub(crate) searches: AtomicU64,
    pub(crate) fails: AtomicBool,
    pub(crate) hangs: AtomicBool,
    pub(crate) rejects: AtomicBool,
    pub(crate) commit_fails: AtomicBool,
    /// Whether nothing can be written, and how often that was tried.
    pub(crate) writes_fail: AtomicBool,
    pub(crate) writes: AtomicU64,
    /// Told of every commit that begins.
    pub(crate) committing: tokio::sync::Notify,
    /// Held by a test for as long as no commit may end.
    pub(crate) commits: tokio::sync::Mutex<()>,
}

impl Faulty {
    fn new(inner: TantivyEngine) -> Self {
        let off = AtomicBool::default;
        Self {
            inner,
            searches: AtomicU64::new(0),
            fails: off(),
            hangs: off(),
            rejects: off(),
            commit_fails: off(),
            writes_fail: off(),
            writes: AtomicU64::new(0),
            committing: tokio::sync::Notify::new(),
            commits: tokio::sync::Mutex::default(),
        }
    }
}

#[async_trait]
impl Engine for Faulty {
    async fn upsert(&self, documents: Vec<Document>) -> Result<(), EngineError> {
        self.writes.fetch_add(1, Ordering::SeqCst);
        if self.writes_fail.load(Ordering::SeqCst) {
            return Err(EngineError::Timeout);
        }
        self.inner.upsert(documents).await
    }

    async fn remove(&self, ids: Vec<ProductId>) -> Result<(), EngineError> {
        self.inner.remove(ids).await
    }

    async fn commit(&self) -> Result<(), EngineError> {
        if self.commit_fails.swap(false, Ordering::SeqCst) {
            return Err(EngineError::Fault("the disk is full".to_owned()));
        }
        self.committing.notify_one();
        let _ended = self.commits.lock().await;
        self.inner.commit().await
    }

    async fn search(&self, query: &Query, now: Timestamp) -> Result<Results, EngineError> {
        self.searches.fetch_add(1, Ordering::SeqCst);
        if self.fails.load(Ordering::SeqCst) {
            return Err(EngineError::Fault("away".to_owned()));
        }
        if self.rejects.load(Ordering::SeqCst) {
            return Err(EngineError::Rejected("what is that?".to_owned()));
        }
        if self.hangs.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        self.inner.search(query, now).await
    }

    async fn ids_and_versions(&self) -> Result<HashMap<ProductId, i64>, EngineError> {
        self.inner.ids_and_versions().await
    }

    async fn clear(&self) -> Result<(), EngineError> {
        self.inner.clear().await
    }

    fn is_filled(&self) -> bool {
        self.inner.is_filled()
    }

    async fn mark_filled(&self) -> Result<(), EngineError> {
        self.inner.mark_filled().await
    }
}
