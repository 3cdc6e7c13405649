//! The programme on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod applying;
mod article;
mod certificate_figures;
mod certificates;
mod complaints;
mod decisions;
mod documents;
mod dossiers;
mod expiry;
mod exports;
mod inspection_bounds;
mod inspections;
mod listing;
mod measures;
mod producers;
mod random;
mod recount;
mod register;
mod resolving;
mod round;
mod samples;
mod standing;
mod statistics;
mod support;
mod units;
