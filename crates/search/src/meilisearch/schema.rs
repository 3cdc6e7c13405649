//! The index on the server: its documents and settings.

use crate::query::{FacetField, MAX_FACET_VALUES, MAX_HITS};
use crate::text::{folded, sounds, with_marks};
use crate::{Document, Sort};
use meilisearch_sdk::settings::{
    FacetSortValue, MinWordSizeForTypos, PaginationSetting, Settings, TypoToleranceSettings,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Counts up whenever documents or settings change; part of the index's name,
/// so that a new version fills its own index while the old one still answers.
pub(crate) const VERSION: u32 = 3;

/// The fields that name a product, best first, and its story. Words in them
/// count as they were typed; errors of typing are forgiven in the two `loose`
/// fields, which hold the names again: the server forgives by field, not by
/// query.
pub(crate) const STRICT: [&str; 8] = {
    let [a, b, c, d, e, f, g] = STRICT_NAMES;
    [a, b, c, d, e, f, g, "story"]
};
/// The same without the story.
pub(crate) const STRICT_NAMES: [&str; 7] = [
    "name",
    "codes",
    "other_names",
    "producer",
    "ingredients",
    "place",
    "taxonomy",
];

/// The names as they sound.
pub(crate) const SOUNDS: [&str; 2] = ["sound_of_name", "sound_of_others"];

/// A document as the server keeps it.
#[derive(Debug, Serialize)]
pub(crate) struct Stored {
    id: Uuid,
    version: i64,
    name: String,
    /// What is `exact` orders hits, see [`super::ranking`]; it is not searched,
    /// since the server would fold it.
    name_exact: String,
    codes: String,
    other_names: String,
    other_names_exact: String,
    producer: String,
    producer_exact: String,
    ingredients: String,
    ingredients_exact: String,
    place: String,
    taxonomy: String,
    story: String,
    sound_of_name: String,
    sound_of_others: String,
    loose_name: String,
    loose: String,
    group: String,
    product_set: i32,
    stars: i32,
    province: String,
    commune: String,
    producer_id: Uuid,
    legal_form: String,
    price_min: i64,
    price_max: i64,
    price_band: Vec<String>,
    in_stock: bool,
    visible_from: i64,
    visible_until: i64,
    published_at: i64,
    purchases: i64,
    rating: i32,
}

impl From<&Document> for Stored {
    fn from(from: &Document) -> Self {
        let name = folded(&from.name);
        let others = [
            &from.other_names,
            &from.producer_name,
            &from.places,
            &from.taxonomy,
        ];
        let [other_names, producer, place, taxonomy] = others.map(|text| folded(text));
        Self {
            id: from.id.0,
            version: from.version,
            loose_name: name.clone(),
            loose: format!("{other_names} {producer} {place} {taxonomy}"),
            name,
            name_exact: with_marks(&from.name),
            codes: from.code_words(),
            other_names,
            producer,
            other_names_exact: with_marks(&from.other_names),
            producer_exact: with_marks(&from.producer_name),
            ingredients: folded(&from.ingredients),
            ingredients_exact: with_marks(&from.ingredients),
            place,
            taxonomy,
            story: folded(&from.story),
            sound_of_name: sounds(&from.name),
            sound_of_others: sounds(&from.all_but_name()),
            group: from.group.clone(),
            product_set: from.product_set,
            stars: from.stars,
            province: from.province.clone(),
            commune: from.commune.clone(),
            producer_id: from.producer.0,
            legal_form: from.legal_form.clone(),
            price_min: from.price_min.dong(),
            price_max: from.price_max.dong(),
            price_band: from.price_bands().map(crate::PriceBand::value).collect(),
            in_stock: from.in_stock,
            visible_from: from.visible_from,
            visible_until: from.visible_until,
            published_at: from.published_at,
            purchases: from.purchases,
            rating: from.rating,
        }
    }
}

/// Says that the index has been filled: a document of no product, which lives
/// and dies with the index and which every process sees. It has no time of
/// visibility, so no query finds it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Marker {
    id: Uuid,
}

impl Marker {
    /// No product's id.
    pub(crate) const ID: Uuid = Uuid::nil();
    /// The same as the server is asked for it.
    pub(crate) const KEY: &str = "00000000-0000-0000-0000-000000000000";
}

