//! A producer says when a harvest is sold.

use super::{ChangeError, Listing};
use crate::jobs::REFRESH_CARD;
use crate::store::{events, listings};
use crate::{Catalog, Season, projection};
use ::jobs::{NewJob, enqueue};
use chrono::{Duration, NaiveDate};
use db::Tx;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, ProductId, Timestamp};
use sea_orm::DbErr;
use serde_json::json;

/// How far ahead a season may be told, in days.
const MAX_AHEAD_DAYS: i64 = 400;

/// Why a season was not set.
#[derive(Debug, thiserror::Error)]
pub enum SetSeasonError {
    /// No such listing that the actor acts for.
    #[error("there is no such listing")]
    NotFound,
    /// An authority ordered the listing to be taken down.
    #[error("the listing was taken down")]
    TakenDown,
    /// It ends before it begins, or is over already.
    #[error("the season ends before it begins, or is over")]
    Until,
    /// The promised day is past, or before the season.
    #[error("the promised day is past, or before the season")]
    Promise,
    /// Further ahead than [`MAX_AHEAD_DAYS`].
    #[error("a season is told at most {MAX_AHEAD_DAYS} days ahead")]
    TooFar,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(SetSeasonError);

impl From<ChangeError> for SetSeasonError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::TakenDown => Self::TakenDown,
            ChangeError::Fault(error) => Self::Fault(error),
            _ => Self::NotFound,
        }
    }
}

impl Season {
    /// Whether it can be told today.
    fn checked(&self, today: NaiveDate) -> Result<(), SetSeasonError> {
        let latest = today + Duration::days(MAX_AHEAD_DAYS);
        let days = [self.sell_from, self.sell_until, self.promised_on];
        if days.into_iter().flatten().any(|day| day > latest) {
            return Err(SetSeasonError::TooFar);
        }
        let over =
            |until: NaiveDate| until < today || self.sell_from.is_some_and(|from| until < from);
        if self.sell_until.is_some_and(over) {
            return Err(SetSeasonError::Until);
        }
        let late = |day: NaiveDate| day <= today || self.sell_from.is_some_and(|from| day < from);
        if self.promised_on.is_some_and(late) {
            return Err(SetSeasonError::Promise);
        }
        Ok(())
    }
}

impl Catalog {
    /// Says when a product is sold, and until when it is ordered ahead: from
    /// the commit on. An empty season is the whole year. Permission: the
    /// producer's people, and who has its right to listings.
    ///
    /// # Errors
    /// [`SetSeasonError`]; then nothing has changed.
    pub async fn set_season(
        &self,
        actor: &Actor,
        id: ProductId,
        season: Season,
    ) -> Result<Listing, SetSeasonError> {
        let listing = db::retry(|| self.set_season_once(actor, id, season)).await?;
        self.outbox.wake();
        Ok(listing)
    }

    async fn set_season_once(
        &self,
        actor: &Actor,
        id: ProductId,
        season: Season,
    ) -> Result<Listing, SetSeasonError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let product = self.own_product(&tx, actor, id, "SET_SEASON", now).await?;
        if Season::from(&product) != season {
            season.checked(day_in_vietnam(now))?;
            listings::set_season(&tx, product, season, now).await?;
            projection::refresh(&self.outbox, &tx, id.0, now).await?;
            for instant in [season.opens_at(), season.closes_at()]
                .into_iter()
                .flatten()
            {
                refresh_at(&tx, id, instant, now).await?;
            }
            let details = json!({
                "sellFrom": season.sell_from, "sellUntil": season.sell_until,
                "promisedOn": season.promised_on,
            });
            events::append(&tx, id, None, "SEASON", actor, details, now).await?;
        }
        let listing = self.listing_in(&tx, id).await?;
        tx.commit().await?;
        listing.ok_or(SetSeasonError::NotFound)
    }
}

/// Lets the card follow when time alone changes whether it is in stock.
pub(crate) async fn refresh_at(
    tx: &Tx,
    product: ProductId,
    instant: Timestamp,
    now: Timestamp,
) -> Result<(), DbErr> {
    if instant <= now {
        return Ok(());
    }
    let key = format!("{product}@{}", instant.timestamp());
    let job = NewJob::new(REFRESH_CARD, &product.to_string(), now);
    enqueue(tx, job.at(instant).unique(key)).await
}
