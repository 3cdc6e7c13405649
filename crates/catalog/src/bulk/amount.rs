//! Numbers as people write them.

use kernel::text;
use spreadsheets::Cell;

/// Why a cell is no whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAmount {
    /// Not a number, or one beyond any limit.
    Invalid,
    /// There is something after the point.
    Fractional,
    /// It could be thousands or a fraction.
    Ambiguous,
}

/// A whole number as Vietnamese write it: "1250000", "1.250.000", "1 250 000",
/// "95.000 đ". A single comma before three digits could be either of two
/// numbers, unless a currency stands beside it: đồng have no fractions.
pub(super) fn whole(cell: &Cell) -> Result<i64, NoAmount> {
    match cell {
        Cell::Number(text) => match text.split_once('.') {
            Some(_) => Err(NoAmount::Fractional),
            None => text.parse().map_err(|_| NoAmount::Invalid),
        },
        Cell::Date(_) => Err(NoAmount::Invalid),
        Cell::Text(text) => typed(text),
    }
}

fn typed(text: &str) -> Result<i64, NoAmount> {
    let folded = text::fold(text);
    let mut bare = folded.trim();
    let mut currency = false;
    for mark in ["vnd", "dong", "₫", "d"] {
        if let Some(rest) = bare.strip_suffix(mark) {
            (bare, currency) = (rest.trim_end(), true);
            break;
        }
    }
    if let Some(rest) = bare.strip_prefix('₫') {
        (bare, currency) = (rest.trim_start(), true);
    }
    let (sign, digits) = match bare.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, bare),
    };
    let number = grouped(digits, currency)?;
    number.checked_mul(sign).ok_or(NoAmount::Invalid)
}

fn grouped(digits: &str, currency: bool) -> Result<i64, NoAmount> {
    let marks: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    if marks.iter().any(|c| !matches!(c, '.' | ',' | ' ')) {
        return Err(NoAmount::Invalid);
    }
    let Some(last) = marks.last() else {
        return digits.parse().map_err(|_| NoAmount::Invalid);
    };
    let alone = marks.len() == 1;
    let same = marks.iter().all(|mark| mark == last);
    let (head, tail) = digits.rsplit_once(*last).ok_or(NoAmount::Invalid)?;
    // What stands behind the last mark is a fraction where that mark differs
    // from those before it, or where it is no group of three.
    let fraction = !same || (alone && *last != ' ' && tail.len() != 3);
    if fraction {
        if tail.is_empty() {
            return Err(NoAmount::Invalid);
        }
        if tail.bytes().any(|digit| digit != b'0') {
            return Err(NoAmount::Fractional);
        }
        let before = head.chars().find(|c| !c.is_ascii_digit());
        return match before {
            None => head.parse().map_err(|_| NoAmount::Invalid),
            Some(mark) if head.contains(*last) || mark == *last => Err(NoAmount::Invalid),
            Some(mark) => groups(head, mark),
        };
    }
    if alone && *last == ',' && !currency {
        return Err(NoAmount::Ambiguous);
    }
    groups(digits, *last)
}

/// Groups of three digits, the first of one to three.
fn groups(digits: &str, mark: char) -> Result<i64, NoAmount> {
    let mut parts = digits.split(mark);
    let first = parts.next().unwrap_or_default();
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&first.len()) && plain(first);
    if !fits || !parts.all(|part| part.len() == 3 && plain(part)) {
        return Err(NoAmount::Invalid);
    }
    let joined: String = digits.chars().filter(char::is_ascii_digit).collect();
    joined.parse().map_err(|_| NoAmount::Invalid)
}

/// "29,5", "29.5 %": tenths, exact.
pub(super) fn tenths(text: &str) -> Option<i32> {
    let bare = text.trim().trim_end_matches('%').trim_end();
    let (whole, part) = bare.split_once([',', '.']).unwrap_or((bare, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let (first, rest) = part.split_at(1);
    if rest.bytes().any(|digit| digit != b'0') {
        return None;
    }
    Some(whole.parse::<i32>().ok()? * 10 + first.parse::<i32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_meant_or_not_at_all() {
        use NoAmount::{Ambiguous, Fractional, Invalid};
        for (text, expected) in [
            ("1250000", Ok(1_250_000)),
            ("1.250.000", Ok(1_250_000)),
            ("1,250,000 đ", Ok(1_250_000)),
            ("1,250,000", Ok(1_250_000)),
            ("1 250 000", Ok(1_250_000)),
            ("1\u{a0}250\u{a0}000 ₫", Ok(1_250_000)),
            ("₫95.000", Ok(95_000)),
            ("95.000", Ok(95_000)),
            ("95.000đ", Ok(95_000)),
            ("95.000 VNĐ", Ok(95_000)),
            ("95.000 đồng", Ok(95_000)),
            ("95,000 đ", Ok(95_000)),
            ("95,000", Err(Ambiguous)),
            ("1,5", Err(Fractional)),
            ("95000.50", Err(Fractional)),
            ("95000.00", Ok(95_000)),
            ("1.250.000,00", Ok(1_250_000)),
            ("1,250,000.50", Err(Fractional)),
            ("1.250,000.00", Err(Invalid)),
            ("1.25.000", Err(Invalid)),
            ("12.50.00", Err(Invalid)),
            ("1250.000", Err(Invalid)),
            (".000", Err(Invalid)),
            ("5.", Err(Invalid)),
            ("0", Ok(0)),
            ("-5", Ok(-5)),
            ("- 5", Err(Invalid)),
            ("năm mươi", Err(Invalid)),
            ("1e5", Err(Invalid)),
            ("99999999999999999999", Err(Invalid)),
            ("95k", Err(Invalid)),
            ("đ", Err(Invalid)),
            ("", Err(Invalid)),
        ] {
            assert_eq!(whole(&Cell::Text(text.to_owned())), expected, "{text:?}");
        }
        for (text, expected) in [
            ("95000", Ok(95_000)),
            ("-3", Ok(-3)),
            ("1.125", Err(Fractional)),
            ("100000000000000000000", Err(Invalid)),
        ] {
            assert_eq!(whole(&Cell::Number(text.to_owned())), expected, "{text:?}");
        }
    }

    #[test]
    fn strengths_have_one_digit_behind_the_point() {
        for (text, expected) in [
            ("29,5", Some(295)),
            ("29.50 %", Some(295)),
            ("40", Some(400)),
            ("4,55", None),
            ("-4", None),
            ("", None),
            ("4,", None),
        ] {
            assert_eq!(tenths(text), expected, "{text:?}");
        }
    }
}
