//! Whether this process wants traffic.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether this process wants traffic; shared between whoever starts, serves
/// and stops it.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<State>);

#[derive(Debug, Default)]
struct State {
    migrated: AtomicBool,
    draining: AtomicBool,
}

impl Readiness {
    /// The database has every migration.
    pub fn set_migrated(&self) {
        self.0.migrated.store(true, Ordering::Release);
    }

    /// The process is about to stop: readiness is false from now on, while
    /// requests are still served.
    pub fn drain(&self) {
        self.0.draining.store(true, Ordering::Release);
    }

    pub(crate) fn is_migrated(&self) -> bool {
        self.0.migrated.load(Ordering::Acquire)
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Acquire)
    }
}
