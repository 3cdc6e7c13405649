//! Roles that another crate's use case reads and gives within its own
//! transaction. Free functions over that transaction: the caller needs no key
//! for tokens and no hasher, which are what [`crate::Identity`] is made of.

use crate::store;
use db::Tx;
use kernel::{AccountId, Actor, RoleGrant, Timestamp};
use sea_orm::DbErr;

/// The roles of an active account, whose row stays locked until the
/// transaction ends: of several who give it roles, one goes first. `None`
/// where there is no such account or it is disabled.
///
/// # Errors
/// [`DbErr`].
pub async fn locked(tx: &Tx, account: AccountId) -> Result<Option<Vec<RoleGrant>>, DbErr> {
    if !store::lock_account(tx, account).await? {
        return Ok(None);
    }
    let found = store::accounts(tx, &[account]).await?.pop();
    Ok(found.map(|account| account.grants))
}

/// An account as it may act at `now`: its roles, and the rights of producers
/// that it has. For work that goes on after its request, which asks again
/// before each step. Its row stays locked until the transaction ends. `None`
/// where there is no such account or it is disabled.
///
/// # Errors
/// [`DbErr`].
pub async fn actor(tx: &Tx, account: AccountId, now: Timestamp) -> Result<Option<Actor>, DbErr> {
    let Some(mut grants) = locked(tx, account).await? else {
        return Ok(None);
    };
    grants.extend(store::rights(tx, account, now).await?);
    let id = account;
    Ok(Some(Actor::Account { id, grants }))
}

/// Gives an account a role. Who may give which is the caller's to decide.
///
/// # Errors
/// [`DbErr`], also where role and scope do not belong together or the account
/// has the role already.
pub async fn give(
    tx: &Tx,
    account: AccountId,
    grant: &RoleGrant,
    now: Timestamp,
) -> Result<(), DbErr> {
    store::insert_role(tx, account, grant, now).await
}
