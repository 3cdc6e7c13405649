//! Orders that are fetched at points of sale, and goods beside services of one
//! producer (owner: `orders`).

crate::ddl::migration! {
    up: "",
    // SQLite changes neither a CHECK nor a UNIQUE of a table that is there.
    // `order_line` and others refer to `producer_order`: what they lose with
    // it is back when the transaction ends.
    sqlite: "
PRAGMA defer_foreign_keys = ON;
-- Without it every part looks through all events, when it goes and when it
-- comes back.
CREATE INDEX order_event_part ON order_event (producer_order_id);
CREATE TABLE producer_order_kept AS SELECT * FROM producer_order;
DROP TABLE producer_order;
CREATE TABLE producer_order (
    id {uuid} PRIMARY KEY,
    order_id {uuid} NOT NULL REFERENCES customer_order (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    status TEXT NOT NULL CHECK (status IN ('AWAITING_PAYMENT', 'PENDING', 'CONFIRMED', 'PACKED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
    producer_name TEXT NOT NULL,
    producer_tax_code TEXT,
    producer_legal_form TEXT NOT NULL,
    delivery_method TEXT NOT NULL,
    weight_grams BIGINT NOT NULL CHECK (weight_grams > 0),
    subtotal BIGINT NOT NULL CHECK (subtotal > 0),
    delivery BIGINT NOT NULL CHECK (delivery >= 0),
    total BIGINT NOT NULL,
    placed_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    province_code TEXT NOT NULL DEFAULT '',
    commune_code TEXT NOT NULL DEFAULT '',
    delivered_at {timestamp},
    -- Where it is fetched, as the place was called on the day.
    pick_up_point_id {uuid} CHECK ((delivery_method = 'PICK_UP') = (pick_up_point_id IS NOT NULL)),
    pick_up_name TEXT CHECK ((pick_up_point_id IS NULL) = (pick_up_name IS NULL)),
    pick_up_address TEXT CHECK ((pick_up_point_id IS NULL) = (pick_up_address IS NULL)),
    CHECK (total = subtotal + delivery)
);
INSERT INTO producer_order (id, order_id, producer_id, status, producer_name, producer_tax_code, producer_legal_form,
        delivery_method, weight_grams, subtotal, delivery, total, placed_at, updated_at, version, province_code, commune_code, delivered_at)
    SELECT id, order_id, producer_id, status, producer_name, producer_tax_code, producer_legal_form,
        delivery_method, weight_grams, subtotal, delivery, total, placed_at, updated_at, version, province_code, commune_code, delivered_at
    FROM producer_order_kept;
DROP TABLE producer_order_kept;
CREATE INDEX producer_order_producer ON producer_order (producer_id, placed_at DESC, id DESC);
CREATE UNIQUE INDEX producer_order_part ON producer_order (order_id, producer_id, (delivery_method = 'VISIT'));
CREATE TABLE cart_delivery_kept AS SELECT * FROM cart_delivery;
DROP TABLE cart_delivery;
CREATE TABLE cart_delivery (
    cart_id {uuid} NOT NULL REFERENCES cart (id),
    producer_id {uuid} NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('STANDARD', 'EXPRESS', 'PICK_UP')),
    point_id {uuid} CHECK ((method = 'PICK_UP') = (point_id IS NOT NULL)),
    PRIMARY KEY (cart_id, producer_id)
);
INSERT INTO cart_delivery (cart_id, producer_id, method) SELECT cart_id, producer_id, method FROM cart_delivery_kept;
DROP TABLE cart_delivery_kept;
",
    postgres: "
ALTER TABLE producer_order DROP CONSTRAINT IF EXISTS producer_order_order_id_producer_id_key;
CREATE INDEX order_event_part ON order_event (producer_order_id);
ALTER TABLE producer_order ADD COLUMN pick_up_point_id {uuid} CHECK ((delivery_method = 'PICK_UP') = (pick_up_point_id IS NOT NULL));
ALTER TABLE producer_order ADD COLUMN pick_up_name TEXT CHECK ((pick_up_point_id IS NULL) = (pick_up_name IS NULL));
ALTER TABLE producer_order ADD COLUMN pick_up_address TEXT CHECK ((pick_up_point_id IS NULL) = (pick_up_address IS NULL));
CREATE UNIQUE INDEX producer_order_part ON producer_order (order_id, producer_id, (delivery_method = 'VISIT'));
ALTER TABLE cart_delivery DROP CONSTRAINT cart_delivery_method_check;
ALTER TABLE cart_delivery ADD CONSTRAINT cart_delivery_method_check CHECK (method IN ('STANDARD', 'EXPRESS', 'PICK_UP'));
ALTER TABLE cart_delivery ADD COLUMN point_id {uuid} CHECK ((method = 'PICK_UP') = (point_id IS NOT NULL));
",
    down: "
DELETE FROM cart_delivery WHERE method = 'PICK_UP';
UPDATE producer_order SET delivery_method = 'STANDARD', pick_up_point_id = NULL, pick_up_name = NULL, pick_up_address = NULL
    WHERE delivery_method = 'PICK_UP';
ALTER TABLE cart_delivery DROP COLUMN point_id;
DROP INDEX producer_order_part;
DROP INDEX order_event_part;
ALTER TABLE producer_order DROP COLUMN pick_up_address;
ALTER TABLE producer_order DROP COLUMN pick_up_name;
ALTER TABLE producer_order DROP COLUMN pick_up_point_id;
"
}
