//! The typed facts of live listings lie by what they say, which finds and counts
//! who says it, and stand once more by product, where a card's are whole in the
//! index (owner: `catalog`). A value is the text that facets name.

crate::ddl::migration! {
    up: "
ALTER TABLE product_attribute RENAME TO product_attribute_before;
CREATE TABLE product_attribute (
    product_id {uuid} NOT NULL REFERENCES product (id),
    code TEXT NOT NULL CHECK (LENGTH(code) BETWEEN 1 AND 40),
    value TEXT NOT NULL CHECK (LENGTH(value) BETWEEN 1 AND 40),
    number BIGINT CHECK (value = CAST(number AS TEXT)),
    CONSTRAINT product_attribute_value PRIMARY KEY (code, value, product_id)
) {clustered};
INSERT INTO product_attribute (product_id, code, value, number)
    SELECT product_id, code, COALESCE(choice, CAST(number AS TEXT)), number
    FROM product_attribute_before
    ORDER BY code, COALESCE(choice, CAST(number AS TEXT)), product_id;
DROP TABLE product_attribute_before;
CREATE UNIQUE INDEX product_attribute_product ON product_attribute (product_id, code);
CREATE INDEX product_attribute_number ON product_attribute (code, number, product_id) WHERE number IS NOT NULL;
",
    down: "
ALTER TABLE product_attribute RENAME TO product_attribute_after;
DROP INDEX product_attribute_number;
CREATE TABLE product_attribute (
    product_id {uuid} NOT NULL REFERENCES product (id),
    code TEXT NOT NULL CHECK (LENGTH(code) BETWEEN 1 AND 40),
    choice TEXT CHECK (LENGTH(choice) BETWEEN 1 AND 40),
    number BIGINT,
    PRIMARY KEY (product_id, code),
    CHECK ((choice IS NULL) <> (number IS NULL))
);
INSERT INTO product_attribute (product_id, code, choice, number)
    SELECT product_id, code, CASE WHEN number IS NULL THEN value END, number
    FROM product_attribute_after;
DROP TABLE product_attribute_after;
CREATE INDEX product_attribute_choice ON product_attribute (code, choice) WHERE choice IS NOT NULL;
CREATE INDEX product_attribute_number ON product_attribute (code, number) WHERE number IS NOT NULL;
"
}
