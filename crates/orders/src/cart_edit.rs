//! Opening, reading and changing carts.

mod access;
mod details;
mod lines;
mod view;

pub(crate) use access::status;
pub use access::{CartAccess, NewCart};
pub use lines::LineInput;

use crate::address::AddressError;
use chrono::NaiveDate;
use sea_orm::DbErr;

/// Why a cart was not changed. `line` is the place in the input's list.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub enum CartError {
    /// No such cart, or a wrong secret: nobody learns which.
    #[error("no such cart")]
    NotFound,
    /// It became an order.
    #[error("the cart was checked out")]
    Completed,
    /// Nobody touched it for too long.
    #[error("the cart has expired")]
    Expired,
    /// Not between the variant's limits, at most 1 to 1000 (0 to remove).
    #[error("the quantity must be between {least} and {most}")]
    Quantity { line: usize, least: i64, most: i64 },
    /// No such variant, or the gate keeps it from being sold.
    #[error("the product is not for sale")]
    Unavailable { line: usize },
    /// Its season has not begun, or is over; from this day on where it is
    /// known.
    #[error("the product is out of season")]
    OutOfSeason {
        line: usize,
        opens_on: Option<NaiveDate>,
    },
    /// A service is booked by one of its sessions.
    #[error("a session must be chosen")]
    SessionNeeded { line: usize },
    /// It is too late to book that session.
    #[error("the session cannot be booked any more")]
    SessionClosed { line: usize },
    /// Services are visited, and goods are not.
    #[error("this way of delivery is not offered")]
    DeliveryNotOffered,
    /// With [`DeliveryMethod::PickUp`](crate::delivery::DeliveryMethod::PickUp),
    /// and only with it, a point is needed: one that takes such orders and has
    /// all of it on its shelf.
    #[error("it cannot be fetched there")]
    PickUpPoint,
    /// Fewer are left.
    #[error("only {available} are left")]
    OutOfStock { line: usize, available: i64 },
    /// Not in this cart.
    #[error("the cart has no such line")]
    LineNotFound { line: usize },
    /// No more than 100 lines.
    #[error("a cart has at most 100 lines")]
    TooManyLines,
    /// See [`AddressError`].
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Nothing of that producer is in the cart.
    #[error("nothing of that producer is in the cart")]
    ProducerNotInCart,
    /// The sums are beyond what an order may be.
    #[error("the cart is worth too much for one order")]
    TooExpensive,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CartError);

impl From<kernel::MoneyError> for CartError {
    fn from(_: kernel::MoneyError) -> Self {
        Self::TooExpensive
    }
}
