//! What people report about listings, over GraphQL.

mod mutations;
mod queries;
mod types;

pub(crate) use mutations::ReportMutation;
pub(crate) use queries::ReportQuery;
