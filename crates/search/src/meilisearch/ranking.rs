//! The order of the first hits, by the same weights as the embedded engine's
//! ([`crate::weights`]): the server tells no marks apart and does not weigh one
//! field against another. What they find alike stays as the server ordered it.

use super::schema::StoredHit;
use crate::boosts::Facts;
use crate::spelling::{Likeness, near};
use crate::text::Word;
use crate::weights::{
    CODES, INGREDIENTS, KIND, NAME, OTHER_NAMES, PLACE_PAIR, PRODUCER, PRODUCER_PAIR, TIE,
    TOGETHER, Weights, other_marks,
};
use kernel::Timestamp;

/// A field's words without marks, and with them where those count.
struct Text<'a> {
    folded: &'a str,
    exact: Option<&'a str>,
    weights: Weights,
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
    let text = |folded, exact, weights, strict| Text {
        folded,
        exact,
        weights,
        strict,
    };
    let fields = [
        text(&*hit.name, Some(&*hit.name_exact), NAME, false),
        text(&hit.codes, None, CODES, false),
        text(
            &hit.other_names,
            Some(&hit.other_names_exact),
            OTHER_NAMES,
            true,
        ),
        text(&hit.producer, Some(&hit.producer_exact), PRODUCER, false),
        text(
            &hit.ingredients,
            Some(&hit.ingredients_exact),
            INGREDIENTS,
            true,
        ),
        text(&hit.place, None, KIND, false),
        text(&hit.taxonomy, None, KIND, false),
    ];
    let last = words.len().saturating_sub(1);
    let mut sum = 0.0;
    for (at, word) in words.iter().enumerate() {
        let found = fields.iter().map(|own| own.of(word, at == last));
        let (best, all) = found.fold((0.0_f32, 0.0), |(best, all), own| {
            (best.max(own), all + own)
        });
        sum += best + TIE * (all - best);
    }
    let named = |text: &str, words: &[Word]| {
        let own: Vec<&str> = text.split(' ').collect();
        let typed = || words.iter().map(|word| word.folded.as_str());
        own.windows(words.len().max(1))
            .any(|own| own.iter().copied().eq(typed()))
    };
    if words.len() > 1 && named(&hit.name, words) {
        sum += TOGETHER;
    }
    // Of names with the same words, the shortest.
    let length = hit.name.split(' ').count();
    sum += 2.0 / f32::from(u8::try_from(length).unwrap_or(u8::MAX));
    for pair in words.windows(2) {
        if named(&hit.place, pair) {
            sum += PLACE_PAIR;
        }
        if named(&hit.producer, pair) {
            sum += PRODUCER_PAIR;
        }
    }
    sum
}

impl Text<'_> {
    fn of(&self, word: &Word, unfinished: bool) -> f32 {
        let weights = self.weights;
        let own = || self.folded.split(' ');
        let marked = self.exact.filter(|_| word.marked());
        if marked.is_some_and(|text| text.split(' ').any(|own| own == word.exact)) {
            return weights.exact;
        }
        let less = |score: f32, less: bool| match less && word.marked() {
            true => other_marks(score),
            false => score,
        };
        if own().any(|own| own == word.folded) {
            return less(weights.folded, self.strict);
        }
        if unfinished && own().any(|own| own.starts_with(&word.folded)) {
            return less(weights.begun, true);
        }
        match own().filter_map(|own| near(&word.folded, own)).min() {
            Some(Likeness::Same | Likeness::Sound) => weights.sound,
            Some(Likeness::Slip) => weights.slip,
            None => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    /// The order in which hits come for a text, by their names.
    fn order(typed: &str, hits: &[StoredHit]) -> Vec<String> {
        let ways = [text::words(typed).collect::<Vec<_>>()];
        let mut hits: Vec<&StoredHit> = hits.iter().collect();
        let now = Timestamp::UNIX_EPOCH;
        hits.sort_by(|a, b| score(b, &ways, now).total_cmp(&score(a, &ways, now)));
        hits.into_iter().map(|own| own.codes.clone()).collect()
    }

    fn hit(code: &str, name: &str) -> StoredHit {
        StoredHit {
            codes: code.to_owned(),
            name: text::folded(name),
            name_exact: text::with_marks(name),
            ..StoredHit::default()
        }
    }

    #[test]
    fn the_better_field_and_the_exact_marks_come_first() {
        let with = |code: &str, fill: &dyn Fn(&mut StoredHit)| {
            let mut own = hit(code, "Món khác");
            fill(&mut own);
            own
        };
        let hits = [
            with("story", &|_| ()),
            with("place", &|own| own.place = "lac".to_owned()),
            with("other marks", &|own| {
                own.other_names = "lac".to_owned();
                own.other_names_exact = text::with_marks("lác");
            }),
            with("ingredients", &|own| {
                own.ingredients = "lac".to_owned();
                own.ingredients_exact = text::with_marks("lạc");
            }),
            with("producer", &|own| {
                own.producer = "lac".to_owned();
                own.producer_exact = text::with_marks("Lạc");
            }),
            with("synonym", &|own| {
                own.other_names = "lac".to_owned();
                own.other_names_exact = text::with_marks("lạc");
            }),
            hit("folded name", "Lác rang"),
            hit("name", "Lạc rang"),
        ];
        assert_eq!(
            order("lạc", &hits),
            [
                "name",
                "folded name",
                "synonym",
                "producer",
                "ingredients",
                "other marks",
                "place",
                "story"
            ]
        );
    }

    #[test]
    fn words_next_to_each_other_count() {
        let mut place = hit("place", "Cà phê");
        place.place = "tinh son la".to_owned();
        let mut names = hit("names", "Tinh bột nghệ Yên Sơn");
        names.place = "xa lai thanh".to_owned();
        assert_eq!(order("sơn la", &[names, place]), ["place", "names"]);
        let (short, long) = (
            hit("short", "Cơm cháy"),
            hit("long", "Cơm cháy Cố Đô vị tôm"),
        );
        assert_eq!(order("com chay", &[long, short]), ["short", "long"]);
        let (one, two) = (hit("one", "Nước mắm"), hit("two", "Mắm nước"));
        assert_eq!(order("nuoc mam", &[two, one]), ["one", "two"]);
    }

    #[test]
    fn of_two_alike_the_better_one_comes_first() {
        let better = StoredHit {
            stars: 5,
            ..hit("better", "Trà")
        };
        let lesser = StoredHit {
            stars: 3,
            ..hit("lesser", "Trà")
        };
        assert_eq!(order("tra", &[lesser, better]), ["better", "lesser"]);
    }
}
