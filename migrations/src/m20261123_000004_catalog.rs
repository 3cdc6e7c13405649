//! What is sold (owner: `catalog`): products, variants, pictures, stock, and
//! the card that all browsing reads.

crate::ddl::migration! {
    up: "
CREATE TABLE product (
    id {uuid} PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    certificate_id {uuid} REFERENCES certificate (id),
    product_set INTEGER NOT NULL CHECK (product_set BETWEEN 1 AND 26),
    kind TEXT NOT NULL CHECK (kind IN ('GOODS', 'SERVICE')),
    name TEXT NOT NULL,
    name_en TEXT,
    story TEXT,
    story_en TEXT,
    ingredients TEXT,
    origin TEXT,
    usage_notes TEXT,
    shelf_life_days INTEGER CHECK (shelf_life_days > 0),
    -- Tenths of a percent by volume; only alcohol has it.
    abv_tenths INTEGER CHECK (abv_tenths BETWEEN 1 AND 1000),
    status TEXT NOT NULL CHECK (status IN ('DRAFT', 'SUBMITTED', 'APPROVED', 'RETURNED', 'TAKEN_DOWN')),
    published_at {timestamp},
    demo {bool} NOT NULL,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (status <> 'APPROVED' OR published_at IS NOT NULL)
);
CREATE INDEX product_producer ON product (producer_id);
CREATE INDEX product_certificate ON product (certificate_id);
CREATE TABLE product_variant (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT,
    price BIGINT NOT NULL CHECK (price > 0 AND price <= 1000000000),
    compare_at_price BIGINT CHECK (compare_at_price > price),
    weight_grams INTEGER NOT NULL CHECK (weight_grams > 0 AND weight_grams <= 1000000),
    max_per_order INTEGER NOT NULL DEFAULT 1000 CHECK (max_per_order BETWEEN 1 AND 1000),
    position INTEGER NOT NULL,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (producer_id, sku)
);
CREATE INDEX product_variant_product ON product_variant (product_id, position);
CREATE TABLE product_image (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    alt TEXT NOT NULL,
    alt_en TEXT,
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0)
);
CREATE INDEX product_image_product ON product_image (product_id, position);
CREATE TABLE stock (
    variant_id {uuid} PRIMARY KEY REFERENCES product_variant (id),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    reserved BIGINT NOT NULL CHECK (reserved >= 0),
    CHECK (reserved <= on_hand)
);
CREATE TABLE stock_movement (
    id {uuid} PRIMARY KEY,
    variant_id {uuid} NOT NULL REFERENCES stock (variant_id),
    kind TEXT NOT NULL CHECK (kind IN ('RECEIVE', 'ADJUST', 'RESERVE', 'RELEASE', 'SHIP')),
    on_hand_change BIGINT NOT NULL,
    reserved_change BIGINT NOT NULL,
    producer_order_id {uuid},
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX stock_movement_variant ON stock_movement (variant_id, at);
CREATE TABLE stock_reservation (
    producer_order_id {uuid} NOT NULL,
    variant_id {uuid} NOT NULL REFERENCES stock (variant_id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'SHIPPED', 'RELEASED')),
    created_at {timestamp} NOT NULL,
    PRIMARY KEY (producer_order_id, variant_id)
);
CREATE INDEX stock_reservation_open ON stock_reservation (variant_id) WHERE status = 'OPEN';
CREATE TABLE product_card (
    product_id {uuid} PRIMARY KEY REFERENCES product (id),
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT,
    folded_name TEXT NOT NULL,
    product_set INTEGER NOT NULL,
    group_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    abv_tenths INTEGER,
    producer_id {uuid} NOT NULL,
    producer_slug TEXT NOT NULL,
    producer_name TEXT NOT NULL,
    producer_name_en TEXT,
    province_code TEXT NOT NULL,
    commune_code TEXT NOT NULL,
    certificate_id {uuid},
    certificate_number TEXT,
    certificate_issuer TEXT,
    certificate_issued_on {date},
    certificate_expires_on {date},
    stars INTEGER NOT NULL CHECK (stars BETWEEN 0 AND 5),
    price_min BIGINT NOT NULL,
    price_max BIGINT NOT NULL,
    in_stock {bool} NOT NULL,
    -- JSON arrays in list order; the stock of variants is not among them.
    variants TEXT NOT NULL,
    images TEXT NOT NULL,
    -- The gate: approved, producer trading, certificate not withdrawn. With
    -- the two instants it decides alone what the public may see and buy.
    listed {bool} NOT NULL,
    visible_from {timestamp} NOT NULL,
    visible_until {timestamp} NOT NULL,
    published_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL
);
CREATE INDEX product_card_newest ON product_card (published_at DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_price ON product_card (price_min, product_id) WHERE listed;
CREATE INDEX product_card_stars ON product_card (stars DESC, published_at DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_name ON product_card (folded_name, product_id) WHERE listed;
CREATE INDEX product_card_group ON product_card (group_code, published_at DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_producer ON product_card (producer_id, published_at DESC, product_id DESC);
CREATE INDEX product_card_province ON product_card (province_code, published_at DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_updated ON product_card (updated_at, product_id);
",
    down: "
DROP TABLE product_card;
DROP TABLE stock_reservation;
DROP TABLE stock_movement;
DROP TABLE stock;
DROP TABLE product_image;
DROP TABLE product_variant;
DROP TABLE product;
"
}
