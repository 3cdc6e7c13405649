//! What became of rows.

use super::field::{Columns, Field};
use super::import::Import;
use super::problem::{RowCode, RowProblem};
use db::Tx;
use kernel::{Actor, Timestamp};

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Something new.
    Created,
    /// Something is different.
    Updated,
    /// It says what is there.
    Unchanged,
    /// It cannot be.
    Failed,
}

/// What became of some rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    created: u32,
    updated: u32,
    unchanged: u32,
    failed: u32,
    pub(super) submitted: u32,
    pub(super) problems: Vec<RowProblem>,
}

impl Tally {
    pub(super) fn count(&mut self, outcome: Outcome, rows: usize) {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        *match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Updated => &mut self.updated,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Failed => &mut self.failed,
        } += rows;
    }

    /// A row that fails, for these reasons.
    pub(super) fn fail(&mut self, problems: impl IntoIterator<Item = RowProblem>) {
        self.count(Outcome::Failed, 1);
        self.problems.extend(problems);
    }

    /// Adds it to what an import counts.
    pub(super) fn add_to(&self, import: &mut Import) {
        import.created += self.created;
        import.updated += self.updated;
        import.unchanged += self.unchanged;
        import.failed += self.failed;
        import.submitted += self.submitted;
    }
}

/// One chunk of rows in one transaction.
pub(super) struct Step<'a> {
    pub(super) tx: &'a Tx,
    /// Who imports, as of now.
    pub(super) actor: &'a Actor,
    pub(super) import: &'a Import,
    pub(super) columns: &'a Columns,
    /// Whether what can be written is written.
    pub(super) write: bool,
    pub(super) now: Timestamp,
}

impl Step<'_> {
    pub(super) fn error(&self, line: u32, field: Field, code: impl Into<RowCode>) -> RowProblem {
        RowProblem::error(self.columns.at(line, Some(field)), code)
    }

    pub(super) fn warning(&self, line: u32, field: Field, code: impl Into<RowCode>) -> RowProblem {
        RowProblem::warning(self.columns.at(line, Some(field)), code)
    }
}
