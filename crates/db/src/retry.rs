//! Bounded repetition of whole transactions.

use crate::fault::{Fault, classify};
use std::time::Duration;

/// For [`has_db_err!`](crate::has_db_err), wherever it is used.
#[doc(hidden)]
pub use sea_orm::DbErr;

/// How often a transaction is tried.
const ATTEMPTS: u32 = 5;

/// Lets an error of a use case show the database error inside it.
pub trait HasDbErr {
    /// The database error, where it is one.
    fn db_err(&self) -> Option<&DbErr>;
}

impl HasDbErr for DbErr {
    fn db_err(&self) -> Option<&DbErr> {
        Some(self)
    }
}

/// Writes [`HasDbErr`] for the error of a use case, whose variant `Fault` holds
/// the database error.
#[macro_export]
macro_rules! has_db_err {
    ($error:ty) => {
        impl $crate::retry::HasDbErr for $error {
            fn db_err(&self) -> Option<&$crate::retry::DbErr> {
                match self {
                    Self::Fault(error) => Some(error),
                    _ => None,
                }
            }
        }
    };
}

/// Runs `attempt` until it ends in anything but a retryable database error, at
/// most five times. Each attempt must be one whole transaction.
///
/// # Errors
/// The last attempt's error.
pub async fn retry<T, E, F>(mut attempt: impl FnMut() -> F) -> Result<T, E>
where
    E: HasDbErr,
    F: Future<Output = Result<T, E>>,
{
    let mut tries = 1;
    loop {
        match attempt().await {
            Err(error)
                if tries < ATTEMPTS
                    && error
                        .db_err()
                        .is_some_and(|e| classify(e) == Fault::Retryable) =>
            {
                // Ever longer pauses part transactions that collided.
                tokio::time::sleep(Duration::from_millis(u64::from(tries * tries) * 7)).await;
                tries += 1;
            }
            done => return done,
        }
    }
}
