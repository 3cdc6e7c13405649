//! What buyers say, in numbers.

/// How often 1, 2, … 5 stars were given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// For one star first.
    pub counts: [i64; 5],
}

impl Rating {
    /// How many ratings there are.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.counts.iter().sum()
    }

    /// All stars that were given.
    #[must_use]
    pub fn sum(&self) -> i64 {
        (1..)
            .zip(self.counts)
            .map(|(stars, count)| stars * count)
            .sum()
    }

    /// The mean in hundredths, rounded half up; 0 where there is none.
    #[must_use]
    pub fn hundredths(&self) -> i32 {
        let count = self.count();
        if count <= 0 {
            return 0;
        }
        // (100 × sum / count) rounded, without a fraction in between.
        let rounded = (200 * i128::from(self.sum()) + i128::from(count)) / (2 * i128::from(count));
        i32::try_from(rounded).unwrap_or(0)
    }

    /// Both together.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (own, more) in self.counts.iter_mut().zip(other.counts) {
            *own += more;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Rating;
    use proptest::prelude::*;

    #[test]
    fn means_are_rounded_half_up() {
        for (counts, hundredths) in [
            ([0, 0, 0, 0, 0], 0),
            ([1, 0, 0, 0, 0], 100),
            ([0, 0, 0, 0, 7], 500),
            ([1, 1, 0, 0, 0], 150),
            ([0, 0, 0, 1, 2], 467),
            ([0, 0, 0, 2, 1], 433),
            // 4.125 and 4.375.
            ([0, 0, 0, 7, 1], 413),
            ([0, 0, 0, 5, 3], 438),
            ([0, 0, 0, 0, i64::MAX / 5], 500),
        ] {
            assert_eq!(Rating { counts }.hundredths(), hundredths, "{counts:?}");
        }
    }

    proptest! {
        #[test]
        fn a_mean_lies_among_the_stars(counts in [0..1_000_000_i64, 0..9, 0..1_000, 0..9, 0..99_i64]) {
            let rating = Rating { counts };
            let lowest = (1..).zip(counts).find(|(_, count)| *count > 0).map_or(0, |(stars, _)| stars);
            let mean = rating.hundredths();
            prop_assert!(mean >= lowest * 100 && mean <= 500);
            // Never off by more than half a hundredth.
            let (sum, count) = (rating.sum() * 200, rating.count());
            prop_assert!((i64::from(mean) * 2 * count - sum).abs() <= count);
        }
    }
}
