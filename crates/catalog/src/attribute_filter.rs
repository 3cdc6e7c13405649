//! What a list asks of the typed facts of products.

use crate::entity::product_attribute::{Column, Entity};
use crate::entity::product_card;
use crate::listing::{Attribute, AttributeKind};
use crate::route::{Route, aside};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

/// What one attribute must be.
#[derive(Clone, Debug)]
pub struct AttributeFilter {
    /// Which.
    pub attribute: &'static Attribute,
    /// What.
    pub values: AttributeValues,
}

/// Values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeValues {
    /// One of these choices, by code; none matches nothing.
    Choices(Vec<String>),
    /// One of these numbers; none matches nothing.
    Numbers(Vec<i64>),
    /// A number from the first to the last, both included.
    Range(Option<i64>, Option<i64>),
}

impl PartialEq for AttributeFilter {
    fn eq(&self, other: &Self) -> bool {
        // A code names one attribute.
        self.attribute.code == other.attribute.code && self.values == other.values
    }
}

impl Eq for AttributeFilter {}

impl AttributeFilter {
    /// One of these values, as facets write them; `None` where the attribute
    /// has no such value or nothing can be filtered by it.
    #[must_use]
    pub fn one_of(attribute: &'static Attribute, values: &[String]) -> Option<Self> {
        let values = match &attribute.kind {
            AttributeKind::Choice(choices) => {
                let known = |value: &String| choices.iter().any(|choice| choice.code == value);
                let known = values.iter().all(known);
                known.then(|| AttributeValues::Choices(values.to_vec()))?
            }
            AttributeKind::Number(..) => {
                let numbers = values.iter().map(|value| value.parse().ok());
                AttributeValues::Numbers(numbers.collect::<Option<_>>()?)
            }
            AttributeKind::Text(_) => return None,
        };
        Some(Self { attribute, values })
    }

    /// A number within these bounds, both included; `None` for an attribute
    /// that is no number.
    #[must_use]
    pub fn between(
        attribute: &'static Attribute,
        min: Option<i64>,
        max: Option<i64>,
    ) -> Option<Self> {
        matches!(attribute.kind, AttributeKind::Number(..)).then_some(Self {
            attribute,
            values: AttributeValues::Range(min, max),
        })
    }

    /// Whether a card's product has such a value. Along an order each card is
    /// asked; otherwise those that have it are found first.
    pub(crate) fn condition(&self, route: Route) -> SimpleExpr {
        if route.may_lead_by(self.attribute.code) {
            let having = self.having(|value| value).column(Column::ProductId);
            return product_card::Column::ProductId.in_subquery(having.into_query());
        }
        let own = Expr::col((Entity, Column::ProductId));
        let card = (product_card::Entity, product_card::Column::ProductId);
        let having = self.having(aside).filter(own.equals(card));
        Expr::exists(having.expr(Expr::val(1)).into_query())
    }

    /// How many products have such a value, counted up to `most`.
    pub(crate) fn counted_to(&self, most: u64) -> SelectStatement {
        let having = self.having(|value| value).expr(Expr::val(1)).limit(most);
        Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from_subquery(having.into_query(), Alias::new("having"))
            .to_owned()
    }

    /// The rows that say so, of no columns yet; a number that is compared is
    /// named `so`.
    fn having(&self, so: impl Fn(SimpleExpr) -> SimpleExpr) -> Select<Entity> {
        let having = Entity::find()
            .select_only()
            .filter(Column::Code.eq(self.attribute.code));
        match &self.values {
            AttributeValues::Choices(codes) => {
                let codes = codes.iter().map(String::as_str);
                having.filter(Column::Value.is_in(codes))
            }
            AttributeValues::Numbers(numbers) => {
                let numbers = numbers.iter().map(ToString::to_string);
                having.filter(Column::Value.is_in(numbers))
            }
            AttributeValues::Range(min, max) => {
                let number = || so(Expr::col((Entity, Column::Number)));
                let least = min.map(|min| number().gte(min));
                let most = max.map(|max| number().lte(max));
                // Said of every number, too, or no index would have them.
                having
                    .filter(Column::Number.is_not_null())
                    .filter(Condition::all().add_option(least).add_option(most))
            }
        }
    }
}
