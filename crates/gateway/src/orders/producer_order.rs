//! Producers' parts of orders, their lines and parcels.

use super::Totals;
use super::cart::{DeliveryMethod, SessionTimes};
use super::order::{OrderAddress, OrderContact};
use super::payment::PaymentMethod;
use crate::catalog::Product;
use crate::catalog::points_of_sale::PointOfSale;
use crate::errors::internal;
use crate::programme::Producer;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, LanguageCode, Money};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use kernel::{Language, Right};
use orders::order as domain;
use orders::status;
use std::sync::Arc;

/// One producer's part; whoever holds one works for the producer or holds the
/// order.
#[derive(Clone)]
pub(crate) struct ProducerOrder(pub(super) domain::ProducerOrder);

/// One producer's part of an order.
#[Object]
impl ProducerOrder {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Who ships it.
    async fn producer(&self, ctx: &Context<'_>) -> Result<Producer> {
        Producer::load(ctx, self.0.producer_id).await
    }

    /// The producer's name on the day of the order.
    async fn producer_name(&self) -> &str {
        &self.0.producer_name
    }

    /// The number of the whole order.
    async fn order_number(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.order(ctx).await?.number.clone())
    }

    /// Where it is sent. Null of what is fetched or visited: its producer need
    /// not know where its buyer lives.
    async fn address(&self, ctx: &Context<'_>) -> Option<Result<OrderAddress>> {
        if !self.0.delivery_method.is_carried() {
            return None;
        }
        let order = self.order(ctx).await;
        Some(order.map(|order| OrderAddress::of(&order)))
    }

    /// Whom to call about it.
    async fn contact(&self, ctx: &Context<'_>) -> Result<OrderContact> {
        Ok(OrderContact::of(&*self.order(ctx).await?))
    }

    /// How the whole order is paid: with `CASH_ON_DELIVERY`, `totals.total` is
    /// due at the door.
    async fn payment_method(&self, ctx: &Context<'_>) -> Result<PaymentMethod> {
        Ok(self.order(ctx).await?.payment_method.into())
    }

    /// Where it stands.
    async fn status(&self) -> ProducerOrderStatus {
        self.0.status.into()
    }

    /// The sums of this part.
    async fn totals(&self) -> Totals {
        Totals {
            subtotal: self.0.subtotal.into(),
            delivery: Some(self.0.delivery.into()),
            total: self.0.total.into(),
        }
    }

    /// How it comes to its buyer.
    async fn delivery_method(&self) -> DeliveryMethod {
        self.0.delivery_method.into()
    }

    /// Where it is fetched or visited; null of what is sent.
    async fn place(&self) -> Option<OrderPlace> {
        self.0.place.clone().map(OrderPlace)
    }

    /// What is in it.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<OrderLine>> {
        let lines = ctx
            .loaders()
            .lines
            .load(self.0.id)
            .await?
            .unwrap_or_default();
        Ok(lines.iter().cloned().map(OrderLine).collect())
    }

    /// Its parcels.
    async fn fulfillments(&self, ctx: &Context<'_>) -> Result<Vec<Fulfillment>> {
        let parcels = ctx
            .loaders()
            .fulfillments
            .load(self.0.id)
            .await?
            .unwrap_or_default();
        Ok(parcels.iter().map(Fulfillment::from).collect())
    }

    /// When the order was placed.
    async fn placed_at(&self) -> DateTime {
        DateTime(self.0.placed_at)
    }

    /// What the caller may do now: the producer's people their next steps,
    /// anybody else nothing (a shopper cancels the whole order).
    async fn next_actions(&self, ctx: &Context<'_>) -> Vec<ProducerOrderAction> {
        let acts = ctx.actor().acts_for(self.0.producer_id, Right::Orders);
        if acts.is_none() {
            return Vec::new();
        }
        let (party, method) = (status::Party::Producer, self.0.delivery_method);
        let steps = self.0.status.next(party, method);
        steps
            .into_iter()
            .filter_map(ProducerOrderAction::of)
            .collect()
    }
}

impl ProducerOrder {
    async fn order(&self, ctx: &Context<'_>) -> Result<Arc<domain::Order>> {
        let order = ctx.loaders().orders.load(self.0.order_id).await?;
        order.ok_or_else(|| internal(&format!("part {} has no order", self.0.id)))
    }
}

/// Where a part is fetched or visited, as it was called on the day of the order.
pub(crate) struct OrderPlace(domain::OrderPlace);

