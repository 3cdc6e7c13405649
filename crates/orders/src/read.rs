//! Reading orders: by their secret, by their account, or by the producer whose
//! part it is.

use crate::Orders;
use crate::entity::{customer_order, fulfillment, order_event, order_line, producer_order};
use crate::order::{Fulfillment, Order, OrderEvent, OrderLine, ProducerOrder};
use crate::status::PartStatus;
use kernel::{
    Actor, Cursor, OrderId, Page, PageArgs, PageError, ProducerId, ProducerOrderId, Timestamp,
    VariantId,
};
use sea_orm::sea_query::{Expr, ExprTrait, Order as Direction};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

/// Which order, and by what right.
#[derive(Clone, Debug, Default)]
pub struct OrderAccess {
    /// By id …
    pub id: Option<OrderId>,
    /// … or by number.
    pub number: Option<String>,
    /// The secret of the cart that it was.
    pub token: Option<String>,
}

/// Which parts of a producer; every given condition holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartFilter {
    /// In these statuses; an empty list matches nothing.
    pub statuses: Option<Vec<PartStatus>>,
    /// With a place in this session of a service.
    pub session: Option<VariantId>,
}

/// Why a list was refused.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The page arguments do not fit.
    #[error(transparent)]
    Page(#[from] PageError),
    /// Another producer's orders.
    #[error("no such producer")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

const PARTS: &str = "producer-orders";
const ORDERS: &str = "orders";

impl Orders {
    /// An order, for who has its secret or placed it signed in.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn find_order(
        &self,
        actor: &Actor,
        access: &OrderAccess,
    ) -> Result<Option<Order>, DbErr> {
        use customer_order::{Column, Entity};
        let query = match (&access.id, &access.number) {
            (Some(id), _) => Entity::find_by_id(id.0),
            (None, Some(number)) => {
                Entity::find().filter(Column::Number.eq(number.trim().to_uppercase()))
            }
            (None, None) => return Ok(None),
        };
        let Some(row) = query.one(self.db.primary()).await? else {
            return Ok(None);
        };
        let of = (row.account_id, row.token_hash.as_slice());
        match self.holds(actor, access.token.as_deref(), of) {
            true => row.try_into().map(Some),
            false => Ok(None),
        }
    }

    /// The orders that the actor placed signed in, newest first.
    ///
    /// # Errors
    /// [`ListError`].
    pub async fn own_orders(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<Order>, ListError> {
        use customer_order::{Column, Entity};
        let account = actor.account_id().ok_or(ListError::NotFound)?;
        let query = Entity::find().filter(Column::AccountId.eq(account.0));
        let query = newest_first(query, page, ORDERS, Column::PlacedAt, Column::Id)?;
        let rows = query.all(self.db.primary()).await?;
        let rows = rows
            .into_iter()
            .map(Order::try_from)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Page::from_rows(page, rows, |order| {
            cursor(ORDERS, order.placed_at, order.id.0)
        }))
    }

    /// A producer's parts of orders, newest first; only for its people and for
    /// who was given the right to its orders, and only paid ones or ones
    /// payable on delivery.
    ///
    /// # Errors
    /// [`ListError::NotFound`] for anybody else.
    pub async fn producer_orders(
        &self,
        actor: &Actor,
        producer: ProducerId,
        filter: &PartFilter,
        page: &PageArgs,
    ) -> Result<Page<ProducerOrder>, ListError> {
        use producer_order::{Column, Entity};
        if !self.may_read(actor, producer, producer.0).await? {
            return Err(ListError::NotFound);
        }
        let mut query = Entity::find()
            .filter(Column::ProducerId.eq(producer.0))
            .filter(Column::Status.ne(PartStatus::AwaitingPayment.as_str()));
        if let Some(statuses) = &filter.statuses {
            query =
                query.filter(Column::Status.is_in(statuses.iter().map(|status| status.as_str())));
        }
        if let Some(session) = filter.session {
            let with = order_line::Entity::find()
                .select_only()
                .column(order_line::Column::ProducerOrderId)
                .filter(order_line::Column::VariantId.eq(session.0))
                .filter(order_line::Column::StartsAt.is_not_null());
            query = query.filter(Column::Id.in_subquery(with.into_query()));
        }
        let query = newest_first(query, page, PARTS, Column::PlacedAt, Column::Id)?;
        let rows = query.all(self.db.primary()).await?;
        let rows = rows
            .into_iter()
            .map(ProducerOrder::try_from)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Page::from_rows(page, rows, |part| {
            cursor(PARTS, part.placed_at, part.id.0)
        }))
    }

    /// One part, for its producer's people and for who was given the right to
    /// its orders.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producer_order(
        &self,
        actor: &Actor,
        id: ProducerOrderId,
    ) -> Result<Option<ProducerOrder>, DbErr> {
        let row = producer_order::Entity::find_by_id(id.0)
            .one(self.db.primary())
            .await?;
        let Some(row) = row.filter(|row| row.status != PartStatus::AwaitingPayment.as_str()) else {
            return Ok(None);
        };
        if !self.may_read(actor, row.producer_id.into(), row.id).await? {
            return Ok(None);
        }
        row.try_into().map(Some)
    }

    /// The parts of orders that the caller has been given.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn parts_of(&self, orders: &[OrderId]) -> Result<Vec<ProducerOrder>, DbErr> {
        let query = producer_order::Entity::find()
            .filter(producer_order::Column::OrderId.is_in(orders.iter().map(|id| id.0)))
            .order_by_asc(producer_order::Column::Id);
        query
            .all(self.db.primary())
            .await?
            .into_iter()
            .map(ProducerOrder::try_from)
            .collect()
    }

    /// The orders of parts that the caller has been given.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn orders_by_ids(&self, orders: &[OrderId]) -> Result<Vec<Order>, DbErr> {
        let query = customer_order::Entity::find()
            .filter(customer_order::Column::Id.is_in(orders.iter().map(|id| id.0)));
        query
            .all(self.db.primary())
            .await?
            .into_iter()
            .map(Order::try_from)
            .collect()
    }

    /// A part whoever asks: for the program itself, never for a request.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn part_by_id(&self, id: ProducerOrderId) -> Result<Option<ProducerOrder>, DbErr> {
        let row = producer_order::Entity::find_by_id(id.0)
            .one(self.db.primary())
            .await?;
        row.map(ProducerOrder::try_from).transpose()
    }

    /// The lines of parts that the caller has been given.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn lines_of(&self, parts: &[ProducerOrderId]) -> Result<Vec<OrderLine>, DbErr> {
        let query = order_line::Entity::find()
            .filter(order_line::Column::ProducerOrderId.is_in(parts.iter().map(|id| id.0)))
            .order_by_asc(order_line::Column::Id);
        Ok(query
            .all(self.db.primary())
            .await?
            .into_iter()
            .map(OrderLine::from)
            .collect())
    }

    /// The parcels of parts that the caller has been given.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn fulfillments_of(
        &self,
        parts: &[ProducerOrderId],
    ) -> Result<Vec<Fulfillment>, DbErr> {
        let query = fulfillment::Entity::find()
            .filter(fulfillment::Column::ProducerOrderId.is_in(parts.iter().map(|id| id.0)));
        Ok(query
            .all(self.db.primary())
            .await?
            .into_iter()
            .map(Fulfillment::from)
            .collect())
    }

    /// The history of orders that the caller has been given, oldest first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn history_of(&self, orders: &[OrderId]) -> Result<Vec<OrderEvent>, DbErr> {
        let query = order_event::Entity::find()
            .filter(order_event::Column::OrderId.is_in(orders.iter().map(|id| id.0)))
            .order_by_asc(order_event::Column::At)
            .order_by_asc(order_event::Column::Id);
        Ok(query
            .all(self.db.primary())
            .await?
            .into_iter()
            .map(OrderEvent::from)
            .collect())
    }
}

fn cursor(list: &str, at: Timestamp, id: uuid::Uuid) -> Cursor {
    Cursor::new(list, [Cursor::write_instant(at), id.to_string()])
}

/// A page of a list by its two columns, newest first, with one row more than
/// asked for.
fn newest_first<E: EntityTrait>(
    query: Select<E>,
    page: &PageArgs,
    list: &str,
    placed_at: E::Column,
    id: E::Column,
) -> Result<Select<E>, PageError> {
    let direction = if page.backward {
        Direction::Asc
    } else {
        Direction::Desc
    };
    let query = query
        .order_by(placed_at, direction.clone())
        .order_by(id, direction)
        .limit(u64::from(page.limit) + 1);
    let Some(cursor) = &page.cursor else {
        return Ok(query);
    };
    let [at, key] = cursor.key_for::<2>(list)?;
    let at = Cursor::read_instant(at)?;
    let key: uuid::Uuid = key.parse().map_err(|_| PageError::BadCursor)?;
    let here = Expr::tuple([placed_at.into_simple_expr(), id.into_simple_expr()]);
    let there = Expr::tuple([Expr::value(at), Expr::value(key)]);
    Ok(query.filter(if page.backward {
        here.gt(there)
    } else {
        here.lt(there)
    }))
}
