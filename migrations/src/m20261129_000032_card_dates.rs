//! The orders of cards carry from when a card is public, too (owner:
//! `catalog`). Nearly every card is public already, but SQLite reads it for
//! that alone before it asks for its attributes.

crate::ddl::migration! {
    up: "
DROP INDEX product_card_price;
DROP INDEX product_card_stars;
DROP INDEX product_card_name;
DROP INDEX product_card_rating;
DROP INDEX product_card_certified;
CREATE INDEX product_card_price ON product_card
    (price_min, product_id, group_code, product_set, kind, province_code, stars, price_max, in_stock, published_at, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_stars ON product_card
    (stars DESC, published_at DESC, product_id DESC, group_code, product_set, kind, province_code, price_min, price_max, in_stock, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_name ON product_card
    (folded_name, product_id, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, published_at, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_rating ON product_card
    (rating_hundredths DESC, rating_count DESC, product_id DESC, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, published_at, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_certified ON product_card
    (certificate_issued_on DESC, product_id DESC, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, published_at, visible_until, visible_from)
    WHERE listed;
",
    down: "
DROP INDEX product_card_certified;
DROP INDEX product_card_rating;
DROP INDEX product_card_name;
DROP INDEX product_card_stars;
DROP INDEX product_card_price;
CREATE INDEX product_card_price ON product_card
    (price_min, product_id, group_code, product_set, kind, province_code, stars, price_max, in_stock, published_at, certificate_issued_on, visible_until)
    WHERE listed;
CREATE INDEX product_card_stars ON product_card
    (stars DESC, published_at DESC, product_id DESC, group_code, product_set, kind, province_code, price_min, price_max, in_stock, certificate_issued_on, visible_until)
    WHERE listed;
CREATE INDEX product_card_name ON product_card
    (folded_name, product_id, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, published_at, certificate_issued_on, visible_until)
    WHERE listed;
CREATE INDEX product_card_rating ON product_card
    (rating_hundredths DESC, rating_count DESC, product_id DESC, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, published_at, certificate_issued_on, visible_until)
    WHERE listed;
CREATE INDEX product_card_certified ON product_card
    (certificate_issued_on DESC, product_id DESC, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, published_at, visible_until)
    WHERE listed;
"
}
