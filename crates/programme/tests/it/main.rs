//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod article;
mod certificates;
mod decisions;
mod dossiers;
mod listing;
mod producers;
mod recount;
mod round;
mod support;
mod units;
