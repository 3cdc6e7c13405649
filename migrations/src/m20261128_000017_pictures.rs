//! Pictures that producers upload (owner: `pictures`).

crate::ddl::migration! {
    up: "
CREATE TABLE picture (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    account_id {uuid} REFERENCES account (id),
    -- Of what was uploaded: the same bytes again are the same picture.
    sha256 TEXT NOT NULL CHECK (LENGTH(sha256) = 64),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    placeholder TEXT NOT NULL,
    renditions TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    created_at {timestamp} NOT NULL,
    UNIQUE (producer_id, sha256)
);
CREATE INDEX picture_age ON picture (created_at, id);
CREATE TABLE picture_day (
    account_id {uuid} NOT NULL REFERENCES account (id),
    day {date} NOT NULL,
    pictures BIGINT NOT NULL CHECK (pictures BETWEEN 1 AND 500),
    PRIMARY KEY (account_id, day)
);
",
    down: "
DROP TABLE picture_day;
DROP TABLE picture;
"
}
