//! What somebody types into a listing, and the content that comes of it. A
//! draft may lack what a listing needs in the end; it may not hold what no
//! listing can.

use super::attribute::Attribute;
use super::content::{
    AttributeValue, Declaration, DeclarationRegime, FirstStock, ListingContent, Parcel,
    ProductOption, VariantContent,
};
use super::gtin::is_gtin;
use super::media;
use super::problem::{ContentCode as Code, ContentProblem, Problems};
use chrono::NaiveDate;
use kernel::{CertificateId, Money, PictureId, Timestamp, VariantId};
use programme::taxonomy;
use std::collections::{BTreeMap, HashSet};

/// The most pictures of a listing.
pub const MAX_IMAGES: usize = 12;
/// The most variants.
pub const MAX_VARIANTS: usize = 50;
/// The most options.
pub const MAX_OPTIONS: usize = 3;
/// The most values of an option.
pub const MAX_VALUES: usize = 30;
/// The most videos.
pub const MAX_VIDEOS: usize = 3;
/// The most units of a variant in an order, and its stock at most.
pub const MAX_PER_ORDER: i32 = 1_000;
/// The most units that a variant has.
pub const MAX_UNITS: i64 = 1_000_000;

/// Changes to a content: what is `None` stays, an empty text takes away, and a
/// list replaces the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the content")]
pub struct ListingEdit {
    pub name: Option<String>,
    pub name_en: Option<String>,
    pub certificate_id: Option<CertificateId>,
    /// Plain text, or HTML of which what is allowed stays.
    pub story: Option<String>,
    pub story_en: Option<String>,
    /// Links.
    pub videos: Option<Vec<String>>,
    pub ingredients: Option<String>,
    pub origin: Option<String>,
    pub usage_notes: Option<String>,
    pub warnings: Option<String>,
    pub storage: Option<String>,
    /// `Some(None)` takes it away.
    pub shelf_life_days: Option<Option<i32>>,
    pub declaration: Option<Option<DeclarationEdit>>,
    pub abv_tenths: Option<Option<i32>>,
    pub attributes: Option<Vec<(String, AttributeValue)>>,
    pub options: Option<Vec<ProductOption>>,
    pub variants: Option<Vec<VariantEdit>>,
    pub images: Option<Vec<ImageEdit>>,
}

/// A declaration as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the content")]
pub struct DeclarationEdit {
    pub regime: DeclarationRegime,
    pub number: String,
    pub date: NaiveDate,
}

/// A variant as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the content")]
pub struct VariantEdit {
    /// One that is there; a new one without it.
    pub id: Option<VariantId>,
    pub sku: String,
    pub gtin: Option<String>,
    pub name: String,
    pub name_en: Option<String>,
    pub choices: Vec<String>,
    pub weight_grams: i32,
    pub parcel: Option<Parcel>,
    pub min_per_order: Option<i32>,
    pub max_per_order: Option<i32>,
    /// Needed for a variant that is not live, refused for one that is.
    pub price: Option<i64>,
    pub compare_at_price: Option<i64>,
    pub units: Option<i64>,
}

/// A picture as it is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the content")]
pub struct ImageEdit {
    pub picture_id: PictureId,
    pub alt: String,
    pub alt_en: Option<String>,
    pub focus: Option<(i32, i32)>,
}

/// What an edit is held against.
pub(super) struct Ground<'a> {
    pub(super) product_set: i32,
    /// Variants that are on sale.
    pub(super) live: &'a HashSet<VariantId>,
    pub(super) now: Timestamp,
}

