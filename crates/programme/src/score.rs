//! Scores: hundredths of a point, and the bands that stars come from.

/// Hundredths of a point in a whole sheet.
pub const FULL: i32 = 10_000;

/// From which score on, in hundredths, a product is worth so many stars; below
/// the last it is worth one. Bands are half open: 69.99 is three stars, 70.00
/// is four (Decision 148/QĐ-TTg, as Decision 1048/QĐ-TTg before).
const BANDS: [(i64, u8); 4] = [(9_000, 5), (7_000, 4), (5_000, 3), (3_000, 2)];

/// The average of a council's sheets, exact: the sum and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Average {
    sum: i64,
    count: i64,
}

impl Average {
    /// The average of sheets' totals, in hundredths of a point; `None` of
    /// none.
    #[must_use]
    pub fn of(totals: &[i32]) -> Option<Self> {
        Self::stored(
            totals.iter().map(|total| i64::from(*total)).sum(),
            i64::try_from(totals.len()).ok()?,
        )
    }

    /// The average of that many sheets with that sum, as it is stored.
    #[must_use]
    pub fn stored(sum: i64, count: i64) -> Option<Self> {
        (count > 0 && sum >= 0).then_some(Self { sum, count })
    }

    /// The sum of the totals, in hundredths of a point.
    #[must_use]
    pub fn sum(self) -> i64 {
        self.sum
    }

    /// How many sheets.
    #[must_use]
    pub fn count(self) -> i64 {
        self.count
    }

    /// The average in whole hundredths, cut off and not rounded: 69.996 is no
    /// 70.
    #[must_use]
    pub fn hundredths(self) -> i32 {
        i32::try_from(self.sum / self.count).unwrap_or(FULL)
    }

    /// The stars that it is worth, 1 to 5.
    #[must_use]
    pub fn stars(self) -> u8 {
        BANDS
            .into_iter()
            .find(|(least, _)| self.sum >= least * self.count)
            .map_or(1, |(_, stars)| stars)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stars(hundredths: i32) -> u8 {
        Average::of(&[hundredths]).unwrap().stars()
    }

    #[test]
    fn bands_are_half_open() {
        let edges = [
            (0, 1),
            (2_999, 1),
            (3_000, 2),
            (4_999, 2),
            (5_000, 3),
            (6_950, 3),
            (6_999, 3),
            (7_000, 4),
            (8_999, 4),
            (9_000, 5),
            (10_000, 5),
        ];
        for (hundredths, expected) in edges {
            assert_eq!(stars(hundredths), expected, "{hundredths}");
        }
    }

    #[test]
    fn an_average_is_exact() {
        // 69.99 + 70.00 + 70.00 is less than 70 on average, however close.
        let close = Average::of(&[6_999, 7_000, 7_000]).unwrap();
        assert_eq!((close.stars(), close.hundredths()), (3, 6_999));
        let reached = Average::of(&[6_999, 7_000, 7_001]).unwrap();
        assert_eq!((reached.stars(), reached.hundredths()), (4, 7_000));
        assert_eq!(Average::of(&[]), None);
    }

    proptest! {
        #[test]
        fn whole_hundredths_tell_the_same_stars(totals in prop::collection::vec(0..=FULL, 1..30)) {
            let average = Average::of(&totals).unwrap();
            prop_assert_eq!(stars(average.hundredths()), average.stars());
        }
    }
}
