//! Every database call of the crate, no rules.

pub(crate) mod grants;

use crate::entity::{account, role_grant, session};
use crate::{Account, AccountDetails, PasswordHash};
use db::Tx;
use kernel::{
    AccountId, Language, ProducerGrantId, ProducerId, Role, RoleGrant, Scope, SessionId, Timestamp,
    clock::day_in_vietnam, id::new_uuid,
};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};
use std::collections::HashMap;
use uuid::Uuid;

const ACTIVE: &str = "ACTIVE";

/// A value in the database that this version does not know.
fn unknown(column: &str, value: &str) -> DbErr {
    DbErr::Type(format!("{column}: {value:?} is not known"))
}

/// Inserts an account and its grants; `false` when its address is taken.
pub(crate) async fn insert_account(
    tx: &Tx,
    id: AccountId,
    details: &AccountDetails,
    hash: &PasswordHash,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let row = account::Model {
        id: id.0,
        email: details.email.clone(),
        password_hash: hash.as_str().to_owned(),
        display_name: details.display_name.clone(),
        phone: details.phone.clone(),
        language: details.language.code().to_owned(),
        status: ACTIVE.to_owned(),
        demo: details.demo,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let inserted = account::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(account::Column::Email)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let grants = details
        .grants
        .iter()
        .map(|grant| grant_row(id, grant, now).into_active_model());
    role_grant::Entity::insert_many(grants)
        .exec_without_returning(tx)
        .await?;
    Ok(true)
}

/// Locks an account until the transaction ends; `false` where there is none
/// that is active.
pub(crate) async fn lock_account(tx: &Tx, id: AccountId) -> Result<bool, DbErr> {
    let found = account::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?;
    Ok(found.is_some_and(|account| account.status == ACTIVE))
}

/// What an account's person is called.
pub(crate) async fn display_name(
    connection: &impl ConnectionTrait,
    id: AccountId,
) -> Result<Option<String>, DbErr> {
    account::Entity::find_by_id(id.0)
        .select_only()
        .column(account::Column::DisplayName)
        .into_tuple()
        .one(connection)
        .await
}

pub(crate) async fn insert_role(
    tx: &Tx,
    account: AccountId,
    grant: &RoleGrant,
    now: Timestamp,
) -> Result<(), DbErr> {
    role_grant::Entity::insert(grant_row(account, grant, now).into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

fn grant_row(account: AccountId, grant: &RoleGrant, now: Timestamp) -> role_grant::Model {
    let (scope, province_code, producer_id) = match &grant.scope {
        Scope::Global => ("GLOBAL", None, None),
        Scope::Province(code) => ("PROVINCE", Some(code.clone()), None),
        Scope::Producer(id) => ("PRODUCER", None, Some(id.0)),
        // The table refuses it: rights are given as grants.
        Scope::Right { producer, .. } => ("RIGHT", None, Some(producer.0)),
    };
    role_grant::Model {
        id: new_uuid(now),
        account_id: account.0,
        role: grant.role.as_str().to_owned(),
        scope: scope.to_owned(),
        province_code,
        producer_id,
        created_at: now,
    }
}

fn grant(
    role: &str,
    scope: &str,
    province_code: Option<String>,
    producer_id: Option<Uuid>,
) -> Result<RoleGrant, DbErr> {
    let role = Role::parse(role).ok_or_else(|| unknown("role_grant.role", role))?;
    let scope = match (scope, province_code, producer_id) {
        ("GLOBAL", None, None) => Scope::Global,
        ("PROVINCE", Some(code), None) => Scope::Province(code),
        ("PRODUCER", None, Some(id)) => Scope::Producer(ProducerId(id)),
        _ => return Err(unknown("role_grant.scope", scope)),
    };
    Ok(RoleGrant { role, scope })
}

/// The accounts of those ids that exist, with their grants.
pub(crate) async fn accounts(
    connection: &impl ConnectionTrait,
    ids: &[AccountId],
) -> Result<Vec<Account>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = || ids.iter().map(|id| id.0);
    let rows = account::Entity::find()
        .filter(account::Column::Id.is_in(ids()))
        .all(connection)
        .await?;
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(ids()))
        .order_by_asc(role_grant::Column::Id)
        .all(connection)
        .await?;
    let mut by_account: HashMap<Uuid, Vec<RoleGrant>> = HashMap::new();
    for row in grants {
        let grant = grant(&row.role, &row.scope, row.province_code, row.producer_id)?;
        by_account.entry(row.account_id).or_default().push(grant);
    }
    rows.into_iter()
        .map(|row| {
            let language = match row.language.as_str() {
                "vi" => Language::Vi,
                "en" => Language::En,
                other => return Err(unknown("account.language", other)),
            };
            Ok(Account {
                grants: by_account.remove(&row.id).unwrap_or_default(),
                id: AccountId(row.id),
                email: row.email,
                display_name: row.display_name,
                phone: row.phone,
                language,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// The ids of active accounts that have the role within the province, at most
/// 100.
pub(crate) async fn accounts_of_province(
    connection: &impl ConnectionTrait,
    role: Role,
    province_code: &str,
) -> Result<Vec<AccountId>, DbErr> {
    let granted = Query::select()
        .column(role_grant::Column::AccountId)
        .from(role_grant::Entity)
        .cond_where(role_grant::Column::Role.eq(role.as_str()))
        .and_where(role_grant::Column::ProvinceCode.eq(province_code))
        .to_owned();
    let found: Vec<Uuid> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.in_subquery(granted))
        .filter(account::Column::Status.eq(ACTIVE))
        .order_by_asc(account::Column::Id)
        .limit(100)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().map(AccountId).collect())
}

/// What signing in is checked against.
pub(crate) struct Credentials {
    pub(crate) id: AccountId,
    pub(crate) password_hash: PasswordHash,
    pub(crate) active: bool,
}

pub(crate) async fn credentials(
    connection: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<Credentials>, DbErr> {
    let row = account::Entity::find()
        .filter(account::Column::Email.eq(email))
        .one(connection)
        .await?;
    Ok(row.map(|row| Credentials {
        id: AccountId(row.id),
        password_hash: PasswordHash::stored(row.password_hash),
        active: row.status == ACTIVE,
    }))
}

pub(crate) async fn insert_session(
    tx: &Tx,
    id: SessionId,
    account: AccountId,
    token_hash: [u8; 32],
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbErr> {
    let row = session::Model {
        id: id.0,
        account_id: account.0,
        token_hash: token_hash.to_vec(),
        created_at: now,
        expires_at,
        revoked_at: None,
    };
    session::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// A session, its account and one of its grants, where it has any: a role, or
/// a right of a producer.
#[derive(FromQueryResult)]
struct SessionRow {
    id: Uuid,
    account_id: Uuid,
    role: Option<String>,
    scope: Option<String>,
    province_code: Option<String>,
    producer_id: Option<Uuid>,
    grant_id: Option<Uuid>,
    permission: Option<String>,
}

/// The session of a token that holds at `now`, of an account that is active.
/// One statement: every request with a token asks it.
pub(crate) async fn session(
    connection: &impl ConnectionTrait,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<(SessionId, AccountId, Vec<RoleGrant>)>, DbErr> {
    let sql = "SELECT s.id, s.account_id, g.role, g.scope, g.province_code, g.producer_id, \
               g.id AS grant_id, NULL AS permission \
               FROM session s JOIN account a ON a.id = s.account_id \
               LEFT JOIN role_grant g ON g.account_id = s.account_id \
               WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 \
               AND a.status = $3 \
               UNION ALL \
               SELECT s.id, s.account_id, NULL, NULL, NULL, g.producer_id, g.id, g.permission \
               FROM session s JOIN account a ON a.id = s.account_id \
               JOIN producer_grant g ON g.grantee_id = s.account_id \
               WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 \
               AND a.status = $3 AND g.revoked_at IS NULL \
               AND (g.last_day IS NULL OR g.last_day >= $4) \
               ORDER BY grant_id";
    let values = [
        token_hash.to_vec().into(),
        now.into(),
        ACTIVE.into(),
        day_in_vietnam(now).into(),
    ];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = connection.query_all_raw(statement).await?;
    let (mut found, mut grants) = (None, Vec::new());
    for row in &rows {
        let row = SessionRow::from_query_result(row, "")?;
        found = Some((SessionId(row.id), AccountId(row.account_id)));
        if let (Some(role), Some(scope)) = (row.role, row.scope) {
            grants.push(grant(&role, &scope, row.province_code, row.producer_id)?);
        } else if let (Some(id), Some(producer), Some(permission)) =
            (row.grant_id, row.producer_id, row.permission)
        {
            let scope = Scope::Right {
                producer: ProducerId(producer),
                right: grants::right(&permission)?,
                grant: ProducerGrantId(id),
            };
            let role = Role::ProducerDelegate;
            grants.push(RoleGrant { role, scope });
        }
    }
    Ok(found.map(|(session, account)| (session, account, grants)))
}

/// The rights of producers that an account has at `now`.
pub(crate) async fn rights(
    connection: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<RoleGrant>, DbErr> {
    let found = grants::in_force(connection, account, day_in_vietnam(now)).await?;
    let given = found.into_iter().map(|own| RoleGrant {
        role: Role::ProducerDelegate,
        scope: Scope::Right {
            producer: own.producer,
            right: own.right,
            grant: own.id,
        },
    });
    Ok(given.collect())
}

/// Revokes the session of a token; `false` when it is unknown or over.
pub(crate) async fn revoke_session(
    tx: &Tx,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<bool, DbErr> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::TokenHash.eq(token_hash.to_vec()))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Deletes the sessions that are over at `now`; returns how many.
pub(crate) async fn prune_sessions(tx: &Tx, now: Timestamp) -> Result<u64, DbErr> {
    let done = session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}
