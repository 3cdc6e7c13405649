//! What buyers say of products, what people ask about them, what they keep in
//! mind and what they report (owner: `catalog`); pictures of buyers (owner:
//! `pictures`).

crate::ddl::migration! {
    up: "
-- What was delivered, a row a line: the proof that somebody bought it. Written
-- with the delivery.
CREATE TABLE purchase (
    order_line_id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    variant_id {uuid} NOT NULL REFERENCES product_variant (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    -- Who bought it signed in.
    account_id {uuid} REFERENCES account (id),
    delivered_at {timestamp} NOT NULL
);
CREATE INDEX purchase_product ON purchase (product_id);
-- What was delivered before there was this table.
INSERT INTO purchase (order_line_id, product_id, variant_id, producer_id, account_id, delivered_at)
    SELECT l.id, l.product_id, l.variant_id, p.producer_id, o.account_id, COALESCE(f.delivered_at, p.updated_at)
    FROM order_line l JOIN producer_order p ON p.id = l.producer_order_id
    JOIN customer_order o ON o.id = p.order_id
    LEFT JOIN fulfillment f ON f.producer_order_id = p.id
    WHERE p.status = 'DELIVERED';
CREATE TABLE review (
    id {uuid} PRIMARY KEY,
    -- One for each line, also after it was withdrawn.
    order_line_id {uuid} NOT NULL UNIQUE REFERENCES purchase (order_line_id),
    product_id {uuid} NOT NULL REFERENCES product (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    account_id {uuid} REFERENCES account (id),
    -- Shortened; the whole name is not kept here.
    author_name TEXT CHECK (LENGTH(author_name) BETWEEN 1 AND 60),
    delivered_at {timestamp} NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'PUBLIC', 'CHANGED', 'REFUSED', 'WITHDRAWN')),
    -- What the public reads.
    stars INTEGER CHECK (stars BETWEEN 1 AND 5),
    title TEXT CHECK (LENGTH(title) BETWEEN 1 AND 100),
    body TEXT CHECK (LENGTH(body) BETWEEN 1 AND 5000),
    images TEXT NOT NULL,
    has_images {bool} NOT NULL,
    published_at {timestamp},
    edited_at {timestamp},
    -- What waits for a moderator, or was refused.
    new_stars INTEGER CHECK (new_stars BETWEEN 1 AND 5),
    new_title TEXT CHECK (LENGTH(new_title) BETWEEN 1 AND 100),
    new_body TEXT CHECK (LENGTH(new_body) BETWEEN 1 AND 5000),
    new_images TEXT NOT NULL,
    marks TEXT NOT NULL,
    submitted_at {timestamp} NOT NULL,
    submissions INTEGER NOT NULL CHECK (submissions BETWEEN 1 AND 10),
    reasons TEXT NOT NULL,
    note TEXT CHECK (LENGTH(note) BETWEEN 1 AND 2000),
    -- What the producer answers.
    answer TEXT CHECK (LENGTH(answer) BETWEEN 1 AND 2000),
    answered_at {timestamp},
    answer_edited_at {timestamp},
    answer_removed {bool} NOT NULL,
    helpful BIGINT NOT NULL CHECK (helpful >= 0),
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK ((status IN ('PUBLIC', 'CHANGED')) = (stars IS NOT NULL)),
    CHECK ((stars IS NULL) = (body IS NULL)),
    CHECK (stars IS NULL OR published_at IS NOT NULL),
    CHECK (status NOT IN ('WAITING', 'CHANGED', 'REFUSED') OR new_stars IS NOT NULL),
    CHECK ((new_stars IS NULL) = (new_body IS NULL)),
    CHECK (status <> 'WITHDRAWN' OR (new_stars IS NULL AND answer IS NULL)),
    CHECK (status <> 'REFUSED' OR reasons <> '[]'),
    CHECK (answer IS NULL OR answered_at IS NOT NULL)
);
CREATE INDEX review_newest ON review (product_id, published_at DESC, id DESC) WHERE status IN ('PUBLIC', 'CHANGED');
CREATE INDEX review_helpful ON review (product_id, helpful DESC, published_at DESC, id DESC) WHERE status IN ('PUBLIC', 'CHANGED');
CREATE INDEX review_stars ON review (product_id, stars DESC, published_at DESC, id DESC) WHERE status IN ('PUBLIC', 'CHANGED');
CREATE INDEX review_queue ON review (submitted_at, id) WHERE status IN ('WAITING', 'CHANGED');
CREATE INDEX review_account ON review (account_id, created_at DESC, id DESC) WHERE account_id IS NOT NULL;
CREATE INDEX review_producer ON review (producer_id, published_at DESC, id DESC) WHERE status IN ('PUBLIC', 'CHANGED');
-- Which pictures reviews show or want to show.
CREATE TABLE review_picture (
    review_id {uuid} NOT NULL REFERENCES review (id),
    picture_id {uuid} NOT NULL,
    PRIMARY KEY (review_id, picture_id)
);
CREATE INDEX review_picture_picture ON review_picture (picture_id);
-- Who found a review helpful.
CREATE TABLE review_vote (
    review_id {uuid} NOT NULL REFERENCES review (id),
    account_id {uuid} NOT NULL REFERENCES account (id),
    at {timestamp} NOT NULL,
    PRIMARY KEY (review_id, account_id)
);
CREATE INDEX review_vote_account ON review_vote (account_id);
CREATE TABLE question (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    account_id {uuid} NOT NULL REFERENCES account (id),
    author_name TEXT CHECK (LENGTH(author_name) BETWEEN 1 AND 60),
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'PUBLIC', 'REFUSED', 'WITHDRAWN')),
    body TEXT CHECK (LENGTH(body) BETWEEN 1 AND 1000),
    marks TEXT NOT NULL,
    reasons TEXT NOT NULL,
    note TEXT CHECK (LENGTH(note) BETWEEN 1 AND 2000),
    asked_at {timestamp} NOT NULL,
    published_at {timestamp},
    answer TEXT CHECK (LENGTH(answer) BETWEEN 1 AND 2000),
    answered_at {timestamp},
    answer_edited_at {timestamp},
    answer_removed {bool} NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK ((status = 'WITHDRAWN') = (body IS NULL)),
    CHECK (status <> 'PUBLIC' OR published_at IS NOT NULL),
    CHECK (status <> 'REFUSED' OR reasons <> '[]'),
    CHECK (answer IS NULL OR answered_at IS NOT NULL)
);
CREATE INDEX question_newest ON question (product_id, published_at DESC, id DESC) WHERE status = 'PUBLIC';
CREATE INDEX question_queue ON question (asked_at, id) WHERE status = 'WAITING';
CREATE INDEX question_account ON question (account_id, asked_at DESC, id DESC);
CREATE INDEX question_producer ON question (producer_id, published_at, id) WHERE status = 'PUBLIC';
-- How many products an account keeps in mind: counted, so that no two writers
-- put one too many.
CREATE TABLE wishlist (
    account_id {uuid} PRIMARY KEY REFERENCES account (id),
    entries BIGINT NOT NULL CHECK (entries BETWEEN 0 AND 500)
);
CREATE TABLE wishlist_entry (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    product_id {uuid} NOT NULL REFERENCES product (id),
    added_at {timestamp} NOT NULL,
    UNIQUE (account_id, product_id)
);
CREATE INDEX wishlist_entry_order ON wishlist_entry (account_id, added_at, id);
CREATE TABLE listing_report (
    id {uuid} PRIMARY KEY,
    product_id {uuid} NOT NULL REFERENCES product (id),
    account_id {uuid} REFERENCES account (id),
    -- A guest's address in lower case, and the hash of the secret by which the
    -- guest reads what came of it.
    contact_email TEXT CHECK (LENGTH(contact_email) BETWEEN 3 AND 254),
    token_hash {bytes} UNIQUE,
    reason TEXT NOT NULL CHECK (reason IN ('FALSE_STAR', 'FAKE', 'FORBIDDEN', 'WRONG_INFORMATION', 'OTHER')),
    body TEXT NOT NULL CHECK (LENGTH(body) BETWEEN 1 AND 2000),
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'DISMISSED', 'CHANGE_ASKED', 'TAKEN_DOWN')),
    answer TEXT CHECK (LENGTH(answer) BETWEEN 1 AND 2000),
    take_down_id {uuid} REFERENCES take_down (id),
    created_at {timestamp} NOT NULL,
    decided_by {uuid} REFERENCES account (id),
    decided_at {timestamp},
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK ((account_id IS NULL) = (contact_email IS NOT NULL)),
    CHECK ((account_id IS NULL) = (token_hash IS NOT NULL)),
    CHECK ((status = 'OPEN') = (decided_at IS NULL)),
    CHECK ((status = 'OPEN') = (answer IS NULL)),
    CHECK ((status = 'TAKEN_DOWN') = (take_down_id IS NOT NULL))
);
-- Of guests there may be several: a refusal would tell that somebody with that
-- address has reported.
CREATE UNIQUE INDEX listing_report_open_account ON listing_report (product_id, account_id) WHERE status = 'OPEN' AND account_id IS NOT NULL;
CREATE INDEX listing_report_queue ON listing_report (created_at, id) WHERE status = 'OPEN';
CREATE INDEX listing_report_account ON listing_report (account_id, created_at DESC, id DESC) WHERE account_id IS NOT NULL;
-- Append-only: who did what with a review, a question or a report.
CREATE TABLE feedback_event (
    id {uuid} PRIMARY KEY,
    subject_id {uuid} NOT NULL,
    act TEXT NOT NULL,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX feedback_event_subject ON feedback_event (subject_id, id);
-- How many questions and reports somebody sent on a day.
CREATE TABLE feedback_day (
    day {date} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('QUESTION', 'REPORT')),
    sender TEXT NOT NULL,
    sent BIGINT NOT NULL CHECK (sent BETWEEN 1 AND 100),
    PRIMARY KEY (day, kind, sender)
);
-- What buyers say, in numbers: so that no list needs a statement more. The
-- mean, in hundredths, is there to sort by.
ALTER TABLE product_card ADD COLUMN rating_1 BIGINT NOT NULL DEFAULT 0 CHECK (rating_1 >= 0);
ALTER TABLE product_card ADD COLUMN rating_2 BIGINT NOT NULL DEFAULT 0 CHECK (rating_2 >= 0);
ALTER TABLE product_card ADD COLUMN rating_3 BIGINT NOT NULL DEFAULT 0 CHECK (rating_3 >= 0);
ALTER TABLE product_card ADD COLUMN rating_4 BIGINT NOT NULL DEFAULT 0 CHECK (rating_4 >= 0);
ALTER TABLE product_card ADD COLUMN rating_5 BIGINT NOT NULL DEFAULT 0 CHECK (rating_5 >= 0);
ALTER TABLE product_card ADD COLUMN rating_count BIGINT NOT NULL DEFAULT 0
    CHECK (rating_count = rating_1 + rating_2 + rating_3 + rating_4 + rating_5);
