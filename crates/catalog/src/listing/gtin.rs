//! Numbers of trade items.

/// Whether a text is a GTIN-8, -12, -13 or -14 with its check digit (GS1
/// General Specifications, 7.9).
#[must_use]
pub fn is_gtin(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| matches!(digits.len(), 8 | 12 | 13 | 14)) else {
        return false;
    };
    // From the right, the check digit counts once, its neighbour three times.
    let sum: u32 = digits
        .iter()
        .rev()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        for good in [
            "8935049500384",
            "4006381333931",
            "96385074",
            "036000291452",
            "10614141000415",
        ] {
            assert!(is_gtin(good), "{good}");
        }
        for bad in [
            "",
            "8935049500385",
            "0000000000000",
            "893504950039",
            "abc",
            "８９３５０４９５００３８４",
            "893504950038４",
        ] {
            assert!(!is_gtin(bad), "{bad}");
        }
    }
}
