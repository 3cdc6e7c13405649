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
