//! Every order of cards has one index that carries, behind its key, all that
//! lists are narrowed by (owner: `catalog`): whoever walks along it reads only
//! the cards that it shows. The newest carry all that facets count as well, so
//! that no card is read to be counted; SQLite wants the condition's own column
//! among them for that.
//! A commune's cards are few, and are found by it.

crate::ddl::migration! {
    up: "
DROP INDEX product_card_newest;
DROP INDEX product_card_price;
DROP INDEX product_card_stars;
DROP INDEX product_card_name;
DROP INDEX product_card_rating;
DROP INDEX product_card_certified;
CREATE INDEX product_card_newest ON product_card
    (published_at DESC, product_id DESC, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, certificate_issued_on, visible_until, visible_from, commune_code, producer_id, listed)
    WHERE listed;
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
CREATE INDEX product_card_commune ON product_card (commune_code, published_at DESC, product_id DESC) WHERE listed;
",
    down: "
DROP INDEX product_card_commune;
DROP INDEX product_card_certified;
DROP INDEX product_card_rating;
DROP INDEX product_card_name;
DROP INDEX product_card_stars;
DROP INDEX product_card_price;
DROP INDEX product_card_newest;
CREATE INDEX product_card_certified ON product_card (certificate_issued_on DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_rating ON product_card (rating_hundredths DESC, rating_count DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_name ON product_card (folded_name, product_id) WHERE listed;
CREATE INDEX product_card_stars ON product_card (stars DESC, published_at DESC, product_id DESC) WHERE listed;
CREATE INDEX product_card_price ON product_card (price_min, product_id) WHERE listed;
CREATE INDEX product_card_newest ON product_card (published_at DESC, product_id DESC) WHERE listed;
"
}
