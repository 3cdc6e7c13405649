//! How lists and hits spread over what they can be narrowed by.

use crate::catalog::ProductAttribute;
use crate::programme::{Commune, Province};
use crate::schema::connection::count;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Decimal, LanguageCode};
use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use catalog::Narrowing;
use catalog::listing::{Attribute, AttributeKind};
use kernel::{Language, Money, ProducerId};
use programme::LegalForm;
use programme::taxonomy::{self, ProductGroup};
use search::PriceBand;

/// One way to narrow a list.
#[derive(SimpleObject)]
pub(crate) struct Facet {
    /// What it narrows by.
    field: FacetField,
    /// Which fact it narrows by; null but for `ATTRIBUTE`.
    attribute: Option<ProductAttribute>,
    /// Its values, the most frequent first; at most 100.
    values: Vec<FacetValue>,
}

impl From<catalog::Facet> for Facet {
    fn from(own: catalog::Facet) -> Self {
        let by = own.by;
        let value = |(value, hits)| FacetValue { by, value, hits };
        let (field, attribute) = match by {
            Narrowing::Field(field) => (field.into(), None),
            Narrowing::Attribute(own) => (FacetField::Attribute, Some(ProductAttribute(own))),
        };
        Self {
            field,
            attribute,
            values: own.values.into_iter().map(value).collect(),
        }
    }
}

impl From<search::Facet> for Facet {
    fn from((field, values): search::Facet) -> Self {
        let by = Narrowing::Field(field);
        catalog::Facet { by, values }.into()
    }
}

/// What lists can be narrowed by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FacetField {
    /// The product group.
    Group,
    /// The product set.
    ProductSet,
    /// The stars.
    Stars,
    /// The producer's province.
    Province,
    /// The producer's commune.
    Commune,
    /// The producer.
    Producer,
    /// What the producer is before the law.
    LegalForm,
    /// The price, in bands.
    Price,
    /// Whether anything of it can be bought now.
    InStock,
    /// A typed fact about products of some sets; `attribute` says which.
    Attribute,
}

impl From<search::FacetField> for FacetField {
    fn from(field: search::FacetField) -> Self {
        match field {
            search::FacetField::Group => Self::Group,
            search::FacetField::ProductSet => Self::ProductSet,
            search::FacetField::Stars => Self::Stars,
            search::FacetField::Province => Self::Province,
            search::FacetField::Commune => Self::Commune,
            search::FacetField::Producer => Self::Producer,
            search::FacetField::LegalForm => Self::LegalForm,
            search::FacetField::Price => Self::Price,
            search::FacetField::InStock => Self::InStock,
        }
    }
}

/// One value of a facet.
pub(crate) struct FacetValue {
    by: Narrowing,
    value: String,
    hits: u64,
}

impl FacetValue {
    fn band(&self) -> Option<PriceBand> {
        let priced = matches!(self.by, Narrowing::Field(search::FacetField::Price));
        PriceBand::ALL
            .into_iter()
            .find(|band| priced && band.value() == self.value)
    }

    fn producer(&self) -> Option<ProducerId> {
        let named = matches!(self.by, Narrowing::Field(search::FacetField::Producer));
        self.value
            .parse::<uuid::Uuid>()
            .ok()
            .filter(|_| named)
            .map(ProducerId)
    }

