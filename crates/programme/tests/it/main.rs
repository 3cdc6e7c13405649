//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod applying;
mod article;
mod certificate_figures;
mod certificates;
mod complaints;
mod decisions;
mod dossiers;
mod expiry;
mod exports;
mod inspections;
mod listing;
mod producers;
mod random;
mod recount;
mod register;
mod resolving;
mod round;
mod standing;
mod statistics;
mod support;
mod units;
