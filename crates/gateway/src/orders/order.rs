//! Orders, as whoever placed them sees them.

use super::Totals;
use super::payment::{Payment, PaymentMethod};
use super::producer_order::ProducerOrder;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use kernel::Timestamp;
use orders::cancel::given_up;
use orders::delivery::DeliveryMethod;
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

    /// Where it goes. Of what is fetched or visited alone, where the first of it
    /// is; see `place` of each part.
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
async fn begins(ctx: &Context<'_>, part: &domain::ProducerOrder) -> Result<Option<Timestamp>> {
    if part.delivery_method != DeliveryMethod::Visit {
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

/// Who ordered.
#[derive(SimpleObject)]
pub(crate) struct OrderContact {
    /// The name.
    recipient: String,
    /// The telephone number in national form.
    phone: String,
    /// Where mails about the order go.
    email: Option<String>,
}

impl OrderContact {
    pub(super) fn of(order: &domain::Order) -> Self {
        Self {
            recipient: order.recipient.clone(),
            phone: order.phone.clone(),
            email: order.email.clone(),
        }
    }
}

/// Where an order goes, or takes place, as it was on that day.
#[derive(SimpleObject)]
pub(crate) struct OrderAddress {
    /// Who receives.
    recipient: String,
    /// The telephone number in national form.
    phone: String,
    /// Where mails about the order go.
    email: Option<String>,
    /// House, street, hamlet; or the name of a place.
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
    pub(super) fn of(order: &domain::Order) -> Self {
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
