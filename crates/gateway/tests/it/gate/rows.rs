//! The rows of the table: every state that a product can be in.

use catalog::ListingStatus;
use chrono::NaiveDate;
use programme::inspections::Verdict;
use programme::{CertificateStatus, ProducerStatus};

/// The days of a product's certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// In the midst of them.
    Running,
    /// The last is 3 December 2026.
    Ending,
    /// The first is 28 November 2026.
    Beginning,
}

impl Days {
    /// The day of issue; a certificate holds 36 months.
    pub(super) fn issued_on(self) -> NaiveDate {
        let (year, month, day) = match self {
            Days::Running => (2026, 8, 1),
            Days::Ending => (2023, 12, 3),
            Days::Beginning => (2026, 11, 28),
        };
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// An instant at which it holds.
    pub(super) fn within(self) -> &'static str {
        match self {
            Days::Running | Days::Ending => "2026-11-23T02:00:00Z",
            Days::Beginning => "2026-11-29T02:00:00Z",
        }
    }
}

/// What happens to a product that was public.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// Time passes, or has not passed yet.
    Clock(&'static str),
    /// A decision about its certificate.
    Certificate(CertificateStatus),
    /// An inspection of its certificate comes to this.
    Inspected(Verdict),
    /// A follow-up of that inspection comes to this.
    FollowedUp(Verdict),
    /// An officer lifts what holds the certificate.
    HoldLifted,
    /// A decision about its producer.
    Producer(ProducerStatus),
    /// A producer's status to which no way leads back.
    ProducerRow(ProducerStatus),
    /// A moderator's decision.
    Listing(ListingStatus),
    /// Its producer hides it, or shows it again.
    Paused(bool),
    /// Its variants are taken out of it.
    Retired,
    /// Its certificate is taken off it.
    Uncertified,
    /// It gets the certificate that another producer holds.
    OthersCertificate,
}

/// One state.
pub(super) struct Row {
    pub(super) name: String,
    /// Whether the public sees and buys the product.
    pub(super) public: bool,
    pub(super) days: Days,
    /// Whether the certificate is said to be worth a fifth star.
    pub(super) potential: bool,
    /// How the state came about; `None` for a product that never was.
    pub(super) steps: Option<Vec<Step>>,
}

fn row(name: &str, public: bool, steps: &[Step]) -> Row {
    Row {
        name: name.to_owned(),
        public,
        days: Days::Running,
        potential: false,
        steps: Some(steps.to_vec()),
    }
}

fn within(days: Days, name: &str, public: bool, now: &'static str) -> Row {
    Row {
        days,
        ..row(name, public, &[Step::Clock(now)])
    }
}

fn potential(row: Row) -> Row {
    Row {
        potential: true,
        ..row
    }
}

/// Every row. The first and the last instant are those of the days in
/// Vietnam, seven hours before the days in UTC: the first day counts from its
/// midnight on, the last up to the midnight after it, which is out.
pub(super) fn rows() -> Vec<Row> {
    use CertificateStatus as Certificate;
    use Days::{Beginning, Ending};
    use ListingStatus as Listing;
    use ProducerStatus as Producer;
    let mut rows = vec![
        row("in force", true, &[]),
        within(
            Ending,
            "a second before its end",
            true,
            "2026-12-03T16:59:59Z",
        ),
        within(Ending, "at its end", false, "2026-12-03T17:00:00Z"),
        within(
            Ending,
            "a second after its end",
            false,
            "2026-12-03T17:00:01Z",
        ),
        within(
            Beginning,
            "a second before its start",
            false,
            "2026-11-27T16:59:59Z",
        ),
        within(Beginning, "at its start", true, "2026-11-27T17:00:00Z"),
        within(
            Beginning,
            "a second after its start",
            true,
            "2026-11-27T17:00:01Z",
        ),
        potential(row("no more than potentially five stars", true, &[])),
        potential(within(
            Ending,
            "potentially five stars, at its end",
            false,
            "2026-12-03T17:00:00Z",
        )),
        row("no certificate", false, &[Step::Uncertified]),
        row(
            "another producer's certificate",
            false,
            &[Step::OthersCertificate],
        ),
    ];
    for status in Certificate::ALL {
        if status != Certificate::Active {
            let name = format!("certificate {}", status.as_str());
            rows.push(row(&name, false, &[Step::Certificate(status)]));
        }
    }
    let [suspended, restored] =
        [Certificate::Suspended, Certificate::Active].map(Step::Certificate);
    rows.push(row("certificate restored", true, &[suspended, restored]));
    for verdict in [Verdict::Pass, Verdict::Minor, Verdict::Major, Verdict::Fail] {
        let (name, public) = (verdict.as_str(), !verdict.holds());
        let inspected = Step::Inspected(verdict);
        rows.push(row(&format!("inspected: {name}"), public, &[inspected]));
        if public {
            continue;
        }
        let again = Step::FollowedUp(Verdict::Minor);
        let passed = Step::FollowedUp(Verdict::Pass);
        for (what, public, then) in [
            ("followed up with minor faults", false, vec![again]),
            ("followed up and passed", true, vec![passed]),
            ("its hold lifted", true, vec![Step::HoldLifted]),
            (
                "held, and restored by a decision",
                false,
                vec![suspended, restored],
            ),
            (
                "suspended, and its hold lifted",
                false,
                vec![suspended, Step::HoldLifted],
            ),
        ] {
            let steps = [vec![inspected], then].concat();
            rows.push(row(&format!("inspected: {name}, {what}"), public, &steps));
        }
    }
    for status in Producer::ALL {
        let step = match status {
            Producer::Active => continue,
            Producer::Applied | Producer::Verified => Step::ProducerRow(status),
            Producer::Suspended | Producer::Closed => Step::Producer(status),
        };
        let name = format!("producer {}", status.as_str());
        rows.push(row(&name, false, &[step]));
    }
    let [stopped, back] = [Producer::Suspended, Producer::Active].map(Step::Producer);
    rows.push(row("producer back", true, &[stopped, back]));
    rows.push(row(
        "certificate restored, its producer suspended",
        false,
        &[suspended, stopped, restored],
    ));
    for status in [Listing::Draft, Listing::TakenDown] {
        let name = format!("listing {}", status.as_str());
        rows.push(row(&name, false, &[Step::Listing(status)]));
    }
    let [down, up] = [Listing::TakenDown, Listing::Approved].map(Step::Listing);
    rows.push(row("listing approved again", true, &[down, up]));
    let [hidden, shown] = [true, false].map(Step::Paused);
    rows.push(row("hidden by its producer", false, &[hidden]));
    rows.push(row("hidden and shown again", true, &[hidden, shown]));
    rows.push(row("its only variant retired", false, &[Step::Retired]));
    rows.push(Row {
        steps: None,
        ..row("unknown", false, &[])
    });
    rows
}
