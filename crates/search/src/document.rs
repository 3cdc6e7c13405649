//! What the index knows of one product.

use crate::query::PriceBand;
use crate::reading;
use crate::synonyms::Synonyms;
use catalog::{Card, ProductDetails};
use chrono::NaiveDate;
use kernel::{Language, Money, ProducerId, ProductId};
use programme::taxonomy;
use programme::units::{Unit, UnitSnapshot};

/// A story is searched, not stored: beyond this it says nothing new.
const MAX_STORY: usize = 20_000;

/// What the index knows of one product. Texts are as people wrote them; each
/// engine takes from them the folded words and the words with their marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which product.
    pub id: ProductId,
    /// The card's `updated_at` in microseconds: what index and database are
    /// compared by.
    pub version: i64,
    /// The Vietnamese name.
    pub name: String,
    /// The English name, the names of the variants, what the name's words are
    /// called elsewhere, and those that nobody could tell apart where a space
    /// is missing.
    pub other_names: String,
    /// The producer's names.
    pub producer_name: String,
    /// The names of province and commune, in both languages, and those of the
    /// communes, districts and provinces that the commune was made of.
    pub places: String,
    /// The names of the product group and the product set, and the stars, in
    /// both languages.
    pub taxonomy: String,
    /// What it is made of, and what that is called elsewhere.
    pub ingredients: String,
    /// Story, origin, and what their words are called elsewhere.
    pub story: String,
    /// SKUs and the number of the certificate.
    pub codes: Vec<String>,
    /// The code of the product group.
    pub group: String,
    /// The number of the product set.
    pub product_set: i32,
    /// 3 to 5.
    pub stars: i32,
    /// The code of the producer's province.
    pub province: String,
    /// The code of the producer's commune.
    pub commune: String,
    /// Who sells it.
    pub producer: ProducerId,
    /// The name of the producer's legal form.
    pub legal_form: String,
    /// The cheapest variant.
    pub price_min: Money,
    /// The dearest variant.
    pub price_max: Money,
    /// Whether anything of it can be bought.
    pub in_stock: bool,
    /// The first instant at which the public may see it, in microseconds.
    pub visible_from: i64,
    /// The first instant at which the public may no longer see it, in
    /// microseconds.
    pub visible_until: i64,
    /// When it was published, in microseconds.
    pub published_at: i64,
    /// How many lines of orders with it were delivered.
    pub purchases: i64,
    /// What buyers say, in hundredths of a star; 0 when nobody does.
    pub rating: i32,
}

impl Document {
    /// The document of a card. `units` and `day` give the places their names;
    /// `details` its story.
    #[must_use]
    pub fn new(
        card: &Card,
        details: Option<&ProductDetails>,
        units: &UnitSnapshot,
        day: NaiveDate,
    ) -> Self {
        let both = |unit: &Unit| {
            format!(
                "{} {}",
                unit.full_name(Language::Vi),
                unit.full_name(Language::En)
            )
        };
        let places = [
            units.province(&card.province_code, day),
            units.commune(&card.commune_code, day),
        ];
        let set = taxonomy::product_set(card.product_set);
        let names = [Language::Vi, Language::En]
            .into_iter()
            .flat_map(|language| {
                [
                    Some(card.group.name(language)),
                    set.map(|set| set.name(language)),
                ]
                .into_iter()
                .flatten()
            });
        let former = units.former_communes_of(&card.commune_code);
        let mut former: Vec<&str> = former
            .flat_map(|own| [&own.name, &own.district, &own.province])
            .map(String::as_str)
            .collect();
        former.sort_unstable();
        former.dedup();
        let stars = card.stars;
        let stars = (stars > 0).then(|| format!("OCOP {stars} sao {stars} stars"));
        let ingredients = details.and_then(|details| details.ingredients.as_deref());
        let ingredients = ingredients.unwrap_or_default();
        let details = details.map(|own| [&own.story, &own.story_en, &own.origin]);
        let story = join(details.into_iter().flatten().flatten().map(String::as_str));
        let synonyms = Synonyms::own();
        let run_together = reading::run_together(&card.name);
        Self {
            id: card.product_id,
            version: card.updated_at.timestamp_micros(),
            name: card.name.clone(),
            other_names: join(
                card.name_en
                    .as_deref()
                    .into_iter()
                    .chain(
                        card.variants
                            .iter()
                            .flat_map(|v| [Some(v.name.as_str()), v.name_en.as_deref()])
                            .flatten(),
                    )
                    .chain(synonyms.of(&card.name))
                    .chain(run_together.iter().map(String::as_str)),
            ),
            producer_name: join(
                [
                    Some(card.producer_name.as_str()),
                    card.producer_name_en.as_deref(),
                ]
                .into_iter()
                .flatten(),
            ),
            places: join(
                places
                    .into_iter()
                    .flatten()
                    .map(both)
                    .collect::<Vec<_>>()
                    .iter()
                    .map(String::as_str)
                    .chain(former),
            ),
            taxonomy: join(names.chain(stars.as_deref())),
            ingredients: join([ingredients].into_iter().chain(synonyms.of(ingredients))),
            story: join([story.as_str()].into_iter().chain(synonyms.of(&story)))
                .chars()
                .take(MAX_STORY)
                .collect(),
            codes: card
                .variants
                .iter()
                .map(|variant| variant.sku.clone())
                .chain(
                    card.certificate
                        .iter()
                        .map(|certificate| certificate.number.clone()),
                )
                .collect(),
            group: card.group.as_str().to_owned(),
            product_set: card.product_set,
            stars: card.stars,
            province: card.province_code.clone(),
            commune: card.commune_code.clone(),
            producer: card.producer_id,
            legal_form: card.legal_form.as_str().to_owned(),
            price_min: card.price_min,
            price_max: card.price_max,
            in_stock: card.in_stock,
            visible_from: card.visible_from.timestamp_micros(),
            visible_until: card.visible_until.timestamp_micros(),
            published_at: card.published_at.timestamp_micros(),
            purchases: card.purchases,
            rating: card.rating.hundredths(),
        }
    }

    /// What names it beside its own name.
    pub(crate) fn all_but_name(&self) -> String {
        let others = [
            &self.other_names,
            &self.producer_name,
            &self.places,
            &self.taxonomy,
        ];
        join(others.into_iter().map(String::as_str))
    }

    /// The price bands that its prices lie in, from the cheapest to the
    /// dearest variant: the same ones that a price filter would find it by.
    pub(crate) fn price_bands(&self) -> impl Iterator<Item = PriceBand> {
        let (low, high) = (self.price_min, self.price_max);
        PriceBand::ALL
            .into_iter()
            .filter(move |band| band.overlaps(low, high))
    }

    /// What codes are found by: their parts, and the parts run together.
    pub(crate) fn code_words(&self) -> String {
        let folded = self.codes.iter().map(|code| crate::text::folded(code));
        join(
            folded
                .map(|code| format!("{code} {}", code.replace(' ', "")))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str),
        )
    }
}

fn join<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.collect::<Vec<_>>().join(" ")
}
