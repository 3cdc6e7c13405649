//! The points of sale nearest to a place.

use super::{Coordinates, PointFilter, PointOfSale, store};
use crate::Catalog;
use sea_orm::DbErr;
use std::collections::HashMap;

/// The farthest that is looked.
pub const MAX_WITHIN_METRES: i64 = 500_000;

/// The most points of one answer.
pub const MAX_NEAREST: usize = 50;

/// How far the first look goes, and how much farther each that follows.
const FIRST_LOOK_METRES: i64 = 2_000;
const FARTHER: i64 = 4;

/// What is near.
#[derive(Clone, Debug)]
pub struct NearestQuestion {
    /// From where; anywhere on Earth.
    pub from: Coordinates,
    /// How far at most, 1 to [`MAX_WITHIN_METRES`].
    pub within_metres: i64,
    /// How many, 1 to [`MAX_NEAREST`].
    pub first: usize,
    /// Which.
    pub filter: PointFilter,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NearestError {
    /// Nearer than a metre, or too far.
    #[error("the distance must be between 1 metre and 500 kilometres")]
    Within,
    /// None, or too many.
    #[error("between 1 and 50 points can be asked for")]
    First,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Catalog {
    /// The public points of sale nearest to a place, the nearest first, each
    /// with its distance in metres; of equal ones the oldest first.
    ///
    /// It looks in a small circle first and in a circle of sixteen times the
    /// area while there are too few, so that a question in a town does not
    /// read the whole country.
    ///
    /// # Errors
    /// [`NearestError`].
    pub async fn nearest_points(
        &self,
        question: &NearestQuestion,
    ) -> Result<Vec<(i64, PointOfSale)>, NearestError> {
        let NearestQuestion {
            from,
            within_metres,
            first,
            ref filter,
        } = *question;
        if !(1..=MAX_WITHIN_METRES).contains(&within_metres) {
            return Err(NearestError::Within);
        }
        if !(1..=MAX_NEAREST).contains(&first) {
            return Err(NearestError::First);
        }
        let (connection, now) = (self.db.catalogue(), self.clock.now());
        let mut metres = FIRST_LOOK_METRES.min(within_metres);
        let mut found = loop {
            let places = store::points::within(connection, from.around(metres), filter, now);
            // The box has corners that the circle has not.
            let mut found: Vec<_> = places
                .await?
                .into_iter()
                .map(|(id, place)| (from.metres_to(place), id))
                .filter(|(away, _)| *away <= metres)
                .collect();
            if found.len() >= first || metres == within_metres {
                found.sort_unstable();
                break found;
            }
            metres = (metres * FARTHER).min(within_metres);
        };
        found.truncate(first);
        let ids: Vec<_> = found.iter().map(|(_, id)| *id).collect();
        let points = store::points::by_ids(connection, &ids).await?;
        let mut points: HashMap<_, _> = points.into_iter().map(|own| (own.id, own)).collect();
        let row = |(away, id)| Some((away, points.remove(&id)?));
        Ok(found.into_iter().filter_map(row).collect())
    }
}
