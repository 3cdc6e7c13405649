//! The gateway through its router, as clients see it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails loudly"
)]

mod bad_input;
mod catalogue;
mod faults;
mod files;
mod gate;
mod limits;
mod logging;
mod nullable;
mod persisted;
mod pictures;
mod registers;
mod schema;
mod searching;
mod serving;
mod sessions;
mod support;
mod transport;
