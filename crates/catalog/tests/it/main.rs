//! The catalogue against both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod collections;
mod facets;
mod gate;
mod home;
mod listings;
mod lists;
mod making;
mod page;
mod points_of_sale;
mod related;
mod stock;
mod stories;
