//! What product lists are asked for.

use crate::errors::bad_input;
use crate::schema::global_id::from_globals;
use crate::schema::scalars::{Decimal, IntFilter, MoneyRangeInput};
use async_graphql::{Enum, Error, ID, InputObject};
use catalog::{CardFilter, CardSort};
use programme::taxonomy::ProductGroup;

/// Which products. Every given condition must hold; an empty list matches
/// nothing.
#[derive(InputObject, Clone, Debug, Default)]
pub(crate) struct ProductWhere {
    /// The stars of the certificate.
    stars: Option<IntFilter>,
    /// Names of product groups, such as `FOOD`.
    groups: Option<Vec<String>>,
    /// Producers.
    producers: Option<Vec<ID>>,
    /// Codes of the provinces where the producer sits.
    provinces: Option<Vec<String>>,
    /// Codes of the communes where the producer sits.
    communes: Option<Vec<String>>,
    /// A variant of the product costs this.
    price: Option<MoneyRangeInput>,
    /// Whether anything of it can be bought now.
    in_stock: Option<bool>,
}

impl ProductWhere {
    /// The same as the catalogue's filter.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type and an unknown group.
    pub(crate) fn filter(self) -> Result<CardFilter, Error> {
        for group in self.groups.iter().flatten() {
            if ProductGroup::parse(group).is_none() {
                let known = ProductGroup::ALL.map(ProductGroup::as_str).join(", ");
                return Err(bad_input(format!("groups: one of {known}")));
            }
        }
        let range = self.stars.as_ref().and_then(|stars| stars.range);
        Ok(CardFilter {
            stars_min: range.and_then(|range| range.min),
            stars_max: range.and_then(|range| range.max),
            stars_in: self.stars.as_ref().and_then(IntFilter::values),
            groups: self.groups,
            producers: self.producers.as_deref().map(from_globals).transpose()?,
            provinces: self.provinces,
            communes: self.communes,
            price_min: self.price.and_then(|price| price.min).map(Decimal::money),
            price_max: self.price.and_then(|price| price.max).map(Decimal::money),
            in_stock: self.in_stock,
        })
    }
}

/// In which order products come.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ProductSort {
    /// Last published first.
    #[default]
    Newest,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first, by the cheapest variant.
    PriceDesc,
    /// Most stars first, then the newest.
    Stars,
    /// By Vietnamese name, tone marks aside.
    Name,
    /// Best rated by buyers first, then the most rated; what nobody rated comes
    /// last.
    Rating,
}

impl From<ProductSort> for CardSort {
    fn from(sort: ProductSort) -> Self {
        match sort {
            ProductSort::Newest => CardSort::Newest,
            ProductSort::PriceAsc => CardSort::PriceAsc,
            ProductSort::PriceDesc => CardSort::PriceDesc,
            ProductSort::Stars => CardSort::Stars,
            ProductSort::Name => CardSort::Name,
            ProductSort::Rating => CardSort::Rating,
        }
    }
}
