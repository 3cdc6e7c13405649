//! Councils: what they score by, who sits in them, what each member gave, and
//! the average of it.
//!
//! A member's sheet is immutable from the moment of signing; nobody scores a
//! producer that it works for; without a quorum there is no result.

mod close;
mod convene;
mod criteria;
mod reads;
mod session;
mod sign;

pub use close::CloseScoringError;
pub use convene::{ConveneCouncilError, NewCouncilSession};
pub use criteria::{
    CreateCriteriaError, CriteriaSheet, Criterion, MAX_CRITERIA, NewCriteriaSheet, NewCriterion,
    read_criteria,
};
pub use session::{AgendaItem, CouncilSession, ScoreSheet, Seat};
pub use sign::{NewScoreSheet, SignScoreSheetError};
