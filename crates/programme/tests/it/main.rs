//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod certificates;
mod exports;
mod listing;
mod producers;
mod register;
mod support;
mod units;
