//! The programme's work (owner: `programme`): yearly cycles and targets,
//! dossiers from idea to result, councils and their sheets, decisions.

crate::ddl::migration! {
    up: "
CREATE TABLE programme_cycle (
    id {uuid} PRIMARY KEY,
    year INTEGER NOT NULL CHECK (year BETWEEN 2018 AND 2100),
    province_code TEXT NOT NULL,
    -- Which decision's groups and criteria it goes by.
    scheme TEXT NOT NULL CHECK (scheme IN ('DECISION_1048', 'DECISION_148')),
    planned_products INTEGER NOT NULL CHECK (planned_products BETWEEN 0 AND 100000),
    opened_on {date} NOT NULL,
    closed_on {date},
    demo {bool} NOT NULL,
    created_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (year, province_code),
    CHECK (closed_on IS NULL OR closed_on >= opened_on)
);
CREATE TABLE programme_target (
    province_code TEXT NOT NULL,
    by_year INTEGER NOT NULL CHECK (by_year BETWEEN 2018 AND 2100),
    stars_min INTEGER NOT NULL CHECK (stars_min BETWEEN 3 AND 5),
    products INTEGER NOT NULL CHECK (products > 0),
    updated_at {timestamp} NOT NULL,
    PRIMARY KEY (province_code, by_year, stars_min)
);
CREATE TABLE dossier (
    id {uuid} PRIMARY KEY,
    cycle_id {uuid} NOT NULL REFERENCES programme_cycle (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    kind TEXT NOT NULL CHECK (kind IN ('NEW', 'RENEWAL', 'UPGRADE')),
    -- What a renewal or an upgrade starts from.
    previous_certificate_id {uuid} REFERENCES certificate (id),
    product_name TEXT NOT NULL,
    group_code TEXT NOT NULL,
    -- Of Decision 148 only: that of 2019 has no numbered sets here.
    product_set INTEGER CHECK (product_set BETWEEN 1 AND 26),
    idea TEXT NOT NULL,
    plan TEXT,
    status TEXT NOT NULL CHECK (status IN ('IDEA_REGISTERED', 'IDEA_RETURNED', 'IDEA_ACCEPTED', 'PLAN_SUBMITTED', 'DOSSIER_DRAFT',
        'SUBMITTED', 'COMMUNE_REVIEW', 'RETURNED', 'FORWARDED_TO_PROVINCE', 'ADVISORY_CHECK', 'COUNCIL_SCORING',
        'SCORED', 'REJECTED', 'RECOGNISED', 'FORWARDED_TO_CENTRE', 'WITHDRAWN')),
    -- The council's sheets: hundredths of a point, their sum and number, so
    -- that the average is exact.
    score_sum BIGINT CHECK (score_sum >= 0),
    score_count INTEGER CHECK (score_count > 0),
    mandatory_failed {bool} NOT NULL DEFAULT FALSE,
    -- What a confirmed decision gave.
    stars INTEGER CHECK (stars BETWEEN 3 AND 5),
    demo {bool} NOT NULL,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK ((score_sum IS NULL) = (score_count IS NULL)),
    CHECK ((kind = 'NEW') = (previous_certificate_id IS NULL)),
    CHECK ((status IN ('RECOGNISED', 'FORWARDED_TO_CENTRE')) = (stars IS NOT NULL))
);
CREATE INDEX dossier_by_cycle ON dossier (cycle_id, status, id);
CREATE INDEX dossier_by_producer ON dossier (producer_id, id);
CREATE TABLE dossier_event (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    command TEXT NOT NULL,
    status TEXT NOT NULL,
    reasons TEXT,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX dossier_event_dossier ON dossier_event (dossier_id, at, id);
CREATE TABLE commune_report (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    -- The four criteria of Decision 1489/QĐ-TTg.
    local_origin {bool} NOT NULL,
    local_labour {bool} NOT NULL,
    idea_origin {bool} NOT NULL,
    local_identity {bool} NOT NULL,
    remarks TEXT NOT NULL,
    meeting_on {date} NOT NULL,
    author TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX commune_report_dossier ON commune_report (dossier_id, at);
CREATE TABLE criteria_sheet (
    id {uuid} PRIMARY KEY,
    scheme TEXT NOT NULL CHECK (scheme IN ('DECISION_1048', 'DECISION_148')),
    -- Null: every set without a sheet of its own.
    product_set INTEGER CHECK (product_set BETWEEN 1 AND 26),
    valid_from {date} NOT NULL,
    valid_to {date},
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE TABLE criterion (
    id {uuid} PRIMARY KEY,
    sheet_id {uuid} NOT NULL REFERENCES criteria_sheet (id),
    position INTEGER NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('A', 'B', 'C')),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT,
    max_hundredths INTEGER NOT NULL CHECK (max_hundredths BETWEEN 0 AND 10000),
    -- Fails the dossier whatever the score.
    mandatory {bool} NOT NULL,
    UNIQUE (sheet_id, code),
    UNIQUE (sheet_id, position)
);
CREATE TABLE council_session (
    id {uuid} PRIMARY KEY,
    cycle_id {uuid} NOT NULL REFERENCES programme_cycle (id),
    level TEXT NOT NULL CHECK (level IN ('DISTRICT_LEGACY', 'PROVINCE', 'MINISTRY')),
    held_on {date} NOT NULL,
    quorum INTEGER NOT NULL CHECK (quorum BETWEEN 1 AND 99),
    created_by TEXT NOT NULL,
    created_at {timestamp} NOT NULL
);
CREATE INDEX council_session_cycle ON council_session (cycle_id, held_on);
CREATE TABLE council_seat (
    session_id {uuid} NOT NULL REFERENCES council_session (id),
    account_id {uuid} NOT NULL REFERENCES account (id),
    chair {bool} NOT NULL,
    PRIMARY KEY (session_id, account_id)
);
CREATE TABLE council_agenda (
    session_id {uuid} NOT NULL REFERENCES council_session (id),
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    sheet_id {uuid} NOT NULL REFERENCES criteria_sheet (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (session_id, dossier_id)
);
CREATE INDEX council_agenda_dossier ON council_agenda (dossier_id);
-- Rows are appended when a member signs, and never change.
CREATE TABLE score_sheet (
    id {uuid} PRIMARY KEY,
    session_id {uuid} NOT NULL,
    dossier_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    total_hundredths INTEGER NOT NULL CHECK (total_hundredths BETWEEN 0 AND 10000),
    mandatory_failed {bool} NOT NULL,
    remarks TEXT,
    signed_at {timestamp} NOT NULL,
    UNIQUE (session_id, dossier_id, account_id),
    FOREIGN KEY (session_id, dossier_id) REFERENCES council_agenda (session_id, dossier_id),
    FOREIGN KEY (session_id, account_id) REFERENCES council_seat (session_id, account_id)
);
CREATE TABLE score_item (
    sheet_id {uuid} NOT NULL REFERENCES score_sheet (id),
    criterion_id {uuid} NOT NULL REFERENCES criterion (id),
    hundredths INTEGER NOT NULL CHECK (hundredths BETWEEN 0 AND 10000),
    PRIMARY KEY (sheet_id, criterion_id)
);
-- Who may give how many stars, and when: law, not code.
CREATE TABLE issuing_authority (
    level TEXT NOT NULL CHECK (level IN ('DISTRICT_LEGACY', 'PROVINCE', 'MINISTRY')),
    stars INTEGER NOT NULL CHECK (stars BETWEEN 3 AND 5),
    valid_from {date} NOT NULL,
    valid_to {date},
    source TEXT NOT NULL,
    PRIMARY KEY (level, stars, valid_from)
);
INSERT INTO issuing_authority (level, stars, valid_from, valid_to, source) VALUES
    ('PROVINCE', 3, '2018-05-07', '2023-02-24', 'QĐ 490/QĐ-TTg; QĐ 1048/QĐ-TTg'),
    ('PROVINCE', 4, '2018-05-07', NULL, 'QĐ 1048/QĐ-TTg; QĐ 148/QĐ-TTg; QĐ 1489/QĐ-TTg'),
    ('DISTRICT_LEGACY', 3, '2023-02-24', '2025-07-06', 'QĐ 148/QĐ-TTg'),
    ('PROVINCE', 3, '2025-07-06', NULL, 'QĐ 1489/QĐ-TTg'),
    ('MINISTRY', 5, '2018-05-07', NULL, 'QĐ 1048/QĐ-TTg; QĐ 148/QĐ-TTg');
CREATE TABLE decision (
    id {uuid} PRIMARY KEY,
    cycle_id {uuid} NOT NULL REFERENCES programme_cycle (id),
    number TEXT NOT NULL,
    -- The number without spaces and case: what is compared.
    folded_number TEXT NOT NULL,
    decided_on {date} NOT NULL,
    signer TEXT NOT NULL,
    authority TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('DISTRICT_LEGACY', 'PROVINCE', 'MINISTRY')),
    province_code TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('RECORDED', 'CONFIRMED', 'DISCARDED')),
    recorded_by {uuid} NOT NULL,
    recorded_at {timestamp} NOT NULL,
    settled_by {uuid},
    settled_at {timestamp},
    CHECK ((status = 'RECORDED') = (settled_at IS NULL)),
    CHECK ((settled_by IS NULL) = (settled_at IS NULL))
);
CREATE UNIQUE INDEX decision_number ON decision (level, province_code, folded_number) WHERE status <> 'DISCARDED';
CREATE TABLE decision_result (
    decision_id {uuid} NOT NULL REFERENCES decision (id),
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    position INTEGER NOT NULL,
    -- Null: not recognised. At the ministry: keeps what the province gave.
    stars INTEGER CHECK (stars BETWEEN 3 AND 5),
    certificate_number TEXT,
    -- What it issued, once it is confirmed.
    certificate_id {uuid} UNIQUE REFERENCES certificate (id),
    PRIMARY KEY (decision_id, dossier_id),
    CHECK ((stars IS NULL) = (certificate_number IS NULL)),
    CHECK (certificate_id IS NULL OR stars IS NOT NULL)
);
CREATE INDEX decision_result_dossier ON decision_result (dossier_id);
-- Which certificate took another's place, by renewal or upgrade.
CREATE TABLE certificate_succession (
    certificate_id {uuid} PRIMARY KEY REFERENCES certificate (id),
    successor_id {uuid} NOT NULL UNIQUE REFERENCES certificate (id),
    at {timestamp} NOT NULL,
    CHECK (certificate_id <> successor_id)
);
",
    down: "
DROP TABLE certificate_succession;
DROP TABLE decision_result;
DROP TABLE decision;
DROP TABLE issuing_authority;
DROP TABLE score_item;
DROP TABLE score_sheet;
DROP TABLE council_agenda;
DROP TABLE council_seat;
DROP TABLE council_session;
DROP TABLE criterion;
DROP TABLE criteria_sheet;
DROP TABLE commune_report;
DROP TABLE dossier_event;
DROP TABLE dossier;
DROP TABLE programme_target;
DROP TABLE programme_cycle;
"
}
