//! What runs by the clock: evaluated in Vietnam's time, deduplicated over all
//! processes by one row per tick.

use crate::queue::{NewJob, enqueue};
use chrono::FixedOffset;
use croner::Cron;
use db::{Db, Tx};
use kernel::Timestamp;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use std::str::FromStr;

/// A job that runs by the clock.
pub struct Schedule {
    job: &'static str,
    cron: Cron,
}

impl Schedule {
    /// A job of kind `job` at every tick of a cron pattern (with seconds
    /// optional), in Vietnam's time.
    ///
    /// # Errors
    /// The pattern's fault.
    pub fn new(job: &'static str, pattern: &str) -> Result<Self, String> {
        let cron = croner::parser::CronParser::builder()
            .seconds(croner::parser::Seconds::Optional)
            .build()
            .parse(pattern)
            .or_else(|_| Cron::from_str(pattern))
            .map_err(|error| format!("schedule of {job}: {pattern:?}: {error}"))?;
        Ok(Self { job, cron })
    }

    /// The last tick in `(after, now]`, if there was one. Ticks missed while
    /// no process ran are not made up one by one: reconcilers look at the
    /// state, not at the tick.
    fn last_tick(&self, after: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let vietnam = FixedOffset::east_opt(7 * 3600)?;
        let mut tick = None;
        let mut from = after.with_timezone(&vietnam);
        for _ in 0..1000 {
            match self.cron.find_next_occurrence(&from, false) {
                Ok(next) if next <= now.with_timezone(&vietnam) => {
                    tick = Some(next.to_utc());
                    from = next;
                }
                _ => break,
            }
        }
        tick
    }

    /// Enqueues the job when a tick lies in `(after, now]` and no other
    /// process has taken it.
    pub(crate) async fn tick(
        &self,
        db: &Db,
        after: Timestamp,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        let Some(tick) = self.last_tick(after, now) else {
            return Ok(());
        };
        let tx = db.begin().await?;
        if self.take(&tx, tick).await? {
            enqueue(
                &tx,
                NewJob::new(self.job, &tick.to_rfc3339(), now).unique("schedule".to_owned()),
            )
            .await?;
        }
        tx.commit().await
    }

    async fn take(&self, tx: &Tx, tick: Timestamp) -> Result<bool, DbErr> {
        let taken = tx
            .execute_raw(Statement::from_sql_and_values(
                tx.get_database_backend(),
                "INSERT INTO job_tick (schedule, tick) VALUES ($1, $2) ON CONFLICT (schedule, tick) DO NOTHING",
                [self.job.into(), tick.into()],
            ))
            .await?;
        // One row per schedule is enough to know.
        tx.execute_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            "DELETE FROM job_tick WHERE schedule = $1 AND tick < $2",
            [self.job.into(), (tick - chrono::Duration::days(1)).into()],
        ))
        .await?;
        Ok(taken.rows_affected() == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    #[test]
    fn ticks_are_vietnamese_and_only_the_last_counts() {
        let daily = Schedule::new("x", "0 0 * * *").unwrap();
        let at = |h| Utc.with_ymd_and_hms(2026, 3, 1, h, 0, 0).unwrap();
        // Midnight in Vietnam is 17:00 UTC.
        assert_eq!(daily.last_tick(at(16), at(18)), Some(at(17)));
        assert_eq!(daily.last_tick(at(17), at(18)), None);
        let minutely = Schedule::new("x", "* * * * *").unwrap();
        assert_eq!(minutely.last_tick(at(10), at(12)), Some(at(12)));
        assert!(Schedule::new("x", "every day").is_err());
    }
}
