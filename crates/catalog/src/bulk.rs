//! A producer's products, prices, stock and pictures from and to files.
//!
//! | noun | rule |
//! |---|---|
//! | [`Field`] | what a column may hold; its usual headers |
//! | [`Import`] | a file on its way in; a job moves it in chunks, one transaction each, and goes on where a run died |
//! | [`RowProblem`] | what is to be said of one row, with its place |
//! | [`Export`] | listings on their way into a file that an import reads as what they were |
//!
//! Nothing here has rules of its own about stock, prices and listings: every
//! row goes through those of [`crate::listing`], and what a moderator must see
//! is a draft or a request afterwards, as if it had been typed. What a file
//! says that is there already changes nothing, so a file may be imported
//! again. Each chunk asks anew whether its account may act for the producer,
//! and puts the use of a right that was given on record.

mod amount;
mod archive;
mod cancel_import;
mod cells;
mod draft;
mod export;
mod field;
mod import;
mod kind;
mod known;
mod limits;
mod outcome;
mod pictures;
mod prices;
mod problem;
mod products;
mod progress;
mod read_imports;
mod run_export;
mod run_import;
mod start_export;
mod start_import;
mod stock;
mod template;
mod version;
mod words;
mod write;

pub use cancel_import::CancelImportError;
pub use export::{Export, ExportRefusal};
pub use field::Field;
pub use import::Import;
pub use kind::{ImportKind, TableKind};
pub use problem::{BulkCode, ImportRefusal, ImportRefusalCode, ImportStop, RowCode, RowProblem};
pub use run_export::{LISTING_EXPORT, RunExport};
pub use run_import::{LISTING_IMPORT, RunImport};
pub use start_export::StartExportError;
pub use start_import::{NewImport, StartImportError};
pub use template::template;

use crate::Catalog;
use ::pictures::Pictures;
use files::Files;

/// The use cases of files of listings; cheap to clone.
#[derive(Clone)]
pub struct Bulk {
    catalog: Catalog,
    files: Files,
    pictures: Pictures,
}

impl Bulk {
    /// Files of listings over the catalogue, what people upload, and pictures.
    #[must_use]
    pub fn new(catalog: Catalog, files: Files, pictures: Pictures) -> Self {
        Self {
            catalog,
            files,
            pictures,
        }
    }
}
