//! Sales by the cuts of the programme's figures (owner: `orders`), and how to
//! find the revocations of a year (owner: `programme`).

crate::ddl::migration! {
    up: "
-- In which group and from where it was sold: frozen as its stars and its
-- seller's legal form are. What was sold before takes what holds today.
ALTER TABLE order_line ADD COLUMN group_code TEXT NOT NULL DEFAULT '';
ALTER TABLE producer_order ADD COLUMN province_code TEXT NOT NULL DEFAULT '';
ALTER TABLE producer_order ADD COLUMN commune_code TEXT NOT NULL DEFAULT '';
UPDATE order_line SET group_code = COALESCE(
    (SELECT c.group_code FROM product_card c WHERE c.product_id = order_line.product_id), '');
UPDATE producer_order SET
    province_code = (SELECT p.province_code FROM producer p WHERE p.id = producer_order.producer_id),
    commune_code = (SELECT p.commune_code FROM producer p WHERE p.id = producer_order.producer_id);
-- A delivered part, once: written with the delivery, counted afterwards.
CREATE TABLE sale (
    producer_order_id {uuid} PRIMARY KEY REFERENCES producer_order (id),
    year INTEGER NOT NULL,
    counted {bool} NOT NULL
);
CREATE INDEX sale_uncounted ON sale (producer_order_id) WHERE counted = FALSE;
-- What the counted sales add up to. '*' and 0 stand for all: a part with lines
-- in two groups is one order in either and one in both together, so the whole
-- is a row of its own and not a sum.
CREATE TABLE sales_figure (
    year INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    legal_form TEXT NOT NULL,
    commune_code TEXT NOT NULL,
    group_code TEXT NOT NULL,
    stars INTEGER NOT NULL CHECK (stars IN (0, 3, 4, 5)),
    orders BIGINT NOT NULL CHECK (orders >= 0),
    units BIGINT NOT NULL CHECK (units >= 0),
    revenue BIGINT NOT NULL CHECK (revenue >= 0),
    PRIMARY KEY (year, province_code, legal_form, commune_code, group_code, stars),
    -- Communes are counted as a whole only.
    CHECK ((commune_code = '*') = (legal_form <> '*')),
    CHECK (commune_code = '*' OR (group_code = '*' AND stars = 0))
);
CREATE INDEX certificate_event_revoked ON certificate_event (at) WHERE status = 'REVOKED';
",
    down: "
DROP INDEX certificate_event_revoked;
DROP TABLE sales_figure;
DROP TABLE sale;
ALTER TABLE producer_order DROP COLUMN commune_code;
ALTER TABLE producer_order DROP COLUMN province_code;
ALTER TABLE order_line DROP COLUMN group_code;
"
}
