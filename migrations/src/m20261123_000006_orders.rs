//! Carts, orders, their parts and parcels (owner: `orders`).

crate::ddl::migration! {
    up: "
CREATE TABLE cart (
    id {uuid} PRIMARY KEY,
    -- HMAC-SHA-256 of the guest's secret; the secret itself is nowhere.
    token_hash {bytes} NOT NULL UNIQUE,
    account_id {uuid} REFERENCES account (id),
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'COMPLETED')),
    recipient TEXT,
    phone TEXT,
    email TEXT,
    province_code TEXT,
    commune_code TEXT,
    street TEXT,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    expires_at {timestamp} NOT NULL
);
CREATE INDEX cart_expiry ON cart (expires_at) WHERE status = 'OPEN';
CREATE TABLE cart_line (
    cart_id {uuid} NOT NULL REFERENCES cart (id),
    variant_id {uuid} NOT NULL REFERENCES product_variant (id),
    producer_id {uuid} NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 1000),
    created_at {timestamp} NOT NULL,
    PRIMARY KEY (cart_id, variant_id)
);
CREATE TABLE cart_delivery (
    cart_id {uuid} NOT NULL REFERENCES cart (id),
    producer_id {uuid} NOT NULL,
    method TEXT NOT NULL CHECK (method IN ('STANDARD', 'EXPRESS')),
    PRIMARY KEY (cart_id, producer_id)
);
CREATE TABLE delivery_rate (
    method TEXT NOT NULL CHECK (method IN ('STANDARD', 'EXPRESS')),
    zone TEXT NOT NULL CHECK (zone IN ('SAME_PROVINCE', 'NATIONWIDE')),
    -- The rate of the lightest row that the parcel does not exceed.
    up_to_grams BIGINT NOT NULL CHECK (up_to_grams > 0),
    fee BIGINT NOT NULL CHECK (fee >= 0),
    valid_from {date} NOT NULL,
    valid_to {date},
    PRIMARY KEY (method, zone, up_to_grams, valid_from)
);
INSERT INTO delivery_rate (method, zone, up_to_grams, fee, valid_from) VALUES
    ('STANDARD', 'SAME_PROVINCE', 1000, 18000, '2026-01-01'),
    ('STANDARD', 'SAME_PROVINCE', 3000, 24000, '2026-01-01'),
    ('STANDARD', 'SAME_PROVINCE', 10000, 42000, '2026-01-01'),
    ('STANDARD', 'SAME_PROVINCE', 30000, 90000, '2026-01-01'),
    ('STANDARD', 'NATIONWIDE', 1000, 30000, '2026-01-01'),
    ('STANDARD', 'NATIONWIDE', 3000, 42000, '2026-01-01'),
    ('STANDARD', 'NATIONWIDE', 10000, 85000, '2026-01-01'),
    ('STANDARD', 'NATIONWIDE', 30000, 190000, '2026-01-01'),
    ('EXPRESS', 'SAME_PROVINCE', 1000, 28000, '2026-01-01'),
    ('EXPRESS', 'SAME_PROVINCE', 3000, 38000, '2026-01-01'),
    ('EXPRESS', 'SAME_PROVINCE', 10000, 65000, '2026-01-01'),
    ('EXPRESS', 'SAME_PROVINCE', 30000, 140000, '2026-01-01'),
    ('EXPRESS', 'NATIONWIDE', 1000, 48000, '2026-01-01'),
    ('EXPRESS', 'NATIONWIDE', 3000, 70000, '2026-01-01'),
    ('EXPRESS', 'NATIONWIDE', 10000, 140000, '2026-01-01'),
    ('EXPRESS', 'NATIONWIDE', 30000, 320000, '2026-01-01');
CREATE TABLE customer_order (
    id {uuid} PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    -- One order per cart, whoever completes it and however often.
    cart_id {uuid} NOT NULL UNIQUE REFERENCES cart (id),
    token_hash {bytes} NOT NULL,
    account_id {uuid} REFERENCES account (id),
    status TEXT NOT NULL CHECK (status IN ('AWAITING_PAYMENT', 'PLACED', 'COMPLETED', 'CANCELLED', 'EXPIRED')),
    payment_method TEXT NOT NULL CHECK (payment_method IN ('CASH_ON_DELIVERY', 'BANK_TRANSFER_QR', 'CARD', 'VNPAY')),
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT,
    province_code TEXT NOT NULL,
    province_name TEXT NOT NULL,
    commune_code TEXT NOT NULL,
    commune_name TEXT NOT NULL,
    street TEXT NOT NULL,
    subtotal BIGINT NOT NULL CHECK (subtotal > 0),
    delivery BIGINT NOT NULL CHECK (delivery >= 0),
    total BIGINT NOT NULL,
    placed_at {timestamp} NOT NULL,
    -- Unpaid reservations end here; null once paid or paid on delivery.
    payment_due_at {timestamp},
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (total = subtotal + delivery),
    CHECK ((status = 'AWAITING_PAYMENT') = (payment_due_at IS NOT NULL))
);
CREATE INDEX customer_order_unpaid ON customer_order (payment_due_at) WHERE status = 'AWAITING_PAYMENT';
CREATE INDEX customer_order_account ON customer_order (account_id, placed_at DESC, id DESC);
CREATE TABLE producer_order (
    id {uuid} PRIMARY KEY,
    order_id {uuid} NOT NULL REFERENCES customer_order (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    status TEXT NOT NULL CHECK (status IN ('AWAITING_PAYMENT', 'PENDING', 'CONFIRMED', 'PACKED', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
    -- Who sold, as it was on the day: a contract keeps its facts.
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
    UNIQUE (order_id, producer_id),
    CHECK (total = subtotal + delivery)
);
CREATE INDEX producer_order_producer ON producer_order (producer_id, placed_at DESC, id DESC);
CREATE TABLE order_line (
    id {uuid} PRIMARY KEY,
    producer_order_id {uuid} NOT NULL REFERENCES producer_order (id),
    product_id {uuid} NOT NULL,
    variant_id {uuid} NOT NULL,
    sku TEXT NOT NULL,
    product_name TEXT NOT NULL,
    product_name_en TEXT,
    variant_name TEXT NOT NULL,
    variant_name_en TEXT,
    unit_price BIGINT NOT NULL CHECK (unit_price > 0),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    total BIGINT NOT NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 3 AND 5),
    certificate_id {uuid} NOT NULL,
    certificate_number TEXT NOT NULL,
    UNIQUE (producer_order_id, variant_id),
    CHECK (total = unit_price * quantity)
);
CREATE TABLE fulfillment (
    id {uuid} PRIMARY KEY,
    producer_order_id {uuid} NOT NULL UNIQUE REFERENCES producer_order (id),
    carrier TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    shipped_at {timestamp} NOT NULL,
    delivered_at {timestamp}
);
CREATE TABLE order_event (
    id {uuid} PRIMARY KEY,
    order_id {uuid} NOT NULL REFERENCES customer_order (id),
    producer_order_id {uuid} REFERENCES producer_order (id),
    command TEXT NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT,
    at {timestamp} NOT NULL
);
CREATE INDEX order_event_order ON order_event (order_id, at);
",
    down: "
DROP TABLE order_event;
DROP TABLE fulfillment;
DROP TABLE order_line;
DROP TABLE producer_order;
DROP TABLE customer_order;
DROP TABLE delivery_rate;
DROP TABLE cart_delivery;
DROP TABLE cart_line;
DROP TABLE cart;
"
}
