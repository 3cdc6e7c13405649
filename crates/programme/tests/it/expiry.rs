//! Notices of certificates that end, and the list of what ends.

use crate::support::*;
use chrono::{Duration, NaiveDate};
use jobs::OutboxBuilder;
use kernel::clock::{days_before, start_of_day_vietnam};
use kernel::{Actor, CertificateId, Clock, PageArgs, Role, Scope};
use programme::expiry::{ExpiringFilter, ExpiringQuarter};
use programme::{CertificateChange, CertificateStatus, Programme};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    each_notice_is_made_once_on_its_day,
    a_certificate_recorded_late_gets_the_nearest_alone,
    nothing_is_said_of_what_is_no_more,
    two_processes_make_one_notice,
    officers_list_what_ends_by_quarter,
);

const JOB: &str = "test.expiring";

fn open(test: &TestDb) -> (Programme, TestClock) {
    let clock = TestClock::default();
    let outbox = OutboxBuilder::default()
        .subscribe(programme::events::CERTIFICATE_EXPIRING, JOB)
        .build();
    let programme = Programme::new(test.handle(), Arc::new(clock.clone()), outbox);
    (programme, clock)
}

/// A certificate with that last day.
async fn ending(programme: &Programme, number: &str, last: NaiveDate) -> CertificateId {
    let producer = active(programme, cooperative(number)).await;
    let mut new = four_stars(producer, number);
    new.issued_on = last.checked_sub_months(chrono::Months::new(36)).unwrap();
    let id = programme
        .record_certificate(&Actor::System, new)
        .await
        .unwrap();
    let recorded = programme
        .certificates_by_ids(&[id])
        .await
        .unwrap()
        .remove(0);
    assert_eq!(recorded.expires_on, last);
    id
}

async fn notices(test: &TestDb) -> Vec<i64> {
    let mut made = Vec::new();
    for days in [90, 30, 7, 0] {
        let sql = format!("SELECT COUNT(*) FROM expiry_notice WHERE days = {days}");
        made.extend(std::iter::repeat_n(
            days,
            usize::try_from(test.number(&sql).await).unwrap(),
        ));
    }
    made
}

async fn each_notice_is_made_once_on_its_day(test: TestDb) {
    let (programme, clock) = open(&test);
    let last = day(2027, 5, 20);
    ending(&programme, "01", last).await;
    let mut expected = Vec::new();
    for left in (-3..=95).rev() {
        let today = days_before(last, left);
        // The day's first instant in Vietnam, and its last.
        for at in [
            Duration::zero(),
            Duration::days(1) - Duration::microseconds(1),
        ] {
            clock.set(start_of_day_vietnam(today) + at);
            let due = [90, 30, 7, 0].contains(&left) && at == Duration::zero();
            assert_eq!(
                programme.note_expiries().await.unwrap(),
                u64::from(due),
                "{left}"
            );
            if due {
                expected.push(left);
            }
            assert_eq!(notices(&test).await, expected, "{left}");
        }
    }
    assert_eq!(expected, [90, 30, 7, 0]);
    assert_eq!(announced(&test, JOB).await, 4);
}

async fn a_certificate_recorded_late_gets_the_nearest_alone(test: TestDb) {
    let (programme, clock) = open(&test);
    let today = day(2026, 11, 23);
    for (number, left) in [("a", 0), ("b", 5), ("c", 8), ("d", 31), ("e", 91)] {
        ending(&programme, number, days_before(today, -left)).await;
    }
    assert_eq!(programme.note_expiries().await.unwrap(), 4);
    assert_eq!(notices(&test).await, [90, 30, 7, 0]);
    assert_eq!(programme.note_expiries().await.unwrap(), 0);
    clock.advance(Duration::days(1));
    // The second gets nothing more, the third its week, the fourth its month,
    // the fifth its first.
    assert_eq!(programme.note_expiries().await.unwrap(), 3);
    assert_eq!(notices(&test).await, [90, 90, 30, 30, 7, 7, 0]);
}

