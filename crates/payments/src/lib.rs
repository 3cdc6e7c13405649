//! What is owed and how it was paid. Knows no order: a payment belongs to a
//! `reference`, the caller's id.
//!
//! Owns the tables `payment`, `payment_attempt` and `refund`.
//!
//! Invariants:
//! - Amounts are frozen when a payment is opened; `refunded ≤ refunding ≤
//!   captured ≤ amount`, each a `CHECK`.
//! - A payment has at most one open and at most one approved attempt, each a
//!   unique index: a card is charged once.
//! - A provider is never called inside a transaction. [`Payments::ask`] calls
//!   it, [`Payments::record`] stores the answer in the caller's transaction,
//!   and the same answer recorded twice changes nothing.
//! - Money that arrives for a cancelled payment goes back, never silently.

mod attempt;
mod entity;
pub mod jobs;
mod payment;
pub mod provider;
mod refund;
mod token;
mod verify;

use db::Db;
use kernel::Clock;
use std::sync::Arc;

pub use attempt::{AskError, Recorded, StartError};
pub use payment::{Payment, PaymentMethod, PaymentStatus};
pub use provider::{Answer, Provider, ProviderError};
pub use token::{MAX_TOKEN, TokenError, check_token};
pub use verify::PaymentsReport;

/// The payments' use cases; cheap to clone.
#[derive(Clone)]
pub struct Payments {
    db: Db,
    clock: Arc<dyn Clock>,
    /// Who charges cards; `None` where cards are not taken.
    card: Option<Arc<dyn Provider>>,
}

impl Payments {
    /// Payments in a database, with the provider that charges cards, if any.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, card: Option<Arc<dyn Provider>>) -> Self {
        Self { db, clock, card }
    }
}
