//! The real binary, over HTTP, as its users meet it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod crash;
mod crowd;
mod journey;
mod server;
mod tour;
