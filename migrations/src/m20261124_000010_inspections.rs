//! Inspections after recognition, the holds that follow from them, what people
//! report, and notices of certificates that end (owner: `programme`).

crate::ddl::migration! {
    up: "
CREATE TABLE inspection (
    id {uuid} PRIMARY KEY,
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    -- The producer's, when it was planned: whose officers see it.
    province_code TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('PLANNED', 'COMPLAINT', 'FOLLOW_UP')),
    -- The inspection that a chain of follow-ups began with; itself for that one.
    case_id {uuid} NOT NULL REFERENCES inspection (id),
    follows {uuid} REFERENCES inspection (id),
    planned_on {date} NOT NULL,
    -- An account, which `identity` owns.
    inspector_id {uuid} NOT NULL,
    checklist_version INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('PLANNED', 'IN_PROGRESS', 'CONCLUDED', 'CORRECTED', 'CLOSED', 'CANCELLED')),
    verdict TEXT CHECK (verdict IN ('PASS', 'MINOR', 'MAJOR', 'FAIL')),
    concluded_on {date},
    corrective_deadline {date},
    created_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK ((kind = 'FOLLOW_UP') = (follows IS NOT NULL)),
    CHECK ((follows IS NULL) = (case_id = id)),
    CHECK ((status IN ('CONCLUDED', 'CORRECTED', 'CLOSED')) = (verdict IS NOT NULL)),
    CHECK ((verdict IS NULL) = (concluded_on IS NULL)),
    -- COALESCE: a CHECK that is NULL holds.
    CHECK (COALESCE(verdict, '') NOT IN ('MINOR', 'MAJOR') OR corrective_deadline IS NOT NULL),
    CHECK (COALESCE(verdict, 'PASS') <> 'PASS' OR corrective_deadline IS NULL)
);
CREATE INDEX inspection_by_province ON inspection (province_code, planned_on, id);
CREATE INDEX inspection_by_inspector ON inspection (inspector_id, planned_on, id);
CREATE INDEX inspection_by_certificate ON inspection (certificate_id);
CREATE INDEX inspection_by_case ON inspection (case_id);
CREATE UNIQUE INDEX inspection_open_plan ON inspection (certificate_id)
    WHERE kind = 'PLANNED' AND status IN ('PLANNED', 'IN_PROGRESS');
CREATE UNIQUE INDEX inspection_open_follow_up ON inspection (follows)
    WHERE status IN ('PLANNED', 'IN_PROGRESS');
CREATE TABLE inspection_finding (
    id {uuid} PRIMARY KEY,
    inspection_id {uuid} NOT NULL REFERENCES inspection (id),
    checkpoint TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('OBSERVATION', 'MINOR', 'MAJOR', 'CRITICAL')),
    text TEXT NOT NULL,
    at {timestamp} NOT NULL
);
CREATE INDEX inspection_finding_inspection ON inspection_finding (inspection_id, id);
CREATE TABLE inspection_sample (
    id {uuid} PRIMARY KEY,
    inspection_id {uuid} NOT NULL REFERENCES inspection (id),
    what TEXT NOT NULL,
    laboratory TEXT NOT NULL,
    result TEXT,
    at {timestamp} NOT NULL
);
CREATE INDEX inspection_sample_inspection ON inspection_sample (inspection_id, id);
CREATE TABLE inspection_event (
    inspection_id {uuid} NOT NULL REFERENCES inspection (id),
    -- From 1: one instant may have several.
    place BIGINT NOT NULL CHECK (place > 0),
    command TEXT NOT NULL CHECK (command IN ('PLAN', 'START', 'CONCLUDE', 'CORRECT', 'CLOSE', 'CANCEL')),
    status TEXT NOT NULL CHECK (status IN ('PLANNED', 'IN_PROGRESS', 'CONCLUDED', 'CORRECTED', 'CLOSED', 'CANCELLED')),
    note TEXT,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    PRIMARY KEY (inspection_id, place)
);
-- While a certificate has a hold that is not lifted, nothing is sold under it.
-- The certificate itself changes only by a numbered decision.
CREATE TABLE certificate_hold (
    inspection_id {uuid} PRIMARY KEY REFERENCES inspection (id),
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    placed_at {timestamp} NOT NULL,
    placed_by TEXT NOT NULL,
    lifted_at {timestamp},
    lifted_by TEXT,
    -- An officer's; a follow-up that passed needs none.
    lift_grounds TEXT,
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
    CHECK (lift_grounds IS NULL OR lifted_at IS NOT NULL)
);
CREATE INDEX certificate_hold_open ON certificate_hold (certificate_id) WHERE lifted_at IS NULL;
CREATE TABLE complaint (
    id {uuid} PRIMARY KEY,
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    -- The producer's, when it was made: whose officers see it.
    province_code TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('STARS', 'LABEL', 'ORIGIN', 'FOOD_SAFETY', 'QUALITY', 'OTHER')),
    text TEXT NOT NULL,
    -- Whose it is; both may be missing. An account, which `identity` owns.
    contact_email TEXT,
    reporter_id {uuid},
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'DISMISSED', 'INSPECTED')),
    grounds TEXT,
    inspection_id {uuid} UNIQUE REFERENCES inspection (id),
    created_at {timestamp} NOT NULL,
    decided_at {timestamp},
    decided_by TEXT,
    CHECK ((status = 'OPEN') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK ((status = 'DISMISSED') = (grounds IS NOT NULL)),
    CHECK ((status = 'INSPECTED') = (inspection_id IS NOT NULL))
);
CREATE INDEX complaint_by_province ON complaint (province_code, created_at, id);
CREATE INDEX complaint_open ON complaint (certificate_id) WHERE status = 'OPEN';
CREATE TABLE expiry_notice (
    id {uuid} PRIMARY KEY,
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    -- How many days before the last day.
    days BIGINT NOT NULL CHECK (days IN (90, 30, 7, 0)),
    made_on {date} NOT NULL,
    UNIQUE (certificate_id, days)
);
",
    down: "
DROP TABLE expiry_notice;
DROP TABLE complaint;
DROP TABLE certificate_hold;
DROP TABLE inspection_event;
DROP TABLE inspection_sample;
DROP TABLE inspection_finding;
DROP TABLE inspection;
"
}
