//! Root fields of reading stories that are not public yet.

use super::changes::{
    ProducerStoryChange, ProducerStoryChangeConnection, ProducerStoryEvent,
    ProducerStoryEventConnection, ProducerStoryReview, ProducerStoryState,
};
use crate::catalog::listings::changes::{ListingFieldChange, ListingFinding};
use crate::catalog::listings::queries::ModerationWhere;
use crate::catalog::read_error;
use crate::errors::OrFault;
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, Object, Result};
use kernel::{ProducerId, StoryChangeId};

/// The stories' part of `Query`.
#[derive(Default)]
pub(crate) struct StoryQuery;

#[Object]
impl StoryQuery {
    /// A producer's story and the change that is under way, as its people, who
    /// has its right to listings, and the moderators of its province see them;
    /// null for everybody else. What the public reads is `Producer.story`.
    async fn producer_story(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] producer_id: ID,
    ) -> Result<Option<ProducerStoryState>> {
        let id = ProducerId::from_global(&producer_id)?;
        let found = ctx.services().catalog.story_state(ctx.actor(), id).await;
        Ok(found.or_fault()?.map(ProducerStoryState))
    }

    /// A change of a story with what it changes and what the program sees in
    /// it, for its producer and, once it was submitted, the moderators of its
    /// province; null for everybody else.
    async fn producer_story_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Result<Option<ProducerStoryReview>> {
        let id = StoryChangeId::from_global(&id)?;
        let catalog = &ctx.services().catalog;
        let Some(change) = catalog.story_change(ctx.actor(), id).await.or_fault()? else {
            return Ok(None);
        };
        let (diff, found) = catalog.story_looked_at(&change).await.or_fault()?;
        let (language, found) = (ctx.language(), found.into_iter());
        let findings = found.map(|own| ListingFinding::new(own, language));
        Ok(Some(ProducerStoryReview {
            change: change.into(),
            diff: diff.into_iter().map(ListingFieldChange::from).collect(),
            findings: findings.collect(),
        }))
    }

    /// What was done with a producer's story, the latest first; for who sees it
    /// before it is public.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn producer_story_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] producer_id: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProducerStoryEventConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let id = ProducerId::from_global(&producer_id)?;
        let catalog = &ctx.services().catalog;
        let told = catalog.story_history(ctx.actor(), id, &page).await;
        let told = told.map_err(read_error)?;
        Ok(ProducerStoryEventConnection(told.map(ProducerStoryEvent)))
    }

    /// Stories that wait for the caller as a moderator, the longest first.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn producer_story_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<ModerationWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProducerStoryChangeConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter(ctx);
        let catalog = &ctx.services().catalog;
        let told = catalog.story_queue(ctx.actor(), &filter, &page).await;
        let told = told.map_err(read_error)?;
        Ok(ProducerStoryChangeConnection(
            told.map(ProducerStoryChange::from),
        ))
    }
}
