//! Somebody asks for a table of a producer's listings.

use super::Bulk;
use super::export::Export;
use super::kind::TableKind;
use super::run_export::LISTING_EXPORT;
use crate::listing::proved;
use crate::store::bulk::exports;
use jobs::NewJob;
use kernel::{Actor, ListingExportId, ProducerId};
use sea_orm::DbErr;
use spreadsheets::{ExportStatus, Format};

/// What a use of a right for an export is on record as.
pub(super) const ACTION: &str = "EXPORT_LISTINGS";

/// Why an export did not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartExportError {
    /// No such producer that the actor acts for.
    #[error("there is no such producer")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl db::retry::HasDbErr for StartExportError {
    fn db_err(&self) -> Option<&DbErr> {
        match self {
            StartExportError::Fault(error) => Some(error),
            StartExportError::NotFound => None,
        }
    }
}

impl Bulk {
    /// Puts an export into the queue. Permission: the producer's people, and
    /// who has its right to listings, or to stock for stock.
    ///
    /// # Errors
    /// [`StartExportError`].
    pub async fn start_export(
        &self,
        actor: &Actor,
        producer_id: ProducerId,
        kind: TableKind,
        format: Format,
    ) -> Result<Export, StartExportError> {
        let may = actor.acts_for(producer_id, kind.right());
        let (Some(account_id), Some(_)) = (actor.account_id(), may) else {
            return Err(StartExportError::NotFound);
        };
        let now = self.catalog.clock.now();
        let export = Export {
            id: ListingExportId::new(now),
            account_id,
            producer_id,
            kind,
            format,
            status: ExportStatus::Waiting,
            refusal: None,
            products_total: 0,
            products_done: 0,
            rows_written: 0,
            file_id: None,
            created_at: now,
            finished_at: None,
        };
        db::retry(|| self.start_export_once(actor, &export)).await?;
        self.catalog.outbox.wake();
        Ok(export)
    }

    async fn start_export_once(
        &self,
        actor: &Actor,
        export: &Export,
    ) -> Result<(), StartExportError> {
        let (right, now) = (export.kind.right(), export.created_at);
        let tx = self.catalog.db.begin().await?;
        let used = (ACTION, export.id.0);
        if !proved(&tx, actor, export.producer_id, right, used, now).await? {
            return Err(StartExportError::NotFound);
        }
        exports::insert(&tx, export).await?;
        let id = export.id.to_string();
        jobs::enqueue(&tx, NewJob::new(LISTING_EXPORT, &id, now)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The actor's own export; `None` for somebody else's.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn export(
        &self,
        actor: &Actor,
        id: ListingExportId,
    ) -> Result<Option<Export>, DbErr> {
        let Some(account) = actor.account_id() else {
            return Ok(None);
        };
        exports::owned(self.catalog.db.primary(), account, id).await
    }
}
