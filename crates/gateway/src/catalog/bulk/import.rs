//! An import.

use super::enums::{ListingImportKind, ListingImportRefusalCode, ListingImportStatus};
use super::problems::ListingImportProblemCode;
use crate::catalog::read_error;
use crate::errors::internal;
use crate::schema::connection::{connection, count, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, Object, Result};
use catalog::bulk::{Import, ImportRefusal, RowProblem};
use spreadsheets::Mode;
use std::sync::Arc;

/// A producer's file on its way in.
#[derive(Clone)]
pub(crate) struct ListingImport(pub(crate) Import);

/// A producer's file on its way in.
#[Object]
impl ListingImport {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// For which producer.
    async fn producer_id(&self) -> ID {
        self.0.producer_id.to_global()
    }

    /// What it is about.
    async fn kind(&self) -> ListingImportKind {
        self.0.kind.into()
    }

    /// The file.
    async fn file_id(&self) -> ID {
        self.0.file_id.to_global()
    }

    /// Whether rows are only checked.
    async fn dry_run(&self) -> bool {
        self.0.dry_run
    }

    /// Whether nothing is written unless every row is good.
    async fn all_or_nothing(&self) -> bool {
        self.0.mode == Mode::All
    }

    /// Whether changes of products are handed in at once.
    async fn submit(&self) -> bool {
        self.0.submit
    }

    /// How far it is.
    async fn status(&self) -> ListingImportStatus {
        self.0.status.into()
    }

    /// Why it came to its end before its time; null unless it was refused.
    async fn refusal(&self) -> Option<ListingImportRefusal> {
        self.0.refusal.clone().map(ListingImportRefusal)
    }

    /// How much is done, 0 to 100.
    async fn percent(&self) -> i32 {
        count(self.0.percent().into())
    }

    /// The headers that nothing reads.
    async fn ignored_columns(&self) -> &[String] {
        &self.0.ignored
    }

    /// Rows below the header, or entries of the archive; 0 until the file was
    /// read.
    async fn rows_total(&self) -> i32 {
        count(self.0.rows_total.into())
    }

    /// Rows checked.
    async fn rows_checked(&self) -> i32 {
        count(self.0.rows_checked.into())
    }

    /// Rows that have their outcome.
    async fn rows_written(&self) -> i32 {
        count(self.0.rows_written.into())
    }

    /// Rows that made something new; that would while it only checks.
    async fn created(&self) -> i32 {
        count(self.0.created.into())
    }

    /// Rows that changed something, likewise.
    async fn updated(&self) -> i32 {
        count(self.0.updated.into())
    }

    /// Rows that say what is there: nothing changed.
    async fn unchanged(&self) -> i32 {
        count(self.0.unchanged.into())
    }

    /// Rows with errors.
    async fn failed(&self) -> i32 {
        count(self.0.failed.into())
    }

    /// Listings handed in to the moderators.
    async fn submitted(&self) -> i32 {
        count(self.0.submitted.into())
    }

    /// What is to be said of the rows, by line.
    async fn problems(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ListingImportProblemConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let page = match (&page.cursor, page.backward) {
            // First pages are asked of many imports at once.
            (None, false) => {
                let wanted = (self.0.id, page.limit);
                let first = ctx.loaders().import_problems.load(wanted).await?;
                let first = first.ok_or_else(|| internal(&"no page of problems"))?;
                Arc::unwrap_or_clone(first)
            }
            _ => {
                let bulk = &ctx.services().bulk;
                let page = bulk.import_problems(self.0.id, &page).await;
                page.map_err(read_error)?
            }
        };
        Ok(ListingImportProblemConnection(
            page.map(ListingImportProblem),
        ))
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

/// Why an import as a whole came to its end before its time.
pub(crate) struct ListingImportRefusal(ImportRefusal);

/// Why an import as a whole came to its end before its time.
#[Object]
impl ListingImportRefusal {
    /// Why, from a closed set.
    async fn code(&self) -> ListingImportRefusalCode {
        self.0.code.into()
    }

    /// A cell ("B7"), a header or a line, where there is one place.
    async fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// What to tell people, in the language of `Accept-Language`.
    async fn message(&self, ctx: &Context<'_>) -> &'static str {
        self.0.code.message(ctx.language())
    }
}

/// What is to be said of one row.
#[derive(Clone)]
pub(crate) struct ListingImportProblem(RowProblem);

/// What is to be said of one row, and where.
#[Object]
impl ListingImportProblem {
    /// The line of the file, from 1; of an archive, the entry in the order in
    /// which pictures are taken.
    async fn line(&self) -> i32 {
        count(self.0.place.line.into())
    }

    /// The column's letters, as a spreadsheet shows them; null where the row
    /// as a whole is meant.
    async fn column(&self) -> Option<String> {
        self.0.place.letters()
    }

    /// The column's header, as the file has it.
    async fn header(&self) -> Option<&str> {
        self.0.place.header.as_deref()
    }

    /// The archive's entry.
    async fn entry(&self) -> Option<&str> {
        self.0.entry.as_deref()
    }

    /// What, from a closed set.
    async fn code(&self) -> ListingImportProblemCode {
        self.0.code.into()
    }

    /// Whether the row was taken nevertheless.
    async fn warning(&self) -> bool {
        self.0.warning
    }

    /// What to tell people, in the language of `Accept-Language`.
    async fn message(&self, ctx: &Context<'_>) -> &'static str {
        self.0.code.message(ctx.language())
    }
}

connection! {
    /// A page of what is to be said of rows.
    ListingImportProblemConnection,
    /// What is to be said of a row, in a list.
    ListingImportProblemEdge of ListingImportProblem
}

connection! {
    /// A page of a producer's imports.
    ListingImportConnection,
    /// An import in a list.
    ListingImportEdge of ListingImport
}
