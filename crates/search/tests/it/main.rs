//! Searching: the embedded engine by itself, and over both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod facets;
mod folder;
mod freshness;
mod hostile;
mod meilisearch;
mod shelf;
mod shop;
mod standing_in;
mod stub;
mod suggesting;
mod words;
