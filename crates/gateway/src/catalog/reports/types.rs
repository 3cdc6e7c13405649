//! The report.

use crate::catalog::Product;
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, Object, Result};
use catalog::reports as domain;
use std::sync::Arc;

/// What somebody reported about a listing. Whoever holds one sent it or
/// decides about it.
#[derive(Clone)]
pub(crate) struct ListingReport(Arc<domain::ListingReport>);

impl From<domain::ListingReport> for ListingReport {
    fn from(own: domain::ListingReport) -> Self {
        Self(Arc::new(own))
    }
}

/// What somebody reported about a listing; for who sent it, and for moderators.
#[Object]
impl ListingReport {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// About which product; null while the public does not see it.
    async fn product(&self, ctx: &Context<'_>) -> Result<Option<Product>> {
        let found = ctx.loaders().cards.load(self.0.product_id).await?;
        Ok(found.map(Product))
    }

    /// What the product is called.
    async fn product_name(&self, ctx: &Context<'_>) -> Result<String> {
        let found = ctx.loaders().product_names.load(self.0.product_id).await?;
        Ok(found.unwrap_or_default())
    }

    /// Of what.
    async fn reason(&self) -> ListingReportReason {
        self.0.reason.into()
    }

    /// Plain text, never HTML, in the reporter's words.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Where a guest can be asked; null of who was signed in.
    async fn contact_email(&self) -> Option<&str> {
        self.0.contact_email.as_deref()
    }

    /// Where it stands.
    async fn status(&self) -> ListingReportStatus {
        self.0.status.into()
    }

    /// The same in words.
    async fn status_label(
        &self,
        #[graphql(desc = "Language of the words.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.status.message(language.into())
    }

    /// What the reporter is told; null until a moderator decides.
    async fn answer(&self) -> Option<&str> {
        self.0.answer.as_deref()
    }

    /// When it was sent.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When a moderator decided; null until then.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(DateTime)
    }

    /// Counts what was done with it: a decision names the one that it saw.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
}

connection! {
    /// A page of reports.
    ListingReportConnection,
    /// A report in a list.
    ListingReportEdge of ListingReport
}

/// What is wrong with a listing.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ReportReason")]
pub(crate) enum ListingReportReason {
    /// It shows stars that no certificate awards.
    FalseStar,
    /// The goods are fake.
    Fake,
    /// The goods may not be sold.
    Forbidden,
    /// What it says is wrong or misleads.
    WrongInformation,
    /// Anything else.
    Other,
}

/// Where a report stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ReportStatus")]
pub(crate) enum ListingReportStatus {
    /// No moderator has decided.
    Open,
    /// There is nothing in it.
    Dismissed,
    /// The producer was asked to change the listing.
    ChangeAsked,
    /// The listing was taken down.
    TakenDown,
}

/// What a moderator decides about a report.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ReportResult")]
pub(crate) enum ListingReportResult {
    /// There is nothing in it.
    Dismissed,
    /// The producer is asked to change the listing, and reads the answer in the
    /// listing's history.
    ChangeAsked,
    /// The order that keeps the listing down answers it: see
    /// `listingTakeDown`.
    TakenDown,
}
