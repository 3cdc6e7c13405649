//! An export.

use super::enums::{
    ListingExportFormat, ListingExportKind, ListingExportRefusalCode, ListingExportStatus,
};
use crate::schema::connection::count;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, Object};
use catalog::bulk::{Export, ExportRefusal};

/// A producer's listings on their way into a file.
pub(crate) struct ListingExport(pub(crate) Export);

/// A producer's listings on their way into a file.
#[Object]
impl ListingExport {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Of which producer.
    async fn producer_id(&self) -> ID {
        self.0.producer_id.to_global()
    }

    /// What it is about.
    async fn kind(&self) -> ListingExportKind {
        self.0.kind.into()
    }

    /// In which format.
    async fn format(&self) -> ListingExportFormat {
        self.0.format.into()
    }

    /// How far it is.
    async fn status(&self) -> ListingExportStatus {
        self.0.status.into()
    }

    /// Why there is no file; null unless it was refused.
    async fn refusal(&self) -> Option<ListingExportRefusal> {
        self.0.refusal.map(ListingExportRefusal)
    }

    /// How much is done, 0 to 100.
    async fn percent(&self) -> i32 {
        count(self.0.percent().into())
    }

    /// Products to look at; 0 until they were counted.
    async fn products_total(&self) -> i32 {
        count(self.0.products_total.into())
    }

    /// Products looked at.
    async fn products_done(&self) -> i32 {
        count(self.0.products_done.into())
    }

    /// Rows of the file, once it is done.
    async fn rows_written(&self) -> i32 {
        count(self.0.rows_written.into())
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
pub(crate) struct ListingExportRefusal(ExportRefusal);

/// Why there can be no such file.
#[Object]
impl ListingExportRefusal {
    /// Why, from a closed set.
    async fn code(&self) -> ListingExportRefusalCode {
        self.0.into()
    }

    /// What to tell people, in the language of `Accept-Language`.
    async fn message(&self, ctx: &Context<'_>) -> &'static str {
        self.0.message(ctx.language())
    }
}