ALTER TABLE product_card ADD COLUMN rating_hundredths INTEGER NOT NULL DEFAULT 0
    CHECK ((rating_count = 0 AND rating_hundredths = 0) OR (rating_count > 0 AND rating_hundredths BETWEEN 100 AND 500));
CREATE INDEX product_card_rating ON product_card (rating_hundredths DESC, rating_count DESC, product_id DESC) WHERE listed;
-- A picture is a producer's, or a buyer's for the review of what was bought.
CREATE TABLE picture_anew (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} REFERENCES producer (id),
    order_line_id {uuid},
    account_id {uuid} REFERENCES account (id),
    -- Of what was uploaded: the same bytes again are the same picture.
    sha256 TEXT NOT NULL CHECK (LENGTH(sha256) = 64),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    placeholder TEXT NOT NULL,
    renditions TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    created_at {timestamp} NOT NULL,
    UNIQUE (producer_id, sha256),
    UNIQUE (order_line_id, sha256),
    CHECK ((producer_id IS NULL) <> (order_line_id IS NULL))
);
INSERT INTO picture_anew (id, producer_id, account_id, sha256, width, height, placeholder, renditions, bytes, created_at)
    SELECT id, producer_id, account_id, sha256, width, height, placeholder, renditions, bytes, created_at FROM picture;
