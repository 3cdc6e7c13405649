//! A clock that tests set.

use chrono::{DateTime, Duration, SubsecRound};
use kernel::{Clock, Timestamp};
use std::sync::{Arc, Mutex};

/// A clock that stands still until it is moved.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<Timestamp>>);

impl TestClock {
    /// A clock that shows an RFC 3339 instant.
    #[must_use]
    pub fn at(instant: &str) -> Self {
        Self(Arc::new(Mutex::new(
            DateTime::parse_from_rfc3339(instant)
                .unwrap()
                .to_utc()
                .trunc_subsecs(6),
        )))
    }

    /// Sets the clock.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap() = now;
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap() += by;
    }
}

impl Default for TestClock {
    /// A Monday morning in Vietnam.
    fn default() -> Self {
        Self::at("2026-11-23T02:00:00Z")
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}
