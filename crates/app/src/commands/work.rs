//! `ocop work`: jobs alone, beside any number of `serve`.

use crate::config::{self, Overrides, SecretKey};
use crate::failure::Failure;
use crate::wiring::{self, House};
use crate::{End, place, profile, service, telemetry};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use db::Db;
use gateway::RenderMetrics;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A database that takes longer than this to answer a ping is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

pub(super) async fn run(options: Overrides) -> Result<End, Failure> {
    let mut config = config::load(&options)?;
    let secret = SecretKey::for_serving(&config.security.secret_key)?;
    // Whatever `serve` does: working is what this command is for.
    config.jobs.in_process = true;
    telemetry::log_service(config.server.log_format);
    place::folder(&config.storage.data_dir)?;
    let listener = place::listen(config.server.listen).await?;
    let db = place::migrated_database(&config).await?;
    profile::claim_live(&db).await?;
    let engine = wiring::engine(&config).await?;
    let house = House::build(&config, db, engine, &secret, false)?;

    let stop = CancellationToken::new();
    let probes = Probes {
        db: house.db.clone(),
        metrics: telemetry::count(&stop),
        stopping: stop.clone(),
    };
    let workers = service::start_workers(&config, &house, &stop).await?;
    tracing::info!(listen = %config.server.listen, "working");
    let (stopping, stopped) = service::signalled()?;
    let telling = stop.clone();
    let stopping = async move {
        stopping.await;
        telling.cancel();
    };
    let served = axum::serve(listener, router(probes))
        .with_graceful_shutdown(stopping)
        .await;
    service::finish(&config, house, workers, &stop, stopped).await;
    served.map_err(|error| Failure::new(format!("server.listen: {error}")))?;
    Ok(End::Done)
}

/// What operators and their machines ask of a worker.
#[derive(Clone)]
struct Probes {
    db: Db,
    metrics: Option<RenderMetrics>,
    stopping: CancellationToken,
}

fn router(probes: Probes) -> Router {
    Router::new()
        .route("/healthz", get(|| async { json(StatusCode::OK, "ok") }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(probes)
}

async fn readyz(State(probes): State<Probes>) -> impl IntoResponse {
    if probes.stopping.is_cancelled() {
        return json(StatusCode::SERVICE_UNAVAILABLE, "stopping");
    }
    match tokio::time::timeout(PATIENCE, probes.db.ping()).await {
        Ok(Ok(())) => json(StatusCode::OK, "ready"),
        _ => json(
            StatusCode::SERVICE_UNAVAILABLE,
            "the database cannot answer",
        ),
    }
}

async fn metrics(State(probes): State<Probes>) -> impl IntoResponse {
    let text = probes.metrics.map(|render| render()).unwrap_or_default();
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    )
}

fn json(status: StatusCode, word: &str) -> impl IntoResponse + use<> {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, format!(r#"{{"status":"{word}"}}"#))
}
