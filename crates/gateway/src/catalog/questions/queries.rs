//! Root fields of reading questions.

use super::record::{QuestionRecord, QuestionRecordConnection};
use crate::catalog::feedback::FeedbackWhere;
use crate::catalog::read_error;
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, Object, Result};
use kernel::ProducerId;

/// The questions' part of `Query`.
#[derive(Default)]
pub(crate) struct QuestionQuery;

#[Object]
impl QuestionQuery {
    /// The questions that the caller asked, the newest first.
    async fn my_questions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<QuestionRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let catalog = &ctx.services().catalog;
        let told = catalog.own_questions(ctx.actor(), &page).await;
        let told = told.map_err(read_error)?;
        Ok(QuestionRecordConnection(told.map(QuestionRecord::from)))
    }

    /// Questions that wait for the caller as a moderator, the longest first.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn question_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<FeedbackWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<QuestionRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().into();
        let catalog = &ctx.services().catalog;
        let told = catalog.question_queue(ctx.actor(), &filter, &page).await;
        let told = told.map_err(read_error)?;
        Ok(QuestionRecordConnection(told.map(QuestionRecord::from)))
    }

    /// The public questions about a producer's products, the longest public
    /// first: for its people, and for who has its right to listings.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn producer_questions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] producer_id: ID,
        #[graphql(desc = "Only with an answer, or only without.")] answered: Option<bool>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<QuestionRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let producer = ProducerId::from_global(&producer_id)?;
        let catalog = &ctx.services().catalog;
        let told = catalog.producer_questions(ctx.actor(), producer, answered, &page);
        let told = told.await.map_err(read_error)?;
        Ok(QuestionRecordConnection(told.map(QuestionRecord::from)))
    }
}