/// The content that an edit makes of another one.
///
/// # Errors
/// Everything that no listing can hold, with its place.
pub(super) fn apply(
    edit: ListingEdit,
    content: &ListingContent,
    ground: &Ground<'_>,
) -> Result<ListingContent, Vec<ContentProblem>> {
    let rearranged = edit.options.is_some() || edit.variants.is_some();
    let mut next = content.clone();
    let mut wrong = Problems::default();
    if let Some(name) = edit.name {
        match wrong.line(&name, 150, &["name"]) {
            Some(name) => next.name = name,
            None => wrong.add(Code::Required, &["name"]),
        }
    }
    let lines: [(&str, Option<String>, &mut Option<String>, usize); 6] = [
        (
            "ingredients",
            edit.ingredients,
            &mut next.ingredients,
            2_000,
        ),
        ("origin", edit.origin, &mut next.origin, 500),
        ("usageNotes", edit.usage_notes, &mut next.usage_notes, 2_000),
        ("warnings", edit.warnings, &mut next.warnings, 1_000),
        ("storage", edit.storage, &mut next.storage, 500),
        ("nameEn", edit.name_en, &mut next.name_en, 150),
    ];
    for (field, text, place, most) in lines {
        if let Some(text) = text {
            *place = match field {
                "nameEn" => wrong.line(&text, most, &[field]),
                _ => wrong.lines(&text, most, &[field]),
            };
        }
    }
    let stories = [
        ("story", edit.story, &mut next.story),
        ("storyEn", edit.story_en, &mut next.story_en),
    ];
    for (field, text, place) in stories {
        if let Some(text) = text {
            *place = media::story(&text, field, &mut wrong);
        }
    }
    if let Some(certificate) = edit.certificate_id {
        next.certificate_id = Some(certificate);
    }
    if let Some(days) = edit.shelf_life_days {
        if days.is_some_and(|days| !(1..=36_500).contains(&days)) {
            wrong.add(Code::OutOfRange, &["shelfLifeDays"]);
        }
        next.shelf_life_days = days;
    }
    if let Some(strength) = edit.abv_tenths {
        let alcohol = taxonomy::product_set(ground.product_set).is_some_and(|set| set.is_alcohol());
        match strength {
            Some(_) if !alcohol => wrong.add(Code::NotAlcohol, &["abvTenths"]),
            Some(tenths) if !(1..=1_000).contains(&tenths) => {
                wrong.add(Code::OutOfRange, &["abvTenths"])
            }
            _ => next.abv_tenths = strength,
        }
    }
    if let Some(declaration) = edit.declaration {
        next.declaration = declaration.and_then(|typed| declared(typed, &mut wrong));
    }
    if let Some(links) = edit.videos {
        next.videos = media::videos(&links, &mut wrong);
    }
    if let Some(values) = edit.attributes {
        next.attributes = attributes(values, ground, &mut wrong);
    }
    if let Some(typed) = edit.options {
        next.options = options(typed, &mut wrong);
    }
    if let Some(typed) = edit.variants {
        next.variants = variants(typed, content, ground, &mut wrong);
    }
    if let Some(typed) = edit.images {
        next.images = media::images(typed, &mut wrong);
    }
    // Listings from before there were options keep their variants as they are.
    if rearranged {
        choices(&next, &mut wrong);
    }
    if wrong.0.is_empty() {
        Ok(next)
    } else {
        Err(wrong.0)
    }
}

fn declared(typed: DeclarationEdit, wrong: &mut Problems) -> Option<Declaration> {
    let number = wrong.line(&typed.number, 100, &["declaration", "number"]);
    if number.is_none() {
        wrong.add(Code::Required, &["declaration", "number"]);
    }
    Some(Declaration {
        regime: typed.regime,
        number: number?,
        date: typed.date,
    })
}

fn attributes(
    values: Vec<(String, AttributeValue)>,
    ground: &Ground<'_>,
    wrong: &mut Problems,
) -> BTreeMap<String, AttributeValue> {
    let mut told = BTreeMap::new();
    for (at, (code, value)) in values.into_iter().enumerate() {
        let path = ["attributes", &at.to_string()];
        let value = match value {
            AttributeValue::Text(text) => AttributeValue::Text(kernel::text::clean(&text)),
            other => other,
        };
        match Attribute::find(&code) {
            Some(own) if !own.fits(ground.product_set) => wrong.add(Code::UnknownAttribute, &path),
            None => wrong.add(Code::UnknownAttribute, &path),
            Some(own) if !own.takes(&value) => wrong.add(Code::Invalid, &path),
            Some(_) => {
                if told.insert(code, value).is_some() {
                    wrong.add(Code::Duplicate, &path);
                }
            }
        }
    }
    told
}