DROP TABLE picture;
ALTER TABLE picture_anew RENAME TO picture;
CREATE INDEX picture_age ON picture (created_at, id);
",
    down: "
CREATE TABLE picture_before (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    account_id {uuid} REFERENCES account (id),
    sha256 TEXT NOT NULL CHECK (LENGTH(sha256) = 64),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    placeholder TEXT NOT NULL,
    renditions TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    created_at {timestamp} NOT NULL,
    UNIQUE (producer_id, sha256)
);
INSERT INTO picture_before (id, producer_id, account_id, sha256, width, height, placeholder, renditions, bytes, created_at)
    SELECT id, producer_id, account_id, sha256, width, height, placeholder, renditions, bytes, created_at FROM picture
    WHERE producer_id IS NOT NULL;
DROP TABLE picture;
ALTER TABLE picture_before RENAME TO picture;
CREATE INDEX picture_age ON picture (created_at, id);
DROP INDEX product_card_rating;
ALTER TABLE product_card DROP COLUMN rating_hundredths;
ALTER TABLE product_card DROP COLUMN rating_count;
ALTER TABLE product_card DROP COLUMN rating_5;
ALTER TABLE product_card DROP COLUMN rating_4;
ALTER TABLE product_card DROP COLUMN rating_3;
ALTER TABLE product_card DROP COLUMN rating_2;
ALTER TABLE product_card DROP COLUMN rating_1;
DROP TABLE feedback_day;
DROP TABLE feedback_event;
DROP TABLE listing_report;
DROP TABLE wishlist_entry;
DROP TABLE wishlist;
DROP TABLE question;
DROP TABLE review_vote;
DROP TABLE review_picture;
DROP TABLE review;
DROP TABLE purchase;
"
}
