//! A letter: to whom, what about, and the message that carries it.

use crate::Sender;
use kernel::{Language, Money, Timestamp};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::{Address, Message};
use sha2::{Digest, Sha256};

/// A letter before it is put into an envelope.
pub(crate) struct Letter {
    pub(crate) to: Mailbox,
    pub(crate) language: Language,
    pub(crate) subject: String,
    pub(crate) body: String,
}

/// An address with a name to call its owner by; `None` when it is no address.
pub(crate) fn mailbox(name: &str, address: &str) -> Option<Mailbox> {
    let address: Address = address.parse().ok()?;
    Some(Mailbox::new(Some(name.to_owned()), address))
}

/// The name of a letter: what it says about which row to whom, hashed, since
/// an address in a file name would be seen by more people than the letter.
pub(crate) fn name(kind: &str, id: uuid::Uuid, to: &Mailbox) -> String {
    let digest = Sha256::new()
        .chain_update(kind)
        .chain_update([0])
        .chain_update(id.as_bytes())
        .chain_update(to.email.as_ref() as &str)
        .finalize();
    hex::encode(&digest[..16])
}

impl Letter {
    /// The message to send.
    ///
    /// # Errors
    /// When the parts do not make a message.
    pub(crate) fn into_message(
        self,
        sender: &Sender,
        name: &str,
        now: Timestamp,
    ) -> Result<Message, lettre::error::Error> {
        let mut text = self.body;
        text.push_str("\n-- \n");
        text.push_str(self.language.pick(
            "OCOP – Mỗi xã một sản phẩm",
            "OCOP – One Commune One Product",
        ));
        text.push('\n');
        text.push_str(&sender.public_url);
        text.push('\n');
        if sender.demonstration {
            text.push_str(self.language.pick(
                "Đây là bản trình diễn: không có giao dịch nào là thật.\n",
                "This is a demonstration: nothing in it is a real transaction.\n",
            ));
        }
        MessageBuilder::new()
            .from(sender.from.clone())
            .to(self.to)
            .subject(self.subject)
            .date(now.into())
            .message_id(Some(format!("<{name}@{}>", sender.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(text)
    }
}

/// An amount as people write it: `45.000 ₫`, in English `45,000 ₫`.
pub(crate) fn amount(money: Money, language: Language) -> String {
    let digits = money.dong().unsigned_abs().to_string();
    let separator = language.pick(".", ",");
    let mut text = String::new();
    if money.dong() < 0 {
        text.push('−');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text.push_str(" ₫");
    text
}

/// An instant on Vietnam's clock.
pub(crate) fn moment(at: Timestamp, language: Language) -> String {
    let format = language.pick("%H:%M ngày %d/%m/%Y", "%d/%m/%Y at %H:%M (Vietnam time)");
    chrono::FixedOffset::east_opt(7 * 3600)
        .map(|vietnam| at.with_timezone(&vietnam).format(format).to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn amounts_are_grouped() {
        for (dong, vietnamese) in [
            (0, "0 ₫"),
            (7, "7 ₫"),
            (950, "950 ₫"),
            (45_000, "45.000 ₫"),
            (1_234_567, "1.234.567 ₫"),
            (-30_000, "−30.000 ₫"),
        ] {
            assert_eq!(amount(Money::from_stored(dong), Language::Vi), vietnamese);
        }
        assert_eq!(amount(Money::from_stored(45_000), Language::En), "45,000 ₫");
    }

    #[test]
    fn moments_are_vietnamese() {
        let at = chrono::Utc
            .with_ymd_and_hms(2026, 11, 23, 18, 5, 0)
            .unwrap();
        assert_eq!(moment(at, Language::Vi), "01:05 ngày 24/11/2026");
    }

    #[test]
    fn the_same_letter_has_the_same_name() {
        let to = mailbox("Lan", "lan@vidu.example").unwrap();
        let other = mailbox("Lan", "mai@vidu.example").unwrap();
        let id = uuid::Uuid::from_u128(1);
        assert_eq!(name("a", id, &to), name("a", id, &to));
        assert_ne!(name("a", id, &to), name("b", id, &to));
        assert_ne!(name("a", id, &to), name("a", id, &other));
        assert!(mailbox("x", "not an address").is_none());
    }
}
