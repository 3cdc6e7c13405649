//! A producer's imports are listed by age (owner: `catalog`).

crate::ddl::migration! {
    up: "
CREATE INDEX listing_import_producer ON listing_import (producer_id, id DESC);
",
    down: "
DROP INDEX listing_import_producer;
"
}
