//! A commune reports on a dossier.

use super::dossier::CommuneReport;
use super::status::{DossierStatus, Party};
use crate::Programme;
use crate::store::{cycles, dossiers};
use chrono::NaiveDate;
use kernel::{Actor, DossierId, clock, text};
use sea_orm::DbErr;

/// The longest remarks, in characters.
const MAX_REMARKS: usize = 5_000;

/// A report to be; see [`CommuneReport`].
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are those of the report")]
pub struct NewCommuneReport {
    pub dossier_id: DossierId,
    pub local_origin: bool,
    pub local_labour: bool,
    pub idea_origin: bool,
    pub local_identity: bool,
    /// At most 5,000 characters.
    pub remarks: String,
    pub meeting_on: NaiveDate,
}

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReportCommuneError {
    /// No such dossier, or not the actor's province: nobody learns which.
    #[error("there is no such dossier")]
    NotFound,
    /// The commune's review has not begun, or is over.
    #[error("the dossier is {} and takes no report now", .0.as_str())]
    WrongStatus(DossierStatus),
    /// More than 5,000 characters.
    #[error("the remarks are too long")]
    RemarksTooLong,
    /// The meeting lies in the future.
    #[error("the meeting lies in the future")]
    InvalidDay,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Records a commune's report during its review; a later one corrects an
    /// earlier one, and both stay. Permission: who runs the programme in the
    /// cycle's province.
    ///
    /// # Errors
    /// [`ReportCommuneError`].
    pub async fn report_commune(
        &self,
        actor: &Actor,
        new: NewCommuneReport,
    ) -> Result<CommuneReport, ReportCommuneError> {
        use ReportCommuneError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let dossier = dossiers::lock(&tx, new.dossier_id)
            .await?
            .ok_or(Error::NotFound)?;
        let cycle = cycles::by_id(&tx, dossier.cycle_id)
            .await?
            .ok_or(Error::NotFound)?;
        if !super::parties(actor, &dossier, &cycle.province_code).contains(&Party::Officer) {
            return Err(Error::NotFound);
        }
        if dossier.status != DossierStatus::CommuneReview {
            return Err(Error::WrongStatus(dossier.status));
        }
        let remarks = text::clean(&new.remarks);
        if remarks.chars().count() > MAX_REMARKS {
            return Err(Error::RemarksTooLong);
        }
        if new.meeting_on > clock::day_in_vietnam(now) {
            return Err(Error::InvalidDay);
        }
        let report = CommuneReport {
            local_origin: new.local_origin,
            local_labour: new.local_labour,
            idea_origin: new.idea_origin,
            local_identity: new.local_identity,
            remarks,
            meeting_on: new.meeting_on,
            author: actor.label(),
            at: now,
        };
        dossiers::insert_report(&tx, dossier.id, &report).await?;
        tx.commit().await?;
        Ok(report)
    }
}
