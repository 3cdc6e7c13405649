//! Searching over GraphQL.

mod facets;
mod queries;

pub(crate) use facets::Facet;
pub(crate) use queries::SearchQuery;
