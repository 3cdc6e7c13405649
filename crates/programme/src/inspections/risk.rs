//! How urgent an inspection is: a sum of points for facts at hand, the same
//! for every province. No law sets the weights; they are the programme's own,
//! and stand here alone.

use super::goods;
use chrono::{Datelike, NaiveDate};

/// What is known of a certificate when inspections are planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The certificate's last day.
    pub expires_on: NaiveDate,
    /// The day of the last verdict; `None` where it was never inspected.
    pub last_concluded_on: Option<NaiveDate>,
    /// How many verdicts of the last three years were MINOR.
    pub minor_verdicts: i64,
    /// How many of them were MAJOR or FAIL.
    pub grave_verdicts: i64,
    /// Whether faults are not corrected though their deadline is over.
    pub overdue: bool,
    /// Complaints that no officer has decided about.
    pub open_complaints: i64,
    /// How easily what is sold does harm, as [`goods::points`](super::goods::points)
    /// weighs it; 0 where that is not known.
    pub goods: i64,
}

/// Why there are points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Its last day is within 90 days.
    ExpiringSoon,
    /// It was never inspected.
    NeverInspected,
    /// A year or longer has passed since the last verdict.
    LongAgo,
    /// There were MINOR verdicts of late.
    MinorVerdicts,
    /// There were MAJOR or FAIL verdicts of late.
    GraveVerdicts,
    /// Faults are not corrected though their deadline is over.
    Overdue,
    /// Complaints are open.
    Complaints,
    /// What is sold can do harm.
    Goods,
}

/// Points and where they come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Risk {
    /// The sum, cut off at 100.
    pub points: i64,
    /// What added to it.
    pub factors: Vec<Factor>,
}

/// The risk on a day.
#[must_use]
pub fn risk(facts: &Facts, today: NaiveDate) -> Risk {
    let days_left = (facts.expires_on - today).num_days();
    let months = facts
        .last_concluded_on
        .map(|last| months_since(last, today));
    let each = |count: i64, points: i64, most: i64| count.clamp(0, most) * points;
    let parts = [
        (
            Factor::ExpiringSoon,
            if (0..=90).contains(&days_left) { 10 } else { 0 },
        ),
        (
            Factor::NeverInspected,
            if months.is_none() { 20 } else { 0 },
        ),
        (
            Factor::LongAgo,
            match months {
                Some(24..) => 15,
                Some(12..) => 8,
                _ => 0,
            },
        ),
        (Factor::MinorVerdicts, each(facts.minor_verdicts, 4, 2)),
        (Factor::GraveVerdicts, each(facts.grave_verdicts, 10, 2)),
        (Factor::Overdue, if facts.overdue { 20 } else { 0 }),
        (Factor::Complaints, each(facts.open_complaints, 9, 3)),
        (Factor::Goods, facts.goods.clamp(0, goods::MOST)),
    ];
    let mut risk = Risk::default();
    for (factor, points) in parts {
        if points > 0 {
            risk.points += points;
            risk.factors.push(factor);
        }
    }
    risk.points = risk.points.min(100);
    risk
}

/// Whole months from one day to a later one.
fn months_since(from: NaiveDate, to: NaiveDate) -> i64 {
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let begun = months(to) - months(from);
    if to.day() < from.day() {
        begun - 1
    } else {
        begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn quiet() -> Facts {
        Facts {
            expires_on: day(2028, 12, 31),
            last_concluded_on: Some(day(2026, 6, 1)),
            minor_verdicts: 0,
            grave_verdicts: 0,
            overdue: false,
            open_complaints: 0,
            goods: 0,
        }
    }

    #[test]
    fn each_fact_adds_its_points() {
        type Change = fn(&mut Facts);
        let today = day(2026, 11, 23);
        assert_eq!(risk(&quiet(), today), Risk::default());
        let cases: [(Change, Factor, i64); 16] = [
            (
                |f| f.expires_on = day(2026, 11, 23),
                Factor::ExpiringSoon,
                10,
            ),
            (
                |f| f.expires_on = day(2027, 2, 21),
                Factor::ExpiringSoon,
                10,
            ),
            (|f| f.last_concluded_on = None, Factor::NeverInspected, 20),
            (
                |f| f.last_concluded_on = Some(day(2025, 11, 23)),
                Factor::LongAgo,
                8,
            ),
            (
                |f| f.last_concluded_on = Some(day(2024, 11, 24)),
                Factor::LongAgo,
                8,
            ),
            (
                |f| f.last_concluded_on = Some(day(2024, 11, 23)),
                Factor::LongAgo,
                15,
            ),
            (|f| f.minor_verdicts = 1, Factor::MinorVerdicts, 4),
            (|f| f.minor_verdicts = 9, Factor::MinorVerdicts, 8),
            (|f| f.grave_verdicts = 1, Factor::GraveVerdicts, 10),
            (|f| f.grave_verdicts = 9, Factor::GraveVerdicts, 20),
            (|f| f.overdue = true, Factor::Overdue, 20),
            (|f| f.open_complaints = 1, Factor::Complaints, 9),
            (|f| f.open_complaints = 99, Factor::Complaints, 27),
            (|f| f.goods = 6, Factor::Goods, 6),
            (|f| f.goods = 10, Factor::Goods, 10),
            (|f| f.goods = 99, Factor::Goods, 10),
        ];
        for (change, factor, points) in cases {
            let mut facts = quiet();
            change(&mut facts);
            let factors = vec![factor];
            assert_eq!(risk(&facts, today), Risk { points, factors }, "{facts:?}");
        }
        for expires_on in [day(2026, 11, 22), day(2027, 2, 22)] {
            let facts = Facts {
                expires_on,
                ..quiet()
            };
            assert_eq!(risk(&facts, today).points, 0, "{expires_on}");
        }
        let recent = Some(day(2025, 11, 24));
        let facts = Facts {
            last_concluded_on: recent,
            ..quiet()
        };
        assert_eq!(risk(&facts, today).points, 0);
    }

    proptest! {
        #[test]
        fn it_stays_within_bounds_and_grows_with_complaints(
            minor in 0_i64..1_000, grave in 0_i64..1_000, complaints in 0_i64..1_000, ago in 0_i64..4_000, left in -400_i64..400,
        ) {
            let today = day(2026, 11, 23);
            let facts = Facts {
                expires_on: today + chrono::Duration::days(left),
                last_concluded_on: Some(today - chrono::Duration::days(ago)),
                minor_verdicts: minor,
                grave_verdicts: grave,
                overdue: true,
                open_complaints: complaints,
                goods: 10,
            };
            let points = risk(&facts, today).points;
            prop_assert!((0..=100).contains(&points));
            let more = Facts { open_complaints: complaints + 1, ..facts };
            prop_assert!(risk(&more, today).points >= points);
        }
    }
}
