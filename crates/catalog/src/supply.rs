//! When and how what is listed can be had. Nothing of it decides what the
//! public *sees*: that is [`crate::visibility`] alone.

use crate::ProductKind;
use crate::card::{Card, CardVariant};
use chrono::{Duration, NaiveDate};
use kernel::clock::{day_in_vietnam, end_of_day_vietnam, start_of_day_vietnam};
use kernel::{Timestamp, VariantId};
use serde::{Deserialize, Serialize};

/// Whether units are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tracking {
    /// They are: nobody buys more than there are.
    #[default]
    Tracked,
    /// Made to order: there are always as many as one order may hold.
    OnDemand,
}

impl Tracking {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tracked => "TRACKED",
            Self::OnDemand => "ON_DEMAND",
        }
    }

    /// The tracking of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Tracked, Self::OnDemand]
            .into_iter()
            .find(|own| own.as_str() == name)
    }

    pub(crate) fn is_tracked(&self) -> bool {
        *self == Self::Tracked
    }
}

/// The harvest: days in Vietnam, both inclusive; without one, all the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Season {
    /// The first day on which it is sold.
    pub sell_from: Option<NaiveDate>,
    /// The last one.
    pub sell_until: Option<NaiveDate>,
    /// Until then it is ordered ahead, and leaves on that day.
    pub promised_on: Option<NaiveDate>,
}

impl Season {
    /// The instant from which on it is sold.
    #[must_use]
    pub fn opens_at(&self) -> Option<Timestamp> {
        self.sell_from.map(start_of_day_vietnam)
    }

    /// The instant at which it is not sold any more.
    #[must_use]
    pub fn closes_at(&self) -> Option<Timestamp> {
        self.sell_until.map(end_of_day_vietnam)
    }
}

impl Card {
    /// When it is sold.
    #[must_use]
    pub fn season(&self) -> Season {
        let last = self
            .sell_until
            .map(|until| until - Duration::microseconds(1));
        Season {
            sell_from: self.sell_from.map(day_in_vietnam),
            sell_until: last.map(day_in_vietnam),
            promised_on: self.promised_on,
        }
    }
}

/// When a session takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct SessionTimes {
    /// The offer that it is a session of.
    pub offer: VariantId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// Nobody books from then on.
    pub closes_at: Timestamp,
}

/// Why what the public sees cannot be bought at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// Its season has not begun, or is over.
    OutOfSeason {
        /// When it begins; `None` when it is over.
        opens_at: Option<Timestamp>,
    },
    /// A service is booked by one of its sessions.
    SessionNeeded,
    /// It is too late to book that session.
    SessionClosed,
}

/// What keeps a variant of a public card from being bought at an instant.
#[must_use]
pub fn not_now(card: &Card, variant: &CardVariant, now: Timestamp) -> Option<NotNow> {
    match (card.kind, &variant.session) {
        (ProductKind::Service, None) => return Some(NotNow::SessionNeeded),
        (_, Some(session)) if session.closes_at <= now => return Some(NotNow::SessionClosed),
        _ => {}
    }
    if card.sell_from.is_some_and(|from| now < from) {
        return Some(NotNow::OutOfSeason {
            opens_at: card.sell_from,
        });
    }
    if card.sell_until.is_some_and(|until| until <= now) {
        return Some(NotNow::OutOfSeason { opens_at: None });
    }
    None
}

