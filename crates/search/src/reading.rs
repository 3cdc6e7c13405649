//! What a query that names nothing as it stands may have been meant to be:
//! words around it that name nothing, keystrokes of Telex or VNI that no input
//! method took up, and spaces that are missing or too many.
//!
//! A reading is another way to split the same letters into syllables, so it is
//! cheap to be generous: whether a reading names something, the index decides.

use crate::query::MAX_WORDS;
use crate::text::{self, Word};
use vi::validation::is_valid_syllable;
use vi::{Definition, TELEX, VNI};

/// Readings of one query; the most likely first.
const MAX_READINGS: usize = 8;
/// Ways to take one run of letters apart.
const MAX_SPLITS: usize = 3;
/// The longest syllable in keystrokes, such as `nghieengs`.
const MAX_SYLLABLE: usize = 9;
/// Syllables in one run of letters.
const MAX_PIECES: usize = 8;

/// What people say around what they look for, the longer before what it begins
/// with. Without marks, as a part of a query that has none may be.
const SAID_AROUND: &[&str] = &[
    "mua o dau",
    "o dau ban",
    "gia bao nhieu",
    "bao nhieu tien",
    "dac san",
    "san pham",
    "chinh hang",
    "chinh goc",
    "nha lam",
    "lam qua",
    "qua tang",
    "qua bieu",
    "gia re",
    "gia ban",
    "tai nha",
    "loai ngon",
    "tot nhat",
    "ngon nhat",
    "ocop",
    "online",
    "ship",
    "ngon",
    "mua",
    "ban",
    "gia",
    "cua",
    "tai",
    "cho",
    "o",
    "loai",
    "hang",
    "que",
    "va",
    "voi",
    "tu",
    "tinh",
    "huyen",
    "xa",
    "vung",
    "where",
    "buy",
    "price",
    "of",
    "the",
    "from",
    "in",
    "and",
    "for",
    "best",
    "vietnamese",
    "vietnam",
];

/// The words without what people only say around what they look for; all where
/// nothing else is said.
fn meant(words: &[Word]) -> Vec<Word> {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let mut meant = Vec::new();
    let mut at = 0;
    while let Some((word, rest)) = words.get(at).zip(folded.get(at..)) {
        let around = SAID_AROUND.iter().find(|phrase| {
            let phrase = phrase.split(' ');
            phrase.clone().count() <= rest.len() && phrase.zip(rest).all(|(a, b)| a == *b)
        });
        match around {
            Some(phrase) => at += phrase.split(' ').count(),
            None => {
                meant.push(word.clone());
                at += 1;
            }
        }
    }
    meant
}

/// What the words may have been meant to be, other than what they are.
pub(crate) fn readings(typed: &[Word]) -> Vec<Vec<Word>> {
    let mut readings: Vec<Vec<Word>> = Vec::new();
    let mut add = |mut reading: Vec<Word>| {
        // Taken apart, words become more than a query may have.
        reading.truncate(MAX_WORDS);
        let new = reading != typed && !reading.is_empty() && !readings.contains(&reading);
        if new && readings.len() < MAX_READINGS {
            readings.push(reading);
        }
    };
    // What is said around it does not count.
    let meant = meant(typed);
    let words = if meant.is_empty() { typed } else { &meant };
    add(words.to_vec());
    // Each word is what its keystrokes make.
    add(words.iter().map(decoded).collect());
    // What is no syllable is several, run together.
    let apart: Vec<Vec<Vec<Word>>> = words.iter().map(ways_apart).collect();
    for n in 0..MAX_SPLITS {
        let own = |ways: &Vec<Vec<Word>>| ways.get(n).or_else(|| ways.first()).cloned();
        add(apart.iter().filter_map(own).flatten().collect());
    }
    // What is no syllable is a part of one.
    add(put_together(words));
    // Two syllables are one, such as `nu oc`.
    for at in 1..words.len() {
        let (before, after) = words.split_at(at);
        let ([before @ .., last], [first, after @ ..]) = (before, after) else {
            continue;
        };
        if let Some(one) = joined(last, first) {
            let around = |words: &[Word]| words.iter().map(decoded).collect::<Vec<_>>();
            add([around(before), vec![one], around(after)].concat());
        }
    }
    readings
}

