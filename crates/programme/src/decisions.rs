//! Numbered decisions: the one thing that gives a product its stars.
//!
//! A decision is recorded as it was signed, and confirmed by somebody who
//! holds it in hand; only then dossiers get their results and certificates are
//! issued, all in one transaction. Who may give how many stars is dated data
//! (`issuing_authority`).

mod confirm;
mod decision;
mod reads;
mod record;

pub use confirm::{DecisionError, SettleDecisionError};
pub use decision::{Decision, DecisionResult, DecisionStatus};
pub(crate) use record::folded_number;
pub use record::{NewDecision, NewResult, RecordDecisionError, ResultError};
