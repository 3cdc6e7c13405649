//! What kind of fault a database error is: sea-orm knows two, we need more.

use sea_orm::{DbErr, RuntimeErr};

/// What a caller can do about a database error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was done; the same transaction may succeed when repeated.
    Retryable,
    /// The database cannot be reached or has no free connection.
    Unavailable,
    /// A unique index refused a row.
    Duplicate,
    /// A `CHECK`, `NOT NULL` or foreign key refused a row: a bug of ours.
    Constraint,
    /// Anything else: a bug of ours.
    Other,
}

/// Sorts a database error by the codes of either engine.
#[must_use]
pub fn classify(error: &DbErr) -> Fault {
    match error {
        DbErr::ConnectionAcquire(_) => Fault::Unavailable,
        DbErr::Conn(_) => Fault::Unavailable,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            sqlx_fault(error)
        }
        _ => Fault::Other,
    }
}

fn sqlx_fault(error: &sqlx::Error) -> Fault {
    match error {
        sqlx::Error::Database(error) => error.code().map_or(Fault::Other, |code| code_fault(&code)),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Fault::Unavailable,
        _ => Fault::Other,
    }
}

/// PostgreSQL's SQLSTATE (appendix A of its manual) or SQLite's extended
/// result code in decimal.
fn code_fault(code: &str) -> Fault {
    match code {
        // serialization_failure, deadlock_detected, lock_not_available;
        // SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED.
        "40001" | "40P01" | "55P03" | "5" | "517" | "6" => Fault::Retryable,
        // unique_violation; SQLITE_CONSTRAINT_UNIQUE and _PRIMARYKEY.
        "23505" | "2067" | "1555" => Fault::Duplicate,
        // Admin shutdown, crash, cannot connect now, too many connections.
        "57P01" | "57P02" | "57P03" | "53300" => Fault::Unavailable,
        code if code.starts_with("08") => Fault::Unavailable,
        code if code.starts_with("23") => Fault::Constraint,
        // SQLITE_CONSTRAINT_CHECK, _FOREIGNKEY, _NOTNULL.
        "275" | "787" | "1299" => Fault::Constraint,
        _ => Fault::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines() {
        for (code, fault) in [
            ("40P01", Fault::Retryable),
            ("517", Fault::Retryable),
            ("23505", Fault::Duplicate),
            ("2067", Fault::Duplicate),
            ("08006", Fault::Unavailable),
            ("23514", Fault::Constraint),
            ("275", Fault::Constraint),
            ("42P01", Fault::Other),
        ] {
            assert_eq!(code_fault(code), fault, "{code}");
        }
    }
}