/// Neighbours in a name as who leaves the space out writes them, where they
/// cannot be told apart again: one of them is no syllable, as in `traatiso`.
pub(crate) fn run_together(name: &str) -> Vec<String> {
    let words: Vec<Word> = text::words(name).collect();
    let foreign = |word: &Word| {
        let number = word.folded.bytes().all(|byte| byte.is_ascii_digit());
        !number && !is_syllable(&word.exact)
    };
    let pairs = words.windows(2).filter(|pair| pair.iter().any(foreign));
    pairs
        .map(|pair| pair.iter().map(|word| word.folded.as_str()).collect())
        .collect()
}

/// A word as its keystrokes make it, where they make a syllable: `traxanh`
/// would be `trẫnh`, but is two words.
fn decoded(word: &Word) -> Word {
    let one = syllable(&word.exact).filter(|_| !are_syllables(&word.exact));
    one.unwrap_or_else(|| word.clone())
}

/// Whether it is no syllable as it stands, but several.
fn are_syllables(run: &str) -> bool {
    if is_syllable(run) {
        return false;
    }
    let mut upto = vec![0_usize; run.len() + 1];
    for end in 1..=run.len() {
        for begin in end.saturating_sub(MAX_SYLLABLE)..end {
            let pieces = upto
                .get(begin)
                .copied()
                .filter(|own| begin == 0 || *own > 0);
            // A letter by itself would make syllables of anything.
            let piece = run
                .get(begin..end)
                .filter(|own| own.len() > 1 && is_syllable(own));
            if let (Some(pieces), Some(_), Some(own)) = (pieces, piece, upto.get_mut(end)) {
                *own = Ord::max(*own, pieces + 1);
            }
        }
    }
    upto.last().is_some_and(|pieces| *pieces > 1)
}

/// The syllable that somebody typed with these keystrokes.
fn syllable(typed: &str) -> Option<Word> {
    if is_syllable(typed) {
        return text::word(typed);
    }
    // Keystrokes are letters and digits of the keyboard.
    if !typed.is_ascii() {
        return None;
    }
    let with_digits = typed.bytes().any(|byte| byte.is_ascii_digit());
    let method: &Definition = if with_digits { &VNI } else { &TELEX };
    let mut made = String::new();
    vi::transform_buffer(method, typed.chars(), &mut made);
    let own = text::word(&made)?;
    (made != typed && is_syllable(&own.folded)).then_some(own)
}

/// Whether it can be read as one syllable of Vietnamese.
fn is_syllable(text: &str) -> bool {
    let folded = kernel::text::fold(text);
    folded.chars().all(char::is_alphabetic)
        && folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        // Two o are how Telex writes ô.
        && !folded.contains("oo")
        && is_valid_syllable(&folded)
}

/// The ways to read a word that is no syllable as several, those with the
/// fewest; the word itself where there is none.
fn ways_apart(word: &Word) -> Vec<Vec<Word>> {
    let run = word.exact.as_str();
    let one = syllable(run).is_some() && !are_syllables(run);
    if one || !run.is_ascii() {
        return vec![vec![decoded(word)]];
    }
    // The ways to read what comes before each place.
    let mut upto: Vec<Vec<Vec<Word>>> = vec![Vec::new(); run.len() + 1];
    if let Some(start) = upto.first_mut() {
        start.push(Vec::new());
    }
    for end in 1..=run.len() {
        let mut found: Vec<Vec<Word>> = Vec::new();
        for begin in end.saturating_sub(MAX_SYLLABLE)..end {
            let before = upto.get(begin).filter(|before| !before.is_empty());
            // A letter by itself would make a reading of anything.
            let piece = before.and_then(|_| run.get(begin..end));
            let piece = piece.filter(|piece| piece.len() > 1 && *piece != run);
            let (Some(before), Some(piece)) = (before, piece.and_then(syllable)) else {
                continue;
            };
            let longer = before.iter().filter(|way| way.len() < MAX_PIECES);
            found.extend(longer.map(|way| {
                let mut way = way.clone();
                way.push(piece.clone());
                way
            }));
        }
        // As it stands before as keystrokes: `traxanh` is no `trã anh`.
        found.sort_by_key(|way| (way.len(), way.iter().filter(|own| own.marked()).count()));
        found.truncate(MAX_SPLITS);
        if let Some(own) = upto.get_mut(end) {
            *own = found;
        }
    }
    let mut ways = upto.pop().unwrap_or_default();
    let fewest = ways.first().map_or(0, Vec::len);
    ways.retain(|way| way.len() == fewest);
    if ways.is_empty() {
        ways.push(vec![word.clone()]);
    }
    ways
}

