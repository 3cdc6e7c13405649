//! What product lists are asked for.

use crate::errors::bad_input;
use crate::programme::LegalForm;
use crate::schema::global_id::from_globals;
use crate::schema::scalars::{Decimal, IntFilter, IntRangeInput, MoneyRangeInput};
use async_graphql::{Enum, Error, ID, InputObject};
use catalog::listing::Attribute;
use catalog::{AttributeFilter, CardFilter, CardSort};
use programme::taxonomy::{self, ProductGroup};

/// Which products. Every given condition must hold; an empty list matches
/// nothing.
#[derive(InputObject, Clone, Debug, Default)]
pub(crate) struct ProductWhere {
    /// The stars of the certificate.
    stars: Option<IntFilter>,
    /// Names of product groups, such as `FOOD`.
    groups: Option<Vec<String>>,
    /// Numbers of product sets, as facets give them.
    product_sets: Option<Vec<i32>>,
    /// Producers.
    producers: Option<Vec<ID>>,
    /// Producers' legal forms.
    legal_forms: Option<Vec<LegalForm>>,
    /// Codes of the provinces where the producer sits.
    provinces: Option<Vec<String>>,
    /// Codes of the communes where the producer sits.
    communes: Option<Vec<String>>,
    /// A variant of the product costs this.
    price: Option<MoneyRangeInput>,
    /// Whether anything of it can be bought now.
    in_stock: Option<bool>,
    /// What typed facts are, each attribute once and at most 10 of them; for
    /// `products` only.
    attributes: Option<Vec<ProductAttributeWhere>>,
}

/// What a typed fact about products is: exactly one of `in` and `range`.
#[derive(InputObject, Clone, Debug)]
pub(crate) struct ProductAttributeWhere {
    /// Which; see `productAttributes`. Nothing is narrowed by words.
    code: String,
    /// One of these values, as facets give them: codes of choices, or whole
    /// numbers. An empty list matches nothing.
    #[graphql(name = "in")]
    within: Option<Vec<String>>,
    /// A number in this range.
    range: Option<IntRangeInput>,
}

/// The most attributes at once.
const MOST_ATTRIBUTES: usize = 10;

impl ProductAttributeWhere {
    fn filter(self) -> Result<AttributeFilter, Error> {
        let attribute = Attribute::find(&self.code);
        let attribute = attribute
            .ok_or_else(|| bad_input("attributes: no such code; see `productAttributes`"))?;
        let filter = match (&self.within, self.range) {
            (Some(values), None) => AttributeFilter::one_of(attribute, values),
            (None, Some(range)) => {
                let bound = |bound: Option<i32>| bound.map(i64::from);
                AttributeFilter::between(attribute, bound(range.min), bound(range.max))
            }
            _ => return Err(bad_input("attributes: exactly one of `in` and `range`")),
        };
        filter.ok_or_else(|| bad_input("attributes: the attribute has no such values"))
    }
}

/// Every attribute that is asked for, each once.
fn attributes(asked: Vec<ProductAttributeWhere>) -> Result<Vec<AttributeFilter>, Error> {
    if asked.len() > MOST_ATTRIBUTES {
        return Err(bad_input(format!("attributes: at most {MOST_ATTRIBUTES}")));
    }
    let mut filters: Vec<AttributeFilter> = Vec::with_capacity(asked.len());
    for one in asked {
        let filter = one.filter()?;
        let code = filter.attribute.code;
        if filters.iter().any(|own| own.attribute.code == code) {
            return Err(bad_input("attributes: each code once"));
        }
        filters.push(filter);
    }
    Ok(filters)
}

impl ProductWhere {
    /// The same as the catalogue's filter.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type, an unknown group and
    /// attributes that have no such values.
    pub(crate) fn filter(self) -> Result<CardFilter, Error> {
        for group in self.groups.iter().flatten() {
            if ProductGroup::parse(group).is_none() {
                let known = ProductGroup::ALL.map(ProductGroup::as_str).join(", ");
                return Err(bad_input(format!("groups: one of {known}")));
            }
        }
        let mut sets = self.product_sets.iter().flatten();
        if sets.any(|set| taxonomy::product_set(*set).is_none()) {
            return Err(bad_input("productSets: there is no such number"));
        }
        let legal_forms = self.legal_forms;
        let range = self.stars.as_ref().and_then(|stars| stars.range);
        Ok(CardFilter {
            stars_min: range.and_then(|range| range.min),
            stars_max: range.and_then(|range| range.max),
            stars_in: self.stars.as_ref().and_then(IntFilter::values),
            groups: self.groups,
            product_sets: self.product_sets,
            legal_forms: legal_forms.map(|own| own.into_iter().map(Into::into).collect()),
            producers: self.producers.as_deref().map(from_globals).transpose()?,
            provinces: self.provinces,
            communes: self.communes,
            price_min: self.price.and_then(|price| price.min).map(Decimal::money),
            price_max: self.price.and_then(|price| price.max).map(Decimal::money),
            in_stock: self.in_stock,
            attributes: attributes(self.attributes.unwrap_or_default())?,
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
    /// Most often bought first, then the newest.
    BestSelling,
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
            ProductSort::BestSelling => CardSort::BestSelling,
        }
    }
}
