//! What the public does not see: counts that stand for so few orders that
//! they tell what somebody earns or buys, and as many others as it takes that
//! nobody computes these from a whole and its other parts.

use std::collections::BTreeMap;

/// A count of fewer orders is nobody's business.
pub(super) const FEWEST: i64 = 5;

/// A count that others add up to. Their units and prices do; their orders need
/// not, because an order may belong to several.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) whole: usize,
    pub(super) parts: Vec<usize>,
}

/// Which of the counts, given by their orders, the public does not see, where
/// it knows that the lines add up. Beyond those of fewer than [`FEWEST`]:
///
/// - on a line whose whole is seen, at least two parts are hidden or none, and
///   what is hidden stands for [`FEWEST`] orders at least, for its sum is known;
/// - over all lines together no hidden count follows from what is seen.
///
/// Counts of nothing are not hidden: they tell of nobody. What is hidden
/// besides is what asks for the least further, and then the smallest.
pub(super) fn hidden(orders: &[i64], lines: &[Line]) -> Vec<bool> {
    let few = |count: &i64| (1..FEWEST).contains(count);
    let mut hidden: Vec<bool> = orders.iter().map(few).collect();
    loop {
        // Where there is least to choose from comes first.
        let open = lines.iter().filter(|line| !is_safe(orders, line, &hidden));
        let seen = open.map(|line| line.seen(&hidden));
        let choice = seen.filter(|seen| !seen.is_empty()).min_by_key(Vec::len);
        let choice = choice.or_else(|| {
            // Whatever follows in spite of that gets company: on its lines,
            // and where these are hidden whole, from all that is left.
            let first = *determined(&hidden, lines).first()?;
            let own = lines.iter().filter(|line| line.has(first));
            let own: Vec<usize> = own.flat_map(|line| line.seen(&hidden)).collect();
            let all = (0..orders.len()).filter(|index| !hidden[*index] && orders[*index] > 0);
            Some(if own.is_empty() { all.collect() } else { own })
        });
        let Some(choice) = choice else {
            return hidden;
        };
        let next = choice.into_iter().min_by_key(|index| {
            let asks = breaks(orders, lines, &mut hidden, *index);
            (asks, orders[*index])
        });
        let Some(next) = next else {
            return hidden;
        };
        hidden[next] = true;
    }
}

/// How many lines that are safe would not be without this count.
fn breaks(orders: &[i64], lines: &[Line], hidden: &mut [bool], index: usize) -> usize {
    let own = lines.iter().filter(|line| line.has(index));
    let safe: Vec<&Line> = own.filter(|line| is_safe(orders, line, hidden)).collect();
    hidden[index] = true;
    let broken = safe.iter().filter(|line| !is_safe(orders, line, hidden));
    let broken = broken.count();
    hidden[index] = false;
    broken
}

impl Line {
    fn has(&self, index: usize) -> bool {
        self.whole == index || self.parts.contains(&index)
    }

    /// Its counts that are seen.
    fn seen(&self, hidden: &[bool]) -> Vec<usize> {
        let all = self.parts.iter().copied().chain([self.whole]);
        all.filter(|index| !hidden[*index]).collect()
    }
}

fn is_safe(orders: &[i64], line: &Line, hidden: &[bool]) -> bool {
    let (unseen, seen): (Vec<usize>, Vec<usize>) =
        line.parts.iter().partition(|index| hidden[**index]);
    if hidden[line.whole] {
        // Else the whole would be the sum of what is seen.
        return !unseen.is_empty() || line.parts.is_empty();
    }
    if unseen.is_empty() {
        return true;
    }
    // An order of several parts is counted in each, so the hidden ones stand
    // for at least the largest of them, and for what the seen ones leave.
    let largest = unseen.iter().map(|index| orders[*index]).max();
    let left = orders[line.whole] - seen.iter().map(|index| orders[*index]).sum::<i64>();
    unseen.len() > 1 && largest.unwrap_or(0).max(left) >= FEWEST
}

/// The hidden counts that follow from the lines and from what is seen: those
/// alone in a row after elimination. It goes by remainders of a prime: exact,
/// and no larger than a word.
fn determined(hidden: &[bool], lines: &[Line]) -> Vec<usize> {
    let mut done: BTreeMap<usize, BTreeMap<usize, i64>> = BTreeMap::new();
    for line in lines {
        let whole = std::iter::once((line.whole, PRIME - 1));
        let parts = line.parts.iter().map(|index| (*index, 1));
        let row = whole.chain(parts).filter(|(index, _)| hidden[*index]);
        let mut row: BTreeMap<usize, i64> = row.collect();
        for (pivot, other) in &done {
            if let Some(factor) = row.get(pivot).copied() {
                subtract(&mut row, other, factor);
            }
        }
        let Some((pivot, first)) = row.first_key_value() else {
            continue;
        };
        let (pivot, inverse) = (*pivot, power(*first, PRIME - 2));
        for value in row.values_mut() {
            *value = *value * inverse % PRIME;
        }
        for other in done.values_mut() {
            if let Some(factor) = other.get(&pivot).copied() {
                subtract(other, &row, factor);
            }
        }
        done.insert(pivot, row);
    }
    let alone = done.into_iter().filter(|(_, row)| row.len() == 1);
    alone.map(|(pivot, _)| pivot).collect()
}

/// 2³¹ − 1: products of two remainders fit 64 bits.
const PRIME: i64 = 2_147_483_647;

fn subtract(row: &mut BTreeMap<usize, i64>, other: &BTreeMap<usize, i64>, factor: i64) {
    for (index, value) in other {
        let entry = row.entry(*index).or_default();
        *entry = (*entry - factor * value % PRIME).rem_euclid(PRIME);
        if *entry == 0 {
            row.remove(index);
        }
    }
}

