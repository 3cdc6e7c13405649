//! Pictures against both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod announced;
mod hostile;
mod uploads;
