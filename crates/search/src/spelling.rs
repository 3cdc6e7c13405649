//! How the names of a hit answer what was typed: which of their words to mark,
//! and how what was typed is written.
//!
//! Both go by the names that people see and not by the index, so every engine
//! has them.

use crate::query::{MAX_TEXT, MAX_WORDS};
use crate::reading;
use crate::text::{self, Word};
use std::ops::Range;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As it stands.
    pub text: String,
    /// Whether it answers the query.
    pub matched: bool,
}

/// What a query may have been meant to be, to be held against names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// As it was typed, then as it may be read.
    ways: Vec<Vec<Word>>,
}

/// A word of a text and where it stands.
struct Seen {
    word: Word,
    at: Range<usize>,
}

impl Typed {
    /// What somebody typed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let cut: String = text.chars().take(MAX_TEXT).collect();
        let typed: Vec<Word> = text::words(&cut).take(MAX_WORDS).collect();
        let readings = reading::readings(&typed);
        let ways = [typed].into_iter().chain(readings);
        Self {
            ways: ways.filter(|way| !way.is_empty()).collect(),
        }
    }

    /// A text in parts, those marked that answer the query, as it was typed or
    /// else as it is best read. The parts make up the text.
    #[must_use]
    pub fn marked(&self, text: &str) -> Vec<Part> {
        let seen = seen(text);
        let answers = |way: &Vec<Word>, own: &Seen| {
            let whole = way
                .iter()
                .any(|word| near(&word.folded, &own.word.folded).is_some());
            let begun = way.last().filter(|last| last.folded.chars().count() > 1);
            whole || begun.is_some_and(|last| own.word.folded.starts_with(&last.folded))
        };
        let answered = |way: &&Vec<Word>| seen.iter().filter(|own| answers(way, own)).count();
        // The first of the best.
        let Some(way) = self.ways.iter().rev().max_by_key(answered) else {
            return vec![part(text, false)];
        };
        let mut parts = Vec::new();
        let mut upto = 0;
        for own in seen.iter().filter(|own| answers(way, own)) {
            parts.push(part(
                text.get(upto..own.at.start).unwrap_or_default(),
                false,
            ));
            parts.push(part(text.get(own.at.clone()).unwrap_or_default(), true));
            upto = own.at.end;
        }
        parts.push(part(text.get(upto..).unwrap_or_default(), false));
        parts.retain(|part| !part.text.is_empty());
        parts
    }

    /// Whether a text has every word, in one of the ways; the last may be
    /// unfinished.
    pub(crate) fn begins(&self, text: &str) -> bool {
        let own: Vec<Word> = text::words(text).collect();
        self.ways.iter().any(|way| {
            let Some((last, whole)) = way.split_last() else {
                return false;
            };
            let has = |typed: &Word| {
                own.iter()
                    .any(|own| near(&typed.folded, &own.folded).is_some())
            };
            let begun = own.iter().any(|own| own.folded.starts_with(&last.folded));
            (begun || has(last)) && whole.iter().all(has)
        })
    }

    /// How the query is written, by the names of its best hit; `None` where
    /// they do not bear out every word of it, or it is written so already,
    /// tone marks aside.
    #[must_use]
    pub fn as_written(&self, names: &[&str]) -> Option<String> {
        let seen: Vec<(&str, Seen)> = names
            .iter()
            .flat_map(|name| seen(name).into_iter().map(|own| (*name, own)))
            .collect();
        let typed = self.ways.first()?;
        let told = |word: &Word| seen.iter().any(|(_, own)| own.word.folded == word.folded);
        let last = typed.last();
        let begun = |word: &Word| {
            let mut begun = seen.iter();
            last == Some(word) && begun.any(|(_, own)| own.word.folded.starts_with(&word.folded))
        };
        if typed.iter().all(|word| told(word) || begun(word)) {
            return None;
        }
        let written = |way: &Vec<Word>| -> Option<(Vec<Likeness>, String)> {
            let nearest = |word: &Word| {
                let near = seen.iter().filter_map(|(name, own)| {
                    let text = name.get(own.at.clone())?;
                    Some((near(&word.folded, &own.word.folded)?, text))
                });
                near.min_by_key(|(far, _)| *far)
            };
            let words: Option<Vec<_>> = way.iter().map(nearest).collect();
            let (mut far, words): (Vec<_>, Vec<_>) = words?.into_iter().unzip();
            // The farthest word first: it decides.
            far.sort_unstable_by(|a, b| b.cmp(a));
            Some((far, words.join(" ")))
        };
        let ways = self.ways.iter().filter_map(written);
        ways.min_by(|a, b| a.0.cmp(&b.0)).map(|(_, text)| text)
    }
}

