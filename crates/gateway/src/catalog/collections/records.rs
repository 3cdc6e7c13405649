//! What curators alone see: what a collection holds, and what was done with it.

use crate::catalog::Product;
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, Object, Result};
use catalog::collections as domain;

/// A product in a manual collection, public or not.
#[derive(Clone)]
pub(crate) struct CollectionEntry(pub(super) domain::CollectionEntry);

/// A product in a manual collection, public or not; for its curators.
#[Object]
impl CollectionEntry {
    /// Where it stands, from 0.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// The global id of the product.
    async fn product_id(&self) -> ID {
        self.0.product_id.to_global()
    }

    /// The product; null while the public may not see it.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        let card = ctx.loaders().cards.load(self.0.product_id).await;
        card.map(|card| card.map(Product)).transpose()
    }
}

connection! {
    /// A page of what a manual collection holds.
    CollectionEntryConnection,
    /// A product of a manual collection in a list.
    CollectionEntryEdge of CollectionEntry
}

/// What somebody did with a collection.
#[derive(Clone)]
pub(crate) struct CollectionEvent(pub(super) domain::CollectionEvent);

/// What somebody did with a collection; for its curators.
#[Object]
impl CollectionEvent {
    /// What: `CREATE`, `EDIT`, `PUT`, `REMOVE`, `PUBLISH`, `WITHDRAW` or
    /// `ARCHIVE`.
    async fn act(&self) -> &str {
        &self.0.act
    }

    /// The version that came of it.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Who: `account:` and an id, or `system`.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// What else is to be known, as JSON.
    async fn details(&self) -> &str {
        &self.0.details
    }
}

connection! {
    /// A page of a collection's history.
    CollectionEventConnection,
    /// What somebody did, in a list.
    CollectionEventEdge of CollectionEvent
}
