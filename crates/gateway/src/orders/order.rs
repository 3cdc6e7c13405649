//! Orders, their parts, lines and parcels.

use super::Totals;
use super::cart::{DeliveryMethod, SessionTimes};
use super::payment::{Payment, PaymentMethod};
use crate::catalog::Product;
use crate::errors::internal;
use crate::programme::Producer;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, LanguageCode, Money};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use kernel::{Language, Right};
use orders::cancel::given_up;
use orders::delivery::DeliveryMethod as Delivered;
use orders::order as domain;
use orders::status;
use payments::PaymentStatus;
use std::sync::Arc;

/// An order; whoever holds one has its secret or placed it.
#[derive(Clone)]
pub(crate) struct Order(pub(super) Arc<domain::Order>);

/// An order: what one shopper placed at once. Each producer ships its part.
#[Object]
impl Order {
    /// The global id: a name, not a key.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// What people quote on the phone, such as `OC-261123-7K3F9QXA`.
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// Where it stands.
    async fn status(&self) -> OrderStatus {
        self.0.status.into()
    }

    /// The sums, as they were agreed.
    async fn totals(&self) -> Totals {
        Totals {
            subtotal: self.0.subtotal.into(),
            delivery: Some(self.0.delivery.into()),
            total: self.0.total.into(),
        }
    }

    /// How it is paid.
    async fn payment_method(&self) -> PaymentMethod {
        self.0.payment_method.into()
    }

    /// Where it goes; of services alone, where they take place.
    async fn address(&self) -> OrderAddress {
        OrderAddress::of(&self.0)
    }

    /// When it was placed.
    async fn placed_at(&self) -> DateTime {
        DateTime(self.0.placed_at)
    }

    /// Until when the goods are kept for an unpaid order; null once paid.
    async fn payment_due_at(&self) -> Option<DateTime> {
        self.0.payment_due_at.map(DateTime)
    }

    /// Each producer's part.
    async fn producer_orders(&self, ctx: &Context<'_>) -> Result<Vec<ProducerOrder>> {
        let parts = ctx
            .loaders()
            .parts
            .load(self.0.id)
            .await?
            .unwrap_or_default();
        Ok(parts.iter().cloned().map(ProducerOrder).collect())
    }

    /// What is owed and how it was paid.
    async fn payments(&self, ctx: &Context<'_>) -> Result<Vec<Payment>> {
        Ok(ctx
            .loaders()
            .payments
            .load(self.0.id.0)
            .await?
            .map(Payment)
            .into_iter()
            .collect())
    }

    /// What has happened, oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<OrderEvent>> {
        let events = ctx
            .loaders()
            .history
            .load(self.0.id)
            .await?
            .unwrap_or_default();
        Ok(events.iter().map(OrderEvent::from).collect())
    }

    /// What the shopper may do now.
    async fn next_actions(&self, ctx: &Context<'_>) -> Result<Vec<OrderAction>> {
        let mut actions = Vec::new();
        if self.0.status == status::OrderStatus::AwaitingPayment {
            let payment = ctx.loaders().payments.load(self.0.id.0).await?;
            if payment.is_some_and(|p| {
                matches!(p.status, PaymentStatus::Declined | PaymentStatus::Pending)
            }) {
                actions.push(OrderAction::Pay);
            }
        }
        let parts = ctx
            .loaders()
            .parts
            .load(self.0.id)
            .await?
            .unwrap_or_default();
        let open: Vec<_> = parts
            .iter()
            .filter(|part| part.status != status::PartStatus::Cancelled)
            .collect();
        let mut cancel = !open.is_empty();
        for part in open {
            let (method, begins) = (part.delivery_method, begins(ctx, part).await?);
            cancel &= given_up(part.status, method, begins, ctx.now()).is_some();
        }
        if cancel {
            actions.push(OrderAction::Cancel);
        }
        Ok(actions)
    }
}

/// When the first service of a part begins.
async fn begins(
    ctx: &Context<'_>,
    part: &domain::ProducerOrder,
) -> Result<Option<kernel::Timestamp>> {
    if part.delivery_method != Delivered::Visit {
        return Ok(None);
    }
    let lines = ctx.loaders().lines.load(part.id).await?.unwrap_or_default();
    let visits = lines.iter().filter_map(|line| line.visit);
    Ok(visits.map(|visit| visit.starts_at).min())
}

/// Where an order stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "status::OrderStatus")]
pub(crate) enum OrderStatus {
    /// Reserved, not paid yet.
    AwaitingPayment,
    /// Paid, or payable on delivery: the producers work on it.
    Placed,
    /// Every part was delivered or cancelled, at least one delivered.
    Completed,
    /// Every part was cancelled.
    Cancelled,
    /// Not paid in time.
    Expired,
}

/// What a shopper may do with an order.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderAction {
    /// Pay with a card (`orderPay`).
    Pay,
    /// Cancel all of it (`orderCancel`).
    Cancel,
}

/// Where an order goes, as it was told.
#[derive(SimpleObject)]
pub(crate) struct OrderAddress {
    /// Who receives.
    recipient: String,
    /// The telephone number in national form.
    phone: String,
    /// Where mails about the order go.
    email: Option<String>,
    /// House, street, hamlet.
    street: String,
    /// The commune's code on that day.
    commune_code: String,
    /// The commune's name on that day.
    commune_name: String,
    /// The province's code on that day.
    province_code: String,
    /// The province's name on that day.
    province_name: String,
}

impl OrderAddress {
    fn of(order: &domain::Order) -> Self {
        Self {
            recipient: order.recipient.clone(),
            phone: order.phone.clone(),
            email: order.email.clone(),
            street: order.street.clone(),
            commune_code: order.commune_code.clone(),
            commune_name: order.commune_name.clone(),
            province_code: order.province_code.clone(),
            province_name: order.province_name.clone(),
        }
    }
}

/// Something that happened to an order.
#[derive(SimpleObject)]
pub(crate) struct OrderEvent {
    /// When.
    at: DateTime,
    /// What was done, such as `CHECKOUT`, `PAY`, `SHIP`.
    command: String,
    /// Where that led.
    status: String,
    /// The part that it happened to; null for the whole order.
    producer_order_id: Option<ID>,
    /// A word to go with it, such as the reason of a cancellation.
    note: Option<String>,
}

impl From<&domain::OrderEvent> for OrderEvent {
    fn from(event: &domain::OrderEvent) -> Self {
        Self {
            at: DateTime(event.at),
            command: event.command.clone(),
            status: event.to_status.clone(),
            producer_order_id: event.producer_order_id.map(GlobalId::to_global),
            note: event.note.clone(),
        }
    }
}

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

    /// Where it goes.
    async fn address(&self, ctx: &Context<'_>) -> Result<OrderAddress> {
        Ok(OrderAddress::of(&*self.order(ctx).await?))
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
    /// Ready for the courier.
    Packed,
    /// On its way.
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
    /// Record the delivery, or that the guests were there
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
