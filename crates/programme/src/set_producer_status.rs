//! The program itself brings a producer to where it should stand: seeds,
//! samples and tests.

use crate::standing::{ProducerCommand, VerificationMethod};
use crate::store::producers;
use crate::{ChangeStandingError, ProducerStatus, Programme, StandingStep};
use db::Tx;
use kernel::{Actor, ProducerId};
use sea_orm::DbErr;

/// Grounds and evidence of what no officer decided.
const BY_PROGRAM: &str = "Do hệ thống ghi nhận";

/// Why a producer's status did not change.
#[derive(Debug, thiserror::Error)]
pub enum SetProducerStatusError {
    /// There is no such producer.
    #[error("there is no such producer")]
    NotFound,
    /// People decide by [`Programme::change_standing`], with grounds and
    /// evidence.
    #[error("only the program itself may do this")]
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
    /// Brings a producer to a status, step by step as officers would; its
    /// history says that it was the program. For [`Actor::System`] alone. The
    /// status that it has already is no change and no error.
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
        if *actor != Actor::System {
            return Err(SetProducerStatusError::NotAllowed);
        }
        let producer = producers::lock(tx, id)
            .await?
            .ok_or(SetProducerStatusError::NotFound)?;
        let from = producer.status;
        if from == status {
            return Ok(());
        }
        let refused = SetProducerStatusError::NotPossible { from, to: status };
        let Some(way) = way(from, status) else {
            return Err(refused);
        };
        for step in way {
            match self.change_standing_in(tx, actor, id, &step).await {
                Ok(_) => {}
                Err(ChangeStandingError::Fault(error)) => return Err(error.into()),
                Err(_) => return Err(refused),
            }
        }
        Ok(())
    }
}

/// The steps from the one status to the other.
fn way(from: ProducerStatus, to: ProducerStatus) -> Option<Vec<StandingStep>> {
    let leads = |command: &ProducerCommand| command.from(Some(from)) == Some(to);
    match ProducerCommand::ALL.into_iter().find(leads) {
        Some(command) => Some(vec![step(command)?]),
        None if (from, to) == (ProducerStatus::Applied, ProducerStatus::Active) => Some(vec![
            step(ProducerCommand::Verify)?,
            step(ProducerCommand::Activate)?,
        ]),
        None => None,
    }
}

fn step(command: ProducerCommand) -> Option<StandingStep> {
    let grounds = BY_PROGRAM.to_owned();
    match command {
        ProducerCommand::Register => None,
        ProducerCommand::Verify => Some(StandingStep::Verify {
            method: VerificationMethod::BusinessRegistration,
            evidence: grounds,
        }),
        ProducerCommand::Activate => Some(StandingStep::Activate),
        ProducerCommand::Suspend => Some(StandingStep::Suspend { grounds }),
        ProducerCommand::Reinstate => Some(StandingStep::Reinstate { grounds: None }),
        ProducerCommand::Close => Some(StandingStep::Close { grounds }),
    }
}
