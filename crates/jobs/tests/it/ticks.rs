//! What runs by the clock runs once per tick, however many processes look.

use crate::support::{Bench, Told, eventually};
use chrono::Duration;
use jobs::{Runner, RunnerConfig, Schedule};
use kernel::{Clock, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use testkit::{TestClock, TestDb};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

testkit::on_both!(
    a_tick_fires_once_though_two_processes_see_it,
    a_tick_that_could_not_be_taken_is_not_lost,
);

/// A process with a clock of its own that counts how often it is asked.
#[derive(Clone)]
struct Process {
    clock: TestClock,
    asked: Arc<AtomicUsize>,
}

impl Clock for Process {
    fn now(&self) -> Timestamp {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.clock.now()
    }
}

impl Process {
    fn new() -> Self {
        Self {
            clock: TestClock::at("2026-11-23T01:59:30Z"),
            asked: Arc::default(),
        }
    }

    fn start(&self, bench: &Bench, told: Arc<Told>, stop: &CancellationToken) -> JoinHandle<()> {
        let config = RunnerConfig {
            poll: std::time::Duration::from_millis(1),
            ..RunnerConfig::default()
        };
        let clock = Arc::new(self.clone());
        // An outbox of its own: who is woken is another question.
        let outbox = jobs::OutboxBuilder::default().build();
        let runner = Runner::new(bench.db.handle(), clock, outbox, config)
            .handle("hourly", told)
            .schedule(Schedule::new("hourly", "0 * * * *").unwrap());
        tokio::spawn(Arc::new(runner).run(stop.clone()))
    }

    /// Until it has looked at its schedules and its queue at least once more:
    /// a round asks the clock twice.
    async fn looks(&self) {
        let until = self.asked.load(Ordering::SeqCst) + 6;
        eventually("the process looks at its schedules", async || {
            (self.asked.load(Ordering::SeqCst) >= until).then_some(())
        })
        .await;
    }
}

async fn a_tick_fires_once_though_two_processes_see_it(test: TestDb) {
    let bench = Bench::new(test);
    let told = Arc::new(Told::to(|_| Ok(())));
    let stop = CancellationToken::new();
    let processes = [Process::new(), Process::new()];
    let running: Vec<_> = processes
        .iter()
        .map(|process| process.start(&bench, told.clone(), &stop))
        .collect();
    for process in &processes {
        process.looks().await;
    }
    assert_eq!(told.payloads(), [""; 0], "no tick yet");
    let hours = ["2026-11-23T02:00:00+00:00", "2026-11-23T03:00:00+00:00"];
    for hour in 1..=2 {
        // The second process is late: the first one's job is done by then.
        for process in &processes {
            process.clock.advance(if hour == 1 {
                Duration::minutes(1)
            } else {
                Duration::hours(1)
            });
            process.looks().await;
            eventually("the job ran", async || {
                (told.payloads().len() >= hour).then_some(())
            })
            .await;
            let sql = "SELECT COUNT(*) FROM job WHERE status <> 'DONE'";
            eventually("its end is recorded", async || {
                (bench.db.number(sql).await == 0).then_some(())
            })
            .await;
        }
        assert_eq!(told.payloads(), hours[..hour]);
    }
    stop.cancel();
    for process in running {
        process.await.unwrap();
    }
    assert_eq!(told.payloads(), hours);
}

async fn a_tick_that_could_not_be_taken_is_not_lost(test: TestDb) {
    let bench = Bench::new(test);
    let told = Arc::new(Told::to(|_| Ok(())));
    let stop = CancellationToken::new();
    let process = Process::new();
    let running = process.start(&bench, told.clone(), &stop);
    process.looks().await;
    bench
        .db
        .raw("ALTER TABLE job_tick RENAME TO away")
        .await
        .unwrap();
    process.clock.advance(Duration::minutes(1));
    process.looks().await;
    bench
        .db
        .raw("ALTER TABLE away RENAME TO job_tick")
        .await
        .unwrap();
    eventually("the tick is made up for", async || {
        (told.payloads() == ["2026-11-23T02:00:00+00:00"]).then_some(())
    })
    .await;
    stop.cancel();
    running.await.unwrap();
}
