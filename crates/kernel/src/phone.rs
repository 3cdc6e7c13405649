//! Vietnamese telephone numbers.

/// A Vietnamese subscriber number in national form: `0` and nine (mobile) or
/// ten (some fixed lines) digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it: spaces, dots and hyphens are
    /// dropped, `+84` and `84` become `0`. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 40 {
            return None;
        }
        let compact: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')'))
            .collect();
        let national = if let Some(rest) = compact.strip_prefix("+84") {
            format!("0{rest}")
        } else if compact.len() == 11 && compact.starts_with("84") {
            format!("0{}", &compact[2..])
        } else {
            compact
        };
        let digits = national.bytes().all(|b| b.is_ascii_digit());
        // Mobile: 03, 05, 07, 08, 09 and ten digits; fixed: 02 and eleven.
        let valid = match national.as_bytes() {
            [b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..] => national.len() == 10,
            [b'0', b'2', ..] => national.len() == 11,
            _ => false,
        };
        (digits && valid).then_some(Self(national))
    }

    /// The national form, such as `0912345678`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (text, expected) in [
            ("0912345678", Some("0912345678")),
            ("+84 912 345 678", Some("0912345678")),
            ("84912345678", Some("0912345678")),
            ("0229.3871.234", Some("02293871234")),
            ("0112345678", None),
            ("091234567", None),
            ("09123456789", None),
            ("09123x5678", None),
            ("０９１２３４５６７８", None),
            ("", None),
        ] {
            assert_eq!(
                Phone::parse(text).as_ref().map(Phone::as_str),
                expected,
                "{text}"
            );
        }
    }
}
