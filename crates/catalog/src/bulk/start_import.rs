//! Somebody asks for a producer's file to be taken in.

use super::Bulk;
use super::field::Field;
use super::import::Import;
use super::kind::ImportKind;
use super::run_import::LISTING_IMPORT;
use crate::listing::proved;
use crate::store::bulk::imports::{self, ImportRow};
use jobs::NewJob;
use kernel::{Actor, FileId, ListingImportId, ProducerId, text};
use sea_orm::DbErr;
use spreadsheets::{ImportStatus, Mode};
use std::collections::HashSet;

/// The longest header that a mapping may name.
const MAX_HEADER: usize = 300;

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// For whom.
    pub producer_id: ProducerId,
    /// What it is about.
    pub kind: ImportKind,
    /// A file that the actor uploaded for this.
    pub file_id: FileId,
    /// Columns by their header; the others are guessed by usual headers.
    pub mapping: Vec<(Field, String)>,
    /// What becomes of good rows among bad ones.
    pub mode: Mode,
    /// Whether rows are only checked.
    pub dry_run: bool,
    /// Whether changes are handed in at once; products only.
    pub submit: bool,
}

/// Why an import did not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartImportError {
    /// No such producer that the actor acts for.
    #[error("there is no such producer")]
    NotFound,
    /// There is no such file of the actor's for this purpose.
    #[error("there is no such file")]
    FileNotFound,
    /// A field is named twice or is none of the table's, or a header is empty
    /// or overlong.
    #[error("the mapping names a field twice, a wrong one, or an empty header")]
    InvalidMapping,
    /// Only listings are handed in.
    #[error("only products are handed in to moderators")]
    NothingToSubmit,
    /// Another import of the producer is under way.
    #[error("another import of the producer is under way")]
    Running,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl db::retry::HasDbErr for StartImportError {
    fn db_err(&self) -> Option<&DbErr> {
        match self {
            StartImportError::Fault(error) => Some(error),
            _ => None,
        }
    }
}

impl Bulk {
    /// Puts an import into the queue. A file may be imported as often as one
    /// likes: what is there already stays as it is. Permission: the producer's
    /// people, and who has its right to listings, or to stock for stock.
    ///
    /// # Errors
    /// [`StartImportError`].
    pub async fn start_import(
        &self,
        actor: &Actor,
        new: NewImport,
    ) -> Result<Import, StartImportError> {
        use StartImportError as Error;
        let may = actor.acts_for(new.producer_id, new.kind.right());
        let (Some(account_id), Some(_)) = (actor.account_id(), may) else {
            return Err(Error::NotFound);
        };
        let mapping = checked(new.kind, new.mapping)?;
        let products = matches!(new.kind, ImportKind::Table(super::TableKind::Products));
        if new.submit && !products {
            return Err(Error::NothingToSubmit);
        }
        let now = self.catalog.clock.now();
        let row = ImportRow {
            import: Import {
                id: ListingImportId::new(now),
                account_id,
                producer_id: new.producer_id,
                file_id: new.file_id,
                kind: new.kind,
                mode: new.mode,
                dry_run: new.dry_run,
                submit: new.submit,
                status: ImportStatus::Waiting,
                refusal: None,
                ignored: Vec::new(),
                rows_total: 0,
                rows_checked: 0,
                rows_written: 0,
                created: 0,
                updated: 0,
                unchanged: 0,
                failed: 0,
                submitted: 0,
                created_at: now,
                finished_at: None,
            },
            mapping,
        };
        let begun = db::retry(|| self.start_once(actor, &row)).await;
        // Of two at the same moment the index lets one through.
        if let Err(Error::Fault(error)) = &begun
            && db::classify(error) == db::Fault::Duplicate
        {
            return Err(Error::Running);
        }
        begun?;
        self.catalog.outbox.wake();
        Ok(row.import)
    }

    async fn start_once(&self, actor: &Actor, row: &ImportRow) -> Result<(), StartImportError> {
        use StartImportError as Error;
        let import = &row.import;
        let (kind, now) = (import.kind, import.created_at);
        let tx = self.catalog.db.begin().await?;
        let used = (kind.action(), import.id.0);
        if !proved(&tx, actor, import.producer_id, kind.right(), used, now).await? {
            return Err(Error::NotFound);
        }
        let file = self
            .files
            .owned_in(&tx, actor, import.file_id, kind.purpose())
            .await?;
        if file.is_none() {
            return Err(Error::FileNotFound);
        }
        if imports::is_open(&tx, import.producer_id).await? {
            return Err(Error::Running);
        }
        imports::insert(&tx, row).await?;
        let id = import.id.to_string();
        jobs::enqueue(&tx, NewJob::new(LISTING_IMPORT, &id, now)).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A mapping that could be, its headers cleaned.
fn checked(
    kind: ImportKind,
    given: Vec<(Field, String)>,
) -> Result<Vec<(Field, String)>, StartImportError> {
    let mut fields = HashSet::new();
    let mut mapping = Vec::with_capacity(given.len());
    for (field, header) in given {
        let read = match (kind, field) {
            (ImportKind::Pictures, _) => false,
            (ImportKind::Table(_), Field::Tier(units)) if units < 2 => false,
            (ImportKind::Table(table), field) => field.is_read(table),
        };
        let header = text::clean(&header);
        let fits = (1..=MAX_HEADER).contains(&header.chars().count());
        if !read || !fits || !fields.insert(field) {
            return Err(StartImportError::InvalidMapping);
        }
        mapping.push((field, header));
    }
    Ok(mapping)
}
