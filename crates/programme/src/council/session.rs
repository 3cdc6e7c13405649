//! A sitting of a council, its seats, its agenda and its sheets.

use crate::IssuerLevel;
use chrono::NaiveDate;
use kernel::{
    AccountId, CouncilSessionId, CriteriaSheetId, CriterionId, CycleId, DossierId, ScoreSheetId,
    Timestamp,
};

/// A sitting of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilSession {
    /// Its id.
    pub id: CouncilSessionId,
    /// In which cycle.
    pub cycle_id: CycleId,
    /// Whose council.
    pub level: IssuerLevel,
    /// When.
    pub held_on: NaiveDate,
    /// So many sheets make a result.
    pub quorum: i32,
}

/// Somebody's place in a council.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Whose.
    pub account_id: AccountId,
    /// Whether it presides.
    pub chair: bool,
}

/// A dossier that a council scores, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// In which sitting.
    pub session_id: CouncilSessionId,
    /// What is scored.
    pub dossier_id: DossierId,
    /// By which criteria.
    pub sheet_id: CriteriaSheetId,
}

/// What one member gave a dossier; signed, and so for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreSheet {
    /// Its id.
    pub id: ScoreSheetId,
    /// In which sitting.
    pub session_id: CouncilSessionId,
    /// What was scored.
    pub dossier_id: DossierId,
    /// By whom.
    pub account_id: AccountId,
    /// Hundredths of a point for each criterion.
    pub items: Vec<(CriterionId, i32)>,
    /// Their sum.
    pub total_hundredths: i32,
    /// Whether it failed a criterion that fails the dossier whatever the
    /// score.
    pub mandatory_failed: bool,
    /// What else the member says.
    pub remarks: Option<String>,
    /// When.
    pub signed_at: Timestamp,
}
