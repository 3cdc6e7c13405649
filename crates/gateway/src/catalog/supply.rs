//! When and how what is listed can be had: seasons, made to order, sessions.

mod mutations;
mod queries;
mod types;

pub(crate) use mutations::SupplyMutation;
pub(crate) use queries::SessionQuery;
pub(crate) use types::{BookingSession, ProductSeason, VariantAvailability, VariantTracking};
