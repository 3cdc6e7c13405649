//! The two languages of every text that people see.

/// Vietnamese (the default) or English.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// The language that an `Accept-Language` header prefers. Anything that
    /// does not rank English above Vietnamese is answered in Vietnamese.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        // Weights as thousandths, in the order of RFC 9110 §12.5.4.
        let weight_of = |wanted: &str| -> u32 {
            header
                .split(',')
                .filter_map(|item| {
                    let mut parts = item.trim().split(';');
                    let tag = parts.next()?.trim().to_ascii_lowercase();
                    if tag.split('-').next() != Some(wanted) {
                        return None;
                    }
                    let quality =
                        parts.find_map(|part| part.trim().strip_prefix("q=").map(str::to_owned));
                    Some(quality.map_or(1000, |q| thousandths(&q)))
                })
                .max()
                .unwrap_or(0)
        };
        if weight_of("en") > weight_of("vi") {
            Language::En
        } else {
            Language::Vi
        }
    }

    /// `vi` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Language::Vi => "vi",
            Language::En => "en",
        }
    }

    /// The text in this language.
    #[must_use]
    pub const fn pick<'a>(self, vietnamese: &'a str, english: &'a str) -> &'a str {
        match self {
            Language::Vi => vietnamese,
            Language::En => english,
        }
    }

    /// The text in this language; Vietnamese where there is no English.
    #[must_use]
    pub fn pick_or<'a>(self, vietnamese: &'a str, english: Option<&'a str>) -> &'a str {
        match self {
            Language::Vi => vietnamese,
            Language::En => english.unwrap_or(vietnamese),
        }
    }
}

fn thousandths(quality: &str) -> u32 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u32>().unwrap_or(0).min(1) * 1000 + padded.parse::<u32>().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_read_by_weight() {
        for (header, expected) in [
            ("", Language::Vi),
            ("vi", Language::Vi),
            ("en", Language::En),
            ("en-GB,en;q=0.9", Language::En),
            ("vi-VN,vi;q=0.9,en;q=0.8", Language::Vi),
            ("fr,en;q=0.5,vi;q=0.4", Language::En),
            ("en;q=abc", Language::Vi),
        ] {
            assert_eq!(Language::from_accept_language(header), expected, "{header}");
        }
    }
}
