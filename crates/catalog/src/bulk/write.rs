//! Listings as rows of a table that an import reads as what they were.

use super::field::Field;
use super::kind::TableKind;
use super::version::mark;
use super::words;
use crate::PriceTier;
use crate::listing::{
    Attribute, AttributeKind, AttributeValue, Listing, ListingContent, LiveVariant, VariantContent,
};
use kernel::{CertificateId, Language, Money};
use spreadsheets::{Format, Table, Value, WriteError};
use std::collections::HashMap;

/// Rows on their way out.
pub(super) struct Sheet {
    kind: TableKind,
    table: Table,
    certificates: HashMap<CertificateId, String>,
}

/// The header of a table.
pub(super) fn header(kind: TableKind, language: Language) -> Vec<String> {
    let fields = Field::of(kind).iter();
    fields.map(|field| field.name(language)).collect()
}

impl Sheet {
    /// An empty table; the numbers of certificates are for products.
    pub(super) fn new(kind: TableKind, certificates: HashMap<CertificateId, String>) -> Self {
        Self {
            kind,
            table: Table::new(header(kind, Language::Vi)),
            certificates,
        }
    }

    /// How many rows there are, the header aside.
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    pub(super) fn add(&mut self, listing: &Listing) {
        let fields = Field::of(self.kind);
        if self.kind == TableKind::Products {
            let change = listing.change.as_ref();
            let content = change.map(|own| &own.content).or(listing.live.as_ref());
            let Some(content) = content else { return };
            for variant in &content.variants {
                let row = fields.iter().map(|field| {
                    self.of_product(*field, listing, content)
                        .unwrap_or_else(|| of_content(*field, variant))
                });
                let row: Vec<Value> = row.collect();
                self.table.add(row);
            }
            return;
        }
        let name = listing.live.as_ref().map_or("", |live| &live.name);
        for variant in &listing.variants {
            let limits = listing.live.as_ref().and_then(|live| {
                let own = live.variants.iter();
                let mut own = own.filter(|own| own.id == variant.id);
                own.next().map(|own| (own.min_per_order, own.max_per_order))
            });
            let row = fields
                .iter()
                .map(|field| of_live(*field, name, variant, limits));
            let row: Vec<Value> = row.collect();
            self.table.add(row);
        }
    }

    /// What stands in every row of a product; `None` for what is the variant's.
    fn of_product(
        &self,
        field: Field,
        listing: &Listing,
        content: &ListingContent,
    ) -> Option<Value> {
        let text = |text: &Option<String>| Value::text(text.clone().unwrap_or_default());
        Some(match field {
            Field::Product => Value::text(&listing.slug),
            Field::ProductSet => Value::whole(listing.product_set),
            Field::Name => Value::text(&content.name),
            Field::NameEn => text(&content.name_en),
            Field::Certificate => {
                let number = content
                    .certificate_id
                    .and_then(|id| self.certificates.get(&id));
                Value::text(number.cloned().unwrap_or_default())
            }
            Field::Story => text(&content.story),
            Field::StoryEn => text(&content.story_en),
            Field::Ingredients => text(&content.ingredients),
            Field::Origin => text(&content.origin),
            Field::UsageNotes => text(&content.usage_notes),
            Field::Warnings => text(&content.warnings),
            Field::Storage => text(&content.storage),
            Field::ShelfLifeDays => content.shelf_life_days.map_or(Value::NOTHING, Value::whole),
            Field::DeclarationRegime => {
                let declared = content.declaration.as_ref();
                declared.map_or(Value::NOTHING, |own| {
                    Value::text(words::regime_name(own.regime))
                })
            }
            Field::DeclarationNumber => {
                let declared = content.declaration.as_ref();
                declared.map_or(Value::NOTHING, |own| Value::text(&own.number))
            }
            Field::DeclarationDate => {
                let declared = content.declaration.as_ref();
                declared.map_or(Value::NOTHING, |own| Value::Date(own.date))
            }
            Field::Abv => content.abv_tenths.map_or(Value::NOTHING, |tenths| {
                Value::Number(format!("{}.{}", tenths / 10, tenths % 10))
            }),
            Field::Attribute(code) => match content.attributes.get(code) {
                Some(value) => attribute(code, value),
                None => Value::NOTHING,
            },
            Field::Option(nth) => {
                let own = content.options.get(usize::from(nth));
                own.map_or(Value::NOTHING, |own| Value::text(&own.name))
            }
            Field::Version => Value::text(mark(listing.version, listing.change.as_ref())),
            _ => return None,
        })
    }

