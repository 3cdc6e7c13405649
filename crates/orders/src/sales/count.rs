//! Adding sales up.

use super::cells;
use crate::store::sales as store;
use crate::{Orders, jobs as own_jobs};
use ::jobs::{NewJob, enqueue};
use db::Tx;
use kernel::{ProducerOrderId, Timestamp};
use sea_orm::DbErr;

/// How many sales one transaction adds up: on SQLite buyers wait for it.
const BATCH: u64 = 200;

impl Orders {
    /// Writes, with the delivery, that a part was sold.
    pub(crate) async fn sold(
        &self,
        tx: &Tx,
        part: ProducerOrderId,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        store::record(tx, part, now).await?;
        // A job of its own for each: two deliveries would wait for each other
        // over the key of one.
        let job = NewJob::new(own_jobs::COUNT_SALES, &part.to_string(), now);
        enqueue(tx, job).await
    }

    /// Adds up the sales that are not counted yet, each once, whoever else
    /// does the same at the same time; returns how many.
    ///
    /// # Errors
    /// [`DbErr`]; what was not added is left for the next call.
    pub async fn count_sales(&self) -> Result<usize, DbErr> {
        let mut counted = 0;
        // Most calls find that an earlier one has done their work.
        while store::any_uncounted(self.db.primary()).await? {
            let batch = db::retry(|| self.count_batch()).await?;
            if batch == 0 {
                // Somebody else has the rest in hand.
                break;
            }
            counted += batch;
        }
        Ok(counted)
    }

    async fn count_batch(&self) -> Result<usize, DbErr> {
        let tx = self.db.begin().await?;
        let taken = store::take(&tx, BATCH).await?;
        let lines = store::lines_of(&tx, &taken).await?;
        store::add(&tx, &cells(&lines)).await?;
        tx.commit().await?;
        Ok(taken.len())
    }
}
