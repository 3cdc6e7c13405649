//! Searching over GraphQL.

mod facets;
mod queries;

pub(crate) use queries::SearchQuery;
