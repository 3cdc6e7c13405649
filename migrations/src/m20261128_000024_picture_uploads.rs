//! Pictures that are announced, put and fetched (owner: `pictures`).

crate::ddl::migration! {
    up: "
CREATE TABLE picture_upload (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    account_id {uuid} NOT NULL REFERENCES account (id),
    media_type TEXT NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    -- As it was announced; so many come, or none.
    bytes BIGINT NOT NULL CHECK (bytes BETWEEN 1 AND 10000000),
    created_at {timestamp} NOT NULL,
    expires_at {timestamp} NOT NULL CHECK (expires_at > created_at),
    -- What became of it; a picture that is swept takes its upload along.
    picture_id {uuid} REFERENCES picture (id) ON DELETE CASCADE
);
CREATE INDEX picture_upload_expiry ON picture_upload (expires_at, id);
CREATE INDEX picture_upload_account ON picture_upload (account_id, expires_at);
CREATE INDEX picture_upload_picture ON picture_upload (picture_id);
CREATE TABLE picture_upload_day (
    account_id {uuid} NOT NULL REFERENCES account (id),
    day {date} NOT NULL,
    uploads BIGINT NOT NULL CHECK (uploads BETWEEN 1 AND 1000),
    PRIMARY KEY (account_id, day)
);
",
    down: "
DROP TABLE picture_upload_day;
DROP TABLE picture_upload;
"
}
