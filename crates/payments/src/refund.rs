//! Returning money: asked for in a transaction, done by a job.

use crate::entity::{payment, payment_attempt, refund};
use crate::payment::{lock_by_reference, touch};
use crate::{Payments, jobs as own_jobs};
use ::jobs::{JobError, NewJob, enqueue};
use db::Tx;
use kernel::{Money, RefundId, Timestamp};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};
use uuid::Uuid;

impl Payments {
    /// Asks for `amount` of what was captured to go back, at most once per
    /// `reason_key`. Never more than was captured: the rest is not owed, and
    /// the amount that is asked for is returned.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn refund(
        &self,
        tx: &Tx,
        reference: Uuid,
        amount: Money,
        reason_key: &str,
        now: Timestamp,
    ) -> Result<Money, DbErr> {
        let payment = lock_by_reference(tx, reference).await?;
        let before = refund::Entity::find()
            .filter(refund::Column::PaymentId.eq(payment.id))
            .filter(refund::Column::ReasonKey.eq(reason_key))
            .one(tx)
            .await?;
        if let Some(before) = before {
            return Ok(Money::from_stored(before.amount));
        }
        let amount = amount.dong().min(payment.captured - payment.refunding);
        if amount <= 0 {
            return Ok(Money::ZERO);
        }
        let row = refund::Model {
            id: RefundId::new(now).0,
            payment_id: payment.id,
            reason_key: reason_key.to_owned(),
            amount,
            status: "REQUESTED".to_owned(),
            provider_reference: None,
            created_at: now,
            updated_at: now,
        };
        let id = row.id.to_string();
        refund::Entity::insert(row.into_active_model())
            .exec_without_returning(tx)
            .await?;
        let refunding = payment.refunding + amount;
        let mut change = payment.into_active_model();
        change.refunding = Set(refunding);
        touch(tx, change, now).await?;
        enqueue(
            tx,
            NewJob::new(own_jobs::REFUND, &id, now).unique(id.clone()),
        )
        .await?;
        Ok(Money::from_stored(amount))
    }

    /// Has the provider return what a refund asks for, and records it.
    pub(crate) async fn perform_refund(&self, id: Uuid) -> Result<(), JobError> {
        let row = refund::Entity::find_by_id(id)
            .one(self.db.primary())
            .await?;
        let row = row.ok_or_else(|| JobError::give_up("no such refund"))?;
        if row.status != "REQUESTED" {
            return Ok(());
        }
        let charge = payment_attempt::Entity::find()
            .filter(payment_attempt::Column::PaymentId.eq(row.payment_id))
            .filter(payment_attempt::Column::Status.eq("APPROVED"))
            .one(self.db.primary())
            .await?
            .and_then(|attempt| attempt.provider_reference)
            .ok_or_else(|| JobError::give_up("a refund without an approved charge"))?;
        let provider = self
            .card
            .as_ref()
            .ok_or_else(|| JobError::retry("no provider is configured"))?;
        // The refund's id is the key: asked twice, the provider pays once.
        let reference = provider
            .refund(id, &charge, Money::from_stored(row.amount))
            .await
            .map_err(JobError::retry)?;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let payment = payment::Entity::find_by_id(row.payment_id)
            .lock_exclusive()
            .one(&tx)
            .await?;
        let payment = payment.ok_or_else(|| JobError::give_up("a refund without a payment"))?;
        let current = refund::Entity::find_by_id(id).one(&tx).await?;
        if current.is_none_or(|current| current.status != "REQUESTED") {
            return Ok(());
        }
        let amount = row.amount;
        let mut change = row.into_active_model();
        change.status = Set("DONE".to_owned());
        change.provider_reference = Set(Some(reference));
        change.updated_at = Set(now);
        change.update(&tx).await?;
        let refunded = payment.refunded + amount;
        let mut change = payment.into_active_model();
        change.refunded = Set(refunded);
        touch(&tx, change, now).await?;
        tx.commit().await?;
        Ok(())
    }
}
