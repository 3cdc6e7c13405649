//! The shopper cancels an order, while no part of it is packed.

use crate::Orders;
use crate::delivery::DeliveryMethod;
use crate::entity::{customer_order, producer_order};
use crate::events;
use crate::order::Order;
use crate::read::OrderAccess;
use crate::status::{PartCommand, PartStatus, Party};
use crate::store::{self, History};
use ::jobs::Event;
use db::Tx;
use kernel::{Actor, Money, OrderId, ProducerOrderId, Timestamp};
use payments::PaymentMethod;
use sea_orm::{DbErr, EntityTrait};

/// Why an order was not cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// No such order, or no right to it.
    #[error("no such order")]
    NotFound,
    /// A part is packed or on its way, a service that was confirmed has begun,
    /// or nothing is left to cancel.
    #[error("the order cannot be cancelled any more")]
    TooLate,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CancelError);

/// Where a part leads that its buyer gives up; `None` where that is too late.
/// `begins` is when its first service does. What has begun is not cancelled by
/// whoever did not come, unless nobody had confirmed that they may.
#[must_use]
pub fn given_up(
    from: PartStatus,
    method: DeliveryMethod,
    begins: Option<Timestamp>,
    now: Timestamp,
) -> Option<PartStatus> {
    let begun = begins.is_some_and(|at| at <= now);
    if begun && from == PartStatus::Confirmed {
        return None;
    }
    from.after(PartCommand::Cancel, Party::Shopper, method)
}

impl Orders {
    /// Cancels every part of an order, returns the stock, and asks for the
    /// money back.
    ///
    /// # Errors
    /// [`CancelError`]; then nothing is cancelled.
    pub async fn cancel(
        &self,
        actor: &Actor,
        access: &OrderAccess,
        note: Option<&str>,
    ) -> Result<Order, CancelError> {
        let id = self
            .find_order(actor, access)
            .await?
            .ok_or(CancelError::NotFound)?
            .id;
        db::retry(|| self.cancel_once(actor, id, note)).await?;
        self.outbox.wake();
        let order = customer_order::Entity::find_by_id(id.0)
            .one(self.db.primary())
            .await?;
        Ok(order.ok_or(CancelError::NotFound)?.try_into()?)
    }

    async fn cancel_once(
        &self,
        actor: &Actor,
        id: OrderId,
        note: Option<&str>,
    ) -> Result<(), CancelError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (order, mut parts) = store::lock_order(&tx, id)
            .await?
            .ok_or(CancelError::NotFound)?;
        let mut moves = Vec::new();
        let ids: Vec<_> = parts.iter().map(|part| part.id).collect();
        let visits = store::visits_of(&tx, &ids).await?;
        for part in &parts {
            let from = store::part_status(part)?;
            if from == PartStatus::Cancelled {
                continue;
            }
            let method = store::part_method(part)?;
            let of_part = visits.iter().filter(|(of, _)| *of == part.id);
            let begins = of_part.map(|(_, at)| *at).min();
            let to = given_up(from, method, begins, now).ok_or(CancelError::TooLate)?;
            moves.push((ProducerOrderId(part.id), to));
        }
        if moves.is_empty() {
            return Err(CancelError::TooLate);
        }
        let history = History {
            command: "CANCEL",
            actor,
            note,
            at: now,
        };
        store::move_parts(&tx, order.clone(), &mut parts, &moves, history).await?;
        self.undo_parts(&tx, &order, &parts, &moves, actor, now)
            .await?;
        self.outbox
            .announce(
                &tx,
                Event {
                    topic: events::ORDER_CANCELLED,
                    subject: order.id,
                    at: now,
                },
            )
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// What the cancelling of parts undoes: the payment's due, then the stock.
    /// `parts` are as they stand after the move.
    pub(crate) async fn undo_parts(
        &self,
        tx: &Tx,
        order: &customer_order::Model,
        parts: &[producer_order::Model],
        moves: &[(ProducerOrderId, PartStatus)],
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        let statuses = parts
            .iter()
            .map(store::part_status)
            .collect::<Result<Vec<_>, _>>()?;
        let cancelled: Vec<ProducerOrderId> = moves
            .iter()
            .filter(|(_, to)| *to == PartStatus::Cancelled)
            .map(|(id, _)| *id)
            .collect();
        if statuses
            .iter()
            .all(|status| *status == PartStatus::Cancelled)
        {
            self.payments.cancel(tx, order.id, now).await?;
        } else if order.payment_method == PaymentMethod::CashOnDelivery.as_str()
            && statuses.iter().all(|status| status.is_final())
        {
            self.payments
                .capture_cash(tx, order.id, Money::ZERO, true, now)
                .await?;
        }
        if order.payment_method != PaymentMethod::CashOnDelivery.as_str() {
            for part in parts
                .iter()
                .filter(|part| cancelled.contains(&part.id.into()))
            {
                // Refunds nothing while nothing was captured.
                let reason = format!("cancelled:{}", part.id);
                self.payments
                    .refund(tx, order.id, Money::from_stored(part.total), &reason, now)
                    .await?;
            }
        }
        self.catalog.release(tx, &cancelled, actor, now).await
    }
}
