//! Waiting, and being woken.

use crate::support::Bench;
use jobs::{NewJob, enqueue};
use kernel::Clock;
use testkit::TestDb;

testkit::on_both!(
    a_job_is_committed_with_its_transaction_or_not_at_all,
    a_burst_of_one_key_costs_one_job,
    only_stuck_jobs_are_reported_as_stuck,
);

async fn a_job_is_committed_with_its_transaction_or_not_at_all(test: TestDb) {
    let bench = Bench::new(test);
    let tx = bench.db.begin().await.unwrap();
    enqueue(&tx, NewJob::new("work", "1", bench.clock.now()))
        .await
        .unwrap();
    drop(tx);
    let (runner, runs) = bench.counting();
    assert_eq!(runner.drain().await.unwrap(), 0);
    bench.enqueue("2").await;
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert_eq!(runs.payloads(), ["2"]);
}

async fn a_burst_of_one_key_costs_one_job(test: TestDb) {
    let bench = Bench::new(test);
    for payload in ["1", "1", "1", "2"] {
        bench.enqueue_unique(payload).await;
    }
    let (runner, runs) = bench.counting();
    assert_eq!(runner.drain().await.unwrap(), 2);
    bench.enqueue_unique("1").await;
    assert_eq!(
        runner.drain().await.unwrap(),
        1,
        "what is done does not wait"
    );
    assert_eq!(runs.payloads(), ["1", "1", "2"]);
}

async fn only_stuck_jobs_are_reported_as_stuck(test: TestDb) {
    let bench = Bench::new(test);
    bench.enqueue("1").await;
    bench.claim_and_die().await;
    let stuck = async || jobs::stuck(bench.db.primary(), bench.clock.now()).await;
    assert_eq!(stuck().await.unwrap(), 0);
    bench.clock.advance(chrono::Duration::minutes(59));
    assert_eq!(stuck().await.unwrap(), 0, "somebody may take it up yet");
    bench.clock.advance(chrono::Duration::minutes(3));
    assert_eq!(stuck().await.unwrap(), 1);
    let lost = "UPDATE job SET lease_until = NULL";
    bench.db.raw(lost).await.unwrap();
    assert_eq!(stuck().await.unwrap(), 1, "claimed without a lease");
    let restored = "UPDATE job SET lease_until = run_at";
    bench.db.raw(restored).await.unwrap();
    let (runner, _) = bench.counting();
    assert_eq!(runner.drain().await.unwrap(), 1);
    assert_eq!(stuck().await.unwrap(), 0);
}
