//! Accounts and sessions over GraphQL.

mod grant_mutations;
mod grants;
mod mutations;
mod queries;
mod types;

pub(crate) use grant_mutations::GrantMutation;
pub(crate) use grants::GrantQuery;
pub(crate) use mutations::IdentityMutation;
pub(crate) use queries::IdentityQuery;
