//! Complaints over GraphQL.

mod mutations;
mod queries;
mod types;

pub(crate) use mutations::ComplaintMutation;
pub(crate) use queries::ComplaintQuery;
