//! The runner as a service: it survives, is woken, and stops without loss.

use crate::support::{Bench, Row, Stall, Told, eventually};
use chrono::Duration;
use jobs::{JobError, RunnerConfig};
use std::sync::Arc;
use testkit::TestDb;
use tokio_util::sync::CancellationToken;

testkit::on_both!(
    a_panic_does_not_end_the_runner,
    a_woken_runner_does_not_wait_for_its_poll,
    a_stop_lets_the_running_job_finish_and_takes_no_other,
    what_an_aborted_runner_held_is_done_by_another,
);

/// One job at a time, and looks again only when told.
const PATIENT: RunnerConfig = RunnerConfig {
    workers: 1,
    poll: std::time::Duration::from_secs(3600),
    lease: Duration::seconds(60),
    max_attempts: 10,
};

async fn done(bench: &Bench, jobs: i64) {
    let sql = "SELECT COUNT(*) FROM job WHERE status = 'DONE'";
    eventually("the jobs are done", async || {
        (bench.db.number(sql).await == jobs).then_some(())
    })
    .await;
}

async fn a_panic_does_not_end_the_runner(test: TestDb) {
    let bench = Bench::new(test);
    let rough = Arc::new(Told::to(|payload| {
        assert_ne!(payload, "1", "a bug");
        Ok(())
    }));
    bench.enqueue("1").await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(bench.runner_with(PATIENT, rough).run(stop.clone()));
    let failed = Row::new("WAITING", 1, Some("the handler panicked"));
    eventually("the panic is recorded", async || {
        (bench.row().await == failed).then_some(())
    })
    .await;
    bench.enqueue("2").await;
    bench.outbox.wake();
    done(&bench, 1).await;
    stop.cancel();
    running.await.unwrap();
}

async fn a_woken_runner_does_not_wait_for_its_poll(test: TestDb) {
    let bench = Bench::new(test);
    let told = Arc::new(Told::to(|_| Ok(())));
    let stop = CancellationToken::new();
    let running = tokio::spawn(bench.runner_with(PATIENT, told).run(stop.clone()));
    for jobs in 1..=3 {
        bench.enqueue("1").await;
        bench.outbox.wake();
        done(&bench, jobs).await;
    }
    stop.cancel();
    running.await.unwrap();
}

async fn a_stop_lets_the_running_job_finish_and_takes_no_other(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue("1").await;
    bench.enqueue("2").await;
    let stall = Arc::new(Stall::then(|| Ok(())));
    let stop = CancellationToken::new();
    let running = tokio::spawn(bench.runner_with(PATIENT, stall.clone()).run(stop.clone()));
    stall.begun.notified().await;
    stop.cancel();
    bench.outbox.wake();
    stall.go_on.notify_one();
    running.await.unwrap();
    let untouched = Row::new("WAITING", 0, None);
    assert_eq!(bench.rows().await, [Row::new("DONE", 1, None), untouched]);
    let (next, runs) = bench.counting();
    next.drain().await.unwrap();
    assert_eq!(runs.payloads(), ["2"]);
}

async fn what_an_aborted_runner_held_is_done_by_another(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue("1").await;
    let stall = Arc::new(Stall::then(|| Err(JobError::give_up("never said"))));
    let stop = CancellationToken::new();
    let runner = bench.runner_with(PATIENT, stall.clone());
    let running = tokio::spawn(runner.run(stop.clone()));
    stall.begun.notified().await;
    // The process's patience ends before the job does.
    stop.cancel();
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    stall.dropped.notified().await;
    stall.go_on.notify_one();
    let (next, runs) = bench.counting();
    assert_eq!(next.drain().await.unwrap(), 0, "it is leased");
    bench.clock.advance(Duration::seconds(61));
    assert_eq!(next.drain().await.unwrap(), 1);
    assert_eq!(runs.payloads(), ["1"]);
    assert_eq!(bench.row().await, Row::new("DONE", 2, None));
}
