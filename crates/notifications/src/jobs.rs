//! From events to letters: one job per letter.

use crate::Notifications;
use ::jobs::{Handler, JobError, NewJob, enqueue};
use async_trait::async_trait;
use kernel::{OrderId, ProducerOrderId};
use orders::order::{Order, OrderEvent};
use orders::status::OrderStatus;
use payments::PaymentMethod;
use uuid::Uuid;

/// An order was placed. Payload: the order.
pub(crate) const ORDER_PLACED: &str = "notifications.order_placed";
/// An order was cancelled or has expired. Payload: the order.
pub(crate) const ORDER_CANCELLED: &str = "notifications.order_cancelled";
/// A producer shipped its part. Payload: the part.
pub(crate) const PRODUCER_ORDER_SHIPPED: &str = "notifications.producer_order_shipped";
/// A producer packed a part that is fetched. Payload: the part.
pub(crate) const PRODUCER_ORDER_READY: &str = "notifications.producer_order_ready";
/// A producer cancelled its part. Payload: the part.
pub(crate) const PRODUCER_ORDER_CANCELLED: &str = "notifications.producer_order_cancelled";
/// One letter to one person. Payload: kind and id.
pub(crate) const LETTER: &str = "notifications.letter";

/// The letters that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// To the shopper: the order is placed. Id: the order.
    Placed,
    /// To a producer: a new order. Id: the part.
    PlacedForProducer,
    /// To the shopper: the order is cancelled or has expired. Id: the order.
    Cancelled,
    /// To a producer: the shopper cancelled. Id: the part.
    CancelledForProducer,
    /// To the shopper: a parcel is on its way. Id: the part.
    Shipped,
    /// To the shopper: a part can be fetched. Id: the part.
    Ready,
    /// To the shopper: a producer cannot deliver. Id: the part.
    PartCancelled,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Placed,
        Self::PlacedForProducer,
        Self::Cancelled,
        Self::CancelledForProducer,
        Self::Shipped,
        Self::Ready,
        Self::PartCancelled,
    ];

    /// The name in payloads and in message ids: never changes.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::PlacedForProducer => "placed_for_producer",
            Self::Cancelled => "cancelled",
            Self::CancelledForProducer => "cancelled_for_producer",
            Self::Shipped => "shipped",
            Self::Ready => "ready",
            Self::PartCancelled => "part_cancelled",
        }
    }

    fn read(payload: &str) -> Option<(Self, Uuid)> {
        let (name, id) = payload.split_once(':')?;
        let kind = Self::ALL.into_iter().find(|kind| kind.as_str() == name)?;
        Some((kind, id.parse().ok()?))
    }
}

/// Which event the handler [`Tell`] tells of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum About {
    Placed,
    Cancelled,
    Shipped,
    Ready,
    PartCancelled,
}

/// Turns an event into one job per letter.
pub(crate) struct Tell {
    pub(crate) notifications: Notifications,
    pub(crate) about: About,
}

#[async_trait]
impl Handler for Tell {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let subject: Uuid = payload.parse().map_err(JobError::give_up)?;
        let notifications = &self.notifications;
        let letters = match self.about {
            About::Placed => notifications.letters_of_placed(subject.into()).await?,
            About::Cancelled => notifications.letters_of_cancelled(subject.into()).await?,
            About::Shipped => vec![(Kind::Shipped, subject)],
            About::Ready => vec![(Kind::Ready, subject)],
            About::PartCancelled => vec![(Kind::PartCancelled, subject)],
        };
        let now = notifications.clock.now();
        let tx = notifications.db.begin().await?;
        for (kind, id) in letters {
            let payload = format!("{}:{id}", kind.as_str());
            enqueue(
                &tx,
                NewJob::new(LETTER, &payload, now).unique(payload.clone()),
            )
            .await?;
        }
        tx.commit().await?;
        notifications.outbox.wake();
        Ok(())
    }
}

/// Writes one letter and sends it.
pub(crate) struct Send(pub(crate) Notifications);

#[async_trait]
impl Handler for Send {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let (kind, id) = Kind::read(payload)
            .ok_or_else(|| JobError::give_up(format!("no letter {payload:?}")))?;
        self.0.send(kind, id).await
    }
}

impl Notifications {
    async fn letters_of_placed(&self, order: OrderId) -> Result<Vec<(Kind, Uuid)>, JobError> {
        let parts = self.orders.parts_of(&[order]).await?;
        let to_producers = parts
            .iter()
            .map(|part| (Kind::PlacedForProducer, part.id.0));
        Ok(std::iter::once((Kind::Placed, order.0))
            .chain(to_producers)
            .collect())
    }

    /// The shopper is told; and those producers who had been told of the order
    /// and had not given it up themselves before.
    async fn letters_of_cancelled(&self, order: OrderId) -> Result<Vec<(Kind, Uuid)>, JobError> {
        let mut letters = vec![(Kind::Cancelled, order.0)];
        let order = self.orders.orders_by_ids(&[order]).await?.pop();
        if let Some(order) = order {
            let history = self.orders.history_of(&[order.id]).await?;
            if was_placed(&order, &history) && order.status != OrderStatus::Expired {
                let parts = cancelled_last(&history);
                letters.extend(
                    parts
                        .into_iter()
                        .map(|part| (Kind::CancelledForProducer, part.0)),
                );
            }
        }
        Ok(letters)
    }
}

/// Whether producers have seen the order.
pub(crate) fn was_placed(order: &Order, history: &[OrderEvent]) -> bool {
    order.payment_method == PaymentMethod::CashOnDelivery
        || history.iter().any(|event| event.command == "PAY")
}

/// The parts that the last cancellation took.
fn cancelled_last(history: &[OrderEvent]) -> Vec<ProducerOrderId> {
    let cancelled = || {
        history
            .iter()
            .filter(|event| event.command == "CANCEL" && event.to_status == "CANCELLED")
    };
    let last = cancelled().map(|event| event.at).max();
    cancelled()
        .filter(|event| Some(event.at) == last)
        .filter_map(|event| event.producer_order_id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_read_or_refused() {
        let id = Uuid::from_u128(7);
        for kind in Kind::ALL {
            let payload = format!("{}:{id}", kind.as_str());
            assert_eq!(Kind::read(&payload), Some((kind, id)));
        }
        for payload in ["", "placed", "placed:", "placed:7", "other:7"] {
            assert_eq!(Kind::read(payload), None, "{payload}");
        }
    }
}
