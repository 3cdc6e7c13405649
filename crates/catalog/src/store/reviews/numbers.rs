//! Ratings and votes.

use super::is_public;
use crate::entity::review::{Column, Entity};
use crate::entity::{product_card, review_vote};
use crate::reviews::Rating;
use db::Tx;
use kernel::{AccountId, ProducerId, ReviewId, Timestamp};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use uuid::Uuid;

/// What the public reviews of a product add up to.
pub(crate) async fn rating_of(
    connection: &impl ConnectionTrait,
    product: Uuid,
) -> Result<Rating, DbErr> {
    let rows: Vec<(Option<i32>, i64)> = Entity::find()
        .select_only()
        .column(Column::Stars)
        .expr(Column::Id.count())
        .filter(Column::ProductId.eq(product))
        .filter(is_public())
        .group_by(Column::Stars)
        .into_tuple()
        .all(connection)
        .await?;
    let mut rating = Rating::default();
    for (stars, count) in rows {
        let place = stars.and_then(|stars| usize::try_from(stars - 1).ok());
        if let Some(own) = place.and_then(|place| rating.counts.get_mut(place)) {
            *own = count;
        }
    }
    Ok(rating)
}

/// What the cards of producers add up to; those that nobody rated are absent.
pub(crate) async fn ratings_of_producers(
    connection: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<Vec<(ProducerId, Rating)>, DbErr> {
    use product_card::Column as Card;
    let stars = [
        Card::Rating1,
        Card::Rating2,
        Card::Rating3,
        Card::Rating4,
        Card::Rating5,
    ];
    let mut query = Query::select();
    query.column(Card::ProducerId);
    for column in stars {
        // A sum of integers is no integer in PostgreSQL.
        query.expr(Expr::expr(Func::sum(Expr::col(column))).cast_as(Alias::new("BIGINT")));
    }
    let query = query
        .from(product_card::Entity)
        .and_where(Expr::col(Card::ProducerId).is_in(producers.iter().map(|id| id.0)))
        .and_where(Expr::col(Card::RatingCount).gt(0))
        .group_by_col(Card::ProducerId)
        .to_owned();
    let rows = connection.query_all(&query).await?;
    rows.iter()
        .map(|row| {
            let producer: Uuid = row.try_get_by_index(0)?;
            let mut rating = Rating::default();
            for (place, own) in rating.counts.iter_mut().enumerate() {
                *own = row.try_get_by_index(place + 1)?;
            }
            Ok((producer.into(), rating))
        })
        .collect()
}

/// Adds a vote to a locked review; `false` where it is there.
pub(crate) async fn add_vote(
    tx: &Tx,
    review: ReviewId,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let row = review_vote::Model {
        review_id: review.0,
        account_id: account.0,
        at: now,
    };
    let key = [
        review_vote::Column::ReviewId,
        review_vote::Column::AccountId,
    ];
    let added = review_vote::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(added > 0)
}

/// Takes a vote of a locked review back; `false` where there is none.
pub(crate) async fn remove_vote(
    tx: &Tx,
    review: ReviewId,
    account: AccountId,
) -> Result<bool, DbErr> {
    let removed = review_vote::Entity::delete_by_id((review.0, account.0))
        .exec(tx)
        .await?;
    Ok(removed.rows_affected > 0)
}

/// Which of these reviews an account voted for.
pub(crate) async fn votes(
    connection: &impl ConnectionTrait,
    account: AccountId,
    ids: &[ReviewId],
) -> Result<Vec<ReviewId>, DbErr> {
    let found: Vec<Uuid> = review_vote::Entity::find()
        .select_only()
        .column(review_vote::Column::ReviewId)
        .filter(review_vote::Column::AccountId.eq(account.0))
        .filter(review_vote::Column::ReviewId.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().map(ReviewId).collect())
}
