//! Orders against both databases.

mod access;
mod carts;
mod checkout;
mod contention;
mod fulfilment;
mod payment;
mod shop;
