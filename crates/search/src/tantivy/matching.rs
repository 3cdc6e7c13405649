//! From words to a query of the embedded engine. Queries are built from our
//! own words; no text of a user is ever parsed.
//!
//! What each word is worth where is said in [`crate::weights`]; that of rare words
//! in short names is BM25 × 0.15.

use super::schema::Fields;
use crate::text::{Word, sound};
use crate::weights::{
    CODES, INGREDIENTS, KIND, NAME, OTHER_NAMES, PLACE_PAIR, PRODUCER, PRODUCER_PAIR, STORY, TIE,
    TOGETHER, other_marks,
};
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
            Box::new(ConstScoreQuery::new(
                Box::new(PhraseQuery::new(terms)),
                TOGETHER,
            )),
        ));
    }
    // Two words next to each other in the name of a place or producer are that
    // place or producer.
    for pair in words.windows(2) {
        for (field, score) in [(fields.place, PLACE_PAIR), (fields.producer, PRODUCER_PAIR)] {
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
        whole(fields.name_exact, &word.exact, NAME.exact);
        whole(fields.other_names_exact, &word.exact, OTHER_NAMES.exact);
        whole(fields.producer_exact, &word.exact, PRODUCER.exact);
        whole(fields.ingredients_exact, &word.exact, INGREDIENTS.exact);
    }
    // Of what somebody typed with its marks, another word is another thing:
    // `lạc` is no `lác`.
    let other = |score: f32| match word.marked() {
        true => other_marks(score),
        false => score,
    };
    whole(fields.name, &word.folded, NAME.folded);
    whole(fields.codes, &word.folded, CODES.folded);
    whole(fields.other_names, &word.folded, other(OTHER_NAMES.folded));
    whole(fields.producer, &word.folded, PRODUCER.folded);
    whole(fields.ingredients, &word.folded, other(INGREDIENTS.folded));
    whole(fields.place, &word.folded, KIND.folded);
    whole(fields.taxonomy, &word.folded, KIND.folded);
    if strictness.story {
        whole(fields.story, &word.folded, STORY.folded);
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
        begun(fields.name, NAME.begun);
        begun(fields.codes, CODES.begun);
        begun(fields.other_names, OTHER_NAMES.begun);
        begun(fields.producer, PRODUCER.begun);
        begun(fields.place, KIND.begun);
        begun(fields.taxonomy, KIND.begun);
    }
    let spoken = !word.folded.contains(|c: char| c.is_ascii_digit());
    if strictness.fuzzy && spoken {
        let sound = sound(&word.folded);
        let mut heard = |field, score| {
            let term = Term::from_field_text(field, &sound);
            let term = TermQuery::new(term, IndexRecordOption::Basic);
            found.push(scored(term, score));
        };
        heard(fields.sound_of_name, NAME.sound);
        heard(fields.sound_of_others, OTHER_NAMES.sound);
    }
    if strictness.fuzzy && spoken && letters >= MIN_FUZZY {
        let mut near = |field: Field, score| {
            let term = Term::from_field_text(field, &word.folded);
            found.push(scored(FuzzyTermQuery::new(term, 1, true), score));
        };
        near(fields.name, NAME.slip);
        near(fields.other_names, OTHER_NAMES.slip);
        near(fields.producer, PRODUCER.slip);
        near(fields.place, KIND.slip);
        near(fields.taxonomy, KIND.slip);
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(found, TIE))
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
