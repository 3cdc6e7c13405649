//! The typed facts of live listings, by which lists are narrowed (owner:
//! `catalog`). They are filled from the listings as these stand.

crate::ddl::migration! {
    up: "
CREATE TABLE product_attribute (
    product_id {uuid} NOT NULL REFERENCES product (id),
    code TEXT NOT NULL CHECK (LENGTH(code) BETWEEN 1 AND 40),
    choice TEXT CHECK (LENGTH(choice) BETWEEN 1 AND 40),
    number BIGINT,
    PRIMARY KEY (product_id, code),
    CHECK ((choice IS NULL) <> (number IS NULL))
);
CREATE INDEX product_attribute_choice ON product_attribute (code, choice) WHERE choice IS NOT NULL;
CREATE INDEX product_attribute_number ON product_attribute (code, number) WHERE number IS NOT NULL;
",
    sqlite: "
INSERT INTO product_attribute (product_id, code, choice, number)
    SELECT p.id, a.key, json_extract(a.value, '$.CHOICE'), json_extract(a.value, '$.NUMBER')
    FROM product p, json_each(p.attributes) a
    WHERE json_extract(a.value, '$.TEXT') IS NULL;
",
    postgres: "
INSERT INTO product_attribute (product_id, code, choice, number)
    SELECT p.id, a.key, a.value ->> 'CHOICE', CAST(a.value ->> 'NUMBER' AS BIGINT)
    FROM product p CROSS JOIN LATERAL jsonb_each(CAST(p.attributes AS JSONB)) a
    WHERE a.value ->> 'TEXT' IS NULL;
",
    down: "
DROP TABLE product_attribute;
"
}
