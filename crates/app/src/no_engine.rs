//! The search engine of a command that must do without one.

use async_trait::async_trait;
use kernel::{ProductId, Timestamp};
use search::{Document, Engine, EngineError, Query, Results};
use std::collections::HashMap;

/// Fails whatever it is asked, and is never filled: the database answers.
pub(crate) struct NoEngine;

fn none<T>() -> Result<T, EngineError> {
    Err(EngineError::Fault("there is no search engine".to_owned()))
}

#[async_trait]
impl Engine for NoEngine {
    async fn upsert(&self, _documents: Vec<Document>) -> Result<(), EngineError> {
        none()
    }

    async fn remove(&self, _ids: Vec<ProductId>) -> Result<(), EngineError> {
        none()
    }

    async fn commit(&self) -> Result<(), EngineError> {
        none()
    }

    async fn search(&self, _query: &Query, _now: Timestamp) -> Result<Results, EngineError> {
        none()
    }

    async fn ids_and_versions(&self) -> Result<HashMap<ProductId, i64>, EngineError> {
        none()
    }

    async fn clear(&self) -> Result<(), EngineError> {
        none()
    }

    fn is_filled(&self) -> bool {
        false
    }

    async fn mark_filled(&self) -> Result<(), EngineError> {
        none()
    }
}
