//! Certificates on their way into a spreadsheet.

use crate::{Certificate, Producer};
use kernel::{AccountId, FileId, Language, RegisterExportId, Timestamp};
use spreadsheets::{ExportStatus, Format};

/// Why there can be no such file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportRefusal {
    /// More than 50,000 certificates: more than can be imported again.
    TooManyRows,
    /// A file larger than may be stored.
    TooLarge,
}

impl ExportRefusal {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ExportRefusal::TooManyRows => "TOO_MANY_ROWS",
            ExportRefusal::TooLarge => "TOO_LARGE",
        }
    }

    /// The refusal of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [ExportRefusal::TooManyRows, ExportRefusal::TooLarge]
            .into_iter()
            .find(|refusal| refusal.as_str() == name)
    }

    /// What to tell people.
    #[must_use]
    pub const fn message(self, language: Language) -> &'static str {
        match self {
            ExportRefusal::TooManyRows => language.pick(
                "Có hơn 50.000 giấy chứng nhận. Hãy thu hẹp điều kiện lọc.",
                "There are more than 50,000 certificates. Narrow the filter.",
            ),
            ExportRefusal::TooLarge => language.pick(
                "Tệp vượt quá 20 MB. Hãy thu hẹp điều kiện lọc.",
                "The file has more than 20 MB. Narrow the filter.",
            ),
        }
    }
}

/// Which certificates. `None` does not narrow; an empty list matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ExportFilter {
    /// Of producers in these provinces.
    pub provinces: Option<Vec<String>>,
    /// With so many stars.
    pub stars: Option<Vec<i32>>,
}

impl ExportFilter {
    pub(super) fn covers(&self, province_code: &str) -> bool {
        let provinces = self.provinces.as_ref();
        provinces.is_none_or(|codes| codes.iter().any(|code| code == province_code))
    }
}

/// An export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its id.
    pub id: RegisterExportId,
    /// Whose it is.
    pub account_id: AccountId,
    /// In which format.
    pub format: Format,
    /// Which certificates, narrowed to what its account runs.
    pub filter: ExportFilter,
    /// How far it is.
    pub status: ExportStatus,
    /// Why there is no file.
    pub refusal: Option<ExportRefusal>,
    /// Certificates to look at; 0 until they were counted. Once it is done,
    /// those in the file.
    pub rows_total: u32,
    /// Certificates looked at.
    pub rows_done: u32,
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
        spreadsheets::percent(self.rows_done.into(), self.rows_total.into())
    }
}

/// A certificate and whose it is.
pub(crate) type Entry = (Certificate, Producer);
