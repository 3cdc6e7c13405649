//! How many units stand at points of sale (owner: `catalog`). What `stock`
//! counts is the producer's store, from which orders are sent.

crate::ddl::migration! {
    up: "
CREATE TABLE point_of_sale_stock (
    point_id {uuid} NOT NULL REFERENCES point_of_sale (id),
    variant_id {uuid} NOT NULL REFERENCES product_variant (id),
    on_hand BIGINT NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000),
    counted_at {timestamp} NOT NULL,
    PRIMARY KEY (point_id, variant_id)
);
CREATE INDEX point_of_sale_stock_variant ON point_of_sale_stock (variant_id, point_id);
-- Append-only: the stock of a point is the sum of its changes.
CREATE TABLE point_of_sale_stock_movement (
    id {uuid} PRIMARY KEY,
    point_id {uuid} NOT NULL REFERENCES point_of_sale (id),
    variant_id {uuid} NOT NULL REFERENCES product_variant (id),
    kind TEXT NOT NULL CHECK (kind IN ('MOVE', 'COUNT')),
    change BIGINT NOT NULL,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX point_of_sale_stock_movement_place ON point_of_sale_stock_movement (point_id, variant_id);
",
    down: "
DROP TABLE point_of_sale_stock_movement;
DROP TABLE point_of_sale_stock;
"
}
