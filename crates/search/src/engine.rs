//! The port: what the crate asks of a search engine.

use crate::{Document, Query, Results};
use async_trait::async_trait;
use kernel::{ProductId, Timestamp};
use std::collections::HashMap;
use std::path::PathBuf;

/// A search engine. Writes become visible with [`Engine::commit`] at the
/// latest; an engine of the process shows all of a commit at once, a server
/// may show it bit by bit.
#[async_trait]
pub trait Engine: Send + Sync + 'static {
    /// Sees that the index is there, and looks again whether it has been
    /// filled. For an engine that is away when the process starts, or whose
    /// index another process may fill or lose; calling it again is harmless.
    ///
    /// # Errors
    /// [`EngineError`]; then nothing has changed.
    async fn connect(&self) -> Result<(), EngineError> {
        Ok(())
    }

    /// Puts documents into the index, in place of those with the same ids.
    ///
    /// # Errors
    /// [`EngineError`]; then all that was written since the last commit may
    /// be lost and is to be written again.
    async fn upsert(&self, documents: Vec<Document>) -> Result<(), EngineError>;

    /// Takes documents out of the index; those that are not there are no
    /// error.
    ///
    /// # Errors
    /// As for [`Engine::upsert`].
    async fn remove(&self, ids: Vec<ProductId>) -> Result<(), EngineError>;

    /// Makes what was written visible and lasting.
    ///
    /// # Errors
    /// As for [`Engine::upsert`].
    async fn commit(&self) -> Result<(), EngineError>;

    /// Answers a query with what the public may see at `now`.
    ///
    /// # Errors
    /// [`EngineError`].
    async fn search(&self, query: &Query, now: Timestamp) -> Result<Results, EngineError>;

    /// The id and version of every document.
    ///
    /// # Errors
    /// [`EngineError`].
    async fn ids_and_versions(&self) -> Result<HashMap<ProductId, i64>, EngineError>;

    /// Empties the index.
    ///
    /// # Errors
    /// [`EngineError`].
    async fn clear(&self) -> Result<(), EngineError>;

    /// Whether the index has been filled since it was made. An index that
    /// was not answers no queries; see [`Engine::mark_filled`].
    fn is_filled(&self) -> bool;

    /// Says that the index now holds every product.
    ///
    /// # Errors
    /// [`EngineError`].
    async fn mark_filled(&self) -> Result<(), EngineError>;
}

/// Why an engine did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Another process works on the same folder.
    #[error(
        "the search index in {} is in use by another process: an embedded index has one process only; \
         stop the other one, give this one another folder, or use Meilisearch for several processes",
        folder.display()
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The key was refused.
    #[error(
        "Meilisearch at {host} refuses the key: it needs one that may search, write and read the index {index}"
    )]
    KeyRefused {
        /// The address.
        host: String,
        /// The name of the index.
        index: String,
    },
    /// The server has no such index, or one without its settings.
    #[error("the search engine has lost its index; it will be made anew")]
    NotReady,
    /// The engine is there and did not take this question.
    #[error("the search engine refused the question: {0}")]
    Rejected(String),
    /// No answer in time.
    #[error("the search engine did not answer in time")]
    Timeout,
    /// Anything else.
    #[error("the search engine failed: {0}")]
    Fault(String),
}

impl EngineError {
    /// A failure without a name of its own.
    pub(crate) fn fault(error: impl std::fmt::Display) -> Self {
        Self::Fault(error.to_string())
    }
}
