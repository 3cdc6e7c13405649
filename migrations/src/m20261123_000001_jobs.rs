//! The queue that is also the outbox (owner: `jobs`), and claimed
//! idempotency keys (owner: `db`).

crate::ddl::migration! {
    up: "
CREATE TABLE job (
    id {uuid} PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    -- At most one waiting job per kind and key: a burst of events about one
    -- product costs one job. A running job does not count, since it may have
    -- read the row before the change.
    unique_key TEXT,
    status TEXT NOT NULL CHECK (status IN ('WAITING', 'RUNNING', 'DONE', 'DEAD')),
    run_at {timestamp} NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    lease_until {timestamp},
    worker TEXT,
    last_error TEXT,
    created_at {timestamp} NOT NULL,
    finished_at {timestamp}
);
CREATE UNIQUE INDEX job_unique_waiting ON job (kind, unique_key) WHERE status = 'WAITING';
CREATE INDEX job_due ON job (run_at, id) WHERE status = 'WAITING';
CREATE INDEX job_leased ON job (lease_until) WHERE status = 'RUNNING';
CREATE INDEX job_finished ON job (finished_at) WHERE status = 'DONE';
CREATE TABLE job_tick (
    schedule TEXT NOT NULL,
    tick {timestamp} NOT NULL,
    PRIMARY KEY (schedule, tick)
);
CREATE TABLE idempotency_key (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    input_hash {bytes} NOT NULL,
    result TEXT,
    created_at {timestamp} NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);
CREATE TABLE instance (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
",
    down: "
DROP TABLE instance;
DROP TABLE idempotency_key;
DROP TABLE job_tick;
DROP TABLE job;
"
}
