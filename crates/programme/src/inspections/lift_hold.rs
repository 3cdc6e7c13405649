//! An officer lifts what holds a certificate.

use super::act::{cleaned, step};
use super::{ActError, InspectionCommand};
use crate::Programme;
use crate::permission::runs_programme_in;
use crate::store::{certificates, holds, inspections, producers};
use kernel::{Actor, CertificateId};
use sea_orm::DbErr;

/// Why no hold was lifted.
#[derive(Debug, thiserror::Error)]
pub enum LiftHoldError {
    /// There is no such certificate in the officer's provinces.
    #[error("there is no such certificate")]
    NotFound,
    /// The grounds must have 1 to 2,000 characters.
    #[error("the grounds must have 1 to 2,000 characters")]
    Grounds,
    /// The certificate is not held.
    #[error("the certificate is not held")]
    NotHeld,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(LiftHoldError);

impl Programme {
    /// Lifts every hold on a certificate and closes the inspections of their
    /// cases. Permission: the programme's officers in the producer's province.
    ///
    /// # Errors
    /// [`LiftHoldError`]; then nothing has changed.
    pub async fn lift_hold(
        &self,
        actor: &Actor,
        id: CertificateId,
        grounds: &str,
    ) -> Result<(), LiftHoldError> {
        let grounds = cleaned(grounds, 2_000);
        db::retry(|| self.lift_once(actor, id, grounds.as_deref())).await?;
        self.outbox.wake();
        Ok(())
    }

    async fn lift_once(
        &self,
        actor: &Actor,
        id: CertificateId,
        grounds: Option<&str>,
    ) -> Result<(), LiftHoldError> {
        use LiftHoldError as Error;
        let tx = self.db.begin().await?;
        let now = self.clock.now();
        let certificate = certificates::lock(&tx, id).await?.ok_or(Error::NotFound)?;
        let producer = producers::by_id(&tx, certificate.producer_id).await?;
        if !producer.is_some_and(|own| runs_programme_in(actor, &own.province_code)) {
            return Err(Error::NotFound);
        }
        let grounds = grounds.ok_or(Error::Grounds)?;
        let held_by = holds::lift_all(&tx, id, actor, grounds, now).await?;
        let first = inspections::by_ids(&tx, &held_by).await?;
        let Some(any) = first.first() else {
            return Err(Error::NotHeld);
        };
        let mut cases: Vec<_> = first.iter().map(|own| own.case_id).collect();
        cases.sort_unstable();
        cases.dedup();
        for case in cases {
            for mut own in inspections::lock_concluded_of_case(&tx, case).await? {
                let close = InspectionCommand::Close;
                match step(&tx, &mut own, close, Some(grounds), actor, now).await {
                    Ok(()) => {}
                    Err(ActError::Fault(error)) => return Err(error.into()),
                    // Locked as concluded, which can be closed.
                    Err(_) => {}
                }
            }
        }
        self.announce_hold(&tx, any, now).await?;
        tx.commit().await?;
        Ok(())
    }
}
