//! A producer closes a session.

use super::Session;
use crate::listing::authority::proved;
use crate::store::{events, listings, sessions as store};
use crate::{Catalog, projection};
use kernel::{Actor, Right, VariantId};
use sea_orm::DbErr;
use serde_json::json;

/// Why a session was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseSessionError {
    /// No such session that the actor acts for.
    #[error("there is no such session")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CloseSessionError);

impl Catalog {
    /// Closes a session for good: nobody books it from the commit on. Its
    /// bookings stay; each is a part of an order and given up there. Said
    /// twice, it changes nothing more. Permission: the producer's people, and
    /// who has its right to stock.
    ///
    /// # Errors
    /// [`CloseSessionError`]; then nothing has changed.
    pub async fn close_session(
        &self,
        actor: &Actor,
        id: VariantId,
    ) -> Result<Session, CloseSessionError> {
        let session = db::retry(|| self.close_session_once(actor, id)).await?;
        self.outbox.wake();
        Ok(session)
    }

    async fn close_session_once(
        &self,
        actor: &Actor,
        id: VariantId,
    ) -> Result<Session, CloseSessionError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let row = store::lock(&tx, id).await?;
        let row = row.ok_or(CloseSessionError::NotFound)?;
        let used = ("CLOSE_SESSION", id.0);
        if !proved(&tx, actor, row.producer_id.into(), Right::Stock, used, now).await? {
            return Err(CloseSessionError::NotFound);
        }
        if row.retired_at.is_none() {
            let product = row.product_id;
            let details = json!({ "session": id, "startsAt": row.starts_at });
            listings::retire(&tx, row, now).await?;
            projection::refresh(&self.outbox, &tx, product, now).await?;
            events::append(
                &tx,
                product.into(),
                None,
                "SESSION_CLOSE",
                actor,
                details,
                now,
            )
            .await?;
        }
        let session = store::by_id(&tx, id).await?;
        tx.commit().await?;
        session.ok_or(CloseSessionError::NotFound)
    }
}
