//! Root fields of reading listings and changes.

use super::changes::{
    ListingChange, ListingChangeConnection, ListingChangeStatus, ListingFieldChange,
    ListingFinding, ListingReview,
};
use super::content::Parcel;
use super::prices::{PriceRequest, PriceRequestConnection};
use super::types::{
    Listing, ListingConnection, ListingEvent, ListingEventConnection, ListingStatus,
};
use crate::catalog::read_error;
use crate::errors::{OrFault, bad_input};
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use catalog::listing::{self as domain, ListingFilter, QueueFilter};
use kernel::{ChangeId, ProducerId, ProductId};

/// The listings' part of `Query`.
#[derive(Default)]
pub(crate) struct ListingQuery;

#[Object]
impl ListingQuery {
    /// A product, public or not, as its producer and the moderators of its
    /// province see it; null for everybody else.
    async fn listing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of the product.")] id: ID,
    ) -> Result<Option<Listing>> {
        let id = ProductId::from_global(&id)?;
        let found = ctx.services().catalog.listing(ctx.actor(), id).await;
        Ok(found.or_fault()?.map(Listing::from))
    }

    /// A producer's listings, the newest first: for its people, and for who
    /// has its right to listings or to stock.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn listings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] producer_id: ID,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<ListingWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ListingConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let producer = ProducerId::from_global(&producer_id)?;
        let filter = filter.unwrap_or_default().into();
        let catalog = &ctx.services().catalog;
        let told = catalog
            .listings(ctx.actor(), producer, &filter, &page)
            .await;
        Ok(ListingConnection(
            told.map_err(read_error)?.map(Listing::from),
        ))
    }

    /// A change with what it changes and what the program sees in it, for its
    /// producer and, once it was submitted, the moderators of its province;
    /// null for everybody else.
    async fn listing_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Result<Option<ListingReview>> {
        let id = ChangeId::from_global(&id)?;
        let catalog = &ctx.services().catalog;
        let Some(change) = catalog.change(ctx.actor(), id).await.or_fault()? else {
            return Ok(None);
        };
        let (diff, found) = catalog.looked_at(&change).await.or_fault()?;
        let language = ctx.language();
        let findings = found
            .into_iter()
            .map(|own| ListingFinding::new(own, language));
        Ok(Some(ListingReview {
            change: change.into(),
            diff: diff.into_iter().map(ListingFieldChange::from).collect(),
            findings: findings.collect(),
        }))
    }

    /// What was done with a listing, the latest first; for who sees it.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn listing_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id of the product.")] id: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ListingEventConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let id = ProductId::from_global(&id)?;
        let catalog = &ctx.services().catalog;
        let told = catalog.listing_history(ctx.actor(), id, &page).await;
        Ok(ListingEventConnection(
            told.map_err(read_error)?.map(ListingEvent),
        ))
    }

    /// Changes that wait for the caller as a moderator, the longest first.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn moderation_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<ModerationWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ListingChangeConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter(ctx);
        let catalog = &ctx.services().catalog;
        let told = catalog.moderation_queue(ctx.actor(), &filter, &page).await;
        Ok(ListingChangeConnection(
            told.map_err(read_error)?.map(ListingChange::from),
        ))
    }

    /// Prices that wait for the caller as a moderator, the longest first.
    async fn price_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<PriceRequestConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let catalog = &ctx.services().catalog;
        let told = catalog.price_queue(ctx.actor(), &page).await;
        Ok(PriceRequestConnection(
            told.map_err(read_error)?.map(PriceRequest),
        ))
    }

    /// How many changes of listings and stories moderators decided, and how long producers waited,
    /// within the caller's reach as a moderator.
    async fn moderation_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Decisions from this instant …")] from: DateTime,
        #[graphql(desc = "… until before this one, at most 400 days later.")] until: DateTime,
    ) -> Result<ModerationFigures> {
        let span = until.0 - from.0;
        if span <= chrono::Duration::zero() || span > chrono::Duration::days(400) {
            return Err(bad_input("until: after `from`, at most 400 days"));
        }
        let catalog = &ctx.services().catalog;
        let told = catalog.moderation_figures(ctx.actor(), from.0, until.0);
        told.await.map(ModerationFigures::from).map_err(read_error)
    }

    /// What may be said about products of a set, in the order of showing.
    async fn product_attributes(
        &self,
        #[graphql(desc = "The number of the product set, 1 to 26.")] product_set: i32,
    ) -> Vec<ProductAttribute> {
        let known = domain::ATTRIBUTES.iter();
        known
            .filter(|attribute| attribute.fits(product_set))
            .map(ProductAttribute)
            .collect()
    }

    /// Usual packages, in the order of showing.
    async fn parcel_presets(&self) -> Vec<ParcelPreset> {
        domain::PARCEL_PRESETS.iter().map(ParcelPreset).collect()
    }
}

