//! Products over GraphQL.

mod bulk;
mod collections;
mod feedback;
mod home;
mod inputs;
mod listings;
mod pictures;
pub(crate) mod points_of_sale;
mod producer_stories;
pub(crate) mod queries;
mod questions;
mod reports;
mod reviews;
mod supply;
mod types;
mod wishlist;

pub(crate) use bulk::{BulkMutation, BulkQuery};
pub(crate) use collections::{Collection, CollectionMutation, CollectionQuery, PreviewQuery};
pub(crate) use feedback::FeedbackQuery;
pub(crate) use home::{HomeMutation, HomeQuery, HomeSettingsQuery};
pub(crate) use inputs::ProductWhere;
pub(crate) use listings::{
    ListingMutation, ListingQuery, ModerationMutation, PriceMutation, ProductAttribute,
};
pub(crate) use pictures::PictureMutation;
pub(crate) use points_of_sale::{PointOfSaleMutation, PointOfSaleQuery, PointStockMutation};
pub(crate) use producer_stories::{
    ProducerStory, StoryModerationMutation, StoryMutation, StoryQuery,
};
pub(crate) use queries::CatalogQuery;
pub(crate) use questions::{QuestionModerationMutation, QuestionMutation, QuestionQuery};
pub(crate) use reports::{ReportMutation, ReportQuery};
pub(crate) use reviews::{ProducerRating, ReviewModerationMutation, ReviewMutation, ReviewQuery};
pub(crate) use supply::{SessionQuery, SupplyMutation};
pub(crate) use types::{Certificate, IssuerLevel, Product, ProductKind, ProductVariant};
pub(crate) use wishlist::{WishlistMutation, WishlistQuery};

use crate::errors::{Code, bad_input, error, fault};
use async_graphql::Error;
use catalog::{ListError, ReadError};

/// A list's refusal or fault as the client sees it.
pub(crate) fn list_error(error: ListError) -> Error {
    match error {
        ListError::Page(error) => bad_input(error.to_string()),
        ListError::Fault(error) => fault(&error),
    }
}

/// Why there is nothing to read for the caller, as the client sees it.
pub(crate) fn read_error(refused: ReadError) -> Error {
    match refused {
        ReadError::NotFound => error(Code::NotFound, "there is nothing like it"),
        ReadError::NotAllowed => error(Code::Forbidden, "it is not for the caller"),
        ReadError::Page(error) => bad_input(error.to_string()),
        ReadError::Fault(error) => fault(&error),
    }
}
