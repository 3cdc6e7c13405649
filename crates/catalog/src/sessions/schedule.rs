//! A producer adds sessions to an offer.

use super::Session;
use crate::listing::{authority::proved, price, price_of, refresh_at};
use crate::store::{events, listings, sessions as store};
use crate::{Catalog, ProductKind, SessionTimes, projection, stock};
use chrono::Duration;
use db::Tx;
use kernel::{Actor, Money, Right, Timestamp, VariantId};
use sea_orm::DbErr;
use serde_json::json;
use std::collections::HashSet;

/// The most sessions that are added at once.
pub const MAX_AT_ONCE: usize = 50;
/// The most sessions of an offer that can still be booked.
pub const MAX_OPEN: u64 = 500;
/// The most places of a session.
pub const MAX_PLACES: i64 = 1_000;
/// How far ahead a session may be, in days.
pub const MAX_AHEAD_DAYS: i64 = 400;
/// How long a session may last, in hours: a fortnight.
pub const MAX_HOURS: i64 = 24 * 14;

/// A session to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct NewSession {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Nobody books from then on; its beginning without it.
    pub closes_at: Option<Timestamp>,
    pub places: i64,
    /// For one person, whole đồng; the offer's without it.
    pub price: Option<i64>,
}

/// Why no session was added. `at` is the place in the input's list.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub enum ScheduleError {
    /// No such variant that the actor acts for.
    #[error("there is no such variant")]
    NotFound,
    /// Goods have no sessions, and a session has none of its own.
    #[error("only offers of services have sessions")]
    NotAnOffer,
    /// None, or more than [`MAX_AT_ONCE`].
    #[error("1 to {MAX_AT_ONCE} sessions are added at once")]
    Count,
    /// Past, or too far ahead.
    #[error("a session begins within {MAX_AHEAD_DAYS} days")]
    StartsAt { at: usize },
    /// Before its beginning, or too long after it.
    #[error("a session lasts up to {MAX_HOURS} hours")]
    EndsAt { at: usize },
    /// After its beginning, or past.
    #[error("a session closes at its beginning at the latest")]
    ClosesAt { at: usize },
    /// Not 1 to [`MAX_PLACES`].
    #[error("a session has 1 to {MAX_PLACES} places")]
    Places { at: usize },
    /// Not 1 to 1,000,000,000 đồng.
    #[error("a price is 1 to 1,000,000,000 đồng")]
    Price { at: usize },
    /// Whoever may only look after stock sets no price.
    #[error("a price needs the right to listings")]
    PriceRight { at: usize },
    /// So far from what a moderator saw of the offer that another one must.
    #[error("the price jumps away from the offer's")]
    PriceJumps { at: usize },
    /// The offer has a session with that beginning.
    #[error("there is a session at that time")]
    Taken { at: usize },
    /// The offer would have more than [`MAX_OPEN`].
    #[error("an offer has at most {MAX_OPEN} sessions")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ScheduleError);

/// A session that could be.
#[derive(Clone, Copy)]
struct Checked {
    times: SessionTimes,
    places: i64,
    price: Money,
}

impl NewSession {
    fn checked(
        &self,
        at: usize,
        offer: VariantId,
        (price, reviewed): (Money, i64),
        now: Timestamp,
    ) -> Result<Checked, ScheduleError> {
        let latest = now + Duration::days(MAX_AHEAD_DAYS);
        if self.starts_at <= now || latest < self.starts_at {
            return Err(ScheduleError::StartsAt { at });
        }
        // Compared before anything is added to it.
        let longest = self.starts_at + Duration::hours(MAX_HOURS);
        if self.ends_at <= self.starts_at || longest < self.ends_at {
            return Err(ScheduleError::EndsAt { at });
        }
        let closes_at = self.closes_at.unwrap_or(self.starts_at);
        if closes_at <= now || self.starts_at < closes_at {
            return Err(ScheduleError::ClosesAt { at });
        }
        if !(1..=MAX_PLACES).contains(&self.places) {
            return Err(ScheduleError::Places { at });
        }
        let price = match self.price {
            None => price,
            Some(dong) => price_of(dong).ok_or(ScheduleError::Price { at })?,
        };
        if price::jumps(reviewed, price.dong()) {
            return Err(ScheduleError::PriceJumps { at });
        }
        Ok(Checked {
            times: SessionTimes {
                offer,
                starts_at: self.starts_at,
                ends_at: self.ends_at,
                closes_at,
            },
            places: self.places,
            price,
        })
    }
}

