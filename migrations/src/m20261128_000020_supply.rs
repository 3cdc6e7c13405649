//! When and how what is listed can be had: seasons, goods made to order, and
//! the sessions of services (owner: `catalog`); and what orders keep of it
//! (owner: `orders`).

crate::ddl::migration! {
    up: "
-- The harvest: days in Vietnam, both inclusive. What is ordered before the
-- promised day leaves on it.
ALTER TABLE product ADD COLUMN sell_from {date};
ALTER TABLE product ADD COLUMN sell_until {date} CHECK (sell_until >= sell_from);
ALTER TABLE product ADD COLUMN promised_on {date};
ALTER TABLE product_variant ADD COLUMN tracking TEXT NOT NULL DEFAULT 'TRACKED' CHECK (tracking IN ('TRACKED', 'ON_DEMAND'));
ALTER TABLE product_variant ADD COLUMN lead_days INTEGER CHECK (lead_days BETWEEN 1 AND 180);
-- A session is a variant with a beginning: its stock are its places. It has no
-- REFERENCES because SQLite could never drop the column again.
ALTER TABLE product_variant ADD COLUMN session_of {uuid};
ALTER TABLE product_variant ADD COLUMN starts_at {timestamp} CHECK ((session_of IS NULL) = (starts_at IS NULL));
ALTER TABLE product_variant ADD COLUMN ends_at {timestamp} CHECK (ends_at > starts_at);
ALTER TABLE product_variant ADD COLUMN closes_at {timestamp} CHECK (closes_at <= starts_at);
CREATE UNIQUE INDEX product_variant_session ON product_variant (session_of, starts_at) WHERE session_of IS NOT NULL AND retired_at IS NULL;
ALTER TABLE product_card ADD COLUMN sell_from {timestamp};
ALTER TABLE product_card ADD COLUMN sell_until {timestamp};
ALTER TABLE product_card ADD COLUMN promised_on {date};
-- Whether stock was reserved for it; what is made to order has none.
ALTER TABLE order_line ADD COLUMN tracked {bool} NOT NULL DEFAULT TRUE;
ALTER TABLE order_line ADD COLUMN promised_on {date};
ALTER TABLE order_line ADD COLUMN starts_at {timestamp};
ALTER TABLE order_line ADD COLUMN ends_at {timestamp} CHECK (ends_at > starts_at);
-- When a part came to its buyer, with or without a parcel.
ALTER TABLE producer_order ADD COLUMN delivered_at {timestamp};
UPDATE producer_order SET delivered_at = (SELECT f.delivered_at FROM fulfillment f WHERE f.producer_order_id = producer_order.id) WHERE status = 'DELIVERED';
CREATE INDEX order_line_session ON order_line (variant_id, id) WHERE starts_at IS NOT NULL;
",
    down: "
DROP INDEX order_line_session;
ALTER TABLE producer_order DROP COLUMN delivered_at;
ALTER TABLE order_line DROP COLUMN ends_at;
ALTER TABLE order_line DROP COLUMN starts_at;
ALTER TABLE order_line DROP COLUMN promised_on;
ALTER TABLE order_line DROP COLUMN tracked;
ALTER TABLE product_card DROP COLUMN promised_on;
ALTER TABLE product_card DROP COLUMN sell_until;
ALTER TABLE product_card DROP COLUMN sell_from;
DROP INDEX product_variant_session;
ALTER TABLE product_variant DROP COLUMN closes_at;
ALTER TABLE product_variant DROP COLUMN ends_at;
ALTER TABLE product_variant DROP COLUMN starts_at;
ALTER TABLE product_variant DROP COLUMN session_of;
ALTER TABLE product_variant DROP COLUMN lead_days;
ALTER TABLE product_variant DROP COLUMN tracking;
ALTER TABLE product DROP COLUMN promised_on;
ALTER TABLE product DROP COLUMN sell_until;
ALTER TABLE product DROP COLUMN sell_from;
"
}
