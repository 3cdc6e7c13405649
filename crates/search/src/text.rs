//! Words, for the index and for the query alike: what is not split and folded
//! by the same function on both sides is not found.

use kernel::text::{clean, fold};
use std::ops::Range;

/// Longer words are cut: nobody types them, and an index should not hold them.
const MAX_WORD: usize = 40;

/// One word in its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Without marks: `chay` for `Cháy`.
    pub(crate) folded: String,
    /// With marks, the tone at the end: `chay` + U+0301 for `Cháy`. Where the
    /// tone stands within the syllable is a matter of taste (`hoà`, `hòa`)
    /// and of typing errors (`chaý`), so it does not count.
    pub(crate) exact: String,
}

impl Word {
    /// Whether the word carries any mark.
    pub(crate) fn marked(&self) -> bool {
        self.folded != self.exact
    }
}

/// The words of a text, in order. White space, punctuation, symbols and
/// control characters separate words and are never part of one, so no
/// operator of an engine survives.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> {
    let word = |piece: String| Word {
        folded: one_i(fold(&piece)),
        exact: one_i(exact(&piece)),
    };
    let words = pieces(text).into_iter().map(word);
    words.filter(|word| !word.folded.is_empty())
}

/// The same words as the catalogue folds them.
pub(crate) fn plain_words(text: &str) -> impl Iterator<Item = String> {
    let words = pieces(text).into_iter().map(|piece| fold(&piece));
    words.filter(|word| !word.is_empty())
}

fn pieces(text: &str) -> Vec<String> {
    let text = clean(text).to_lowercase();
    text.split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .filter(|piece| !piece.is_empty())
        .map(|piece| piece.chars().take(MAX_WORD).collect())
        .collect()
}

/// Where the words of a text stand in it.
pub(crate) fn spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut ends = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let within = |c: char| c.is_alphanumeric() || is_mark(c);
        while ends.next_if(|(_, c)| !within(*c)).is_some() {}
        let (start, _) = *ends.peek()?;
        while ends.next_if(|(_, c)| within(*c)).is_some() {}
        let end = ends.peek().map_or(text.len(), |(end, _)| *end);
        Some(start..end)
    })
}

/// The first word of a text.
pub(crate) fn word(text: &str) -> Option<Word> {
    words(text).next()
}

/// A word whose only vowel is y is written with i as well, and nobody knows
/// when: `mỳ` is `mì`, `kỹ` is `kĩ`.
fn one_i(word: String) -> String {
    let letters = word.trim_end_matches(TONES);
    let Some(before) = letters.strip_suffix('y') else {
        return word;
    };
    let consonant = |c: char| c == 'đ' || c.is_ascii_alphabetic() && !"aeiouy".contains(c);
    if before.is_empty() || !before.chars().all(consonant) {
        return word;
    }
    let tone = word.get(letters.len()..).unwrap_or_default();
    format!("{before}i{tone}")
}

