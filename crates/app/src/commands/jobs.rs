//! `ocop jobs`: looks after the queue.

use crate::config::{self, Overrides};
use crate::failure::Failure;
use crate::{End, place, telemetry};
use kernel::{Clock, SystemClock};

/// How many dead jobs are listed: enough to see what is wrong.
const LISTED: u32 = 100;

#[derive(clap::Args)]
pub(super) struct Options {
    #[command(subcommand)]
    errand: Errand,
}

#[derive(clap::Subcommand)]
enum Errand {
    /// Say how many jobs wait, run, are late, or dead.
    Count(Overrides),
    /// List the jobs that were given up, the last first.
    Dead(Overrides),
    /// Give the jobs that were given up another life.
    RetryDead(Overrides),
}

pub(super) async fn run(options: Options) -> Result<End, Failure> {
    telemetry::log_quietly();
    let now = SystemClock.now();
    let (Errand::Count(overrides) | Errand::Dead(overrides) | Errand::RetryDead(overrides)) =
        &options.errand;
    let db = place::ready_database(&config::load(overrides)?).await?;
    match options.errand {
        Errand::Count(_) => {
            let counts = ::jobs::counts(db.primary(), now).await?;
            println!(
                "waiting: {}, of them late: {}, running: {}, dead: {}",
                counts.waiting, counts.late, counts.running, counts.dead
            );
        }
        Errand::Dead(_) => {
            for job in ::jobs::dead(db.primary(), LISTED).await? {
                let at = job.finished_at.map(|at| at.to_rfc3339());
                println!(
                    "{}  {} {}, {} runs: {}",
                    at.unwrap_or_default(),
                    job.kind,
                    job.payload,
                    job.attempts,
                    job.last_error.unwrap_or_default()
                );
            }
        }
        Errand::RetryDead(_) => {
            let tx = db.begin().await?;
            let revived = ::jobs::requeue_dead(&tx, now).await?;
            tx.commit().await?;
            println!("{revived} jobs wait again");
        }
    }
    db.close().await;
    Ok(End::Done)
}
