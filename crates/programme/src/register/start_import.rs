//! An officer asks for a file to be taken into the register.

use super::Register;
use super::field::Field;
use super::import::{Import, RowError};
use super::run_import::REGISTER_IMPORT;
use crate::ListError;
use crate::permission::Reach;
use crate::store::register_imports::{self, ImportRow};
use jobs::NewJob;
use kernel::{Actor, FileId, Page, PageArgs, RegisterImportId, text};
use sea_orm::DbErr;
use spreadsheets::{ImportStatus, Mode};
use std::collections::HashSet;

/// The longest header that a mapping may name.
const MAX_HEADER: usize = 300;

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// A file that the actor uploaded for this.
    pub file_id: FileId,
    /// Columns by their header; the others are guessed by usual headers.
    pub mapping: Vec<(Field, String)>,
    /// What becomes of good lines among bad ones.
    pub mode: Mode,
    /// Whether lines are only checked.
    pub dry_run: bool,
}

/// Why an import did not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartImportError {
    /// The actor runs the programme nowhere.
    #[error("only officers of the programme may do this")]
    NotAllowed,
    /// There is no such file of the actor's for this purpose.
    #[error("there is no such file")]
    FileNotFound,
    /// A field is named twice, or a header is empty or overlong.
    #[error("the mapping names a field twice, or an empty header")]
    InvalidMapping,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(StartImportError);

impl Register {
    /// Puts an import into the queue. For administrators and programme
    /// officers; lines of provinces that the actor does not run now become
    /// errors. A file may be imported as often as one likes: what is there
    /// already stays as it is.
    ///
    /// # Errors
    /// [`StartImportError`].
    pub async fn start_import(
        &self,
        actor: &Actor,
        new: NewImport,
    ) -> Result<Import, StartImportError> {
        use StartImportError as Error;
        let (Some(account_id), Some(reach)) = (actor.account_id(), Reach::of(actor)) else {
            return Err(Error::NotAllowed);
        };
        let mut fields = HashSet::new();
        let mut mapping = Vec::with_capacity(new.mapping.len());
        for (field, header) in new.mapping {
            let header = text::clean(&header);
            let fits = (1..=MAX_HEADER).contains(&header.chars().count());
            if !fits || !fields.insert(field) {
                return Err(Error::InvalidMapping);
            }
            mapping.push((field, header));
        }
        let now = self.programme.clock.now();
        let row = ImportRow {
            import: Import {
                id: RegisterImportId::new(now),
                account_id,
                file_id: new.file_id,
                mode: new.mode,
                dry_run: new.dry_run,
                status: ImportStatus::Waiting,
                refusal: None,
                rows_total: 0,
                rows_checked: 0,
                rows_written: 0,
                created: 0,
                producers_created: 0,
                unchanged: 0,
                failed: 0,
                created_at: now,
                finished_at: None,
            },
            mapping,
            reach,
        };
        db::retry(|| async {
            let tx = self.programme.db.begin().await?;
            let file = self
                .files
                .owned_in(&tx, actor, new.file_id, Import::PURPOSE)
                .await?;
            if file.is_none() {
                return Err(Error::FileNotFound);
            }
            register_imports::insert(&tx, &row).await?;
            let id = row.import.id.to_string();
            jobs::enqueue(&tx, NewJob::new(REGISTER_IMPORT, &id, now)).await?;
            tx.commit().await?;
            Ok(())
        })
        .await?;
        self.programme.outbox.wake();
        Ok(row.import)
    }

    /// The actor's own import; `None` for somebody else's.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn import(
        &self,
        actor: &Actor,
        id: RegisterImportId,
    ) -> Result<Option<Import>, DbErr> {
        let Some(account) = actor.account_id() else {
            return Ok(None);
        };
        register_imports::owned(self.programme.db.primary(), account, id).await
    }

    /// A page of what is wrong with the lines of an import, by line. For
    /// whoever holds the import.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn import_errors(
        &self,
        id: RegisterImportId,
        page: &PageArgs,
    ) -> Result<Page<RowError>, ListError> {
        let rows = register_imports::errors(self.programme.db.primary(), id, page).await?;
        let page = Page::from_rows(page, rows, register_imports::position);
        Ok(Page {
            rows: page
                .rows
                .into_iter()
                .map(|(cursor, (_, error))| (cursor, error))
                .collect(),
            has_next: page.has_next,
            has_previous: page.has_previous,
        })
    }
}
