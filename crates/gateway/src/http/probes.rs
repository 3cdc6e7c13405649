//! What operators and their machines ask.

use super::{Gateway, answer};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// A database that takes longer than this to answer a ping is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process runs. Asks nobody else.
pub(super) async fn healthz() -> Response {
    answer::json(StatusCode::OK, r#"{"status":"ok"}"#.to_owned())
}

/// The process can serve: not about to stop, migrated, database answers.
pub(super) async fn readyz(State(gateway): State<Arc<Gateway>>) -> Response {
    let services = &gateway.services;
    let not_ready = |why: &str| {
        answer::json(
            StatusCode::SERVICE_UNAVAILABLE,
            format!(r#"{{"status":"not ready","reason":"{why}"}}"#),
        )
    };
    if services.readiness.is_draining() {
        return not_ready("stopping");
    }
    let database = async {
        if !services.readiness.is_migrated() {
            if services.db.pending_migrations().await? > 0 {
                return Ok(false);
            }
            services.readiness.set_migrated();
        }
        services.db.ping().await?;
        Ok::<_, sea_orm::DbErr>(true)
    };
    match tokio::time::timeout(PATIENCE, database).await {
        Ok(Ok(true)) => answer::json(StatusCode::OK, r#"{"status":"ready"}"#.to_owned()),
        Ok(Ok(false)) => not_ready("migrations are missing"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready: the database cannot answer");
            not_ready("the database cannot answer")
        }
        Err(_) => not_ready("the database takes too long"),
    }
}

/// Counters and histograms in Prometheus' text format.
pub(super) async fn metrics(State(gateway): State<Arc<Gateway>>) -> Response {
    match &gateway.services.metrics {
        Some(render) => (
            [(
                header::CONTENT_TYPE,
                "text/plain; version=0.0.4; charset=utf-8",
            )],
            render(),
        )
            .into_response(),
        None => answer::not_found().await,
    }
}
