//! Producers as legal entities (owner: `programme`): what they are registered
//! as, how their identity was verified, and the history of their standing;
//! what communes were before 1 July 2025.
//! And what their owners let others do for them (owner: `identity`).

crate::ddl::migration! {
    up: "
ALTER TABLE producer ADD COLUMN registration_number TEXT
    CHECK (registration_number IS NULL OR LENGTH(registration_number) BETWEEN 1 AND 30);
-- Personal data: the legal representative's name.
ALTER TABLE producer ADD COLUMN representative TEXT
    CHECK (representative IS NULL OR LENGTH(representative) BETWEEN 1 AND 100);
CREATE INDEX producer_by_status ON producer (status, id);
CREATE TABLE former_commune (
    -- As it was before 1 July 2025; names with their kinds.
    province TEXT NOT NULL,
    district TEXT NOT NULL,
    name TEXT NOT NULL,
    today_code TEXT NOT NULL,
    code TEXT,
    PRIMARY KEY (province, district, name, today_code)
);
CREATE TABLE producer_verification (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    method TEXT NOT NULL CHECK (method IN ('BUSINESS_REGISTRATION', 'CITIZEN_ID', 'SITE_VISIT', 'NATIONAL_EID')),
    evidence TEXT NOT NULL CHECK (LENGTH(evidence) BETWEEN 1 AND 2000),
    verifier TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX producer_verification_producer ON producer_verification (producer_id, at);
CREATE TABLE producer_event (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    -- Counted from 1: several steps may be taken at one instant.
    position INTEGER NOT NULL CHECK (position >= 1),
    status TEXT NOT NULL CHECK (status IN ('APPLIED', 'VERIFIED', 'ACTIVE', 'SUSPENDED', 'CLOSED')),
    grounds TEXT CHECK (grounds IS NULL OR LENGTH(grounds) BETWEEN 1 AND 2000),
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    UNIQUE (producer_id, position),
    CHECK (status NOT IN ('SUSPENDED', 'CLOSED') OR grounds IS NOT NULL)
);
CREATE TABLE producer_grant (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    grantor_id {uuid} NOT NULL REFERENCES account (id),
    grantee_id {uuid} NOT NULL REFERENCES account (id),
    permission TEXT NOT NULL CHECK (permission IN ('DOSSIERS', 'LISTINGS', 'ORDERS', 'STOCK')),
    -- The last civil day in Vietnam on which it holds.
    last_day {date},
    created_at {timestamp} NOT NULL,
    revoked_at {timestamp},
    CHECK (grantor_id <> grantee_id),
    CHECK (revoked_at IS NULL OR revoked_at >= created_at)
);
CREATE UNIQUE INDEX producer_grant_once ON producer_grant (producer_id, grantee_id, permission) WHERE revoked_at IS NULL;
CREATE INDEX producer_grant_grantee ON producer_grant (grantee_id) WHERE revoked_at IS NULL;
CREATE INDEX producer_grant_producer ON producer_grant (producer_id, id);
CREATE TABLE producer_grant_use (
    id {uuid} PRIMARY KEY,
    grant_id {uuid} NOT NULL REFERENCES producer_grant (id),
    -- What was done, and with what.
    action TEXT NOT NULL,
    subject_id {uuid} NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX producer_grant_use_grant ON producer_grant_use (grant_id, id);
",
    down: "
DROP TABLE producer_grant_use;
DROP TABLE producer_grant;
DROP TABLE producer_event;
DROP TABLE former_commune;
DROP TABLE producer_verification;
DROP INDEX producer_by_status;
ALTER TABLE producer DROP COLUMN representative;
ALTER TABLE producer DROP COLUMN registration_number;
"
}
