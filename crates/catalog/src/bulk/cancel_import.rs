//! Somebody stops an import.

use super::Bulk;
use super::import::Import;
use super::problem::ImportStop;
use crate::store::bulk::imports;
use kernel::{Actor, ListingImportId};
use sea_orm::DbErr;
use spreadsheets::ImportStatus;

/// Why an import was not stopped.
#[derive(Debug, thiserror::Error)]
pub enum CancelImportError {
    /// No such import that the actor may stop.
    #[error("there is no such import")]
    NotFound,
    /// It came to its end before.
    #[error("the import is over")]
    Over,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl db::retry::HasDbErr for CancelImportError {
    fn db_err(&self) -> Option<&DbErr> {
        match self {
            CancelImportError::Fault(error) => Some(error),
            _ => None,
        }
    }
}

impl Bulk {
    /// Stops an import: rows that have their outcome keep it, the others are
    /// left. Also the way out of one whose job died. Permission: the producer's
    /// people, and whoever began it, while the account acts for the producer.
    ///
    /// # Errors
    /// [`CancelImportError`].
    pub async fn cancel_import(
        &self,
        actor: &Actor,
        id: ListingImportId,
    ) -> Result<Import, CancelImportError> {
        db::retry(|| self.cancel_once(actor, id)).await
    }

    async fn cancel_once(
        &self,
        actor: &Actor,
        id: ListingImportId,
    ) -> Result<Import, CancelImportError> {
        let tx = self.catalog.db.begin().await?;
        let found = imports::lock(&tx, id).await?;
        let own = found.filter(|row| {
            let import = &row.import;
            let acts = actor.acts_for(import.producer_id, import.kind.right());
            import.is_seen_by(actor) && acts.is_some()
        });
        let mut row = own.ok_or(CancelImportError::NotFound)?;
        if row.import.finished_at.is_some() {
            return Err(CancelImportError::Over);
        }
        row.import.status = ImportStatus::Refused;
        row.import.refusal = Some(ImportStop::Cancelled.into());
        row.import.finished_at = Some(self.catalog.clock.now());
        imports::update(&tx, &row).await?;
        tx.commit().await?;
        Ok(row.import)
    }
}
