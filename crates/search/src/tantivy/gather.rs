//! One pass over the matches: filters, counts, facets and the best hits.
//!
//! A product that fails no filter is a hit and counts in every facet; one
//! that fails only the filter of one facet counts in that facet alone. That
//! is what makes the counts of a facet right while values of it are chosen,
//! without a query per facet.

use super::schema::column;
use crate::boosts::Facts;
use crate::query::{FacetField, Filter, PriceBand, Sort};
use ::tantivy::collector::{Collector, SegmentCollector};
use ::tantivy::columnar::{Column, StrColumn};
use ::tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};
use kernel::Timestamp;
use std::collections::HashMap;

/// Sorts hits, greater first: the wanted order, the date, a tie-break.
pub(crate) type Key = (i64, i64, u64);

/// What to gather.
pub(crate) struct Gather {
    pub(crate) filter: Filter,
    pub(crate) sort: Sort,
    /// Whether scores mean anything.
    pub(crate) scored: bool,
    /// In microseconds.
    pub(crate) now: i64,
    /// How many of the best hits are kept.
    pub(crate) keep: usize,
    pub(crate) facets: Vec<FacetField>,
}

/// What was gathered.
#[derive(Default)]
pub(crate) struct Gathered {
    /// The best hits, best first.
    pub(crate) best: Vec<(Key, DocAddress)>,
    pub(crate) total: u64,
    pub(crate) facets: HashMap<FacetField, HashMap<String, u64>>,
}

impl Gather {
    pub(crate) fn new(filter: Filter, sort: Sort, now: Timestamp) -> Self {
        Self {
            filter,
            sort,
            scored: false,
            now: now.timestamp_micros(),
            keep: 0,
            facets: Vec::new(),
        }
    }
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = Segment;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> ::tantivy::Result<Segment> {
        Segment::new(self, ordinal, reader)
    }

    fn requires_scoring(&self) -> bool {
        self.scored && self.sort == Sort::Relevance && self.keep > 0
    }

    fn merge_fruits(
        &self,
        fruits: Vec<::tantivy::Result<Gathered>>,
    ) -> ::tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for fruit in fruits {
            let fruit = fruit?;
            all.total += fruit.total;
            all.best.extend(fruit.best);
            for (field, counts) in fruit.facets {
                let sums = all.facets.entry(field).or_default();
                for (value, count) in counts {
                    *sums.entry(value).or_default() += count;
                }
            }
        }
        all.best
            .sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        all.best.truncate(self.keep);
        Ok(all)
    }
}

/// A column of labels with the labels that the filter chose, as ordinals.
struct Labels {
    labels: StrColumn,
    chosen: Option<Vec<u64>>,
}

impl Labels {
    fn new(
        reader: &SegmentReader,
        name: &str,
        chosen: Option<Vec<String>>,
    ) -> ::tantivy::Result<Self> {
        let labels = reader
            .fast_fields()
            .str(name)?
            .ok_or_else(|| missing(name))?;
        let ordinals = |labels: &StrColumn, chosen: Vec<String>| -> ::tantivy::Result<Vec<u64>> {
            let mut ordinals = Vec::with_capacity(chosen.len());
            for label in chosen {
                ordinals.extend(labels.dictionary().term_ord(label)?);
            }
            Ok(ordinals)
        };
        let chosen = chosen.map(|chosen| ordinals(&labels, chosen)).transpose()?;
        Ok(Self { labels, chosen })
    }

    fn of(&self, doc: DocId) -> Option<u64> {
        self.labels.ords().first(doc)
    }

    fn passes(&self, doc: DocId) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| {
            self.of(doc)
                .is_some_and(|ordinal| chosen.contains(&ordinal))
        })
    }
}

