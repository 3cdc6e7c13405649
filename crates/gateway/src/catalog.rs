//! Products over GraphQL.

mod collections;
mod home;
mod inputs;
mod listings;
pub(crate) mod points_of_sale;
pub(crate) mod queries;
mod supply;
mod types;

pub(crate) use collections::{Collection, CollectionMutation, CollectionQuery, PreviewQuery};
pub(crate) use home::{HomeMutation, HomeQuery, HomeSettingsQuery};
pub(crate) use inputs::ProductWhere;
pub(crate) use listings::{ListingMutation, ListingQuery, ModerationMutation, PriceMutation};
pub(crate) use points_of_sale::{PointOfSaleMutation, PointOfSaleQuery, PointStockMutation};
pub(crate) use queries::CatalogQuery;
pub(crate) use supply::{SessionQuery, SupplyMutation};
pub(crate) use types::{Certificate, IssuerLevel, Product, ProductKind, ProductVariant, Story};

use crate::errors::{bad_input, fault};
use async_graphql::Error;
use catalog::ListError;

/// A list's refusal or fault as the client sees it.
pub(crate) fn list_error(error: ListError) -> Error {
    match error {
        ListError::Page(error) => bad_input(error.to_string()),
        ListError::Fault(error) => fault(&error),
    }
}
