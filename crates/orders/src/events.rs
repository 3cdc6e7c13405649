//! What orders announce.

/// An order was placed: paid, or payable on delivery. Subject: the order.
pub const ORDER_PLACED: &str = "order.placed";
/// An order was cancelled or expired unpaid. Subject: the order.
pub const ORDER_CANCELLED: &str = "order.cancelled";
/// A producer shipped its part. Subject: the part.
pub const PRODUCER_ORDER_SHIPPED: &str = "producer_order.shipped";
/// A producer packed a part that its buyer fetches. Subject: the part.
pub const PRODUCER_ORDER_READY: &str = "producer_order.ready";
/// A producer cancelled its part. Subject: the part.
pub const PRODUCER_ORDER_CANCELLED: &str = "producer_order.cancelled";
