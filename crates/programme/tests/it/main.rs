//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod applying;
mod certificates;
mod decisions;
mod dossiers;
mod listing;
mod producers;
mod round;
mod standing;
mod support;
mod units;
