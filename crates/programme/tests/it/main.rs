//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod certificates;
mod complaints;
mod expiry;
mod inspections;
mod listing;
mod producers;
mod support;
mod units;
