//! Inspections after recognition: a certificate's producer is visited, what is
//! found is written down against a checklist, and a verdict is given.
//!
//! | noun | rule |
//! |---|---|
//! | [`Inspection`] | of one certificate; moves by [`InspectionStatus::after`] alone, every move in its history |
//! | [`checklist`] | what is looked at; versioned, an inspection keeps its version |
//! | [`Finding`], [`Sample`] | appended while it runs, never changed |
//! | [`SampleReport`] | one a sample, also after the verdict; a sample that failed *holds*, whatever the verdict |
//! | [`Verdict`] | no milder than the worst finding; from MAJOR on it *holds* the certificate |
//!
//! A **hold** takes the products under a certificate off the market within the
//! transaction of the verdict, or of the report on a sample that failed; the
//! latter also opens its inspection's case again. It is not the certificate's status, which is the
//! state's and changes by a numbered decision only. A follow-up that passes
//! lifts the holds of its case; an officer lifts them with grounds.
//!
//! Officers plan, cancel and lift within their provinces; an inspector acts on
//! what is assigned to it. Anybody else's inspection is "not found".
//!
//! Everything here locks the certificate first, then inspections by id.

mod act;
mod cancel;
pub mod checklist;
pub mod goods;
pub(crate) mod inspection;
mod lift_hold;
mod plan;
mod propose;
mod read;
mod report_sample;
pub mod risk;
mod sample;
mod status;
mod verdict;

pub use act::{Act, ActError, MAX_FINDINGS, MAX_SAMPLES};
pub use cancel::CancelInspectionError;
pub use inspection::{Finding, Inspection, InspectionEvent, InspectionKind, Severity, Verdict};
pub use lift_hold::LiftHoldError;
pub use plan::{MAX_PLANNED, NewInspection, PlanError, PlanRefusal};
pub use propose::{Proposal, ProposalError};
pub use read::InspectionFilter;
pub use report_sample::{NewSampleReport, ReportSampleError};
pub use sample::{Sample, SampleReport, SampleResult};
pub use status::{InspectionCommand, InspectionStatus};
