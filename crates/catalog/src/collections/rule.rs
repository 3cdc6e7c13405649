//! By which products a collection chooses itself.

use super::CollectionSort;
use crate::entity::product_card::Column;
use crate::filter::among;
use crate::order::CardOrder;
use crate::route::{Reach, Route};
use crate::{Card, CardFilter, ProductKind};
use chrono::{Duration, NaiveDate};
use db::Engine;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Money, ProducerId, Timestamp};
use programme::taxonomy::{self, ProductGroup};
use sea_orm::Condition;
use sea_orm::sea_query::ExprTrait;
use serde::{Deserialize, Serialize};

/// The most values of one condition.
pub const MAX_VALUES: usize = 100;
/// The most days that anything is new.
pub const MAX_DAYS: i32 = 1_000;
/// Conditions that all hold; one without values is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct CollectionRule {
    /// Names of product groups.
    pub groups: Vec<String>,
    /// 1 to 26.
    pub product_sets: Vec<i32>,
    pub stars_min: Option<i32>,
    pub provinces: Vec<String>,
    pub communes: Vec<String>,
    pub producers: Vec<ProducerId>,
    /// A variant costs at least this …
    pub price_min: Option<Money>,
    /// … and a variant at most this.
    pub price_max: Option<Money>,
    /// Published within so many days.
    pub new_within_days: Option<i32>,
    /// Certified within so many days.
    pub certified_within_days: Option<i32>,
    pub kind: Option<ProductKind>,
    /// In which order they come; it lies beside the conditions in the table.
    #[serde(skip)]
    pub sort: CollectionSort,
}

