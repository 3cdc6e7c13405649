//! Existing certificates from and to spreadsheets (owner: `programme`).

crate::ddl::migration! {
    up: "
CREATE TABLE register_import (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    file_id {uuid} NOT NULL REFERENCES stored_file (id),
    -- JSON: which column is which field, as far as somebody said so.
    mapping TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('ALL', 'VALID_ROWS')),
    dry_run {bool} NOT NULL,
    -- The provinces that its account ran when it began, separated by commas,
    -- and NULL for all of them.
    provinces TEXT,
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'CHECKING', 'WRITING', 'DONE', 'REFUSED')),
    refusal TEXT,
    refusal_place TEXT,
    rows_total INTEGER NOT NULL DEFAULT 0 CHECK (rows_total >= 0),
    rows_checked INTEGER NOT NULL DEFAULT 0 CHECK (rows_checked BETWEEN 0 AND rows_total),
    rows_written INTEGER NOT NULL DEFAULT 0 CHECK (rows_written BETWEEN 0 AND rows_total),
    created INTEGER NOT NULL DEFAULT 0 CHECK (created >= 0),
    producers_created INTEGER NOT NULL DEFAULT 0 CHECK (producers_created >= 0),
    unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
    failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
    created_at {timestamp} NOT NULL,
    finished_at {timestamp},
    CHECK ((status = 'REFUSED') = (refusal IS NOT NULL)),
    CHECK ((status IN ('DONE', 'REFUSED')) = (finished_at IS NOT NULL)),
    CHECK (dry_run = FALSE OR rows_written = 0)
);
CREATE TABLE register_import_error (
    import_id {uuid} NOT NULL REFERENCES register_import (id),
    position BIGINT NOT NULL,
    line INTEGER NOT NULL,
    column_index INTEGER,
    header TEXT,
    code TEXT NOT NULL,
    PRIMARY KEY (import_id, position)
);
CREATE TABLE register_export (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    format TEXT NOT NULL CHECK (format IN ('CSV', 'XLSX')),
    -- JSON: which certificates.
    filter TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'RUNNING', 'DONE', 'REFUSED')),
    refusal TEXT,
    rows_total INTEGER NOT NULL DEFAULT 0 CHECK (rows_total >= 0),
    rows_done INTEGER NOT NULL DEFAULT 0 CHECK (rows_done >= 0),
    file_id {uuid} REFERENCES stored_file (id),
    created_at {timestamp} NOT NULL,
    finished_at {timestamp},
    CHECK ((status = 'DONE') = (file_id IS NOT NULL)),
    CHECK ((status = 'REFUSED') = (refusal IS NOT NULL))
);
-- Its one row is locked by whoever writes many certificates: two imports at
-- once could both find that a producer without a tax code is new.
CREATE TABLE register_writer (
    id INTEGER PRIMARY KEY CHECK (id = 1)
);
INSERT INTO register_writer (id) VALUES (1);
",
    down: "
DROP TABLE register_writer;
DROP TABLE register_export;
DROP TABLE register_import_error;
DROP TABLE register_import;
"
}
