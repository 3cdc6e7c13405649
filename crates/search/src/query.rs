//! What is asked and what is answered.

use crate::text::{self, Word};
use kernel::ProductId;

/// The filter is the one of the catalogue's lists: the same words mean the
/// same products wherever they are asked.
pub use catalog::CardFilter as Filter;
pub use catalog::{FacetField, MAX_FACET_VALUES, PriceBand};

/// Characters of a query that are looked at; the rest is ignored.
pub const MAX_TEXT: usize = 200;
/// Words of a query that are looked at; the rest is ignored.
pub const MAX_WORDS: usize = 16;
/// Hits that can be paged to.
pub const MAX_HITS: usize = 10_000;

/// A search. Its text is cut to [`MAX_TEXT`] characters and [`MAX_WORDS`]
/// words; an empty text asks for everything, a text without a single letter
/// or digit for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// Which products may be hits.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Hits to return. Beyond [`MAX_HITS`] there are none.
    pub limit: usize,
    /// Facets to count.
    pub facets: Vec<FacetField>,
}

impl Query {
    /// The first `limit` hits of a text.
    #[must_use]
    pub fn new(text: impl Into<String>, limit: usize) -> Self {
        Self {
            text: text.into(),
            limit,
            ..Self::default()
        }
    }

    pub(crate) fn terms(&self) -> Terms {
        Terms::of(&self.text)
    }

    /// The words as the catalogue folds them.
    pub(crate) fn plain_words(&self) -> Vec<String> {
        text::plain_words(&cut(&self.text))
            .take(MAX_WORDS)
            .collect()
    }

    /// The positions of the wanted hits, within [`MAX_HITS`].
    pub(crate) fn window(&self) -> std::ops::Range<usize> {
        let start = self.offset.min(MAX_HITS);
        start..start.saturating_add(self.limit).min(MAX_HITS)
    }
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best match first; without a text, most stars first, then newest.
    #[default]
    Relevance,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first, by the cheapest variant.
    PriceDesc,
    /// Most stars first, then newest.
    Stars,
    /// Last published first.
    Newest,
    /// Best rated by buyers first, then the newest.
    Rating,
    /// Most often bought first, then the newest.
    BestSelling,
}

/// A hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which product.
    pub id: ProductId,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
}

/// A facet: its values, the most frequent first, and how many hits each has.
pub type Facet = (FacetField, Vec<(String, u64)>);

/// What an engine answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// In order.
    pub hits: Vec<Hit>,
    /// How many hits there are in all.
    pub total: u64,
    /// In the order they were asked for.
    pub facets: Vec<Facet>,
    /// Whether this is the database's plain match, the engine being away:
    /// no facets, no typing errors forgiven.
    pub degraded: bool,
}

/// What a text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Terms {
    /// Everything: there was no text.
    All,
    /// Nothing: there was a text, but no word in it.
    Nothing,
    /// What matches these words; the last one may be unfinished.
    Words(Vec<Word>),
}

impl Terms {
    pub(crate) fn of(text: &str) -> Self {
        let cut = cut(text);
        let words: Vec<Word> = text::words(&cut).take(MAX_WORDS).collect();
        match (words.is_empty(), cut.trim().is_empty()) {
            (true, true) => Self::All,
            (true, false) => Self::Nothing,
            (false, _) => Self::Words(words),
        }
    }
}

/// As much of a text as is looked at.
fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

/// Puts the most frequent values first and cuts the rest.
pub(crate) fn rank_values(mut values: Vec<(String, u64)>) -> Vec<(String, u64)> {
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(MAX_FACET_VALUES);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_and_sorted() {
        assert_eq!(Terms::of(""), Terms::All);
        assert_eq!(Terms::of(" \n\u{a0}"), Terms::All);
        assert_eq!(Terms::of("🍚 !!!"), Terms::Nothing);
        assert_eq!(Terms::of("\0"), Terms::Nothing);
        let Terms::Words(words) = Terms::of(&"cơm ".repeat(2500)) else {
            panic!("words")
        };
        assert_eq!(words.len(), MAX_WORDS);
        let Terms::Words(words) = Terms::of(&"x".repeat(10_000)) else {
            panic!("words")
        };
        assert_eq!(words[0].folded.len(), 40);
    }

    #[test]
    fn the_window_stays_within_bounds() {
        let window = |offset, limit| {
            Query {
                offset,
                limit,
                ..Query::default()
            }
            .window()
        };
        assert_eq!(window(0, 20), 0..20);
        assert_eq!(window(9_990, 20), 9_990..10_000);
        assert_eq!(window(usize::MAX, usize::MAX), 10_000..10_000);
    }
}