impl CollectionRule {
    /// The first condition that no rule can have, by its name in the API.
    #[must_use]
    pub fn problem(&self) -> Option<&'static str> {
        let many = |length: usize| length > MAX_VALUES;
        let codes = |codes: &[String]| {
            let odd = |code: &String| code.is_empty() || code.len() > 10;
            many(codes.len()) || codes.iter().any(odd)
        };
        let days = |days: Option<i32>| days.is_some_and(|own| !(1..=MAX_DAYS).contains(&own));
        let group = |name: &String| ProductGroup::parse(name).is_some();
        let set = |number: &i32| taxonomy::product_set(*number).is_some();
        let price = |price: Option<Money>| price.is_some_and(|own| own < Money::ZERO);
        let crossed = self
            .price_min
            .zip(self.price_max)
            .is_some_and(|(min, max)| min > max);
        [
            (
                "groups",
                many(self.groups.len()) || !self.groups.iter().all(group),
            ),
            (
                "productSets",
                many(self.product_sets.len()) || !self.product_sets.iter().all(set),
            ),
            (
                "starsMin",
                self.stars_min.is_some_and(|own| !(3..=5).contains(&own)),
            ),
            ("provinces", codes(&self.provinces)),
            ("communes", codes(&self.communes)),
            ("producers", many(self.producers.len())),
            (
                "price",
                price(self.price_min) || price(self.price_max) || crossed,
            ),
            ("newWithinDays", days(self.new_within_days)),
            ("certifiedWithinDays", days(self.certified_within_days)),
        ]
        .into_iter()
        .find_map(|(name, wrong)| wrong.then_some(name))
    }

    /// Whether it has no condition at all.
    #[must_use]
    pub fn matches_everything(&self) -> bool {
        let sort = self.sort;
        *self
            == Self {
                sort,
                ..Self::default()
            }
    }

    /// How cards that it holds are found in an order.
    pub(crate) fn along(&self, order: CardOrder, engine: Engine) -> Route {
        let of_few = !(self.producers.is_empty() && self.communes.is_empty());
        let reach = Reach::of(of_few, &self.provinces, &self.groups);
        Route::along(order, reach, engine)
    }

    /// The public cards that it holds at an instant.
    pub(crate) fn condition(&self, now: Timestamp, route: Route) -> Condition {
        let some = |values: &Vec<String>| (!values.is_empty()).then(|| values.clone());
        let filter = CardFilter {
            stars_min: self.stars_min,
            groups: some(&self.groups),
            producers: (!self.producers.is_empty()).then(|| self.producers.clone()),
            provinces: some(&self.provinces),
            communes: some(&self.communes),
            price_min: self.price_min,
            price_max: self.price_max,
            ..CardFilter::default()
        };
        let column = |column| route.column(column);
        let sets = (!self.product_sets.is_empty()).then(|| self.product_sets.clone());
        let kind = self.kind.map(|kind| column(Column::Kind).eq(kind.as_str()));
        let new = self.new_since(now);
        let new = new.map(|at| column(Column::PublishedAt).gt(at));
        let certified = self.certified_since(now);
        let certified = certified.map(|day| column(Column::CertificateIssuedOn).gt(day));
        filter
            .condition(now, route)
            .add_option(among(column(Column::ProductSet), sets))
            .add_option(kind)
            .add_option(new)
            .add_option(certified)
    }

    /// The same on a card in hand; whether it is public is another question.
    #[must_use]
    pub fn holds(&self, card: &Card, now: Timestamp) -> bool {
        fn among<T: PartialEq>(values: &[T], own: &T) -> bool {
            values.is_empty() || values.contains(own)
        }
        let certified = |day: NaiveDate| {
            let certificate = card.certificate.as_ref();
            certificate.is_some_and(|own| own.issued_on > day)
        };
        (self.groups.is_empty() || self.groups.iter().any(|own| own == card.group.as_str()))
            && among(&self.product_sets, &card.product_set)
            && self.stars_min.is_none_or(|stars| card.stars >= stars)
            && among(&self.provinces, &card.province_code)
            && among(&self.communes, &card.commune_code)
            && among(&self.producers, &card.producer_id)
            && self.price_min.is_none_or(|price| card.price_max >= price)
            && self.price_max.is_none_or(|price| card.price_min <= price)
            && self.new_since(now).is_none_or(|at| card.published_at > at)
            && self.certified_since(now).is_none_or(certified)
            && self.kind.is_none_or(|kind| card.kind == kind)
    }

    fn new_since(&self, now: Timestamp) -> Option<Timestamp> {
        Some(now - Duration::days(self.new_within_days?.into()))
    }

    fn certified_since(&self, now: Timestamp) -> Option<NaiveDate> {
        let days = self.certified_within_days?;
        Some(days_before(day_in_vietnam(now), days.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_without_conditions_holds_everything() {
        for sort in CollectionSort::ALL {
            let none = CollectionRule {
                sort,
                ..CollectionRule::default()
            };
            assert!(none.matches_everything());
            assert_eq!(CollectionSort::parse(sort.as_str()), Some(sort));
            let one = CollectionRule {
                stars_min: Some(3),
                ..none
            };
            assert!(!one.matches_everything());
        }
    }

    #[test]
    fn what_no_rule_can_have_is_named() {
        let money = |dong| Some(Money::from_stored(dong));
        let code = || "0".repeat(11);
        let base = CollectionRule::default;
        for (rule, problem) in [
            (base(), None),
            (
                CollectionRule {
                    groups: vec!["FOOD".into()],
                    ..base()
                },
                None,
            ),
            (
                CollectionRule {
                    groups: vec!["food".into()],
                    ..base()
                },
                Some("groups"),
            ),
            (
                CollectionRule {
                    groups: vec!["FOOD".into(); 101],
                    ..base()
                },
                Some("groups"),
            ),
            (
                CollectionRule {
                    product_sets: vec![26],
                    ..base()
                },
                None,
            ),
            (
                CollectionRule {
                    product_sets: vec![27],
                    ..base()
                },
                Some("productSets"),
            ),
            (
                CollectionRule {
                    stars_min: Some(2),
                    ..base()
                },
                Some("starsMin"),
            ),
            (
                CollectionRule {
                    stars_min: Some(6),
                    ..base()
                },
                Some("starsMin"),
            ),
            (
                CollectionRule {
                    provinces: vec![code()],
                    ..base()
                },
                Some("provinces"),
            ),
            (
                CollectionRule {
                    communes: vec![String::new()],
                    ..base()
                },
                Some("communes"),
            ),
            (
                CollectionRule {
                    price_min: money(-1),
                    ..base()
                },
                Some("price"),
            ),
            (
                CollectionRule {
                    price_min: money(2),
                    price_max: money(1),
                    ..base()
                },
                Some("price"),
            ),
            (
                CollectionRule {
                    new_within_days: Some(0),
                    ..base()
                },
                Some("newWithinDays"),
            ),
            (
                CollectionRule {
                    certified_within_days: Some(1_001),
                    ..base()
                },
                Some("certifiedWithinDays"),
            ),
        ] {
            assert_eq!(rule.problem(), problem, "{rule:?}");
        }
    }

    #[test]
    fn a_rule_is_kept_as_it_was() {
        let rule = CollectionRule {
            groups: vec!["FOOD".into()],
            kind: Some(ProductKind::Goods),
            price_max: Some(Money::from_stored(500_000)),
            ..CollectionRule::default()
        };
        let json = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<CollectionRule>(&json).unwrap(), rule);
        // Conditions that an older program did not know are none.
        assert!(
            serde_json::from_str::<CollectionRule>("{}")
                .unwrap()
                .matches_everything()
        );
    }
}
