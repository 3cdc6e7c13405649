//! Prices that wait for a moderator.

use crate::PriceTier;
use kernel::{AccountId, Money, PriceRequestId, ProductId, Timestamp, VariantId};

/// What becomes of a price that jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceRequestStatus {
    /// Nobody has decided.
    Waiting,
    /// It is the price now.
    Approved,
    /// The old price stays.
    Refused,
    /// Another price came before anybody decided.
    Withdrawn,
}

impl PriceRequestStatus {
    /// Every status.
    pub const ALL: [PriceRequestStatus; 4] = [
        PriceRequestStatus::Waiting,
        PriceRequestStatus::Approved,
        PriceRequestStatus::Refused,
        PriceRequestStatus::Withdrawn,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            PriceRequestStatus::Waiting => "WAITING",
            PriceRequestStatus::Approved => "APPROVED",
            PriceRequestStatus::Refused => "REFUSED",
            PriceRequestStatus::Withdrawn => "WITHDRAWN",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A price that waits for a moderator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct PriceRequest {
    pub id: PriceRequestId,
    pub product_id: ProductId,
    pub variant_id: VariantId,
    pub price: Money,
    pub compare_at_price: Option<Money>,
    /// See [`crate::listing::LiveVariant::tiers`].
    pub tiers: Vec<PriceTier>,
    pub status: PriceRequestStatus,
    pub asked_at: Timestamp,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
    pub note: Option<String>,
}

/// By how much a price may move away from the one that a moderator last saw:
/// to the double and to the half.
const FACTOR: i64 = 2;

/// Whether a price is so far from the one that a moderator last saw that
/// another one must look at it. Prices have at most 1,000,000,000 đồng.
pub(crate) const fn jumps(reviewed: i64, price: i64) -> bool {
    price > reviewed * FACTOR || price * FACTOR < reviewed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn double_and_half_are_no_jump() {
        for (reviewed, price, jump) in [
            (100, 100, false),
            (100, 200, false),
            (100, 201, true),
            (100, 50, false),
            (100, 49, true),
            (101, 50, true),
            (1, 1, false),
            (1_000_000_000, 499_999_999, true),
            (1_000_000_000, 500_000_000, false),
        ] {
            assert_eq!(jumps(reviewed, price), jump, "{reviewed} {price}");
        }
    }

    #[test]
    fn names_round_trip() {
        for status in PriceRequestStatus::ALL {
            assert_eq!(PriceRequestStatus::parse(status.as_str()), Some(status));
        }
    }
}
