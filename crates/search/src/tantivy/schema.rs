//! The fields of the embedded index. Texts come in as words that are already
//! split and folded, so the index itself only cuts them at the spaces.

use crate::Document;
use crate::text::{folded, sounds, with_marks};
use ::tantivy::TantivyDocument;
use ::tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use kernel::ProductId;

/// Counts up whenever the fields below or the words put into them change: an
/// index of another version is rebuilt.
pub(crate) const VERSION: u32 = 3;

/// The fields; those without an index are columns only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) name: Field,
    pub(crate) name_exact: Field,
    pub(crate) other_names: Field,
    pub(crate) other_names_exact: Field,
    pub(crate) producer: Field,
    pub(crate) producer_exact: Field,
    pub(crate) place: Field,
    pub(crate) taxonomy: Field,
    pub(crate) ingredients: Field,
    pub(crate) ingredients_exact: Field,
    pub(crate) codes: Field,
    pub(crate) story: Field,
    pub(crate) sound_of_name: Field,
    pub(crate) sound_of_others: Field,
    version: Field,
    tie: Field,
    group: Field,
    product_set: Field,
    province: Field,
    commune: Field,
    producer_id: Field,
    legal_form: Field,
    stars: Field,
    price_min: Field,
    price_max: Field,
    price_band: Field,
    in_stock: Field,
    visible_from: Field,
    visible_until: Field,
    published_at: Field,
    purchases: Field,
    rating: Field,
}

/// The names of the columns.
pub(crate) mod column {
    pub(crate) const ID: &str = "id";
    pub(crate) const VERSION: &str = "version";
    pub(crate) const TIE: &str = "tie";
    pub(crate) const GROUP: &str = "group";
    pub(crate) const PRODUCT_SET: &str = "product_set";
    pub(crate) const PROVINCE: &str = "province";
    pub(crate) const COMMUNE: &str = "commune";
    pub(crate) const PRODUCER: &str = "producer_id";
    pub(crate) const LEGAL_FORM: &str = "legal_form";
    pub(crate) const STARS: &str = "stars";
    pub(crate) const PRICE_MIN: &str = "price_min";
    pub(crate) const PRICE_MAX: &str = "price_max";
    pub(crate) const PRICE_BAND: &str = "price_band";
    pub(crate) const IN_STOCK: &str = "in_stock";
    pub(crate) const VISIBLE_FROM: &str = "visible_from";
    pub(crate) const VISIBLE_UNTIL: &str = "visible_until";
    pub(crate) const PUBLISHED_AT: &str = "published_at";
    pub(crate) const PURCHASES: &str = "purchases";
    pub(crate) const RATING: &str = "rating";
}