/// How a typed word is the same as one that was written; the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// But for the marks.
    Same,
    /// By its sound.
    Sound,
    /// With one slip.
    Slip,
}

/// Whether a typed word is one that was written, both folded, to somebody who
/// types.
pub(crate) fn near(typed: &str, written: &str) -> Option<Likeness> {
    /// A shorter word with another letter is another word.
    const SLIPS_FROM: usize = 4;
    if typed == written {
        return Some(Likeness::Same);
    }
    if typed.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if text::sound(typed) == text::sound(written) {
        return Some(Likeness::Sound);
    }
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let swapped = letters(typed) == letters(written) && typed.chars().count() > 2;
    let long = typed.chars().count() >= SLIPS_FROM;
    let slip = (long || swapped) && strsim::osa_distance(typed, written) == 1;
    slip.then_some(Likeness::Slip)
}

fn part(text: &str, matched: bool) -> Part {
    Part {
        text: text.to_owned(),
        matched,
    }
}

/// The words of a text.
fn seen(text: &str) -> Vec<Seen> {
    text::spans(text)
        .filter_map(|at| {
            let word = text::word(text.get(at.clone())?)?;
            Some(Seen { word, at })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(typed: &str, text: &str) -> String {
        let parts = Typed::new(typed).marked(text);
        let text = |part: Part| match part.matched {
            true => format!("[{}]", part.text),
            false => part.text,
        };
        parts.into_iter().map(text).collect()
    }

    #[test]
    fn what_answers_is_marked() {
        let name = "Cơm cháy Cố Đô vị tôm";
        for (typed, expected) in [
            ("com chay", "[Cơm] [cháy] Cố Đô vị tôm"),
            ("comchay", "[Cơm] [cháy] Cố Đô vị tôm"),
            ("com chays", "[Cơm] [cháy] Cố Đô vị tôm"),
            ("com ch", "[Cơm] [cháy] Cố Đô vị tôm"),
            ("com chya", "[Cơm] [cháy] Cố Đô vị tôm"),
            ("tom", "Cơm cháy Cố Đô vị [tôm]"),
            ("rượu", "Cơm cháy Cố Đô vị tôm"),
            ("", "Cơm cháy Cố Đô vị tôm"),
        ] {
            assert_eq!(marked(typed, name), expected, "{typed}");
        }
        assert_eq!(marked("khăn nhuộm", "Khăn (nhuộm)"), "[Khăn] ([nhuộm])");
    }

    #[test]
    fn a_beginning_is_one_of_the_last_word() {
        let begins = |typed: &str| Typed::new(typed).begins("Cơm cháy Cố Đô");
        for typed in ["com ch", "cháy cố đ", "comchay", "com chya", "cowm ch"] {
            assert!(begins(typed), "{typed}");
        }
        for typed in ["ch com", "com tấm", ""] {
            assert!(!begins(typed), "{typed}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_told() {
        let names = ["Cơm cháy Cố Đô", "Công ty Sinh hóa Ninh Bình"];
        for (typed, expected) in [
            ("com chay", None),
            ("cơm cháy cố đ", None),
            ("com chay ninh binh", None),
            ("com chya", Some("Cơm cháy")),
            ("comchay", Some("Cơm cháy")),
            ("cowm chays", Some("Cơm cháy")),
            ("cmo cháy", Some("Cơm cháy")),
            ("com cháy xinh hoa", Some("Cơm cháy Sinh hóa")),
            ("crispy rice", None),
            ("com chay tam coc", None),
            ("com chay 200", None),
        ] {
            let written = Typed::new(typed).as_written(&names);
            assert_eq!(written.as_deref(), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn parts_make_up_the_text(typed in "\\PC{0,60}", text in "\\PC{0,80}") {
            let parts = Typed::new(&typed).marked(&text);
            let whole: String = parts.iter().map(|part| part.text.as_str()).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