/// What is read back of a hit: what orders the first ones.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StoredHit {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) name_exact: String,
    pub(crate) codes: String,
    pub(crate) other_names: String,
    pub(crate) other_names_exact: String,
    pub(crate) producer: String,
    pub(crate) producer_exact: String,
    pub(crate) ingredients: String,
    pub(crate) ingredients_exact: String,
    pub(crate) place: String,
    pub(crate) taxonomy: String,
    pub(crate) stars: i32,
    pub(crate) in_stock: bool,
    pub(crate) rating: i32,
    pub(crate) purchases: i64,
    pub(crate) published_at: i64,
}

/// The fields of a [`StoredHit`].
pub(crate) const ORDERING: [&str; 17] = [
    "id",
    "name",
    "name_exact",
    "codes",
    "other_names",
    "other_names_exact",
    "producer",
    "producer_exact",
    "ingredients",
    "ingredients_exact",
    "place",
    "taxonomy",
    "stars",
    "in_stock",
    "rating",
    "purchases",
    "published_at",
];

/// What is read back to compare with the database.
#[derive(Debug, Deserialize)]
pub(crate) struct StoredVersion {
    pub(crate) id: Uuid,
    #[serde(default)]
    pub(crate) version: i64,
}

/// The settings. Searched in the order of weight; a match in a better field
/// comes before a better match.
pub(crate) fn settings() -> Settings {
    let typing_errors = TypoToleranceSettings {
        enabled: Some(true),
        disable_on_attributes: Some(
            STRICT
                .iter()
                .chain(&SOUNDS)
                .map(|field| (*field).to_owned())
                .collect(),
        ),
        // The server takes a list here, or nothing it has to read.
        disable_on_words: Some(Vec::new()),
        min_word_size_for_typos: Some(MinWordSizeForTypos {
            one_typo: Some(4),
            two_typos: Some(9),
        }),
        disable_on_numbers: None,
    };
    Settings::new()
        .with_searchable_attributes([
            "name",
            "loose_name",
            "codes",
            "other_names",
            "producer",
            "ingredients",
            "place",
            "taxonomy",
            "loose",
            "story",
            "sound_of_name",
            "sound_of_others",
        ])
        .with_filterable_attributes([
            "group",
            "product_set",
            "stars",
            "province",
            "commune",
            "producer_id",
            "legal_form",
            "price_min",
            "price_max",
            "price_band",
            "in_stock",
            "visible_from",
            "visible_until",
        ])
        .with_sortable_attributes(["price_min", "stars", "published_at", "rating", "purchases"])
        .with_ranking_rules([
            "sort",
            "words",
            "proximity",
            "attribute",
            "typo",
            "exactness",
            "stars:desc",
            "rating:desc",
            "purchases:desc",
            "published_at:desc",
        ])
        .with_typo_tolerance(typing_errors)
        .with_pagination(PaginationSetting {
            max_total_hits: MAX_HITS,
        })
        .with_max_values_per_facet(MAX_FACET_VALUES)
        .with_sort_facet_values_by(BTreeMap::from([("*".to_owned(), FacetSortValue::Count)]))
}

/// The attribute that a facet counts.
pub(crate) fn facet(field: FacetField) -> &'static str {
    match field {
        FacetField::Group => "group",
        FacetField::ProductSet => "product_set",
        FacetField::Stars => "stars",
        FacetField::Province => "province",
        FacetField::Commune => "commune",
        FacetField::Producer => "producer_id",
        FacetField::LegalForm => "legal_form",
        FacetField::Price => "price_band",
        FacetField::InStock => "in_stock",
    }
}

/// The order as the server is told it.
pub(crate) fn sort(sort: Sort) -> &'static [&'static str] {
    match sort {
        Sort::Relevance => &[],
        Sort::PriceAsc => &["price_min:asc", "published_at:desc"],
        Sort::PriceDesc => &["price_min:desc", "published_at:desc"],
        Sort::Stars => &["stars:desc", "published_at:desc"],
        Sort::Newest => &["published_at:desc"],
        Sort::Rating => &["rating:desc", "published_at:desc"],
        Sort::BestSelling => &["purchases:desc", "published_at:desc"],
    }
}
