//! Orders that are not paid in time give their goods back: a reconciler, so
//! that a lost job loses no stock.

use crate::Orders;
use crate::entity::customer_order::{Column, Entity};
use crate::events;
use crate::status::{OrderStatus, PartStatus};
use crate::store::{self, History};
use ::jobs::Event;
use kernel::{Actor, OrderId, ProducerOrderId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

impl Orders {
    /// Expires every order that is due; returns how many.
    ///
    /// # Errors
    /// [`DbErr`]; what was expired before stays so.
    pub async fn expire_unpaid(&self) -> Result<usize, DbErr> {
        let mut expired = 0;
        loop {
            let due: Vec<Uuid> = Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(Column::Status.eq(OrderStatus::AwaitingPayment.as_str()))
                .filter(Column::PaymentDueAt.lte(self.clock.now()))
                .order_by_asc(Column::PaymentDueAt)
                .limit(100)
                .into_tuple()
                .all(self.db.primary())
                .await?;
            if due.is_empty() {
                return Ok(expired);
            }
            for id in due {
                expired += usize::from(db::retry(|| self.expire(OrderId(id))).await?);
            }
        }
    }

    /// Expires one order if it is due; returns whether it did.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn expire(&self, id: OrderId) -> Result<bool, DbErr> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let Some((order, mut parts)) = store::lock_order(&tx, id).await? else {
            return Ok(false);
        };
        // Under the lock: it may have been paid or cancelled meanwhile.
        let due = order.payment_due_at.is_some_and(|due| due <= now);
        if order.status != OrderStatus::AwaitingPayment.as_str() || !due {
            return Ok(false);
        }
        let moves: Vec<_> = parts
            .iter()
            .map(|part| (ProducerOrderId(part.id), PartStatus::Cancelled))
            .collect();
        let history = History {
            command: "EXPIRE",
            actor: &Actor::System,
            note: None,
            at: now,
        };
        store::move_parts(&tx, order.clone(), &mut parts, &moves, history).await?;
        self.undo_parts(&tx, &order, &parts, &moves, &Actor::System, now)
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
        self.outbox.wake();
        Ok(true)
    }
}
