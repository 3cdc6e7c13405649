//! What the public sees of sessions, and their producer.

use super::Session;
use crate::store::sessions as store;
use crate::{Catalog, ReadError};
use kernel::{Actor, Page, PageArgs, Right, Timestamp, VariantId};
use sea_orm::DbErr;

/// The most sessions of an offer that its public page shows: the next ones.
pub const MAX_SHOWN: u64 = 100;

/// Which sessions of an offer; every given condition holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// That begin at this instant or later.
    pub from: Option<Timestamp>,
    /// That begin before this instant.
    pub until: Option<Timestamp>,
}

impl Catalog {
    /// The next sessions of offers that can be booked now, by their beginning,
    /// up to [`MAX_SHOWN`] of each. The caller was given the offers by the
    /// gate. One statement.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn sessions_of(
        &self,
        offers: &[VariantId],
    ) -> Result<Vec<(VariantId, Session)>, DbErr> {
        // Places are stock, which is never read from a replica.
        let sessions = store::next_of(self.db.primary(), offers, MAX_SHOWN, self.clock.now());
        let sessions = sessions.await?.into_iter();
        Ok(sessions.map(|own| (own.times.offer, own)).collect())
    }

    /// All sessions of an offer, closed and past ones too, by their beginning.
    /// Permission: the producer's people, and who has its right to stock or to
    /// listings.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn session_schedule(
        &self,
        actor: &Actor,
        offer: VariantId,
        filter: &SessionFilter,
        page: &PageArgs,
    ) -> Result<Page<Session>, ReadError> {
        let db = self.db.primary();
        let producer = store::producer_of(db, offer).await?;
        let producer = producer.ok_or(ReadError::NotFound)?;
        let acts = [Right::Stock, Right::Listings]
            .into_iter()
            .any(|right| actor.acts_for(producer, right).is_some());
        if *actor != Actor::System && !acts {
            return Err(ReadError::NotFound);
        }
        let rows = store::schedule(db, offer, filter, page).await?;
        Ok(Page::from_rows(page, rows, store::position))
    }
}
