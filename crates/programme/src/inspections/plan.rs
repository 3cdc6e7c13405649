//! An officer plans inspections.

use super::{Inspection, InspectionKind, InspectionStatus, checklist};
use crate::Programme;
use crate::permission::{inspects_in, runs_programme_in};
use crate::store::{certificates, inspection_parts, inspections, producers};
use chrono::NaiveDate;
use db::Tx;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Actor, CertificateId, InspectionId, Timestamp};
use sea_orm::DbErr;

/// The most that are planned at once.
pub const MAX_PLANNED: usize = 50;

/// How many days ahead one may plan.
const FURTHEST: i64 = 731;

/// An inspection to be.
#[derive(Clone, Debug)]
pub struct NewInspection {
    /// Of which certificate.
    pub certificate_id: CertificateId,
    /// Why.
    pub kind: InspectionKind,
    /// The day in Vietnam, from today to two years ahead.
    pub planned_on: NaiveDate,
    /// Who carries it out: an account with the role INSPECTOR in the
    /// producer's province, with the roles that it has now.
    pub inspector: Actor,
    /// The inspection whose faults it looks after; for follow-ups only, and
    /// for each of them.
    pub follows: Option<InspectionId>,
}

/// Why an inspection was not planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// There is no such certificate in the officer's provinces.
    #[error("there is no such certificate")]
    CertificateNotFound,
    /// A certificate that was revoked or superseded is not inspected.
    #[error("the certificate is no more")]
    CertificateFinal,
    /// Before today, or more than two years ahead.
    #[error("the day must lie between today and two years ahead")]
    PlannedOn,
    /// The account does not inspect in the producer's province.
    #[error("the account is no inspector of the province")]
    Inspector,
    /// A follow-up without an inspection to follow, or another kind with one.
    #[error("follow-ups follow an inspection, and only they do")]
    FollowsMismatch,
    /// What it follows is no inspection of this certificate with faults to
    /// correct.
    #[error("there is no such inspection to follow")]
    Follows,
    /// An inspection by plan, or a follow-up of the same one, is open already.
    #[error("such an inspection is open already")]
    AlreadyOpen,
}

/// Why nothing was planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// None, or more than [`MAX_PLANNED`].
    #[error("1 to 50 inspections are planned at once")]
    Count,
    /// One of them cannot be.
    #[error("inspection {index}: {refusal}")]
    Refused {
        /// Which, from 0.
        index: usize,
        /// Why.
        refusal: PlanRefusal,
    },
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(PlanError);

impl Programme {
    /// Plans inspections: all of them, or none. Permission: the programme's
    /// officers in each producer's province.
    ///
    /// # Errors
    /// [`PlanError`]; then nothing has changed.
    pub async fn plan_inspections(
        &self,
        actor: &Actor,
        new: &[NewInspection],
    ) -> Result<Vec<Inspection>, PlanError> {
        if new.is_empty() || new.len() > MAX_PLANNED {
            return Err(PlanError::Count);
        }
        db::retry(|| self.plan_once(actor, new)).await
    }

    async fn plan_once(
        &self,
        actor: &Actor,
        new: &[NewInspection],
    ) -> Result<Vec<Inspection>, PlanError> {
        let tx = self.db.begin().await?;
        // Certificates are locked in the order of their ids by everybody.
        let mut order: Vec<usize> = (0..new.len()).collect();
        order.sort_by_key(|index| new[*index].certificate_id);
        let mut planned = Vec::with_capacity(new.len());
        for index in order {
            let made = self.plan_inspection_in(&tx, actor, &new[index]).await?;
            let made = made.map_err(|refusal| PlanError::Refused { index, refusal })?;
            planned.push((index, made));
        }
        tx.commit().await?;
        planned.sort_by_key(|(index, _)| *index);
        Ok(planned.into_iter().map(|(_, made)| made).collect())
    }

    /// Plans one inspection in the caller's transaction.
    ///
    /// # Errors
    /// [`DbErr`]; a refusal within.
    pub(crate) async fn plan_inspection_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        new: &NewInspection,
    ) -> Result<Result<Inspection, PlanRefusal>, DbErr> {
        use PlanRefusal as Refusal;
        let Some(certificate) = certificates::lock(tx, new.certificate_id).await? else {
            return Ok(Err(Refusal::CertificateNotFound));
        };
        let producer = producers::by_id(tx, certificate.producer_id).await?;
        let Some(producer) = producer.filter(|own| runs_programme_in(actor, &own.province_code))
        else {
            return Ok(Err(Refusal::CertificateNotFound));
        };
        let now = self.clock.now();
        let inspector = new.inspector.account_id();
        let inspector = inspector.filter(|_| inspects_in(&new.inspector, &producer.province_code));
        let refusal = if certificate.status.is_final() {
            Some(Refusal::CertificateFinal)
        } else if !plannable(new.planned_on, now) {
            Some(Refusal::PlannedOn)
        } else if (new.kind == InspectionKind::FollowUp) != new.follows.is_some() {
            Some(Refusal::FollowsMismatch)
        } else {
            None
        };
        if let Some(refusal) = refusal {
            return Ok(Err(refusal));
        }
        let Some(inspector_id) = inspector else {
            return Ok(Err(Refusal::Inspector));
        };
        let id = InspectionId::new(now);
        let mut case_id = id;
        if let Some(follows) = new.follows {
            let first = inspections::lock(tx, follows).await?;
            let first = first.filter(|first| {
                first.certificate_id == new.certificate_id
                    && first.status == InspectionStatus::Concluded
            });
            match first {
                Some(first) => case_id = first.case_id,
                None => return Ok(Err(Refusal::Follows)),
            }
        }
        let inspection = Inspection {
            id,
            certificate_id: certificate.id,
            producer_id: producer.id,
            province_code: producer.province_code,
            kind: new.kind,
            case_id,
            follows: new.follows,
            planned_on: new.planned_on,
            inspector_id,
            checklist_version: checklist::CURRENT,
            status: InspectionStatus::Planned,
            verdict: None,
            concluded_on: None,
            corrective_deadline: None,
            created_at: now,
        };
        if inspections::open_like(tx, &inspection).await? {
            return Ok(Err(Refusal::AlreadyOpen));
        }
        inspections::insert(tx, &inspection).await?;
        inspection_parts::append_event(tx, &inspection, "PLAN", None, actor, now).await?;
        Ok(Ok(inspection))
    }
}

/// Whether one may plan for that day.
fn plannable(day: NaiveDate, now: Timestamp) -> bool {
    let today = day_in_vietnam(now);
    (today..=days_before(today, -FURTHEST)).contains(&day)
}
