//! Root fields of reading carts and orders.

use super::cart::Cart;
use super::inputs::access;
use super::order::Order;
use super::producer_order::{ProducerOrder, ProducerOrderStatus};
use crate::errors::{Code, OrFault, bad_input, error, fault};
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, Error, ID, Object, Result};
use kernel::{OrderId, ProducerId, ProducerOrderId, VariantId};
use orders::OrderAccess;
use orders::read::{ListError, PartFilter};
use std::sync::Arc;

/// The orders' part of `Query`.
#[derive(Default)]
pub(crate) struct OrdersQuery;

#[Object]
impl OrdersQuery {
    /// A cart, priced now; null without the right to it.
    async fn cart(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cart.")] id: ID,
        #[graphql(desc = "Its secret; not needed by the account that opened it.")] token: Option<
            String,
        >,
    ) -> Option<Result<Cart>> {
        let own = match access(&id, token) {
            Ok(own) => own,
            Err(error) => return Some(Err(error)),
        };
        let cart = ctx
            .services()
            .orders
            .cart(ctx.actor(), &own)
            .await
            .or_fault();
        cart.map(|cart| cart.map(Cart::from)).transpose()
    }

    /// An order by id or by number; null without the right to it.
    async fn order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which order, by its id …")] id: Option<ID>,
        #[graphql(desc = "… or by its number.")] number: Option<String>,
        #[graphql(desc = "The secret of the cart that it was; not needed by the account.")]
        token: Option<String>,
    ) -> Option<Result<Order>> {
        let found = async {
            if id.is_some() == number.is_some() {
                return Err(bad_input("exactly one of `id` and `number` is required"));
            }
            let id = id.as_ref().map(OrderId::from_global).transpose()?;
            let own = OrderAccess { id, number, token };
            let order = ctx
                .services()
                .orders
                .find_order(ctx.actor(), &own)
                .await
                .or_fault()?;
            Ok(order.map(|order| Order(Arc::new(order))))
        };
        found.await.transpose()
    }

    /// The orders that the signed-in account placed, newest first.
    async fn orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<OrderConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let page = ctx
            .services()
            .orders
            .own_orders(ctx.actor(), &page)
            .await
            .map_err(list_error)?;
        Ok(OrderConnection(page.map(|own| Order(Arc::new(own)))))
    }

    /// A producer's parts of orders, newest first; only for its people.
    #[allow(
        clippy::too_many_arguments,
        reason = "the four Relay arguments and three of its own"
    )]
    async fn producer_orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] producer: ID,
        #[graphql(desc = "In one of these states; an empty list matches nothing.")]
        statuses: Option<Vec<ProducerOrderStatus>>,
        #[graphql(desc = "With a place in this session of a service, by its `variantId`.")]
        session: Option<ID>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProducerOrderConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let producer = ProducerId::from_global(&producer)?;
        let statuses = statuses.map(|list| list.into_iter().map(Into::into).collect::<Vec<_>>());
        let session = session.as_ref().map(VariantId::from_global).transpose()?;
        let filter = PartFilter { statuses, session };
        let orders = &ctx.services().orders;
        let page = orders
            .producer_orders(ctx.actor(), producer, &filter, &page)
            .await;
        let page = page.map_err(list_error)?;
        Ok(ProducerOrderConnection(page.map(ProducerOrder)))
    }

    /// One part of an order; null for anybody but its producer's people.
    async fn producer_order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which part.")] id: ID,
    ) -> Option<Result<ProducerOrder>> {
        let found = async {
            let id = ProducerOrderId::from_global(&id)?;
            let part = ctx
                .services()
                .orders
                .producer_order(ctx.actor(), id)
                .await
                .or_fault()?;
            Ok(part.map(ProducerOrder))
        };
        found.await.transpose()
    }
}

connection! {
    /// A page of orders.
    OrderConnection,
    /// A row of a list of orders.
    OrderEdge of Order
}

connection! {
    /// A page of a producer's parts of orders.
    ProducerOrderConnection,
    /// A row of a list of parts.
    ProducerOrderEdge of ProducerOrder
}

fn list_error(refused: ListError) -> Error {
    match refused {
        ListError::Page(refused) => bad_input(refused.to_string()),
        ListError::NotFound => error(Code::NotFound, "there is no such producer"),
        ListError::Fault(refused) => fault(&refused),
    }
}
