//! What the regions call the same thing: who asks for `heo` finds `lợn`.
//!
//! Synonyms go into the index with the words that they stand for, so both
//! engines know them, and what was typed without marks is never taken for the
//! wrong word: the text that is indexed has its marks.

use crate::text;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The list that comes with the program.
static OWN: LazyLock<Synonyms> = LazyLock::new(|| Synonyms::read(include_str!("synonyms.txt")));

/// What phrases are also called.
#[derive(Debug, Default)]
pub(crate) struct Synonyms {
    /// By the first word of the phrase.
    rules: HashMap<String, Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    /// The words of the phrase, with their marks.
    phrase: Vec<String>,
    /// What it is also called.
    also: Vec<String>,
}

impl Synonyms {
    /// Those that come with the program.
    pub(crate) fn own() -> &'static Self {
        &OWN
    }

    /// Reads a list as it is described in `synonyms.txt`; lines that say nothing
    /// are passed over.
    pub(crate) fn read(list: &str) -> Self {
        let mut synonyms = Self::default();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            if let Some((left, right)) = line.split_once('>') {
                synonyms.add(&phrases(left), &phrases(right));
            } else if let Some((left, right)) = line.split_once('=') {
                let all = [phrases(left), phrases(right)].concat();
                for one in &all {
                    let others: Vec<String> =
                        all.iter().filter(|other| *other != one).cloned().collect();
                    synonyms.add(std::slice::from_ref(one), &others);
                }
            }
        }
        // The longest phrase at a place decides.
        for rules in synonyms.rules.values_mut() {
            rules.sort_by_key(|rule| std::cmp::Reverse(rule.phrase.len()));
        }
        synonyms
    }

    fn add(&mut self, phrases: &[String], also: &[String]) {
        for phrase in phrases {
            let phrase = exact(phrase);
            let Some(first) = phrase.first().cloned() else {
                continue;
            };
            let rules = self.rules.entry(first).or_default();
            match rules.iter_mut().find(|rule| rule.phrase == phrase) {
                Some(rule) => rule.also.extend_from_slice(also),
                None => rules.push(Rule {
                    phrase,
                    also: also.to_vec(),
                }),
            }
        }
    }

    /// What a text's phrases are also called, each once.
    pub(crate) fn of(&self, text: &str) -> Vec<&str> {
        let words = exact(text);
        let mut all: Vec<&str> = Vec::new();
        let mut rest = words.as_slice();
        while let Some(first) = rest.first() {
            let rules = self.rules.get(first).into_iter().flatten();
            let own = rules
                .into_iter()
                .find(|rule| rest.starts_with(&rule.phrase));
            for also in own.iter().flat_map(|rule| &rule.also) {
                if !all.contains(&also.as_str()) {
                    all.push(also);
                }
            }
            let passed = own.map_or(1, |rule| rule.phrase.len());
            rest = rest.get(passed..).unwrap_or_default();
        }
        all
    }
}

fn phrases(side: &str) -> Vec<String> {
    let phrases = side.split(',').map(str::trim);
    phrases
        .filter(|phrase| !phrase.is_empty())
        .map(str::to_owned)
        .collect()
}

fn exact(text: &str) -> Vec<String> {
    text::words(text).map(|word| word.exact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regional_words() {
        let also = |text| Synonyms::own().of(text).join(", ");
        assert_eq!(also("Thịt lợn gác bếp"), "heo");
        assert_eq!(also("Thịt heo gác bếp"), "lợn");
        assert_eq!(also("DỨA Đồng Giao tươi"), "thơm, khóm, trái thơm");
        // Who sells what is fragrant sells no pineapple.
        assert_eq!(also("Gạo thơm"), "");
        assert_eq!(also("Kẹo lạc vừng"), "đậu phộng, đậu phụng, mè");
        // The longer phrase decides.
        assert_eq!(also("Tinh bột sắn dây"), "");
        assert_eq!(also("Cam Lạc Thủy"), "");
        assert_eq!(also("Gốm Bồ Bát"), "");
        assert_eq!(also("Bộ bát đĩa"), "chén, tô, dĩa");
        assert_eq!(also("Cá mè"), "");
    }

    #[test]
    fn every_line_of_the_list_says_something() {
        let list = include_str!("synonyms.txt").lines();
        for line in list.filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let own = Synonyms::read(line);
            assert!(!own.rules.is_empty(), "{line}");
        }
        assert!(Synonyms::read("lợn heo\n = \n>\n").rules.is_empty());
    }
}
