//! The real binary, over HTTP, as its users meet it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod crash;
mod crowd;
mod golden;
#[path = "../../../pictures/tests/it/hostile.rs"]
mod hostile;
mod journey;
mod pictures_memory;
mod server;
mod tour;
