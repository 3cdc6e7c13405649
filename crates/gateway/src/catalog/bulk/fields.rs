//! What columns of a producer's tables hold.

use super::enums::name;
use async_graphql::Enum;
use catalog::bulk::Field;

/// What a column of a table may hold.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListingImportField {
    /// What a variant is known by.
    Sku,
    /// Units in the store, those of orders not shipped yet included.
    OnHand,
    /// How many units there were when the table was made.
    Believed,
    /// What one costs.
    Price,
    /// What one cost before.
    CompareAtPrice,
    /// Prices for whoever buys many: "10:95000;50:90000".
    Tiers,
    /// The price from so many units on; `key` is how many.
    Tier,
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
    /// An attribute of products of some sets; `key` is its code.
    Attribute,
    /// The name of the first option by which variants differ.
    #[graphql(name = "OPTION_1")]
    Option1,
    /// The name of the second option by which variants differ.
    #[graphql(name = "OPTION_2")]
    Option2,
    /// The name of the third option by which variants differ.
    #[graphql(name = "OPTION_3")]
    Option3,
    /// The variant's value of the first option.
    #[graphql(name = "VALUE_1")]
    Value1,
    /// The variant's value of the second option.
    #[graphql(name = "VALUE_2")]
    Value2,
    /// The variant's value of the third option.
    #[graphql(name = "VALUE_3")]
    Value3,
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

impl ListingImportField {
    /// The field, of which attributes and tiers have a key; `None` where there
    /// is none of that key.
    pub(super) fn with(self, key: Option<&str>) -> Option<Field> {
        match key {
            Some(key) => Field::parse(&format!("{}:{key}", name(self))),
            None => Field::parse(name(self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::resolver_utils::EnumType;

    #[test]
    fn every_field_is_one_of_the_catalogue() {
        for item in ListingImportField::items() {
            let key = match item.value {
                ListingImportField::Attribute => Some("MATERIAL"),
                ListingImportField::Tier => Some("10"),
                _ => None,
            };
            assert!(item.value.with(key).is_some(), "{}", item.name);
            assert!(item.value.with(Some("x")).is_none(), "{}", item.name);
        }
    }
}
