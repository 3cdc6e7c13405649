//! Vietnamese text: one folding for search, sorting and slugs. The same
//! function runs at index and at query time; that is what makes "com chay"
//! find "cơm cháy" everywhere.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for comparison: NFC first (so that both spellings of a
/// composed letter agree), lower case, without tone and letter marks, đ as d,
/// runs of white space as one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase).nfd() {
        match c {
            // đ has no decomposition in Unicode; ð is a common mistyping.
            'đ' | 'ð' => folded.push('d'),
            c if is_combining_mark(c) => {}
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.push(c),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// Normalises what people typed: NFC, trimmed, inner white space single,
/// control and format characters dropped.
#[must_use]
pub fn clean(text: &str) -> String {
    let kept = text
        .nfc()
        .filter(|c| c.is_whitespace() || !(c.is_control() || is_format(*c)));
    kept.collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// [`clean`] for each line of a text of several: empty lines between
/// paragraphs stay, those around the text go.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(clean).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Characters that nobody sees, or that turn the others around: those of the
/// general category `Cf` that no script of ours writes.
const fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// A slug for addresses: folded, ASCII letters and digits, single hyphens, at
/// most 80 characters. Empty when nothing is left.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in fold(text).chars() {
        if slug.len() >= 80 {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_every_vietnamese_letter() {
        assert_eq!(
            fold("Cơm Cháy ĐẠI  Lộc\u{a0}ở Ngõ"),
            "com chay dai loc o ngo"
        );
        assert_eq!(
            fold("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
                .chars()
                .filter(|c| !c.is_ascii())
                .count(),
            0
        );
    }

    #[test]
    fn composed_and_decomposed_spellings_agree() {
        let composed = "Rượu nếp Tràng An";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert_eq!(fold(composed), fold(&decomposed));
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Cơm cháy Cố Đô – 200 g"), "com-chay-co-do-200-g");
        assert_eq!(slug("…"), "");
        assert!(slug(&"đ ".repeat(200)).len() <= 80);
    }

    #[test]
    fn cleaning_drops_what_cannot_be_seen() {
        assert_eq!(clean(" a\u{202E}b\u{0}\n c "), "ab c");
        for hidden in [
            '\u{AD}',
            '\u{61C}',
            '\u{180E}',
            '\u{200B}',
            '\u{200F}',
            '\u{202A}',
            '\u{2060}',
            '\u{2064}',
            '\u{2066}',
            '\u{206F}',
            '\u{FEFF}',
            '\u{FFFA}',
            '\u{E0041}',
        ] {
            assert_eq!(clean(&format!("a{hidden}b")), "ab", "{hidden:?}");
            assert_eq!(clean(&hidden.to_string()), "", "{hidden:?}");
        }
    }

    #[test]
    fn cleaning_lines_keeps_paragraphs() {
        assert_eq!(
            clean_lines("\r\n một \u{0} \r\n\n\thai\u{202E}  ba\n \n"),
            "một\n\nhai ba"
        );
        assert_eq!(clean_lines(" \u{200B}\n\u{0}"), "");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
