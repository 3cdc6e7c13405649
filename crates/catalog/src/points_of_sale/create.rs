//! A point of sale is recorded.

use super::history::{self, PointAction};
use super::{FactsRefusal, PointFacts, PointOfSale, PointStatus, authority, store};
use crate::Catalog;
use db::Tx;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, PointOfSaleId, ProducerId, Timestamp};
use programme::units::UnitSnapshot;
use sea_orm::DbErr;

/// The most open points that one producer runs.
pub const MAX_OPEN_POINTS: u64 = 500;

/// A point of sale to be.
#[derive(Clone, Debug)]
pub struct NewPoint {
    /// The producer that runs it; `None` for one that the officers of its
    /// province look after.
    pub producer_id: Option<ProducerId>,
    /// What is said of it.
    pub facts: PointFacts,
    /// Whether it is sample data.
    pub demo: bool,
}

/// Why a point of sale was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum CreatePointError {
    /// There is none for which the actor may record points.
    #[error("there is no such producer")]
    ProducerNotFound,
    /// The actor does not run the programme in the province.
    #[error("somebody else runs the programme in that province")]
    Province,
    /// The producer runs [`MAX_OPEN_POINTS`] already.
    #[error("a producer runs at most 500 points of sale")]
    TooMany,
    /// A fact cannot be.
    #[error(transparent)]
    Refused(#[from] FactsRefusal),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CreatePointError);

impl Catalog {
    /// Records a point of sale. Permission: a producer's people, and whoever
    /// has the right to its listings, for points that it runs; the programme's
    /// officers for points in their province. The use of a right goes on
    /// record.
    ///
    /// # Errors
    /// [`CreatePointError`]; then nothing has changed.
    pub async fn create_point(
        &self,
        actor: &Actor,
        units: &UnitSnapshot,
        new: &NewPoint,
    ) -> Result<PointOfSale, CreatePointError> {
        db::retry(|| self.create_point_once(actor, units, new)).await
    }

    async fn create_point_once(
        &self,
        actor: &Actor,
        units: &UnitSnapshot,
        new: &NewPoint,
    ) -> Result<PointOfSale, CreatePointError> {
        let tx = self.db.begin().await?;
        let point = self.create_point_in(&tx, actor, units, new).await?;
        tx.commit().await?;
        Ok(point)
    }

    /// The same within the caller's transaction.
    ///
    /// # Errors
    /// [`CreatePointError`]; the caller then rolls back.
    pub async fn create_point_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        units: &UnitSnapshot,
        new: &NewPoint,
    ) -> Result<PointOfSale, CreatePointError> {
        use CreatePointError as Error;
        let now = self.clock.now();
        let today = day_in_vietnam(now);
        // The place decides whose point it may be; that there is no such
        // place tells nobody of a producer.
        let commune = units.commune(&new.facts.commune_code, today);
        let province = commune.and_then(|commune| commune.parent_code.as_deref());
        let province = province.ok_or(FactsRefusal::Commune)?;
        let authority = authority::over(actor, new.producer_id, province);
        let authority = match (authority, new.producer_id) {
            (Some(authority), _) => authority,
            (None, Some(_)) => return Err(Error::ProducerNotFound),
            (None, None) => return Err(Error::Province),
        };
        let a_producers = new.producer_id.is_some();
        let point = drafted(new, new.facts.checked(a_producers, units, today)?, now);
        let action = PointAction::Create;
        if let Some(id) = new.producer_id {
            // Locked, so that the count holds until the commit.
            let found = programme::lock_producer(tx, id).await?;
            found.ok_or(Error::ProducerNotFound)?;
            if store::points::count_open(tx, id).await? >= MAX_OPEN_POINTS {
                return Err(Error::TooMany);
            }
        }
        if !authority::used(tx, authority, action.of_grants(), point.id, now).await? {
            return Err(Error::ProducerNotFound);
        }
        store::points::insert(tx, &point).await?;
        store::hours::replace(tx, point.id, &point.facts.hours).await?;
        let changes = history::between(None, &point.facts)?;
        store::history::append(tx, point.id, action, &changes, actor, now).await?;
        Ok(point)
    }
}

fn drafted(new: &NewPoint, facts: PointFacts, now: Timestamp) -> PointOfSale {
    PointOfSale {
        id: PointOfSaleId::new(now),
        producer_id: new.producer_id,
        facts,
        status: PointStatus::Open,
        demo: new.demo,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}
