//! Attempts to charge a card: started and recorded in transactions, asked for
//! outside of them.

use crate::entity::{payment, payment_attempt};
use crate::payment::{PaymentMethod, PaymentStatus, lock_by_reference, touch};
use crate::{Answer, Payments, ProviderError};
use db::Tx;
use kernel::{Money, Timestamp, id::new_uuid};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait, IntoActiveModel, QuerySelect,
};
use uuid::Uuid;

/// Why an attempt was not started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Paid, cancelled, not a card payment, or an attempt is under way.
    #[error("the payment takes no attempt now")]
    NotPayable,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// Why a provider's answer could not be had.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Ask again later.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// What recording an answer did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// The money came in just now: settle what it was for.
    Captured {
        /// The payment's reference.
        reference: Uuid,
    },
    /// The card was declined just now.
    Declined {
        /// The payment's reference.
        reference: Uuid,
    },
    /// The money came in for a payment that was cancelled meanwhile; its
    /// return has been asked for.
    Returned {
        /// The payment's reference.
        reference: Uuid,
    },
    /// The provider does not know yet: ask again.
    StillPending,
    /// Recorded before: nothing to do.
    Nothing,
}

impl Payments {
    /// Starts charging what `token` stands for; at most one attempt at a time.
    /// After the commit, [`Payments::ask`] with the returned id.
    ///
    /// # Errors
    /// [`StartError::NotPayable`].
    pub async fn start(
        &self,
        tx: &Tx,
        reference: Uuid,
        token: &str,
        now: Timestamp,
    ) -> Result<Uuid, StartError> {
        let row = lock_by_reference(tx, reference).await?;
        let payable = row.method == PaymentMethod::Card.as_str()
            && [PaymentStatus::Pending, PaymentStatus::Declined]
                .iter()
                .any(|status| status.as_str() == row.status);
        if !payable {
            return Err(StartError::NotPayable);
        }
        let attempt = payment_attempt::Model {
            id: new_uuid(now),
            payment_id: row.id,
            token: token.to_owned(),
            provider_reference: None,
            status: "CREATED".to_owned(),
            decline_code: None,
            created_at: now,
            updated_at: now,
        };
        let id = attempt.id;
        payment_attempt::Entity::insert(attempt.into_active_model())
            .exec_without_returning(tx)
            .await?;
        let mut change = row.into_active_model();
        change.status = Set(PaymentStatus::Processing.as_str().to_owned());
        touch(tx, change, now).await?;
        Ok(id)
    }

    /// Asks the provider about an attempt: charges on the first time, looks up
    /// afterwards. Holds no transaction. `None` when the attempt has ended.
    ///
    /// # Errors
    /// [`AskError::Provider`]: nothing is known, ask again.
    pub async fn ask(&self, attempt: Uuid) -> Result<Option<Answer>, AskError> {
        let row = payment_attempt::Entity::find_by_id(attempt)
            .one(self.db.primary())
            .await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("attempt {attempt}")))?;
        let provider = self
            .card
            .as_ref()
            .ok_or_else(|| ProviderError("no provider is configured".to_owned()))?;
        Ok(match (row.status.as_str(), &row.provider_reference) {
            ("CREATED", _) => {
                let payment = payment::Entity::find_by_id(row.payment_id)
                    .one(self.db.primary())
                    .await?;
                let payment = payment
                    .ok_or_else(|| DbErr::RecordNotFound(format!("payment {}", row.payment_id)))?;
                Some(
                    provider
                        .charge(row.id, &row.token, Money::from_stored(payment.amount))
                        .await?,
                )
            }
            ("PROCESSING", Some(reference)) => Some(provider.look_up(reference).await?),
            _ => None,
        })
    }

    /// Records a provider's answer. The same answer twice changes nothing; an
    /// ended attempt never changes again.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn record(
        &self,
        tx: &Tx,
        attempt: Uuid,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<Recorded, DbErr> {
        let missing = || DbErr::RecordNotFound(format!("attempt {attempt}"));
        let found = payment_attempt::Entity::find_by_id(attempt)
            .one(tx)
            .await?
            .ok_or_else(missing)?;
        // The payment first, as everywhere, then the attempt as it is now.
        let payment = payment::Entity::find_by_id(found.payment_id)
            .lock_exclusive()
            .one(tx)
            .await?
            .ok_or_else(missing)?;
        let row = payment_attempt::Entity::find_by_id(attempt)
            .one(tx)
            .await?
            .ok_or_else(missing)?;
        if !matches!(row.status.as_str(), "CREATED" | "PROCESSING") {
            return Ok(Recorded::Nothing);
        }
        let reference = payment.reference;
        let cancelled = payment.status == PaymentStatus::Cancelled.as_str();
        let mut attempt_change = row.into_active_model();
        attempt_change.updated_at = Set(now);
        let mut change = payment.clone().into_active_model();
        let recorded = match answer {
            Answer::Pending { reference } => {
                attempt_change.status = Set("PROCESSING".to_owned());
                attempt_change.provider_reference = Set(Some(reference.clone()));
                attempt_change.update(tx).await?;
                return Ok(Recorded::StillPending);
            }
            Answer::Declined { code } => {
                attempt_change.status = Set("DECLINED".to_owned());
                attempt_change.decline_code = Set(Some(code.clone()));
                if !cancelled {
                    change.status = Set(PaymentStatus::Declined.as_str().to_owned());
                }
                Recorded::Declined { reference }
            }
            Answer::Approved { reference: charge } => {
                attempt_change.status = Set("APPROVED".to_owned());
                attempt_change.provider_reference = Set(Some(charge.clone()));
                change.status = Set(PaymentStatus::Captured.as_str().to_owned());
                change.captured = Set(payment.amount);
                if cancelled {
                    Recorded::Returned { reference }
                } else {
                    Recorded::Captured { reference }
                }
            }
        };
        attempt_change.update(tx).await?;
        touch(tx, change, now).await?;
        if matches!(recorded, Recorded::Returned { .. }) {
            self.refund(
                tx,
                reference,
                Money::from_stored(payment.amount),
                "captured-after-cancellation",
                now,
            )
            .await?;
        }
        Ok(recorded)
    }

    /// Attempts that have been open since before `before`: for the reconciler
    /// that heals a lost job.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn open_attempts(&self, before: Timestamp) -> Result<Vec<Uuid>, DbErr> {
        use payment_attempt::Column;
        use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
        payment_attempt::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Status.is_in(["CREATED", "PROCESSING"]))
            .filter(Column::CreatedAt.lt(before))
            .order_by_asc(Column::CreatedAt)
            .limit(500)
            .into_tuple()
            .all(self.db.primary())
            .await
    }

    /// What an attempt's payment is for.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn reference_of(&self, attempt: Uuid) -> Result<Uuid, DbErr> {
        let missing = || DbErr::RecordNotFound(format!("attempt {attempt}"));
        let row = payment_attempt::Entity::find_by_id(attempt)
            .one(self.db.primary())
            .await?
            .ok_or_else(missing)?;
        let payment = payment::Entity::find_by_id(row.payment_id)
            .one(self.db.primary())
            .await?
            .ok_or_else(missing)?;
        Ok(payment.reference)
    }
}
