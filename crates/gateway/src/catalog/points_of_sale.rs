//! Points of sale over GraphQL.

mod degrees;
mod inputs;
mod mutations;
mod payloads;
mod queries;
mod shelf;
mod stock;
mod types;

pub(crate) use mutations::PointOfSaleMutation;
pub(crate) use queries::PointOfSaleQuery;
pub(crate) use stock::{PointOfSaleStock, PointStockMutation};
pub(crate) use types::PointOfSale;

use crate::schema::connection::up_to;
use async_graphql::Error;
use catalog::points_of_sale::MAX_POINTS;

/// How many points of one product or producer are asked for.
///
/// # Errors
/// `BAD_USER_INPUT` for fewer than 1 and more than 20.
pub(crate) fn few(first: i32) -> Result<usize, Error> {
    up_to(first, MAX_POINTS as usize)
}
