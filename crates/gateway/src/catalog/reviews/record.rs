//! A review as its author and moderators see it.

use super::public::{Review, ReviewImage, bought_in, images};
use crate::catalog::Product;
use crate::catalog::feedback::{FeedbackMark, FeedbackRefusalReason};
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, Enum, ID, Object, Result};
use catalog::reviews as domain;
use kernel::OrderLineId;
use std::sync::Arc;

/// A review, public or not. Whoever holds one may read it: a use case decided.
#[derive(Clone)]
pub(crate) struct ReviewRecord {
    own: Arc<domain::Review>,
    line: Option<OrderLineId>,
}

impl From<domain::Review> for ReviewRecord {
    fn from(own: domain::Review) -> Self {
        Self {
            line: Some(own.line),
            own: Arc::new(own),
        }
    }
}

impl ReviewRecord {
    /// The same for the producer, which knows the lines of its orders: by the
    /// line it would know who wrote.
    pub(super) fn for_producer(own: domain::Review) -> Self {
        Self {
            line: None,
            own: Arc::new(own),
        }
    }
}

/// A review with all that its author and moderators know of it, or with what
/// its producer may.
#[Object]
impl ReviewRecord {
    /// The global id.
    async fn id(&self) -> ID {
        self.own.id.to_global()
    }

    /// Of which line of an order; null for the producer.
    async fn order_line_id(&self) -> Option<ID> {
        self.line.map(GlobalId::to_global)
    }

    /// Of which product; null while the public does not see it.
    async fn product(&self, ctx: &Context<'_>) -> Result<Option<Product>> {
        let found = ctx.loaders().cards.load(self.own.product_id).await?;
        Ok(found.map(Product))
    }

    /// What the product is called.
    async fn product_name(&self, ctx: &Context<'_>) -> Result<String> {
        let found = ctx
            .loaders()
            .product_names
            .load(self.own.product_id)
            .await?;
        Ok(found.unwrap_or_default())
    }

    /// Where it stands.
    async fn status(&self) -> ReviewStatus {
        self.own.status.into()
    }

    /// Counts what its author and moderators did: decisions and edits name the
    /// one that they saw.
    async fn version(&self) -> i32 {
        i32::try_from(self.own.version).unwrap_or(i32::MAX)
    }

    /// What others call its author; null where there is no name to show.
    async fn author_name(&self) -> Option<&str> {
        self.own.author.as_ref().map(|name| name.as_str())
    }

    /// In which month it was delivered, as `YYYY-MM`.
    async fn bought_in(&self) -> String {
        bought_in(self.own.delivered_at)
    }

    /// What the public reads; null while it reads nothing.
    async fn public(&self) -> Option<Review> {
        Review::of((*self.own).clone())
    }

    /// What waits for a moderator, or was refused; null where there is nothing,
    /// and for the producer.
    async fn proposed(&self) -> Option<ReviewProposal> {
        self.own
            .proposed
            .is_some()
            .then(|| ReviewProposal(self.own.clone()))
    }

    /// Why the last of it was refused.
    async fn reasons(&self) -> Vec<FeedbackRefusalReason> {
        let own = self.own.reasons.iter();
        own.map(|reason| FeedbackRefusalReason(*reason)).collect()
    }

    /// What the moderator wrote beside the reasons.
    async fn note(&self) -> Option<&str> {
        self.own.note.as_deref()
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime {
        DateTime(self.own.created_at)
    }

    /// Until when its author may change it.
    async fn editable_until(&self) -> DateTime {
        DateTime(self.own.created_at + chrono::Duration::days(domain::EDIT_DAYS))
    }
}

/// What a review is to say.
pub(crate) struct ReviewProposal(Arc<domain::Review>);

impl ReviewProposal {
    fn content(&self) -> Option<&domain::ReviewContent> {
        self.0.proposed.as_ref()
    }
}

/// What a review is to say.
#[Object]
impl ReviewProposal {
    /// 1 to 5.
    async fn stars(&self) -> i32 {
        self.content().map_or(0, |own| own.stars)
    }

    /// The title; null where there is none.
    async fn title(&self) -> Option<&str> {
        self.content()?.title.as_deref()
    }

    /// Plain text, never HTML.
    async fn text(&self) -> &str {
        self.content().map_or("", |own| &own.text)
    }

    /// The buyer's pictures, at most six.
    async fn images(&self, ctx: &Context<'_>) -> Vec<ReviewImage> {
        images(self.content(), ctx)
    }

    /// What the program saw in it.
    async fn marks(&self) -> Vec<FeedbackMark> {
        self.0
            .marks
            .iter()
            .map(|mark| FeedbackMark(*mark))
            .collect()
    }

    /// When it was handed in.
    async fn submitted_at(&self) -> DateTime {
        DateTime(self.0.submitted_at)
    }
}

connection! {
    /// A page of reviews with all that is known of them.
    ReviewRecordConnection,
    /// A review in such a list.
    ReviewRecordEdge of ReviewRecord
}

/// Where a review stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ReviewStatus")]
pub(crate) enum ReviewStatus {
    /// Nothing of it was public yet; a moderator looks.
    Waiting,
    /// It is public.
    Public,
    /// It is public, and an edit waits for a moderator.
    Changed,
    /// It is not public; its author may write it anew.
    Refused,
    /// Its author took it back, for good.
    Withdrawn,
}