/// Where a part is fetched or visited, as it was called on the day of the order.
#[Object]
impl OrderPlace {
    /// The place's name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Street, commune and province.
    async fn address(&self) -> &str {
        &self.0.address
    }

    /// The point of sale as it is today: its hours, its telephone, whether it
    /// has closed since; null of what is visited.
    async fn point_of_sale(&self, ctx: &Context<'_>) -> Option<Result<PointOfSale>> {
        let point = ctx.loaders().points.load(self.0.point_id?).await;
        point.map(|point| point.map(PointOfSale)).transpose()
    }
}

/// Where one producer's part stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "status::PartStatus")]
pub(crate) enum ProducerOrderStatus {
    /// The order is not paid yet.
    AwaitingPayment,
    /// Waiting for the producer.
    Pending,
    /// The producer has accepted.
    Confirmed,
    /// Ready for the courier, or to be fetched.
    Packed,
    /// On its way; never of what is fetched.
    Shipped,
    /// With the shopper.
    Delivered,
    /// Will not be delivered.
    Cancelled,
}

/// What a producer may do with its part.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProducerOrderAction {
    /// Accept (`producerOrderConfirm`).
    Confirm,
    /// Pack (`producerOrderPack`).
    Pack,
    /// Hand to the courier (`producerOrderShip`).
    Ship,
    /// Record that it was delivered or fetched, or that the guests were there
    /// (`producerOrderDeliver`).
    Deliver,
    /// Give up (`producerOrderCancel`).
    Cancel,
}

impl ProducerOrderAction {
    fn of(command: status::PartCommand) -> Option<Self> {
        match command {
            status::PartCommand::Pay => None,
            status::PartCommand::Confirm => Some(Self::Confirm),
            status::PartCommand::Pack => Some(Self::Pack),
            status::PartCommand::Ship => Some(Self::Ship),
            status::PartCommand::Deliver => Some(Self::Deliver),
            status::PartCommand::Cancel => Some(Self::Cancel),
        }
    }
}

/// One line, as it was sold.
pub(crate) struct OrderLine(domain::OrderLine);

/// One line, as it was sold: title, price and star do not change afterwards.
#[Object]
impl OrderLine {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The product as it is today; null when it is not for sale any more.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        let card = ctx.loaders().cards.load(self.0.product_id).await;
        card.map(|card| card.map(Product)).transpose()
    }

    /// The product's name on the day of the order.
    async fn product_name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.0.product_name, self.0.product_name_en.as_deref())
    }

    /// The variant's name on the day of the order.
    async fn variant_name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.0.variant_name, self.0.variant_name_en.as_deref())
    }

    /// The producer's own number for the variant.
    async fn sku(&self) -> &str {
        &self.0.sku
    }

    /// How many.
    async fn quantity(&self) -> i32 {
        i32::try_from(self.0.quantity).unwrap_or(i32::MAX)
    }

    /// What one cost.
    async fn unit_price(&self) -> Money {
        self.0.unit_price.into()
    }

    /// What the line cost.
    async fn total(&self) -> Money {
        self.0.total.into()
    }

    /// On which day at the latest it was to leave, where that was promised.
    async fn promised_on(&self) -> Option<Date> {
        self.0.promised_on.map(Date)
    }

    /// When it takes place; sessions of services only.
    async fn session(&self) -> Option<SessionTimes> {
        let visit = self.0.visit?;
        Some(SessionTimes {
            starts_at: DateTime(visit.starts_at),
            ends_at: DateTime(visit.ends_at),
        })
    }

    /// The stars on the day of the order.
    async fn stars(&self) -> i32 {
        self.0.stars
    }

    /// The certificate on the day of the order.
    async fn certificate_number(&self) -> &str {
        &self.0.certificate_number
    }
}

/// A parcel.
#[derive(SimpleObject)]
pub(crate) struct Fulfillment {
    /// The global id.
    id: ID,
    /// The courier.
    carrier: String,
    /// The courier's number.
    tracking_number: String,
    /// When it left.
    shipped_at: DateTime,
    /// When it arrived; null while it is on its way.
    delivered_at: Option<DateTime>,
}

impl From<&domain::Fulfillment> for Fulfillment {
    fn from(parcel: &domain::Fulfillment) -> Self {
        Self {
            id: parcel.id.to_global(),
            carrier: parcel.carrier.clone(),
            tracking_number: parcel.tracking_number.clone(),
            shipped_at: DateTime(parcel.shipped_at),
            delivered_at: parcel.delivered_at.map(DateTime),
        }
    }
}
