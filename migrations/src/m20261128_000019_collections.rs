//! What curators put together of products, and the home page (owner:
//! `catalog`).

crate::ddl::migration! {
    up: "
CREATE TABLE collection (
    id {uuid} PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE CHECK (LENGTH(slug) BETWEEN 1 AND 80),
    kind TEXT NOT NULL CHECK (kind IN ('MANUAL', 'RULE')),
    -- Whose products alone it holds; none for the whole country.
    province_code TEXT,
    title TEXT NOT NULL CHECK (LENGTH(title) BETWEEN 1 AND 120),
    title_en TEXT CHECK (LENGTH(title_en) BETWEEN 1 AND 120),
    description TEXT CHECK (LENGTH(description) BETWEEN 1 AND 2000),
    description_en TEXT CHECK (LENGTH(description_en) BETWEEN 1 AND 2000),
    -- JSON.
    rule TEXT,
    sort TEXT CHECK (sort IN ('NEWEST', 'CERTIFIED', 'STARS', 'PRICE_ASC', 'PRICE_DESC', 'NAME')),
    valid_from {timestamp},
    valid_until {timestamp},
    -- Its season, a bit for each month of the year, January the lowest.
    months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 4095),
    status TEXT NOT NULL CHECK (status IN ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 1000000),
    demo {bool} NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_by {uuid} REFERENCES account (id),
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    published_at {timestamp},
    CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from < valid_until),
    CHECK ((kind = 'RULE') = (rule IS NOT NULL)),
    CHECK ((kind = 'RULE') = (sort IS NOT NULL)),
    CHECK (status <> 'PUBLISHED' OR published_at IS NOT NULL)
);
CREATE INDEX collection_position ON collection (position, id);
CREATE INDEX collection_province ON collection (province_code, position, id);
CREATE INDEX collection_public ON collection (position, id) WHERE status = 'PUBLISHED';
-- What a manual one holds, in the curators' order.
CREATE TABLE collection_product (
    collection_id {uuid} NOT NULL REFERENCES collection (id),
    product_id {uuid} NOT NULL REFERENCES product (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 499),
    PRIMARY KEY (collection_id, product_id),
    UNIQUE (collection_id, position)
);
CREATE INDEX collection_product_product ON collection_product (product_id);
-- Append-only: who did what with a collection.
CREATE TABLE collection_event (
    id {uuid} PRIMARY KEY,
    collection_id {uuid} NOT NULL REFERENCES collection (id),
    act TEXT NOT NULL CHECK (act IN ('CREATE', 'EDIT', 'PUT', 'REMOVE', 'PUBLISH', 'WITHDRAW', 'ARCHIVE')),
    version BIGINT NOT NULL CHECK (version >= 1),
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (collection_id, version)
);
-- Append-only: every version of the home page, the highest is today's.
CREATE TABLE home_page (
    version BIGINT PRIMARY KEY CHECK (version >= 1),
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE TABLE home_block (
    id {uuid} PRIMARY KEY,
    page_version BIGINT NOT NULL REFERENCES home_page (version),
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 29),
    kind TEXT NOT NULL CHECK (kind IN ('BANNER', 'COLLECTION', 'FEATURED_PRODUCERS', 'RECENTLY_CERTIFIED', 'NEW_PRODUCTS')),
    title TEXT CHECK (LENGTH(title) BETWEEN 1 AND 120),
    title_en TEXT CHECK (LENGTH(title_en) BETWEEN 1 AND 120),
    body TEXT CHECK (LENGTH(body) BETWEEN 1 AND 500),
    body_en TEXT CHECK (LENGTH(body_en) BETWEEN 1 AND 500),
    collection_id {uuid} REFERENCES collection (id),
    product_id {uuid} REFERENCES product (id),
    producer_id {uuid} REFERENCES producer (id),
    -- How many products or producers it shows at most.
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 24),
    valid_from {timestamp},
    valid_until {timestamp},
    UNIQUE (page_version, position),
    CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from < valid_until),
    CHECK (kind <> 'BANNER' OR title IS NOT NULL),
    CHECK (kind <> 'COLLECTION' OR collection_id IS NOT NULL),
    CHECK (kind IN ('BANNER', 'COLLECTION') OR collection_id IS NULL),
    CHECK (kind = 'BANNER' OR (product_id IS NULL AND producer_id IS NULL)),
    CHECK (collection_id IS NULL OR product_id IS NULL),
    CHECK (collection_id IS NULL OR producer_id IS NULL),
    CHECK (product_id IS NULL OR producer_id IS NULL)
);
CREATE TABLE home_block_producer (
    block_id {uuid} NOT NULL REFERENCES home_block (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 23),
    PRIMARY KEY (block_id, producer_id),
    UNIQUE (block_id, position)
);
CREATE INDEX product_card_certified ON product_card (certificate_issued_on DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_province_certified ON product_card (province_code, certificate_issued_on DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_set ON product_card (product_set, published_at DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_set_province ON product_card (product_set, province_code, published_at DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_group_province ON product_card (group_code, province_code, published_at DESC, product_id DESC) WHERE listed;
",
    down: "
DROP INDEX product_card_group_province;
DROP INDEX product_card_set_province;
DROP INDEX product_card_set;
DROP INDEX product_card_province_certified;
DROP INDEX product_card_certified;
DROP TABLE home_block_producer;
DROP TABLE home_block;
DROP TABLE home_page;
DROP TABLE collection_event;
DROP TABLE collection_product;
DROP TABLE collection;
"
}
