//! A point of sale.

use super::PointFacts;
use kernel::{PointOfSaleId, ProducerId, Timestamp};

/// What kind of place it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PointKind {
    /// A centre of the programme; never a producer's own.
    OcopCentre,
    /// A producer's own store.
    ProducerStore,
    /// A shop or supermarket.
    Shop,
    /// A stall in a market.
    MarketStall,
    /// A counter where tourists come.
    TouristSite,
}

impl PointKind {
    /// Every kind.
    pub const ALL: [PointKind; 5] = [
        PointKind::OcopCentre,
        PointKind::ProducerStore,
        PointKind::Shop,
        PointKind::MarketStall,
        PointKind::TouristSite,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            PointKind::OcopCentre => "OCOP_CENTRE",
            PointKind::ProducerStore => "PRODUCER_STORE",
            PointKind::Shop => "SHOP",
            PointKind::MarketStall => "MARKET_STALL",
            PointKind::TouristSite => "TOURIST_SITE",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether a point of this kind may be a producer's (`true`), or nobody's
    /// (`false`): a store needs its producer, and no producer calls its own
    /// store a centre of the programme.
    #[must_use]
    pub const fn may_be(self, a_producers: bool) -> bool {
        match self {
            PointKind::OcopCentre => !a_producers,
            PointKind::ProducerStore => a_producers,
            PointKind::Shop | PointKind::MarketStall | PointKind::TouristSite => true,
        }
    }
}

/// Whether it is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointStatus {
    /// It is.
    Open,
    /// Closed for good.
    Closed,
}

impl PointStatus {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            PointStatus::Open => "OPEN",
            PointStatus::Closed => "CLOSED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Open, Self::Closed]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}

/// A point of sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointOfSale {
    /// Its id.
    pub id: PointOfSaleId,
    /// The producer that runs it; without one the officers of its province
    /// look after it.
    pub producer_id: Option<ProducerId>,
    /// What is said of it.
    pub facts: PointFacts,
    /// Whether it is still there.
    pub status: PointStatus,
    /// Whether it is sample data.
    pub demo: bool,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes of its facts and status, from 1.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_kinds_have_their_owners() {
        for kind in PointKind::ALL {
            assert_eq!(PointKind::parse(kind.as_str()), Some(kind));
            assert!(kind.may_be(true) || kind.may_be(false));
        }
        assert!(!PointKind::OcopCentre.may_be(true));
        assert!(!PointKind::ProducerStore.may_be(false));
        for status in [PointStatus::Open, PointStatus::Closed] {
            assert_eq!(PointStatus::parse(status.as_str()), Some(status));
        }
    }
}
