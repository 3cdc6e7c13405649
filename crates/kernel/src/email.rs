//! E-mail addresses.

use crate::text;

/// The longest address that e-mail can carry (RFC 5321 §4.5.3.1.3).
const MAX: usize = 254;

/// A text of the shape of an e-mail address, without names or comments around
/// it. Only a message that arrives proves more.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads an address as people type it, white space around it dropped.
    /// `None` for anything that is not one.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 2 * MAX {
            return None;
        }
        let address = text::clean(typed);
        let (local, domain) = address.split_once('@')?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
        let good = address.len() <= MAX
            && !local.is_empty()
            && local.bytes().all(plain)
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
            && domain
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
        good.then_some(Self(address))
    }

    /// The address as it was typed: what to send to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in lower case: what tells people apart.
    #[must_use]
    pub fn normal(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn addresses_as_people_type_them() {
        for typed in [
            "a@b.vn",
            "lien.he+ocop@htx-yen-thang.com.vn",
            "lan@vidu.example",
        ] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), typed);
        }
        let email = Email::parse(" Lan.Nguyen+Ocop@Example.VN ").unwrap();
        assert_eq!(email.as_str(), "Lan.Nguyen+Ocop@Example.VN");
        assert_eq!(email.normal(), "lan.nguyen+ocop@example.vn");
        assert_eq!(format!("{email:?}"), "Email(…)");
    }

    #[test]
    fn what_is_no_address() {
        for typed in [
            "",
            "a",
            "lan@",
            "@b.vn",
            "a@b",
            "a@.vn",
            "a@b.",
            "a b@c.vn",
            "a@b@c.vn",
            "đ@b.vn",
            "a@đ.vn",
            "A <a@b.vn>",
            "x@y.vn\r\nBcc: z@w.vn",
        ] {
            assert_eq!(Email::parse(typed), None, "{typed}");
        }
        let of_length = |local: usize| Email::parse(&format!("{}@b.vn", "a".repeat(local)));
        assert!(of_length(249).is_some());
        assert!(of_length(250).is_none());
        // What is far too long is not even cleaned.
        let padded = |spaces: usize| Email::parse(&format!("{}a@b.vn", " ".repeat(spaces)));
        assert!(padded(502).is_some());
        assert!(padded(503).is_none());
    }
}
