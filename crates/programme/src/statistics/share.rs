//! Shares without fractions of binary numbers.

/// `part` of `whole` in tenths of a percent, rounded to the nearest and half
/// away from zero: 4 of 24 is 167, 16.7 %. `None` of nothing, and beyond what
/// 32 bits hold.
#[must_use]
pub fn tenths_of_percent(part: i64, whole: i64) -> Option<i32> {
    if whole <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let size = (part.abs() * 2_000 + whole) / (whole * 2);
    i32::try_from(size * part.signum()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_round_half_away_from_zero() {
        let cases = [
            (4, 24, Some(167)),
            (-4, 24, Some(-167)),
            (28, 150, Some(187)),
            (1, 2_000, Some(1)),
            (-1, 2_000, Some(-1)),
            (1, 2_001, Some(0)),
            (0, 7, Some(0)),
            (150, 150, Some(1_000)),
            (1, 0, None),
            (1, -1, None),
            (i64::MAX, 1, None),
            (i64::MIN, i64::MAX, Some(-1_000)),
        ];
        for (part, whole, expected) in cases {
            assert_eq!(
                tenths_of_percent(part, whole),
                expected,
                "{part} of {whole}"
            );
        }
    }
}
