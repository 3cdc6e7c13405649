//! Every statement about uploads that were announced.

use crate::entity::picture_upload::{Column, Entity, Model};
use crate::head::Kind;
use crate::staged::PictureUpload;
use chrono::NaiveDate;
use db::Tx;
use kernel::{AccountId, PictureId, PictureUploadId, Timestamp};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement,
};

impl TryFrom<Model> for PictureUpload {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let bad = |column: &str| DbErr::Type(format!("picture_upload {}: {column}", row.id));
        Ok(PictureUpload {
            id: row.id.into(),
            producer_id: row.producer_id.into(),
            account_id: AccountId(row.account_id),
            kind: Kind::named(&row.media_type).ok_or_else(|| bad("media_type"))?,
            bytes: usize::try_from(row.bytes).map_err(|_| bad("bytes"))?,
            created_at: row.created_at,
            expires_at: row.expires_at,
            picture_id: row.picture_id.map(PictureId),
        })
    }
}

pub(crate) async fn insert(tx: &Tx, own: &PictureUpload) -> Result<(), DbErr> {
    let row = Model {
        id: own.id.0,
        producer_id: own.producer_id.0,
        account_id: own.account_id.0,
        media_type: own.kind.media_type().to_owned(),
        bytes: i64::try_from(own.bytes).unwrap_or(i64::MAX),
        created_at: own.created_at,
        expires_at: own.expires_at,
        picture_id: own.picture_id.map(|id| id.0),
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: PictureUploadId,
) -> Result<Option<PictureUpload>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(PictureUpload::try_from).transpose()
}

/// Counts one more announcement; `false` where that would be too many.
pub(crate) async fn count_day(
    tx: &Tx,
    account: AccountId,
    day: NaiveDate,
    most: i64,
) -> Result<bool, DbErr> {
    let sql = "INSERT INTO picture_upload_day (account_id, day, uploads) VALUES ($1, $2, 1) \
        ON CONFLICT (account_id, day) DO UPDATE SET uploads = picture_upload_day.uploads + 1 \
        WHERE picture_upload_day.uploads < $3";
    let values = [account.0.into(), day.into(), most.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let done = tx.execute_raw(statement).await?;
    Ok(done.rows_affected() == 1)
}

/// How many uploads of the account may still end from now on.
pub(crate) async fn count_open(
    connection: &impl ConnectionTrait,
    account: AccountId,
    ended_before: Timestamp,
) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::ExpiresAt.gte(ended_before))
        .filter(Column::PictureId.is_null())
        .count(connection)
        .await
}

/// Notes what became of an upload.
pub(crate) async fn became(tx: &Tx, id: PictureUploadId, picture: PictureId) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::PictureId, Expr::value(picture.0))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn delete(tx: &Tx, ids: &[PictureUploadId]) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Uploads that ended before an instant, so many at most.
pub(crate) async fn ended(
    connection: &impl ConnectionTrait,
    before: Timestamp,
    most: u64,
) -> Result<Vec<PictureUploadId>, DbErr> {
    let rows: Vec<uuid::Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ExpiresAt.lt(before))
        .order_by_asc(Column::ExpiresAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(PictureUploadId).collect())
}
