//! An import.

use super::enums::{
    RegisterImportMode, RegisterImportRefusalCode, RegisterImportStatus, RegisterRowProblem,
};
use crate::programme::list_error;
use crate::schema::connection::{connection, count, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, Object, Result};
use programme::register::{Import, RowError};
use spreadsheets::Refusal;

/// A file on its way into the register.
pub(crate) struct RegisterImport(pub(crate) Import);

/// A file of existing certificates on its way into the register.
#[Object]
impl RegisterImport {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The file.
    async fn file_id(&self) -> ID {
        self.0.file_id.to_global()
    }

    /// What becomes of good lines among bad ones.
    async fn mode(&self) -> RegisterImportMode {
        self.0.mode.into()
    }

    /// Whether lines are only checked.
    async fn dry_run(&self) -> bool {
        self.0.dry_run
    }

    /// How far it is.
    async fn status(&self) -> RegisterImportStatus {
        self.0.status.into()
    }

    /// Why the file as a whole was not taken; null unless it was refused.
    async fn refusal(&self) -> Option<RegisterImportRefusal> {
        self.0.refusal.clone().map(RegisterImportRefusal)
    }

    /// How much is done, 0 to 100.
    async fn percent(&self) -> i32 {
        count(self.0.percent().into())
    }

    /// Lines below the header; 0 until the file was read.
    async fn rows_total(&self) -> i32 {
        count(self.0.rows_total.into())
    }

    /// Lines checked.
    async fn rows_checked(&self) -> i32 {
        count(self.0.rows_checked.into())
    }

    /// Lines written.
    async fn rows_written(&self) -> i32 {
        count(self.0.rows_written.into())
    }

    /// Certificates recorded; those that would be while it only checks.
    async fn created(&self) -> i32 {
        count(self.0.created.into())
    }

    /// Producers registered along with them.
    async fn producers_created(&self) -> i32 {
        count(self.0.producers_created.into())
    }

    /// Lines about certificates that were there already: nothing changed.
    async fn unchanged(&self) -> i32 {
        count(self.0.unchanged.into())
    }

    /// Lines with errors.
    async fn failed(&self) -> i32 {
        count(self.0.failed.into())
    }

    /// What is wrong with the lines, by line.
    async fn row_errors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<RegisterRowErrorConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let register = &ctx.services().register;
        let page = register.import_errors(self.0.id, &page).await;
        let page = page.map_err(list_error)?;
        Ok(RegisterRowErrorConnection(page.map(RegisterRowError)))
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

/// Why a file as a whole was not taken.
pub(crate) struct RegisterImportRefusal(Refusal);

/// Why a file as a whole was not taken.
#[Object]
impl RegisterImportRefusal {
    /// Why, from a closed set.
    async fn code(&self) -> RegisterImportRefusalCode {
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

/// What is wrong with one line.
#[derive(Clone)]
pub(crate) struct RegisterRowError(RowError);

/// What is wrong with one line, and where.
#[Object]
impl RegisterRowError {
    /// The line of the file, from 1.
    async fn line(&self) -> i32 {
        count(self.0.line.into())
    }

    /// The column's letters, as a spreadsheet shows them; null where the line
    /// as a whole is at fault.
    async fn column(&self) -> Option<String> {
        self.0.letters()
    }

    /// The column's header.
    async fn header(&self) -> Option<&str> {
        self.0.header.as_deref()
    }

    /// What is wrong, from a closed set.
    async fn code(&self) -> RegisterRowProblem {
        self.0.code.into()
    }

    /// What to tell people, in the language of `Accept-Language`.
    async fn message(&self, ctx: &Context<'_>) -> &'static str {
        self.0.code.message(ctx.language())
    }
}

connection! {
    /// A page of errors.
    RegisterRowErrorConnection,
    /// An error in a list.
    RegisterRowErrorEdge of RegisterRowError
}
