//! Payments as the shopper sees them.

use crate::schema::global_id::GlobalId;
use crate::schema::scalars::Money;
use async_graphql::{Enum, ID, Object};
use payments as domain;

/// How the shopper pays.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::PaymentMethod")]
pub(crate) enum PaymentMethod {
    /// To the courier; not for alcohol.
    CashOnDelivery,
    /// By bank transfer from a QR code; not offered yet.
    #[graphql(name = "BANK_TRANSFER_QR")]
    BankTransferQr,
    /// By card.
    Card,
    /// Through VNPay; not offered yet.
    #[graphql(name = "VNPAY")]
    Vnpay,
}

/// Where a payment stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::PaymentStatus")]
pub(crate) enum PaymentStatus {
    /// Waiting for the shopper.
    Pending,
    /// Waiting for the provider.
    Processing,
    /// Paid.
    Captured,
    /// The last card was declined; another may follow.
    Declined,
    /// Nothing is owed any more.
    Cancelled,
    /// Cash, due at the door.
    OnDelivery,
}

/// What the shopper does next about a payment.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentNextAction {
    /// Wait: the provider has not answered yet.
    Wait,
    /// Pay with another card (`orderPay`).
    PayAgain,
    /// Have the cash ready for the courier.
    PayCourier,
}

/// What is owed for an order and how it was paid.
pub(crate) struct Payment(pub(super) domain::Payment);

/// What is owed for an order and how it was paid.
#[Object]
impl Payment {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// How.
    async fn method(&self) -> PaymentMethod {
        self.0.method.into()
    }

    /// Where it stands.
    async fn status(&self) -> PaymentStatus {
        self.0.status.into()
    }

    /// What was owed when the order was placed.
    async fn amount(&self) -> Money {
        self.0.amount.into()
    }

    /// What has come in.
    async fn captured(&self) -> Money {
        self.0.captured.into()
    }

    /// What has gone back.
    async fn refunded(&self) -> Money {
        self.0.refunded.into()
    }

    /// What the shopper does next; null when there is nothing to do.
    async fn next_action(&self) -> Option<PaymentNextAction> {
        match self.0.status {
            domain::PaymentStatus::Pending | domain::PaymentStatus::Processing => {
                Some(PaymentNextAction::Wait)
            }
            domain::PaymentStatus::Declined => Some(PaymentNextAction::PayAgain),
            domain::PaymentStatus::OnDelivery => Some(PaymentNextAction::PayCourier),
            domain::PaymentStatus::Captured | domain::PaymentStatus::Cancelled => None,
        }
    }
}