impl Fields {
    /// The schema and its fields.
    pub(crate) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let fields = Self {
            id: schema.add_text_field(column::ID, STRING | FAST),
            // The name is asked for its length, and with producers and places for
            // the order of words.
            name: words(
                &mut schema,
                "name",
                IndexRecordOption::WithFreqsAndPositions,
            ),
            name_exact: words(&mut schema, "name_exact", IndexRecordOption::Basic),
            other_names: words(&mut schema, "other_names", IndexRecordOption::Basic),
            other_names_exact: words(&mut schema, "other_names_exact", IndexRecordOption::Basic),
            producer: words(
                &mut schema,
                "producer",
                IndexRecordOption::WithFreqsAndPositions,
            ),
            producer_exact: words(&mut schema, "producer_exact", IndexRecordOption::Basic),
            place: words(
                &mut schema,
                "place",
                IndexRecordOption::WithFreqsAndPositions,
            ),
            taxonomy: words(&mut schema, "taxonomy", IndexRecordOption::Basic),
            ingredients: words(&mut schema, "ingredients", IndexRecordOption::Basic),
            ingredients_exact: words(&mut schema, "ingredients_exact", IndexRecordOption::Basic),
            codes: words(&mut schema, "codes", IndexRecordOption::Basic),
            story: words(&mut schema, "story", IndexRecordOption::Basic),
            sound_of_name: words(&mut schema, "sound_of_name", IndexRecordOption::Basic),
            sound_of_others: words(&mut schema, "sound_of_others", IndexRecordOption::Basic),
            version: schema.add_i64_field(column::VERSION, FAST),
            tie: schema.add_u64_field(column::TIE, FAST),
            group: schema.add_text_field(column::GROUP, label()),
            product_set: schema.add_text_field(column::PRODUCT_SET, label()),
            province: schema.add_text_field(column::PROVINCE, label()),
            commune: schema.add_text_field(column::COMMUNE, label()),
            producer_id: schema.add_text_field(column::PRODUCER, label()),
            legal_form: schema.add_text_field(column::LEGAL_FORM, label()),
            stars: schema.add_i64_field(column::STARS, FAST),
            price_min: schema.add_i64_field(column::PRICE_MIN, FAST),
            price_max: schema.add_i64_field(column::PRICE_MAX, FAST),
            price_band: schema.add_u64_field(column::PRICE_BAND, FAST),
            in_stock: schema.add_u64_field(column::IN_STOCK, FAST),
            visible_from: schema.add_i64_field(column::VISIBLE_FROM, FAST),
            visible_until: schema.add_i64_field(column::VISIBLE_UNTIL, FAST),
            published_at: schema.add_i64_field(column::PUBLISHED_AT, FAST),
            purchases: schema.add_i64_field(column::PURCHASES, FAST),
            rating: schema.add_i64_field(column::RATING, FAST),
        };
        (schema.build(), fields)
    }

    /// The index's form of a document.
    pub(crate) fn document(&self, from: &Document) -> TantivyDocument {
        let mut to = TantivyDocument::new();
        to.add_text(self.id, key(from.id));
        to.add_text(self.name, folded(&from.name));
        to.add_text(self.name_exact, with_marks(&from.name));
        to.add_text(self.other_names, folded(&from.other_names));
        to.add_text(self.other_names_exact, with_marks(&from.other_names));
        to.add_text(self.producer, folded(&from.producer_name));
        to.add_text(self.producer_exact, with_marks(&from.producer_name));
        to.add_text(self.place, folded(&from.places));
        to.add_text(self.taxonomy, folded(&from.taxonomy));
        to.add_text(self.ingredients, folded(&from.ingredients));
        to.add_text(self.ingredients_exact, with_marks(&from.ingredients));
        to.add_text(self.codes, from.code_words());
        to.add_text(self.story, folded(&from.story));
        to.add_text(self.sound_of_name, sounds(&from.name));
        to.add_text(self.sound_of_others, sounds(&from.all_but_name()));
        to.add_i64(self.version, from.version);
        to.add_u64(self.tie, tie(from.id));
        to.add_text(self.group, &from.group);
        to.add_text(self.product_set, from.product_set.to_string());
        to.add_text(self.province, &from.province);
        to.add_text(self.commune, &from.commune);
        to.add_text(self.producer_id, from.producer.to_string());
        to.add_text(self.legal_form, &from.legal_form);
        to.add_i64(self.stars, i64::from(from.stars));
        to.add_i64(self.price_min, from.price_min.dong());
        to.add_i64(self.price_max, from.price_max.dong());
        for band in from.price_bands() {
            to.add_u64(self.price_band, u64::from(band.number));
        }
        to.add_u64(self.in_stock, u64::from(from.in_stock));
        to.add_i64(self.visible_from, from.visible_from);
        to.add_i64(self.visible_until, from.visible_until);
        to.add_i64(self.published_at, from.published_at);
        to.add_i64(self.purchases, from.purchases);
        to.add_i64(self.rating, i64::from(from.rating));
        to
    }
}

/// How the index names a product.
pub(crate) fn key(id: ProductId) -> String {
    id.0.simple().to_string()
}

/// Orders equals: the random half of the id, so that no order leaks.
fn tie(id: ProductId) -> u64 {
    id.0.as_u64_pair().1
}

fn words(schema: &mut SchemaBuilder, name: &str, record: IndexRecordOption) -> Field {
    let lengths = record != IndexRecordOption::Basic;
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(record)
        .set_fieldnorms(lengths);
    schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}

/// A column of labels to filter by and to count.
fn label() -> TextOptions {
    TextOptions::default().set_fast("raw")
}
