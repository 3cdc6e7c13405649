//! `question`.

use super::cursors::{at, page_by_time};
use super::feedback::{read_marks, read_reasons, within, write_marks, write_reasons};
use super::{PageFault, unknown};
use crate::entity::question::{Column, Entity, Model};
use crate::feedback::{Answer, AuthorName, FeedbackFilter};
use crate::listing::moderators::Remit;
use crate::questions::{Question, QuestionPlace, QuestionStatus};
use db::Tx;
use kernel::{AccountId, Cursor, PageArgs, ProducerId, ProductId, QuestionId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SimpleExpr, WindowStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::cmp::Reverse;

/// The order of somebody's own questions.
const OWN: &str = "questions.own";
/// The order of the moderators' queue.
const BY_WAIT: &str = "questions.wait";
/// The order of a producer's questions.
const OF_PRODUCER: &str = "questions.producer";

impl TryFrom<Model> for Question {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let answer = row.answer.zip(row.answered_at);
        Ok(Question {
            id: row.id.into(),
            product_id: row.product_id.into(),
            producer_id: row.producer_id.into(),
            account_id: AccountId(row.account_id),
            author: AuthorName::stored(row.author_name),
            status: QuestionStatus::parse(&row.status)
                .ok_or_else(|| unknown("question.status", &row.status))?,
            text: row.body,
            marks: read_marks(&row.marks)?,
            reasons: read_reasons(&row.reasons)?,
            note: row.note,
            asked_at: row.asked_at,
            published_at: row.published_at,
            answer: answer.map(|(text, answered_at)| Answer {
                text,
                answered_at,
                edited_at: row.answer_edited_at,
            }),
            answer_removed: row.answer_removed,
            version: row.version,
        })
    }
}

fn row(own: &Question) -> Model {
    let answer = own.answer.as_ref();
    Model {
        id: own.id.0,
        product_id: own.product_id.0,
        producer_id: own.producer_id.0,
        account_id: own.account_id.0,
        author_name: own.author.as_ref().map(|name| name.as_str().to_owned()),
        status: own.status.as_str().to_owned(),
        body: own.text.clone(),
        marks: write_marks(&own.marks),
        reasons: write_reasons(&own.reasons),
        note: own.note.clone(),
        asked_at: own.asked_at,
        published_at: own.published_at,
        answer: answer.map(|answer| answer.text.clone()),
        answered_at: answer.map(|answer| answer.answered_at),
        answer_edited_at: answer.and_then(|answer| answer.edited_at),
        answer_removed: own.answer_removed,
        version: own.version,
    }
}

pub(crate) async fn insert(tx: &Tx, own: &Question) -> Result<(), DbErr> {
    Entity::insert(row(own).into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes a locked question.
pub(crate) async fn update(tx: &Tx, own: &Question) -> Result<(), DbErr> {
    let change = row(own).into_active_model().reset_all();
    change.update(tx).await.map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: QuestionId,
) -> Result<Option<Question>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(Question::try_from).transpose()
}

/// The question, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: QuestionId) -> Result<Option<Question>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(Question::try_from).transpose()
}

/// What the public reads: as partial indexes have it, because a value that is
/// bound proves nothing to them.
fn is_public() -> SimpleExpr {
    Expr::cust("question.status = 'PUBLIC'")
}

fn columns(own: [Column; 2]) -> Vec<SimpleExpr> {
    own.map(|column| Expr::col((Entity, column))).into()
}

fn questions(rows: Vec<Model>) -> Result<Vec<Question>, DbErr> {
    rows.into_iter().map(Question::try_from).collect()
}

pub(crate) fn own_position(own: &Question) -> Cursor {
    at(OWN, own.asked_at, own.id.0)
}

/// What an account asked, the newest first; one more than the page holds.
pub(crate) async fn of_account(
    connection: &impl ConnectionTrait,
    account: AccountId,
    page: &PageArgs,
) -> Result<Vec<Question>, PageFault> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0));
    let by = (Column::AskedAt, Column::Id);
    let query = page_by_time(query, by, (OWN, Order::Desc), page)?;
    Ok(questions(query.all(connection).await?)?)
}

pub(crate) fn queue_position(own: &Question) -> Cursor {
    at(BY_WAIT, own.asked_at, own.id.0)
}

/// What waits within a moderator's remit, the longest first; one more than the
/// page holds.
pub(crate) async fn queue(
    connection: &impl ConnectionTrait,
    remit: &Remit,
    filter: &FeedbackFilter,
    page: &PageArgs,
) -> Result<Vec<Question>, PageFault> {
    let mut query = Entity::find().filter(Expr::cust("question.status = 'WAITING'"));
    if let Some(marked) = filter.marked {
        query = query.filter(match marked {
            true => Column::Marks.ne("[]"),
            false => Column::Marks.eq("[]"),
        });
    }
    let query = within(query, Column::ProductId, remit, filter);
    let by = (Column::AskedAt, Column::Id);
    let query = page_by_time(query, by, (BY_WAIT, Order::Asc), page)?;
    Ok(questions(query.all(connection).await?)?)
}

pub(crate) fn producer_position(own: &Question) -> Cursor {
    at(OF_PRODUCER, own.place().published_at, own.id.0)
}

/// The public questions about a producer's products, the longest public first;
/// one more than the page holds.
pub(crate) async fn of_producer(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    answered: Option<bool>,
    page: &PageArgs,
) -> Result<Vec<Question>, PageFault> {
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
    let query = page_by_time(query, by, (OF_PRODUCER, Order::Asc), page)?;
    Ok(questions(query.all(connection).await?)?)
}

/// The public questions about each of the products, the last published first:
/// up to one more than `first` of each.
pub(crate) async fn public(
    connection: &impl ConnectionTrait,
    products: &[ProductId],
    first: u32,
    after: Option<QuestionPlace>,
) -> Result<Vec<Question>, DbErr> {
    let beyond = after.map(|place| {
        let here = Expr::tuple(columns([Column::PublishedAt, Column::Id]));
        here.lt(Expr::tuple([
            Expr::value(place.published_at),
            Expr::value(place.id),
        ]))
    });
    let condition = Condition::all()
        .add(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .add(is_public())
        .add_option(beyond);
    let most = u64::from(first) + 1;
    if products.len() == 1 {
        let query = Entity::find()
            .filter(condition)
            .order_by_desc(Column::PublishedAt)
            .order_by_desc(Column::Id)
            .limit(most);
        return questions(query.all(connection).await?);
    }
    let place = Alias::new("place");
    let window = WindowStatement::partition_by((Entity, Column::ProductId))
        .order_by((Entity, Column::PublishedAt), Order::Desc)
        .order_by((Entity, Column::Id), Order::Desc)
        .to_owned();
    let numbered = Query::select()
        .column((Entity, Column::Id))
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window, place.clone())
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
    let mut found = questions(rows)?;
    found.sort_by_key(|own| {
        let place = own.place();
        Reverse((place.published_at, place.id))
    });
    Ok(found)
}
