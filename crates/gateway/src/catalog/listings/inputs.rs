//! What producers write into listings.

use super::content::DeclarationRegime;
use crate::errors::bad_input;
use crate::schema::global_id::GlobalId;
use crate::schema::scalars::{Date, Decimal};
use async_graphql::{Error, ID, InputObject, MaybeUndefined};
use catalog::listing::{
    AttributeValue, DeclarationEdit, ImageEdit, ListingEdit, Parcel, ParcelPreset, ProductOption,
    VariantEdit,
};
use kernel::{CertificateId, PictureId, VariantId};

/// Lists of an input have at most so many items.
const MOST: usize = 250;

/// What to write into a change. A field that is left out stays; an empty text
/// takes away; a list replaces the whole list.
#[derive(InputObject, Default)]
pub(crate) struct ListingContentInput {
    /// The name, 1 to 150 characters.
    name: Option<String>,
    /// The name in English, at most 150 characters.
    name_en: Option<String>,
    /// Under which certificate it is sold.
    certificate_id: Option<ID>,
    /// The story: plain text, or HTML of which paragraphs, lists, headings,
    /// emphasis and https links stay; at most 20,000 characters.
    story: Option<String>,
    /// The story in English, likewise.
    story_en: Option<String>,
    /// Links to videos on YouTube, Vimeo or TikTok, at most 3.
    videos: Option<Vec<String>>,
    /// What it is made of, at most 2,000 characters.
    ingredients: Option<String>,
    /// Where it and its raw materials come from, at most 500 characters.
    origin: Option<String>,
    /// How to use it, at most 2,000 characters.
    usage_notes: Option<String>,
    /// What to be careful about, at most 1,000 characters.
    warnings: Option<String>,
    /// How to keep it, at most 500 characters.
    storage: Option<String>,
    /// How many days it keeps, 1 to 36,500; null takes it away.
    shelf_life_days: MaybeUndefined<i32>,
    /// Under which rules it was declared; null takes it away.
    declaration: MaybeUndefined<FoodDeclarationInput>,
    /// Alcohol by volume in tenths of a percent; null takes it away.
    abv_tenths: MaybeUndefined<i32>,
    /// Typed facts; see `productAttributes`.
    attributes: Option<Vec<AttributeInput>>,
    /// By what its variants differ, at most 3.
    options: Option<Vec<ProductOptionInput>>,
    /// What can be bought, at most 50.
    variants: Option<Vec<ListingVariantInput>>,
    /// Pictures in the order of showing, at most 12.
    images: Option<Vec<ListingImageInput>>,
}

/// Under which rules a food was declared.
#[derive(InputObject)]
pub(crate) struct FoodDeclarationInput {
    /// Which rules.
    regime: DeclarationRegime,
    /// Its number, 1 to 100 characters.
    number: String,
    /// Its day.
    date: Date,
}

/// A typed fact: exactly one of `choice`, `number` and `text`.
#[derive(InputObject)]
pub(crate) struct AttributeInput {
    /// Which; see `productAttributes`.
    code: String,
    /// The code of a choice.
    choice: Option<String>,
    /// A whole number in the attribute's unit.
    number: Option<i32>,
    /// Words.
    text: Option<String>,
}

/// By what variants differ.
#[derive(InputObject)]
pub(crate) struct ProductOptionInput {
    /// Its name, 1 to 50 characters.
    name: String,
    /// Its name in English.
    name_en: Option<String>,
    /// Its values, 1 to 30, each 1 to 50 characters.
    values: Vec<String>,
}

/// What can be bought.
#[derive(InputObject)]
pub(crate) struct ListingVariantInput {
    /// One that is there; a new one without it.
    id: Option<ID>,
    /// The producer's own number for it: 1 to 40 letters, digits, `-`, `_`,
    /// `.` and `/`.
    sku: String,
    /// The trade item's number, GTIN-8 to GTIN-14.
    gtin: Option<String>,
    /// The name, 1 to 100 characters.
    name: String,
    /// The name in English.
    name_en: Option<String>,
    /// One value of every option, in their order.
    #[graphql(default)]
    choices: Vec<String>,
    /// A usual package, which says weight and size where they are not given;
    /// see `parcelPresets`.
    parcel_preset: Option<String>,
    /// Its weight with the packaging, 1 to 1,000,000; needed without
    /// `parcelPreset`.
    weight_grams: Option<i32>,
    /// The outer size of its parcel.
    parcel: Option<ParcelInput>,
    /// The fewest of an order, 1 to 1,000; 1 without it.
    min_per_order: Option<i32>,
    /// The most of an order; 1,000 without it.
    max_per_order: Option<i32>,
    /// What one costs, whole đồng: needed for one that is not on sale, refused
    /// for one that is.
    price: Option<Decimal>,
    /// What it cost before, likewise.
    compare_at_price: Option<Decimal>,
    /// How many there are, 0 to 1,000,000, likewise.
    stock: Option<i32>,
}

/// The outer size of a parcel: sides of 1 to 3,000 mm.
#[derive(InputObject)]
pub(crate) struct ParcelInput {
    /// Millimetres.
    length_mm: i32,
    /// Millimetres.
    width_mm: i32,
    /// Millimetres.
    height_mm: i32,
}

