//! The name beside a review or a question.

/// The longest first word.
const LONGEST: usize = 20;

/// A name as others read it: the family name, and of the rest only the first
/// letters. "Nguyễn Văn An" is "Nguyễn V. A.".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorName(String);

impl AuthorName {
    /// The short form of a name; `None` where there is nothing that may be
    /// shown. An address or a number that stands in a name's place is none.
    #[must_use]
    pub fn shortened(name: &str) -> Option<Self> {
        let name = kernel::text::clean(name);
        if name.contains('@') || name.contains("://") {
            return None;
        }
        let digits = |word: &&str| !word.chars().any(|c| c.is_ascii_digit());
        let letters = |word: &str| {
            word.chars()
                .filter(|c| c.is_alphabetic())
                .collect::<String>()
        };
        let words: Vec<String> = name
            .split_whitespace()
            .filter(digits)
            .map(letters)
            .filter(|word| !word.is_empty())
            .take(5)
            .collect();
        let initial = |word: &String| word.chars().next().map(|c| format!("{c}."));
        let short = match words.as_slice() {
            [] => return None,
            // One word alone is somebody's own name or a nickname.
            [only] => initial(only)?,
            [family, rest @ ..] => {
                let family: String = family.chars().take(LONGEST).collect();
                let rest = rest.iter().filter_map(initial);
                std::iter::once(family)
                    .chain(rest)
                    .collect::<Vec<_>>()
                    .join(" ")
            }
        };
        Some(Self(short))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn stored(text: Option<String>) -> Option<Self> {
        text.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::AuthorName;
    use proptest::prelude::*;

    #[test]
    fn names_are_shortened() {
        for (name, short) in [
            ("Nguyễn Văn An", Some("Nguyễn V. A.")),
            ("  nguyễn   thị \u{202E}lan ", Some("nguyễn t. l.")),
            ("Đỗ Ân", Some("Đỗ Â.")),
            ("An", Some("A.")),
            ("Người Mua (demo)", Some("Người M. d.")),
            ("Trần Văn 0912345678", Some("Trần V.")),
            ("lan@vidu.example", None),
            ("Lan Anh lan@vidu.example", None),
            ("https://vidu.example", None),
            ("0912345678", None),
            ("0912 345 678", None),
            ("😀 ❤", None),
            ("", None),
        ] {
            let found = AuthorName::shortened(name);
            assert_eq!(found.as_ref().map(AuthorName::as_str), short, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_is_long_or_holds_a_number(name in ".{0,300}") {
            if let Some(short) = AuthorName::shortened(&name) {
                prop_assert!((1..=60).contains(&short.as_str().chars().count()));
                prop_assert!(!short.as_str().chars().any(|c| c.is_ascii_digit() || c == '@'));
            }
        }
    }
}
