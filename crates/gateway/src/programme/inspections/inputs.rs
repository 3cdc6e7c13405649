//! What inspections are told.

use super::types::{InspectionKind, InspectionStatus, InspectionVerdict, SampleResult, Severity};
use crate::schema::global_id::GlobalId;
use crate::schema::scalars::Date;
use async_graphql::{Error, ID, InputObject};
use kernel::CertificateId;
use programme::inspections::InspectionFilter;

/// Which inspections. Every given condition must hold; an empty list matches
/// nothing.
#[derive(InputObject, Default)]
pub(crate) struct InspectionWhere {
    /// The code of their producers' province.
    province: Option<String>,
    /// Where they stand.
    statuses: Option<Vec<InspectionStatus>>,
    /// Why there are.
    kinds: Option<Vec<InspectionKind>>,
    /// Of this certificate.
    certificate_id: Option<ID>,
}

impl InspectionWhere {
    /// The same as the programme's filter.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type.
    pub(super) fn filter(self) -> Result<InspectionFilter, Error> {
        let certificate = self.certificate_id.as_ref();
        Ok(InspectionFilter {
            province: self.province,
            statuses: self
                .statuses
                .map(|list| list.into_iter().map(Into::into).collect()),
            kinds: self
                .kinds
                .map(|list| list.into_iter().map(Into::into).collect()),
            certificate: certificate.map(CertificateId::from_global).transpose()?,
        })
    }
}

/// Inspections to plan: all of them, or none.
#[derive(InputObject)]
pub(crate) struct InspectionPlanInput {
    /// 1 to 50 of them.
    pub(super) inspections: Vec<InspectionPlanItemInput>,
}

/// One inspection to plan.
#[derive(InputObject)]
pub(crate) struct InspectionPlanItemInput {
    /// Of which certificate.
    pub(super) certificate_id: ID,
    /// Why.
    pub(super) kind: InspectionKind,
    /// The day, from today to two years ahead.
    pub(super) planned_on: Date,
    /// The account that carries it out: an inspector of the producer's
    /// province.
    pub(super) inspector_id: ID,
    /// The inspection whose faults it looks after; for `FOLLOW_UP`, and only
    /// for it.
    pub(super) follows_id: Option<ID>,
}

/// An inspection to begin.
#[derive(InputObject)]
pub(crate) struct InspectionStartInput {
    /// Which.
    pub(super) id: ID,
}

/// Something seen.
#[derive(InputObject)]
pub(crate) struct InspectionFindingAddInput {
    /// By which inspection; it must be in progress.
    pub(super) id: ID,
    /// The code of a checkpoint of its checklist.
    pub(super) checkpoint: String,
    /// How grave.
    pub(super) severity: Severity,
    /// What was seen, 1 to 2,000 characters.
    pub(super) text: String,
}

/// Something taken for a laboratory.
#[derive(InputObject)]
pub(crate) struct InspectionSampleAddInput {
    /// By which inspection; it must be in progress.
    pub(super) id: ID,
    /// What was taken, 1 to 300 characters.
    pub(super) what: String,
    /// Who examines it, 1 to 300 characters.
    pub(super) laboratory: String,
    /// What came of it, at most 2,000 characters.
    pub(super) result: Option<String>,
}

/// What a laboratory reports on a sample.
#[derive(InputObject)]
pub(crate) struct InspectionSampleReportInput {
    /// On which sample; its inspection must not be cancelled.
    pub(super) sample_id: ID,
    /// Who examined it, 1 to 300 characters.
    pub(super) laboratory: String,
    /// The report's number, 1 to 100 characters.
    pub(super) number: String,
    /// The report's day, from that of the sample to today.
    pub(super) reported_on: Date,
    /// What it says.
    pub(super) result: SampleResult,
}

/// A verdict.
#[derive(InputObject)]
pub(crate) struct InspectionConcludeInput {
    /// Of which inspection; it must be in progress.
    pub(super) id: ID,
    /// What it comes to: no milder than its worst finding, nor than `MAJOR`
    /// where a sample failed.
    pub(super) verdict: InspectionVerdict,
    /// The last day for correcting faults, from tomorrow to a year ahead:
    /// needed for `MINOR` and `MAJOR`, never with `PASS`.
    pub(super) corrective_deadline: Option<Date>,
}

/// An inspection to give up.
#[derive(InputObject)]
pub(crate) struct InspectionCancelInput {
    /// Which; it must be planned or in progress.
    pub(super) id: ID,
    /// Why, 1 to 2,000 characters.
    pub(super) reason: String,
}

/// A hold to lift.
#[derive(InputObject)]
pub(crate) struct CertificateHoldLiftInput {
    /// On which certificate.
    pub(super) certificate_id: ID,
    /// Why, 1 to 2,000 characters.
    pub(super) grounds: String,
}
