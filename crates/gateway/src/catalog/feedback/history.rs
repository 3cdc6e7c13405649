//! Who did what with reviews, questions and reports.

use crate::catalog::read_error;
use crate::errors::bad_input;
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::{GlobalId, decode};
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use catalog::feedback::{self as domain, FeedbackSubject};
use kernel::{ListingReportId, QuestionId, ReviewId};

/// What moderators read of all of them.
#[derive(Default)]
pub(crate) struct FeedbackQuery;

#[Object]
impl FeedbackQuery {
    /// What was done with a review, a question or a report, the latest first;
    /// for moderators and administrators, in their scope.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn feedback_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of the review, the question or the report.")] id: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<FeedbackEventConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let wrong =
            || bad_input("this is not the id of a Review, ProductQuestion or ListingReport");
        let (name, uuid) = decode(&id).ok_or_else(wrong)?;
        let subject = match name.as_str() {
            <ReviewId as GlobalId>::TYPE => FeedbackSubject::Review(uuid.into()),
            <QuestionId as GlobalId>::TYPE => FeedbackSubject::Question(uuid.into()),
            <ListingReportId as GlobalId>::TYPE => FeedbackSubject::Report(uuid.into()),
            _ => return Err(wrong()),
        };
        let catalog = &ctx.services().catalog;
        let told = catalog.feedback_history(ctx.actor(), subject, &page).await;
        let told = told.map_err(read_error)?;
        Ok(FeedbackEventConnection(told.map(FeedbackEvent::from)))
    }
}

/// What somebody did with a review, a question or a report.
#[derive(SimpleObject, Clone)]
pub(crate) struct FeedbackEvent {
    /// What.
    act: String,
    /// Who: an account, nobody known, or the program itself.
    actor: String,
    /// When.
    at: DateTime,
    /// What else is to be known, as JSON.
    details: String,
}

impl From<domain::FeedbackEvent> for FeedbackEvent {
    fn from(own: domain::FeedbackEvent) -> Self {
        Self {
            act: own.act,
            actor: own.actor,
            at: DateTime(own.at),
            details: own.details,
        }
    }
}

connection! {
    /// A page of a history.
    FeedbackEventConnection,
    /// An event in a history.
    FeedbackEventEdge of FeedbackEvent
}
