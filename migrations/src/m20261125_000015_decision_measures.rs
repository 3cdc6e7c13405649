//! What decisions do to certificates that exist (owner: `programme`).

crate::ddl::migration! {
    up: "
CREATE TABLE decision_measure (
    decision_id {uuid} NOT NULL REFERENCES decision (id),
    certificate_id {uuid} NOT NULL REFERENCES certificate (id),
    position INTEGER NOT NULL,
    measure TEXT NOT NULL CHECK (measure IN ('SUSPEND', 'REINSTATE', 'REVOKE')),
    -- Why it is taken away; nothing where it is given back.
    ground TEXT CHECK (ground IN ('NOT_REEVALUATED', 'MANDATORY_CRITERIA', 'FOOD_SAFETY', 'MARK_MISUSE',
        'FALSE_DOSSIER', 'BUSINESS_CEASED', 'RETURNED', 'OTHER')),
    remarks TEXT CHECK (LENGTH(remarks) BETWEEN 1 AND 2000),
    PRIMARY KEY (decision_id, certificate_id),
    CHECK ((measure = 'REINSTATE') = (ground IS NULL)),
    CHECK (ground IS NULL OR ground <> 'OTHER' OR remarks IS NOT NULL)
);
CREATE INDEX decision_measure_certificate ON decision_measure (certificate_id);
ALTER TABLE certificate_event ADD COLUMN ground TEXT;
CREATE INDEX decision_by_cycle ON decision (cycle_id, id);
",
    down: "
DROP INDEX decision_by_cycle;
ALTER TABLE certificate_event DROP COLUMN ground;
DROP TABLE decision_measure;
"
}