/// Which of a producer's listings. Every given condition must hold; an empty
/// list matches nothing.
#[derive(InputObject, Default)]
pub(crate) struct ListingWhere {
    /// In these statuses.
    statuses: Option<Vec<ListingStatus>>,
    /// With a change in one of these.
    change_statuses: Option<Vec<ListingChangeStatus>>,
}

impl From<ListingWhere> for ListingFilter {
    fn from(own: ListingWhere) -> Self {
        Self {
            statuses: own
                .statuses
                .map(|list| list.into_iter().map(Into::into).collect()),
            change_statuses: own
                .change_statuses
                .map(|list| list.into_iter().map(Into::into).collect()),
        }
    }
}

/// Which changes of a queue. Every given condition must hold; an empty list
/// matches nothing.
#[derive(InputObject, Default)]
pub(crate) struct ModerationWhere {
    /// Codes of their producers' provinces.
    provinces: Option<Vec<String>>,
    /// Who has them.
    claimed: Option<ModerationClaim>,
    /// Whether nothing of the listing or story was approved before.
    first_time: Option<bool>,
}

impl ModerationWhere {
    /// The same as the use cases' filter, for this caller.
    pub(crate) fn filter(self, ctx: &Context<'_>) -> QueueFilter {
        QueueFilter {
            held_by: match self.claimed {
                Some(ModerationClaim::Mine) => ctx.actor().account_id(),
                _ => None,
            },
            free: self.claimed == Some(ModerationClaim::Free),
            first_time: self.first_time,
            provinces: self.provinces,
        }
    }
}

/// Who has a change.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModerationClaim {
    /// The caller.
    Mine,
    /// Nobody.
    Free,
}

/// The figures of moderation in a span of time.
#[derive(SimpleObject)]
pub(crate) struct ModerationFigures {
    /// Decisions in it that approved a change, among the latest 10,000.
    approved: i32,
    /// Decisions that sent one back, as often as that was.
    returned: i32,
    /// Half of these were decided within so many seconds from submission; null
    /// where nothing was.
    median_seconds: Option<i32>,
    /// Nine of ten within so many.
    ninth_decile_seconds: Option<i32>,
    /// Changes that wait now.
    waiting: i32,
    /// For how many seconds the oldest of these has waited.
    oldest_seconds: Option<i32>,
}

impl From<domain::ModerationFigures> for ModerationFigures {
    fn from(own: domain::ModerationFigures) -> Self {
        let int = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            approved: int(own.approved),
            returned: int(own.returned),
            median_seconds: own.median_seconds.map(int),
            ninth_decile_seconds: own.ninth_decile_seconds.map(int),
            waiting: int(own.waiting),
            oldest_seconds: own.oldest_seconds.map(int),
        }
    }
}

/// What may be said about products of a set.
pub(crate) struct ProductAttribute(pub(crate) &'static domain::Attribute);

/// What may be said about products of a set.
#[Object]
impl ProductAttribute {
    /// Which fact; it never changes its meaning.
    async fn code(&self) -> &str {
        self.0.code
    }

    /// The fact's name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.name(language.into())
    }

    /// What its values are.
    async fn kind(&self) -> ProductAttributeKind {
        match self.0.kind {
            domain::AttributeKind::Choice(_) => ProductAttributeKind::Choice,
            domain::AttributeKind::Number(..) => ProductAttributeKind::Number,
            domain::AttributeKind::Text(_) => ProductAttributeKind::Text,
        }
    }

    /// What can be chosen; empty where it is no choice.
    async fn choices(&self) -> Vec<ProductAttributeChoice> {
        match self.0.kind {
            domain::AttributeKind::Choice(choices) => {
                choices.iter().map(ProductAttributeChoice).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The unit of a number.
    async fn unit(&self) -> Option<&str> {
        match self.0.kind {
            domain::AttributeKind::Number(unit, ..) => Some(unit),
            _ => None,
        }
    }
}

/// A usual package.
pub(crate) struct ParcelPreset(&'static domain::ParcelPreset);

/// A usual package.
#[Object]
impl ParcelPreset {
    /// Which; it never changes its meaning.
    async fn code(&self) -> &str {
        self.0.code
    }

    /// The name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.name(language.into())
    }

    /// Its weight with its goods and its packaging.
    async fn weight_grams(&self) -> i32 {
        self.0.weight_grams
    }

    /// Its outer size.
    async fn parcel(&self) -> Parcel {
        self.0.parcel.into()
    }
}

/// What the values of an attribute are.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProductAttributeKind {
    /// One of its choices.
    Choice,
    /// A whole number.
    Number,
    /// Words.
    Text,
}

/// One value of an attribute of choices.
pub(crate) struct ProductAttributeChoice(&'static domain::AttributeChoice);

/// One value of an attribute of choices.
#[Object]
impl ProductAttributeChoice {
    /// Which; it never changes its meaning.
    async fn code(&self) -> &str {
        self.0.code
    }

    /// The name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.name(language.into())
    }
}
