//! The shape of `demo.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Market {
    #[serde(rename = "producer")]
    pub(super) producers: Vec<Producer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Producer {
    /// How this file names it; its address on the market is made from its
    /// name.
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) legal_form: String,
    pub(super) tax_code: Option<String>,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) street: String,
    pub(super) commune: String,
    pub(super) founded: Option<i32>,
    pub(super) story: Option<String>,
    pub(super) story_en: Option<String>,
    /// Whoever has one tells its story to the public, approved by a moderator.
    pub(super) headline: Option<String>,
    pub(super) headline_en: Option<String>,
    pub(super) members: Option<i32>,
    pub(super) status: String,
    #[serde(rename = "product", default)]
    pub(super) products: Vec<Product>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) product_set: i32,
    pub(super) kind: String,
    pub(super) story: Option<String>,
    pub(super) story_en: Option<String>,
    pub(super) ingredients: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) usage: Option<String>,
    pub(super) shelf_life_days: Option<i32>,
    pub(super) abv_tenths: Option<i32>,
    /// Typed facts, by the codes of attributes.
    #[serde(default)]
    pub(super) attributes: BTreeMap<String, Fact>,
    pub(super) listing: String,
    pub(super) recognised_year: Option<i32>,
    pub(super) certificate: Option<Certificate>,
    #[serde(rename = "variant")]
    pub(super) variants: Vec<Variant>,
}

/// A typed fact: the code of a choice, or a number in the attribute's unit.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Fact {
    Choice(String),
    Number(i64),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificate {
    pub(super) stars: i32,
    pub(super) score_hundredths: i32,
    pub(super) potential_five: bool,
    pub(super) level: String,
    pub(super) issuer: String,
    /// Before the day of seeding; negative for one that is not valid yet.
    pub(super) issued_days_ago: i64,
    pub(super) status: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Variant {
    pub(super) sku: String,
    pub(super) name: String,
    pub(super) name_en: Option<String>,
    pub(super) price: i64,
    pub(super) compare_at_price: Option<i64>,
    pub(super) weight_grams: i32,
    pub(super) stock: i64,
}

pub(super) fn read(text: &str) -> Result<Market, toml::de::Error> {
    toml::from_str(text)
}
