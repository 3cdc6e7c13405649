//! What this crate announces.

/// A certificate was recorded or its status changed; the subject is the
/// certificate.
pub const CERTIFICATE_CHANGED: &str = "certificate.changed";

/// A certificate's last day comes near; the subject is the notice, see
/// [`crate::Programme::expiry_notice`].
pub const CERTIFICATE_EXPIRING: &str = "certificate.expiring";

/// A decision was confirmed; the subject is the decision.
pub const DECISION_CONFIRMED: &str = "decision.confirmed";

/// A producer was registered or its status changed; the subject is the
/// producer.
pub const PRODUCER_CHANGED: &str = "producer.changed";

/// A certificate took another's place, by renewal or upgrade; the subject is
/// the one before. [`successor_of`](crate::successor_of) tells which it is.
pub const CERTIFICATE_SUCCEEDED: &str = "certificate.succeeded";
