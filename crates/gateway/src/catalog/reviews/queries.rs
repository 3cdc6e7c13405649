//! Root fields of reading reviews.

use super::record::{ReviewRecord, ReviewRecordConnection};
use crate::catalog::feedback::FeedbackWhere;
use crate::catalog::read_error;
use crate::errors::{OrFault, bad_input, fault};
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, Object, Result};
use kernel::{OrderLineId, ProducerId, ReviewId};
use orders::purchases::ProofError;

/// The reviews' part of `Query`.
#[derive(Default)]
pub(crate) struct ReviewQuery;

#[Object]
impl ReviewQuery {
    /// The caller's review, by its id or by the line of the order; null without
    /// the right to it. Exactly one of the two.
    async fn review_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which review …")] id: Option<ID>,
        #[graphql(desc = "… or of which line.")] order_line_id: Option<ID>,
        #[graphql(desc = "The order's secret; not needed by the account that placed it.")]
        token: Option<String>,
    ) -> Option<Result<ReviewRecord>> {
        own(ctx, id.as_ref(), order_line_id.as_ref(), token.as_deref())
            .await
            .transpose()
    }

    /// The reviews that the caller wrote signed in, the newest first.
    async fn my_reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ReviewRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let catalog = &ctx.services().catalog;
        let told = catalog.own_reviews(ctx.actor(), &page).await;
        let told = told.map_err(read_error)?;
        Ok(ReviewRecordConnection(told.map(ReviewRecord::from)))
    }

    /// Reviews that wait for the caller as a moderator, the longest first.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn review_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<FeedbackWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ReviewRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().into();
        let catalog = &ctx.services().catalog;
        let told = catalog.review_queue(ctx.actor(), &filter, &page).await;
        let told = told.map_err(read_error)?;
        Ok(ReviewRecordConnection(told.map(ReviewRecord::from)))
    }

    /// The public reviews of a producer's products, the newest first, without
    /// the line of the order and what moderators look at: for its people, and
    /// for who has its right to listings.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn producer_reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] producer_id: ID,
        #[graphql(desc = "Only with an answer, or only without.")] answered: Option<bool>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ReviewRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let producer = ProducerId::from_global(&producer_id)?;
        let catalog = &ctx.services().catalog;
        let told = catalog.producer_reviews(ctx.actor(), producer, answered, &page);
        let told = told.await.map_err(read_error)?;
        Ok(ReviewRecordConnection(told.map(ReviewRecord::for_producer)))
    }
}

async fn own(
    ctx: &Context<'_>,
    id: Option<&ID>,
    line: Option<&ID>,
    token: Option<&str>,
) -> Result<Option<ReviewRecord>> {
    let catalog = &ctx.services().catalog;
    let line = match (id, line) {
        (Some(id), None) => {
            let id = ReviewId::from_global(id)?;
            match catalog.line_of_review(id).await.or_fault()? {
                Some(line) => line,
                None => return Ok(None),
            }
        }
        (None, Some(line)) => OrderLineId::from_global(line)?,
        _ => return Err(bad_input("exactly one of `id` and `orderLineId`")),
    };
    let orders = &ctx.services().orders;
    match orders.prove_purchase(ctx.actor(), line, token).await {
        Ok(buyer) => {
            let found = catalog.review_of(&buyer).await.or_fault()?;
            Ok(found.map(ReviewRecord::from))
        }
        Err(ProofError::NotFound | ProofError::NotDelivered) => Ok(None),
        Err(ProofError::Fault(error)) => Err(fault(&error)),
    }
}
