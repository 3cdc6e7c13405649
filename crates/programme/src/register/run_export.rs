//! The job that makes a spreadsheet of the register. It begins anew when a run
//! dies: until its end it leaves nothing.

use super::Register;
use super::export::{Export, ExportRefusal};
use super::write::Sheet;
use crate::store::register_exports;
use async_trait::async_trait;
use files::{MediaType, NewFile, Purpose, StoreFileError};
use jobs::{Handler, JobError};
use kernel::{RegisterExportId, clock};
use spreadsheets::{ExportStatus, Format, MAX_ROWS};

/// The job that runs an export; its payload is the export's id.
pub const REGISTER_EXPORT: &str = "programme.register_export";

/// Certificates read at once.
const CHUNK: u64 = 1_000;

/// Handles [`REGISTER_EXPORT`].
pub struct RunExport(pub Register);

#[async_trait]
impl Handler for RunExport {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let id = uuid::Uuid::parse_str(payload).map_err(JobError::give_up)?;
        self.0.run_export(RegisterExportId(id)).await
    }
}

impl Register {
    async fn run_export(&self, id: RegisterExportId) -> Result<(), JobError> {
        let db = &self.programme.db;
        let connection = db.primary();
        let found = register_exports::by_id(connection, id).await?;
        let export = found.ok_or_else(|| JobError::give_up("there is no such export"))?;
        if export.finished_at.is_some() {
            return Ok(());
        }
        let total = register_exports::count(connection, &export.filter).await?;
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        self.change_export(id, |export| {
            export.status = ExportStatus::Running;
            export.rows_total = total;
            export.rows_done = 0;
        })
        .await?;

        let units = self.units.snapshot().await?;
        let now = self.programme.clock.now();
        let mut sheet = Sheet::new(units, now);
        let mut after = None;
        loop {
            let entries =
                register_exports::entries(connection, &export.filter, after, CHUNK).await?;
            let Some((last, _)) = entries.last() else {
                break;
            };
            after = Some(last.id);
            let read = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            for (certificate, producer) in &entries {
                if export.filter.covers(&producer.province_code) {
                    sheet.add(certificate, producer);
                }
            }
            if sheet.len() > MAX_ROWS {
                return self.refuse_export(id, ExportRefusal::TooManyRows).await;
            }
            self.change_export(id, |export| {
                export.rows_done = export.rows_done.saturating_add(read).min(export.rows_total);
            })
            .await?;
        }
        let rows = u32::try_from(sheet.len()).unwrap_or(u32::MAX);
        let format = export.format;
        let written = tokio::task::spawn_blocking(move || sheet.write(format)).await;
        let bytes = written
            .map_err(JobError::retry)?
            .map_err(JobError::give_up)?;
        let new = NewFile {
            purpose: Purpose::RegisterExport,
            name: format!("ocop-{}.{}", clock::day_in_vietnam(now), format.ending()),
            media_type: match format {
                Format::Csv => MediaType::Csv,
                Format::Xlsx => MediaType::Xlsx,
            },
        };
        match self.keep(&export, new, &bytes, rows).await {
            Ok(()) => Ok(()),
            Err(StoreFileError::TooLarge) => self.refuse_export(id, ExportRefusal::TooLarge).await,
            Err(error) => Err(JobError::retry(error)),
        }
    }

    /// Stores the file and ends the export, or neither.
    async fn keep(
        &self,
        export: &Export,
        new: NewFile,
        bytes: &[u8],
        rows: u32,
    ) -> Result<(), StoreFileError> {
        let mut upload = self.files.make_for(export.account_id, new).await?;
        upload.write(bytes).await?;
        let sealed = upload.seal().await?;
        let tx = self.programme.db.begin().await?;
        let locked = register_exports::lock(&tx, export.id).await?;
        // Another worker may have ended it.
        let Some(mut locked) = locked.filter(|export| export.finished_at.is_none()) else {
            return Ok(());
        };
        let stored = sealed.keep_in(&tx).await?;
        locked.status = ExportStatus::Done;
        locked.file_id = Some(stored.id);
        (locked.rows_total, locked.rows_done) = (rows, rows);
        locked.finished_at = Some(self.programme.clock.now());
        register_exports::update(&tx, &locked).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn refuse_export(
        &self,
        id: RegisterExportId,
        refusal: ExportRefusal,
    ) -> Result<(), JobError> {
        let now = self.programme.clock.now();
        self.change_export(id, |export| {
            export.status = ExportStatus::Refused;
            export.refusal = Some(refusal);
            export.finished_at = Some(now);
        })
        .await
    }

    async fn change_export(
        &self,
        id: RegisterExportId,
        change: impl FnOnce(&mut Export),
    ) -> Result<(), JobError> {
        let tx = self.programme.db.begin().await?;
        let found = register_exports::lock(&tx, id).await?;
        if let Some(mut export) = found.filter(|export| export.finished_at.is_none()) {
            change(&mut export);
            register_exports::update(&tx, &export).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
