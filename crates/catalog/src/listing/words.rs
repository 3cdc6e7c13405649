//! Words that listings may not use, or that a moderator should see.
//!
//! Whole words are compared, however their marks were typed.

use kernel::text::fold;
use std::sync::OnceLock;

/// What is wrong with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// What may not be sold, or what cheats.
    Banned,
    /// What only medicine may promise: Law on Advertising 16/2012/QH13,
    /// article 8, and Decree 15/2018/NĐ-CP, article 27.
    Medical,
    /// "Nhất", "số một" and the like without proof: Law on Advertising,
    /// article 8, clause 11.
    Superlative,
}

const WORDS: [(Word, &str); 39] = [
    (Word::Banned, "ma túy"),
    (Word::Banned, "cần sa"),
    (Word::Banned, "thuốc lá điện tử"),
    (Word::Banned, "vũ khí"),
    (Word::Banned, "pháo nổ"),
    (Word::Banned, "mật gấu"),
    (Word::Banned, "cao hổ"),
    (Word::Banned, "ngà voi"),
    (Word::Banned, "sừng tê giác"),
    (Word::Banned, "vảy tê tê"),
    (Word::Banned, "hàng giả"),
    (Word::Banned, "hàng nhái"),
    (Word::Banned, "bán hàng đa cấp"),
    (Word::Banned, "cờ bạc"),
    (Word::Medical, "chữa bệnh"),
    (Word::Medical, "chữa khỏi"),
    (Word::Medical, "khỏi bệnh"),
    (Word::Medical, "trị bệnh"),
    (Word::Medical, "điều trị"),
    (Word::Medical, "đặc trị"),
    (Word::Medical, "chữa trị"),
    (Word::Medical, "thần dược"),
    (Word::Medical, "thay thế thuốc chữa bệnh"),
    (Word::Medical, "phòng chống ung thư"),
    (Word::Medical, "chống ung thư"),
    (Word::Medical, "chữa ung thư"),
    (Word::Medical, "hết tiểu đường"),
    (Word::Medical, "dứt điểm"),
    (Word::Medical, "cures"),
    (Word::Medical, "heals"),
    (Word::Medical, "treats cancer"),
    (Word::Superlative, "tốt nhất"),
    (Word::Superlative, "ngon nhất"),
    (Word::Superlative, "rẻ nhất"),
    (Word::Superlative, "duy nhất"),
    (Word::Superlative, "số một"),
    (Word::Superlative, "số 1"),
    (Word::Superlative, "hàng đầu"),
    (Word::Superlative, "number one"),
];

/// A word of a text: as it was typed in lower case, and folded.
struct Typed {
    marked: String,
    bare: String,
}

fn typed(text: &str) -> Vec<Typed> {
    let text = kernel::text::clean(text).to_lowercase();
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Typed {
            marked: word.to_owned(),
            bare: fold(word),
        })
        .collect()
}

/// The list, parted into words.
fn listed() -> &'static [(Word, &'static str, Vec<Typed>)] {
    static LISTED: OnceLock<Vec<(Word, &'static str, Vec<Typed>)>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let words = WORDS.iter();
        words
            .map(|(kind, word)| (*kind, *word, typed(word)))
            .collect()
    })
}

/// The words of the list that a text holds, each once. Typed with marks, a
/// word is compared with them: "chưa khỏi" ("not yet well") is not "chữa
/// khỏi" ("heals"). Typed without, it counts.
pub(crate) fn found_in(text: &str) -> Vec<(Word, &'static str)> {
    let text = typed(text);
    let same = |own: &Typed, listed: &Typed| {
        own.marked == listed.marked || (own.marked == own.bare && own.bare == listed.bare)
    };
    let holds = |words: &[Typed]| {
        let mut places = text.windows(words.len());
        places.any(|place| place.iter().zip(words).all(|(own, word)| same(own, word)))
    };
    listed()
        .iter()
        .filter(|(.., words)| holds(words))
        .map(|(kind, word, _)| (*kind, *word))
        .collect()
}

/// A telephone number or a web address within a text.
pub(crate) fn contact_in(text: &str) -> Option<String> {
    let mut parts = text.split_whitespace();
    parts
        .find(|part| {
            let lower = part.to_lowercase();
            let address = [
                "http://", "https://", "www.", ".com", ".vn/", "zalo.me", "fb.com",
            ];
            let digits = part.chars().filter(char::is_ascii_digit).count();
            let other = part
                .chars()
                .any(|c| !c.is_ascii_digit() && !"+.-()".contains(c));
            address.iter().any(|mark| lower.contains(mark))
                || ((9..=12).contains(&digits) && !other && part.starts_with(['0', '+']))
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&'static str> {
        found_in(text).into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn words_are_found_however_they_are_typed() {
        assert_eq!(found("Chữa khỏi đau dạ dày"), ["chữa khỏi"]);
        assert_eq!(found("CHUA KHOI dau da day"), ["chữa khỏi"]);
        assert_eq!(
            found("Mật ong chữa  bệnh, TỐT NHẤT"),
            ["chữa bệnh", "tốt nhất"]
        );
        assert_eq!(found("it heals."), ["heals"]);
    }

    #[test]
    fn innocent_words_are_not() {
        for text in [
            "Người bệnh chưa khỏi nên hỏi bác sĩ",
            "healsome",
            "Bánh đa cấp đông bán hàng tháng",
            "Quà của biển",
            "Sản phẩm chủ lực của xã",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn contacts_are_found() {
        assert_eq!(
            contact_in("gọi 0912345678 nhé"),
            Some("0912345678".to_owned())
        );
        assert_eq!(
            contact_in("xem https://vidu.example"),
            Some("https://vidu.example".to_owned())
        );
        for text in [
            "TCVN 5603:2008",
            "200 g",
            "Số 12/2023/QĐ",
            "mã 8935049500384",
        ] {
            assert_eq!(contact_in(text), None, "{text}");
        }
    }
}
