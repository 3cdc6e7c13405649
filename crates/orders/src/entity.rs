//! The orders' tables.

pub(crate) mod cart;
pub(crate) mod cart_delivery;
pub(crate) mod cart_line;
pub(crate) mod customer_order;
pub(crate) mod fulfillment;
pub(crate) mod order_event;
pub(crate) mod order_line;
pub(crate) mod producer_order;
