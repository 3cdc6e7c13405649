//! A producer works on its part of an order: confirm, pack, ship, deliver,
//! or give it up.

use crate::Orders;
use crate::delivery::DeliveryMethod;
use crate::entity::{customer_order, fulfillment, producer_order};
use crate::events;
use crate::order::ProducerOrder;
use crate::status::{PartCommand, PartStatus, Party};
use crate::store::{self, History};
use ::jobs::Event;
use db::Tx;
use kernel::{
    Actor, Authority, FulfillmentId, Money, OrderId, ProducerOrderId, Right, Timestamp, text,
};
use payments::PaymentMethod;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};

/// What a producer does.
#[derive(Clone, Debug)]
pub enum Step {
    /// Accepts.
    Confirm,
    /// Packs: it waits for the courier, or to be fetched.
    Pack,
    /// Hands to a courier.
    Ship {
        /// Which courier.
        carrier: String,
        /// The courier's number.
        tracking_number: String,
    },
    /// Records that it was delivered or fetched, or that the guests were there
    /// (and the cash, where cash was due).
    Deliver,
    /// Gives up, with a reason that the shopper reads.
    Cancel {
        /// Why.
        reason: String,
    },
}

impl Step {
    fn command(&self) -> PartCommand {
        match self {
            Step::Confirm => PartCommand::Confirm,
            Step::Pack => PartCommand::Pack,
            Step::Ship { .. } => PartCommand::Ship,
            Step::Deliver => PartCommand::Deliver,
            Step::Cancel { .. } => PartCommand::Cancel,
        }
    }
}

/// Why a step was refused.
#[derive(Debug, thiserror::Error)]
pub enum FulfilError {
    /// No such part, or another producer's: nobody learns which.
    #[error("no such order")]
    NotFound,
    /// Not from where the part stands.
    #[error("the order is {} and cannot do that now", .0.as_str())]
    WrongStatus(PartStatus),
    /// Guests are received when they are expected, not before.
    #[error("the service has not begun")]
    NotBegun,
    /// 1 to 60 characters.
    #[error("the carrier must have 1 to 60 characters")]
    Carrier,
    /// 1 to 60 characters.
    #[error("the tracking number must have 1 to 60 characters")]
    TrackingNumber,
    /// 1 to 500 characters.
    #[error("the reason must have 1 to 500 characters")]
    Reason,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(FulfilError);

impl Orders {
    /// Takes one step with a part: for its producer's people, and for who was
    /// given the right to its orders, whose use goes on record in the same
    /// transaction. A step taken before, with the same words, is answered with
    /// the part as it stands.
    ///
    /// # Errors
    /// [`FulfilError`]; then nothing has changed.
    pub async fn fulfil(
        &self,
        actor: &Actor,
        id: ProducerOrderId,
        step: &Step,
    ) -> Result<ProducerOrder, FulfilError> {
        let step = cleaned(step)?;
        let done = db::retry(|| self.fulfil_once(actor, id, &step)).await?;
        self.outbox.wake();
        Ok(done)
    }

    async fn fulfil_once(
        &self,
        actor: &Actor,
        id: ProducerOrderId,
        step: &Step,
    ) -> Result<ProducerOrder, FulfilError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = producer_order::Entity::find_by_id(id.0).one(&tx).await?;
        let found = found.ok_or(FulfilError::NotFound)?;
        let authority = actor
            .acts_for(found.producer_id.into(), Right::Orders)
            .ok_or(FulfilError::NotFound)?;
        if let Authority::Granted(grant) = authority {
            let action = step.command().as_str();
            if !identity::grants::record_use(&tx, grant, action, id.0, now).await? {
                return Err(FulfilError::NotFound);
            }
        }
        let locked = store::lock_order(&tx, OrderId(found.order_id)).await?;
        let (order, mut parts) = locked.ok_or(FulfilError::NotFound)?;
        let part = parts
            .iter()
            .find(|part| part.id == id.0)
            .cloned()
            .ok_or(FulfilError::NotFound)?;
        let from = store::part_status(&part)?;
        let command = step.command();
        let method = store::part_method(&part)?;
        let Some(to) = from.after(command, Party::Producer, method) else {
            return if self.taken_before(&tx, &part, from, step).await? {
                Ok(part.try_into()?)
            } else {
                Err(FulfilError::WrongStatus(from))
            };
        };
        let visits = store::visits_of(&tx, &[id.0]).await?;
        if command == PartCommand::Deliver && visits.iter().any(|(_, at)| *at > now) {
            return Err(FulfilError::NotBegun);
        }
        let note = match step {
            Step::Cancel { reason } => Some(reason.as_str()),
            _ => None,
        };
        let history = History {
            command: command.as_str(),
            actor,
            note,
            at: now,
        };
        store::move_parts(&tx, order.clone(), &mut parts, &[(id, to)], history).await?;
        self.consequences(&tx, &order, &parts, id, step, actor, now)
            .await?;
        let moved = parts
            .into_iter()
            .find(|part| part.id == id.0)
            .ok_or(FulfilError::NotFound)?;
        tx.commit().await?;
        Ok(moved.try_into()?)
    }