/// Gathers within one segment of the index.
pub(crate) struct Segment {
    ordinal: SegmentOrdinal,
    filter: Filter,
    sort: Sort,
    scored: bool,
    now: i64,
    keep: usize,
    visible_from: Column<i64>,
    visible_until: Column<i64>,
    stars: Column<i64>,
    price_min: Column<i64>,
    price_max: Column<i64>,
    price_band: Column<u64>,
    in_stock: Column<u64>,
    published_at: Column<i64>,
    purchases: Column<i64>,
    rating: Column<i64>,
    tie: Column<u64>,
    groups: Labels,
    product_sets: Labels,
    provinces: Labels,
    communes: Labels,
    producers: Labels,
    legal_forms: Labels,
    /// Counts by ordinal of the label, by stars, by number of the band.
    counts: Vec<(FacetField, Vec<u64>)>,
    best: Vec<(Key, DocId)>,
    /// What a hit must beat once enough are kept.
    floor: Option<Key>,
    total: u64,
}

impl Segment {
    fn new(
        gather: &Gather,
        ordinal: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> ::tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let filter = gather.filter.clone();
        let producers = filter
            .producers
            .as_ref()
            .map(|ids| ids.iter().map(ToString::to_string).collect());
        let product_sets = filter.product_sets.as_ref();
        let product_sets = product_sets.map(|own| own.iter().map(ToString::to_string).collect());
        let legal_forms = filter.legal_forms.as_ref();
        let legal_forms =
            legal_forms.map(|own| own.iter().map(|form| form.as_str().to_owned()).collect());
        Ok(Self {
            ordinal,
            sort: gather.sort,
            scored: gather.requires_scoring(),
            now: gather.now,
            keep: gather.keep,
            visible_from: columns.i64(column::VISIBLE_FROM)?,
            visible_until: columns.i64(column::VISIBLE_UNTIL)?,
            stars: columns.i64(column::STARS)?,
            price_min: columns.i64(column::PRICE_MIN)?,
            price_max: columns.i64(column::PRICE_MAX)?,
            price_band: columns.u64(column::PRICE_BAND)?,
            in_stock: columns.u64(column::IN_STOCK)?,
            published_at: columns.i64(column::PUBLISHED_AT)?,
            purchases: columns.i64(column::PURCHASES)?,
            rating: columns.i64(column::RATING)?,
            tie: columns.u64(column::TIE)?,
            groups: Labels::new(reader, column::GROUP, filter.groups.clone())?,
            product_sets: Labels::new(reader, column::PRODUCT_SET, product_sets)?,
            provinces: Labels::new(reader, column::PROVINCE, filter.provinces.clone())?,
            communes: Labels::new(reader, column::COMMUNE, filter.communes.clone())?,
            producers: Labels::new(reader, column::PRODUCER, producers)?,
            legal_forms: Labels::new(reader, column::LEGAL_FORM, legal_forms)?,
            counts: gather
                .facets
                .iter()
                .map(|field| (*field, Vec::new()))
                .collect(),
            best: Vec::new(),
            floor: None,
            total: 0,
            filter,
        })
    }

    fn stars(&self, doc: DocId) -> i64 {
        self.stars.first(doc).unwrap_or(0)
    }

    fn visible(&self, doc: DocId) -> bool {
        self.visible_from
            .first(doc)
            .is_some_and(|from| from <= self.now)
            && self
                .visible_until
                .first(doc)
                .is_some_and(|until| self.now < until)
    }

    /// The facets whose filter the product fails: none, one, or the answer
    /// that it is more than one.
    fn failed(&self, doc: DocId) -> Result<Option<FacetField>, ()> {
        let mut failed = None;
        for field in FacetField::ALL {
            let passes = match field {
                FacetField::Group => self.groups.passes(doc),
                FacetField::ProductSet => self.product_sets.passes(doc),
                FacetField::LegalForm => self.legal_forms.passes(doc),
                FacetField::InStock => self.stock_passes(doc),
                FacetField::Province => self.provinces.passes(doc),
                FacetField::Commune => self.communes.passes(doc),
                FacetField::Producer => self.producers.passes(doc),
                FacetField::Stars => self.stars_pass(doc),
                FacetField::Price => self.price_passes(doc),
            };
            if !passes && failed.replace(field).is_some() {
                return Err(());
            }
        }
        Ok(failed)
    }

