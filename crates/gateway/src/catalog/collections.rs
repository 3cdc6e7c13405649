//! Collections: what curators put together of products.

mod inputs;
mod mutations;
mod preview;
mod queries;
mod records;
mod types;

pub(crate) use mutations::CollectionMutation;
pub(crate) use preview::PreviewQuery;
pub(crate) use queries::CollectionQuery;
pub(crate) use types::Collection;

use crate::errors::{Code, bad_input, error, fault};
use async_graphql::Error;
use catalog::collections::ReadCollectionsError;

/// Why there is nothing to read, as the client sees it.
fn read_error(refused: ReadCollectionsError) -> Error {
    match refused {
        ReadCollectionsError::NotFound => error(Code::NotFound, "there is no such collection"),
        ReadCollectionsError::NotAllowed => {
            error(Code::Forbidden, "only curators may see these collections")
        }
        ReadCollectionsError::Page(error) => bad_input(error.to_string()),
        ReadCollectionsError::Fault(error) => fault(&error),
    }
}