    /// What a step brings with it: payment first, then stock, as everywhere.
    #[allow(
        clippy::too_many_arguments,
        reason = "one step with all that it touches"
    )]
    async fn consequences(
        &self,
        tx: &Tx,
        order: &customer_order::Model,
        parts: &[producer_order::Model],
        id: ProducerOrderId,
        step: &Step,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), FulfilError> {
        match step {
            Step::Confirm => {}
            Step::Pack => {
                let fetched = |part: &producer_order::Model| {
                    part.id == id.0 && part.delivery_method == DeliveryMethod::PickUp.as_str()
                };
                if parts.iter().any(fetched) {
                    let ready = Event {
                        topic: events::PRODUCER_ORDER_READY,
                        subject: id.0,
                        at: now,
                    };
                    self.outbox.announce(tx, ready).await?;
                }
            }
            Step::Ship {
                carrier,
                tracking_number,
            } => {
                let parcel = fulfillment::Model {
                    id: FulfillmentId::new(now).0,
                    producer_order_id: id.0,
                    carrier: carrier.clone(),
                    tracking_number: tracking_number.clone(),
                    shipped_at: now,
                    delivered_at: None,
                };
                fulfillment::Entity::insert(parcel.into_active_model())
                    .exec_without_returning(tx)
                    .await?;
                self.catalog.ship(tx, &[id], actor, now).await?;
                self.outbox
                    .announce(
                        tx,
                        Event {
                            topic: events::PRODUCER_ORDER_SHIPPED,
                            subject: id.0,
                            at: now,
                        },
                    )
                    .await?;
            }
            Step::Deliver => {
                if let Some(parcel) = parcel_of(tx, id).await? {
                    let mut change = parcel.into_active_model();
                    change.delivered_at = Set(Some(now));
                    change.update(tx).await?;
                }
                if order.payment_method == PaymentMethod::CashOnDelivery.as_str() {
                    let due = parts
                        .iter()
                        .find(|part| part.id == id.0)
                        .map_or(0, |part| part.total);
                    let statuses = parts
                        .iter()
                        .map(store::part_status)
                        .collect::<Result<Vec<_>, _>>()?;
                    let last = statuses.iter().all(|status| status.is_final());
                    self.payments
                        .capture_cash(tx, order.id, Money::from_stored(due), last, now)
                        .await?;
                }
                // The guests have used their places, and what was fetched is
                // gone; a parcel's units left when it was shipped.
                self.catalog.ship(tx, &[id], actor, now).await?;
                self.sold(tx, id, now).await?;
                self.delivered(tx, order, id, now).await?;
            }
            Step::Cancel { .. } => {
                self.undo_parts(tx, order, parts, &[(id, PartStatus::Cancelled)], actor, now)
                    .await?;
                self.outbox
                    .announce(
                        tx,
                        Event {
                            topic: events::PRODUCER_ORDER_CANCELLED,
                            subject: id.0,
                            at: now,
                        },
                    )
                    .await?;
            }
        }
        Ok(())
    }

    /// Whether this very step brought the part to where it stands: a repeat
    /// after a lost answer.
    async fn taken_before(
        &self,
        tx: &Tx,
        part: &producer_order::Model,
        status: PartStatus,
        step: &Step,
    ) -> Result<bool, DbErr> {
        Ok(match (step, status) {
            (Step::Confirm, PartStatus::Confirmed)
            | (Step::Pack, PartStatus::Packed)
            | (Step::Deliver, PartStatus::Delivered)
            | (Step::Cancel { .. }, PartStatus::Cancelled) => true,
            (
                Step::Ship {
                    carrier,
                    tracking_number,
                },
                PartStatus::Shipped,
            ) => parcel_of(tx, part.id.into()).await?.is_some_and(|parcel| {
                parcel.carrier == *carrier && parcel.tracking_number == *tracking_number
            }),
            _ => false,
        })
    }
}

async fn parcel_of(tx: &Tx, part: ProducerOrderId) -> Result<Option<fulfillment::Model>, DbErr> {
    fulfillment::Entity::find()
        .filter(fulfillment::Column::ProducerOrderId.eq(part.0))
        .one(tx)
        .await
}

fn cleaned(step: &Step) -> Result<Step, FulfilError> {
    let bounded = |text: &str, longest: usize, error: FulfilError| {
        let text = text::clean(text);
        if (1..=longest).contains(&text.chars().count()) {
            Ok(text)
        } else {
            Err(error)
        }
    };
    Ok(match step {
        Step::Ship {
            carrier,
            tracking_number,
        } => Step::Ship {
            carrier: bounded(carrier, 60, FulfilError::Carrier)?,
            tracking_number: bounded(tracking_number, 60, FulfilError::TrackingNumber)?,
        },
        Step::Cancel { reason } => Step::Cancel {
            reason: bounded(reason, 500, FulfilError::Reason)?,
        },
        other => other.clone(),
    })
}
