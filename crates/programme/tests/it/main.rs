//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod article;
mod certificates;
mod decisions;
mod dossiers;
mod listing;
mod producers;
mod random;
mod recount;
mod round;
mod statistics;
mod support;
mod units;
