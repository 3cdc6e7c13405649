//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod certificates;
mod inspections;
mod listing;
mod producers;
mod support;
mod units;
