//! Who holds a role.

use crate::entity::role_grant::{Column, Entity};
use kernel::{AccountId, Role};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use std::collections::HashSet;

/// The accounts among `ids` that hold the role in a province, or everywhere,
/// as `connection` sees it.
///
/// # Errors
/// [`DbErr`].
pub async fn holders_among(
    connection: &impl ConnectionTrait,
    ids: &HashSet<AccountId>,
    role: Role,
    province_code: &str,
) -> Result<HashSet<AccountId>, DbErr> {
    let here = Condition::any()
        .add(Column::Scope.eq("GLOBAL"))
        .add(Column::ProvinceCode.eq(province_code));
    let rows = Entity::find()
        .filter(Column::AccountId.is_in(ids.iter().map(|id| id.0)))
        .filter(Column::Role.eq(role.as_str()))
        .filter(here)
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| AccountId(row.account_id))
        .collect())
}
