//! What lists of cards are narrowed by.

use crate::attribute_filter::AttributeFilter;
use crate::entity::product_card::Column;
use crate::order::CardOrder;
use crate::route::{Reach, Route};
use crate::visibility::public_at;
use db::Engine;
use kernel::{Money, ProducerId, Timestamp};
use programme::LegalForm;
use sea_orm::Condition;
use sea_orm::sea_query::{ExprTrait, SimpleExpr, Value};

/// Which cards. Every condition holds; an empty list matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct CardFilter {
    pub stars_min: Option<i32>,
    pub stars_max: Option<i32>,
    pub stars_in: Option<Vec<i32>>,
    pub groups: Option<Vec<String>>,
    /// By number, as the programme's taxonomy has them.
    pub product_sets: Option<Vec<i32>>,
    pub producers: Option<Vec<ProducerId>>,
    pub provinces: Option<Vec<String>>,
    pub communes: Option<Vec<String>>,
    /// The producers' legal forms.
    pub legal_forms: Option<Vec<LegalForm>>,
    /// A variant costs at least this …
    pub price_min: Option<Money>,
    /// … and a variant at most this.
    pub price_max: Option<Money>,
    pub in_stock: Option<bool>,
    /// By attributes, each named once; every one holds.
    pub attributes: Vec<AttributeFilter>,
}

impl CardFilter {
    /// The filter without what it asks of one attribute.
    pub(crate) fn without_attribute(&self, code: &str) -> Self {
        let mut filter = self.clone();
        filter.attributes.retain(|own| own.attribute.code != code);
        filter
    }

    /// How cards that it lets pass are found in an order.
    pub(crate) fn along(&self, order: CardOrder, engine: Engine) -> Route {
        let provinces = self.provinces.as_deref().unwrap_or_default();
        let groups = self.groups.as_deref().unwrap_or_default();
        let reach = Reach::of(self.is_of_few(), provinces, groups);
        Route::along(order, reach, engine)
    }

    /// How its cards are found in an order, where few products have what it asks
    /// of these attributes.
    pub(crate) fn route(&self, order: CardOrder, rare: &[&'static str], engine: Engine) -> Route {
        let mut own = self.attributes.iter().map(|own| own.attribute.code);
        let leads = own.find(|code| rare.contains(code));
        leads.map_or_else(|| self.along(order, engine), Route::by_attribute)
    }

    /// Whether it asks for a few producers or communes.
    pub(crate) fn is_of_few(&self) -> bool {
        self.producers.is_some() || self.communes.is_some()
    }

    /// The public cards that it lets pass.
    pub(crate) fn condition(&self, now: Timestamp, route: Route) -> Condition {
        let attributes = self.attributes.iter();
        let attributes =
            attributes.fold(Condition::all(), |all, own| all.add(own.condition(route)));
        let column = |column| route.column(column);
        let producers = self.producers.as_ref();
        let producers = producers.map(|ids| ids.iter().map(|id| id.0).collect());
        let forms = self.legal_forms.as_ref();
        let forms = forms.map(|own| own.iter().map(|form| form.as_str()).collect());
        Condition::all()
            .add(public_at(now))
            .add_option(self.stars_min.map(|stars| column(Column::Stars).gte(stars)))
            .add_option(self.stars_max.map(|stars| column(Column::Stars).lte(stars)))
            .add_option(among(column(Column::Stars), self.stars_in.clone()))
            .add_option(among(column(Column::GroupCode), self.groups.clone()))
            .add_option(among(column(Column::ProductSet), self.product_sets.clone()))
            .add_option(among(column(Column::LegalForm), forms))
            .add_option(among::<uuid::Uuid>(column(Column::ProducerId), producers))
            .add_option(among(column(Column::ProvinceCode), self.provinces.clone()))
            .add_option(among(column(Column::CommuneCode), self.communes.clone()))
            .add_option(
                self.price_min
                    .map(|price| column(Column::PriceMax).gte(price.dong())),
            )
            .add_option(
                self.price_max
                    .map(|price| column(Column::PriceMin).lte(price.dong())),
            )
            .add_option(self.in_stock.map(|own| column(Column::InStock).eq(own)))
            .add(attributes)
    }
}

/// Whether it is one of these, where there are some to choose from.
pub(crate) fn among<T: Into<Value>>(own: SimpleExpr, values: Option<Vec<T>>) -> Option<SimpleExpr> {
    Some(own.is_in(values?))
}
