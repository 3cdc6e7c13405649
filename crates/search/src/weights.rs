//! What it is worth that a word is found, the same on both engines: the first
//! part of the ranking. The second, what makes one of two that match alike come
//! first, is [`crate::boosts`].
//!
//! The score of a product is the sum over the words of the best field that each
//! is found in and a tenth of the others, which breaks ties:
//!
//! | found in | exact marks | folded | begun (last word) | sounds alike | one slip |
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
//! short names. Marks count when the query has any: who types none means any.
//! What a word with marks finds without them among synonyms and ingredients, or
//! as a beginning, counts a third.

/// What a word is worth in a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weights {
    /// With the very marks.
    pub(crate) exact: f32,
    /// But for the marks.
    pub(crate) folded: f32,
    /// As the beginning of a longer word.
    pub(crate) begun: f32,
    /// By its sound.
    pub(crate) sound: f32,
    /// With one slip.
    pub(crate) slip: f32,
}

const fn weights(exact: f32, folded: f32, begun: f32, sound: f32, slip: f32) -> Weights {
    Weights {
        exact,
        folded,
        begun,
        sound,
        slip,
    }
}

pub(crate) const NAME: Weights = weights(14.0, 10.0, 6.0, 5.0, 3.0);
pub(crate) const CODES: Weights = weights(0.0, 10.0, 6.0, 0.0, 0.0);
pub(crate) const OTHER_NAMES: Weights = weights(7.0, 7.0, 4.0, 2.0, 2.0);
pub(crate) const PRODUCER: Weights = weights(5.5, 4.0, 2.5, 2.0, 1.5);
pub(crate) const INGREDIENTS: Weights = weights(3.0, 3.0, 0.0, 0.0, 0.0);
/// Places, and what the programme's taxonomy calls it.
pub(crate) const KIND: Weights = weights(0.0, 2.0, 1.2, 2.0, 0.8);
pub(crate) const STORY: Weights = weights(0.0, 1.0, 0.0, 0.0, 0.0);

/// What the fields that are not the best of a word count, of one.
pub(crate) const TIE: f32 = 0.1;
/// All words next to each other in the name.
pub(crate) const TOGETHER: f32 = 6.0;
/// Two words next to each other in the name of a place …
pub(crate) const PLACE_PAIR: f32 = 12.0;
/// … or of the producer.
pub(crate) const PRODUCER_PAIR: f32 = 6.0;

/// What counts less of a word with marks that is found with other ones.
#[expect(clippy::float_arithmetic, reason = "a score, not an amount")]
pub(crate) fn other_marks(score: f32) -> f32 {
    score / 3.0
}
