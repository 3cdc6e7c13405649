//! Words, for the index and for the query alike: what is not split and folded
//! by the same function on both sides is not found.

use kernel::text::{clean, fold};

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
    let text = clean(text).to_lowercase();
    let pieces: Vec<Word> = text
        .split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .filter(|piece| !piece.is_empty())
        .map(|piece| piece.chars().take(MAX_WORD).collect::<String>())
        .map(|piece| Word {
            folded: fold(&piece),
            exact: exact(&piece),
        })
        .filter(|word| !word.folded.is_empty())
        .collect();
    pieces.into_iter()
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

/// Whether every word of `typed` begins a word of `text`, both folded; the
/// last may be unfinished, the others are whole.
pub(crate) fn begins(text: &str, typed: &[Word]) -> bool {
    let own: Vec<Word> = words(text).collect();
    let Some((last, whole)) = typed.split_last() else {
        return false;
    };
    own.iter().any(|word| word.folded.starts_with(&last.folded))
        && whole
            .iter()
            .all(|typed| own.iter().any(|word| word.folded == typed.folded))
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

    #[test]
    fn a_beginning_is_one_of_the_last_word() {
        let typed = |text: &str| words(text).collect::<Vec<_>>();
        assert!(begins("Cơm cháy Cố Đô", &typed("com ch")));
        assert!(begins("Cơm cháy Cố Đô", &typed("cháy cố đ")));
        assert!(!begins("Cơm cháy Cố Đô", &typed("ch com")));
        assert!(!begins("Cơm cháy Cố Đô", &typed("")));
    }
}
