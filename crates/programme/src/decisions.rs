//! Numbered decisions: the one thing that gives a product its stars.
//!
//! A decision is recorded as it was signed, and confirmed by somebody who
//! holds it in hand; only then dossiers get their results, certificates are
//! issued, and others suspended, revoked or given back, all in one transaction. Who may give how many stars is dated data
//! (`issuing_authority`).

mod confirm;
mod decision;
mod measure;
mod measures;
mod reads;
mod record;

pub use confirm::{DecisionError, SettleDecisionError};
pub use decision::{Decision, DecisionFilter, DecisionResult, DecisionStatus};
pub use measure::{DecisionMeasure, Measure};
pub use measures::MeasureError;
pub(crate) use record::folded_number;
pub use record::{NewDecision, NewResult, RecordDecisionError, ResultError};