impl Catalog {
    /// Adds sessions to an offer, all or none: they can be booked from the
    /// commit on while the offer is public. Permission: the producer's people,
    /// and who has its right to stock; for a price, its right to listings, too.
    ///
    /// # Errors
    /// [`ScheduleError`]; then nothing has changed.
    pub async fn schedule_sessions(
        &self,
        actor: &Actor,
        offer: VariantId,
        new: &[NewSession],
    ) -> Result<Vec<Session>, ScheduleError> {
        if !(1..=MAX_AT_ONCE).contains(&new.len()) {
            return Err(ScheduleError::Count);
        }
        let sessions = db::retry(|| self.schedule_once(actor, offer, new)).await?;
        self.outbox.wake();
        Ok(sessions)
    }

    async fn schedule_once(
        &self,
        actor: &Actor,
        offer: VariantId,
        new: &[NewSession],
    ) -> Result<Vec<Session>, ScheduleError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let row = listings::lock_variant(&tx, offer).await?;
        let row = row.ok_or(ScheduleError::NotFound)?;
        let used = ("SCHEDULE_SESSIONS", offer.0);
        if !proved(&tx, actor, row.producer_id.into(), Right::Stock, used, now).await? {
            return Err(ScheduleError::NotFound);
        }
        let producer = row.producer_id.into();
        if let Some(at) = new.iter().position(|one| one.price.is_some())
            && !proved(&tx, actor, producer, Right::Listings, used, now).await?
        {
            return Err(ScheduleError::PriceRight { at });
        }
        let product = listings::by_id(&tx, row.product_id.into()).await?;
        let service = product.is_some_and(|own| own.kind == ProductKind::Service.as_str());
        if !service || row.session_of.is_some() {
            return Err(ScheduleError::NotAnOffer);
        }
        let prices = (
            Money::from_stored(row.price),
            row.reviewed_price.unwrap_or(row.price),
        );
        let mut checked = Vec::with_capacity(new.len());
        let mut times = HashSet::with_capacity(new.len());
        for (at, one) in new.iter().enumerate() {
            checked.push(one.checked(at, offer, prices, now)?);
            if !times.insert(one.starts_at) {
                return Err(ScheduleError::Taken { at });
            }
        }
        let open = store::open_of(&tx, offer, now).await?;
        let taken = new.iter().position(|one| open.contains(&one.starts_at));
        if let Some(at) = taken {
            return Err(ScheduleError::Taken { at });
        }
        if open.len() as u64 + new.len() as u64 > MAX_OPEN {
            return Err(ScheduleError::TooMany);
        }
        let product = row.product_id.into();
        let mut sessions = Vec::with_capacity(checked.len());
        for own in checked {
            sessions.push(self.insert_session(&tx, &row, own, now).await?);
            refresh_at(&tx, product, own.times.closes_at, now).await?;
        }
        let stock: Vec<_> = sessions.iter().map(|own| (own.id.0, own.places)).collect();
        stock::receive_first(&tx, &stock, actor, now).await?;
        projection::refresh(&self.outbox, &tx, row.product_id, now).await?;
        let starts: Vec<_> = sessions.iter().map(|own| own.times.starts_at).collect();
        let details = json!({ "offer": offer, "sessions": starts });
        events::append(&tx, product, None, "SESSIONS", actor, details, now).await?;
        tx.commit().await?;
        Ok(sessions)
    }

    async fn insert_session(
        &self,
        tx: &Tx,
        offer: &crate::entity::product_variant::Model,
        own: Checked,
        now: Timestamp,
    ) -> Result<Session, DbErr> {
        let session = Session {
            id: VariantId::new(now),
            product_id: offer.product_id.into(),
            producer_id: offer.producer_id.into(),
            times: own.times,
            price: own.price,
            places: own.places,
            booked: 0,
            closed_at: None,
            version: 1,
        };
        store::insert(tx, offer, &session, now).await?;
        Ok(session)
    }
}