    fn in_stock(&self, doc: DocId) -> bool {
        self.in_stock.first(doc) == Some(1)
    }

    fn stock_passes(&self, doc: DocId) -> bool {
        let wanted = self.filter.in_stock;
        wanted.is_none_or(|wanted| self.in_stock(doc) == wanted)
    }

    fn stars_pass(&self, doc: DocId) -> bool {
        let Filter {
            stars_min,
            stars_max,
            stars_in,
            ..
        } = &self.filter;
        if stars_min.is_none() && stars_max.is_none() && stars_in.is_none() {
            return true;
        }
        let stars = self.stars(doc);
        stars_min.is_none_or(|min| stars >= i64::from(min))
            && stars_max.is_none_or(|max| stars <= i64::from(max))
            && stars_in
                .as_ref()
                .is_none_or(|some| some.iter().any(|one| i64::from(*one) == stars))
    }

    fn price_passes(&self, doc: DocId) -> bool {
        let Filter {
            price_min,
            price_max,
            ..
        } = &self.filter;
        price_min.is_none_or(|min| {
            self.price_max
                .first(doc)
                .is_some_and(|dearest| dearest >= min.dong())
        }) && price_max.is_none_or(|max| {
            self.price_min
                .first(doc)
                .is_some_and(|cheapest| cheapest <= max.dong())
        })
    }

    fn count(&mut self, doc: DocId, only: Option<FacetField>) {
        let mut counts = std::mem::take(&mut self.counts);
        for (field, counts) in &mut counts {
            if only.is_some_and(|only| only != *field) {
                continue;
            }
            match field {
                FacetField::Group => add(counts, self.groups.of(doc)),
                FacetField::ProductSet => add(counts, self.product_sets.of(doc)),
                FacetField::LegalForm => add(counts, self.legal_forms.of(doc)),
                FacetField::InStock => add(counts, Some(u64::from(self.in_stock(doc)))),
                FacetField::Province => add(counts, self.provinces.of(doc)),
                FacetField::Commune => add(counts, self.communes.of(doc)),
                FacetField::Producer => add(counts, self.producers.of(doc)),
                FacetField::Stars => add(counts, u64::try_from(self.stars(doc)).ok()),
                FacetField::Price => self
                    .price_band
                    .values_for_doc(doc)
                    .for_each(|band| add(counts, Some(band))),
            }
        }
        self.counts = counts;
    }

    fn key(&self, doc: DocId, score: Score) -> Key {
        let published = self.published_at.first(doc).unwrap_or(0);
        let price = || self.price_min.first(doc).unwrap_or(0);
        let order = match self.sort {
            Sort::Relevance => sortable(self.relevance(doc, score)),
            Sort::PriceAsc => -price(),
            Sort::PriceDesc => price(),
            Sort::Stars => self.stars(doc),
            Sort::Newest => 0,
            Sort::Rating => self.rating.first(doc).unwrap_or(0),
            Sort::BestSelling => self.purchases.first(doc).unwrap_or(0),
        };
        (order, published, self.tie.first(doc).unwrap_or(0))
    }

    /// The match, plus what makes one of two alike come first.
    #[expect(clippy::float_arithmetic, reason = "a score, not an amount")]
    fn relevance(&self, doc: DocId, score: Score) -> f32 {
        let matched = if self.scored { score } else { 0.0 };
        let of = |column: &Column<i64>| column.first(doc).unwrap_or(0);
        let facts = Facts {
            stars: self.stars(doc),
            in_stock: self.in_stock(doc),
            rating: of(&self.rating),
            purchases: of(&self.purchases),
            age: self.now.saturating_sub(of(&self.published_at)),
        };
        matched + facts.boost()
    }

