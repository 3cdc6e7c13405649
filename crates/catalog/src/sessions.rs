//! When services take place.
//!
//! | noun | rule |
//! |---|---|
//! | offer | a variant of a service, approved by a moderator; nobody buys it by itself |
//! | [`Session`] | an offer at a time: a variant of its own, so that carts, checkouts and stock know it as they know goods; its stock are its places, its price is one person's |
//!
//! Sessions are no part of what moderators approve: producers add and close
//! them as they set stock. A closed session keeps its bookings.

mod close;
mod reads;
mod schedule;

pub use close::CloseSessionError;
pub use reads::{MAX_SHOWN, SessionFilter};
pub use schedule::{
    MAX_AHEAD_DAYS, MAX_AT_ONCE, MAX_HOURS, MAX_OPEN, MAX_PLACES, NewSession, ScheduleError,
};

use crate::{CardVariant, SessionTimes};
use kernel::{Money, ProducerId, ProductId, Timestamp, VariantId};

/// A session of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Session {
    /// What carts take.
    pub id: VariantId,
    pub product_id: ProductId,
    pub producer_id: ProducerId,
    pub times: SessionTimes,
    /// For one person.
    pub price: Money,
    /// Places in all.
    pub places: i64,
    /// Of these, booked and not over yet.
    pub booked: i64,
    /// When its producer closed it; nobody books it any more.
    pub closed_at: Option<Timestamp>,
    pub version: i64,
}

impl Session {
    /// Whether it can be booked at an instant, as far as places allow.
    #[must_use]
    pub fn open_at(&self, now: Timestamp) -> bool {
        self.closed_at.is_none() && now < self.times.closes_at
    }
}

impl CardVariant {
    /// The variant of the card that a line of a cart stands for: of a session
    /// its offer.
    #[must_use]
    pub fn offer(&self) -> VariantId {
        self.session.map_or(self.id, |session| session.offer)
    }
}
