//! Transport: HTTP and GraphQL over the domain's use cases. The only crate,
//! beside the binary that starts it, that knows either.
//!
//! The way of a request: [`router`] → request id and span → rate limit →
//! content type → body limit → `admission` (persisted query, syntax, limits,
//! cost, access table) → authentication gives an [`kernel::Actor`] → access
//! rules ([`access`]) → resolvers, which decode, call one use case and encode →
//! errors get their codes ([`errors`]).
//!
//! A folder per domain (`catalog/`, `programme/`, …) holds its GraphQL types,
//! queries and mutations; `schema` holds what they share and joins them.

#![recursion_limit = "512"]

pub mod access;
mod admission;
mod catalog;
pub mod config;
pub mod errors;
mod http;
mod identity;
mod orders;
mod programme;
mod schema;
mod search;
mod services;

pub use config::{GatewayConfig, Limits, Rate};
pub use http::readiness::Readiness;
pub use http::{router, serve};
pub use schema::sdl;
pub use services::{RenderMetrics, Services};
