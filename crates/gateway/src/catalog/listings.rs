//! Listings: what producers write and moderators decide.

pub(crate) mod changes;
pub(crate) mod content;
pub(crate) mod inputs;
mod moderation;
pub(crate) mod mutations;
mod prices;
pub(crate) mod queries;
mod types;

pub(crate) use content::{AttributeFact, FocalPoint, FoodDeclaration, ProductOption, Video, facts};
pub(crate) use moderation::ModerationMutation;
pub(crate) use mutations::ListingMutation;
pub(crate) use prices::PriceMutation;
pub(crate) use queries::{ListingQuery, ProductAttribute};
pub(crate) use types::{Listing, VariantPriceTier};

use crate::errors::{Code, bad_input, error, fault};
use async_graphql::Error;
use catalog::listing::ReadListingsError;

/// Why there is nothing to read, as the client sees it.
pub(crate) fn read_error(refused: ReadListingsError) -> Error {
    match refused {
        ReadListingsError::NotFound => error(Code::NotFound, "there is no such listing"),
        ReadListingsError::NotAllowed => {
            error(Code::Forbidden, "only moderators may see the queue")
        }
        ReadListingsError::Page(error) => bad_input(error.to_string()),
        ReadListingsError::Fault(error) => fault(&error),
    }
}
