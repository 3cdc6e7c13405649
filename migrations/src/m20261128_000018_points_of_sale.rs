//! Where certified products are sold over the counter, and what stands on the
//! shelves there (owner: `catalog`).

crate::ddl::migration! {
    up: "
CREATE TABLE point_of_sale (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('OCOP_CENTRE', 'PRODUCER_STORE', 'SHOP', 'MARKET_STALL', 'TOURIST_SITE')),
    -- Who runs it; without one the officers of its province look after it.
    producer_id {uuid} REFERENCES producer (id),
    organisation TEXT CHECK (organisation IS NULL OR LENGTH(organisation) BETWEEN 1 AND 200),
    name TEXT NOT NULL CHECK (LENGTH(name) BETWEEN 1 AND 200),
    name_en TEXT CHECK (name_en IS NULL OR LENGTH(name_en) BETWEEN 1 AND 200),
    folded_name TEXT NOT NULL,
    province_code TEXT NOT NULL,
    commune_code TEXT NOT NULL,
    street TEXT NOT NULL CHECK (LENGTH(street) BETWEEN 1 AND 300),
    phone TEXT,
    -- Millionths of a degree, within Vietnam with its islands.
    latitude INTEGER NOT NULL CHECK (latitude BETWEEN 6000000 AND 23500000),
    longitude INTEGER NOT NULL CHECK (longitude BETWEEN 102000000 AND 118000000),
    by_appointment {bool} NOT NULL,
    pick_up {bool} NOT NULL,
    notes TEXT CHECK (notes IS NULL OR LENGTH(notes) BETWEEN 1 AND 2000),
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'CLOSED')),
    demo {bool} NOT NULL,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1 CHECK (version >= 1),
    CHECK (producer_id IS NULL OR organisation IS NULL),
    -- Nobody calls its own store a centre of the programme.
    CHECK (kind <> 'OCOP_CENTRE' OR producer_id IS NULL),
    CHECK (kind <> 'PRODUCER_STORE' OR producer_id IS NOT NULL)
);
CREATE INDEX point_of_sale_place ON point_of_sale (latitude, longitude, id) WHERE status = 'OPEN';
CREATE INDEX point_of_sale_name ON point_of_sale (folded_name, id) WHERE status = 'OPEN';
CREATE INDEX point_of_sale_newest ON point_of_sale (created_at DESC, id DESC) WHERE status = 'OPEN';
CREATE INDEX point_of_sale_province ON point_of_sale (province_code, folded_name, id) WHERE status = 'OPEN';
CREATE INDEX point_of_sale_producer ON point_of_sale (producer_id, folded_name, id) WHERE status = 'OPEN';
CREATE TABLE point_of_sale_hours (
    point_id {uuid} NOT NULL REFERENCES point_of_sale (id),
    -- 1 is Monday.
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 3),
    -- Minutes after midnight in Vietnam, the end exclusive.
    opens INTEGER NOT NULL CHECK (opens >= 0),
    closes INTEGER NOT NULL CHECK (closes <= 1440),
    PRIMARY KEY (point_id, weekday, place),
    CHECK (opens < closes)
);
CREATE TABLE point_of_sale_product (
    point_id {uuid} NOT NULL REFERENCES point_of_sale (id),
    product_id {uuid} NOT NULL REFERENCES product (id),
    note TEXT CHECK (note IS NULL OR LENGTH(note) BETWEEN 1 AND 200),
    added_at {timestamp} NOT NULL,
    PRIMARY KEY (point_id, product_id)
);
CREATE INDEX point_of_sale_product_product ON point_of_sale_product (product_id, point_id);
CREATE TABLE point_of_sale_event (
    point_id {uuid} NOT NULL REFERENCES point_of_sale (id),
    -- From 1: one instant may have several.
    place BIGINT NOT NULL CHECK (place > 0),
    action TEXT NOT NULL CHECK (action IN ('CREATE', 'UPDATE', 'CLOSE', 'PRODUCTS_ADD', 'PRODUCTS_REMOVE')),
    -- JSON: what was before and what came after, by the names of the facts.
    changes TEXT NOT NULL,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    PRIMARY KEY (point_id, place)
);
",
    down: "
DROP TABLE point_of_sale_event;
DROP TABLE point_of_sale_product;
DROP TABLE point_of_sale_hours;
DROP TABLE point_of_sale;
"
}
