//! The job that takes a file in: in chunks, one transaction each, with a
//! marker, so that a run which dies is continued by the next.

use super::Bulk;
use super::draft::Draft;
use super::import::Import;
use super::kind::{ImportKind, TableKind};
use super::outcome::Step;
use super::problem::ImportRefusal;
use crate::store::bulk::imports::{self, ImportRow};
use async_trait::async_trait;
use files::ReadFileError;
use jobs::{Handler, JobError};
use kernel::ListingImportId;
use spreadsheets::{Format, ImportStatus, Refusal, RefusalCode};

/// The job that runs an import; its payload is the import's id.
pub const LISTING_IMPORT: &str = "catalog.listing_import";

/// Handles [`LISTING_IMPORT`].
pub struct RunImport(pub Bulk);

#[async_trait]
impl Handler for RunImport {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let id = uuid::Uuid::parse_str(payload).map_err(JobError::give_up)?;
        self.0.run_import(ListingImportId(id)).await
    }
}

/// What a pass over the rows does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    Check,
    Write,
}

impl Pass {
    pub(super) const fn status(self) -> ImportStatus {
        match self {
            Pass::Check => ImportStatus::Checking,
            Pass::Write => ImportStatus::Writing,
        }
    }

    pub(super) const fn done(self, import: &Import) -> u32 {
        match self {
            Pass::Check => import.rows_checked,
            Pass::Write => import.rows_written,
        }
    }
}

/// What follows a chunk.
pub(super) enum Next {
    More,
    /// Every row has its outcome, or somebody else goes on.
    End,
}

impl Bulk {
    async fn run_import(&self, id: ListingImportId) -> Result<(), JobError> {
        let row = self.look(id).await?;
        if row.import.finished_at.is_some() {
            return Ok(());
        }
        let table = match row.import.kind {
            ImportKind::Table(table) => table,
            ImportKind::Pictures => return self.run_pictures(id, &row.import).await,
        };
        let draft = match self.draft(&row, table).await? {
            Ok(draft) => draft,
            Err(refusal) => return self.stop(id, refusal.into()).await,
        };
        let ignored = draft.columns.ignored();
        self.begin(id, draft.len(), ignored).await?;
        for pass in [Pass::Check, Pass::Write] {
            let mut fresh = 0;
            while let Next::More = self.table_chunk(id, &draft, pass, &mut fresh).await? {
                self.catalog.outbox.wake();
            }
            self.turn(id, pass).await?;
        }
        self.catalog.outbox.wake();
        Ok(())
    }

    async fn look(&self, id: ListingImportId) -> Result<ImportRow, JobError> {
        let tx = self.catalog.db.begin().await?;
        let row = imports::lock(&tx, id).await?;
        row.ok_or_else(|| JobError::give_up("there is no such import"))
    }

    /// Reads the file and every row of it, beside the async executor.
    async fn draft(
        &self,
        row: &ImportRow,
        table: TableKind,
    ) -> Result<Result<Draft, Refusal>, JobError> {
        let (facts, bytes) = match self.files.read(row.import.file_id).await {
            Ok(read) => read,
            Err(ReadFileError::NotFound | ReadFileError::Damaged(_)) => {
                return Ok(Err(Refusal::of(RefusalCode::Damaged)));
            }
            Err(error) => return Err(JobError::retry(error)),
        };
        let mapping = row.mapping.clone();
        let read = tokio::task::spawn_blocking(move || {
            let format = Format::of_media_type(facts.media_type.as_str());
            let format = format.ok_or(Refusal::of(RefusalCode::Damaged))?;
            Draft::read(table, format, &bytes, &mapping)
        });
        read.await.map_err(JobError::retry)
    }

    /// Ends an import before its time.
    pub(super) async fn stop(
        &self,
        id: ListingImportId,
        refusal: ImportRefusal,
    ) -> Result<(), JobError> {
        self.change(id, |import| {
            import.status = ImportStatus::Refused;
            import.refusal = Some(refusal);
        })
        .await?;
        Ok(())
    }

    /// Says how much there is, the first time.
    pub(super) async fn begin(
        &self,
        id: ListingImportId,
        rows: usize,
        ignored: Vec<String>,
    ) -> Result<Import, JobError> {
        let total = u32::try_from(rows).map_err(JobError::give_up)?;
        self.change(id, |import| {
            if import.status == ImportStatus::Waiting {
                import.rows_total = total;
                import.ignored = ignored;
                import.status = match import.checks() {
                    true => ImportStatus::Checking,
                    false => ImportStatus::Writing,
                };
            }
        })
        .await
    }

    /// Decides what follows a pass: after a check writing, where everything is
    /// to be written and nothing is wrong, else the end.
    pub(super) async fn turn(&self, id: ListingImportId, pass: Pass) -> Result<Import, JobError> {
        let tx = self.catalog.db.begin().await?;
        let row = imports::lock(&tx, id).await?;
        let mut row = row.ok_or_else(|| JobError::give_up("there is no such import"))?;
        let import = &mut row.import;
        // Another worker, whose lease this one's was, may be further.
        let over = pass.done(import) >= import.rows_total;
        if import.finished_at.is_none() && import.status == pass.status() && over {
            if pass == Pass::Check && !import.dry_run && import.failed == 0 {
                import.recount();
                import.status = ImportStatus::Writing;
                // The same remarks are made again while it is written.
                imports::forget_problems(&tx, id).await?;
            } else {
                if pass == Pass::Check && !import.dry_run {
                    import.recount();
                }
                import.status = ImportStatus::Done;
                import.finished_at = Some(self.catalog.clock.now());
            }
            imports::update(&tx, &row).await?;
            tx.commit().await?;
        }
        Ok(row.import)
    }

    /// Changes an import in a transaction of its own; nothing where it ended.
    async fn change(
        &self,
        id: ListingImportId,
        change: impl FnOnce(&mut Import),
    ) -> Result<Import, JobError> {
        let tx = self.catalog.db.begin().await?;
        let row = imports::lock(&tx, id).await?;
        let mut row = row.ok_or_else(|| JobError::give_up("there is no such import"))?;
        if row.import.finished_at.is_none() {
            change(&mut row.import);
            if row.import.status == ImportStatus::Refused {
                row.import.finished_at = Some(self.catalog.clock.now());
            }
            imports::update(&tx, &row).await?;
            tx.commit().await?;
        }
        Ok(row.import)
    }

    async fn table_chunk(
        &self,
        id: ListingImportId,
        draft: &Draft,
        pass: Pass,
        fresh: &mut u64,
    ) -> Result<Next, JobError> {
        let now = self.catalog.clock.now();
        let tx = self.catalog.db.begin().await?;
        let Some((mut row, actor)) = self.enter(&tx, id, pass, now).await? else {
            tx.commit().await?;
            return Ok(Next::End);
        };
        let from = usize::try_from(pass.done(&row.import)).map_err(JobError::give_up)?;
        let step = Step {
            tx: &tx,
            actor: &actor,
            import: &row.import,
            columns: &draft.columns,
            write: pass == Pass::Write,
            now,
        };
        let Some((tally, rows)) = self.chunk(&step, &draft.rows, from, fresh).await? else {
            return Ok(Next::End);
        };
        self.leave(&tx, &mut row, pass, &tally, rows).await?;
        tx.commit().await?;
        Ok(Next::More)
    }
}
