//! Sessions: who acts by a token, and signing out.

use crate::{Identity, store};
use chrono::Duration;
use kernel::{Actor, SessionId, Timestamp};
use sea_orm::DbErr;

/// How long a session lasts.
pub const SESSION_DAYS: i64 = 30;

/// The first instant at which a session is over.
pub(crate) fn expiry(now: Timestamp) -> Timestamp {
    now + Duration::days(SESSION_DAYS)
}

impl Identity {
    /// Who acts by a token: its session and the account with its roles as of
    /// now. `None` when the session is unknown, over or revoked, or its
    /// account disabled. One statement, and no cache: what was revoked is
    /// revoked at once.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn actor(&self, token: &str) -> Result<Option<(SessionId, Actor)>, DbErr> {
        let found =
            store::session(self.db.primary(), self.key.hash(token), self.clock.now()).await?;
        Ok(found.map(|(session, id, grants)| (session, Actor::Account { id, grants })))
    }

    /// Ends a token's session; `false` when it was over already.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn sign_out(&self, token: &str) -> Result<bool, DbErr> {
        let tx = self.db.begin().await?;
        let ended = store::revoke_session(&tx, self.key.hash(token), self.clock.now()).await?;
        tx.commit().await?;
        Ok(ended)
    }
}
