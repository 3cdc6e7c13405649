//! A payment: opened once, captured once, returned in parts.

use crate::Payments;
use crate::entity::payment;
use db::Tx;
use kernel::{Money, PaymentId, Timestamp};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect,
};
use uuid::Uuid;

/// How the shopper pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentMethod {
    /// To the courier.
    CashOnDelivery,
    /// By bank transfer from a QR code (not offered yet).
    BankTransferQr,
    /// By card through the configured provider.
    Card,
    /// Through VNPay (not offered yet).
    Vnpay,
}

impl PaymentMethod {
    /// Every method.
    pub const ALL: [Self; 4] = [
        Self::CashOnDelivery,
        Self::BankTransferQr,
        Self::Card,
        Self::Vnpay,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CashOnDelivery => "CASH_ON_DELIVERY",
            Self::BankTransferQr => "BANK_TRANSFER_QR",
            Self::Card => "CARD",
            Self::Vnpay => "VNPAY",
        }
    }

    /// The method of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == name)
    }
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Waiting for the shopper.
    Pending,
    /// Waiting for the provider.
    Processing,
    /// The money is ours.
    Captured,
    /// The last attempt was declined; another may follow.
    Declined,
    /// Nothing is owed any more.
    Cancelled,
    /// Cash, due at the door.
    OnDelivery,
}

impl PaymentStatus {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Processing => "PROCESSING",
            Self::Captured => "CAPTURED",
            Self::Declined => "DECLINED",
            Self::Cancelled => "CANCELLED",
            Self::OnDelivery => "ON_DELIVERY",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [
            Self::Pending,
            Self::Processing,
            Self::Captured,
            Self::Declined,
            Self::Cancelled,
            Self::OnDelivery,
        ]
        .into_iter()
        .find(|status| status.as_str() == name)
    }
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What it is for: the caller's id.
    pub reference: Uuid,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Where it stands.
    pub status: PaymentStatus,
    /// What was owed when it was opened.
    pub amount: Money,
    /// What has come in.
    pub captured: Money,
    /// What has gone back.
    pub refunded: Money,
    /// When it was opened.
    pub created_at: Timestamp,
}

impl TryFrom<payment::Model> for Payment {
    type Error = DbErr;

    fn try_from(row: payment::Model) -> Result<Self, DbErr> {
        let unknown = || DbErr::Type(format!("payment {}: {} {}", row.id, row.method, row.status));
        Ok(Self {
            id: row.id.into(),
            reference: row.reference,
            method: PaymentMethod::parse(&row.method).ok_or_else(unknown)?,
            status: PaymentStatus::parse(&row.status).ok_or_else(unknown)?,
            amount: Money::from_stored(row.amount),
            captured: Money::from_stored(row.captured),
            refunded: Money::from_stored(row.refunded),
            created_at: row.created_at,
        })
    }
}

impl Payments {
    /// Whether a method can be paid with here.
    #[must_use]
    pub fn offers(&self, method: PaymentMethod) -> bool {
        match method {
            PaymentMethod::CashOnDelivery => true,
            PaymentMethod::Card => self.card.is_some(),
            PaymentMethod::BankTransferQr | PaymentMethod::Vnpay => false,
        }
    }

    /// Opens the one payment of a reference.
    ///
    /// # Errors
    /// [`DbErr`], also for a second payment of the same reference.
    pub async fn open(
        &self,
        tx: &Tx,
        reference: Uuid,
        method: PaymentMethod,
        amount: Money,
        now: Timestamp,
    ) -> Result<Payment, DbErr> {
        let (provider, status) = match (method, &self.card) {
            (PaymentMethod::CashOnDelivery, _) => ("cash", PaymentStatus::OnDelivery),
            (_, Some(provider)) => (provider.name(), PaymentStatus::Pending),
            (_, None) => {
                return Err(DbErr::Custom(
                    "no provider takes this payment method".to_owned(),
                ));
            }
        };
        let row = payment::Model {
            id: PaymentId::new(now).0,
            reference,
            method: method.as_str().to_owned(),
            provider: provider.to_owned(),
            amount: amount.dong(),
            captured: 0,
            refunded: 0,
            refunding: 0,
            status: status.as_str().to_owned(),
            created_at: now,
            updated_at: now,
            version: 1,
        };
        payment::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(tx)
            .await?;
        row.try_into()
    }

    /// Books cash that a courier took at the door. When `last` (nothing more
    /// will be delivered) the payment is settled.
    ///
    /// # Errors
    /// [`DbErr`], also when more came in than was owed.
    pub async fn capture_cash(
        &self,
        tx: &Tx,
        reference: Uuid,
        amount: Money,
        last: bool,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        let row = lock_by_reference(tx, reference).await?;
        let captured = row.captured.saturating_add(amount.dong());
        let mut change = row.into_active_model();
        change.captured = Set(captured);
        if last {
            let status = if captured > 0 {
                PaymentStatus::Captured
            } else {
                PaymentStatus::Cancelled
            };
            change.status = Set(status.as_str().to_owned());
        }
        touch(tx, change, now).await
    }

    /// Ends a payment that nobody owes any more. What was captured stays
    /// captured; refund it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn cancel(&self, tx: &Tx, reference: Uuid, now: Timestamp) -> Result<(), DbErr> {
        let row = lock_by_reference(tx, reference).await?;
        if row.captured > 0 {
            return Ok(());
        }
        let mut change = row.into_active_model();
        change.status = Set(PaymentStatus::Cancelled.as_str().to_owned());
        touch(tx, change, now).await
    }

    /// The payments of references, in any order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn by_references(&self, references: &[Uuid]) -> Result<Vec<Payment>, DbErr> {
        let query = payment::Entity::find()
            .filter(payment::Column::Reference.is_in(references.iter().copied()));
        query
            .all(self.db.primary())
            .await?
            .into_iter()
            .map(Payment::try_from)
            .collect()
    }
}

pub(crate) async fn lock_by_reference(tx: &Tx, reference: Uuid) -> Result<payment::Model, DbErr> {
    let query = payment::Entity::find()
        .filter(payment::Column::Reference.eq(reference))
        .lock_exclusive();
    query
        .one(tx)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("payment of {reference}")))
}

pub(crate) async fn touch(
    tx: &impl ConnectionTrait,
    mut change: payment::ActiveModel,
    now: Timestamp,
) -> Result<(), DbErr> {
    // Every caller made the change from a row, so there is a version.
    let version = change.version.take().unwrap_or_default();
    change.version = Set(version + 1);
    change.updated_at = Set(now);
    change.update(tx).await.map(|_| ())
}
