//! The orders' part of `ocop verify`.

use crate::{Orders, store};
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// What the check found; all zero is sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrdersReport {
    /// Orders whose sums differ from their parts, or parts from their lines.
    pub sums_off: i64,
    /// Orders whose status does not follow from their parts.
    pub status_off: i64,
    /// Orders without exactly one payment of their total, and payments
    /// without an order.
    pub payments_off: i64,
    /// Paid orders without the money, or money without a paid order.
    pub money_off: i64,
    /// Parts whose reservations do not fit their status and lines.
    pub reservations_off: i64,
    /// Unpaid orders that should have expired over a sweep (two minutes) ago.
    pub overdue: i64,
    /// Completed carts without an order, and the other way round.
    pub carts_off: i64,
    /// Idempotency keys of checkouts that name no order.
    pub keys_off: i64,
    /// Figures of sales that differ from the orders, and delivered parts that
    /// are no sale.
    pub sales_off: i64,
    /// Delivered lines that cannot be reviewed, and lines that can be and were
    /// not delivered.
    pub purchases_off: i64,
    /// Orders looked at.
    pub orders: i64,
}

impl Orders {
    /// Recounts every order from its parts, lines, payment and reservations.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn verify(&self) -> Result<OrdersReport, DbErr> {
        let sums = "SELECT COUNT(*) FROM (\
            SELECT o.id FROM customer_order o LEFT JOIN producer_order p ON p.order_id = o.id GROUP BY o.id, o.subtotal, o.delivery \
            HAVING o.subtotal <> COALESCE(SUM(p.subtotal), 0) OR o.delivery <> COALESCE(SUM(p.delivery), 0) \
            UNION ALL \
            SELECT p.id FROM producer_order p LEFT JOIN order_line l ON l.producer_order_id = p.id GROUP BY p.id, p.subtotal \
            HAVING p.subtotal <> COALESCE(SUM(l.total), 0)) AS off";
        let status = "SELECT COUNT(*) FROM (SELECT o.id FROM customer_order o JOIN producer_order p ON p.order_id = o.id \
            GROUP BY o.id, o.status HAVING o.status <> CASE \
            WHEN COUNT(CASE WHEN p.status = 'AWAITING_PAYMENT' THEN 1 END) > 0 THEN 'AWAITING_PAYMENT' \
            WHEN COUNT(CASE WHEN p.status <> 'CANCELLED' THEN 1 END) = 0 THEN CASE WHEN o.status = 'EXPIRED' THEN 'EXPIRED' ELSE 'CANCELLED' END \
            WHEN COUNT(CASE WHEN p.status NOT IN ('DELIVERED', 'CANCELLED') THEN 1 END) = 0 THEN 'COMPLETED' \
            ELSE 'PLACED' END) AS off";
        let payments = "SELECT (SELECT COUNT(*) FROM customer_order o LEFT JOIN payment y ON y.reference = o.id \
            WHERE y.id IS NULL OR y.amount <> o.total OR y.method <> o.payment_method) \
            + (SELECT COUNT(*) FROM payment y LEFT JOIN customer_order o ON o.id = y.reference WHERE o.id IS NULL)";
        // Card: what is not cancelled is captured in full once paid, and what
        // is cancelled is on its way back. Cash: captured is what was delivered.
        let money = "SELECT (SELECT COUNT(*) FROM customer_order o JOIN payment y ON y.reference = o.id \
            WHERE o.payment_method <> 'CASH_ON_DELIVERY' AND o.status IN ('PLACED', 'COMPLETED') AND y.captured <> o.total) \
            + (SELECT COUNT(*) FROM customer_order o JOIN payment y ON y.reference = o.id \
            WHERE o.payment_method <> 'CASH_ON_DELIVERY' AND y.captured > 0 AND y.refunding <> \
            (SELECT COALESCE(SUM(p.total), 0) FROM producer_order p WHERE p.order_id = o.id AND p.status = 'CANCELLED')) \
            + (SELECT COUNT(*) FROM customer_order o JOIN payment y ON y.reference = o.id \
            WHERE o.payment_method = 'CASH_ON_DELIVERY' AND y.captured <> \
            (SELECT COALESCE(SUM(p.total), 0) FROM producer_order p WHERE p.order_id = o.id AND p.status = 'DELIVERED'))";
        let reservations = "SELECT COUNT(*) FROM order_line l JOIN producer_order p ON p.id = l.producer_order_id \
            LEFT JOIN stock_reservation r ON r.producer_order_id = p.id AND r.variant_id = l.variant_id \
            WHERE CASE WHEN l.tracked THEN r.quantity IS NULL OR r.quantity <> l.quantity OR r.status <> CASE \
            WHEN p.status IN ('SHIPPED', 'DELIVERED') THEN 'SHIPPED' WHEN p.status = 'CANCELLED' THEN 'RELEASED' ELSE 'OPEN' END \
            ELSE r.quantity IS NOT NULL END";
        let carts = "SELECT (SELECT COUNT(*) FROM cart c LEFT JOIN customer_order o ON o.cart_id = c.id \
            WHERE (c.status = 'COMPLETED') <> (o.id IS NOT NULL))";
        let keys =
            "SELECT COUNT(*) FROM idempotency_key WHERE scope LIKE 'checkout:%' AND result IS NULL";
        let two_minutes_ago = self.clock.now() - chrono::Duration::minutes(2);
        let overdue = self
            .db
            .primary()
            .query_one_raw(Statement::from_sql_and_values(
                self.db.backend(),
                "SELECT COUNT(*) FROM customer_order WHERE status = 'AWAITING_PAYMENT' AND payment_due_at < $1",
                [two_minutes_ago.into()],
            ))
            .await?;
        Ok(OrdersReport {
            sums_off: self.count(sums).await?,
            status_off: self.count(status).await?,
            payments_off: self.count(payments).await?,
            money_off: self.count(money).await?,
            reservations_off: self.count(reservations).await?,
            overdue: overdue.map_or(Ok(0), |row| row.try_get_by_index(0))?,
            carts_off: self.count(carts).await?,
            keys_off: self.count(keys).await?,
            sales_off: self.sales_off().await?,
            purchases_off: store::purchases::wrong(self.db.primary()).await?,
            orders: self.count("SELECT COUNT(*) FROM customer_order").await?,
        })
    }

    async fn count(&self, sql: &str) -> Result<i64, DbErr> {
        let row = self
            .db
            .primary()
            .query_one_raw(Statement::from_string(self.db.backend(), sql))
            .await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    }
}
