//! SQLite looks whether a product is what a list asks for among those that are
//! (owner: `catalog`). By the product it would look there as readily, all over an
//! index fifty times as large; the key of that index is written so that no
//! such question fits it.

crate::ddl::migration! {
    up: "",
    sqlite: "
DROP INDEX product_attribute_product;
CREATE UNIQUE INDEX product_attribute_product ON product_attribute (product_id, (code || ''));
",
    postgres: "",
    down: "
DROP INDEX product_attribute_product;
CREATE UNIQUE INDEX product_attribute_product ON product_attribute (product_id, code);
"
}
