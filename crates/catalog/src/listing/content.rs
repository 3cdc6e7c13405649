//! What a listing says: the version that is live, or one that is proposed.

use chrono::NaiveDate;
use kernel::{CertificateId, Money, PictureId, VariantId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything about a listing that a moderator looks at. Prices and stock of
/// variants that are live are not part of it: they apply at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ListingContent {
    pub name: String,
    pub name_en: Option<String>,
    /// Under which certificate it is sold.
    pub certificate_id: Option<CertificateId>,
    /// Sanitised HTML.
    pub story: Option<String>,
    /// Sanitised HTML.
    pub story_en: Option<String>,
    pub videos: Vec<Video>,
    pub ingredients: Option<String>,
    /// Where it and its raw materials come from.
    pub origin: Option<String>,
    pub usage_notes: Option<String>,
    pub warnings: Option<String>,
    pub storage: Option<String>,
    pub shelf_life_days: Option<i32>,
    pub declaration: Option<Declaration>,
    /// Tenths of a percent by volume; alcohol only.
    pub abv_tenths: Option<i32>,
    /// By the attribute's code.
    pub attributes: BTreeMap<String, AttributeValue>,
    pub options: Vec<ProductOption>,
    pub variants: Vec<VariantContent>,
    pub images: Vec<ImageContent>,
}

/// Under which rules a food was declared, and where that is on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Declaration {
    /// Which rules.
    pub regime: DeclarationRegime,
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: NaiveDate,
}

/// Rules of declaring food.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeclarationRegime {
    /// Decree 15/2018/NĐ-CP.
    Decree15,
    /// Decree 46/2026/NĐ-CP.
    Decree46,
    /// Another one: cosmetics, medicine.
    Other,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AttributeValue {
    /// One of the attribute's choices, by code.
    Choice(String),
    /// A whole number in the attribute's unit.
    Number(i64),
    /// Words.
    Text(String),
}

/// By what variants differ: "Khối lượng" with "200 g" and "500 g".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ProductOption {
    pub name: String,
    pub name_en: Option<String>,
    pub values: Vec<String>,
}

/// What can be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct VariantContent {
    pub id: VariantId,
    pub sku: String,
    /// A trade item's number, GTIN-8 to GTIN-14.
    pub gtin: Option<String>,
    pub name: String,
    pub name_en: Option<String>,
    /// One value of every option, in their order.
    pub choices: Vec<String>,
    /// With its packaging.
    pub weight_grams: i32,
    pub parcel: Option<Parcel>,
    pub min_per_order: i32,
    pub max_per_order: i32,
    /// What a variant that is not live yet begins with.
    pub first: Option<FirstStock>,
}

/// The outer size of a parcel in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Parcel {
    pub length_mm: i32,
    pub width_mm: i32,
    pub height_mm: i32,
}

/// Price and stock that a variant begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct FirstStock {
    pub price: Money,
    pub compare_at_price: Option<Money>,
    pub units: i64,
}

/// A picture of the listing, in the order of showing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ImageContent {
    pub picture: ImageSource,
    pub alt: String,
    pub alt_en: Option<String>,
    /// What must stay in view when it is cut, in permille from the left and
    /// from the top; the middle without it.
    pub focus: Option<(i32, i32)>,
}

/// Where a picture comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImageSource {
    /// One that the producer uploaded.
    Picture(PictureId),
    /// One that came with sample data: its path below `/media/` and its size.
    Sample {
        /// Below `/media/`.
        path: String,
        /// Pixels.
        width: i32,
        /// Pixels.
        height: i32,
    },
}

/// A video elsewhere, of a site on the list of those allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Video {
    /// On which site.
    pub site: VideoSite,
    /// Its id there.
    pub id: String,
}

/// Sites that videos may be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VideoSite {
    /// youtube.com
    YouTube,
    /// vimeo.com
    Vimeo,
    /// tiktok.com
    TikTok,
}

impl ListingContent {
    /// The uploaded pictures that it shows.
    pub fn pictures(&self) -> impl Iterator<Item = PictureId> {
        super::media::uploaded(&self.images)
    }
}
