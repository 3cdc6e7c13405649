//! What the process tells about itself: log lines and metrics.

use crate::config::LogFormat;
use gateway::RenderMetrics;
use kernel::Clock;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// What is logged unless `RUST_LOG` says otherwise.
const SERVICE: &str = "info,tantivy=warn,sqlx=warn,sea_orm_migration=warn,hyper=warn";
const QUIET: &str = "warn";

/// How often the gauges are read.
const EVERY: Duration = Duration::from_secs(5);

/// Bounds of the histograms of durations, in seconds.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// Logs of a service go to standard output.
pub(crate) fn log_service(format: LogFormat) {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter(SERVICE))
        .with_ansi(std::io::stdout().is_terminal());
    // Failing means that somebody logs already.
    let _ = match format {
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .try_init(),
        LogFormat::Text => lines.try_init(),
    };
}

/// Logs beside a command's own output: warnings, on standard error.
pub(crate) fn log_quietly() {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter(QUIET))
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let _ = lines.try_init();
}

fn filter(default: &str) -> EnvFilter {
    EnvFilter::builder()
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new(default))
}

/// Starts to count. Returns what renders the metrics; `None` when somebody
/// counts already.
pub(crate) fn count(stop: &CancellationToken) -> Option<RenderMetrics> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .ok()?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).ok()?;
    metrics::gauge!("ocop_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let (upkeep, stop) = (handle.clone(), stop.clone());
    tokio::spawn(async move {
        while stop
            .run_until_cancelled(tokio::time::sleep(EVERY))
            .await
            .is_some()
        {
            upkeep.run_upkeep();
        }
    });
    Some(Arc::new(move || handle.render()))
}

/// Sets the gauges of the queue; a process does so before it is ready, so that
/// the first look at its metrics finds them.
pub(crate) async fn count_jobs(db: &db::Db, clock: &dyn Clock) {
    match jobs::counts(db.primary(), clock.now()).await {
        Ok(counts) => {
            metrics::gauge!("ocop_jobs_waiting").set(number(counts.waiting));
            metrics::gauge!("ocop_jobs_running").set(number(counts.running));
            metrics::gauge!("ocop_jobs_dead").set(number(counts.dead));
            metrics::gauge!("ocop_jobs_late").set(number(counts.late));
        }
        Err(error) => tracing::debug!(%error, "the queue cannot be counted"),
    }
}

/// Keeps the gauges of the queue up to date until told to stop.
pub(crate) async fn watch_jobs(db: db::Db, clock: Arc<dyn Clock>, stop: CancellationToken) {
    while stop
        .run_until_cancelled(tokio::time::sleep(EVERY))
        .await
        .is_some()
    {
        count_jobs(&db, clock.as_ref()).await;
    }
}

/// Counts beyond 2³² are all the same to a gauge.
fn number(count: i64) -> f64 {
    f64::from(u32::try_from(count.max(0)).unwrap_or(u32::MAX))
}
