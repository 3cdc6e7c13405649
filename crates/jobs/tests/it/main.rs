//! The queue and its runner against both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod endings;
mod leases;
mod queue;
mod running;
mod support;
mod ticks;
