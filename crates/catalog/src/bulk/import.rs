//! A producer's file on its way in.

use super::kind::ImportKind;
use super::problem::ImportRefusal;
use files::Purpose;
use kernel::{AccountId, Actor, FileId, ListingImportId, ProducerId, Timestamp};
use spreadsheets::{ImportStatus, Mode};

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ListingImportId,
    /// Who asked for it.
    pub account_id: AccountId,
    /// For whom.
    pub producer_id: ProducerId,
    /// The file.
    pub file_id: FileId,
    /// What it is about.
    pub kind: ImportKind,
    /// What becomes of good rows among bad ones.
    pub mode: Mode,
    /// Whether rows are only checked.
    pub dry_run: bool,
    /// Whether changes are handed in at once; products only.
    pub submit: bool,
    /// How far it is.
    pub status: ImportStatus,
    /// Why it came to its end before its time.
    pub refusal: Option<ImportRefusal>,
    /// The headers that no field reads.
    pub ignored: Vec<String>,
    /// Rows of the file, or entries of the archive; 0 until it was read.
    pub rows_total: u32,
    /// Rows checked.
    pub rows_checked: u32,
    /// Rows that have their outcome.
    pub rows_written: u32,
    /// Rows that made something new; that would while it only checks.
    pub created: u32,
    /// Rows that changed something, likewise.
    pub updated: u32,
    /// Rows that say what is there.
    pub unchanged: u32,
    /// Rows with errors.
    pub failed: u32,
    /// Listings handed in to the moderators.
    pub submitted: u32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl Import {
    /// Whether rows are checked before the first is written, or only checked.
    #[must_use]
    pub fn checks(&self) -> bool {
        self.dry_run || self.mode == Mode::All
    }

    /// How much is done, in whole percent.
    #[must_use]
    pub fn percent(&self) -> u32 {
        if self.finished_at.is_some() {
            return 100;
        }
        let passes = u64::from(self.checks()) + u64::from(!self.dry_run);
        let done = u64::from(self.rows_checked) + u64::from(self.rows_written);
        spreadsheets::percent(done, u64::from(self.rows_total) * passes)
    }

    /// Whether somebody sees it: who began it, and the producer's people.
    pub(crate) fn is_seen_by(&self, actor: &Actor) -> bool {
        actor.account_id() == Some(self.account_id) || actor.works_for(self.producer_id)
    }

    /// Forgets what a check counted.
    pub(super) fn recount(&mut self) {
        (self.created, self.updated, self.unchanged, self.submitted) = (0, 0, 0, 0);
    }
}

impl ImportKind {
    /// What its file is for.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            ImportKind::Table(_) => Purpose::ListingImport,
            ImportKind::Pictures => Purpose::PictureArchive,
        }
    }
}
