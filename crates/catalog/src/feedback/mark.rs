//! What the program sees in a text.

use crate::listing::words::{Word, contact_in, found_in};
use kernel::text::fold;

kernel::codes! {
    /// What the program saw in the words of a shopper. It stops nothing: a
    /// moderator looks at every text, and at these with more care.
    Mark {
        /// A word of what may not be sold, or of cheating.
        BannedWord = "BANNED_WORD": "Có từ ngữ về hàng cấm hoặc gian lận." / "It names what may not be sold, or cheating.",
        /// What only medicine may promise.
        MedicalClaim = "MEDICAL_CLAIM": "Nói đến công dụng chữa bệnh." / "It speaks of healing.",
        /// A word that insults.
        Insult = "INSULT": "Có từ ngữ xúc phạm." / "It insults.",
        /// A telephone number or an address.
        Contact = "CONTACT": "Có số điện thoại, email hoặc đường dẫn." / "It holds a telephone number, an e-mail address or a link.",
    }
}

/// Words that insult, as they are typed with marks.
const INSULTS: [&str; 16] = [
    "đồ ngu",
    "đồ chó",
    "chó má",
    "khốn nạn",
    "mất dạy",
    "vô học",
    "đồ khốn",
    "thằng ngu",
    "con ngu",
    "óc chó",
    "súc vật",
    "đồ lừa đảo",
    "địt",
    "đụ má",
    "lồn",
    "fuck",
];

impl Mark {
    /// What is to be seen in a text, each once.
    pub(crate) fn of(text: &str) -> Vec<Self> {
        let mut marks = Vec::new();
        let mut see = |mark| {
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        };
        for (kind, _) in found_in(text) {
            match kind {
                Word::Banned => see(Self::BannedWord),
                Word::Medical => see(Self::MedicalClaim),
                // Who bought it may find it the best.
                Word::Superlative => {}
            }
        }
        if insults(text) {
            see(Self::Insult);
        }
        if contact(text) {
            see(Self::Contact);
        }
        marks
    }
}

/// Whole words. In a text that was typed without any marks, a word counts
/// without its own, where it does not stand alone: "lon" is also a tin.
fn insults(text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let text = kernel::text::clean(text).to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let typed = words(text);
    let bare = typed.iter().all(|word| word.is_ascii());
    INSULTS.iter().any(|listed| {
        let listed = words(listed);
        let loose = bare && listed.len() > 1;
        let same = |(own, word): (&String, &String)| own == word || (loose && *own == fold(word));
        let mut places = typed.windows(listed.len());
        places.any(|place| place.iter().zip(&listed).all(same))
    })
}

/// A telephone number, also in groups of digits, an e-mail address or a link.
fn contact(text: &str) -> bool {
    if contact_in(text).is_some()
        || text
            .split_whitespace()
            .any(|part| part.contains('@') && part.len() > 3)
    {
        return true;
    }
    // Runs of digits with nothing between them but what people write there.
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if let Some(digit) = c.to_digit(10) {
            digits.push(char::from_digit(digit, 10).unwrap_or('0'));
        } else if !" .-()+\u{a0}".contains(c) {
            let local = digits
                .strip_prefix("84")
                .map(|rest| rest.trim_start_matches('0'));
            let national = digits.strip_prefix('0').or(local);
            if national.is_some_and(|number| (9..=10).contains(&number.len())) {
                return true;
            }
            digits.clear();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::Mark;

    #[test]
    fn texts_are_marked() {
        use Mark::{BannedWord, Contact, Insult, MedicalClaim};
        for (text, marks) in [
            ("Ngon nhất tôi từng ăn, giòn và thơm.", vec![]),
            ("Giao ngày 20.11.2026, 2 gói 500 g, 150.000 đ", vec![]),
            ("Hàng giả, tôi mất tiền", vec![BannedWord]),
            ("Uống vào khỏi bệnh", vec![MedicalClaim]),
            ("do ngu moi mua", vec![Insult]),
            ("Đồ\u{200B} ngu", vec![Insult]),
            ("Con chó của tôi cũng thích", vec![]),
            ("Hơi mặn, do cho nhiều muối", vec![]),
            ("uong 2 lon moi ngay", vec![]),
            ("Gọi 0912 345 678", vec![Contact]),
            ("Gọi 0912.345.678 nhé", vec![Contact]),
            ("+84 912 345 678", vec![Contact]),
            ("Xem https://vidu.example", vec![Contact]),
            ("lan@vidu.example", vec![Contact]),
            (
                "Hàng nhái! Đồ ngu, gọi 0912345678",
                vec![BannedWord, Insult, Contact],
            ),
            ("<script>alert(1)</script>", vec![]),
        ] {
            assert_eq!(Mark::of(text), marks, "{text}");
        }
    }
}
