//! What curators write.

use super::types::{CollectionSort, CollectionStatus};
use crate::catalog::ProductKind;
use crate::catalog::types::ProductGroup;
use crate::schema::global_id::from_globals;
use crate::schema::scalars::{DateTime, Decimal, MoneyRangeInput};
use async_graphql::{Error, ID, InputObject};
use catalog::collections::{self as domain, CollectionFilter, CuratedFilter, Months};
use programme::taxonomy;

/// Which public collections. Every given condition must hold; an empty list
/// matches nothing.
#[derive(InputObject, Default)]
pub(crate) struct CollectionWhere {
    /// Of these provinces, by code.
    provinces: Option<Vec<String>>,
    /// Of the whole country; of provinces when false.
    national: Option<bool>,
}

impl From<CollectionWhere> for CollectionFilter {
    fn from(filter: CollectionWhere) -> Self {
        Self {
            provinces: filter.provinces,
            national: filter.national,
        }
    }
}

/// Which of the collections that the caller curates. Every given condition
/// must hold; an empty list matches nothing.
#[derive(InputObject, Default)]
pub(crate) struct CuratedCollectionWhere {
    /// In these statuses.
    statuses: Option<Vec<CollectionStatus>>,
    /// Of these provinces, by code.
    provinces: Option<Vec<String>>,
}

impl From<CuratedCollectionWhere> for CuratedFilter {
    fn from(filter: CuratedCollectionWhere) -> Self {
        let statuses = filter.statuses;
        Self {
            statuses: statuses.map(|list| list.into_iter().map(Into::into).collect()),
            provinces: filter.provinces,
        }
    }
}

/// Conditions that all hold for the products of a collection; one that is
/// missing or empty is none.
#[derive(InputObject, Default)]
pub(crate) struct CollectionRuleInput {
    /// Of one of these groups.
    #[graphql(default)]
    groups: Vec<ProductGroup>,
    /// Of one of these product sets, 1 to 26; at most 100.
    #[graphql(default)]
    product_sets: Vec<i32>,
    /// At least so many stars, 3 to 5.
    stars_min: Option<i32>,
    /// Of producers in one of these provinces, by code; at most 100.
    #[graphql(default)]
    provinces: Vec<String>,
    /// Of producers in one of these communes, by code; at most 100.
    #[graphql(default)]
    communes: Vec<String>,
    /// Of one of these producers; at most 100.
    #[graphql(default)]
    producers: Vec<ID>,
    /// A variant costs this.
    price: Option<MoneyRangeInput>,
    /// Published within so many days, 1 to 1,000.
    new_within_days: Option<i32>,
    /// Certified within so many days, 1 to 1,000.
    certified_within_days: Option<i32>,
    /// Shipped or visited.
    kind: Option<ProductKind>,
    /// In which order they come.
    #[graphql(default)]
    sort: CollectionSort,
}

impl CollectionRuleInput {
    /// The same as the catalogue's rule.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type.
    pub(super) fn rule(self) -> Result<domain::CollectionRule, Error> {
        let group = |own: ProductGroup| taxonomy::ProductGroup::from(own).as_str().to_owned();
        Ok(domain::CollectionRule {
            groups: self.groups.into_iter().map(group).collect(),
            product_sets: self.product_sets,
            stars_min: self.stars_min,
            provinces: self.provinces,
            communes: self.communes,
            producers: from_globals(&self.producers)?,
            price_min: self.price.and_then(|price| price.min).map(Decimal::money),
            price_max: self.price.and_then(|price| price.max).map(Decimal::money),
            new_within_days: self.new_within_days,
            certified_within_days: self.certified_within_days,
            kind: self.kind.map(Into::into),
            sort: self.sort.into(),
        })
    }
}

/// What a collection says and holds, as a whole: what is missing is none.
#[derive(InputObject)]
pub(crate) struct CollectionContentInput {
    /// The title, 1 to 120 characters.
    title: String,
    /// The same in English.
    title_en: Option<String>,
    /// What it is about, at most 2,000 characters.
    description: Option<String>,
    /// The same in English.
    description_en: Option<String>,
    /// By which products it chooses itself; without it curators choose them.
    /// A collection keeps the one or the other for good.
    rule: Option<CollectionRuleInput>,
    /// Public from then on.
    valid_from: Option<DateTime>,
    /// Public until before then.
    valid_until: Option<DateTime>,
    /// The months of its season, 1 to 12, in Vietnam; the whole year without
    /// any.
    #[graphql(default)]
    months: Vec<u32>,
    /// Where it stands among the others, the smallest first, 0 to 1,000,000.
    #[graphql(default)]
    position: i32,
}

impl CollectionContentInput {
    /// The same as the catalogue's content; `None` where a month is none.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type.
    pub(super) fn content(self) -> Result<Option<domain::CollectionContent>, Error> {
        let rule = self.rule.map(CollectionRuleInput::rule).transpose()?;
        let Some(months) = Months::of(&self.months) else {
            return Ok(None);
        };
        Ok(Some(domain::CollectionContent {
            title: self.title,
            title_en: self.title_en,
            description: self.description,
            description_en: self.description_en,
            rule,
            valid_from: self.valid_from.map(|own| own.0),
            valid_until: self.valid_until.map(|own| own.0),
            months,
            position: self.position,
        }))
    }
}

/// A collection to be.
#[derive(InputObject)]
pub(crate) struct CollectionCreateInput {
    /// The name in addresses: small letters, digits and hyphens, at most 80;
    /// made from the title without it. It never changes.
    pub(super) slug: Option<String>,
    /// The code of the province whose products alone it holds; without it the
    /// whole country.
    pub(super) province: Option<String>,
    /// What it says and holds.
    pub(super) content: CollectionContentInput,
}

/// What a collection is to say and hold.
#[derive(InputObject)]
pub(crate) struct CollectionUpdateInput {
    /// Which.
    pub(super) id: ID,
    /// The version that the caller has seen.
    pub(super) version: i32,
    /// What it says and holds from now on.
    pub(super) content: CollectionContentInput,
}

/// Products to put into a manual collection.
#[derive(InputObject)]
pub(crate) struct CollectionProductsAddInput {
    /// Which.
    pub(super) id: ID,
    /// The version that the caller has seen.
    pub(super) version: i32,
    /// The products in their order; those that are in it already move.
    pub(super) product_ids: Vec<ID>,
    /// Before so many of the others; after all of them without it.
    pub(super) at: Option<u32>,
}

/// Products to take out of a manual collection.
#[derive(InputObject)]
pub(crate) struct CollectionProductsRemoveInput {
    /// Which.
    pub(super) id: ID,
    /// The version that the caller has seen.
    pub(super) version: i32,
    /// The products.
    pub(super) product_ids: Vec<ID>,
}

/// A collection as the caller has seen it.
#[derive(InputObject)]
pub(crate) struct CollectionInput {
    /// Which.
    pub(super) id: ID,
    /// The version that the caller has seen.
    pub(super) version: i32,
}
