//! Months of the year, in which a collection is in season.

use chrono::Datelike;
use kernel::{Timestamp, clock::day_in_vietnam};

const ALL: u16 = 0b1111_1111_1111;

/// Months of the year; all of them by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months(u16);

impl Default for Months {
    fn default() -> Self {
        Self(ALL)
    }
}

impl Months {
    /// These months, January is 1; all of them for none. `None` where one is
    /// no month.
    #[must_use]
    pub fn of(months: &[u32]) -> Option<Self> {
        if months.is_empty() {
            return Some(Self::default());
        }
        let bits = months.iter().map(|month| match month {
            1..=12 => Some(1 << (month - 1)),
            _ => None,
        });
        let bits = bits.collect::<Option<Vec<u16>>>()?;
        Some(Self(bits.into_iter().fold(0, |all, bit| all | bit)))
    }

    /// The months in the order of the year; none where it is all of them.
    #[must_use]
    pub fn list(self) -> Vec<u32> {
        if self.0 == ALL {
            return Vec::new();
        }
        let held = |month: &u32| self.0 & (1 << (month - 1)) != 0;
        (1..=12).filter(held).collect()
    }

    /// Whether the instant lies in one of them, in Vietnam.
    #[must_use]
    pub fn hold(self, now: Timestamp) -> bool {
        i32::from(self.0) & bit_at(now) != 0
    }

    pub(crate) fn bits(self) -> i32 {
        self.0.into()
    }

    pub(crate) fn from_bits(bits: i32) -> Option<Self> {
        let bits = u16::try_from(bits).ok()?;
        (1..=ALL).contains(&bits).then_some(Self(bits))
    }
}

/// The bit of the month at an instant.
pub(crate) fn bit_at(now: Timestamp) -> i32 {
    1 << day_in_vietnam(now).month0()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_a_set() {
        assert_eq!(Months::of(&[]), Some(Months::default()));
        assert!(Months::default().list().is_empty());
        let winter = Months::of(&[12, 1, 12]).unwrap();
        assert_eq!(winter.list(), [1, 12]);
        assert_eq!(Months::from_bits(winter.bits()), Some(winter));
        for wrong in [0, 13, 99] {
            assert_eq!(Months::of(&[1, wrong]), None);
        }
        for wrong in [0, -1, 4096] {
            assert_eq!(Months::from_bits(wrong), None);
        }
    }
}
