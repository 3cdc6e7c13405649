//! The catalogue against both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod bulk;
mod collections;
mod facets;
mod gate;
mod home;
mod listing_guards;
mod listings;
mod lists;
mod making;
mod page;
mod points_of_sale;
mod questions;
mod related;
mod reports;
mod reviews;
mod stock;
mod stories;
mod supply;
mod wishlist;