/// On which day at the latest what is ordered now leaves, where that is
/// promised: the harvest's day, or the last of the days of making.
#[must_use]
pub fn promised_on(card: &Card, variant: &CardVariant, now: Timestamp) -> Option<NaiveDate> {
    let today = day_in_vietnam(now);
    let harvest = card.promised_on.filter(|day| today < *day);
    let days = variant.lead_days.filter(|_| !variant.tracking.is_tracked());
    let made = days.map(|days| today + Duration::days(days.into()));
    harvest.max(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reviews::Rating;
    use kernel::{Money, ProducerId, ProductId};
    use programme::LegalForm;
    use programme::taxonomy::ProductGroup;
    use uuid::Uuid;

    fn card() -> Card {
        let (now, nobody) = (at("2026-11-23T02:00:00Z"), Uuid::nil());
        let price = Money::new(100_000).unwrap();
        Card {
            product_id: ProductId(nobody),
            slug: "vai-thieu".to_owned(),
            name: "Vải thiều".to_owned(),
            name_en: None,
            product_set: 1,
            group: ProductGroup::Food,
            kind: ProductKind::Goods,
            abv_tenths: None,
            producer_id: ProducerId(nobody),
            producer_slug: "hop-tac-xa".to_owned(),
            producer_name: "Hợp tác xã".to_owned(),
            producer_name_en: None,
            province_code: "37".to_owned(),
            commune_code: "14533".to_owned(),
            certificate: None,
            stars: 4,
            price_min: price,
            price_max: price,
            in_stock: true,
            variants: vec![CardVariant {
                id: VariantId(nobody),
                sku: "VAI-1".to_owned(),
                name: "1 kg".to_owned(),
                name_en: None,
                price,
                compare_at_price: None,
                weight_grams: 1_100,
                max_per_order: 10,
                min_per_order: 1,
                tiers: Vec::new(),
                tracking: Tracking::Tracked,
                lead_days: None,
                session: None,
            }],
            images: Vec::new(),
            listed: true,
            visible_from: now,
            visible_until: now,
            published_at: now,
            updated_at: now,
            sell_from: None,
            sell_until: None,
            promised_on: None,
            rating: Rating::default(),
            legal_form: LegalForm::Cooperative,
            purchases: 0,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_season_is_days_in_vietnam() {
        let season = Season {
            sell_from: Some(day("2026-05-20")),
            sell_until: Some(day("2026-07-10")),
            promised_on: None,
        };
        let mut own = card();
        own.sell_from = season.opens_at();
        own.sell_until = season.closes_at();
        let variant = own.variants[0].clone();
        let opens_at = season.opens_at();
        for (instant, why) in [
            (
                "2026-05-19T16:59:59Z",
                Some(NotNow::OutOfSeason { opens_at }),
            ),
            ("2026-05-19T17:00:00Z", None),
            ("2026-07-10T16:59:59Z", None),
            (
                "2026-07-10T17:00:00Z",
                Some(NotNow::OutOfSeason { opens_at: None }),
            ),
        ] {
            assert_eq!(not_now(&own, &variant, at(instant)), why, "{instant}");
        }
    }

    #[test]
    fn a_service_is_booked_by_its_sessions_until_they_close() {
        let mut own = card();
        own.kind = ProductKind::Service;
        let mut variant = own.variants[0].clone();
        let closes_at = at("2026-12-12T01:00:00Z");
        assert_eq!(
            not_now(&own, &variant, closes_at),
            Some(NotNow::SessionNeeded)
        );
        variant.session = Some(SessionTimes {
            offer: variant.id,
            starts_at: closes_at,
            ends_at: closes_at + Duration::hours(4),
            closes_at,
        });
        let before = closes_at - Duration::microseconds(1);
        assert_eq!(not_now(&own, &variant, before), None);
        assert_eq!(
            not_now(&own, &variant, closes_at),
            Some(NotNow::SessionClosed)
        );
    }

    #[test]
    fn the_later_promise_counts() {
        let mut own = card();
        let now = at("2026-11-23T02:00:00Z");
        let mut variant = own.variants[0].clone();
        assert_eq!(promised_on(&own, &variant, now), None);
        variant.lead_days = Some(10);
        assert_eq!(
            promised_on(&own, &variant, now),
            None,
            "counted units are there"
        );
        variant.tracking = Tracking::OnDemand;
        assert_eq!(promised_on(&own, &variant, now), Some(day("2026-12-03")));
        own.promised_on = Some(day("2026-12-20"));
        assert_eq!(promised_on(&own, &variant, now), Some(day("2026-12-20")));
        own.promised_on = Some(day("2026-11-23"));
        assert_eq!(
            promised_on(&own, &variant, now),
            Some(day("2026-12-03")),
            "what is promised for today is there today"
        );
    }
}
