//! An officer decides about a complaint: there is nothing in it, or it is
//! inspected.

use super::{Complaint, ComplaintStatus};
use crate::Programme;
use crate::inspections::{Inspection, InspectionKind, NewInspection, PlanRefusal};
use crate::permission::runs_programme_in;
use crate::store::{certificates, complaints};
use chrono::NaiveDate;
use db::Tx;
use kernel::{Actor, ComplaintId, text};
use sea_orm::DbErr;

/// Why a complaint was not dismissed.
#[derive(Debug, thiserror::Error)]
pub enum DismissComplaintError {
    /// There is none in the officer's provinces.
    #[error("there is no such complaint")]
    NotFound,
    /// It was decided before.
    #[error("the complaint is {0:?}")]
    Decided(ComplaintStatus),
    /// The grounds must have 1 to 2,000 characters.
    #[error("the grounds must have 1 to 2,000 characters")]
    Grounds,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// Why a complaint is not inspected.
#[derive(Debug, thiserror::Error)]
pub enum InspectComplaintError {
    /// There is none in the officer's provinces.
    #[error("there is no such complaint")]
    NotFound,
    /// It was decided before.
    #[error("the complaint is {0:?}")]
    Decided(ComplaintStatus),
    /// The inspection cannot be planned.
    #[error(transparent)]
    Refused(PlanRefusal),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(DismissComplaintError);

db::has_db_err!(InspectComplaintError);

impl Programme {
    /// Dismisses a complaint. Permission: the programme's officers in its
    /// province.
    ///
    /// # Errors
    /// [`DismissComplaintError`]; then nothing has changed.
    pub async fn dismiss_complaint(
        &self,
        actor: &Actor,
        id: ComplaintId,
        grounds: &str,
    ) -> Result<Complaint, DismissComplaintError> {
        let grounds = text::clean(grounds);
        db::retry(|| self.dismiss_once(actor, id, &grounds)).await
    }

    async fn dismiss_once(
        &self,
        actor: &Actor,
        id: ComplaintId,
        grounds: &str,
    ) -> Result<Complaint, DismissComplaintError> {
        use DismissComplaintError as Error;
        let tx = self.db.begin().await?;
        let mut complaint = lock(&tx, actor, id).await?.ok_or(Error::NotFound)?;
        if grounds.is_empty() || grounds.chars().count() > 2_000 {
            return Err(Error::Grounds);
        }
        if complaint.status != ComplaintStatus::Open {
            return Err(Error::Decided(complaint.status));
        }
        complaint.status = ComplaintStatus::Dismissed;
        complaint.grounds = Some(grounds.to_owned());
        complaint.decided_at = Some(self.clock.now());
        complaints::decide(&tx, &complaint, actor).await?;
        tx.commit().await?;
        Ok(complaint)
    }

    /// Plans an inspection because of a complaint. Permission: the programme's
    /// officers in its province.
    ///
    /// # Errors
    /// [`InspectComplaintError`]; then nothing has changed.
    pub async fn inspect_complaint(
        &self,
        actor: &Actor,
        id: ComplaintId,
        planned_on: NaiveDate,
        inspector: &Actor,
    ) -> Result<(Complaint, Inspection), InspectComplaintError> {
        db::retry(|| self.inspect_once(actor, id, planned_on, inspector)).await
    }

    async fn inspect_once(
        &self,
        actor: &Actor,
        id: ComplaintId,
        planned_on: NaiveDate,
        inspector: &Actor,
    ) -> Result<(Complaint, Inspection), InspectComplaintError> {
        use InspectComplaintError as Error;
        let tx = self.db.begin().await?;
        let mut complaint = lock(&tx, actor, id).await?.ok_or(Error::NotFound)?;
        if complaint.status != ComplaintStatus::Open {
            return Err(Error::Decided(complaint.status));
        }
        let new = NewInspection {
            certificate_id: complaint.certificate_id,
            kind: InspectionKind::Complaint,
            planned_on,
            inspector: inspector.clone(),
            follows: None,
        };
        let planned = self.plan_inspection_in(&tx, actor, &new).await?;
        let inspection = planned.map_err(Error::Refused)?;
        complaint.status = ComplaintStatus::Inspected;
        complaint.inspection_id = Some(inspection.id);
        complaint.decided_at = Some(self.clock.now());
        complaints::decide(&tx, &complaint, actor).await?;
        tx.commit().await?;
        Ok((complaint, inspection))
    }
}

/// The complaint, locked after its certificate; `None` for anybody but the
/// officers of its province.
async fn lock(tx: &Tx, actor: &Actor, id: ComplaintId) -> Result<Option<Complaint>, DbErr> {
    let found = complaints::by_id(tx, id).await?;
    let Some(found) = found.filter(|own| runs_programme_in(actor, &own.province_code)) else {
        return Ok(None);
    };
    certificates::lock(tx, found.certificate_id).await?;
    complaints::lock(tx, id).await
}
