//! The order of the first hits, by the same table as the embedded engine's
//! (`crate::tantivy::matching`): the server tells no marks apart and does not
//! weigh one field against another. What the table finds alike stays as the
//! server ordered it.

use super::schema::StoredHit;
use crate::boosts::Facts;
use crate::spelling::near;
use crate::text::Word;
use kernel::Timestamp;

/// What a word is worth in a field, as it is found there.
struct Worth<'a> {
    /// The field's words without marks, and with them where they count.
    folded: &'a str,
    exact: Option<&'a str>,
    /// For the exact marks, without them, begun, and nearly the same.
    scores: [f32; 4],
    /// Whether a word with marks counts less where they are other ones.
    strict: bool,
}

/// How well a hit answers words in the best of these ways: the server puts
/// neighbours together and takes words apart by itself.
#[expect(clippy::float_arithmetic, reason = "a score, not an amount")]
pub(super) fn score(hit: &StoredHit, ways: &[Vec<Word>], now: Timestamp) -> f32 {
    let scores = ways.iter().map(|words| of_words(hit, words));
    let facts = Facts {
        stars: hit.stars.into(),
        in_stock: hit.in_stock,
        rating: hit.rating.into(),
        purchases: hit.purchases,
        age: now.timestamp_micros().saturating_sub(hit.published_at),
    };
    scores.fold(0.0, f32::max) + facts.boost()
}

/// How well it answers the words, the last of which may be unfinished.
#[expect(clippy::float_arithmetic, reason = "a score, not an amount")]
fn of_words(hit: &StoredHit, words: &[Word]) -> f32 {
    let worth = |folded, exact, scores, strict| Worth {
        folded,
        exact,
        scores,
        strict,
    };
    let fields = [
        worth(
            &hit.name,
            Some(hit.name_exact.as_str()),
            [14.0, 10.0, 6.0, 4.0],
            false,
        ),
        worth(&hit.codes, None, [0.0, 10.0, 6.0, 0.0], false),
        worth(
            &hit.other_names,
            Some(&hit.other_names_exact),
            [7.0, 7.0, 4.0, 2.0],
            true,
        ),
        worth(
            &hit.producer,
            Some(&hit.producer_exact),
            [5.5, 4.0, 2.5, 1.5],
            false,
        ),
        worth(
            &hit.ingredients,
            Some(&hit.ingredients_exact),
            [3.0, 3.0, 0.0, 0.0],
            true,
        ),
        worth(&hit.place, None, [0.0, 2.0, 1.2, 0.8], false),
        worth(&hit.taxonomy, None, [0.0, 2.0, 1.2, 0.8], false),
    ];
    let last = words.len().saturating_sub(1);
    let mut sum = 0.0;
    for (at, word) in words.iter().enumerate() {
        // The best field; a tenth of the others breaks ties.
        let found = fields.iter().map(|own| own.of(word, at == last));
        let (best, all) = found.fold((0.0_f32, 0.0), |(best, all), own| {
            (best.max(own), all + own)
        });
        sum += best + 0.1 * (all - best);
    }
    let named = |text: &str, words: &[Word]| {
        let own: Vec<&str> = text.split(' ').collect();
        let typed = || words.iter().map(|word| word.folded.as_str());
        own.windows(words.len().max(1))
            .any(|own| own.iter().copied().eq(typed()))
    };
    if words.len() > 1 && named(&hit.name, words) {
        sum += 6.0;
    }
    // Of names with the same words, the shortest.
    let length = hit.name.split(' ').count();
    sum += 2.0 / f32::from(u8::try_from(length).unwrap_or(u8::MAX));
    for pair in words.windows(2) {
        if named(&hit.place, pair) {
            sum += 12.0;
        }
        if named(&hit.producer, pair) {
            sum += 6.0;
        }
    }
    sum
}

impl Worth<'_> {
    #[expect(clippy::float_arithmetic, reason = "a score, not an amount")]
    fn of(&self, word: &Word, unfinished: bool) -> f32 {
        let [exact, folded, begun, nearly] = self.scores;
        let own = || self.folded.split(' ');
        let marked = self.exact.filter(|_| word.marked());
        if marked.is_some_and(|text| text.split(' ').any(|own| own == word.exact)) {
            return exact;
        }
        let less = |score: f32, less: bool| {
            if less && word.marked() {
                score / 3.0
            } else {
                score
            }
        };
        if own().any(|own| own == word.folded) {
            return less(folded, self.strict);
        }
        if unfinished && own().any(|own| own.starts_with(&word.folded)) {
            return less(begun, true);
        }
        match own().any(|own| near(&word.folded, own).is_some()) {
            true => nearly,
            false => 0.0,
        }
    }
}
