//! The server: whether its index is ready, how long it may take, and what its
//! errors mean.

use super::schema::{self, Marker, StoredVersion};
use crate::EngineError;
use meilisearch_sdk::client::Client;
use meilisearch_sdk::errors::{Error, ErrorCode, ErrorType};
use meilisearch_sdk::indexes::Index;
use meilisearch_sdk::task_info::TaskInfo;
use meilisearch_sdk::tasks::Task;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The limit of one call.
const CALL: Duration = Duration::from_secs(10);
/// The limit of a search; the service has a shorter one of its own.
const SEARCH: Duration = Duration::from_secs(5);
/// The limit of a task that somebody waits for; filling an index from nothing
/// puts many before it.
const TASK: Duration = Duration::from_secs(300);
/// Between two questions whether a task is done.
const POLL: Duration = Duration::from_millis(50);

pub(super) struct Server {
    client: Client,
    index: Index,
    /// Whether the index is known to be there, with its settings.
    ready: AtomicBool,
    filled: AtomicBool,
    /// One at a time makes the index.
    connecting: tokio::sync::Mutex<()>,
}

impl Server {
    pub(super) fn new(host: &str, key: Option<&str>, name: &str) -> Result<Self, EngineError> {
        let host = host.trim_end_matches('/');
        let uid = format!("{name}_v{}", schema::VERSION);
        // The client panics over a key that no header can carry.
        if key.is_some_and(|key| !key.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(EngineError::KeyRefused {
                host: host.to_owned(),
                index: uid,
            });
        }
        let client = Client::new(host, key).map_err(EngineError::fault)?;
        Ok(Self {
            index: client.index(&uid),
            client,
            ready: AtomicBool::new(false),
            filled: AtomicBool::new(false),
            connecting: tokio::sync::Mutex::new(()),
        })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn is_filled(&self) -> bool {
        self.filled.load(Ordering::Relaxed)
    }

    pub(super) fn set_filled(&self, filled: bool) {
        self.filled.store(filled, Ordering::Relaxed);
    }

    /// The index, made and set up where it was not yet.
    pub(super) async fn index(&self) -> Result<&Index, EngineError> {
        if !self.ready.load(Ordering::Acquire) {
            self.connect().await?;
        }
        Ok(&self.index)
    }

    /// The index, whatever state it is in.
    pub(super) fn as_it_is(&self) -> &Index {
        &self.index
    }

    /// Sees that the index is there with its settings, and whether it has been
    /// filled, be it by another process.
    pub(super) async fn connect(&self) -> Result<(), EngineError> {
        let _one = self.connecting.lock().await;
        let marker = self.index.get_document::<StoredVersion>(Marker::KEY);
        let filled = match self.limited(CALL, marker).await {
            Ok(_) => true,
            Err(Error::Meilisearch(error)) => match error.error_code {
                ErrorCode::DocumentNotFound => false,
                ErrorCode::IndexNotFound => {
                    self.ready.store(false, Ordering::Release);
                    self.set_filled(false);
                    let made = self.client.create_index(&self.index.uid, Some("id"));
                    let task = self.call(made).await?;
                    // Another process may make it at the same moment.
                    self.wait(task, &[ErrorCode::IndexAlreadyExists]).await?;
                    false
                }
                _ => return Err(self.meaning(Error::Meilisearch(error))),
            },
            Err(error) => return Err(self.meaning(error)),
        };
        if !self.ready.load(Ordering::Acquire) {
            let settings = schema::settings();
            let task = self.call(self.index.set_settings(&settings)).await?;
            self.wait(task, &[]).await?;
            self.ready.store(true, Ordering::Release);
        }
        self.set_filled(filled);
        Ok(())
    }

    /// One call, within its time.
    pub(super) async fn call<T>(
        &self,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, EngineError> {
        let answer = self.limited(CALL, call).await;
        answer.map_err(|error| self.meaning(error))
    }

    /// One search, within its time.
    pub(super) async fn search<T>(
        &self,
        search: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, EngineError> {
        let answer = self.limited(SEARCH, search).await;
        answer.map_err(|error| self.meaning(error))
    }

    /// Waits until a task is done.
    pub(super) async fn wait(
        &self,
        task: TaskInfo,
        forgiven: &[ErrorCode],
    ) -> Result<(), EngineError> {
        let uid = task.task_uid;
        let done = self.client.wait_for_task(task, Some(POLL), Some(TASK));
        let done = self.limited(TASK, done).await;
        match done.map_err(|error| self.meaning(error))? {
            Task::Failed { content } if !forgiven.contains(&content.error.error_code) => Err(
                EngineError::Fault(format!("task {uid} failed: {}", content.error)),
            ),
            _ => Ok(()),
        }
    }

    async fn limited<T>(
        &self,
        limit: Duration,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        tokio::time::timeout(limit, call)
            .await
            .unwrap_or(Err(Error::Timeout))
    }

    fn meaning(&self, error: Error) -> EngineError {
        let known = match error {
            Error::Timeout => return EngineError::Timeout,
            Error::Meilisearch(error) => error,
            other => return EngineError::fault(other),
        };
        match (known.error_type, known.error_code) {
            (ErrorType::Auth, _) => EngineError::KeyRefused {
                host: self.client.get_host().to_owned(),
                index: self.index.uid.clone(),
            },
            // What is asked for is always among the settings.
            (
                _,
                ErrorCode::IndexNotFound
                | ErrorCode::InvalidSearchFilter
                | ErrorCode::InvalidSearchSort
                | ErrorCode::InvalidSearchFacets,
            ) => {
                // Until somebody connects and fills it, the database answers.
                self.set_filled(false);
                self.ready.store(false, Ordering::Release);
                EngineError::NotReady
            }
            (ErrorType::InvalidRequest, _) => EngineError::Rejected(known.error_message),
            _ => EngineError::fault(known.error_message),
        }
    }
}
