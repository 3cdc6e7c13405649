//! Sessions that ran out are deleted.

use crate::store;
use async_trait::async_trait;
use db::Db;
use jobs::{Handler, JobError};
use kernel::Clock;
use std::sync::Arc;

/// The job that deletes sessions that ran out; once a day is enough.
pub const PRUNE_SESSIONS: &str = "identity.prune_sessions";

/// Handles [`PRUNE_SESSIONS`], whatever the payload. Revoked sessions go when
/// they would have run out.
pub struct PruneSessions {
    db: Db,
    clock: Arc<dyn Clock>,
}

impl PruneSessions {
    /// A handler.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }
}

#[async_trait]
impl Handler for PruneSessions {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let tx = self.db.begin().await?;
        let pruned = store::prune_sessions(&tx, self.clock.now()).await?;
        tx.commit().await?;
        if pruned > 0 {
            tracing::info!(pruned, "sessions that ran out were deleted");
        }
        Ok(())
    }
}
