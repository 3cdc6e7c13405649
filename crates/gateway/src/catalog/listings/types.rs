//! Listings as their producers and the moderators see them.

use super::changes::ListingChange;
use super::content::ListingContent;
use super::prices::PriceRequest;
use crate::catalog::ProductKind;
use crate::catalog::points_of_sale::PointOfSaleStock;
use crate::catalog::supply::{ProductSeason, VariantTracking};
use crate::programme::Producer;
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, Money};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::listing as domain;
use std::sync::Arc;

/// A product, public or not, as its producer and the moderators see it.
#[derive(Clone)]
pub(crate) struct Listing(pub(super) Arc<domain::Listing>);

impl From<domain::Listing> for Listing {
    fn from(listing: domain::Listing) -> Self {
        Self(Arc::new(listing))
    }
}

/// A product, public or not, as its producer and the moderators see it.
#[Object]
impl Listing {
    /// The global id of the product.
    async fn id(&self) -> ID {
        self.0.product_id.to_global()
    }

    /// Whose it is.
    async fn producer(&self, ctx: &Context<'_>) -> Result<Producer> {
        Producer::load(ctx, self.0.producer_id).await
    }

    /// The name in addresses; it never changes.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The number of its product set, 1 to 26.
    async fn product_set(&self) -> i32 {
        self.0.product_set
    }

    /// Goods are shipped, a service is visited.
    async fn kind(&self) -> ProductKind {
        self.0.kind.into()
    }

    /// Where it stands.
    async fn status(&self) -> ListingStatus {
        self.0.status.into()
    }

    /// Whether its producer hides it for a while.
    async fn paused(&self) -> bool {
        self.0.paused
    }

    /// When its harvest is sold; null for all the year.
    async fn season(&self) -> Option<ProductSeason> {
        ProductSeason::of(self.0.season)
    }

    /// Whether the public sees it now: approved, not hidden, its producer
    /// trading, its certificate in force.
    async fn is_public(&self, ctx: &Context<'_>) -> Result<bool> {
        let card = ctx.loaders().cards.load(self.0.product_id).await?;
        Ok(card.is_some())
    }

    /// When its first version was approved.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// When it was begun.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The version that the public sees while nothing else hides it; null
    /// until one is approved.
    async fn live(&self) -> Option<ListingContent> {
        self.0.live.clone().map(ListingContent::from)
    }

    /// What is on sale, with price and stock; at most 50.
    async fn variants(&self) -> Vec<ListingVariant> {
        let own = self.0.variants.iter();
        own.map(|variant| ListingVariant(variant.clone())).collect()
    }

    /// The change that is under way.
    async fn change(&self) -> Option<ListingChange> {
        self.0.change.clone().map(ListingChange::from)
    }

    /// The order that keeps it down.
    async fn take_down(&self) -> Option<TakeDown> {
        self.0.take_down.as_ref().map(TakeDown::from)
    }
}

connection! {
    /// A page of listings.
    ListingConnection,
    /// A listing in a list.
    ListingEdge of Listing
}

/// Where a listing stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalog::ListingStatus")]
pub(crate) enum ListingStatus {
    /// Nothing of it was approved yet.
    Draft,
    /// A version was approved.
    Approved,
    /// Taken down by order of an authority.
    TakenDown,
}

/// What is on sale, with what applies at once.
pub(crate) struct ListingVariant(pub(super) domain::LiveVariant);

/// What is on sale, with what applies at once.
#[Object]
impl ListingVariant {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The producer's own number for it.
    async fn sku(&self) -> &str {
        &self.0.sku
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What one costs.
    async fn price(&self) -> Money {
        self.0.price.into()
    }

    /// What it cost before.
    async fn compare_at_price(&self) -> Option<Money> {
        self.0.compare_at_price.map(Money::from)
    }

    /// Lower prices for whoever buys many, at most 5.
    async fn tiers(&self) -> Vec<VariantPriceTier> {
        self.0.tiers.iter().map(VariantPriceTier::new).collect()
    }

    /// Counted, or made to order.
    async fn tracking(&self) -> VariantTracking {
        self.0.tracking.into()
    }

    /// In how many days what is made to order leaves.
    async fn lead_days(&self) -> Option<i32> {
        self.0.lead_days
    }

    /// How many there are in the producer's store, those that are sold and not
    /// shipped included.
    async fn on_hand(&self) -> i32 {
        i32::try_from(self.0.on_hand).unwrap_or(i32::MAX)
    }

    /// Where else units stand, at most 100 points of sale.
    async fn at_points_of_sale(&self, ctx: &Context<'_>) -> Result<Vec<PointOfSaleStock>> {
        let stock = ctx.loaders().stocked_at.load(self.0.id).await?;
        let stock = stock.unwrap_or_default();
        Ok(stock
            .iter()
            .map(|(_, own)| PointOfSaleStock(*own))
            .collect())
    }

    /// How many are sold and not shipped.
    async fn reserved(&self) -> i32 {
        i32::try_from(self.0.reserved).unwrap_or(i32::MAX)
    }

    /// A price that waits for a moderator.
    async fn waiting_price(&self) -> Option<PriceRequest> {
        self.0.waiting.clone().map(PriceRequest)
    }

    /// Counts the writes; say it when the price is set.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
}

/// A price for whoever buys many.
#[derive(SimpleObject)]
pub(crate) struct VariantPriceTier {
    /// From how many units on.
    from: i32,
    /// What one costs then.
    price: Money,
}

impl VariantPriceTier {
    /// The tier as clients see it.
    pub(crate) fn new(own: &catalog::PriceTier) -> Self {
        Self {
            from: own.from,
            price: own.price.into(),
        }
    }
}

/// An authority's order to take a listing down.
#[derive(SimpleObject)]
pub(crate) struct TakeDown {
    /// Who ordered it.
    authority: String,
    /// The order's number.
    order_number: String,
    /// Its day.
    ordered_on: Date,
    /// Why.
    reason: String,
    /// When the listing was taken down.
    taken_at: DateTime,
}

impl From<&domain::TakeDown> for TakeDown {
    fn from(own: &domain::TakeDown) -> Self {
        Self {
            authority: own.authority.clone(),
            order_number: own.order_number.clone(),
            ordered_on: Date(own.ordered_on),
            reason: own.reason.clone(),
            taken_at: DateTime(own.taken_at),
        }
    }
}

/// What somebody did with a listing.
#[derive(Clone)]
pub(crate) struct ListingEvent(pub(super) domain::ListingEvent);

/// What somebody did with a listing. The history only grows.
#[Object]
impl ListingEvent {
    /// With which change.
    async fn change_id(&self) -> Option<ID> {
        self.0.change_id.map(GlobalId::to_global)
    }

    /// What: `CREATE`, `BEGIN`, `EDIT`, `SUBMIT`, `CLAIM`, `RELEASE`,
    /// `RETURN`, `APPROVE`, `WITHDRAW`, `PRICE`, `DECIDE_PRICE`, `STOCK`,
    /// `MOVE_STOCK`, `POINT_STOCK`, `SEASON`, `SUPPLY`, `SESSIONS`, `SESSION_CLOSE`, `PAUSE`, `RESUME`, `TAKE_DOWN`, `LIFT_TAKE_DOWN`.
    async fn act(&self) -> &str {
        &self.0.act
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
    /// A page of a listing's history.
    ListingEventConnection,
    /// An entry of a listing's history.
    ListingEventEdge of ListingEvent
}
