//! A producer's listings on their way out.

use super::kind::TableKind;
use kernel::{AccountId, FileId, ListingExportId, ProducerId, Timestamp};
use spreadsheets::{ExportStatus, Format};

kernel::codes! {
    /// Why there can be no such file.
    ExportRefusal {
        /// Nothing to write.
        Empty = "EMPTY": "Chủ thể chưa có dữ liệu để xuất." / "The producer has nothing to export.",
        /// More rows than can be imported again.
        TooManyRows = "TOO_MANY_ROWS": "Có hơn 50.000 dòng, nhiều hơn số có thể nhập lại." / "There are more than 50,000 rows: more than can be imported again.",
        /// A file larger than may be stored.
        TooLarge = "TOO_LARGE": "Tệp vượt quá 20 MB." / "The file has more than 20 MB.",
        /// The right to it was taken away in the meantime.
        NotAllowed = "NOT_ALLOWED": "Tài khoản không còn quyền xuất dữ liệu của chủ thể này." / "The account may no longer export for this producer.",
    }
}

/// An export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its id.
    pub id: ListingExportId,
    /// Who asked for it.
    pub account_id: AccountId,
    /// Of whom.
    pub producer_id: ProducerId,
    /// What it is about.
    pub kind: TableKind,
    /// In which format.
    pub format: Format,
    /// How far it is.
    pub status: ExportStatus,
    /// Why there is no file.
    pub refusal: Option<ExportRefusal>,
    /// Products to look at; 0 until they were counted.
    pub products_total: u32,
    /// Products looked at.
    pub products_done: u32,
    /// Rows of the file, once it is done.
    pub rows_written: u32,
    /// The file, its account's own.
    pub file_id: Option<FileId>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl Export {
    /// How much is done, in whole percent.
    #[must_use]
    pub fn percent(&self) -> u32 {
        if self.finished_at.is_some() {
            return 100;
        }
        spreadsheets::percent(self.products_done.into(), self.products_total.into())
    }
}
