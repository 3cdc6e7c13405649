//! Producers and administrative units over GraphQL.

mod queries;
mod register;
mod types;
mod units;

pub(crate) use queries::ProgrammeQuery;
pub(crate) use register::{RegisterMutation, RegisterQuery};
pub(crate) use types::Producer;
pub(crate) use units::{Commune, Province};

use crate::errors::{bad_input, fault};
use async_graphql::Error;
use programme::ListError;

/// A list's refusal or fault as the client sees it.
pub(crate) fn list_error(error: ListError) -> Error {
    match error {
        ListError::Page(error) => bad_input(error.to_string()),
        ListError::Fault(error) => fault(&error),
    }
}
