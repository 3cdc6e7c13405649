//! Carts, checkout and what follows: the only orchestrator.
//!
//! Owns the tables `cart`, `cart_line`, `cart_delivery`, `delivery_rate`,
//! `customer_order`, `producer_order`, `order_line`, `fulfillment`,
//! `order_event`, `sale` and `sales_figure`.
//!
//! A file per noun holds types and pure rules ([`cart`], [`order`], [`status`],
//! [`address`], [`delivery`], [`sales`]); a file per verb one use case: one command, one
//! error enum, one transaction (`cart_edit`, [`checkout`], [`pay`],
//! [`fulfil`], [`cancel`], [`expire`]).
//!
//! Invariants:
//! - One order per cart, one effect per idempotency key, however often and
//!   from wherever the checkout is sent.
//! - Stock is reserved in the transaction that makes the order, consumed when
//!   a part ships, returned when it is cancelled or expires unpaid.
//! - Line facts (title, price, stars, certificate) are frozen at checkout.
//! - Locks are taken in the order cart → order → payment → stock by variant.
//! - No provider is called inside a transaction.
//! - A delivered part is counted once in the figures of sales, and its lines can
//!   be reviewed ([`purchases`]) from that transaction on.

pub mod address;
mod authority;
pub mod cancel;
pub mod cart;
mod cart_edit;
pub mod checkout;
pub mod delivery;
mod entity;
pub mod events;
pub mod expire;
pub mod fulfil;
pub mod jobs;
pub mod order;
pub mod pay;
pub mod purchases;
pub mod read;
pub mod sales;
pub mod status;
mod store;
mod verify;

use ::jobs::Outbox;
use catalog::Catalog;
use db::Db;
use kernel::{Clock, TokenKey};
use payments::Payments;
use programme::units::Units;
use std::sync::Arc;

pub use cart_edit::{CartAccess, CartError, LineInput, NewCart};
pub use read::OrderAccess;
pub use verify::OrdersReport;

/// The use cases around orders; cheap to clone.
#[derive(Clone)]
pub struct Orders {
    db: Db,
    clock: Arc<dyn Clock>,
    outbox: Arc<Outbox>,
    key: TokenKey,
    catalog: Catalog,
    payments: Payments,
    units: Units,
}

impl Orders {
    /// Orders in a database. `key` hashes the secrets of guest carts.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        outbox: Arc<Outbox>,
        key: TokenKey,
        catalog: Catalog,
        payments: Payments,
        units: Units,
    ) -> Self {
        Self {
            db,
            clock,
            outbox,
            key,
            catalog,
            payments,
            units,
        }
    }
}
