//! An officer asks for a spreadsheet of the register.

use super::Register;
use super::export::{Export, ExportFilter};
use super::run_export::REGISTER_EXPORT;
use crate::permission::Reach;
use crate::store::register_exports;
use jobs::NewJob;
use kernel::{Actor, RegisterExportId};
use sea_orm::DbErr;
use spreadsheets::{ExportStatus, Format};

/// Why an export did not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartExportError {
    /// The actor runs the programme nowhere.
    #[error("only officers of the programme may do this")]
    NotAllowed,
    /// The filter names a province that the actor does not run.
    #[error("the filter names a province that the actor does not run")]
    OtherProvince,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(StartExportError);

impl Register {
    /// Puts an export into the queue. For administrators and programme
    /// officers; without provinces in the filter it is about those that the
    /// actor runs.
    ///
    /// # Errors
    /// [`StartExportError`].
    pub async fn start_export(
        &self,
        actor: &Actor,
        format: Format,
        filter: ExportFilter,
    ) -> Result<Export, StartExportError> {
        let (Some(account_id), Some(reach)) = (actor.account_id(), Reach::of(actor)) else {
            return Err(StartExportError::NotAllowed);
        };
        let asked = filter.provinces.as_deref().unwrap_or_default();
        if !asked.iter().all(|code| reach.covers(code)) {
            return Err(StartExportError::OtherProvince);
        }
        let now = self.programme.clock.now();
        let export = Export {
            id: RegisterExportId::new(now),
            account_id,
            format,
            filter: narrowed(filter, &reach),
            status: ExportStatus::Waiting,
            refusal: None,
            rows_total: 0,
            rows_done: 0,
            file_id: None,
            created_at: now,
            finished_at: None,
        };
        db::retry(|| async {
            let tx = self.programme.db.begin().await?;
            register_exports::insert(&tx, &export).await?;
            let id = export.id.to_string();
            jobs::enqueue(&tx, NewJob::new(REGISTER_EXPORT, &id, now)).await?;
            tx.commit().await?;
            Ok::<_, StartExportError>(())
        })
        .await?;
        self.programme.outbox.wake();
        Ok(export)
    }

    /// The actor's own export; `None` for somebody else's.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn export(
        &self,
        actor: &Actor,
        id: RegisterExportId,
    ) -> Result<Option<Export>, DbErr> {
        let Some(account) = actor.account_id() else {
            return Ok(None);
        };
        register_exports::owned(self.programme.db.primary(), account, id).await
    }
}

fn narrowed(mut filter: ExportFilter, reach: &Reach) -> ExportFilter {
    if let (Reach::Provinces(codes), None) = (reach, &filter.provinces) {
        filter.provinces = Some(codes.iter().cloned().collect());
    }
    filter
}
