//! `review`, its pictures and its votes.

mod lists;
mod numbers;
mod row;

#[cfg(feature = "fixtures")]
pub(crate) use lists::of_one;
pub(crate) use lists::{
    of_account, of_producer, own_position, producer_position, public, queue, queue_position,
};
pub(crate) use numbers::{add_vote, rating_of, ratings_of_producers, remove_vote, votes};

use crate::entity::review::{Column, Entity};
use crate::entity::{review_picture, review_vote};
use crate::reviews::Review;
use db::Tx;
use kernel::{OrderLineId, PictureId, ReviewId};
use sea_orm::sea_query::{Expr, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};
use std::collections::HashSet;
use uuid::Uuid;

/// What the public reads: as partial indexes have it, because a value that is
/// bound proves nothing to them.
pub(super) fn is_public() -> SimpleExpr {
    Expr::cust("review.status IN ('PUBLIC', 'CHANGED')")
}

/// What waits for moderators.
pub(super) fn waits() -> SimpleExpr {
    Expr::cust("review.status IN ('WAITING', 'CHANGED')")
}

pub(crate) async fn insert(tx: &Tx, own: &Review) -> Result<(), DbErr> {
    Entity::insert(row::write(own)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes a locked review.
pub(crate) async fn update(tx: &Tx, own: &Review) -> Result<(), DbErr> {
    let change = row::write(own)?.into_active_model().reset_all();
    change.update(tx).await.map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: ReviewId,
) -> Result<Option<Review>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(Review::try_from).transpose()
}

/// The review, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: ReviewId) -> Result<Option<Review>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(Review::try_from).transpose()
}

pub(crate) async fn of_line(
    connection: &impl ConnectionTrait,
    line: OrderLineId,
) -> Result<Option<Review>, DbErr> {
    Entity::find()
        .filter(Column::OrderLineId.eq(line.0))
        .one(connection)
        .await?
        .map(Review::try_from)
        .transpose()
}

/// Writes that a locked review shows, or wants to show, these pictures, too.
pub(crate) async fn add_pictures(
    tx: &Tx,
    id: ReviewId,
    pictures: &[PictureId],
) -> Result<(), DbErr> {
    if pictures.is_empty() {
        return Ok(());
    }
    let rows = pictures.iter().map(|picture| {
        let row = review_picture::Model {
            review_id: id.0,
            picture_id: picture.0,
        };
        row.into_active_model()
    });
    let key = [
        review_picture::Column::ReviewId,
        review_picture::Column::PictureId,
    ];
    let once = OnConflict::columns(key).do_nothing().to_owned();
    review_picture::Entity::insert_many(rows)
        .on_conflict(once)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes that it shows these and no others.
pub(crate) async fn set_pictures(
    tx: &Tx,
    id: ReviewId,
    pictures: &[PictureId],
) -> Result<(), DbErr> {
    forget_pictures(tx, id).await?;
    add_pictures(tx, id, pictures).await
}

async fn forget_pictures(tx: &Tx, id: ReviewId) -> Result<(), DbErr> {
    review_picture::Entity::delete_many()
        .filter(review_picture::Column::ReviewId.eq(id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Forgets the pictures and votes of a locked review.
pub(crate) async fn forget(tx: &Tx, own: &Review) -> Result<(), DbErr> {
    forget_pictures(tx, own.id).await?;
    review_vote::Entity::delete_many()
        .filter(review_vote::Column::ReviewId.eq(own.id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Those of the pictures that a review shows or wants to show.
pub(crate) async fn shown_of(tx: &Tx, ids: &[PictureId]) -> Result<HashSet<PictureId>, DbErr> {
    let found: Vec<Uuid> = review_picture::Entity::find()
        .select_only()
        .column(review_picture::Column::PictureId)
        .filter(review_picture::Column::PictureId.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(found.into_iter().map(PictureId).collect())
}
