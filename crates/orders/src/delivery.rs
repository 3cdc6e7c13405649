//! What delivery costs: a flat table by method, zone and weight, dated.

use kernel::Money;

/// How a part of an order comes to its buyer.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeliveryMethod {
    /// Three to five days.
    Standard,
    /// One to two days.
    Express,
    /// The buyer fetches it at a point of sale.
    PickUp,
    /// The buyer comes: services. Nobody chooses it.
    Visit,
}

impl DeliveryMethod {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Express, Self::PickUp, Self::Visit];

    /// Every way for a parcel to travel.
    pub const CARRIED: [Self; 2] = [Self::Standard, Self::Express];

    /// Whether a courier carries it to the buyer's address.
    #[must_use]
    pub const fn is_carried(self) -> bool {
        matches!(self, Self::Standard | Self::Express)
    }

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::Express => "EXPRESS",
            Self::PickUp => "PICK_UP",
            Self::Visit => "VISIT",
        }
    }

    /// The method of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == name)
    }
}

/// How far a parcel travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Within the producer's province.
    SameProvince,
    /// Anywhere else in Vietnam.
    Nationwide,
}

impl Zone {
    /// The zone between two provinces.
    #[must_use]
    pub fn between(producer: &str, shopper: &str) -> Self {
        if producer == shopper {
            Self::SameProvince
        } else {
            Self::Nationwide
        }
    }

    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameProvince => "SAME_PROVINCE",
            Self::Nationwide => "NATIONWIDE",
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Rate {
    pub method: String,
    pub zone: String,
    pub up_to_grams: i64,
    pub fee: Money,
}

/// The rates of one day.
#[derive(Clone, Debug, Default)]
pub struct RateTable(pub Vec<Rate>);

impl RateTable {
    /// What a parcel costs: the lightest row that it does not exceed; `None`
    /// when it is too heavy for the method. Nothing to carry costs nothing.
    #[must_use]
    pub fn fee(&self, method: DeliveryMethod, zone: Zone, grams: i64) -> Option<Money> {
        if grams == 0 {
            return Some(Money::ZERO);
        }
        self.0
            .iter()
            .filter(|rate| {
                rate.method == method.as_str()
                    && rate.zone == zone.as_str()
                    && grams <= rate.up_to_grams
            })
            .min_by_key(|rate| rate.up_to_grams)
            .map(|rate| rate.fee)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lightest_row_that_fits() {
        let rate = |up_to_grams, fee| Rate {
            method: "STANDARD".into(),
            zone: "NATIONWIDE".into(),
            up_to_grams,
            fee: Money::from_stored(fee),
        };
        let table = RateTable(vec![rate(3000, 42_000), rate(1000, 30_000)]);
        let fee = |grams| {
            table
                .fee(DeliveryMethod::Standard, Zone::Nationwide, grams)
                .map(Money::dong)
        };
        assert_eq!(fee(0), Some(0));
        assert_eq!(fee(1), Some(30_000));
        assert_eq!(fee(1000), Some(30_000));
        assert_eq!(fee(1001), Some(42_000));
        assert_eq!(fee(3001), None);
        assert_eq!(
            table.fee(DeliveryMethod::Express, Zone::Nationwide, 1),
            None
        );
        assert_eq!(Zone::between("37", "37"), Zone::SameProvince);
        assert_eq!(Zone::between("37", "01"), Zone::Nationwide);
    }
}
