//! Accounts and sessions over GraphQL.

mod mutations;
mod queries;
mod types;

pub(crate) use mutations::IdentityMutation;
pub(crate) use queries::IdentityQuery;
