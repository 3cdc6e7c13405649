//! Time as a parameter. Instants are UTC with microseconds (what both
//! databases keep); civil days are Vietnam's, which has had UTC+7 without
//! daylight saving since 1975.

use chrono::{
    DateTime, Days, Duration, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime,
    SubsecRound, Utc,
};

/// An instant, UTC, truncated to microseconds.
pub type Timestamp = DateTime<Utc>;

/// Tells the time. Handed to whatever needs it, so that tests can set it.
pub trait Clock: Send + Sync + 'static {
    /// The instant now, truncated to microseconds.
    fn now(&self) -> Timestamp;
}

/// The operating system's clock: the only reader of it in the project.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the system's clock"
    )]
    fn now(&self) -> Timestamp {
        Utc::now().trunc_subsecs(6)
    }
}

const VIETNAM_OFFSET_SECONDS: i32 = 7 * 3600;

/// The first instant of a civil day in Vietnam.
#[must_use]
pub fn start_of_day_vietnam(day: NaiveDate) -> Timestamp {
    day.and_time(NaiveTime::MIN).and_utc() - Duration::seconds(i64::from(VIETNAM_OFFSET_SECONDS))
}

/// The first instant after a civil day in Vietnam: a certificate that expires
/// on a day is in force until this instant, exclusive.
#[must_use]
pub fn end_of_day_vietnam(day: NaiveDate) -> Timestamp {
    start_of_day_vietnam(day) + Duration::days(1)
}

/// The civil day in Vietnam at an instant.
#[must_use]
pub fn day_in_vietnam(at: Timestamp) -> NaiveDate {
    FixedOffset::east_opt(VIETNAM_OFFSET_SECONDS).map_or_else(
        || at.date_naive(),
        |offset| at.with_timezone(&offset).date_naive(),
    )
}

/// The civil time in Vietnam at an instant.
#[must_use]
pub fn time_in_vietnam(at: Timestamp) -> NaiveDateTime {
    (at + Duration::seconds(i64::from(VIETNAM_OFFSET_SECONDS))).naive_utc()
}

/// The last day of a validity of `months` that begins on `from`: 36 months
/// from 24/12/2021 run to the end of 24/12/2024 (Decision 148/QĐ-TTg counts
/// from the date of issue).
#[must_use]
pub fn months_after(from: NaiveDate, months: u32) -> NaiveDate {
    from.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// The day `days` before `day` (after it where negative).
#[must_use]
pub fn days_before(day: NaiveDate, days: i64) -> NaiveDate {
    let step = Days::new(days.unsigned_abs());
    let moved = if days >= 0 {
        day.checked_sub_days(step)
    } else {
        day.checked_add_days(step)
    };
    moved.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_vietnam_starts_at_17_utc_the_day_before() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        assert_eq!(
            start_of_day_vietnam(day).to_rfc3339(),
            "2026-02-28T17:00:00+00:00"
        );
        assert_eq!(
            end_of_day_vietnam(day).to_rfc3339(),
            "2026-03-01T17:00:00+00:00"
        );
        assert_eq!(day_in_vietnam(start_of_day_vietnam(day)), day);
        assert_eq!(
            day_in_vietnam(start_of_day_vietnam(day) - Duration::seconds(1)),
            day.pred_opt().unwrap()
        );
    }

    #[test]
    fn validity_ends_on_the_last_day_of_a_shorter_month() {
        let leap = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        assert_eq!(
            months_after(leap, 36),
            NaiveDate::from_ymd_opt(2027, 2, 28).unwrap()
        );
    }
}
