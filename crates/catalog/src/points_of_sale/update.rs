//! What is said of a point of sale is replaced.

use super::history::{self, PointAction};
use super::{FactsRefusal, PointFacts, PointOfSale, PointStatus, authority, store};
use crate::Catalog;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, PointOfSaleId, Right};
use programme::units::UnitSnapshot;
use sea_orm::DbErr;

/// Why a point of sale was not changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdatePointError {
    /// There is none that the actor may change.
    #[error("there is no such point of sale")]
    NotFound,
    /// It is closed for good.
    #[error("the point of sale is closed")]
    Closed,
    /// Somebody changed it since the actor read it.
    #[error("the point of sale has version {0} by now")]
    Version(i64),
    /// It would move to a province where the actor does not run the programme.
    #[error("somebody else runs the programme in that province")]
    Province,
    /// A fact cannot be.
    #[error(transparent)]
    Refused(#[from] FactsRefusal),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(UpdatePointError);

impl Catalog {
    /// Replaces the facts of a point of sale that the actor read in `version`.
    /// The same facts again change nothing. Permission: a producer's people,
    /// and whoever has the right to its listings, for points that it runs; the
    /// programme's officers for points in their province, which they do not
    /// move to another's. The use of a right goes on record.
    ///
    /// # Errors
    /// [`UpdatePointError`]; then nothing has changed.
    pub async fn update_point(
        &self,
        actor: &Actor,
        units: &UnitSnapshot,
        id: PointOfSaleId,
        version: i64,
        facts: &PointFacts,
    ) -> Result<PointOfSale, UpdatePointError> {
        db::retry(|| self.update_point_once(actor, units, id, version, facts)).await
    }

    async fn update_point_once(
        &self,
        actor: &Actor,
        units: &UnitSnapshot,
        id: PointOfSaleId,
        version: i64,
        facts: &PointFacts,
    ) -> Result<PointOfSale, UpdatePointError> {
        use UpdatePointError as Error;
        let now = self.clock.now();
        let action = PointAction::Update;
        let tx = self.db.begin().await?;
        let found = store::points::lock(&tx, id).await?;
        let mut point = found.ok_or(Error::NotFound)?;
        if !authority::enter(&tx, actor, &point, action.of_grants(), now).await? {
            return Err(Error::NotFound);
        }
        if point.status == PointStatus::Closed {
            return Err(Error::Closed);
        }
        let facts = facts.checked(point.producer_id.is_some(), units, day_in_vietnam(now))?;
        // A producer moves as it likes; an officer within its own reach.
        let producers = point
            .producer_id
            .is_some_and(|own| actor.acts_for(own, Right::Listings).is_some());
        if !producers && !programme::runs_programme(actor, Some(&facts.province_code)) {
            return Err(Error::Province);
        }
        if facts == point.facts {
            return Ok(point);
        }
        if version != point.version {
            return Err(Error::Version(point.version));
        }
        let changes = history::between(Some(&point.facts), &facts)?;
        if facts.hours != point.facts.hours {
            store::hours::replace(&tx, id, &facts.hours).await?;
        }
        point.facts = facts;
        point.updated_at = now;
        point.version += 1;
        store::points::update(&tx, &point).await?;
        store::history::append(&tx, id, action, &changes, actor, now).await?;
        tx.commit().await?;
        Ok(point)
    }
}