    /// The bytes of the file. Takes its time: not for the async executor.
    pub(super) fn write(self, format: Format) -> Result<Vec<u8>, WriteError> {
        self.table.write(format)
    }
}

fn attribute(code: &str, value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Number(number) => Value::whole(*number),
        AttributeValue::Text(text) => Value::text(text),
        AttributeValue::Choice(own) => {
            let choices = match Attribute::find(code).map(|own| &own.kind) {
                Some(AttributeKind::Choice(choices)) => *choices,
                _ => &[],
            };
            let choice = choices.iter().find(|choice| choice.code == own);
            Value::text(choice.map_or(own.as_str(), |choice| choice.name(Language::Vi)))
        }
    }
}

/// What a variant of a content says. What it begins with stands there until it
/// is on sale; then prices and stock have tables of their own.
fn of_content(field: Field, own: &VariantContent) -> Value {
    let text = |text: &Option<String>| Value::text(text.clone().unwrap_or_default());
    let side = |side: Option<i32>| side.map_or(Value::NOTHING, Value::whole);
    match field {
        Field::Sku => Value::text(&own.sku),
        Field::VariantName => Value::text(&own.name),
        Field::VariantNameEn => text(&own.name_en),
        Field::Gtin => text(&own.gtin),
        Field::Price => own
            .first
            .map_or(Value::NOTHING, |first| amount(first.price)),
        Field::CompareAtPrice => {
            let compare = own.first.and_then(|first| first.compare_at_price);
            compare.map_or(Value::NOTHING, amount)
        }
        Field::OnHand => own
            .first
            .map_or(Value::NOTHING, |first| Value::whole(first.units)),
        Field::WeightGrams => Value::whole(own.weight_grams),
        Field::LengthMm => side(own.parcel.map(|parcel| parcel.length_mm)),
        Field::WidthMm => side(own.parcel.map(|parcel| parcel.width_mm)),
        Field::HeightMm => side(own.parcel.map(|parcel| parcel.height_mm)),
        Field::MinPerOrder => Value::whole(own.min_per_order),
        Field::MaxPerOrder => Value::whole(own.max_per_order),
        Field::Choice(option) => {
            let choice = own.choices.get(usize::from(option));
            choice.map_or(Value::NOTHING, Value::text)
        }
        _ => Value::NOTHING,
    }
}

/// What applies at once to a variant on sale.
fn of_live(field: Field, name: &str, own: &LiveVariant, limits: Option<(i32, i32)>) -> Value {
    match field {
        Field::Sku => Value::text(&own.sku),
        Field::Name => Value::text(name),
        Field::VariantName => Value::text(&own.name),
        Field::OnHand | Field::Believed => Value::whole(own.on_hand),
        Field::Reserved => Value::whole(own.reserved),
        Field::Price => amount(own.price),
        Field::CompareAtPrice => own.compare_at_price.map_or(Value::NOTHING, amount),
        Field::Tiers => Value::text(tiers(&own.tiers)),
        Field::MinPerOrder => limits.map_or(Value::NOTHING, |(least, _)| Value::whole(least)),
        Field::MaxPerOrder => limits.map_or(Value::NOTHING, |(_, most)| Value::whole(most)),
        Field::Waiting => {
            let waiting = own.waiting.as_ref();
            waiting.map_or(Value::NOTHING, |own| amount(own.price))
        }
        Field::Version => Value::whole(own.version),
        _ => Value::NOTHING,
    }
}

fn amount(money: Money) -> Value {
    Value::whole(money.dong())
}

fn tiers(tiers: &[PriceTier]) -> String {
    let written = tiers
        .iter()
        .map(|own| format!("{}:{}", own.from, own.price.dong()));
    written.collect::<Vec<_>>().join(";")
}
