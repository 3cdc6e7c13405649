//! What laboratories report on samples, also after the verdict, and indexes
//! that lists of the programme were seen to miss (owner: `programme`).

crate::ddl::migration! {
    up: "
-- One report a sample: the key. Rows are appended and never change.
CREATE TABLE inspection_sample_report (
    sample_id {uuid} PRIMARY KEY REFERENCES inspection_sample (id),
    laboratory TEXT NOT NULL CHECK (LENGTH(laboratory) BETWEEN 1 AND 300),
    number TEXT NOT NULL CHECK (LENGTH(number) BETWEEN 1 AND 100),
    reported_on {date} NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('PASS', 'FAIL')),
    recorded_by TEXT NOT NULL,
    at {timestamp} NOT NULL
);
-- The history learns a command. A CHECK cannot be changed in place on both
-- databases: the table is made anew.
CREATE TABLE inspection_event_next (
    inspection_id {uuid} NOT NULL REFERENCES inspection (id),
    -- From 1: one instant may have several.
    place BIGINT NOT NULL CHECK (place > 0),
    command TEXT NOT NULL CHECK (command IN ('PLAN', 'START', 'CONCLUDE', 'CORRECT', 'CLOSE', 'CANCEL', 'SAMPLE_FAIL')),
    status TEXT NOT NULL CHECK (status IN ('PLANNED', 'IN_PROGRESS', 'CONCLUDED', 'CORRECTED', 'CLOSED', 'CANCELLED')),
    note TEXT,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    PRIMARY KEY (inspection_id, place)
);
INSERT INTO inspection_event_next (inspection_id, place, command, status, note, actor, at)
    SELECT inspection_id, place, command, status, note, actor, at FROM inspection_event;
DROP TABLE inspection_event;
ALTER TABLE inspection_event_next RENAME TO inspection_event;
-- The sheets of a dossier: its key begins with the sitting.
CREATE INDEX score_sheet_dossier ON score_sheet (dossier_id);
-- What a member may see: the key begins with the sitting.
CREATE INDEX council_seat_account ON council_seat (account_id);
-- What ends in a span of days, the suspended with the active.
CREATE INDEX certificate_by_last_day ON certificate (expires_on, id);
-- What was reported of a certificate, decided or not.
CREATE INDEX complaint_by_certificate ON complaint (certificate_id);
",
    down: "
DROP INDEX complaint_by_certificate;
DROP INDEX certificate_by_last_day;
DROP INDEX council_seat_account;
DROP INDEX score_sheet_dossier;
CREATE TABLE inspection_event_before (
    inspection_id {uuid} NOT NULL REFERENCES inspection (id),
    place BIGINT NOT NULL CHECK (place > 0),
    command TEXT NOT NULL CHECK (command IN ('PLAN', 'START', 'CONCLUDE', 'CORRECT', 'CLOSE', 'CANCEL')),
    status TEXT NOT NULL CHECK (status IN ('PLANNED', 'IN_PROGRESS', 'CONCLUDED', 'CORRECTED', 'CLOSED', 'CANCELLED')),
    note TEXT,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    PRIMARY KEY (inspection_id, place)
);
INSERT INTO inspection_event_before (inspection_id, place, command, status, note, actor, at)
    SELECT inspection_id, place, command, status, note, actor, at FROM inspection_event WHERE command <> 'SAMPLE_FAIL';
DROP TABLE inspection_event;
ALTER TABLE inspection_event_before RENAME TO inspection_event;
DROP TABLE inspection_sample_report;
"
}
