//! Which column of a producer's table is what.

mod words;

use super::kind::TableKind;
use crate::listing::{ATTRIBUTES, Attribute};
use kernel::Language;
use spreadsheets::plain;
use std::sync::OnceLock;
use words::Words;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// What a variant is known by.
    Sku,
    /// Units in the store, those of orders not shipped yet included.
    OnHand,
    /// How many units there were when the table was made.
    Believed,
    /// Of these, sold and not shipped yet. Not read.
    Reserved,
    /// What one costs.
    Price,
    /// What one cost before.
    CompareAtPrice,
    /// Prices for whoever buys many: "10:95000;50:90000".
    Tiers,
    /// The price from so many units on.
    Tier(i32),
    /// A price that waits for a moderator. Not read.
    Waiting,
    /// The least units in an order.
    MinPerOrder,
    /// The most units in an order.
    MaxPerOrder,
    /// Which version was seen: of the variant's price, or of the listing.
    Version,
    /// What a product is known by: its address, or the producer's own code.
    Product,
    /// 1 to 26, or its name.
    ProductSet,
    /// The product's name.
    Name,
    /// The same in English.
    NameEn,
    /// The number of the certificate under which it is sold.
    Certificate,
    /// What is told of it.
    Story,
    /// The same in English.
    StoryEn,
    /// What is in it.
    Ingredients,
    /// Where it and its raw materials come from.
    Origin,
    /// How it is used.
    UsageNotes,
    /// What to beware of.
    Warnings,
    /// How it is kept.
    Storage,
    /// For how many days it keeps.
    ShelfLifeDays,
    /// Under which rules it was declared.
    DeclarationRegime,
    /// The declaration's number.
    DeclarationNumber,
    /// The declaration's day.
    DeclarationDate,
    /// Strength in percent by volume.
    Abv,
    /// A fact of products of some sets, by the attribute's code.
    Attribute(&'static str),
    /// By what variants differ: the first, second or third option's name.
    Option(u8),
    /// The variant's value of that option.
    Choice(u8),
    /// The variant's name.
    VariantName,
    /// The same in English.
    VariantNameEn,
    /// A trade item's number.
    Gtin,
    /// With its packaging.
    WeightGrams,
    /// The parcel's outer length in millimetres.
    LengthMm,
    /// Its width.
    WidthMm,
    /// Its height.
    HeightMm,
}

impl Field {
    /// The fields of a table, in the order of an export's columns.
    #[must_use]
    pub fn of(kind: TableKind) -> &'static [Field] {
        match kind {
            TableKind::Stock => &[
                Field::Sku,
                Field::Name,
                Field::VariantName,
                Field::OnHand,
                Field::Believed,
                Field::Reserved,
            ],
            TableKind::Prices => &[
                Field::Sku,
                Field::Name,
                Field::VariantName,
                Field::Price,
                Field::CompareAtPrice,
                Field::Tiers,
                Field::MinPerOrder,
                Field::MaxPerOrder,
                Field::Waiting,
                Field::Version,
            ],
            TableKind::Products => of_products(),
        }
    }

    /// Whether every table has it.
    pub(super) const fn is_needed(self, kind: TableKind) -> bool {
        match kind {
            TableKind::Stock => matches!(self, Field::Sku | Field::OnHand),
            TableKind::Prices => matches!(self, Field::Sku | Field::Price),
            TableKind::Products => matches!(self, Field::Product | Field::Sku),
        }
    }

    /// Whether a table's import reads it.
    pub(super) fn is_read(self, kind: TableKind) -> bool {
        match kind {
            TableKind::Stock => matches!(self, Field::Sku | Field::OnHand | Field::Believed),
            TableKind::Prices => {
                let told = matches!(self, Field::Name | Field::VariantName | Field::Waiting);
                matches!(self, Field::Tier(_)) || (!told && Self::of(kind).contains(&self))
            }
            TableKind::Products => Self::of(kind).contains(&self),
        }
    }

    /// The name that people see; also the header of an export.
    #[must_use]
    pub fn name(self, language: Language) -> String {
        if let Field::Attribute(code) = self {
            return Attribute::find(code)
                .map_or(code, |own| own.name(language))
                .to_owned();
        }
        let Words(_, vietnamese, english, _) = self.words();
        let name = language.pick(vietnamese, english);
        match self {
            Field::Tier(units) => format!("{name} {units}"),
            _ => name.to_owned(),
        }
    }

    /// The name in the database and in the API; that of attributes and tiers
    /// ends with which: "ATTRIBUTE:MATERIAL", "TIER:10".
    #[must_use]
    pub fn code(self) -> String {
        let Words(code, ..) = self.words();
        match self {
            Field::Attribute(own) => format!("{code}:{own}"),
            Field::Tier(units) => format!("{code}:{units}"),
            _ => code.to_owned(),
        }
    }

    /// The field of that name.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code.split_once(':') {
            Some(("TIER", units)) => Some(Field::Tier(units.parse().ok()?)),
            Some(("ATTRIBUTE", own)) => Attribute::find(own).map(|own| Field::Attribute(own.code)),
            Some(_) => None,
            None => TableKind::ALL
                .iter()
                .flat_map(|kind| Self::of(*kind))
                .find(|field| field.code() == code)
                .copied(),
        }
    }

    /// The tier that a header names: "tier_10", "Giá từ 10".
    pub(super) fn tier_of(header: &str) -> Option<Self> {
        let (words, units) = header.rsplit_once(' ')?;
        let named = matches!(
            words,
            "tier" | "gia tu" | "gia si tu" | "gia buon tu" | "price from"
        );
        let units = units.parse().ok().filter(|_| named)?;
        Some(Field::Tier(units))
    }
}

/// Those of a table of products, with every attribute.
fn of_products() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        use Field::{Choice, Option};
        let mut fields = vec![
            Field::Product,
            Field::ProductSet,
            Field::Name,
            Field::NameEn,
            Field::Certificate,
            Field::Story,
            Field::StoryEn,
            Field::Ingredients,
            Field::Origin,
            Field::UsageNotes,
            Field::Warnings,
            Field::Storage,
            Field::ShelfLifeDays,
            Field::DeclarationRegime,
            Field::DeclarationNumber,
            Field::DeclarationDate,
            Field::Abv,
        ];
        fields.extend(ATTRIBUTES.iter().map(|own| Field::Attribute(own.code)));
        fields.extend([
            Option(0),
            Choice(0),
            Option(1),
            Choice(1),
            Option(2),
            Choice(2),
        ]);
        fields.extend([
            Field::Sku,
            Field::VariantName,
            Field::VariantNameEn,
            Field::Gtin,
            Field::Price,
            Field::CompareAtPrice,
            Field::OnHand,
            Field::WeightGrams,
            Field::LengthMm,
            Field::WidthMm,
            Field::HeightMm,
            Field::MinPerOrder,
            Field::MaxPerOrder,
            Field::Version,
        ]);
        fields
    })
}

impl spreadsheets::Field for Field {
    fn is_called(self, header: &str) -> bool {
        let named = |language| plain(&self.name(language)) == header;
        let of_attribute = |code: &str| {
            plain(&code.replace('_', " ")) == header
                || code == "NET_CONTENT" && matches!(header, "khoi luong tinh" | "net weight")
        };
        named(Language::Vi)
            || named(Language::En)
            || plain(self.words().0) == header
            || self.words().3.contains(&header)
            || matches!(self, Field::Attribute(code) if of_attribute(code))
    }

    fn title(self) -> String {
        self.name(Language::Vi)
    }
}

/// Where each field stands in a table.
pub(super) type Columns = spreadsheets::Columns<Field>;
