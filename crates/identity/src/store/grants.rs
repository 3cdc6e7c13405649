//! `producer_grant` and `producer_grant_use`.

use super::unknown;
use crate::entity::producer_grant::{Column, Entity, Model};
use crate::entity::producer_grant_use as used;
use crate::{GrantUse, ListGrantsError, ProducerGrant};
use chrono::NaiveDate;
use db::Tx;
use kernel::{
    AccountId, Cursor, PageArgs, PageError, ProducerGrantId, ProducerId, Right, Timestamp,
    id::new_uuid,
};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel,
    Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

/// The order of lists: ids grow with time.
const NEWEST: &str = "producer_grants.newest";

pub(super) fn right(name: &str) -> Result<Right, DbErr> {
    Right::parse(name).ok_or_else(|| unknown("producer_grant.permission", name))
}

impl TryFrom<Model> for ProducerGrant {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(ProducerGrant {
            id: ProducerGrantId(row.id),
            producer: ProducerId(row.producer_id),
            grantor: AccountId(row.grantor_id),
            grantee: AccountId(row.grantee_id),
            right: right(&row.permission)?,
            last_day: row.last_day,
            created_at: row.created_at,
            revoked_at: row.revoked_at,
        })
    }
}

pub(crate) async fn insert(tx: &Tx, grant: &ProducerGrant) -> Result<(), DbErr> {
    let row = Model {
        id: grant.id.0,
        producer_id: grant.producer.0,
        grantor_id: grant.grantor.0,
        grantee_id: grant.grantee.0,
        permission: grant.right.as_str().to_owned(),
        last_day: grant.last_day,
        created_at: grant.created_at,
        revoked_at: grant.revoked_at,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Revokes what the account has of these rights.
pub(crate) async fn supersede(
    tx: &Tx,
    producer: ProducerId,
    grantee: AccountId,
    rights: &[Right],
    now: Timestamp,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::ProducerId.eq(producer.0))
        .filter(Column::GranteeId.eq(grantee.0))
        .filter(Column::Permission.is_in(rights.iter().map(|right| right.as_str())))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await
        .map(|_| ())
}

/// What holds on that day.
fn holding(today: NaiveDate) -> Condition {
    let until = Condition::any()
        .add(Column::LastDay.is_null())
        .add(Column::LastDay.gte(today));
    Condition::all().add(Column::RevokedAt.is_null()).add(until)
}

pub(crate) async fn count_in_force(
    tx: &Tx,
    producer: ProducerId,
    today: NaiveDate,
) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .filter(holding(today))
        .count(tx)
        .await
}

/// What the account has of anybody's rights on that day.
pub(crate) async fn in_force(
    connection: &impl ConnectionTrait,
    grantee: AccountId,
    today: NaiveDate,
) -> Result<Vec<ProducerGrant>, DbErr> {
    Entity::find()
        .filter(Column::GranteeId.eq(grantee.0))
        .filter(holding(today))
        .order_by_asc(Column::Id)
        .all(connection)
        .await?
        .into_iter()
        .map(ProducerGrant::try_from)
        .collect()
}

/// The grant, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: ProducerGrantId) -> Result<Option<ProducerGrant>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(ProducerGrant::try_from).transpose()
}

/// The grant; nobody revokes it until the transaction ends.
pub(crate) async fn lock_shared(
    tx: &Tx,
    id: ProducerGrantId,
) -> Result<Option<ProducerGrant>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_shared().one(tx).await?;
    found.map(ProducerGrant::try_from).transpose()
}

pub(crate) async fn revoke(tx: &Tx, id: ProducerGrantId, now: Timestamp) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn insert_use(
    tx: &Tx,
    grant: ProducerGrantId,
    action: &str,
    subject: Uuid,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = used::Model {
        id: new_uuid(now),
        grant_id: grant.0,
        action: action.to_owned(),
        subject_id: subject,
        at: now,
    };
    used::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Up to one row more than the page, in the direction in which it is read.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    page: &PageArgs,
) -> Result<Vec<ProducerGrant>, ListGrantsError> {
    let direction = if page.backward {
        Order::Asc
    } else {
        Order::Desc
    };
    let mut query = Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .order_by(Column::Id, direction)
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [id] = cursor.key_for::<1>(NEWEST)?;
        let id = Uuid::parse_str(id).map_err(|_| PageError::BadCursor)?;
        query = query.filter(if page.backward {
            Column::Id.gt(id)
        } else {
            Column::Id.lt(id)
        });
    }
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(ProducerGrant::try_from)
        .collect::<Result<_, _>>()?)
}

/// The position of a grant in the list.
pub(crate) fn position(grant: &ProducerGrant) -> Cursor {
    Cursor::new(NEWEST, [grant.id.0.to_string()])
}

/// The latest uses of each grant, each grant's latest first.
pub(crate) async fn latest_uses(
    connection: &impl ConnectionTrait,
    grants: &[ProducerGrantId],
    most: u32,
) -> Result<Vec<GrantUse>, DbErr> {
    if grants.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=grants.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT id, grant_id, action, subject_id, at FROM ( \
         SELECT u.id, u.grant_id, u.action, u.subject_id, u.at, \
         ROW_NUMBER() OVER (PARTITION BY u.grant_id ORDER BY u.at DESC, u.id DESC) AS place \
         FROM producer_grant_use u WHERE u.grant_id IN ({})) latest \
         WHERE place <= {most} ORDER BY grant_id, place",
        places.join(", ")
    );
    let values = grants.iter().map(|grant| grant.0.into());
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| {
            let row = used::Model::from_query_result(row, "")?;
            Ok(GrantUse {
                grant: ProducerGrantId(row.grant_id),
                action: row.action,
                subject: row.subject_id,
                at: row.at,
            })
        })
        .collect()
}
