//! Medians and percentiles of what was measured.

/// The value below which `part` of 1000 lie (nearest rank); 0 of nothing.
pub(crate) fn per_mille(sorted: &[u64], part: usize) -> u64 {
    let rank = (sorted.len() * part).div_ceil(1_000).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0)
}

/// The middle one, the lower of two; 0 of nothing.
pub(crate) fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    per_mille(&values, 500)
}

/// A quarter of the values lie below the first, half below the second, three
/// quarters below the third.
pub(crate) fn quartiles(mut values: Vec<u64>) -> [u64; 3] {
    values.sort_unstable();
    [250, 500, 750].map(|part| per_mille(&values, part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest() {
        let values: Vec<u64> = (1..=100).collect();
        assert_eq!(per_mille(&values, 500), 50);
        assert_eq!(per_mille(&values, 990), 99);
        assert_eq!(per_mille(&values, 1_000), 100);
        assert_eq!(per_mille(&[7], 990), 7);
        assert_eq!(per_mille(&[], 990), 0);
        assert_eq!(median(vec![3, 1, 2]), 2);
        assert_eq!(quartiles(values), [25, 50, 75]);
    }
}
