//! Carts, checkout and orders over GraphQL.

mod cart;
mod cart_mutations;
mod checkout;
mod fulfilment;
mod inputs;
mod order;
mod payment;
mod producer_order;
mod queries;

pub(crate) use cart_mutations::CartMutation;
pub(crate) use checkout::CheckoutMutation;
pub(crate) use fulfilment::FulfilmentMutation;
pub(crate) use queries::OrdersQuery;

use crate::schema::scalars::Money;
use async_graphql::SimpleObject;

/// The sums of a cart, an order or a part of one.
#[derive(SimpleObject, Clone, Copy)]
pub(crate) struct Totals {
    /// The goods.
    pub(crate) subtotal: Money,
    /// The delivery; null while the cart has no address, or where a part
    /// cannot be delivered as chosen.
    pub(crate) delivery: Option<Money>,
    /// Goods and delivery: what a checkout must expect.
    pub(crate) total: Money,
}
