//! Charging cards: by checkout, by a new try, by jobs; all end in the same
//! `record` and settlement in one transaction.

use crate::Orders;
use crate::entity::customer_order;
use crate::order::Order;
use crate::read::OrderAccess;
use crate::status::{OrderStatus, PartCommand, PartStatus, Party};
use crate::store::{self, History};
use crate::{events, jobs as own_jobs};
use ::jobs::{Event, NewJob, enqueue};
use chrono::Duration;
use db::Tx;
use db::idempotency::{self, Claim};
use kernel::{Actor, OrderId, ProducerOrderId, Timestamp};
use payments::{Answer, AskError, Recorded, StartError, TokenError};
use sea_orm::{DbErr, EntityTrait};
use uuid::Uuid;

/// Why a new try to pay was refused.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// No such order, or no right to it.
    #[error("no such order")]
    NotFound,
    /// Paid, cancelled, expired, payable in cash, or a try is under way.
    #[error("the order takes no payment now")]
    NotPayable,
    /// Nothing to charge.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// See [`idempotency::key`].
    #[error("the idempotency key must have 1 to 255 characters")]
    BadKey,
    /// The same key came with other input before.
    #[error("the idempotency key was used with other input")]
    KeyReused,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(PayError);

impl From<StartError> for PayError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::NotPayable => Self::NotPayable,
            StartError::Fault(error) => Self::Fault(error),
        }
    }
}

impl Orders {
    /// Pays an order whose last card was declined, with another.
    ///
    /// # Errors
    /// [`PayError`].
    pub async fn pay_again(
        &self,
        actor: &Actor,
        access: &OrderAccess,
        token: &str,
        key: &str,
    ) -> Result<Order, PayError> {
        payments::check_token(token)?;
        let key = idempotency::key(key).ok_or(PayError::BadKey)?;
        let id = self
            .find_order(actor, access)
            .await?
            .ok_or(PayError::NotFound)?
            .id;
        let attempt = db::retry(|| self.start_again(id, token, key)).await?;
        if let Err(error) = self.charge(attempt).await {
            tracing::info!(%error, "the charge is left to the queue");
        }
        let order = customer_order::Entity::find_by_id(id.0)
            .one(self.db.primary())
            .await?;
        Ok(order.ok_or(PayError::NotFound)?.try_into()?)
    }

    async fn start_again(&self, id: OrderId, token: &str, key: &str) -> Result<Uuid, PayError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (order, _) = store::lock_order(&tx, id)
            .await?
            .ok_or(PayError::NotFound)?;
        let scope = format!("pay:{id}");
        match idempotency::claim(&tx, &scope, key, idempotency::hash(&token), now).await? {
            Claim::New => {}
            Claim::Conflict => return Err(PayError::KeyReused),
            Claim::Replay(attempt) => {
                return attempt
                    .parse()
                    .map_err(|_| DbErr::Type("attempt id".to_owned()).into());
            }
        }
        if order.status != OrderStatus::AwaitingPayment.as_str() {
            return Err(PayError::NotPayable);
        }
        let attempt = self.start_charge(&tx, order.id, token, now).await?;
        idempotency::complete(&tx, &scope, key, &attempt.to_string()).await?;
        tx.commit().await?;
        Ok(attempt)
    }

    /// Starts a charge within a transaction, with the job that finishes it
    /// whatever happens to this process.
    pub(crate) async fn start_charge(
        &self,
        tx: &Tx,
        order: Uuid,
        token: &str,
        now: Timestamp,
    ) -> Result<Uuid, StartError> {
        let attempt = self.payments.start(tx, order, token, now).await?;
        // A little later: as a rule the request itself has asked by then.
        let job =
            NewJob::new(own_jobs::CHARGE, &attempt.to_string(), now).at(now + Duration::seconds(2));
        enqueue(tx, job.unique(attempt.to_string())).await?;
        Ok(attempt)
    }

    /// Asks the provider about an attempt and settles what it says. Safe to
    /// call any number of times, from anywhere.
    ///
    /// # Errors
    /// [`AskError`]: nothing is known, ask again.
    pub async fn charge(&self, attempt: Uuid) -> Result<(), AskError> {
        let Some(answer) = self.payments.ask(attempt).await? else {
            return Ok(());
        };
        db::retry(|| self.settle(attempt, &answer)).await?;
        self.outbox.wake();
        Ok(())
    }

    async fn settle(&self, attempt: Uuid, answer: &Answer) -> Result<(), DbErr> {
        let now = self.clock.now();
        let reference = self.payments.reference_of(attempt).await?;
        let tx = self.db.begin().await?;
        // The order before its payment, as everywhere.
        let (order, mut parts) = store::lock_order(&tx, OrderId(reference))
            .await?
            .ok_or_else(|| DbErr::RecordNotFound(format!("order {reference}")))?;
        match self.payments.record(&tx, attempt, answer, now).await? {
            Recorded::Captured { .. } => {
                let moves: Vec<(ProducerOrderId, PartStatus)> = parts
                    .iter()
                    .filter_map(|part| {
                        let method = store::part_method(part).ok()?;
                        let next = store::part_status(part).ok()?.after(
                            PartCommand::Pay,
                            Party::System,
                            method,
                        )?;
                        Some((part.id.into(), next))
                    })
                    .collect();
                let history = History {
                    command: "PAY",
                    actor: &Actor::System,
                    note: None,
                    at: now,
                };
                store::move_parts(&tx, order, &mut parts, &moves, history).await?;
                self.outbox
                    .announce(
                        &tx,
                        Event {
                            topic: events::ORDER_PLACED,
                            subject: reference,
                            at: now,
                        },
                    )
                    .await?;
            }
            Recorded::StillPending => {
                // Ask again, the more seldom the longer it takes.
                let waited = (now - order.placed_at).num_seconds().clamp(0, 300);
                let job = NewJob::new(own_jobs::CHARGE, &attempt.to_string(), now)
                    .at(now + Duration::seconds(2 + waited / 5));
                enqueue(&tx, job.unique(attempt.to_string())).await?;
            }
            Recorded::Declined { .. } | Recorded::Returned { .. } | Recorded::Nothing => {}
        }
        tx.commit().await
    }
}
