//! The gateway through its router, as clients see it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails loudly"
)]

mod article;
mod bad_input;
mod catalogue;
mod collections;
mod complaints;
mod decisions;
mod documents;
mod expiry;
mod facets;
mod fake_s3;
mod faults;
mod files;
mod gate;
mod grants;
mod inspections;
mod limits;
mod listing_files;
mod listings;
mod logging;
mod nullable;
mod persisted;
mod picture_uploads;
mod pictures;
mod points_of_sale;
mod producers;
mod registers;
mod reviews;
mod round;
mod samples;
mod schema;
mod searching;
mod serving;
mod sessions;
mod statistics;
mod stories;
mod succession;
mod supply;
mod support;
mod transport;
