//! Orders against both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod access;
mod carts;
mod checkout;
mod contention;
mod delegates;
mod fulfilment;
mod payment;
mod pick_up;
mod purchases;
mod replica;
mod sales;
mod shop;
mod supply;
