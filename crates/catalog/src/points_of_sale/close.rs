//! A point of sale closes for good.

use super::history::PointAction;
use super::{PointOfSale, PointStatus, authority, store};
use crate::Catalog;
use kernel::{Actor, PointOfSaleId};
use sea_orm::DbErr;

/// Why a point of sale was not closed.
#[derive(Debug, thiserror::Error)]
pub enum ClosePointError {
    /// There is none that the actor may change.
    #[error("there is no such point of sale")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ClosePointError);

impl Catalog {
    /// Closes a point of sale for good; one that is closed stays so.
    /// Permission: as for changing it.
    ///
    /// # Errors
    /// [`ClosePointError`]; then nothing has changed.
    pub async fn close_point(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
    ) -> Result<PointOfSale, ClosePointError> {
        db::retry(|| self.close_point_once(actor, id)).await
    }

    async fn close_point_once(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
    ) -> Result<PointOfSale, ClosePointError> {
        let now = self.clock.now();
        let action = PointAction::Close;
        let tx = self.db.begin().await?;
        let found = store::points::lock(&tx, id).await?;
        let mut point = found.ok_or(ClosePointError::NotFound)?;
        if !authority::enter(&tx, actor, &point, action.of_grants(), now).await? {
            return Err(ClosePointError::NotFound);
        }
        if point.status == PointStatus::Closed {
            return Ok(point);
        }
        point.status = PointStatus::Closed;
        point.updated_at = now;
        point.version += 1;
        store::points::update(&tx, &point).await?;
        let changes =
            serde_json::json!({ "status": [PointStatus::Open.as_str(), point.status.as_str()] });
        store::history::append(&tx, id, action, &changes, actor, now).await?;
        tx.commit().await?;
        Ok(point)
    }
}
