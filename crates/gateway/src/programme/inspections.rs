//! Inspections over GraphQL.

mod inputs;
mod mutations;
mod plan;
mod proposals;
mod queries;
mod reports;
mod types;

pub(crate) use mutations::InspectionMutation;
pub(crate) use proposals::ProposalQuery;
pub(crate) use queries::InspectionQuery;
pub(crate) use types::Inspection;