fn options(typed: Vec<ProductOption>, wrong: &mut Problems) -> Vec<ProductOption> {
    if typed.len() > MAX_OPTIONS {
        wrong.add(Code::TooMany, &["options"]);
        return Vec::new();
    }
    let mut names = HashSet::new();
    let mut options = Vec::with_capacity(typed.len());
    for (at, option) in typed.into_iter().enumerate() {
        let at = at.to_string();
        let name = wrong.line(&option.name, 50, &["options", &at, "name"]);
        let name_en = option.name_en.as_deref();
        let name_en = name_en.and_then(|name| wrong.line(name, 50, &["options", &at, "nameEn"]));
        match &name {
            None => wrong.add(Code::Required, &["options", &at, "name"]),
            Some(name) if !names.insert(kernel::text::fold(name)) => {
                wrong.add(Code::Duplicate, &["options", &at, "name"]);
            }
            Some(_) => {}
        }
        if option.values.is_empty() {
            wrong.add(Code::Required, &["options", &at, "values"]);
        }
        if option.values.len() > MAX_VALUES {
            wrong.add(Code::TooMany, &["options", &at, "values"]);
            continue;
        }
        let mut seen = HashSet::new();
        let mut values = Vec::with_capacity(option.values.len());
        for (place, value) in option.values.iter().enumerate() {
            let path = ["options", &at, "values", &place.to_string()];
            match wrong.line(value, 50, &path) {
                None => wrong.add(Code::Required, &path),
                Some(value) if !seen.insert(kernel::text::fold(&value)) => {
                    wrong.add(Code::Duplicate, &path);
                }
                Some(value) => values.push(value),
            }
        }
        options.push(ProductOption {
            name: name.unwrap_or_default(),
            name_en,
            values,
        });
    }
    options
}

