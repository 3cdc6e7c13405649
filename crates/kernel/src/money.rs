//! Money: whole đồng in an `i64`. The đồng has no minor unit (ISO 4217: VND,
//! exponent 0), so one unit is one đồng; no float ever touches an amount.

use std::fmt;
use std::str::FromStr;

/// The largest amount that one operation accepts: a million billion đồng.
/// Far above any real order, far below the range of `i64`, so that sums of
/// many orders cannot overflow by accident.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// An exact amount of Vietnamese đồng. May be negative (refunds, differences).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

/// Why an amount was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result lies outside ±[`MAX_AMOUNT`].
    #[error("amount out of range")]
    OutOfRange,
    /// The text is not a whole number of đồng.
    #[error("amount is not a whole number of đồng")]
    NotWhole,
}

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// An amount from whole đồng.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] beyond ±[`MAX_AMOUNT`].
    pub fn new(dong: i64) -> Result<Self, MoneyError> {
        if (-MAX_AMOUNT..=MAX_AMOUNT).contains(&dong) {
            Ok(Self(dong))
        } else {
            Err(MoneyError::OutOfRange)
        }
    }

    /// An amount that the database already holds; its `CHECK`s bound it.
    #[must_use]
    pub const fn from_stored(dong: i64) -> Self {
        Self(dong)
    }

    /// The amount in whole đồng.
    #[must_use]
    pub const fn dong(self) -> i64 {
        self.0
    }

    /// Whether this is an amount above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// `self + other`.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.0
            .checked_add(other.0)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::new)
    }

    /// `self − other`.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.0
            .checked_sub(other.0)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::new)
    }

    /// `self × quantity`.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn times(self, quantity: i64) -> Result<Self, MoneyError> {
        self.0
            .checked_mul(quantity)
            .ok_or(MoneyError::OutOfRange)
            .and_then(Self::new)
    }

    /// The sum of all amounts.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`].
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Money {
    /// The plain decimal string of the API, such as `45000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads a decimal string: `45000`, `45000.0` and `45000.00` are the same
    /// amount; a fraction of a đồng is refused, as are exponents and signs
    /// other than one leading minus.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(digits) || !all_digits(fraction) || fraction.bytes().any(|b| b != b'0') {
            return Err(MoneyError::NotWhole);
        }
        whole
            .parse::<i64>()
            .map_err(|_| MoneyError::OutOfRange)
            .and_then(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_decimal_strings_and_refuses_everything_else() {
        for (text, expected) in [
            ("0", Ok(0)),
            ("45000", Ok(45_000)),
            ("45000.00", Ok(45_000)),
            ("-7", Ok(-7)),
            ("45000.5", Err(MoneyError::NotWhole)),
            ("", Err(MoneyError::NotWhole)),
            ("1e5", Err(MoneyError::NotWhole)),
            ("+5", Err(MoneyError::NotWhole)),
            ("--5", Err(MoneyError::NotWhole)),
            ("5.", Err(MoneyError::NotWhole)),
            ("٣", Err(MoneyError::NotWhole)),
            ("99999999999999999999", Err(MoneyError::OutOfRange)),
            ("1000000000000001", Err(MoneyError::OutOfRange)),
        ] {
            assert_eq!(text.parse::<Money>().map(Money::dong), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn arithmetic_never_wraps(a in any::<i64>(), b in any::<i64>()) {
            if let (Ok(a), Ok(b)) = (Money::new(a), Money::new(b)) {
                let exact = i128::from(a.dong()) + i128::from(b.dong());
                match a.plus(b) {
                    Ok(sum) => prop_assert_eq!(i128::from(sum.dong()), exact),
                    Err(_) => prop_assert!(exact.abs() > i128::from(MAX_AMOUNT)),
                }
            }
        }

        #[test]
        fn display_and_parse_are_inverse(dong in -MAX_AMOUNT..=MAX_AMOUNT) {
            let money = Money::new(dong).unwrap();
            prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
        }
    }
}
