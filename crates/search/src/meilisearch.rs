//! The engine as a server of its own: Meilisearch, for several processes.
//!
//! Making the engine asks the server nothing, so a process starts while the
//! server is away; the index is made and given its settings by
//! [`Engine::connect`], or by the first write. Every call has a time limit.
//! Writes are tasks that the server works through later; nobody waits for
//! them but [`Engine::commit`], which runs in the background. Order among
//! several writing processes is the server's: should an older card arrive
//! last, the next comparison of index and database finds it.
//!
//! The server folds all marks and weighs no field against another, so the first
//! hits are put in order here (`ranking`).

mod asking;
mod filter;
mod ranking;
mod schema;
mod server;
mod steps;

use crate::query::Terms;
use crate::{Document, Engine, EngineError, Query, Results, Sort};
use asking::Asked;
use async_trait::async_trait;
use kernel::{ProductId, Timestamp};
use meilisearch_sdk::documents::DocumentsQuery;
use meilisearch_sdk::task_info::TaskInfo;
use schema::{Marker, Stored, StoredVersion};
use server::Server;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// So many first hits are put in order here.
const ORDERED: usize = 100;
/// Documents read at once to compare.
const PAGE: usize = 1000;

/// The engine on a server.
pub struct MeilisearchEngine {
    server: Server,
    /// Tasks that were enqueued since the last commit.
    tasks: Mutex<Vec<TaskInfo>>,
}

impl MeilisearchEngine {
    /// The engine on the server at `host`, with the index `<name>_v<version>`.
    /// Asks the server nothing yet; see [`Engine::connect`].
    ///
    /// # Errors
    /// [`EngineError::KeyRefused`] for a key that no header can carry.
    pub fn new(host: &str, key: Option<&str>, name: &str) -> Result<Self, EngineError> {
        Ok(Self {
            server: Server::new(host, key, name)?,
            tasks: Mutex::new(Vec::new()),
        })
    }

    fn enqueued(&self, task: TaskInfo) {
        self.tasks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(task);
    }
}

#[async_trait]
impl Engine for MeilisearchEngine {
    async fn connect(&self) -> Result<(), EngineError> {
        self.server.connect().await
    }

    async fn upsert(&self, documents: Vec<Document>) -> Result<(), EngineError> {
        let index = self.server.index().await?;
        let documents: Vec<Stored> = documents.iter().map(Stored::from).collect();
        let added = index.add_or_replace(&documents, Some("id"));
        let task = self.server.call(added).await?;
        self.enqueued(task);
        Ok(())
    }

    async fn remove(&self, ids: Vec<ProductId>) -> Result<(), EngineError> {
        let index = self.server.index().await?;
        let task = self.server.call(index.delete_documents(&ids)).await?;
        self.enqueued(task);
        Ok(())
    }

    async fn commit(&self) -> Result<(), EngineError> {
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            self.server.wait(task, &[]).await?;
        }
        Ok(())
    }

    async fn search(&self, query: &Query, now: Timestamp) -> Result<Results, EngineError> {
        let words = match query.terms() {
            Terms::Nothing => {
                let facets = query.facets.iter().map(|field| (*field, Vec::new()));
                return Ok(Results {
                    facets: facets.collect(),
                    ..Results::default()
                });
            }
            Terms::All => Vec::new(),
            Terms::Words(words) => words,
        };
        let window = query.window();
        let ordered = query.sort == Sort::Relevance
            && !words.is_empty()
            && !window.is_empty()
            && window.start < ORDERED;
        let read = if ordered {
            0..window.end.max(ORDERED)
        } else {
            window.clone()
        };
        let asked = Asked::new(&self.server, query, now, &read, ordered);
        let answers = if words.is_empty() {
            steps::everything(&asked).await?
        } else {
            steps::climb(&asked, &words).await?
        };
        let answered = ordered.then_some(answers.words.as_slice());
        Ok(asking::results(
            query,
            answers.parts,
            answered,
            &window,
            now,
        ))
    }

    async fn ids_and_versions(&self) -> Result<HashMap<ProductId, i64>, EngineError> {
        let index = self.server.index().await?;
        let mut all = HashMap::new();
        for page in 0.. {
            let mut query = DocumentsQuery::new(index);
            query
                .with_offset(page * PAGE)
                .with_limit(PAGE)
                .with_fields(["id", "version"]);
            let documents = index.get_documents_with::<StoredVersion>(&query);
            let documents = self.server.call(documents).await?.results;
            let read = documents.len();
            let products = documents.into_iter().filter(|own| own.id != Marker::ID);
            all.extend(products.map(|own| (ProductId(own.id), own.version)));
            if read < PAGE {
                break;
            }
        }
        Ok(all)
    }

    async fn clear(&self) -> Result<(), EngineError> {
        let index = self.server.index().await?;
        self.server.set_filled(false);
        let task = self.server.call(index.delete_all_documents()).await?;
        self.server.wait(task, &[]).await
    }

    fn is_filled(&self) -> bool {
        self.server.is_filled()
    }

    async fn mark_filled(&self) -> Result<(), EngineError> {
        let index = self.server.index().await?;
        let marker = [Marker::default()];
        let marked = index.add_or_replace(&marker, Some("id"));
        let task = self.server.call(marked).await?;
        self.server.wait(task, &[]).await?;
        self.server.set_filled(true);
        Ok(())
    }
}
