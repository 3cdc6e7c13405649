//! Identity on both databases.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod accounts;
mod grants;
mod sessions;
mod sign_in;
mod support;
