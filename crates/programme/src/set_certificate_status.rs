//! An officer records a decision about a certificate: suspended, revoked,
//! superseded, in force again.

use crate::permission::runs_programme_in;
use crate::store::{certificates, producers};
use crate::{CertificateEvent, CertificateStatus, Ground, Programme, events};
use db::Tx;
use jobs::Event;
use kernel::{Actor, CertificateId, text};
use sea_orm::DbErr;

/// What a decision changed.
#[derive(Clone, Debug)]
pub struct CertificateChange {
    /// Of which certificate.
    pub id: CertificateId,
    /// What it becomes.
    pub status: CertificateStatus,
    /// On which ground it is taken away.
    pub ground: Option<Ground>,
    /// Why, in words.
    pub grounds: Option<String>,
    /// The number of the decision.
    pub decision_number: String,
}

/// Why a certificate's status did not change.
#[derive(Debug, thiserror::Error)]
pub enum SetCertificateStatusError {
    /// There is no such certificate.
    #[error("there is no such certificate")]
    NotFound,
    /// The actor does not run the programme in the producer's province.
    #[error("only an officer of the producer's province may do this")]
    NotAllowed,
    /// A certificate changes only by a numbered decision.
    #[error("the number of the decision is needed")]
    DecisionMissing,
    /// The grounds are longer than 2,000 characters.
    #[error("the grounds are too long")]
    GroundsTooLong,
    /// It has this status already.
    #[error("the certificate has this status already")]
    Unchanged,
    /// Revoked and superseded are final.
    #[error("a certificate that is {0:?} stays so")]
    Final(CertificateStatus),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Sets a certificate's status and adds the decision to its history.
    /// Permission as for [`Programme::set_producer_status`].
    ///
    /// # Errors
    /// [`SetCertificateStatusError`].
    pub async fn set_certificate_status(
        &self,
        actor: &Actor,
        change: CertificateChange,
    ) -> Result<(), SetCertificateStatusError> {
        let tx = self.db.begin().await?;
        self.set_certificate_status_in(&tx, actor, change).await?;
        tx.commit().await?;
        self.outbox.wake();
        Ok(())
    }

    /// [`Programme::set_certificate_status`] in the caller's transaction.
    ///
    /// # Errors
    /// [`SetCertificateStatusError`].
    pub async fn set_certificate_status_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        change: CertificateChange,
    ) -> Result<(), SetCertificateStatusError> {
        use SetCertificateStatusError as Error;
        let certificate = certificates::lock(tx, change.id)
            .await?
            .ok_or(Error::NotFound)?;
        let producer = producers::by_id(tx, certificate.producer_id)
            .await?
            .ok_or(Error::NotFound)?;
        if !runs_programme_in(actor, &producer.province_code) {
            return Err(Error::NotAllowed);
        }
        let decision_number = text::clean(&change.decision_number);
        if decision_number.is_empty() || decision_number.chars().count() > 300 {
            return Err(Error::DecisionMissing);
        }
        let grounds = change
            .grounds
            .as_deref()
            .map(text::clean)
            .filter(|text| !text.is_empty());
        if grounds
            .as_ref()
            .is_some_and(|grounds| grounds.chars().count() > 2_000)
        {
            return Err(Error::GroundsTooLong);
        }
        if certificate.status.is_final() {
            return Err(Error::Final(certificate.status));
        }
        if !certificate.status.may_become(change.status) {
            return Err(Error::Unchanged);
        }
        let now = self.clock.now();
        certificates::set_status(tx, change.id, change.status).await?;
        let entry = CertificateEvent {
            status: change.status,
            ground: change.ground,
            grounds,
            decision_number,
            actor: actor.label(),
            at: now,
        };
        certificates::append_event(tx, change.id, entry).await?;
        let event = Event {
            topic: events::CERTIFICATE_CHANGED,
            subject: change.id.0,
            at: now,
        };
        self.outbox.announce(tx, event).await?;
        Ok(())
    }
}
