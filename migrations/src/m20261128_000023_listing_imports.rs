//! Products, prices, stock and pictures of a producer from and to files
//! (owner: `catalog`), and what such files are for (owner: `files`).

crate::ddl::migration! {
    up: "
-- The closed list of purposes grows, which a CHECK does only with its column.
ALTER TABLE stored_file ADD COLUMN serves TEXT NOT NULL DEFAULT 'DOSSIER_DOCUMENT' CHECK (serves IN ('DOSSIER_DOCUMENT', 'REGISTER_IMPORT', 'REGISTER_EXPORT', 'LISTING_IMPORT', 'LISTING_EXPORT', 'PICTURE_ARCHIVE'));
UPDATE stored_file SET serves = purpose;
ALTER TABLE stored_file DROP COLUMN purpose;
ALTER TABLE stored_file RENAME COLUMN serves TO purpose;
CREATE TABLE listing_import (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    file_id {uuid} NOT NULL REFERENCES stored_file (id),
    kind TEXT NOT NULL CHECK (kind IN ('STOCK', 'PRICES', 'PRODUCTS', 'PICTURES')),
    -- JSON: which column is which field, as far as somebody said so.
    mapping TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('ALL', 'VALID_ROWS')),
    dry_run {bool} NOT NULL,
    -- Whether changes are handed in to the moderators at once.
    submit {bool} NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'CHECKING', 'WRITING', 'DONE', 'REFUSED')),
    refusal TEXT,
    refusal_place TEXT,
    -- JSON: the headers that no field reads.
    ignored TEXT NOT NULL DEFAULT '[]',
    rows_total INTEGER NOT NULL DEFAULT 0 CHECK (rows_total >= 0),
    rows_checked INTEGER NOT NULL DEFAULT 0 CHECK (rows_checked BETWEEN 0 AND rows_total),
    rows_written INTEGER NOT NULL DEFAULT 0 CHECK (rows_written BETWEEN 0 AND rows_total),
    created INTEGER NOT NULL DEFAULT 0 CHECK (created >= 0),
    updated INTEGER NOT NULL DEFAULT 0 CHECK (updated >= 0),
    unchanged INTEGER NOT NULL DEFAULT 0 CHECK (unchanged >= 0),
    failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
    submitted INTEGER NOT NULL DEFAULT 0 CHECK (submitted >= 0),
    created_at {timestamp} NOT NULL,
    finished_at {timestamp},
    CHECK ((status = 'REFUSED') = (refusal IS NOT NULL)),
    CHECK ((status IN ('DONE', 'REFUSED')) = (finished_at IS NOT NULL)),
    CHECK (dry_run = FALSE OR rows_written = 0),
    CHECK (submit = FALSE OR kind = 'PRODUCTS')
);
-- One at a time for each producer: two could write the same rows by turns.
CREATE UNIQUE INDEX listing_import_open ON listing_import (producer_id) WHERE finished_at IS NULL;
CREATE TABLE listing_import_problem (
    import_id {uuid} NOT NULL REFERENCES listing_import (id),
    position BIGINT NOT NULL,
    line INTEGER NOT NULL,
    column_index INTEGER,
    header TEXT,
    -- The entry of an archive.
    entry TEXT,
    code TEXT NOT NULL,
    -- Whether the row was taken nevertheless.
    warning {bool} NOT NULL,
    PRIMARY KEY (import_id, position)
);
CREATE TABLE listing_export (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    kind TEXT NOT NULL CHECK (kind IN ('STOCK', 'PRICES', 'PRODUCTS')),
    format TEXT NOT NULL CHECK (format IN ('CSV', 'XLSX')),
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'RUNNING', 'DONE', 'REFUSED')),
    refusal TEXT,
    products_total INTEGER NOT NULL DEFAULT 0 CHECK (products_total >= 0),
    products_done INTEGER NOT NULL DEFAULT 0 CHECK (products_done >= 0),
    rows_written INTEGER NOT NULL DEFAULT 0 CHECK (rows_written >= 0),
    file_id {uuid} REFERENCES stored_file (id),
    created_at {timestamp} NOT NULL,
    finished_at {timestamp},
    CHECK ((status = 'DONE') = (file_id IS NOT NULL)),
    CHECK ((status = 'REFUSED') = (refusal IS NOT NULL)),
    CHECK ((status IN ('DONE', 'REFUSED')) = (finished_at IS NOT NULL))
);
-- What a producer calls its products in its own files, folded.
CREATE TABLE listing_code (
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    code TEXT NOT NULL CHECK (LENGTH(code) BETWEEN 1 AND 100),
    product_id {uuid} NOT NULL REFERENCES product (id),
    PRIMARY KEY (producer_id, code)
);
",
    down: "
DROP TABLE listing_code;
DROP TABLE listing_export;
DROP TABLE listing_import_problem;
DROP TABLE listing_import;
DELETE FROM stored_file WHERE purpose IN ('LISTING_IMPORT', 'LISTING_EXPORT', 'PICTURE_ARCHIVE');
ALTER TABLE stored_file ADD COLUMN serves TEXT NOT NULL DEFAULT 'DOSSIER_DOCUMENT' CHECK (serves IN ('DOSSIER_DOCUMENT', 'REGISTER_IMPORT', 'REGISTER_EXPORT'));
UPDATE stored_file SET serves = purpose;
ALTER TABLE stored_file DROP COLUMN purpose;
ALTER TABLE stored_file RENAME COLUMN serves TO purpose;
"
}
