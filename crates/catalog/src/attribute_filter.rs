//! What a list asks of the typed facts of products.

use crate::entity::product_attribute::{Column, Entity};
use crate::entity::product_card;
use crate::listing::{Attribute, AttributeKind};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

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

    /// Whether a card's product has such a value.
    pub(crate) fn condition(&self) -> SimpleExpr {
        let mut having = Entity::find()
            .select_only()
            .column(Column::ProductId)
            .filter(Column::Code.eq(self.attribute.code));
        match &self.values {
            AttributeValues::Choices(codes) => {
                having = having.filter(Column::Choice.is_in(codes.iter().map(String::as_str)));
            }
            AttributeValues::Numbers(numbers) => {
                having = having.filter(Column::Number.is_in(numbers.iter().copied()));
            }
            AttributeValues::Range(min, max) => {
                if let Some(min) = min {
                    having = having.filter(Column::Number.gte(*min));
                }
                if let Some(max) = max {
                    having = having.filter(Column::Number.lte(*max));
                }
            }
        }
        product_card::Column::ProductId.in_subquery(having.into_query())
    }
}
