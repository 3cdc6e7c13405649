//! Root fields of reading collections.

use super::inputs::{CollectionWhere, CuratedCollectionWhere};
use super::records::{
    CollectionEntry, CollectionEntryConnection, CollectionEvent, CollectionEventConnection,
};
use super::types::{Collection, CollectionConnection};
use crate::catalog::list_error;
use crate::catalog::queries::ProductConnection;
use crate::catalog::read_error;
use crate::errors::{OrFault, bad_input};
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, InputObject, Object, Result};
use catalog::CardFilter;
use kernel::CollectionId;

/// The collections' part of `Query`.
#[derive(Default)]
pub(crate) struct CollectionQuery;

#[Object]
impl CollectionQuery {
    /// One collection, by id or by slug, that is public now or that the caller
    /// curates; null where there is none. Exactly one of the two arguments.
    async fn collection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collection's id.")] id: Option<ID>,
        #[graphql(desc = "The collection's name in addresses.")] slug: Option<String>,
    ) -> Option<Result<Collection>> {
        let (catalog, actor) = (&ctx.services().catalog, ctx.actor());
        let found = match (id, slug) {
            (Some(id), None) => match CollectionId::from_global(&id) {
                Ok(id) => catalog.collection(actor, id).await,
                Err(error) => return Some(Err(error)),
            },
            (None, Some(slug)) => catalog.collection_by_slug(actor, &slug).await,
            _ => return Some(Err(bad_input("exactly one of `id` and `slug`"))),
        };
        let found = found.or_fault();
        found.map(|found| found.map(Collection::from)).transpose()
    }

    /// The collections that are public now, by position.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn collections(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<CollectionWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<CollectionConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().into();
        let found = ctx.services().catalog.collections(&filter, &page).await;
        let found = found.map_err(list_error)?;
        Ok(CollectionConnection(found.map(Collection::from)))
    }

    /// The collections that the caller curates, in whatever status, by
    /// position: for moderators and administrators, and for officers of the
    /// programme those of their provinces.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn curated_collections(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<CuratedCollectionWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<CollectionConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().into();
        let catalog = &ctx.services().catalog;
        let found = catalog.curated_collections(ctx.actor(), &filter, &page);
        let found = found.await.map_err(read_error)?;
        Ok(CollectionConnection(found.map(Collection::from)))
    }

    /// What a manual collection holds, public or not, in its order; for its
    /// curators.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn collection_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collection's id.")] id: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<CollectionEntryConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let id = CollectionId::from_global(&id)?;
        let catalog = &ctx.services().catalog;
        let found = catalog.collection_entries(ctx.actor(), id, &page).await;
        let found = found.map_err(read_error)?;
        Ok(CollectionEntryConnection(found.map(CollectionEntry)))
    }

    /// What was done with a collection, the latest first; for its curators.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn collection_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collection's id.")] id: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<CollectionEventConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let id = CollectionId::from_global(&id)?;
        let catalog = &ctx.services().catalog;
        let found = catalog.collection_history(ctx.actor(), id, &page).await;
        let found = found.map_err(read_error)?;
        Ok(CollectionEventConnection(found.map(CollectionEvent)))
    }

    /// Products that the public may see and buy, by the day of their
    /// certificate, the last first.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn recently_certified(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which products.")] filter: Option<RecentlyCertifiedWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProductConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let provinces = filter.unwrap_or_default().provinces;
        let catalog = &ctx.services().catalog;
        let found = catalog.recently_certified(provinces.as_deref(), &page);
        let found = found.await.map_err(list_error)?;
        let filter = CardFilter {
            provinces,
            ..CardFilter::default()
        };
        Ok(ProductConnection::new(found, filter))
    }
}

/// Which of the products that were certified last. Every given condition must
/// hold; an empty list matches nothing.
#[derive(InputObject, Default)]
pub(crate) struct RecentlyCertifiedWhere {
    /// Codes of the provinces where the producer sits.
    provinces: Option<Vec<String>>,
}