/// A picture.
#[derive(InputObject)]
pub(crate) struct ListingImageInput {
    /// One that was uploaded for this producer.
    picture_id: ID,
    /// What it shows, for those who do not see it: 1 to 200 characters.
    alt: String,
    /// The same in English.
    alt_en: Option<String>,
    /// What must stay in view when it is cut.
    focus: Option<FocalPointInput>,
}

/// A point of a picture.
#[derive(InputObject)]
pub(crate) struct FocalPointInput {
    /// From the left, in permille of the width.
    x: i32,
    /// From the top, in permille of the height.
    y: i32,
}

impl ListingContentInput {
    /// The edit that it is.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for ids of another type, lists that are too long and
    /// facts that are none or several.
    pub(super) fn edit(self) -> Result<ListingEdit, Error> {
        let certificate = self.certificate_id.as_ref();
        let declaration = match self.declaration {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(own) => Some(Some(DeclarationEdit {
                regime: own.regime.into(),
                number: own.number,
                date: own.date.0,
            })),
        };
        Ok(ListingEdit {
            name: self.name,
            name_en: self.name_en,
            certificate_id: certificate.map(CertificateId::from_global).transpose()?,
            story: self.story,
            story_en: self.story_en,
            videos: short(self.videos, "videos")?,
            ingredients: self.ingredients,
            origin: self.origin,
            usage_notes: self.usage_notes,
            warnings: self.warnings,
            storage: self.storage,
            shelf_life_days: given(self.shelf_life_days),
            declaration,
            abv_tenths: given(self.abv_tenths),
            attributes: all(self.attributes, "attributes", AttributeInput::edit)?,
            options: all(self.options, "options", |own| {
                Ok(ProductOption {
                    name: own.name,
                    name_en: own.name_en,
                    values: short(Some(own.values), "values")?.unwrap_or_default(),
                })
            })?,
            variants: all(self.variants, "variants", ListingVariantInput::edit)?,
            images: all(self.images, "images", ListingImageInput::edit)?,
        })
    }
}

impl ListingImageInput {
    /// The picture that was chosen.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type.
    pub(crate) fn edit(self) -> Result<ImageEdit, Error> {
        Ok(ImageEdit {
            picture_id: PictureId::from_global(&self.picture_id)?,
            alt: self.alt,
            alt_en: self.alt_en,
            focus: self.focus.map(|focus| (focus.x, focus.y)),
        })
    }
}

impl AttributeInput {
    fn edit(self) -> Result<(String, AttributeValue), Error> {
        let value = match (self.choice, self.number, self.text) {
            (Some(code), None, None) => AttributeValue::Choice(code),
            (None, Some(number), None) => AttributeValue::Number(number.into()),
            (None, None, Some(text)) => AttributeValue::Text(text),
            _ => {
                let one = "attributes: exactly one of `choice`, `number` and `text`";
                return Err(bad_input(one));
            }
        };
        Ok((self.code, value))
    }
}

impl ListingVariantInput {
    fn edit(self) -> Result<VariantEdit, Error> {
        let dong = |amount: Option<Decimal>| amount.map(|own| own.money().dong());
        let preset = match self.parcel_preset.as_deref() {
            Some(code) => Some(
                ParcelPreset::find(code)
                    .ok_or_else(|| bad_input("parcelPreset: see `parcelPresets`"))?,
            ),
            None => None,
        };
        let weight = self.weight_grams.or(preset.map(|own| own.weight_grams));
        let parcel = self.parcel.map(|own| Parcel {
            length_mm: own.length_mm,
            width_mm: own.width_mm,
            height_mm: own.height_mm,
        });
        Ok(VariantEdit {
            id: self.id.as_ref().map(VariantId::from_global).transpose()?,
            sku: self.sku,
            gtin: self.gtin,
            name: self.name,
            name_en: self.name_en,
            choices: short(Some(self.choices), "choices")?.unwrap_or_default(),
            weight_grams: weight
                .ok_or_else(|| bad_input("weightGrams: needed without `parcelPreset`"))?,
            parcel: parcel.or(preset.map(|own| own.parcel)),
            min_per_order: self.min_per_order,
            max_per_order: self.max_per_order,
            price: dong(self.price),
            compare_at_price: dong(self.compare_at_price),
            units: self.stock.map(i64::from),
        })
    }
}

/// `Some(None)` for a null that was given.
pub(crate) fn given<T>(value: MaybeUndefined<T>) -> Option<Option<T>> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

/// A list that is not too long.
///
/// # Errors
/// `BAD_USER_INPUT` for one that is.
pub(crate) fn short<T>(list: Option<Vec<T>>, field: &str) -> Result<Option<Vec<T>>, Error> {
    match list {
        Some(list) if list.len() > MOST => Err(bad_input(format!("{field}: at most {MOST}"))),
        list => Ok(list),
    }
}

/// Every item of a list that is not too long, as the use case takes it.
///
/// # Errors
/// `BAD_USER_INPUT` for a list that is too long, and what an item says.
pub(crate) fn all<T, U>(
    list: Option<Vec<T>>,
    field: &str,
    edit: impl Fn(T) -> Result<U, Error>,
) -> Result<Option<Vec<U>>, Error> {
    let list = short(list, field)?;
    list.map(|list| list.into_iter().map(edit).collect())
        .transpose()
}