fn variants(
    typed: Vec<VariantEdit>,
    content: &ListingContent,
    ground: &Ground<'_>,
    wrong: &mut Problems,
) -> Vec<VariantContent> {
    if typed.len() > MAX_VARIANTS {
        wrong.add(Code::TooMany, &["variants"]);
        return Vec::new();
    }
    let known: HashSet<VariantId> = content.variants.iter().map(|one| one.id).collect();
    let (mut ids, mut skus) = (HashSet::new(), HashSet::new());
    let mut variants = Vec::with_capacity(typed.len());
    for (at, one) in typed.into_iter().enumerate() {
        let at = at.to_string();
        let path = |field: &'static str| ["variants", &at, field].map(str::to_owned);
        let add = |wrong: &mut Problems, code, field| {
            let path = path(field);
            wrong.add(code, &path.each_ref().map(String::as_str));
        };
        let id = one.id.unwrap_or_else(|| VariantId::new(ground.now));
        let is_known = known.contains(&id) || ground.live.contains(&id);
        if one.id.is_some() && !is_known {
            add(wrong, Code::UnknownVariant, "id");
        }
        if !ids.insert(id) {
            add(wrong, Code::Duplicate, "id");
        }
        let sku = kernel::text::clean(&one.sku);
        if !is_sku(&sku) {
            add(wrong, Code::Invalid, "sku");
        } else if !skus.insert(sku.to_ascii_uppercase()) {
            add(wrong, Code::Duplicate, "sku");
        }
        let gtin = one.gtin.map(|gtin| kernel::text::clean(&gtin));
        let gtin = gtin.filter(|gtin| !gtin.is_empty());
        if gtin.as_deref().is_some_and(|gtin| !is_gtin(gtin)) {
            add(wrong, Code::GtinInvalid, "gtin");
        }
        let name = wrong.line(&one.name, 100, &["variants", &at, "name"]);
        if name.is_none() {
            add(wrong, Code::Required, "name");
        }
        let name_en = one.name_en.as_deref();
        let name_en = name_en.and_then(|text| wrong.line(text, 100, &["variants", &at, "nameEn"]));
        if !(1..=1_000_000).contains(&one.weight_grams) {
            add(wrong, Code::OutOfRange, "weightGrams");
        }
        if one.parcel.is_some_and(|parcel| !parcel.fits()) {
            add(wrong, Code::OutOfRange, "parcel");
        }
        let least = one.min_per_order.unwrap_or(1);
        let most = one.max_per_order.unwrap_or(MAX_PER_ORDER);
        let (least_fits, most_fits) = limits_fit(least, most);
        if !least_fits {
            add(wrong, Code::OutOfRange, "minPerOrder");
        }
        if !most_fits {
            add(wrong, Code::OutOfRange, "maxPerOrder");
        }
        let first = match ground.live.contains(&id) {
            true => {
                for (given, field) in [
                    (one.price.is_some(), "price"),
                    (one.compare_at_price.is_some(), "compareAtPrice"),
                    (one.units.is_some(), "stock"),
                ] {
                    if given {
                        add(wrong, Code::AlreadyLive, field);
                    }
                }
                None
            }
            false => {
                let earlier = content.variants.iter().find(|own| own.id == id);
                let earlier = earlier.and_then(|own| own.first);
                let price = one.price.or(earlier.map(|first| first.price.dong()));
                let compare = one
                    .compare_at_price
                    .or(earlier.and_then(|first| first.compare_at_price.map(Money::dong)));
                let units = one.units.or(earlier.map(|first| first.units)).unwrap_or(0);
                if price.is_none() {
                    add(wrong, Code::Required, "price");
                }
                let price = price.and_then(price_of);
                if price.is_none() {
                    add(wrong, Code::OutOfRange, "price");
                }
                let compare_at_price = compare.and_then(price_of);
                if compare.is_some() && compare_at_price <= price {
                    add(wrong, Code::CompareAtTooLow, "compareAtPrice");
                }
                if !(0..=MAX_UNITS).contains(&units) {
                    add(wrong, Code::OutOfRange, "stock");
                }
                price.map(|price| FirstStock {
                    price,
                    compare_at_price,
                    units,
                })
            }
        };
        variants.push(VariantContent {
            id,
            sku,
            gtin,
            name: name.unwrap_or_default(),
            name_en,
            choices: one
                .choices
                .iter()
                .map(|choice| kernel::text::clean(choice))
                .collect(),
            weight_grams: one.weight_grams,
            parcel: one.parcel,
            min_per_order: least,
            max_per_order: most,
            first,
        });
    }
    variants
}

/// Whether the least and the most units in an order may be these.
pub(crate) fn limits_fit(least: i32, most: i32) -> (bool, bool) {
    let least_fits = (1..=MAX_PER_ORDER).contains(&least);
    (least_fits, (least..=MAX_PER_ORDER).contains(&most))
}

/// A price as it may be: 1 to 1,000,000,000 đồng.
pub(crate) fn price_of(dong: i64) -> Option<Money> {
    let price = Money::new(dong).ok()?;
    (1..=1_000_000_000).contains(&price.dong()).then_some(price)
}

/// Letters, digits and a few marks: what labels and scanners read.
fn is_sku(text: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    (1..=40).contains(&text.len()) && text.bytes().all(plain)
}

impl Parcel {
    /// Whether a carrier takes it: sides of 1 mm to 3 m.
    pub(super) fn fits(self) -> bool {
        [self.length_mm, self.width_mm, self.height_mm]
            .iter()
            .all(|side| (1..=3_000).contains(side))
    }
}

/// Whether options tell variants apart.
fn choices(content: &ListingContent, wrong: &mut Problems) {
    if content.options.is_empty() && content.variants.len() > 1 {
        wrong.add(Code::OptionsMissing, &["options"]);
        return;
    }
    let mut seen = HashSet::new();
    for (at, variant) in content.variants.iter().enumerate() {
        let path = ["variants", &at.to_string(), "choices"];
        let of = content.options.iter().zip(&variant.choices);
        let chosen = variant.choices.len() == content.options.len()
            && of
                .into_iter()
                .all(|(option, choice)| option.values.contains(choice));
        if !chosen {
            wrong.add(Code::ChoicesMismatch, &path);
        } else if !seen.insert(&variant.choices) {
            wrong.add(Code::Duplicate, &path);
        }
    }
}
