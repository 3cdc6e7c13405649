//! The job that makes a table of a producer's listings. It begins anew when a
//! run dies: until its end it leaves nothing.

use super::Bulk;
use super::export::{Export, ExportRefusal};
use super::kind::TableKind;
use super::write::Sheet;
use crate::listing::ListingFilter;
use crate::store::bulk::exports;
use crate::store::{PageFault, listings};
use async_trait::async_trait;
use files::{MediaType, NewFile, Purpose, StoreFileError};
use jobs::{Handler, JobError};
use kernel::{ListingExportId, Page, PageArgs, clock};
use spreadsheets::{ExportStatus, Format, MAX_ROWS};
use std::collections::HashMap;

/// The job that runs an export; its payload is the export's id.
pub const LISTING_EXPORT: &str = "catalog.listing_export";

/// Handles [`LISTING_EXPORT`].
pub struct RunExport(pub Bulk);

#[async_trait]
impl Handler for RunExport {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let id = uuid::Uuid::parse_str(payload).map_err(JobError::give_up)?;
        self.0.run_export(ListingExportId(id)).await
    }
}

impl Bulk {
    async fn run_export(&self, id: ListingExportId) -> Result<(), JobError> {
        let Some(export) = self.enter_export(id).await? else {
            return Ok(());
        };
        let db = self.catalog.db.primary();
        let certificates = match export.kind {
            TableKind::Products => programme::certificates_of(db, export.producer_id).await?,
            TableKind::Stock | TableKind::Prices => Vec::new(),
        };
        let numbers: HashMap<_, _> = certificates
            .into_iter()
            .map(|own| (own.id, own.number))
            .collect();
        let mut sheet = Sheet::new(export.kind, numbers);
        let filter = ListingFilter::default();
        let mut page = PageArgs::first(kernel::page::MAX_PAGE);
        loop {
            let rows = listings::of_producer(db, export.producer_id, &filter, &page).await;
            let rows = rows.map_err(|fault| match fault {
                PageFault::Page(error) => JobError::give_up(error),
                PageFault::Database(error) => JobError::retry(error),
            })?;
            let listings = Page::from_rows(&page, rows, listings::position);
            for (_, listing) in &listings.rows {
                sheet.add(listing);
            }
            if sheet.len() > MAX_ROWS {
                return self.refuse_export(id, ExportRefusal::TooManyRows).await;
            }
            let read = u32::try_from(listings.rows.len()).unwrap_or(u32::MAX);
            self.change_export(id, |export| {
                let done = export.products_done.saturating_add(read);
                export.products_done = done.min(export.products_total);
            })
            .await?;
            match listings.rows.into_iter().next_back() {
                Some((last, _)) if listings.has_next => page.cursor = Some(last),
                _ => break,
            }
        }
        if sheet.len() == 0 {
            return self.refuse_export(id, ExportRefusal::Empty).await;
        }
        let rows = u32::try_from(sheet.len()).unwrap_or(u32::MAX);
        let format = export.format;
        let written = tokio::task::spawn_blocking(move || sheet.write(format)).await;
        let bytes = written
            .map_err(JobError::retry)?
            .map_err(JobError::give_up)?;
        match self.keep(&export, &bytes, rows).await {
            Ok(()) => Ok(()),
            Err(StoreFileError::TooLarge) => self.refuse_export(id, ExportRefusal::TooLarge).await,
            Err(error) => Err(JobError::retry(error)),
        }
    }

    /// Says that somebody has begun, and how much there is. `None` where the
    /// export is over, also because its account may not have it any more.
    async fn enter_export(&self, id: ListingExportId) -> Result<Option<Export>, JobError> {
        let now = self.catalog.clock.now();
        let tx = self.catalog.db.begin().await?;
        let found = exports::lock(&tx, id).await?;
        let mut export = found.ok_or_else(|| JobError::give_up("there is no such export"))?;
        if export.finished_at.is_some() {
            return Ok(None);
        }
        let actor = identity::roles::actor(&tx, export.account_id, now).await?;
        let right = export.kind.right();
        let acts = actor.and_then(|actor| actor.acts_for(export.producer_id, right));
        if acts.is_none() {
            export.status = ExportStatus::Refused;
            export.refusal = Some(ExportRefusal::NotAllowed);
            export.finished_at = Some(now);
        } else {
            let there = listings::count_of(&tx, export.producer_id).await?;
            export.status = ExportStatus::Running;
            export.products_total = u32::try_from(there).unwrap_or(u32::MAX);
            export.products_done = 0;
        }
        exports::update(&tx, &export).await?;
        tx.commit().await?;
        Ok(acts.map(|_| export))
    }

    /// Stores the file and ends the export, or neither.
    async fn keep(&self, export: &Export, bytes: &[u8], rows: u32) -> Result<(), StoreFileError> {
        let now = self.catalog.clock.now();
        let (name, format) = (export.kind.file_name(), export.format);
        let new = NewFile {
            purpose: Purpose::ListingExport,
            name: format!("{name}-{}.{}", clock::day_in_vietnam(now), format.ending()),
            media_type: match format {
                Format::Csv => MediaType::Csv,
                Format::Xlsx => MediaType::Xlsx,
            },
        };
        let mut upload = self.files.make_for(export.account_id, new).await?;
        upload.write(bytes).await?;
        let sealed = upload.seal().await?;
        let tx = self.catalog.db.begin().await?;
        let locked = exports::lock(&tx, export.id).await?;
        // Another worker may have ended it.
        let Some(mut locked) = locked.filter(|export| export.finished_at.is_none()) else {
            return Ok(());
        };
        let stored = sealed.keep_in(&tx).await?;
        locked.status = ExportStatus::Done;
        locked.file_id = Some(stored.id);
        locked.products_done = locked.products_total;
        locked.rows_written = rows;
        locked.finished_at = Some(now);
        exports::update(&tx, &locked).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn refuse_export(
        &self,
        id: ListingExportId,
        refusal: ExportRefusal,
    ) -> Result<(), JobError> {
        let now = self.catalog.clock.now();
        self.change_export(id, |export| {
            export.status = ExportStatus::Refused;
            export.refusal = Some(refusal);
            export.finished_at = Some(now);
        })
        .await
    }

    async fn change_export(
        &self,
        id: ListingExportId,
        change: impl FnOnce(&mut Export),
    ) -> Result<(), JobError> {
        let tx = self.catalog.db.begin().await?;
        let found = exports::lock(&tx, id).await?;
        let mut export = found.ok_or_else(|| JobError::give_up("there is no such export"))?;
        if export.finished_at.is_none() {
            change(&mut export);
            exports::update(&tx, &export).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
