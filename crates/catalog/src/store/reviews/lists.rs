//! Lists of reviews.

use super::{is_public, waits};
use crate::entity::review::{Column, Entity};
use crate::feedback::FeedbackFilter;
use crate::listing::moderators::Remit;
use crate::reviews::{Review, ReviewPage, ReviewPlace, ReviewSort};
use crate::store::PageFault;
use crate::store::cursors::{at, page_by_time};
use crate::store::feedback::within;
use kernel::{AccountId, Cursor, PageArgs, ProducerId, ProductId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SimpleExpr, WindowStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use std::cmp::Reverse;

/// The order of an author's own reviews.
const OWN: &str = "reviews.own";
/// The order of the moderators' queue.
const BY_WAIT: &str = "reviews.wait";
/// The order of a producer's reviews.
const OF_PRODUCER: &str = "reviews.producer";

fn reviews(rows: Vec<crate::entity::review::Model>) -> Result<Vec<Review>, DbErr> {
    rows.into_iter().map(Review::try_from).collect()
}

pub(crate) fn own_position(own: &Review) -> Cursor {
    at(OWN, own.created_at, own.id.0)
}

/// What an account wrote, the newest first; one more than the page holds.
pub(crate) async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    page: &PageArgs,
) -> Result<Vec<Review>, PageFault> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0));
    let by = (Column::CreatedAt, Column::Id);
    let query = page_by_time(query, by, (OWN, Order::Desc), page)?;
    Ok(reviews(query.all(connection).await?)?)
}

pub(crate) fn queue_position(own: &Review) -> Cursor {
    at(BY_WAIT, own.submitted_at, own.id.0)
}

/// What waits within a moderator's remit, the longest first; one more than the
/// page holds.
pub(crate) async fn queue(
    connection: &impl ConnectionTrait,
    remit: &Remit,
    filter: &FeedbackFilter,
    page: &PageArgs,
) -> Result<Vec<Review>, PageFault> {
    let mut query = Entity::find().filter(waits());
    if let Some(marked) = filter.marked {
        query = query.filter(match marked {
            true => Column::Marks.ne("[]"),
            false => Column::Marks.eq("[]"),
        });
    }
    let query = within(query, Column::ProductId, remit, filter);
    let by = (Column::SubmittedAt, Column::Id);
    let query = page_by_time(query, by, (BY_WAIT, Order::Asc), page)?;
    Ok(reviews(query.all(connection).await?)?)
}

pub(crate) fn producer_position(own: &Review) -> Cursor {
    let published = own.published_at.unwrap_or(own.created_at);
    at(OF_PRODUCER, published, own.id.0)
}

/// The public reviews of a producer's products, the newest first; one more
/// than the page holds.
pub(crate) async fn of_producer(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    answered: Option<bool>,
    page: &PageArgs,
) -> Result<Vec<Review>, PageFault> {
    let mut query = Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .filter(is_public());
    if let Some(answered) = answered {
        query = query.filter(match answered {
            true => Column::Answer.is_not_null(),
            false => Column::Answer.is_null(),
        });
    }
    let by = (Column::PublishedAt, Column::Id);
    let query = page_by_time(query, by, (OF_PRODUCER, Order::Desc), page)?;
    Ok(reviews(query.all(connection).await?)?)
}

/// The columns of an order, after one another, and whether they descend.
fn order(sort: ReviewSort) -> (Vec<Column>, bool) {
    let first = match sort {
        ReviewSort::Newest => None,
        ReviewSort::Helpful => Some(Column::Helpful),
        ReviewSort::Best | ReviewSort::Worst => Some(Column::Stars),
    };
    let by = first.into_iter().chain([Column::PublishedAt, Column::Id]);
    (by.collect(), sort != ReviewSort::Worst)
}

fn after(sort: ReviewSort, place: &ReviewPlace) -> Vec<SimpleExpr> {
    let first = (sort != ReviewSort::Newest).then(|| Expr::value(place.number));
    let rest = [Expr::value(place.published_at), Expr::value(place.id)];
    first.into_iter().chain(rest).collect()
}

fn condition(products: &[ProductId], page: &ReviewPage) -> Condition {
    let (by, down) = order(page.sort);
    let here = Expr::tuple(by.iter().map(|column| Expr::col((Entity, *column))));
    let beyond = page.after.as_ref().map(|place| {
        let there = Expr::tuple(after(page.sort, place));
        match down {
            true => here.lt(there),
            false => here.gt(there),
        }
    });
    Condition::all()
        .add(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .add(is_public())
        .add_option(page.stars.map(|stars| Column::Stars.eq(stars)))
        .add_option(page.with_pictures.map(|own| Column::HasImages.eq(own)))
        .add_option(beyond)
}

/// The public reviews of one product, in their order.
pub(crate) fn of_one(product: ProductId, page: &ReviewPage) -> Select<Entity> {
    let (by, down) = order(page.sort);
    let mut query = Entity::find()
        .filter(condition(&[product], page))
        .limit(u64::from(page.first) + 1);
    for column in by {
        let direction = match down {
            true => Order::Desc,
            false => Order::Asc,
        };
        query = query.order_by(column, direction);
    }
    query
}

/// The public reviews of each of the products, in their order: up to one more
/// than `first` of each. One product is read along an index; of several, the
/// database numbers the rows of each.
pub(crate) async fn public(
    connection: &impl ConnectionTrait,
    products: &[ProductId],
    page: &ReviewPage,
) -> Result<Vec<Review>, DbErr> {
    let (by, down) = order(page.sort);
    let direction = || match down {
        true => Order::Desc,
        false => Order::Asc,
    };
    let most = u64::from(page.first) + 1;
    let condition = condition(products, page);
    if let [product] = products {
        return reviews(of_one(*product, page).all(connection).await?);
    }
    let mut window = WindowStatement::partition_by((Entity, Column::ProductId));
    for column in by {
        window.order_by((Entity, column), direction());
    }
    let place = Alias::new("place");
    let numbered = Query::select()
        .column((Entity, Column::Id))
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window.to_owned(), place.clone())
        .from(Entity)
        .cond_where(condition)
        .to_owned();
    let few = Query::select()
        .column(Column::Id)
        .from_subquery(numbered, Alias::new("numbered"))
        .and_where(Expr::col(place).lte(most))
        .to_owned();
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(few))
        .all(connection)
        .await?;
    let mut found = reviews(rows)?;
    let place = |own: &Review| {
        let place = page.sort.place(own);
        (place.number, place.published_at, place.id)
    };
    match down {
        true => found.sort_by_key(|own| Reverse(place(own))),
        false => found.sort_by_key(place),
    }
    Ok(found)
}
