//! A running service: serves, works, and stops without breaking anything.

use crate::config::Config;
use crate::failure::Failure;
use crate::telemetry;
use crate::wiring::House;
use gateway::Readiness;
use search::Search;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// What jobs have beyond the grace of requests, and connections beyond both:
/// together the process ends within 30 seconds of the default 25.
const JOBS: Duration = Duration::from_secs(2);
const CONNECTIONS: Duration = Duration::from_secs(1);

/// Serves until SIGTERM or SIGINT: readiness is false first, requests in
/// flight finish, then jobs, then the connections close.
pub(crate) async fn serve(
    config: &Config,
    house: House,
    listener: TcpListener,
) -> Result<(), Failure> {
    let stop = CancellationToken::new();
    let metrics = telemetry::count(&stop);
    let readiness = Readiness::default();
    // Whoever serves has migrated.
    readiness.set_migrated();
    let services = house.services(config, readiness, metrics);
    let router = gateway::router(services.clone());
    let workers = start_workers(config, &house, &stop).await?;
    tokio::spawn(keep_index(house.search.clone(), stop.clone()));
    match house.files.sweep().await {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "uploads that a crash ended were removed"),
        Err(error) => tracing::warn!(%error, "uploads that a crash ended could not be removed"),
    }
    tracing::info!(
        listen = %listener.local_addr().unwrap_or(config.server.listen),
        version = env!("CARGO_PKG_VERSION"),
        "serving"
    );
    let (stopping, stopped) = signalled()?;
    let served = gateway::serve(listener, router, services, stopping).await;
    finish(config, house, workers, &stop, stopped).await;
    served.map_err(|error| Failure::new(format!("server.listen: {error}")))
}

/// Starts the runner, where this process works, and the queue's gauges.
pub(crate) async fn start_workers(
    config: &Config,
    house: &House,
    stop: &CancellationToken,
) -> Result<Vec<JoinHandle<()>>, Failure> {
    telemetry::count_jobs(&house.db, house.clock.as_ref()).await;
    let watch = telemetry::watch_jobs(house.db.clone(), house.clock.clone(), stop.clone());
    let mut tasks = vec![tokio::spawn(watch)];
    if config.jobs.in_process {
        tasks.push(tokio::spawn(house.runner(config)?.run(stop.clone())));
    }
    Ok(tasks)
}

/// Between two looks at the search index: a filled one may get lost on its
/// server, and one that is away or empty is missed by every search.
const WATCH: Duration = Duration::from_secs(60);
const AGAIN: Duration = Duration::from_secs(5);

/// Fills an empty search index beside the service, as soon as its engine can
/// be had; the database answers searches meanwhile.
async fn keep_index(search: Search, stop: CancellationToken) {
    let mut away = false;
    let keep = async {
        loop {
            if !search.is_filled() && !away {
                tracing::info!("preparing the search index");
            }
            let kept = search.fill_when_empty().await;
            match &kept {
                Ok(Some(documents)) => tracing::info!(documents, "the search index is filled"),
                Ok(None) if away => tracing::info!("the search index is there again"),
                Ok(None) => {}
                // Once, not every few seconds.
                Err(_) if away => {}
                Err(error) => {
                    tracing::error!(%error, "the search index cannot be kept; trying until it can");
                }
            }
            away = kept.is_err();
            let looked = Instant::now();
            while looked.elapsed() < WATCH {
                tokio::time::sleep(AGAIN).await;
                if away || !search.is_filled() {
                    break;
                }
            }
        }
    };
    stop.run_until_cancelled(keep).await;
}

/// A future that ends with SIGTERM or SIGINT, and when it did.
pub(crate) fn signalled() -> Result<
    (
        impl Future<Output = ()> + Send + 'static,
        oneshot::Receiver<Instant>,
    ),
    Failure,
> {
    let listen = |kind| signal(kind).map_err(|error| Failure::new(format!("signals: {error}")));
    let mut terminate = listen(SignalKind::terminate())?;
    let mut interrupt = listen(SignalKind::interrupt())?;
    let (told, when) = oneshot::channel();
    let ended = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = told.send(Instant::now());
    };
    Ok((ended, when))
}

/// Ends what the service left running, in time.
pub(crate) async fn finish(
    config: &Config,
    house: House,
    workers: Vec<JoinHandle<()>>,
    stop: &CancellationToken,
    stopped: oneshot::Receiver<Instant>,
) {
    stop.cancel();
    let since = stopped.await.unwrap_or_else(|_| Instant::now());
    let grace = Duration::from_secs(config.server.shutdown_grace_seconds);
    let jobs_until = since + grace + JOBS;
    for worker in workers {
        if tokio::time::timeout_at(jobs_until, worker).await.is_err() {
            tracing::warn!("stopping with jobs under way; they will run again");
        }
    }
    let close = async {
        if let Err(error) = house.search.flush().await {
            tracing::warn!(%error, "the search index could not be committed");
        }
        house.db.close().await;
    };
    let until = jobs_until.max(Instant::now()) + CONNECTIONS;
    if tokio::time::timeout_at(until, close).await.is_err() {
        tracing::warn!("stopping with connections open");
    }
    tracing::info!("stopped");
}
