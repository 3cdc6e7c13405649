//! From words to a query of the embedded engine. Queries are built from our
//! own words; no text of a user is ever parsed.
//!
//! The score of a product is the sum over the words of the best field that
//! each is found in:
//!
//! | found in | exact marks | folded | begun (last word) | sounds alike | one letter off |
//! |---|---|---|---|---|---|
//! | name | 14 | 10 | 6 | 5 | 3 |
//! | SKU, certificate number | | 10 | 6 | | |
//! | English name, variant, synonym of the name | 7 | 7 | 4 | 2 | 2 |
//! | producer | 5.5 | 4 | 2.5 | 2 | 1.5 |
//! | ingredients | 3 | 3 | | | |
//! | province, commune, group, set, stars | | 2 | 1.2 | 2 | 0.8 |
//! | story | | 1 | | | |
//!
//! plus 6 when the words stand next to each other in the name, 12 for each two
//! that do in the names of places and 6 in the producer's, plus a little for
//! short names and rare words (BM25 × 0.15). Marks count when the query has any:
//! who types none means any. What a word with marks finds without them among
//! synonyms and ingredients, or as a beginning, counts a third. Stars, stock,
//! rating, sales and age are added while hits are gathered (`crate::boosts`).

use super::schema::Fields;
use crate::text::{Word, sound};
use ::tantivy::Term;
use ::tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur,
    PhraseQuery, Query, TermQuery,
};
use ::tantivy::schema::{Field, IndexRecordOption};

/// A word this long may have one letter wrong, missing, too many, or two
/// swapped.
const MIN_FUZZY: usize = 4;
/// A single beginning that is shorter says nothing.
const MIN_PREFIX: usize = 2;

/// How strictly the words are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Strictness {
    /// How many of the words must be found.
    pub(crate) at_least: usize,
    /// Whether typing errors are forgiven.
    pub(crate) fuzzy: bool,
    /// Whether the story counts.
    pub(crate) story: bool,
    /// Whether the last word may be unfinished.
    pub(crate) unfinished: bool,
}

impl Strictness {
    /// All words as typed, in what names a product.
    pub(crate) fn of_names(words: usize) -> Self {
        Self {
            at_least: words,
            fuzzy: false,
            story: false,
            unfinished: true,
        }
    }

    /// The same of a reading: who runs words together has finished them.
    pub(crate) fn of_reading(self, words: usize, typed: usize) -> Self {
        Self {
            unfinished: words <= typed,
            ..self
        }
    }

    /// The same, the story counting too.
    pub(crate) fn of_all(words: usize) -> Self {
        Self {
            story: true,
            ..Self::of_names(words)
        }
    }

    /// So many of the words, errors of typing forgiven: not where a single one
    /// of several remains, which would find its neighbours and nothing that was
    /// meant.
    fn lenient(at_least: usize, words: usize) -> Self {
        Self {
            at_least,
            fuzzy: at_least == words || at_least > 1,
            story: true,
            unfinished: true,
        }
    }
}

/// The steps to words that name nothing as typed, from strict to lenient; the
/// first with a hit decides. What the words most likely were meant to be goes
/// before what was typed.
pub(crate) fn steps<'a>(
    typed: &'a [Word],
    readings: &'a [Vec<Word>],
) -> Vec<(&'a [Word], Strictness)> {
    let meant = readings.first().map(Vec::as_slice);
    let ways = || meant.into_iter().chain([typed]);
    let mut steps: Vec<(&[Word], Strictness)> = Vec::new();
    let fewer: [fn(usize) -> usize; 3] = [
        |words| words,
        |words| words.saturating_sub(1),
        |words| words.div_ceil(2),
    ];
    for fewer in fewer {
        for words in ways() {
            let step = (words, Strictness::lenient(fewer(words.len()), words.len()));
            if step.1.at_least >= 1 && !steps.contains(&step) {
                steps.push(step);
            }
        }
    }
    steps
}