fn power(base: i64, exponent: i64) -> i64 {
    let (mut base, mut exponent, mut result) = (base, exponent, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A whole and its parts.
    fn one_line(parts: &[i64], whole: i64) -> Vec<bool> {
        let orders: Vec<i64> = parts.iter().copied().chain([whole]).collect();
        let line = Line {
            whole: parts.len(),
            parts: (0..parts.len()).collect(),
        };
        hidden(&orders, &[line])
    }

    #[test]
    fn on_one_line() {
        // Nothing is small.
        assert_eq!(one_line(&[5, 9], 14), [false; 3]);
        // One is: the smallest other keeps it company.
        assert_eq!(one_line(&[4, 9, 7], 20), [true, false, true, false]);
        // Two are, but their sum would be small.
        assert_eq!(one_line(&[1, 2, 9], 12), [true, true, true, false]);
        assert_eq!(one_line(&[4, 3, 9], 16), [true, true, false, false]);
        // Everything is small.
        assert_eq!(one_line(&[1, 2], 3), [true; 3]);
        // The only part is the whole.
        assert_eq!(one_line(&[4], 4), [true; 2]);
        assert_eq!(one_line(&[5], 5), [false; 2]);
        // The three orders are the same ones: together they are three.
        assert_eq!(one_line(&[3, 3, 8], 8), [true, true, true, false]);
        assert_eq!(one_line(&[], 0), [false]);
    }

    /// A table of two cuts with its margins: cells, rows, columns, whole.
    fn table(rows: usize, columns: usize, cells: &[i64]) -> (Vec<i64>, Vec<Line>) {
        let mut orders = cells.to_vec();
        let mut lines = Vec::new();
        let mut margins = [Vec::new(), Vec::new()];
        for row in 0..rows {
            let parts: Vec<usize> = (0..columns).map(|column| row * columns + column).collect();
            orders.push(parts.iter().map(|index| cells[*index]).sum());
            margins[0].push(orders.len() - 1);
            lines.push(parts);
        }
        for column in 0..columns {
            let parts: Vec<usize> = (0..rows).map(|row| row * columns + column).collect();
            orders.push(parts.iter().map(|index| cells[*index]).sum());
            margins[1].push(orders.len() - 1);
            lines.push(parts);
        }
        let mut lines: Vec<Line> = lines
            .into_iter()
            .enumerate()
            .map(|(n, parts)| Line {
                whole: cells.len() + n,
                parts,
            })
            .collect();
        orders.push(cells.iter().sum());
        let whole = orders.len() - 1;
        lines.extend(margins.map(|parts| Line { whole, parts }));
        // What is nothing is on no line.
        for line in &mut lines {
            line.parts.retain(|index| orders[*index] > 0);
        }
        (orders, lines)
    }

    /// Everything that follows, by exact fractions and another order of steps
    /// than the program's: a count follows unless some change of the hidden
    /// ones alone keeps every line.
    fn follows(index: usize, hidden: &[bool], lines: &[Line]) -> bool {
        let unseen: Vec<usize> = (0..hidden.len()).filter(|index| hidden[*index]).collect();
        let rank = |extra: bool| {
            let mut rows: Vec<Vec<i128>> = lines
                .iter()
                .map(|line| {
                    let of = |at: &usize| {
                        i128::from(line.parts.contains(at)) - i128::from(line.whole == *at)
                    };
                    unseen.iter().map(of).collect()
                })
                .collect();
            if extra {
                rows.push(unseen.iter().map(|at| i128::from(*at == index)).collect());
            }
            let mut rank = 0;
            for column in (0..unseen.len()).rev() {
                let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else {
                    continue;
                };
                rows.swap(rank, pivot);
                for row in rank + 1..rows.len() {
                    let (a, b) = (rows[rank][column], rows[row][column]);
                    let pivot = rows[rank].clone();
                    for (value, other) in rows[row].iter_mut().zip(pivot) {
                        *value = *value * a - other * b;
                    }
                    let common = rows[row]
                        .iter()
                        .fold(0, |common, value| gcd(common, *value));
                    if common > 1 {
                        rows[row].iter_mut().for_each(|value| *value /= common);
                    }
                }
                rank += 1;
            }
            rank
        };
        rank(true) == rank(false)
    }

    fn gcd(a: i128, b: i128) -> i128 {
        if b == 0 { a.abs() } else { gcd(b, a % b) }
    }

    proptest! {
        #[test]
        fn nothing_hidden_can_be_computed(
            rows in 1..5usize,
            columns in 1..5usize,
            cells in proptest::collection::vec(prop_oneof![3 => 0..1i64, 3 => 1..6i64, 2 => 5..40i64], 16),
        ) {
            let (orders, lines) = table(rows, columns, &cells[..rows * columns]);
            let told = hidden(&orders, &lines);
            for (index, count) in orders.iter().enumerate() {
                prop_assert!(told[index] || *count == 0 || *count >= FEWEST);
                if told[index] {
                    prop_assert!(!follows(index, &told, &lines), "{index} of {orders:?} {told:?}");
                }
            }
            for line in &lines {
                let unseen: Vec<i64> = line.parts.iter().filter(|index| told[**index]).map(|index| orders[*index]).collect();
                prop_assert!(told[line.whole] || unseen.is_empty() || (unseen.len() > 1 && unseen.iter().sum::<i64>() >= FEWEST));
            }
            // Where all is large, all is told.
            if orders.iter().all(|count| *count == 0 || *count >= FEWEST) {
                prop_assert!(told.iter().all(|told| !told));
            }
        }
    }
}
