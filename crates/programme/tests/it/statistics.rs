//! Every outcome of a dossier and every standing of a certificate, counted
//! once.

use crate::recount::Figures;
use crate::round::*;
use crate::support::*;
use chrono::Duration;
use kernel::{Actor, Role, Scope};
use programme::dossiers::{DossierKind, NewDossier};
use programme::statistics::{Outcome, Standing, StatisticsFilter};
use programme::{CertificateChange, CertificateStatus, IssuerLevel, NewCertificate};
use testkit::TestDb;

testkit::on_both!(
    results_and_renewals_count_once,
    certificates_stand_as_their_status_and_days_say,
);

fn here() -> StatisticsFilter {
    StatisticsFilter {
        year: 2026,
        province_code: Some("37".to_owned()),
    }
}

async fn results_and_renewals_count_once(test: TestDb) {
    let round = Round::begin(&test).await;
    let (programme, province) = (&round.programme, IssuerLevel::Province);
    let producer = round.producer("HTX").await;
    let (one, other) = (&round.centre, account(Role::Administrator, Scope::Global));
    let mut decisions = Vec::new();
    // Three that are worth five stars: the ministry gives them, leaves four,
    // and has not decided.
    let mut potential = Vec::new();
    for name in ["Được năm", "Giữ bốn", "Đang chờ"] {
        let dossier = round.scored(producer, name, [9_100; 3]).await;
        decisions.push(round.recognise(&dossier, &format!("{name}/QĐ"), 4).await);
        potential.push(dossier.id);
    }
    for (dossier, stars) in [(potential[0], Some(5)), (potential[1], None)] {
        let (level, number) = (IssuerLevel::Ministry, format!("{dossier}"));
        let recorded = round.record(one, level, &number, dossier, stars).await;
        decisions.push(recorded.unwrap().id);
        let confirmed = programme.confirm_decision(&other, decisions[decisions.len() - 1]);
        confirmed.await.unwrap();
    }
    let low = round.scored(producer, "Hai sao", [4_000; 3]).await;
    let rejected = round.record(&round.officer, province, "2/QĐ", low.id, None);
    decisions.push(rejected.await.unwrap().id);
    let confirmed = programme.confirm_decision(&round.officer, decisions[5]);
    confirmed.await.unwrap();
    let outcomes = async || {
        let told = programme.statistics(&here()).await.unwrap();
        Outcome::ALL.map(|outcome| told.with_outcome(outcome))
    };
    assert_eq!(outcomes().await, [0, 0, 1, 2, 1, 0]);

    // A renewal and an upgrade of certificates of earlier years.
    let old = |number: &str, name: &str| NewCertificate {
        product_name: name.to_owned(),
        stars: 3,
        ..four_stars(producer, number)
    };
    let mut before = Vec::new();
    for (kind, name, stars) in [
        (DossierKind::Renewal, "Nem chua", 3),
        (DossierKind::Upgrade, "Mắm tép", 4),
    ] {
        let number = format!("Cũ {name}");
        let recorded = programme.record_certificate(&round.officer, old(&number, name));
        let previous = recorded.await.unwrap();
        before.push(previous);
        let new = NewDossier {
            kind,
            previous_certificate_id: Some(previous),
            ..food(round.cycle, producer, name)
        };
        let owner = owner_of(producer);
        let dossier = programme.register_dossier(&owner, new).await.unwrap();
        assert_eq!(
            programme
                .statistics(&here())
                .await
                .unwrap()
                .recognised(kind),
            0
        );
        let checked = round.hand_in(&dossier).await;
        let scored = round.score(&checked, [7_000; 3]).await;
        decisions.push(round.recognise(&scored, &format!("{name}/QĐ"), stars).await);
    }
    let told = programme.statistics(&here()).await.unwrap();
    let recognised = DossierKind::ALL.map(|kind| told.recognised(kind));
    assert_eq!(recognised, [3, 1, 1], "new, renewed, upgraded");
    assert_eq!(outcomes().await, [1, 1, 1, 2, 1, 0]);
    assert_eq!(told.standing(Standing::Superseded), 3);
    assert_eq!([3, 4, 5].map(|stars| told.in_force(stars)), [1, 3, 1]);
    let recount = Figures::recount(&round, &[round.cycle], &decisions, &before).await;
    assert_eq!(Figures::of(&told), recount);

    // What the ministry left its four stars is a potential five-star only
    // while the province's certificate is in force.
    let kept = round.certificate(decisions[1]).await;
    let change = CertificateChange {
        id: kept.id,
        status: CertificateStatus::Suspended,
        ground: None,
        grounds: None,
        decision_number: "9/QĐ".to_owned(),
    };
    let suspended = programme.set_certificate_status(&round.officer, change);
    suspended.await.unwrap();
    assert_eq!(outcomes().await, [1, 2, 1, 1, 1, 0]);
    let told = programme.statistics(&here()).await.unwrap();
    let recount = Figures::recount(&round, &[round.cycle], &decisions, &before).await;
    assert_eq!(Figures::of(&told), recount);
}

async fn certificates_stand_as_their_status_and_days_say(test: TestDb) {
    use CertificateStatus as S;
    let round = Round::begin(&test).await;
    let programme = &round.programme;
    let producer = round.producer("HTX").await;
    // The last day is three years after the first.
    let today = round.today();
    let last_in = |days: i64| {
        let last = today + Duration::days(days);
        last.checked_sub_months(chrono::Months::new(36)).unwrap()
    };
    let cases = [
        (today, S::Active),
        (last_in(91), S::Active),
        (last_in(90), S::Active),
        (last_in(0), S::Active),
        (last_in(-1), S::Active),
        (today + Duration::days(1), S::Active),
        (last_in(91), S::Suspended),
        (last_in(-1), S::Suspended),
        (last_in(-1), S::Revoked),
        (last_in(91), S::Superseded),
    ];
    let mut certificates = Vec::new();
    for (n, (issued_on, status)) in cases.into_iter().enumerate() {
        let new = NewCertificate {
            product_name: format!("Sản phẩm {n}"),
            issued_on,
            ..four_stars(producer, &format!("Số {n}"))
        };
        let id = programme.record_certificate(&Actor::System, new).await;
        let id = id.unwrap();
        certificates.push(id);
        if status != S::Active {
            let change = CertificateChange {
                id,
                status,
                ground: None,
                grounds: None,
                decision_number: "9/QĐ".to_owned(),
            };
            let changed = programme.set_certificate_status(&Actor::System, change);
            changed.await.unwrap();
        }
    }
    let told = programme.statistics(&here()).await.unwrap();
    let standings = Standing::ALL.map(|standing| told.standing(standing));
    assert_eq!(standings, [2, 2, 1, 2, 1, 1, 1]);
    assert_eq!(told.in_force(4), 4);
    let recount = Figures::recount(&round, &[round.cycle], &[], &certificates).await;
    assert_eq!(Figures::of(&told), recount);
    let elsewhere = StatisticsFilter {
        province_code: Some("01".to_owned()),
        ..here()
    };
    let told = programme.statistics(&elsewhere).await.unwrap();
    assert_eq!(told.certificates, []);
}
