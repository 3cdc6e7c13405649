//! Why a checkout was refused.

use catalog::StockError;
use chrono::NaiveDate;
use kernel::{Money, VariantId};
use payments::{StartError, TokenError};
use sea_orm::DbErr;

/// Why a checkout was refused. `line` counts the cart's lines as shown.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub enum CheckoutError {
    /// No such cart, or a wrong secret.
    #[error("no such cart")]
    CartNotFound,
    /// Another checkout made an order of it.
    #[error("the cart was checked out already")]
    CartCompleted,
    /// Nobody touched it for too long.
    #[error("the cart has expired")]
    CartExpired,
    /// Nothing to buy.
    #[error("the cart is empty")]
    CartEmpty,
    /// Where to?
    #[error("the cart has no address")]
    AddressMissing,
    /// No way was found to deliver one producer's part.
    #[error("a part of the cart cannot be delivered as chosen")]
    DeliveryUnavailable { producer: kernel::ProducerId },
    /// Since it was put into the cart, the gate closed.
    #[error("a product is not for sale any more")]
    Unavailable { variant: VariantId },
    /// Fewer or more than the producer sells at once.
    #[error("a line must have {least} to {most}")]
    Quantity {
        variant: VariantId,
        least: i64,
        most: i64,
    },
    /// Since it was put into the cart, its season ended, or it was told.
    #[error("a product is out of season")]
    OutOfSeason {
        variant: VariantId,
        opens_on: Option<NaiveDate>,
    },
    /// A service is booked by one of its sessions.
    #[error("a session must be chosen")]
    SessionNeeded { variant: VariantId },
    /// It is too late to book that session.
    #[error("a session cannot be booked any more")]
    SessionClosed { variant: VariantId },
    /// Whom is the producer to call?
    #[error("the cart has no contact")]
    ContactMissing,
    /// Fewer are left.
    #[error("only {available} are left")]
    OutOfStock { variant: VariantId, available: i64 },
    /// A price or a fee changed since the shopper looked.
    #[error("the total is {total} now")]
    TotalChanged { total: Money },
    /// This installation or this cart takes no such payment.
    #[error("this way to pay is not offered")]
    MethodNotOffered,
    /// Law 44/2019/QH14 on preventing harm from alcohol: no cash.
    #[error("alcohol cannot be paid in cash")]
    AlcoholInCash,
    /// A card payment without what the card form gives.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// See [`db::idempotency::key`].
    #[error("the idempotency key must have 1 to 255 characters")]
    BadKey,
    /// The same key came with other input before.
    #[error("the idempotency key was used with other input")]
    KeyReused,
    /// The sums are beyond what an order may be.
    #[error("the cart is worth too much for one order")]
    TooExpensive,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CheckoutError);

impl From<kernel::MoneyError> for CheckoutError {
    fn from(_: kernel::MoneyError) -> Self {
        Self::TooExpensive
    }
}

impl From<StockError> for CheckoutError {
    fn from(error: StockError) -> Self {
        match error {
            StockError::OutOfStock {
                variant_id,
                available,
            } => Self::OutOfStock {
                variant: variant_id,
                available,
            },
            StockError::Fault(error) => Self::Fault(error),
        }
    }
}

impl From<StartError> for CheckoutError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Fault(error) => Self::Fault(error),
            StartError::NotPayable => Self::MethodNotOffered,
        }
    }
}
