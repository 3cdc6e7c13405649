//! The register of existing certificates, from and to spreadsheets.
//!
//! | noun | rule |
//! |---|---|
//! | [`Field`] | what a column may hold; its usual headers |
//! | [`Import`] | a file on its way into the register; a job moves it |
//! | [`RowError`] | what is wrong with one line, with its place |
//! | [`Export`] | certificates on their way into a file |
//!
//! A certificate is known by the number of its decision, its product and its
//! producer: a line about one that is there changes nothing. A producer is
//! known by its tax code, else by its name without marks and its province.
//! Whatever is written goes through the rules of `record_certificate`.

mod assess;
mod export;
mod field;
mod import;
mod line;
mod parse;
mod run_export;
mod run_import;
mod start_export;
mod start_import;
mod words;
mod write;

pub(crate) use export::Entry;
pub use export::{Export, ExportFilter, ExportRefusal};
pub use field::Field;
pub use import::{Import, RowError, RowErrorCode};
pub use run_export::{REGISTER_EXPORT, RunExport};
pub use run_import::{REGISTER_IMPORT, RunImport};
pub use spreadsheets::{ExportStatus, ImportStatus, Mode};
pub use start_export::StartExportError;
pub use start_import::{NewImport, StartImportError};

use crate::Programme;
use crate::units::Units;
use files::Files;

/// The register's use cases; cheap to clone.
#[derive(Clone)]
pub struct Register {
    programme: Programme,
    units: Units,
    files: Files,
}

impl Register {
    /// The register over the programme, the units and what people upload.
    #[must_use]
    pub fn new(programme: Programme, units: Units, files: Files) -> Self {
        Self {
            programme,
            units,
            files,
        }
    }
}
