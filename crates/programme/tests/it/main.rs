//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod applying;
mod certificates;
mod listing;
mod producers;
mod resolving;
mod standing;
mod support;
mod units;