async fn nothing_is_said_of_what_is_no_more(test: TestDb) {
    let (programme, _) = open(&test);
    let last = day(2026, 11, 30);
    for (number, status, made) in [
        ("a", CertificateStatus::Revoked, 0),
        ("b", CertificateStatus::Superseded, 0),
        ("c", CertificateStatus::Suspended, 1),
    ] {
        let id = ending(&programme, number, last).await;
        let change = CertificateChange {
            id,
            status,
            ground: None,
            grounds: None,
            decision_number: "1".to_owned(),
        };
        programme
            .set_certificate_status(&Actor::System, change)
            .await
            .unwrap();
        assert_eq!(programme.note_expiries().await.unwrap(), made, "{status:?}");
    }
}

async fn two_processes_make_one_notice(test: TestDb) {
    let (programme, _) = open(&test);
    ending(&programme, "a", day(2026, 11, 30)).await;
    let other = programme.clone();
    let (one, two) = tokio::join!(programme.note_expiries(), other.note_expiries());
    assert_eq!(one.unwrap() + two.unwrap(), 1);
    assert_eq!(announced(&test, JOB).await, 1);
    let twice = test
        .raw("INSERT INTO expiry_notice SELECT certificate_id, certificate_id, days, made_on FROM expiry_notice")
        .await;
    assert!(twice.is_err());
}

async fn officers_list_what_ends_by_quarter(test: TestDb) {
    let (programme, clock) = open(&test);
    let mut ids = Vec::new();
    for (number, last) in [
        ("a", day(2026, 12, 31)),
        ("b", day(2027, 1, 1)),
        ("c", day(2027, 3, 31)),
        ("d", day(2027, 4, 1)),
    ] {
        ids.push(ending(&programme, number, last).await);
    }
    let superseded = ending(&programme, "e", day(2027, 2, 1)).await;
    let change = CertificateChange {
        id: superseded,
        status: CertificateStatus::Superseded,
        ground: None,
        grounds: None,
        decision_number: "1".to_owned(),
    };
    programme
        .set_certificate_status(&Actor::System, change)
        .await
        .unwrap();
    // One of another province.
    let mut elsewhere = cooperative("f");
    elsewhere.province_code = "01".to_owned();
    let elsewhere = active(&programme, elsewhere).await;
    let mut new = four_stars(elsewhere, "f");
    new.issued_on = day(2024, 2, 1);
    programme
        .record_certificate(&Actor::System, new)
        .await
        .unwrap();
    let officer = officer_of("37");
    let filter = |from, to| ExpiringFilter {
        province: "37".to_owned(),
        from,
        to,
    };
    let list = async |actor: &Actor, filter: &ExpiringFilter, page: PageArgs| {
        programme
            .certificates_expiring(actor, filter, &page)
            .await
            .unwrap()
    };
    let all = filter(day(2026, 1, 1), day(2027, 12, 31));
    let of = |page: &kernel::Page<programme::Certificate>| {
        page.rows.iter().map(|(_, own)| own.id).collect::<Vec<_>>()
    };
    assert_eq!(of(&list(&officer, &all, PageArgs::first(9)).await), ids);
    let quarter = filter(day(2027, 1, 1), day(2027, 3, 31));
    assert_eq!(
        of(&list(&officer, &quarter, PageArgs::first(9)).await),
        ids[1..3]
    );
    let counts = programme.expiring_by_quarter(&officer, &all).await.unwrap();
    let quarter = |year, quarter, certificates| ExpiringQuarter {
        year,
        quarter,
        certificates,
    };
    assert_eq!(
        counts,
        [
            quarter(2026, 4, 1),
            quarter(2027, 1, 2),
            quarter(2027, 2, 1)
        ]
    );
    let first = list(&officer, &all, PageArgs::first(3)).await;
    assert!(first.has_next);
    let after = first.rows[2].0.encode();
    let next = PageArgs::new(Some(3), Some(&after), None, None).unwrap();
    assert_eq!(of(&list(&officer, &all, next).await), ids[3..]);
    for stranger in [
        Actor::Anonymous,
        officer_of("01"),
        account(Role::Inspector, Scope::Province("37".to_owned())),
    ] {
        let page = PageArgs::first(9);
        assert!(list(&stranger, &all, page).await.rows.is_empty());
        assert!(
            programme
                .expiring_by_quarter(&stranger, &all)
                .await
                .unwrap()
                .is_empty()
        );
    }
    assert!(clock.now() < start_of_day_vietnam(day(2026, 12, 31)));
}
