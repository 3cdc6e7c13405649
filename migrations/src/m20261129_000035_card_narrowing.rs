//! Cards know the producer's legal form, to be narrowed by, and how often the
//! product was bought, to be sorted by (owner: `catalog`). Every order carries
//! the legal form as it carries all else that lists are narrowed by.

crate::ddl::migration! {
    up: "
ALTER TABLE product_card ADD COLUMN legal_form TEXT NOT NULL DEFAULT '';
ALTER TABLE product_card ADD COLUMN purchases BIGINT NOT NULL DEFAULT 0 CHECK (purchases >= 0);
UPDATE product_card SET
    legal_form = (SELECT p.legal_form FROM producer p WHERE p.id = product_card.producer_id),
    purchases = (SELECT COUNT(*) FROM purchase b WHERE b.product_id = product_card.product_id);
DROP INDEX product_card_newest;
DROP INDEX product_card_price;
DROP INDEX product_card_stars;
DROP INDEX product_card_name;
DROP INDEX product_card_rating;
DROP INDEX product_card_certified;
CREATE INDEX product_card_newest ON product_card
    (published_at DESC, product_id DESC, group_code, product_set, kind, province_code, legal_form, stars, price_min, price_max, in_stock, certificate_issued_on, visible_until, visible_from, commune_code, producer_id, listed)
    WHERE listed;
CREATE INDEX product_card_price ON product_card
    (price_min, product_id, group_code, product_set, kind, province_code, legal_form, stars, price_max, in_stock, published_at, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_stars ON product_card
    (stars DESC, published_at DESC, product_id DESC, group_code, product_set, kind, province_code, legal_form, price_min, price_max, in_stock, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_name ON product_card
    (folded_name, product_id, group_code, product_set, kind, province_code, legal_form, stars, price_min, price_max, in_stock, published_at, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_rating ON product_card
    (rating_hundredths DESC, rating_count DESC, product_id DESC, group_code, product_set, kind, province_code, legal_form, stars, price_min, price_max, in_stock, published_at, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_purchases ON product_card
    (purchases DESC, published_at DESC, product_id DESC, group_code, product_set, kind, province_code, legal_form, stars, price_min, price_max, in_stock, certificate_issued_on, visible_until, visible_from)
    WHERE listed;
CREATE INDEX product_card_certified ON product_card
    (certificate_issued_on DESC, product_id DESC, group_code, product_set, kind, province_code, legal_form, stars, price_min, price_max, in_stock, published_at, visible_until, visible_from)
    WHERE listed;
",
    down: "
DROP INDEX product_card_certified;
DROP INDEX product_card_purchases;
DROP INDEX product_card_rating;
DROP INDEX product_card_name;
DROP INDEX product_card_stars;
DROP INDEX product_card_price;
DROP INDEX product_card_newest;
ALTER TABLE product_card DROP COLUMN purchases;
ALTER TABLE product_card DROP COLUMN legal_form;
CREATE INDEX product_card_newest ON product_card
    (published_at DESC, product_id DESC, group_code, product_set, kind, province_code, stars, price_min, price_max, in_stock, certificate_issued_on, visible_until, visible_from, commune_code, producer_id, listed)
    WHERE listed;
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
"
}
