//! When a point of sale is open.

use chrono::{Datelike, Weekday};
use kernel::Timestamp;
use kernel::clock::{day_in_vietnam, start_of_day_vietnam};

/// The most spans of one day.
pub const MAX_RANGES: usize = 3;

/// Minutes from midnight to midnight.
pub const MINUTES_A_DAY: i32 = 24 * 60;

/// A span of one day, in minutes after midnight in Vietnam. What is open past
/// midnight is two spans on two days.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct OpeningRange {
    /// The first minute, 0 to 1439.
    pub from: i32,
    /// The first minute after it, up to 1440.
    pub to: i32,
}

/// Why hours were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// A day of the week stands there twice.
    #[error("{0} stands there twice")]
    DayTwice(Weekday),
    /// More than [`MAX_RANGES`] spans of one day.
    #[error("{0} has more than three spans")]
    TooMany(Weekday),
    /// A span without a minute, or one that leaves its day.
    #[error("a span of {0} ends before it begins or leaves the day")]
    Range(Weekday),
    /// Two spans share a minute.
    #[error("spans of {0} overlap")]
    Overlap(Weekday),
}

/// When a point of sale is open, by day of the week; a day without spans is
/// closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct OpeningHours([Vec<OpeningRange>; 7]);

impl OpeningHours {
    /// The hours of a week; the spans of a day in any order, days that are
    /// missing closed.
    ///
    /// # Errors
    /// [`HoursError`] for the first day that cannot be.
    pub fn new(
        days: impl IntoIterator<Item = (Weekday, Vec<OpeningRange>)>,
    ) -> Result<Self, HoursError> {
        let mut week = Self::default();
        let mut seen = Vec::new();
        for (day, mut ranges) in days {
            if seen.contains(&day) {
                return Err(HoursError::DayTwice(day));
            }
            seen.push(day);
            if ranges.len() > MAX_RANGES {
                return Err(HoursError::TooMany(day));
            }
            ranges.sort_unstable();
            let within = |own: &OpeningRange| 0 <= own.from && own.to <= MINUTES_A_DAY;
            if !ranges.iter().all(|own| within(own) && own.from < own.to) {
                return Err(HoursError::Range(day));
            }
            if ranges.windows(2).any(|pair| pair[1].from < pair[0].to) {
                return Err(HoursError::Overlap(day));
            }
            week.0[day.num_days_from_monday() as usize] = ranges;
        }
        Ok(week)
    }

    /// The spans of a day, the earliest first.
    #[must_use]
    pub fn on(&self, day: Weekday) -> &[OpeningRange] {
        &self.0[day.num_days_from_monday() as usize]
    }

    /// The days that have spans, from Monday on.
    pub fn days(&self) -> impl Iterator<Item = (Weekday, &[OpeningRange])> {
        let mut next = Weekday::Mon;
        self.0.iter().filter_map(move |ranges| {
            let day = next;
            next = day.succ();
            (!ranges.is_empty()).then_some((day, ranges.as_slice()))
        })
    }

    /// Whether it is open at that instant, by the clocks of Vietnam.
    #[must_use]
    pub fn open_at(&self, at: Timestamp) -> bool {
        let (day, minute) = minute_in_vietnam(at);
        let open = |own: &OpeningRange| own.from <= minute && minute < own.to;
        self.on(day).iter().any(open)
    }
}

/// The day of the week and the minute after midnight in Vietnam.
pub(crate) fn minute_in_vietnam(at: Timestamp) -> (Weekday, i32) {
    let day = day_in_vietnam(at);
    let minutes = (at - start_of_day_vietnam(day)).num_minutes();
    (day.weekday(), i32::try_from(minutes).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Weekday::{Fri, Mon, Sat, Sun, Tue};

    fn range(from: i32, to: i32) -> OpeningRange {
        OpeningRange { from, to }
    }

    #[test]
    fn a_week_is_put_in_order() {
        let hours = OpeningHours::new([
            (Sun, vec![range(0, MINUTES_A_DAY)]),
            // Touching spans share no minute.
            (
                Mon,
                vec![range(780, 1020), range(1020, 1080), range(450, 690)],
            ),
            (Tue, vec![]),
        ])
        .unwrap();
        assert_eq!(
            hours.on(Mon),
            [range(450, 690), range(780, 1020), range(1020, 1080)]
        );
        let days: Vec<Weekday> = hours.days().map(|(day, _)| day).collect();
        assert_eq!(days, [Mon, Sun]);
        let text = serde_json::to_string(&hours).unwrap();
        assert_eq!(serde_json::from_str::<OpeningHours>(&text).unwrap(), hours);
    }

    #[test]
    fn a_week_that_cannot_be_is_refused() {
        let one = |ranges| OpeningHours::new([(Fri, ranges)]);
        for ranges in [
            vec![range(600, 600)],
            vec![range(600, 599)],
            vec![range(-1, 60)],
            vec![range(1380, 1441)],
            vec![range(i32::MIN, i32::MAX)],
        ] {
            assert_eq!(one(ranges), Err(HoursError::Range(Fri)));
        }
        let overlap = one(vec![range(600, 700), range(699, 720)]);
        assert_eq!(overlap, Err(HoursError::Overlap(Fri)));
        let twice_the_same = one(vec![range(600, 700), range(600, 700)]);
        assert_eq!(twice_the_same, Err(HoursError::Overlap(Fri)));
        let four = (0..4).map(|n| range(n * 60, n * 60 + 30)).collect();
        assert_eq!(one(four), Err(HoursError::TooMany(Fri)));
        let twice = OpeningHours::new([(Sat, vec![]), (Sat, vec![range(0, 1)])]);
        assert_eq!(twice, Err(HoursError::DayTwice(Sat)));
    }

    #[test]
    fn the_clocks_of_vietnam_decide() {
        let hours = OpeningHours::new([
            (Mon, vec![range(450, 690), range(1320, MINUTES_A_DAY)]),
            (Tue, vec![range(0, 60)]),
        ])
        .unwrap();
        // 23 November 2026 is a Monday; Vietnam is seven hours ahead.
        for (at, open) in [
            ("2026-11-23T00:29:59.999999Z", false),
            ("2026-11-23T00:30:00Z", true),
            ("2026-11-23T04:29:59Z", true),
            ("2026-11-23T04:30:00Z", false),
            ("2026-11-23T16:59:59Z", true),
            // Midnight in Vietnam: Tuesday's span.
            ("2026-11-23T17:00:00Z", true),
            ("2026-11-23T18:00:00Z", false),
            // A Sunday in Vietnam whose UTC day is Saturday.
            ("2026-11-21T17:10:00Z", false),
            ("2026-11-22T17:10:00Z", false),
        ] {
            assert_eq!(hours.open_at(at.parse().unwrap()), open, "{at}");
        }
    }
}
