//! What producers propose for their listings, how moderators answer, and what
//! is on record about it (owner: `catalog`).

crate::ddl::migration! {
    up: "
ALTER TABLE product ADD COLUMN story_html TEXT;
ALTER TABLE product ADD COLUMN story_html_en TEXT;
ALTER TABLE product ADD COLUMN videos TEXT NOT NULL DEFAULT '[]';
ALTER TABLE product ADD COLUMN warnings TEXT;
ALTER TABLE product ADD COLUMN storage TEXT;
ALTER TABLE product ADD COLUMN declaration TEXT;
ALTER TABLE product ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
ALTER TABLE product ADD COLUMN options TEXT NOT NULL DEFAULT '[]';
-- Whether the producer hides it for a while.
ALTER TABLE product ADD COLUMN paused {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE product_variant ADD COLUMN gtin TEXT CHECK (LENGTH(gtin) IN (8, 12, 13, 14));
ALTER TABLE product_variant ADD COLUMN choices TEXT NOT NULL DEFAULT '[]';
ALTER TABLE product_variant ADD COLUMN length_mm INTEGER CHECK (length_mm BETWEEN 1 AND 3000);
ALTER TABLE product_variant ADD COLUMN width_mm INTEGER CHECK (width_mm BETWEEN 1 AND 3000);
ALTER TABLE product_variant ADD COLUMN height_mm INTEGER CHECK (height_mm BETWEEN 1 AND 3000);
ALTER TABLE product_variant ADD COLUMN min_per_order INTEGER NOT NULL DEFAULT 1 CHECK (min_per_order BETWEEN 1 AND 1000);
-- Taken out of the listing: orders and stock still know it, nobody buys it.
ALTER TABLE product_variant ADD COLUMN retired_at {timestamp};
-- The last price that a moderator saw; what jumps away from it waits.
ALTER TABLE product_variant ADD COLUMN reviewed_price BIGINT CHECK (reviewed_price BETWEEN 1 AND 1000000000);
-- Prices for whoever buys many, JSON.
ALTER TABLE product_variant ADD COLUMN tiers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE product_image ADD COLUMN picture_id {uuid};
ALTER TABLE product_image ADD COLUMN focus_x INTEGER CHECK (focus_x BETWEEN 0 AND 1000);
ALTER TABLE product_image ADD COLUMN focus_y INTEGER CHECK (focus_y BETWEEN 0 AND 1000);
ALTER TABLE product_image ADD COLUMN placeholder TEXT;
ALTER TABLE product_image ADD COLUMN renditions TEXT NOT NULL DEFAULT '[]';
CREATE INDEX product_image_picture ON product_image (picture_id);
CREATE TABLE listing_change (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    status TEXT NOT NULL CHECK (status IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'WITHDRAWN')),
    content TEXT NOT NULL,
    base_version BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    created_by {uuid} REFERENCES account (id),
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    submitted_at {timestamp},
    submissions INTEGER NOT NULL CHECK (submissions >= 0),
    claimed_by {uuid} REFERENCES account (id),
    claimed_until {timestamp},
    decided_by {uuid} REFERENCES account (id),
    decided_at {timestamp},
    reasons TEXT NOT NULL,
    note TEXT CHECK (LENGTH(note) BETWEEN 1 AND 2000),
    CHECK (status IN ('DRAFT', 'WITHDRAWN') OR submitted_at IS NOT NULL),
    CHECK (status NOT IN ('APPROVED', 'RETURNED') OR decided_at IS NOT NULL),
    CHECK (status <> 'RETURNED' OR reasons <> '[]'),
    CHECK ((claimed_by IS NULL) = (claimed_until IS NULL))
);
CREATE UNIQUE INDEX listing_change_open ON listing_change (product_id) WHERE status IN ('DRAFT', 'SUBMITTED', 'RETURNED');
CREATE INDEX listing_change_product ON listing_change (product_id, id);
CREATE INDEX listing_change_queue ON listing_change (submitted_at, id) WHERE status = 'SUBMITTED';
CREATE INDEX listing_change_decided ON listing_change (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX listing_change_producer ON listing_change (producer_id, id);
-- Append-only: who did what with a listing.
CREATE TABLE listing_event (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    change_id {uuid} REFERENCES listing_change (id),
    act TEXT NOT NULL,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX listing_event_product ON listing_event (product_id, id);
-- Prices that jump wait here, one a variant.
CREATE TABLE price_request (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    variant_id {uuid} NOT NULL REFERENCES product_variant (id),
    price BIGINT NOT NULL CHECK (price BETWEEN 1 AND 1000000000),
    compare_at_price BIGINT CHECK (compare_at_price > price AND compare_at_price <= 1000000000),
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
    asked_at {timestamp} NOT NULL,
    decided_by {uuid} REFERENCES account (id),
    decided_at {timestamp},
    note TEXT CHECK (LENGTH(note) BETWEEN 1 AND 2000),
    tiers TEXT NOT NULL,
    CHECK ((status = 'WAITING') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX price_request_waiting ON price_request (variant_id) WHERE status = 'WAITING';
CREATE INDEX price_request_queue ON price_request (asked_at, id) WHERE status = 'WAITING';
-- What authorities ordered to be taken down; an end when it was lifted.
CREATE TABLE take_down (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    authority TEXT NOT NULL CHECK (LENGTH(authority) BETWEEN 1 AND 200),
    order_number TEXT NOT NULL CHECK (LENGTH(order_number) BETWEEN 1 AND 100),
    ordered_on {date} NOT NULL,
    reason TEXT NOT NULL CHECK (LENGTH(reason) BETWEEN 1 AND 2000),
    taken_by {uuid} REFERENCES account (id),
    taken_at {timestamp} NOT NULL,
    lifted_by {uuid} REFERENCES account (id),
    lifted_at {timestamp},
    lift_reason TEXT CHECK (LENGTH(lift_reason) BETWEEN 1 AND 2000),
    CHECK ((lifted_at IS NULL) = (lift_reason IS NULL))
);
CREATE UNIQUE INDEX take_down_standing ON take_down (product_id) WHERE lifted_at IS NULL;
CREATE INDEX take_down_product ON take_down (product_id, id);
UPDATE product_variant SET reviewed_price = price;
",
    down: "
DROP TABLE take_down;
DROP TABLE price_request;
DROP TABLE listing_event;
DROP TABLE listing_change;
DROP INDEX product_image_picture;
ALTER TABLE product_image DROP COLUMN renditions;
ALTER TABLE product_image DROP COLUMN placeholder;
ALTER TABLE product_image DROP COLUMN focus_y;
ALTER TABLE product_image DROP COLUMN focus_x;
ALTER TABLE product_image DROP COLUMN picture_id;
ALTER TABLE product_variant DROP COLUMN tiers;
ALTER TABLE product_variant DROP COLUMN reviewed_price;
ALTER TABLE product_variant DROP COLUMN retired_at;
ALTER TABLE product_variant DROP COLUMN min_per_order;
ALTER TABLE product_variant DROP COLUMN height_mm;
ALTER TABLE product_variant DROP COLUMN width_mm;
ALTER TABLE product_variant DROP COLUMN length_mm;
ALTER TABLE product_variant DROP COLUMN choices;
ALTER TABLE product_variant DROP COLUMN gtin;
ALTER TABLE product DROP COLUMN paused;
ALTER TABLE product DROP COLUMN options;
ALTER TABLE product DROP COLUMN attributes;
ALTER TABLE product DROP COLUMN declaration;
ALTER TABLE product DROP COLUMN storage;
ALTER TABLE product DROP COLUMN warnings;
ALTER TABLE product DROP COLUMN videos;
ALTER TABLE product DROP COLUMN story_html_en;
ALTER TABLE product DROP COLUMN story_html;
"
}
