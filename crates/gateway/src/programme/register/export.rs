//! An export.

use super::enums::{RegisterExportFormat, RegisterExportRefusalCode, RegisterExportStatus};
use crate::schema::connection::count;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, Object};
use programme::register::{Export, ExportRefusal};

/// Certificates on their way into a spreadsheet.
pub(crate) struct RegisterExport(pub(crate) Export);

/// Certificates on their way into a spreadsheet.
#[Object]
impl RegisterExport {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// In which format.
    async fn format(&self) -> RegisterExportFormat {
        self.0.format.into()
    }

    /// How far it is.
    async fn status(&self) -> RegisterExportStatus {
        self.0.status.into()
    }

    /// Why there is no file; null unless it was refused.
    async fn refusal(&self) -> Option<RegisterExportRefusal> {
        self.0.refusal.map(RegisterExportRefusal)
    }

    /// How much is done, 0 to 100.
    async fn percent(&self) -> i32 {
        count(self.0.percent().into())
    }

    /// Certificates to look at; 0 until they were counted. Once it is done,
    /// those in the file.
    async fn rows_total(&self) -> i32 {
        count(self.0.rows_total.into())
    }

    /// Certificates looked at.
    async fn rows_done(&self) -> i32 {
        count(self.0.rows_done.into())
    }

    /// The file; null until it is there.
    async fn file_id(&self) -> Option<ID> {
        self.0.file_id.map(GlobalId::to_global)
    }

    /// Where the caller fetches the file, with the same authorization; null
    /// until it is there.
    async fn url(&self, ctx: &Context<'_>) -> Option<String> {
        let id = self.0.file_id?.to_global();
        let base = &ctx.services().config.public_url;
        Some(format!("{base}/files/{}", id.as_str()))
    }

    /// When it was asked for.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it ended; null until then.
    async fn finished_at(&self) -> Option<DateTime> {
        self.0.finished_at.map(DateTime)
    }
}

/// Why there can be no such file.
pub(crate) struct RegisterExportRefusal(ExportRefusal);

/// Why there can be no such file.
#[Object]
impl RegisterExportRefusal {
    /// Why, from a closed set.
    async fn code(&self) -> RegisterExportRefusalCode {
        self.0.into()
    }

    /// What to tell people, in the language of `Accept-Language`.
    async fn message(&self, ctx: &Context<'_>) -> &'static str {
        self.0.message(ctx.language())
    }
}
