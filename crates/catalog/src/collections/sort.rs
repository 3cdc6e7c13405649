//! In which order a collection's rule brings its products.

use crate::CardSort;
use crate::order::{CERTIFIED, CardOrder};

/// In which order the products of a rule come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CollectionSort {
    /// Last published first.
    #[default]
    Newest,
    /// Last certified first.
    Certified,
    /// Most stars first, then the newest.
    Stars,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first, by the cheapest variant.
    PriceDesc,
    /// By name without tone marks.
    Name,
}

impl CollectionSort {
    /// Every order.
    pub const ALL: [Self; 6] = [
        Self::Newest,
        Self::Certified,
        Self::Stars,
        Self::PriceAsc,
        Self::PriceDesc,
        Self::Name,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "NEWEST",
            Self::Certified => "CERTIFIED",
            Self::Stars => "STARS",
            Self::PriceAsc => "PRICE_ASC",
            Self::PriceDesc => "PRICE_DESC",
            Self::Name => "NAME",
        }
    }

    /// The order of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == name)
    }

    pub(crate) fn order(self) -> CardOrder {
        match self {
            Self::Newest => CardSort::Newest.order(),
            Self::Certified => CERTIFIED,
            Self::Stars => CardSort::Stars.order(),
            Self::PriceAsc => CardSort::PriceAsc.order(),
            Self::PriceDesc => CardSort::PriceDesc.order(),
            Self::Name => CardSort::Name.order(),
        }
    }
}
