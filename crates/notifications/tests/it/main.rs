//! Letters about orders, as files.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod decision;
mod expiry;
mod letters;
mod mailbox;
mod post_office;