    async fn name(&self, ctx: &Context<'_>, code: LanguageCode) -> Result<Option<String>> {
        let language = Language::from(code);
        let field = match self.by {
            Narrowing::Field(field) => field,
            Narrowing::Attribute(own) => return Ok(named_value(own, &self.value, language)),
        };
        Ok(match field {
            search::FacetField::Group => {
                ProductGroup::parse(&self.value).map(|group| group.name(language).to_owned())
            }
            search::FacetField::ProductSet => self
                .value
                .parse()
                .ok()
                .and_then(taxonomy::product_set)
                .map(|set| set.name(language).to_owned()),
            search::FacetField::LegalForm => {
                LegalForm::parse(&self.value).map(|form| form.name(language).to_owned())
            }
            search::FacetField::InStock => Some(
                match self.value == "true" {
                    true => language.pick("Còn hàng", "In stock"),
                    false => language.pick("Hết hàng", "Out of stock"),
                }
                .to_owned(),
            ),
            search::FacetField::Stars => {
                Some(format!("{} {}", self.value, language.pick("sao", "stars")))
            }
            search::FacetField::Province => Province::find(ctx, &self.value)
                .await?
                .map(|unit| unit.label(code)),
            search::FacetField::Commune => Commune::find(ctx, &self.value)
                .await?
                .map(|unit| unit.label(code)),
            search::FacetField::Producer => match self.producer() {
                Some(id) => ctx.loaders().producers.load(id).await?.map(|producer| {
                    language
                        .pick_or(&producer.name, producer.name_en.as_deref())
                        .to_owned()
                }),
                None => None,
            },
            search::FacetField::Price => self.band().map(|band| band_label(band, language)),
        })
    }
}

/// What the value of an attribute is called.
fn named_value(attribute: &Attribute, value: &str, language: Language) -> Option<String> {
    match &attribute.kind {
        AttributeKind::Choice(choices) => {
            let mut choices = choices.iter();
            let chosen = choices.find(|choice| choice.code == value)?;
            Some(chosen.name(language).to_owned())
        }
        AttributeKind::Number(unit, ..) => Some(format!("{value} {unit}")),
        AttributeKind::Text(_) => None,
    }
}

/// One value of a facet.
#[Object]
impl FacetValue {
    /// The value as `where` takes it: the code of a group, province or commune,
    /// the number of a product set or of stars, the id of a producer, the name
    /// of a legal form, `true` or `false`, and of an attribute the code of a
    /// choice or a number. For a band of prices its bounds; `where` takes
    /// them from `min` and `max`.
    async fn value(&self) -> String {
        self.producer()
            .map_or_else(|| self.value.clone(), |id| id.to_global().0)
    }

    /// What to show.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Language of the label.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Result<String> {
        let known = self.name(ctx, language).await?;
        Ok(known.unwrap_or_else(|| self.value.clone()))
    }

    /// How many of the list have it; counting stops at 10,000.
    async fn count(&self) -> i32 {
        count(self.hits)
    }

    /// The lowest price of a band, in đồng; null for other facets.
    async fn min(&self) -> Option<Decimal> {
        self.band().map(|band| band.from.into())
    }

    /// The highest price of a band, in đồng; null for other facets and for the
    /// last band.
    async fn max(&self) -> Option<Decimal> {
        self.band().and_then(|band| band.to).map(Decimal::from)
    }
}

fn band_label(band: PriceBand, language: Language) -> String {
    match (band.from == Money::ZERO, band.to) {
        (true, Some(to)) => format!("{} {}", language.pick("Đến", "Up to"), dong(to, language)),
        (false, Some(to)) => format!("{} – {}", grouped(band.from, language), dong(to, language)),
        (_, None) => format!(
            "{} {}",
            language.pick("Từ", "From"),
            dong(band.from, language)
        ),
    }
}

fn dong(amount: Money, language: Language) -> String {
    format!("{} ₫", grouped(amount, language))
}

/// Thousands apart: by points in Vietnamese, by commas in English.
fn grouped(amount: Money, language: Language) -> String {
    let digits = amount.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(language.pick(".", ","));
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_written_as_people_do() {
        let label = |at: usize, language| band_label(PriceBand::ALL[at], language);
        assert_eq!(label(0, Language::Vi), "Đến 49.999 ₫");
        assert_eq!(label(1, Language::Vi), "50.000 – 99.999 ₫");
        assert_eq!(label(5, Language::En), "From 1,000,000 ₫");
    }
}
