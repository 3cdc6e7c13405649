//! A producer's owner takes a right back.

use crate::{Identity, ProducerGrant, store};
use kernel::{Actor, ProducerGrantId};
use sea_orm::DbErr;

/// Why no right was taken back.
#[derive(Debug, thiserror::Error)]
pub enum RevokeGrantError {
    /// There is no such grant of a producer that the actor owns.
    #[error("there is no such grant")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(RevokeGrantError);

impl Identity {
    /// Takes a right back, at once: whatever is done by it and has not been
    /// committed is refused. One that was taken back before stays as it is.
    ///
    /// # Errors
    /// [`RevokeGrantError`].
    pub async fn revoke_grant(
        &self,
        actor: &Actor,
        id: ProducerGrantId,
    ) -> Result<ProducerGrant, RevokeGrantError> {
        db::retry(|| self.revoke_grant_once(actor, id)).await
    }

    async fn revoke_grant_once(
        &self,
        actor: &Actor,
        id: ProducerGrantId,
    ) -> Result<ProducerGrant, RevokeGrantError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = store::grants::lock(&tx, id).await?;
        let mut grant = found
            .filter(|grant| actor.owns(grant.producer))
            .ok_or(RevokeGrantError::NotFound)?;
        if grant.revoked_at.is_none() {
            store::grants::revoke(&tx, id, now).await?;
            grant.revoked_at = Some(now);
            tx.commit().await?;
        }
        Ok(grant)
    }
}
