//! Seasons and sessions as clients see them.

use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::scalars::{Date, DateTime, Money};
use async_graphql::{Enum, ID, Object, SimpleObject};
use catalog::sessions::Session;
use catalog::{Season, Tracking};

/// Whether units are counted.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Tracking")]
pub(crate) enum VariantTracking {
    /// They are: nobody buys more than there are.
    Tracked,
    /// Made to order: there are always as many as one order may hold.
    OnDemand,
}

/// Whether a variant can be bought now.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariantAvailability {
    /// Units are there.
    InStock,
    /// Nothing is left.
    OutOfStock,
    /// It is made when it is ordered; see `promisedOn`.
    MadeToOrder,
    /// It is ordered ahead of the harvest; see `promisedOn`.
    PreOrder,
    /// Its season has not begun, or is over; see `Product.season`.
    OutOfSeason,
    /// It is a service: what is booked is one of its `sessions`.
    BySession,
}

/// When a harvest is sold: days in Vietnam, both inclusive.
#[derive(SimpleObject)]
pub(crate) struct ProductSeason {
    /// The first day; null where it is sold already.
    sell_from: Option<Date>,
    /// The last day; null where none is known.
    sell_until: Option<Date>,
    /// Until then it is ordered ahead, and leaves on that day.
    promised_on: Option<Date>,
}

impl ProductSeason {
    /// The season, where there is one.
    pub(crate) fn of(season: Season) -> Option<Self> {
        (season != Season::default()).then(|| Self {
            sell_from: season.sell_from.map(Date),
            sell_until: season.sell_until.map(Date),
            promised_on: season.promised_on.map(Date),
        })
    }
}

/// A session of a service that can be booked.
pub(crate) struct BookingSession(pub(crate) Session);

/// A session of a service that can be booked.
#[Object]
impl BookingSession {
    /// What carts take in the place of the offer's id: a line for so many
    /// persons.
    async fn variant_id(&self) -> ID {
        self.0.id.to_global()
    }

    /// When it begins.
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.times.starts_at)
    }

    /// When it ends.
    async fn ends_at(&self) -> DateTime {
        DateTime(self.0.times.ends_at)
    }

    /// Nobody books from then on.
    async fn bookable_until(&self) -> DateTime {
        DateTime(self.0.times.closes_at)
    }

    /// For one person, taxes included.
    async fn price(&self) -> Money {
        self.0.price.into()
    }

    /// How many can still come.
    async fn places_left(&self) -> i32 {
        int(self.0.places - self.0.booked)
    }
}

/// A session as its producer sees it.
#[derive(Clone)]
pub(crate) struct ScheduledSession(pub(crate) Session);

/// A session as its producer sees it.
#[Object]
impl ScheduledSession {
    /// What carts take; also for `variantStockSet`, which sets its places, and
    /// for `variantPriceSet`.
    async fn variant_id(&self) -> ID {
        self.0.id.to_global()
    }

    /// When it begins.
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.times.starts_at)
    }

    /// When it ends.
    async fn ends_at(&self) -> DateTime {
        DateTime(self.0.times.ends_at)
    }

    /// Nobody books from then on.
    async fn bookable_until(&self) -> DateTime {
        DateTime(self.0.times.closes_at)
    }

    /// For one person.
    async fn price(&self) -> Money {
        self.0.price.into()
    }

    /// Places that are not used up: each guest who was there takes one away.
    async fn places(&self) -> i32 {
        int(self.0.places)
    }

    /// Of these, booked; see `producerOrders(session:)`.
    async fn booked(&self) -> i32 {
        int(self.0.booked)
    }

    /// When it was closed.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.closed_at.map(DateTime)
    }

    /// Counts the writes; say it when the price is set.
    async fn version(&self) -> i32 {
        int(self.0.version)
    }
}

connection! {
    /// A page of sessions.
    ScheduledSessionConnection,
    /// A session in a list.
    ScheduledSessionEdge of ScheduledSession
}

fn int(count: i64) -> i32 {
    i32::try_from(count.max(0)).unwrap_or(i32::MAX)
}
