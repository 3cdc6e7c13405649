//! What people upload (owner: `files`).

crate::ddl::migration! {
    up: "
CREATE TABLE stored_file (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('DOSSIER_DOCUMENT', 'REGISTER_IMPORT', 'REGISTER_EXPORT')),
    file_name TEXT NOT NULL CHECK (LENGTH(file_name) BETWEEN 1 AND 200),
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    -- Of the content, in lower-case hexadecimal; also where it lies.
    sha256 TEXT NOT NULL CHECK (LENGTH(sha256) = 64),
    created_at {timestamp} NOT NULL
);
CREATE INDEX stored_file_account ON stored_file (account_id, created_at, id);
CREATE TABLE stored_file_day (
    account_id {uuid} NOT NULL REFERENCES account (id),
    -- A day in Vietnam.
    day {date} NOT NULL,
    files BIGINT NOT NULL CHECK (files BETWEEN 1 AND 100),
    bytes BIGINT NOT NULL CHECK (bytes BETWEEN 1 AND 500000000),
    PRIMARY KEY (account_id, day)
);
",
    down: "
DROP TABLE stored_file_day;
DROP TABLE stored_file;
"
}
