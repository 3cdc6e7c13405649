//! What a laboratory reports on a sample is recorded, also long after the
//! verdict.

use super::act::{cleaned, step};
use super::read::supervises;
use super::sample::{SampleReport, SampleResult};
use super::{ActError, Inspection, InspectionCommand, InspectionStatus};
use crate::Programme;
use crate::store::{certificates, inspections, samples};
use chrono::NaiveDate;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, SampleId};
use sea_orm::DbErr;

/// A report to be recorded.
#[derive(Clone, Debug)]
pub struct NewSampleReport {
    /// Who examined the sample, 1 to 300 characters.
    pub laboratory: String,
    /// The report's number, 1 to 100 characters.
    pub number: String,
    /// The report's day in Vietnam, from that of the sample to today.
    pub reported_on: NaiveDate,
    /// What it says.
    pub result: SampleResult,
}

/// Why a report was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum ReportSampleError {
    /// No sample of an inspection that the actor has to do with.
    #[error("there is no such sample")]
    NotFound,
    /// The inspection was cancelled.
    #[error("the inspection is {0:?}")]
    WrongStatus(InspectionStatus),
    /// A report is recorded, and it is for good.
    #[error("a report on the sample is recorded")]
    Reported,
    /// The laboratory must have 1 to 300 characters.
    #[error("the laboratory must have 1 to 300 characters")]
    Laboratory,
    /// The number must have 1 to 100 characters.
    #[error("the number must have 1 to 100 characters")]
    Number,
    /// The report cannot be before the sample or in the future.
    #[error("the report cannot be of that day")]
    ReportedOn,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ReportSampleError);

impl Programme {
    /// Records what a laboratory reports on a sample. While the inspection is
    /// under way, its verdict has to follow; after the verdict, a sample that
    /// failed opens the case again and holds the certificate as a grave verdict
    /// does, within the same transaction. Permission: officers of the
    /// inspection's province, and its inspector.
    ///
    /// # Errors
    /// [`ReportSampleError`]; then nothing has changed.
    pub async fn report_sample(
        &self,
        actor: &Actor,
        id: SampleId,
        new: &NewSampleReport,
    ) -> Result<Inspection, ReportSampleError> {
        let done = db::retry(|| self.report_sample_once(actor, id, new)).await?;
        self.outbox.wake();
        Ok(done)
    }

    async fn report_sample_once(
        &self,
        actor: &Actor,
        id: SampleId,
        new: &NewSampleReport,
    ) -> Result<Inspection, ReportSampleError> {
        use ReportSampleError as Error;
        let tx = self.db.begin().await?;
        let now = self.clock.now();
        let sample = samples::by_id(&tx, id).await?.ok_or(Error::NotFound)?;
        let found = inspections::by_id(&tx, sample.inspection_id).await?;
        let found = found
            .filter(|own| supervises(actor, own))
            .ok_or(Error::NotFound)?;
        certificates::lock(&tx, found.certificate_id).await?;
        let mut inspection = inspections::lock(&tx, found.id)
            .await?
            .ok_or(Error::NotFound)?;
        // One that is planned has no samples.
        if inspection.status == InspectionStatus::Cancelled {
            return Err(Error::WrongStatus(inspection.status));
        }
        // Read again under the lock: of two at once, the second is refused.
        let sample = samples::by_id(&tx, id).await?.ok_or(Error::NotFound)?;
        if sample.report.is_some() {
            return Err(Error::Reported);
        }
        if new.reported_on < day_in_vietnam(sample.at) || new.reported_on > day_in_vietnam(now) {
            return Err(Error::ReportedOn);
        }
        let report = SampleReport {
            laboratory: cleaned(&new.laboratory, 300).ok_or(Error::Laboratory)?,
            number: cleaned(&new.number, 100).ok_or(Error::Number)?,
            reported_on: new.reported_on,
            result: new.result,
            recorded_by: actor.label(),
            at: now,
        };
        let note = format!("{} ({})", report.number, report.laboratory);
        samples::insert_report(&tx, id, report).await?;
        // While it is in progress, the verdict has to follow.
        if new.result == SampleResult::Fail && inspection.status != InspectionStatus::InProgress {
            let fail = InspectionCommand::FailSample;
            match step(&tx, &mut inspection, fail, Some(&note), actor, now).await {
                Ok(()) => {}
                Err(ActError::Fault(error)) => return Err(error.into()),
                Err(_) => return Err(Error::WrongStatus(inspection.status)),
            }
            self.hold(&tx, &inspection, actor, now).await?;
        }
        tx.commit().await?;
        Ok(inspection)
    }
}
