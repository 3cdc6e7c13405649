//! The programme's facts (owner: `programme`): administrative units,
//! producers, certificates.

crate::ddl::migration! {
    up: "
CREATE TABLE administrative_unit (
    -- Codes are reused after mergers, so a code alone does not tell the era.
    code TEXT NOT NULL,
    valid_from {date} NOT NULL,
    valid_to {date},
    level TEXT NOT NULL CHECK (level IN ('PROVINCE', 'COMMUNE')),
    kind TEXT NOT NULL CHECK (kind IN ('TINH', 'THANH_PHO', 'XA', 'PHUONG', 'DAC_KHU')),
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    parent_code TEXT,
    PRIMARY KEY (level, code, valid_from),
    CHECK (valid_to IS NULL OR valid_to > valid_from),
    CHECK ((level = 'COMMUNE') = (parent_code IS NOT NULL))
);
CREATE INDEX administrative_unit_parent ON administrative_unit (parent_code, folded_name);
CREATE TABLE producer (
    id {uuid} PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    legal_form TEXT NOT NULL CHECK (legal_form IN ('COOPERATIVE', 'COOPERATIVE_UNION', 'COOPERATIVE_GROUP', 'JSC',
        'LLC', 'PRIVATE_ENTERPRISE', 'HOUSEHOLD_BUSINESS', 'FARM', 'ASSOCIATION', 'TOURISM_BOARD')),
    name TEXT NOT NULL,
    name_en TEXT,
    folded_name TEXT NOT NULL,
    tax_code TEXT UNIQUE,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    street TEXT NOT NULL,
    commune_code TEXT NOT NULL,
    province_code TEXT NOT NULL,
    founded_year INTEGER,
    story TEXT,
    story_en TEXT,
    status TEXT NOT NULL CHECK (status IN ('APPLIED', 'VERIFIED', 'ACTIVE', 'SUSPENDED', 'CLOSED')),
    demo {bool} NOT NULL,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX producer_by_name ON producer (folded_name, id);
CREATE INDEX producer_by_province ON producer (province_code, folded_name, id);
CREATE TABLE certificate (
    id {uuid} PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    product_name TEXT NOT NULL,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 3 AND 5),
    -- Hundredths of a point, 0 to 10000: the council's average, exact.
    score_hundredths INTEGER NOT NULL CHECK (score_hundredths BETWEEN 0 AND 10000),
    -- Score of 90 and above, forwarded to the centre; shown and sold as four
    -- stars until the ministry decides.
    potential_five {bool} NOT NULL,
    issuer TEXT NOT NULL,
    issuer_level TEXT NOT NULL CHECK (issuer_level IN ('DISTRICT_LEGACY', 'PROVINCE', 'MINISTRY')),
    decision_number TEXT NOT NULL,
    issued_on {date} NOT NULL,
    expires_on {date} NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'REVOKED', 'SUPERSEDED')),
    recognised_year INTEGER,
    demo {bool} NOT NULL,
    created_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (expires_on > issued_on),
    CHECK ((stars = 5) = (issuer_level = 'MINISTRY')),
    CHECK (potential_five = FALSE OR (stars = 4 AND score_hundredths >= 9000))
);
CREATE INDEX certificate_producer ON certificate (producer_id);
CREATE INDEX certificate_expiry ON certificate (expires_on) WHERE status = 'ACTIVE';
CREATE TABLE certificate_event (
    id {uuid} PRIMARY KEY,
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'SUSPENDED', 'REVOKED', 'SUPERSEDED')),
    grounds TEXT,
    decision_number TEXT NOT NULL,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX certificate_event_certificate ON certificate_event (certificate_id, at);
",
    down: "
DROP TABLE certificate_event;
DROP TABLE certificate;
DROP TABLE producer;
DROP TABLE administrative_unit;
"
}
