//! Accounts, their roles and sessions (owner: `identity`).

crate::ddl::migration! {
    up: "
CREATE TABLE account (
    id {uuid} PRIMARY KEY,
    -- Lower case; one account per address.
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    display_name TEXT NOT NULL,
    phone TEXT,
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'DISABLED')),
    demo {bool} NOT NULL,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE role_grant (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    role TEXT NOT NULL CHECK (role IN ('SHOPPER', 'PRODUCER_OWNER', 'PRODUCER_STAFF', 'MODERATOR',
        'PROGRAMME_OFFICER', 'COUNCIL_MEMBER', 'INSPECTOR', 'FINANCE', 'ADMINISTRATOR')),
    scope TEXT NOT NULL CHECK (scope IN ('GLOBAL', 'PROVINCE', 'PRODUCER')),
    province_code TEXT,
    producer_id {uuid},
    created_at {timestamp} NOT NULL,
    CHECK ((scope = 'PROVINCE') = (province_code IS NOT NULL)),
    CHECK ((scope = 'PRODUCER') = (producer_id IS NOT NULL)),
    CHECK ((role IN ('PRODUCER_OWNER', 'PRODUCER_STAFF')) = (scope = 'PRODUCER'))
);
CREATE UNIQUE INDEX role_grant_once ON role_grant (account_id, role, COALESCE(province_code, ''), COALESCE(CAST(producer_id AS TEXT), ''));
CREATE TABLE session (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    -- HMAC-SHA-256 of the token; the token itself is nowhere.
    token_hash {bytes} NOT NULL UNIQUE,
    created_at {timestamp} NOT NULL,
    expires_at {timestamp} NOT NULL,
    revoked_at {timestamp}
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expiry ON session (expires_at);
",
    down: "
DROP TABLE session;
DROP TABLE role_grant;
DROP TABLE account;
"
}
