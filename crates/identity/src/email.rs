//! E-mail addresses.

use kernel::text;

/// The longest address that e-mail can carry (RFC 5321 §4.5.3.1.3).
const MAX: usize = 254;

/// The address as it is stored: lower case, without white space around it.
/// `None` when it has not the shape of one. Only a message that arrives proves
/// more.
pub(crate) fn normal(typed: &str) -> Option<String> {
    if typed.len() > 2 * MAX {
        return None;
    }
    let address = text::clean(typed).to_ascii_lowercase();
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
    good.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn addresses() {
        for (typed, expected) in [
            (
                " Lan.Nguyen+Ocop@Example.VN ",
                Some("lan.nguyen+ocop@example.vn"),
            ),
            ("a@b.vn", Some("a@b.vn")),
            ("", None),
            ("a", None),
            ("@b.vn", None),
            ("a@b", None),
            ("a@.vn", None),
            ("a@b.", None),
            ("a b@c.vn", None),
            ("a@b@c.vn", None),
            ("đ@b.vn", None),
            ("a@đ.vn", None),
            ("A <a@b.vn>", None),
        ] {
            assert_eq!(normal(typed).as_deref(), expected, "{typed}");
        }
        assert_eq!(normal(&format!("{}@b.vn", "a".repeat(250))), None);
        assert!(normal(&format!("{}@b.vn", "a".repeat(249))).is_some());
    }
}
