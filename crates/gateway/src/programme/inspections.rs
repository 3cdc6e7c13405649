//! Inspections over GraphQL.

mod inputs;
mod mutations;
mod queries;
mod types;

pub(crate) use mutations::InspectionMutation;
pub(crate) use queries::InspectionQuery;
