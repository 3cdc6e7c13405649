//! Root fields about the caller.

use super::types::Account;
use crate::errors::OrFault;
use crate::schema::request::ContextExt;
use async_graphql::{Context, Object, Result};

/// The accounts' part of `Query`.
#[derive(Default)]
pub(crate) struct IdentityQuery;

#[Object]
impl IdentityQuery {
    /// The account that is signed in; null where nobody is.
    async fn me(&self, ctx: &Context<'_>) -> Option<Result<Account>> {
        let id = ctx.actor().account_id()?;
        let account = ctx.services().identity.account(id).await.or_fault();
        account.map(|account| account.map(Account)).transpose()
    }
}