/// The words with what is no syllable put to its neighbour.
fn put_together(words: &[Word]) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    for word in words {
        let whole = |word: &Word| is_syllable(&word.exact);
        let one = all
            .last()
            .filter(|last| !whole(last) || !whole(word))
            .and_then(|last| joined(last, word));
        match one {
            Some(one) => {
                all.pop();
                all.push(one);
            }
            None => all.push(word.clone()),
        }
    }
    all.iter().map(decoded).collect()
}

fn joined(first: &Word, second: &Word) -> Option<Word> {
    syllable(&format!("{}{}", first.exact, second.exact))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        let typed: Vec<Word> = text::words(text).collect();
        let as_text = |reading: Vec<Word>| {
            let words = reading.iter().map(|word| word.exact.as_str());
            words.collect::<Vec<_>>().join(" ")
        };
        readings(&typed).into_iter().map(as_text).collect()
    }

    #[test]
    fn keystrokes_become_letters() {
        for (typed, meant) in [
            ("com chays", "com cháy"),
            ("ruwouj kim sown", "rượu kim sơn"),
            ("nuwowcs mawms", "nước mắm"),
            ("ddoongf giao", "đồng giao"),
            ("com7 cha1y", "cơm cháy"),
            ("nuoc71 mam81", "nước mắm"),
            ("tra2 sen", "trà sen"),
            ("coos ddoo", "cố đô"),
            ("cơm chays", "cơm cháy"),
            ("muoosi", "muối"),
        ] {
            assert_eq!(
                read(typed).first(),
                Some(&text::with_marks(meant)),
                "{typed}"
            );
        }
    }

    #[test]
    fn spaces_that_are_missing_or_too_many() {
        for (typed, meant) in [
            ("comchay", "com chay"),
            ("nuocmam phu quoc", "nuoc mam phu quoc"),
            ("nuocmamphuquoc", "nuoc mam phu quoc"),
            ("comchays", "com cháy"),
            ("traxanh", "tra xanh"),
            ("com ch ay", "com chay"),
            ("nu oc mam", "nuoc mam"),
            ("n uoc mam", "nuoc mam"),
        ] {
            let read = read(typed);
            assert!(read.contains(&text::with_marks(meant)), "{typed}: {read:?}");
        }
    }

    #[test]
    fn what_is_said_around_it_does_not_count() {
        for (typed, meant) in [
            ("đặc sản trà vinh", "trà vinh"),
            ("mua com chay o dau ban", "com chay"),
            ("mật ong rừng giá bao nhiêu", "mật ong rừng"),
        ] {
            assert_eq!(
                read(typed).first(),
                Some(&text::with_marks(meant)),
                "{typed}"
            );
        }
        // Where nothing else is said, it is what was meant.
        assert_eq!(read("quà tặng"), [] as [&str; 0]);
    }

    #[test]
    fn foreign_words_run_together_are_kept() {
        assert_eq!(run_together("Trà Atiso Sapa"), ["traatiso", "atisosapa"]);
        assert_eq!(run_together("Cơm cháy 200 g"), ["200g"]);
    }

    #[test]
    fn what_is_said_well_has_no_other_reading() {
        for typed in [
            "cơm cháy",
            "com chay",
            "trà",
            "",
            "999",
            "spirulina",
            "com chya",
        ] {
            assert_eq!(read(typed), [] as [String; 0], "{typed}");
        }
    }

    proptest! {
        #[test]
        fn however_strange_there_are_a_few(text in "\\PC{0,200}|[a-z0-9 ]{0,200}") {
            let typed: Vec<Word> = text::words(&text).take(MAX_WORDS).collect();
            let readings = readings(&typed);
            prop_assert!(readings.len() <= MAX_READINGS);
            prop_assert!(readings.iter().all(|own| own.len() <= MAX_WORDS));
        }
    }

    #[test]
    fn a_reading_has_no_more_words_than_a_query() {
        let typed = "comchaycomchaycomchaycomchay ".repeat(5);
        let typed: Vec<Word> = text::words(&typed).collect();
        let readings = readings(&typed);
        assert!(readings.iter().any(|own| own.len() == MAX_WORDS));
    }
}
