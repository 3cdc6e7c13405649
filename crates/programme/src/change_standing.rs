//! An officer decides about a producer's standing: verifies, activates,
//! suspends, reinstates, closes.

use crate::permission::runs_programme_in;
use crate::standing::{ProducerCommand, ProducerEvent, ProducerVerification, VerificationMethod};
use crate::store::{producers, standing};
use crate::{Producer, ProducerStatus, Programme, events};
use db::Tx;
use jobs::Event;
use kernel::{Actor, ProducerId, text};
use sea_orm::DbErr;

/// The longest grounds and evidence, in characters.
const MAX_TEXT: usize = 2_000;

/// What an officer decides.
#[derive(Clone, Debug)]
pub enum StandingStep {
    /// Records how it was established who the producer is.
    Verify {
        /// How.
        method: VerificationMethod,
        /// What was seen, 1 to 2,000 characters.
        evidence: String,
    },
    /// Lets it sell. It was verified before.
    Activate,
    /// Stops it: nothing of it is shown or sold from the next request on.
    Suspend {
        /// Why, 1 to 2,000 characters.
        grounds: String,
    },
    /// Lets it sell again.
    Reinstate {
        /// Why, at most 2,000 characters.
        grounds: Option<String>,
    },
    /// Ends it for good.
    Close {
        /// Why, 1 to 2,000 characters.
        grounds: String,
    },
}

impl StandingStep {
    /// Its row in the table of standing.
    #[must_use]
    pub const fn command(&self) -> ProducerCommand {
        match self {
            Self::Verify { .. } => ProducerCommand::Verify,
            Self::Activate => ProducerCommand::Activate,
            Self::Suspend { .. } => ProducerCommand::Suspend,
            Self::Reinstate { .. } => ProducerCommand::Reinstate,
            Self::Close { .. } => ProducerCommand::Close,
        }
    }

    fn grounds(&self) -> Option<&str> {
        match self {
            Self::Verify { .. } | Self::Activate => None,
            Self::Suspend { grounds } | Self::Close { grounds } => Some(grounds),
            Self::Reinstate { grounds } => grounds.as_deref(),
        }
    }
}

/// Why a producer's standing did not change.
#[derive(Debug, thiserror::Error)]
pub enum ChangeStandingError {
    /// There is no such producer where the actor runs the programme.
    #[error("there is no such producer")]
    NotFound,
    /// The actor works for it: nobody decides about their own.
    #[error("nobody decides about a producer of their own")]
    OwnProducer,
    /// The step does not begin where the producer stands.
    #[error("the producer is {} and cannot do that now", .0.as_str())]
    WrongStatus(ProducerStatus),
    /// It may not sell before a verification is on record.
    #[error("the producer was never verified")]
    NotVerified,
    /// It may not sell before it can be reached; see
    /// [`Producer::is_reachable`].
    #[error("the producer's contacts are missing")]
    ContactsMissing,
    /// Whoever suspends or closes says why.
    #[error("grounds are needed")]
    GroundsMissing,
    /// Longer than 2,000 characters.
    #[error("the grounds are longer than 2,000 characters")]
    GroundsTooLong,
    /// Nothing, or more than 2,000 characters.
    #[error("evidence of 1 to 2,000 characters is needed")]
    InvalidEvidence,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ChangeStandingError);

impl Programme {
    /// Takes one step with a producer and answers it as it then stands. For
    /// the program itself, administrators, and programme officers of its
    /// province; to everybody else there is no such producer.
    ///
    /// # Errors
    /// [`ChangeStandingError`]; then nothing has changed.
    pub async fn change_standing(
        &self,
        actor: &Actor,
        id: ProducerId,
        step: &StandingStep,
    ) -> Result<Producer, ChangeStandingError> {
        let changed = db::retry(|| async {
            let tx = self.db.begin().await?;
            let changed = self.change_standing_in(&tx, actor, id, step).await?;
            tx.commit().await?;
            Ok::<_, ChangeStandingError>(changed)
        })
        .await?;
        self.outbox.wake();
        Ok(changed)
    }

    /// [`Programme::change_standing`] in the caller's transaction.
    ///
    /// # Errors
    /// [`ChangeStandingError`].
    pub async fn change_standing_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ProducerId,
        step: &StandingStep,
    ) -> Result<Producer, ChangeStandingError> {
        use ChangeStandingError as Error;
        let found = producers::lock(tx, id).await?;
        let mut producer = found
            .filter(|producer| runs_programme_in(actor, &producer.province_code))
            .ok_or(Error::NotFound)?;
        if actor.works_for(id) {
            return Err(Error::OwnProducer);
        }
        let command = step.command();
        let grounds = grounds(step)?;
        let evidence = evidence(step)?;
        let status = command
            .from(Some(producer.status))
            .ok_or(Error::WrongStatus(producer.status))?;
        let now = self.clock.now();
        if let Some((method, evidence)) = evidence {
            let verification = ProducerVerification {
                producer_id: id,
                method,
                evidence,
                verifier: actor.label(),
                at: now,
            };
            standing::append_verification(tx, verification).await?;
        }
        if command == ProducerCommand::Activate && !standing::is_verified(tx, id).await? {
            return Err(Error::NotVerified);
        }
        if command == ProducerCommand::Activate && !producer.is_reachable() {
            return Err(Error::ContactsMissing);
        }
        producers::set_status(tx, id, status, now).await?;
        let entry = ProducerEvent {
            producer_id: id,
            status,
            grounds,
            actor: actor.label(),
            at: now,
        };
        standing::append_event(tx, entry).await?;
        let event = Event {
            topic: events::PRODUCER_CHANGED,
            subject: id.0,
            at: now,
        };
        self.outbox.announce(tx, event).await?;
        producer.status = status;
        Ok(producer)
    }
}

fn grounds(step: &StandingStep) -> Result<Option<String>, ChangeStandingError> {
    let grounds = step
        .grounds()
        .map(text::clean_lines)
        .filter(|grounds| !grounds.is_empty());
    if grounds.is_none() && step.command().needs_grounds() {
        return Err(ChangeStandingError::GroundsMissing);
    }
    if grounds
        .as_ref()
        .is_some_and(|grounds| grounds.chars().count() > MAX_TEXT)
    {
        return Err(ChangeStandingError::GroundsTooLong);
    }
    Ok(grounds)
}

fn evidence(
    step: &StandingStep,
) -> Result<Option<(VerificationMethod, String)>, ChangeStandingError> {
    let StandingStep::Verify { method, evidence } = step else {
        return Ok(None);
    };
    let evidence = text::clean_lines(evidence);
    if (1..=MAX_TEXT).contains(&evidence.chars().count()) {
        Ok(Some((*method, evidence)))
    } else {
        Err(ChangeStandingError::InvalidEvidence)
    }
}
