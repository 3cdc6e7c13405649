//! Rights that producers' owners gave, as the owners see them.

use crate::errors::{Code, bad_input, error, fault};
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use identity::ListGrantsError;
use kernel::ProducerId;

/// The owners' part of `Query`.
#[derive(Default)]
pub(crate) struct GrantQuery;

#[Object]
impl GrantQuery {
    /// The rights of a producer that its owners gave, in force or not, the
    /// newest first; for its owners.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn producer_grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The producer's id.")] producer: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProducerGrantConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let producer = ProducerId::from_global(&producer)?;
        let identity = &ctx.services().identity;
        match identity.producer_grants(ctx.actor(), producer, &page).await {
            Ok(page) => Ok(ProducerGrantConnection(page.map(ProducerGrant))),
            Err(ListGrantsError::NotFound) => {
                Err(error(Code::NotFound, "there is no such producer"))
            }
            Err(ListGrantsError::Page(refused)) => Err(bad_input(refused.to_string())),
            Err(ListGrantsError::Fault(refused)) => Err(fault(&refused)),
        }
    }
}

/// One right of a producer in somebody's hands.
#[derive(Clone)]
pub(crate) struct ProducerGrant(pub(super) identity::ProducerGrant);

/// One right of a producer that an owner gave to somebody else.
#[Object]
impl ProducerGrant {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The global id of the producer whose right it is.
    async fn producer_id(&self) -> ID {
        self.0.producer.to_global()
    }

    /// What for.
    async fn right(&self) -> ProducerRight {
        self.0.right.into()
    }

    /// The e-mail address of who has it; null where the account is no more.
    async fn grantee_email(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let account = ctx.loaders().grantees.load(self.0.grantee).await;
        account
            .map(|account| account.map(|account| account.email.clone()))
            .transpose()
    }

    /// The last day on which it holds; without one it holds until it is
    /// revoked.
    async fn last_day(&self) -> Option<Date> {
        self.0.last_day.map(Date)
    }

    /// When it was given.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was revoked; null where it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// Whether it holds now.
    async fn in_force(&self, ctx: &Context<'_>) -> bool {
        self.0.in_force(ctx.now())
    }

    /// What was done by it, the latest first; at most the latest 100.
    async fn uses(&self, ctx: &Context<'_>) -> Result<Vec<ProducerGrantUse>> {
        let found = ctx.loaders().grant_uses.load(self.0.id).await?;
        let uses = found.iter().flat_map(|uses| uses.iter());
        let shown = uses.map(|used| ProducerGrantUse {
            action: used.action.clone(),
            at: DateTime(used.at),
        });
        Ok(shown.collect())
    }
}

/// One use of a right that was given.
#[derive(SimpleObject)]
pub(crate) struct ProducerGrantUse {
    /// What was done: `READ`, or a step such as `CONFIRM`.
    action: String,
    /// When.
    at: DateTime,
}

/// What a producer's owner may let somebody else do for it.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "kernel::Right")]
pub(crate) enum ProducerRight {
    /// Write and hand in its dossiers.
    Dossiers,
    /// Write its listings.
    Listings,
    /// Read and fulfil its orders.
    Orders,
    /// Correct its stock.
    Stock,
}

connection! {
    /// A page of rights that were given.
    ProducerGrantConnection,
    /// A right in a list.
    ProducerGrantEdge of ProducerGrant
}