/// How a folded word sounds where sounds are told apart least: who writes as
/// they speak takes one for the other, as in `xà` and `sà`, `giò` and `dò`.
pub(crate) fn sound(folded: &str) -> String {
    const ALIKE: [(&str, &str); 11] = [
        ("ngh", "ng"),
        ("gh", "g"),
        ("tr", "ch"),
        ("gi", "d"),
        ("qu", "cu"),
        ("ph", "f"),
        ("k", "c"),
        ("l", "n"),
        ("r", "d"),
        ("s", "x"),
        ("v", "d"),
    ];
    let begins = |(written, heard): &(&str, &str)| {
        let rest = folded.strip_prefix(written)?;
        // In `gì` the i is the vowel, and `kh` is a sound of its own.
        (rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y'])).then(|| format!("{heard}{rest}"))
    };
    let heard = ALIKE.iter().find_map(begins);
    heard.unwrap_or_else(|| folded.to_owned()).replace('y', "i")
}

/// How the words of a text sound, separated by single spaces.
pub(crate) fn sounds(text: &str) -> String {
    words(text)
        .map(|word| sound(&word.folded))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The folded words of a text, separated by single spaces.
pub(crate) fn folded(text: &str) -> String {
    words(text)
        .map(|word| word.folded)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The exact words of a text, separated by single spaces.
pub(crate) fn with_marks(text: &str) -> String {
    words(text)
        .map(|word| word.exact)
        .collect::<Vec<_>>()
        .join(" ")
}

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

fn exact(word: &str) -> String {
    let mut letters = String::with_capacity(word.len() + 2);
    let mut tone = None;
    for c in word.chars() {
        match parts(c) {
            Some((letter, mark)) => {
                letters.push(letter);
                tone = Some(mark);
            }
            None if TONES.contains(&c) => tone = Some(c),
            None => letters.push(c),
        }
    }
    letters.extend(tone);
    letters
}

/// A toned Vietnamese vowel as the vowel and the combining tone mark.
fn parts(c: char) -> Option<(char, char)> {
    const VOWELS: [(char, &str); 12] = [
        ('a', "àáãảạ"),
        ('ă', "ằắẵẳặ"),
        ('â', "ầấẫẩậ"),
        ('e', "èéẽẻẹ"),
        ('ê', "ềếễểệ"),
        ('i', "ìíĩỉị"),
        ('o', "òóõỏọ"),
        ('ô', "ồốỗổộ"),
        ('ơ', "ờớỡởợ"),
        ('u', "ùúũủụ"),
        ('ư', "ừứữửự"),
        ('y', "ỳýỹỷỵ"),
    ];
    if c.is_ascii() {
        return None;
    }
    VOWELS.iter().find_map(|(vowel, toned)| {
        toned
            .chars()
            .position(|t| t == c)
            .and_then(|n| TONES.get(n))
            .map(|tone| (*vowel, *tone))
    })
}

/// A combining mark that has no composed form; part of its word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_word() {
        let word = |text: &str| words(text).next().unwrap();
        assert_eq!(word("Cháy").folded, "chay");
        assert_eq!(word("Cháy").exact, "chay\u{301}");
        assert_eq!(word("ĐƯỢC").folded, "duoc");
        assert_eq!(word("ĐƯỢC").exact, "đươc\u{323}");
        assert!(word("đi").marked());
        assert!(!word("di").marked());
    }

    #[test]
    fn i_and_y_are_one_vowel() {
        for (one, other) in [("mỳ", "mì"), ("KỸ", "kĩ"), ("lý", "lí"), ("my", "mi")] {
            assert_eq!(with_marks(one), with_marks(other), "{one} {other}");
        }
        for (one, other) in [("máy", "mái"), ("quy", "qui"), ("tuỳ", "tùi"), ("y", "i")] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn words_that_sound_alike() {
        for (one, other) in [
            ("xà", "sà"),
            ("giò", "dò"),
            ("rươi", "dươi"),
            ("trà", "chà"),
            ("nghệ", "ngệ"),
            ("ghẹ", "gẹ"),
            ("lem", "nem"),
            ("kẹo", "cẹo"),
        ] {
            assert_eq!(sounds(one), sounds(other), "{one} {other}");
        }
        for (one, other) in [
            ("khô", "cô"),
            ("thơm", "tơm"),
            ("nhãn", "nãn"),
            ("gì", "dờ"),
        ] {
            assert_ne!(sounds(one), sounds(other), "{one} {other}");
        }
    }

    #[test]
    fn the_place_of_the_tone_does_not_count() {
        for (one, other) in [
            ("hoà", "hòa"),
            ("thuý", "thúy"),
            ("chaý", "cháy"),
            ("cha\u{301}y", "cháy"),
        ] {
            assert_eq!(with_marks(one), with_marks(other), "{one} {other}");
        }
        assert_ne!(with_marks("bưởi"), with_marks("buổi"));
        assert_eq!(folded("bưởi"), folded("buổi"));
    }

    #[test]
    fn only_letters_and_digits_survive() {
        assert_eq!(
            folded("NB-CC:200 (g) OR \"x\"* \0 🍚\u{202E}"),
            "nb cc 200 g or x"
        );
        assert_eq!(folded("…!?🍚"), "");
        assert_eq!(folded(&"a".repeat(10_000)).len(), MAX_WORD);
    }
}
