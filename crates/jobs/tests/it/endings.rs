//! How runs end: done, tried again later, given up.

use crate::support::{Bench, Row, Told};
use chrono::Duration;
use jobs::{JobError, RunnerConfig};
use kernel::Clock;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::sync::Arc;
use testkit::TestDb;

testkit::on_both!(
    a_failed_run_is_repeated_later_and_later_and_at_last_given_up,
    what_no_repetition_mends_is_given_up_at_once,
    a_panic_is_a_failed_run,
    a_retry_gives_way_to_a_newer_job_with_its_key,
);

async fn a_failed_run_is_repeated_later_and_later_and_at_last_given_up(test: TestDb) {
    let bench = Bench::new(test);
    let recorder = PrometheusBuilder::new().build_recorder();
    let metrics = recorder.handle();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let failing = Arc::new(Told::to(|_| Err(JobError::retry("no line"))));
    let runner = bench.runner(failing.clone());
    bench.enqueue("1").await;
    let pauses = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    for (attempt, pause) in (1..).zip(pauses) {
        assert_eq!(runner.drain().await.unwrap(), 1);
        assert_eq!(
            bench.row().await,
            Row::new("WAITING", attempt, Some("no line"))
        );
        bench
            .clock
            .advance(Duration::seconds(pause) - Duration::microseconds(1));
        assert_eq!(runner.drain().await.unwrap(), 0, "too early");
        bench.clock.advance(Duration::microseconds(1));
    }
    assert_eq!(RunnerConfig::default().max_attempts, 10);
    assert!(!metrics.render().contains("ocop_jobs_dead_total"));
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert_eq!(bench.row().await, Row::new("DEAD", 10, Some("no line")));
    let died = bench.clock.now();
    bench.clock.advance(Duration::days(1));
    assert_eq!(runner.drain().await.unwrap(), 0, "dead is dead");
    assert_eq!(failing.payloads().len(), 10);

    let counts = jobs::counts(bench.db.primary(), bench.clock.now())
        .await
        .unwrap();
    assert_eq!((counts.dead, counts.waiting, counts.running), (1, 0, 0));
    let dead = jobs::dead(bench.db.primary(), 10).await.unwrap();
    assert_eq!(dead.len(), 1);
    let dead = &dead[0];
    assert_eq!((dead.kind.as_str(), dead.payload.as_str()), ("work", "1"));
    assert_eq!(dead.last_error.as_deref(), Some("no line"));
    assert_eq!((dead.attempts, dead.finished_at), (10, Some(died)));
    let metrics = metrics.render();
    for line in [
        "ocop_jobs_dead_total{kind=\"work\"} 1\n",
        "ocop_jobs_run_total{kind=\"work\"} 10\n",
    ] {
        assert!(metrics.contains(line), "{metrics}");
    }

    let tx = bench.db.begin().await.unwrap();
    let revived = jobs::requeue_dead(&tx, bench.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(revived, 1);
    let (mended, runs) = bench.counting();
    assert_eq!(mended.drain().await.unwrap(), 1);
    assert_eq!(runs.payloads(), ["1"]);
    assert_eq!(bench.row().await, Row::new("DONE", 1, None));
}

async fn what_no_repetition_mends_is_given_up_at_once(test: TestDb) {
    let bench = Bench::new(test);
    let runner = bench.runner(Arc::new(Told::to(|_| Err(JobError::give_up("no id")))));
    bench.enqueue("?").await;
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert_eq!(bench.row().await, Row::new("DEAD", 1, Some("no id")));
}

async fn a_panic_is_a_failed_run(test: TestDb) {
    let bench = Bench::new(test);
    let rough = Arc::new(Told::to(|payload| {
        assert_ne!(payload, "1", "a bug");
        Ok(())
    }));
    let runner = bench.runner(rough.clone());
    bench.enqueue("1").await;
    bench.enqueue("2").await;
    assert_eq!(runner.drain().await.unwrap(), 2);
    assert_eq!(rough.payloads(), ["1", "2"]);
    let failed = Row::new("WAITING", 1, Some("the handler panicked"));
    assert_eq!(bench.rows().await, [failed, Row::new("DONE", 1, None)]);
}

async fn a_retry_gives_way_to_a_newer_job_with_its_key(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue_unique("1").await;
    let db = bench.db.handle();
    let now = bench.clock.now();
    // The row changes while the job runs, so another job waits for it; then
    // the first run fails.
    let overtaken = Arc::new(Overtaken { db, now });
    let runner = bench.runner(overtaken);
    assert_eq!(runner.drain().await.unwrap(), 2);
    let failed = Row::new("WAITING", 1, Some("no line"));
    let rows = bench.rows().await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.contains(&failed), "{rows:?}");
    assert!(rows.contains(&Row::new("DONE", 1, None)), "{rows:?}");
    bench.clock.advance(Duration::seconds(1));
    let (mended, runs) = bench.counting();
    assert_eq!(mended.drain().await.unwrap(), 1);
    assert_eq!(runs.payloads(), ["1"]);
}

struct Overtaken {
    db: db::Db,
    now: kernel::Timestamp,
}

#[async_trait::async_trait]
impl jobs::Handler for Overtaken {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        if payload == "newer" {
            return Ok(());
        }
        let tx = self.db.begin().await?;
        let newer = jobs::NewJob::new("work", "newer", self.now);
        jobs::enqueue(&tx, newer.unique(payload.to_owned())).await?;
        tx.commit().await?;
        Err(JobError::retry("no line"))
    }
}
