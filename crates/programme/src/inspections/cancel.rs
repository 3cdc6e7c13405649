//! An officer gives an inspection up before its verdict.

use super::act::{cleaned, step};
use super::{ActError, Inspection, InspectionCommand, InspectionStatus};
use crate::Programme;
use crate::permission::runs_programme_in;
use crate::store::{certificates, inspections};
use kernel::{Actor, InspectionId};
use sea_orm::DbErr;

/// Why an inspection was not cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelInspectionError {
    /// There is none in the officer's provinces.
    #[error("there is no such inspection")]
    NotFound,
    /// Its verdict is given, or it was cancelled before.
    #[error("the inspection is {0:?}")]
    WrongStatus(InspectionStatus),
    /// The reason must have 1 to 2,000 characters.
    #[error("the reason must have 1 to 2,000 characters")]
    Reason,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CancelInspectionError);

impl Programme {
    /// Cancels an inspection that is planned or in progress. Permission: the
    /// programme's officers in its province.
    ///
    /// # Errors
    /// [`CancelInspectionError`]; then nothing has changed.
    pub async fn cancel_inspection(
        &self,
        actor: &Actor,
        id: InspectionId,
        reason: &str,
    ) -> Result<Inspection, CancelInspectionError> {
        let reason = cleaned(reason, 2_000);
        db::retry(|| self.cancel_once(actor, id, reason.as_deref())).await
    }

    async fn cancel_once(
        &self,
        actor: &Actor,
        id: InspectionId,
        reason: Option<&str>,
    ) -> Result<Inspection, CancelInspectionError> {
        use CancelInspectionError as Error;
        let tx = self.db.begin().await?;
        let now = self.clock.now();
        let found = inspections::by_id(&tx, id).await?;
        let found = found
            .filter(|own| runs_programme_in(actor, &own.province_code))
            .ok_or(Error::NotFound)?;
        certificates::lock(&tx, found.certificate_id).await?;
        let mut inspection = inspections::lock(&tx, id).await?.ok_or(Error::NotFound)?;
        let reason = reason.ok_or(Error::Reason)?;
        let done = step(
            &tx,
            &mut inspection,
            InspectionCommand::Cancel,
            Some(reason),
            actor,
            now,
        );
        match done.await {
            Ok(()) => {}
            Err(ActError::Fault(error)) => return Err(error.into()),
            Err(_) => return Err(Error::WrongStatus(inspection.status)),
        }
        tx.commit().await?;
        Ok(inspection)
    }
}
