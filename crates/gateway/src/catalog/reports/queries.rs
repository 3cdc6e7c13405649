//! Root fields of reading reports.

use super::types::{ListingReport, ListingReportConnection, ListingReportStatus};
use crate::catalog::feedback::FeedbackWhere;
use crate::catalog::read_error;
use crate::errors::OrFault;
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, Object, Result};
use kernel::ListingReportId;

/// The reports' part of `Query`.
#[derive(Default)]
pub(crate) struct ReportQuery;

#[Object]
impl ReportQuery {
    /// A report, for who sent it signed in, who has its secret, and the
    /// moderators of the producer's province; null for everybody else.
    async fn listing_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
        #[graphql(desc = "Its secret, which a guest got with it.")] token: Option<String>,
    ) -> Option<Result<ListingReport>> {
        let id = match ListingReportId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let catalog = &ctx.services().catalog;
        let found = catalog.report(ctx.actor(), id, token.as_deref()).await;
        let found = found.or_fault();
        found.map(|own| own.map(ListingReport::from)).transpose()
    }

    /// The reports that the caller sent signed in, the newest first.
    async fn my_listing_reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ListingReportConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let catalog = &ctx.services().catalog;
        let told = catalog.own_reports(ctx.actor(), &page).await;
        let told = told.map_err(read_error)?;
        Ok(ListingReportConnection(told.map(ListingReport::from)))
    }

    /// Reports within the caller's reach as a moderator, the oldest first.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn listing_report_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which status; `OPEN` without it.")] status: Option<
            ListingReportStatus,
        >,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<FeedbackWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ListingReportConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().into();
        let status = status.unwrap_or(ListingReportStatus::Open).into();
        let catalog = &ctx.services().catalog;
        let told = catalog.report_queue(ctx.actor(), status, &filter, &page);
        let told = told.await.map_err(read_error)?;
        Ok(ListingReportConnection(told.map(ListingReport::from)))
    }
}