/// The query for all of `words`.
pub(crate) fn query(fields: &Fields, words: &[Word], strictness: Strictness) -> Box<dyn Query> {
    let marked = words.iter().any(Word::marked);
    let all = strictness.at_least >= words.len();
    let occur = if all { Occur::Must } else { Occur::Should };
    let last = words.len().saturating_sub(1);
    let clauses: Vec<(Occur, Box<dyn Query>)> = words
        .iter()
        .enumerate()
        .map(|(n, word)| {
            let unfinished = strictness.unfinished
                && n == last
                && (n > 0 || word.folded.chars().count() >= MIN_PREFIX);
            (occur, one(fields, word, marked, unfinished, strictness))
        })
        .collect();
    let found: Box<dyn Query> = if all {
        Box::new(BooleanQuery::new(clauses))
    } else {
        Box::new(BooleanQuery::with_minimum_required_clauses(
            clauses,
            strictness.at_least,
        ))
    };
    let mut together = vec![(Occur::Must, found)];
    if words.len() > 1 {
        let terms = words
            .iter()
            .map(|word| Term::from_field_text(fields.name, &word.folded))
            .collect();
        together.push((
            Occur::Should,
            Box::new(ConstScoreQuery::new(Box::new(PhraseQuery::new(terms)), 6.0)),
        ));
    }
    // Two words next to each other in the name of a place or producer are that
    // place or producer.
    for pair in words.windows(2) {
        for (field, score) in [(fields.place, 12.0), (fields.producer, 6.0)] {
            let terms = pair.iter();
            let terms = terms.map(|word| Term::from_field_text(field, &word.folded));
            let named = PhraseQuery::new(terms.collect());
            together.push((Occur::Should, scored(named, score)));
        }
    }
    for word in words {
        let term = Term::from_field_text(fields.name, &word.folded);
        let rare = TermQuery::new(term, IndexRecordOption::WithFreqs);
        together.push((
            Occur::Should,
            Box::new(BoostQuery::new(Box::new(rare), 0.15)),
        ));
    }
    Box::new(BooleanQuery::new(together))
}

/// The best field of one word; a tenth of the others breaks ties.
#[expect(clippy::float_arithmetic, reason = "a score, not an amount")]
fn one(
    fields: &Fields,
    word: &Word,
    marked: bool,
    unfinished: bool,
    strictness: Strictness,
) -> Box<dyn Query> {
    let mut found = Vec::with_capacity(16);
    let mut whole = |field, text: &str, score| {
        let term = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic);
        found.push(scored(term, score));
    };
    if marked {
        whole(fields.name_exact, &word.exact, 14.0);
        whole(fields.other_names_exact, &word.exact, 7.0);
        whole(fields.producer_exact, &word.exact, 5.5);
        whole(fields.ingredients_exact, &word.exact, 3.0);
    }
    // Of what somebody typed with its marks, another word is another thing:
    // `lạc` is no `lác`.
    let other = |score: f32| if word.marked() { score / 3.0 } else { score };
    whole(fields.name, &word.folded, 10.0);
    whole(fields.codes, &word.folded, 10.0);
    whole(fields.other_names, &word.folded, other(7.0));
    whole(fields.producer, &word.folded, 4.0);
    whole(fields.ingredients, &word.folded, other(3.0));
    whole(fields.place, &word.folded, 2.0);
    whole(fields.taxonomy, &word.folded, 2.0);
    if strictness.story {
        whole(fields.story, &word.folded, 1.0);
    }
    let letters = word.folded.chars().count();
    if unfinished {
        let mut begun = |field, score: f32| {
            let term = Term::from_field_text(field, &word.folded);
            found.push(scored(
                FuzzyTermQuery::new_prefix(term, 0, true),
                other(score),
            ));
        };
        begun(fields.name, 6.0);
        begun(fields.codes, 6.0);
        begun(fields.other_names, 4.0);
        begun(fields.producer, 2.5);
        begun(fields.place, 1.2);
        begun(fields.taxonomy, 1.2);
    }
    let spoken = !word.folded.contains(|c: char| c.is_ascii_digit());
    if strictness.fuzzy && spoken {
        let sound = sound(&word.folded);
        let mut heard = |field, score| {
            let term = Term::from_field_text(field, &sound);
            let term = TermQuery::new(term, IndexRecordOption::Basic);
            found.push(scored(term, score));
        };
        heard(fields.sound_of_name, 5.0);
        heard(fields.sound_of_others, 2.0);
    }
    if strictness.fuzzy && spoken && letters >= MIN_FUZZY {
        let mut near = |field: Field, score| {
            let term = Term::from_field_text(field, &word.folded);
            found.push(scored(FuzzyTermQuery::new(term, 1, true), score));
        };
        near(fields.name, 3.0);
        near(fields.other_names, 2.0);
        near(fields.producer, 1.5);
        near(fields.place, 0.8);
        near(fields.taxonomy, 0.8);
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(found, 0.1))
}

fn scored(query: impl Query, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), score))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn steps_ask_for_fewer_and_fewer_words() {
        let at_least = |words| {
            let words = vec![text::word("com").unwrap(); words];
            let steps = steps(&words, &[]);
            let at_least = steps.iter().map(|(_, step)| step.at_least);
            at_least.collect::<Vec<_>>()
        };
        assert_eq!(at_least(1), [1]);
        assert_eq!(at_least(2), [2, 1]);
        assert_eq!(at_least(3), [3, 2]);
        assert_eq!(at_least(4), [4, 3, 2]);
        assert_eq!(at_least(16), [16, 15, 8]);
    }
}
