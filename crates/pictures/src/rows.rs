//! Every statement about pictures.

use crate::entity::picture::{Column, Entity, Model};
use crate::entity::{picture_day, picture_medium};
use crate::picture::{Picture, PictureOwner};
use chrono::NaiveDate;
use db::Tx;
use kernel::{AccountId, OrderLineId, PictureId, ProducerId, Timestamp};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement,
};
use std::collections::{BTreeSet, HashSet};

/// The condition that a picture is the owner's.
fn of(owner: PictureOwner) -> SimpleExpr {
    match owner {
        PictureOwner::Producer(id) => Column::ProducerId.eq(id.0),
        PictureOwner::Purchase(line) => Column::OrderLineId.eq(line.0),
    }
}

impl TryFrom<Model> for Picture {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let bad = |error: serde_json::Error| DbErr::Type(format!("picture {}: {error}", row.id));
        let owner = match (row.producer_id, row.order_line_id) {
            (Some(id), None) => PictureOwner::Producer(ProducerId(id)),
            (None, Some(id)) => PictureOwner::Purchase(OrderLineId(id)),
            _ => return Err(DbErr::Type(format!("picture {}: whose?", row.id))),
        };
        Ok(Picture {
            id: row.id.into(),
            owner,
            width: row.width,
            height: row.height,
            placeholder: row.placeholder,
            renditions: serde_json::from_str(&row.renditions).map_err(bad)?,
            created_at: row.created_at,
        })
    }
}

pub(crate) async fn insert(
    tx: &Tx,
    own: &Picture,
    account: Option<AccountId>,
    sha256: &str,
) -> Result<(), DbErr> {
    let bad = |error: serde_json::Error| DbErr::Type(format!("picture {}: {error}", own.id));
    let (producer, line) = match own.owner {
        PictureOwner::Producer(id) => (Some(id.0), None),
        PictureOwner::Purchase(id) => (None, Some(id.0)),
    };
    let row = Model {
        id: own.id.0,
        producer_id: producer,
        order_line_id: line,
        account_id: account.map(|id| id.0),
        sha256: sha256.to_owned(),
        width: own.width,
        height: own.height,
        placeholder: own.placeholder.clone(),
        renditions: serde_json::to_string(&own.renditions).map_err(bad)?,
        bytes: own.renditions.iter().map(|rendition| rendition.bytes).sum(),
        created_at: own.created_at,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    // Sizes of a small picture may be equal.
    let paths: BTreeSet<&String> = own.renditions.iter().map(|own| &own.path).collect();
    let media = paths.into_iter().map(|path| picture_medium::Model {
        path: path.clone(),
        picture_id: own.id.0,
    });
    picture_medium::Entity::insert_many(media.map(IntoActiveModel::into_active_model))
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// The owner's picture of the same upload.
pub(crate) async fn same(
    connection: &impl ConnectionTrait,
    owner: PictureOwner,
    sha256: &str,
) -> Result<Option<Picture>, DbErr> {
    let found = Entity::find()
        .filter(of(owner))
        .filter(Column::Sha256.eq(sha256))
        .one(connection)
        .await?;
    found.map(Picture::try_from).transpose()
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: PictureId,
) -> Result<Option<Picture>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(Picture::try_from).transpose()
}

/// Those of the pictures that the owner has; none of them is swept until the
/// transaction ends.
pub(crate) async fn hold(
    tx: &Tx,
    owner: PictureOwner,
    ids: &[PictureId],
) -> Result<Vec<Picture>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(of(owner))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(Column::Id)
        .lock_shared()
        .all(tx)
        .await?
        .into_iter()
        .map(Picture::try_from)
        .collect()
}

pub(crate) async fn count_of(
    connection: &impl ConnectionTrait,
    owner: PictureOwner,
) -> Result<u64, DbErr> {
    Entity::find().filter(of(owner)).count(connection).await
}

/// Whether the account uploaded as many as it may on that day.
pub(crate) async fn day_is_full(
    connection: &impl ConnectionTrait,
    account: AccountId,
    day: NaiveDate,
    most: i64,
) -> Result<bool, DbErr> {
    let found = picture_day::Entity::find_by_id((account.0, day))
        .one(connection)
        .await?;
    Ok(found.is_some_and(|row| row.pictures >= most))
}

/// Counts one more upload; `false` where that would be too many.
pub(crate) async fn count_day(
    tx: &Tx,
    account: AccountId,
    day: NaiveDate,
    most: i64,
) -> Result<bool, DbErr> {
    let sql = "INSERT INTO picture_day (account_id, day, pictures) VALUES ($1, $2, 1) \
        ON CONFLICT (account_id, day) DO UPDATE SET pictures = picture_day.pictures + 1 \
        WHERE picture_day.pictures < $3";
    let values = [account.0.into(), day.into(), most.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let done = tx.execute_raw(statement).await?;
    Ok(done.rows_affected() == 1)
}

/// Begins a picture's time anew; `false` where it is gone.
pub(crate) async fn renew(tx: &Tx, id: PictureId, now: Timestamp) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::CreatedAt, Expr::value(now))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Pictures from before an instant, in the order of their ids, after one of
/// them; held until the transaction ends, so that nobody begins to show them.
pub(crate) async fn older(
    tx: &Tx,
    before: Timestamp,
    after: Option<PictureId>,
    most: u64,
) -> Result<Vec<Picture>, DbErr> {
    let mut query = Entity::find().filter(Column::CreatedAt.lt(before));
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after.0));
    }
    let rows = query
        .order_by_asc(Column::Id)
        .limit(most)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(Picture::try_from).collect()
}

pub(crate) async fn delete(tx: &Tx, ids: &[PictureId]) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Which of these media a picture names.
pub(crate) async fn named(
    connection: &impl ConnectionTrait,
    paths: &[String],
) -> Result<HashSet<String>, DbErr> {
    let named: Vec<String> = picture_medium::Entity::find()
        .select_only()
        .column(picture_medium::Column::Path)
        .filter(picture_medium::Column::Path.is_in(paths))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(named.into_iter().collect())
}
