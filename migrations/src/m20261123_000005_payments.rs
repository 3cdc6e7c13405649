//! What is owed and paid (owner: `payments`). Knows no order: `reference` is
//! the caller's id.

crate::ddl::migration! {
    up: "
CREATE TABLE payment (
    id {uuid} PRIMARY KEY,
    reference {uuid} NOT NULL UNIQUE,
    method TEXT NOT NULL CHECK (method IN ('CASH_ON_DELIVERY', 'BANK_TRANSFER_QR', 'CARD', 'VNPAY')),
    provider TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    captured BIGINT NOT NULL DEFAULT 0 CHECK (captured >= 0),
    refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    -- Refunds asked for and not failed; what may still be refunded is
    -- captured - refunding.
    refunding BIGINT NOT NULL DEFAULT 0 CHECK (refunding >= 0),
    status TEXT NOT NULL CHECK (status IN ('PENDING', 'PROCESSING', 'CAPTURED', 'DECLINED', 'CANCELLED', 'ON_DELIVERY')),
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    CHECK (captured <= amount),
    CHECK (refunding <= captured),
    CHECK (refunded <= refunding)
);
CREATE TABLE payment_attempt (
    id {uuid} PRIMARY KEY,
    payment_id {uuid} NOT NULL REFERENCES payment (id),
    -- What the shopper's form made of the card; never a card number.
    token TEXT NOT NULL,
    provider_reference TEXT,
    status TEXT NOT NULL CHECK (status IN ('CREATED', 'PROCESSING', 'APPROVED', 'DECLINED')),
    decline_code TEXT,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL
);
CREATE INDEX payment_attempt_payment ON payment_attempt (payment_id, created_at);
CREATE UNIQUE INDEX payment_attempt_one_approved ON payment_attempt (payment_id) WHERE status = 'APPROVED';
CREATE UNIQUE INDEX payment_attempt_one_open ON payment_attempt (payment_id) WHERE status IN ('CREATED', 'PROCESSING');
CREATE TABLE refund (
    id {uuid} PRIMARY KEY,
    payment_id {uuid} NOT NULL REFERENCES payment (id),
    -- Why, unique per payment: the same reason refunds once.
    reason_key TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    status TEXT NOT NULL CHECK (status IN ('REQUESTED', 'DONE', 'FAILED')),
    provider_reference TEXT,
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    UNIQUE (payment_id, reason_key)
);
",
    down: "
DROP TABLE refund;
DROP TABLE payment_attempt;
DROP TABLE payment;
"
}
