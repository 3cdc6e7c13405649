//! A document of a dossier.

use chrono::NaiveDate;
use files::Purpose;
use kernel::{DossierDocumentId, DossierId, FileId, Timestamp};

/// The most documents that a dossier has at a time.
pub const MAX_DOCUMENTS: u64 = 60;

/// The most documents that a dossier ever had, those that were taken away
/// included.
pub const MAX_DOCUMENTS_EVER: u64 = 300;

/// A document of a dossier: a line of its checklist met, by a file or, where
/// the line says so, without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierDocument {
    /// Its id.
    pub id: DossierDocumentId,
    /// Whose.
    pub dossier_id: DossierId,
    /// Of which kind, by the checklist.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// Its number, as its issuer gave it.
    pub number: Option<String>,
    /// Who issued it.
    pub issuer: String,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// The last day on which it holds; `None` for one that does not expire.
    pub expires_on: Option<NaiveDate>,
    /// The file. It never changes, and neither do its facts.
    pub file_id: Option<FileId>,
    /// Who added it: no personal data.
    pub added_by: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// How it was taken away.
    pub removal: Option<Removal>,
}

/// How a document was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// By whom: no personal data.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl DossierDocument {
    /// What its file was uploaded for.
    pub const PURPOSE: Purpose = Purpose::DossierDocument;

    /// Whether it has not expired on a day in Vietnam.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.expires_on.is_none_or(|last| day <= last)
    }
}
