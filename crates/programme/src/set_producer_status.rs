//! An officer decides about a producer's standing.

use crate::permission::runs_programme_in;
use crate::store::producers;
use crate::{ProducerStatus, Programme, events};
use db::Tx;
use jobs::Event;
use kernel::{Actor, ProducerId};
use sea_orm::DbErr;

/// Why a producer's status did not change.
#[derive(Debug, thiserror::Error)]
pub enum SetProducerStatusError {
    /// There is no such producer.
    #[error("there is no such producer")]
    NotFound,
    /// The actor does not run the programme in the producer's province.
    #[error("only an officer of the producer's province may do this")]
    NotAllowed,
    /// No way leads from the one status to the other, or it would sell
    /// without an address ([`crate::Producer::is_reachable`]).
    #[error("a producer that is {from:?} cannot become {to:?}")]
    NotPossible {
        /// What it is.
        from: ProducerStatus,
        /// What was asked for.
        to: ProducerStatus,
    },
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Sets a producer's status. For the program itself, administrators, and
    /// programme officers of the producer's province. The status that it has
    /// already is no change and no error.
    ///
    /// # Errors
    /// [`SetProducerStatusError`].
    pub async fn set_producer_status(
        &self,
        actor: &Actor,
        id: ProducerId,
        status: ProducerStatus,
    ) -> Result<(), SetProducerStatusError> {
        let tx = self.db.begin().await?;
        self.set_producer_status_in(&tx, actor, id, status).await?;
        tx.commit().await?;
        self.outbox.wake();
        Ok(())
    }

    /// [`Programme::set_producer_status`] in the caller's transaction.
    ///
    /// # Errors
    /// [`SetProducerStatusError`].
    pub async fn set_producer_status_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ProducerId,
        status: ProducerStatus,
    ) -> Result<(), SetProducerStatusError> {
        let producer = producers::lock(tx, id)
            .await?
            .ok_or(SetProducerStatusError::NotFound)?;
        if !runs_programme_in(actor, &producer.province_code) {
            return Err(SetProducerStatusError::NotAllowed);
        }
        if producer.status == status {
            return Ok(());
        }
        let may = producer.status.may_become(status)
            && (status != ProducerStatus::Active || producer.is_reachable());
        if !may {
            return Err(SetProducerStatusError::NotPossible {
                from: producer.status,
                to: status,
            });
        }
        let now = self.clock.now();
        producers::set_status(tx, id, status, now).await?;
        let event = Event {
            topic: events::PRODUCER_CHANGED,
            subject: id.0,
            at: now,
        };
        self.outbox.announce(tx, event).await?;
        Ok(())
    }
}
