//! A job belongs to one run at a time, and is never lost.

use crate::support::{Bench, Row, Stall, Told, eventually};
use chrono::Duration;
use jobs::{JobError, RunnerConfig};
use kernel::Clock;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::sync::Arc;
use testkit::TestDb;

testkit::on_both!(
    who_lost_the_lease_neither_counts_nor_undoes,
    who_lost_the_lease_does_not_end_the_run_that_has_it,
    a_worker_that_took_its_own_job_again_ends_the_second_run_only,
    a_long_run_keeps_its_lease,
    a_run_whose_lease_is_lost_is_given_up,
    what_a_dead_worker_held_runs_again_but_not_for_ever,
);

const BEYOND_THE_LEASE: Duration = Duration::seconds(61);

async fn who_lost_the_lease_neither_counts_nor_undoes(test: TestDb) {
    let bench = Bench::new(test);
    let recorder = PrometheusBuilder::new().build_recorder();
    let metrics = recorder.handle();
    let _counting = metrics::set_default_local_recorder(&recorder);
    let ends: [fn() -> Result<(), JobError>; 3] = [
        || Ok(()),
        || Err(JobError::retry("late")),
        || Err(JobError::give_up("late")),
    ];
    for (done_before, end) in ends.into_iter().enumerate() {
        bench.enqueue("1").await;
        let stall = Arc::new(Stall::then(end));
        let slow = bench.runner(stall.clone());
        let (quick, runs) = bench.counting();
        let meanwhile = async {
            stall.begun.notified().await;
            assert_eq!(quick.drain().await.unwrap(), 0, "it is leased");
            bench.clock.advance(BEYOND_THE_LEASE);
            assert_eq!(quick.drain().await.unwrap(), 1);
            stall.go_on.notify_one();
        };
        let (drained, ()) = tokio::join!(slow.drain(), meanwhile);
        drained.unwrap();
        assert_eq!(runs.payloads(), ["1"]);
        let rows = bench.rows().await;
        assert_eq!(rows.len(), done_before + 1);
        assert!(
            rows.iter().all(|row| *row == Row::new("DONE", 2, None)),
            "{rows:?}"
        );
        bench.clock.advance(Duration::days(1));
        assert_eq!(quick.drain().await.unwrap(), 0, "nothing waits");
    }
    let metrics = metrics.render();
    assert!(
        metrics.contains("ocop_jobs_run_total{kind=\"work\"} 3\n"),
        "{metrics}"
    );
    assert!(!metrics.contains("ocop_jobs_dead_total"), "{metrics}");
}

async fn who_lost_the_lease_does_not_end_the_run_that_has_it(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue("1").await;
    let first = Arc::new(Stall::then(|| Ok(())));
    let second = Arc::new(Stall::then(|| Err(JobError::retry("again, please"))));
    let (slow, quick) = (bench.runner(first.clone()), bench.runner(second.clone()));
    let takes_over = async {
        first.begun.notified().await;
        bench.clock.advance(BEYOND_THE_LEASE);
        quick.drain().await.unwrap()
    };
    let watches = async {
        second.begun.notified().await;
        first.go_on.notify_one();
    };
    let ends_last = async {
        slow.drain().await.unwrap();
        assert_eq!(bench.row().await, Row::new("RUNNING", 2, None));
        second.go_on.notify_one();
    };
    tokio::join!(takes_over, watches, ends_last);
    assert_eq!(
        bench.row().await,
        Row::new("WAITING", 2, Some("again, please"))
    );
}

async fn a_worker_that_took_its_own_job_again_ends_the_second_run_only(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue("1").await;
    let stall = Arc::new(Stall::then(|| Ok(())));
    let runner = bench.runner(stall.clone());
    let again = async {
        stall.begun.notified().await;
        bench.clock.advance(BEYOND_THE_LEASE);
        let second = runner.drain();
        let look = async {
            stall.begun.notified().await;
            // The first run waits longest, so it goes first.
            stall.go_on.notify_one();
        };
        tokio::join!(second, look).0.unwrap();
    };
    let first = async {
        runner.drain().await.unwrap();
        assert_eq!(bench.row().await, Row::new("RUNNING", 2, None));
        stall.go_on.notify_one();
    };
    tokio::join!(again, first);
    assert_eq!(bench.row().await, Row::new("DONE", 2, None));
}

/// Renewed every ten milliseconds, by any clock.
const SHORT: RunnerConfig = RunnerConfig {
    workers: 4,
    poll: std::time::Duration::from_millis(2),
    lease: Duration::milliseconds(20),
    max_attempts: 10,
};

async fn a_long_run_keeps_its_lease(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue("1").await;
    let stall = Arc::new(Stall::then(|| Ok(())));
    let slow = bench.runner_with(SHORT, stall.clone());
    let (quick, runs) = bench.counting();
    let meanwhile = async {
        stall.begun.notified().await;
        for _ in 0..5 {
            // Not yet over, but by now and another step it would be.
            bench.clock.advance(Duration::milliseconds(15));
            let soon = bench.clock.now() + Duration::milliseconds(19);
            eventually("the lease is renewed", async || {
                bench.leased_beyond(soon).await.then_some(())
            })
            .await;
            assert_eq!(quick.drain().await.unwrap(), 0);
        }
        stall.go_on.notify_one();
    };
    let (drained, ()) = tokio::join!(slow.drain(), meanwhile);
    assert_eq!(drained.unwrap(), 1);
    assert_eq!(runs.payloads(), [""; 0]);
    assert_eq!(bench.row().await, Row::new("DONE", 1, None));
}

async fn a_run_whose_lease_is_lost_is_given_up(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue("1").await;
    let stall = Arc::new(Stall::then(|| Ok(())));
    let slow = bench.runner_with(SHORT, stall.clone());
    let stolen = async {
        stall.begun.notified().await;
        // As another worker's claim would.
        bench
            .db
            .raw("UPDATE job SET worker = 'another', attempts = 2")
            .await
            .unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(30), stall.dropped.notified())
            .await
            .expect("the run is given up");
    };
    let (drained, ()) = tokio::join!(slow.drain(), stolen);
    assert_eq!(drained.unwrap(), 1);
    assert_eq!(bench.row().await, Row::new("RUNNING", 2, None));
}

async fn what_a_dead_worker_held_runs_again_but_not_for_ever(test: TestDb) {
    let bench = Bench::new(test);
    let most = RunnerConfig::default().max_attempts;
    bench.enqueue("1").await;
    for attempt in 1..most {
        bench.claim_and_die().await;
        assert_eq!(bench.row().await, Row::new("RUNNING", attempt, None));
        bench.clock.advance(BEYOND_THE_LEASE);
    }
    bench.claim_and_die().await;
    let (runner, runs) = bench.counting();
    assert_eq!(runner.drain().await.unwrap(), 0, "leased by the dead");
    bench.clock.advance(BEYOND_THE_LEASE);
    runner.drain().await.unwrap();
    assert_eq!(runs.payloads(), [""; 0], "it had all its runs");
    let dead = jobs::dead(bench.db.primary(), 10).await.unwrap();
    assert_eq!(dead.len(), 1, "{:?}", bench.row().await);

    // One that still has a run left is done by the next worker.
    let saved = Arc::new(Told::to(|_| Ok(())));
    bench.enqueue("2").await;
    bench.claim_and_die().await;
    bench.clock.advance(BEYOND_THE_LEASE);
    bench.runner(saved.clone()).drain().await.unwrap();
    assert_eq!(saved.payloads(), ["2"]);
}
