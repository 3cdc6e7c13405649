//! What products can be narrowed by, and how many of a list each value has.

mod count;

#[cfg(feature = "fixtures")]
pub(crate) use count::Lists;

use crate::CardFilter;
use crate::listing::Attribute;
use kernel::Money;

/// Values of one facet in an answer, the most frequent ones.
pub const MAX_FACET_VALUES: usize = 100;

/// What products can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FacetField {
    /// Values are codes of product groups.
    Group,
    /// Values are numbers of product sets.
    ProductSet,
    /// Values are `3`, `4`, `5`.
    Stars,
    /// Values are codes of provinces.
    Province,
    /// Values are codes of communes.
    Commune,
    /// Values are UUIDs of producers.
    Producer,
    /// Values are names of producers' legal forms.
    LegalForm,
    /// Values are [`PriceBand`]s.
    Price,
    /// Values are `true` and `false`.
    InStock,
}

impl FacetField {
    /// Every facet.
    pub const ALL: [FacetField; 9] = [
        FacetField::Group,
        FacetField::ProductSet,
        FacetField::Stars,
        FacetField::Province,
        FacetField::Commune,
        FacetField::Producer,
        FacetField::LegalForm,
        FacetField::Price,
        FacetField::InStock,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            FacetField::Group => "GROUP",
            FacetField::ProductSet => "PRODUCT_SET",
            FacetField::Stars => "STARS",
            FacetField::Province => "PROVINCE",
            FacetField::Commune => "COMMUNE",
            FacetField::Producer => "PRODUCER",
            FacetField::LegalForm => "LEGAL_FORM",
            FacetField::Price => "PRICE",
            FacetField::InStock => "IN_STOCK",
        }
    }

    /// Whether a filter chooses among the values of this facet.
    #[must_use]
    pub fn chosen_in(self, filter: &CardFilter) -> bool {
        self.without(filter) != *filter
    }

    /// The filter without this facet's choice: a facet counts as if nothing
    /// of its own were chosen, so that further values can be added.
    #[must_use]
    pub fn without(self, filter: &CardFilter) -> CardFilter {
        let mut filter = filter.clone();
        match self {
            FacetField::Group => filter.groups = None,
            FacetField::ProductSet => filter.product_sets = None,
            FacetField::Stars => {
                (filter.stars_in, filter.stars_min, filter.stars_max) = (None, None, None);
            }
            FacetField::Province => filter.provinces = None,
            FacetField::Commune => filter.communes = None,
            FacetField::Producer => filter.producers = None,
            FacetField::LegalForm => filter.legal_forms = None,
            FacetField::Price => (filter.price_min, filter.price_max) = (None, None),
            FacetField::InStock => filter.in_stock = None,
        }
        filter
    }
}

/// A band of prices, both ends included; a product is in every band that one
/// of its prices may lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceBand {
    /// The number of the band, from the cheapest.
    pub number: u8,
    /// The lowest price.
    pub from: Money,
    /// The highest price; the last band has none.
    pub to: Option<Money>,
}

impl PriceBand {
    /// Every band, from the cheapest.
    pub const ALL: [PriceBand; 6] = [
        Self::band(0, 0, Some(49_999)),
        Self::band(1, 50_000, Some(99_999)),
        Self::band(2, 100_000, Some(199_999)),
        Self::band(3, 200_000, Some(499_999)),
        Self::band(4, 500_000, Some(999_999)),
        Self::band(5, 1_000_000, None),
    ];

    const fn band(number: u8, from: i64, to: Option<i64>) -> Self {
        let to = match to {
            Some(to) => Some(Money::from_stored(to)),
            None => None,
        };
        Self {
            number,
            from: Money::from_stored(from),
            to,
        }
    }

    /// The value of the facet: `50000-99999`, and `1000000-` for the last.
    #[must_use]
    pub fn value(self) -> String {
        format!(
            "{}-{}",
            self.from,
            self.to.map(|to| to.to_string()).unwrap_or_default()
        )
    }

    /// Whether prices between these two may lie in it.
    #[must_use]
    pub fn overlaps(self, low: Money, high: Money) -> bool {
        high >= self.from && self.to.is_none_or(|to| low <= to)
    }
}

/// By what a facet narrows.
#[derive(Clone, Copy, Debug)]
pub enum Narrowing {
    /// By what every product has.
    Field(FacetField),
    /// By a fact that products of some sets have; values are codes of its
    /// choices, or whole numbers in its unit.
    Attribute(&'static Attribute),
}

/// How a list spreads over the values of a facet.
#[derive(Clone, Debug)]
pub struct Facet {
    /// By what it narrows.
    pub by: Narrowing,
    /// Its values, the most frequent first, and how many products have each:
    /// counting stops at [`crate::MAX_COUNT`].
    pub values: Vec<(String, u64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn price_bands_meet_without_gaps() {
        let dong = Money::from_stored;
        for (low, high, bands) in [
            (0, 49_999, 1),
            (49_999, 50_000, 2),
            (50_000, 50_000, 1),
            (1, i64::MAX, 6),
        ] {
            let own = PriceBand::ALL
                .iter()
                .filter(|band| band.overlaps(dong(low), dong(high)))
                .count();
            assert_eq!(own, bands, "{low} {high}");
        }
        assert_eq!(PriceBand::ALL[1].value(), "50000-99999");
        assert_eq!(PriceBand::ALL[5].value(), "1000000-");
    }
}