    fn keep(&mut self, doc: DocId, score: Score) {
        if self.keep == 0 {
            return;
        }
        let key = self.key(doc, score);
        if self.floor.is_some_and(|floor| key <= floor) {
            return;
        }
        self.best.push((key, doc));
        if self.best.len() >= 2 * self.keep + 64 {
            self.best
                .select_nth_unstable_by(self.keep - 1, |a, b| b.0.cmp(&a.0));
            self.best.truncate(self.keep);
            self.floor = self.best.last().map(|(key, _)| *key);
        }
    }

    /// The counts under the names of their values.
    fn named(&self, field: FacetField, counts: &[u64]) -> ::tantivy::Result<HashMap<String, u64>> {
        let ordinals: Vec<u64> = (0..)
            .zip(counts)
            .filter(|(_, count)| **count > 0)
            .map(|(n, _)| n)
            .collect();
        let mut names = Vec::with_capacity(ordinals.len());
        let labels = match field {
            FacetField::Group => &self.groups,
            FacetField::ProductSet => &self.product_sets,
            FacetField::LegalForm => &self.legal_forms,
            FacetField::Province => &self.provinces,
            FacetField::Commune => &self.communes,
            FacetField::Producer => &self.producers,
            FacetField::Stars => {
                return Ok(ordinals
                    .iter()
                    .map(|n| n.to_string())
                    .zip(counts.iter().copied().filter(|n| *n > 0))
                    .collect());
            }
            FacetField::InStock => {
                let answers = ["false", "true"].into_iter().zip(counts);
                let answers = answers.filter(|(_, count)| **count > 0);
                return Ok(answers
                    .map(|(own, count)| (own.to_owned(), *count))
                    .collect());
            }
            FacetField::Price => {
                let bands = PriceBand::ALL
                    .iter()
                    .zip(counts)
                    .filter(|(_, count)| **count > 0);
                return Ok(bands.map(|(band, count)| (band.value(), *count)).collect());
            }
        };
        labels
            .labels
            .dictionary()
            .sorted_ords_to_term_cb(&ordinals, |name| {
                names.push(String::from_utf8_lossy(name).into_owned());
            })?;
        Ok(names
            .into_iter()
            .zip(counts.iter().copied().filter(|n| *n > 0))
            .collect())
    }
}

impl SegmentCollector for Segment {
    type Fruit = ::tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if !self.visible(doc) {
            return;
        }
        match self.failed(doc) {
            Err(()) => {}
            Ok(Some(field)) => self.count(doc, Some(field)),
            Ok(None) => {
                self.total += 1;
                self.count(doc, None);
                self.keep(doc, score);
            }
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        let mut facets = HashMap::new();
        for (field, counts) in std::mem::take(&mut self.counts) {
            facets.insert(field, self.named(field, &counts)?);
        }
        let best = self
            .best
            .iter()
            .map(|(key, doc)| (*key, DocAddress::new(self.ordinal, *doc)))
            .collect();
        Ok(Gathered {
            best,
            total: self.total,
            facets,
        })
    }
}

/// A score that is never negative keeps its order as an integer.
pub(crate) fn sortable(score: f32) -> i64 {
    i64::from(score.max(0.0).to_bits())
}

/// The score of a key made by [`sortable`].
pub(crate) fn score_of(key: &Key) -> f32 {
    f32::from_bits(u32::try_from(key.0).unwrap_or(0))
}

fn add(counts: &mut Vec<u64>, place: Option<u64>) {
    let Some(place) = place.and_then(|place| usize::try_from(place).ok()) else {
        return;
    };
    if place >= counts.len() {
        counts.resize(place + 1, 0);
    }
    if let Some(count) = counts.get_mut(place) {
        *count += 1;
    }
}

fn missing(name: &str) -> TantivyError {
    TantivyError::SchemaError(format!("the column {name} is missing"))
}
