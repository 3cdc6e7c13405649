//! Recording certificates and what happens to them.

use crate::support::*;
use chrono::Duration;
use kernel::{Actor, CertificateId, Clock, ProducerId, Role, Scope};
use programme::{
    Certificate, CertificateChange, CertificateStatus, IssuerLevel, NewCertificate, Programme,
    RecordCertificateError, SetCertificateStatusError,
};
use testkit::TestDb;

testkit::on_both!(
    a_certificate_holds_for_36_months,
    only_officers_of_the_province_record,
    what_no_decision_says_is_refused,
    a_number_is_recorded_once,
    every_decision_stays_in_the_history,
    revoked_and_superseded_are_final,
    only_officers_of_the_province_suspend,
    of_two_decisions_at_once_one_wins,
);

async fn read(programme: &Programme, id: CertificateId) -> Certificate {
    programme
        .certificates_by_ids(&[id])
        .await
        .unwrap()
        .remove(0)
}

fn change(id: CertificateId, status: CertificateStatus, decision: &str) -> CertificateChange {
    CertificateChange {
        id,
        status,
        ground: None,
        grounds: None,
        decision_number: decision.to_owned(),
    }
}

async fn a_certificate_holds_for_36_months(test: TestDb) {
    let (programme, clock) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    let new = four_stars(producer, " 01/GCN-OCOP ");
    let id = programme
        .record_certificate(&officer_of("37"), new)
        .await
        .unwrap();
    let certificate = read(&programme, id).await;
    assert_eq!(certificate.number, "01/GCN-OCOP");
    assert_eq!(certificate.producer_id, producer);
    assert_eq!(
        (certificate.stars, certificate.score_hundredths),
        (4, 7_650)
    );
    assert_eq!(certificate.issuer_level, IssuerLevel::Province);
    assert_eq!(certificate.issued_on, day(2025, 12, 20));
    assert_eq!(certificate.expires_on, day(2028, 12, 20));
    assert!(certificate.in_force(clock.now()));
    assert!(!certificate.in_force(certificate.valid_until()));
    let found = programme::find_certificate(test.primary(), id)
        .await
        .unwrap();
    assert_eq!(found, Some(certificate));
    assert_eq!(announced(&test, CERTIFICATE_JOB).await, 1);
    assert!(programme.certificates_by_ids(&[]).await.unwrap().is_empty());
}

async fn only_officers_of_the_province_record(test: TestDb) {
    let (programme, clock) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    for stranger in [
        Actor::Anonymous,
        officer_of("01"),
        account(Role::ProducerOwner, Scope::Producer(producer)),
        account(Role::CouncilMember, Scope::Province("37".to_owned())),
    ] {
        let result = programme
            .record_certificate(&stranger, four_stars(producer, "01"))
            .await;
        assert!(
            matches!(result, Err(RecordCertificateError::NotAllowed)),
            "{stranger:?}"
        );
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM certificate").await, 0);
    let nobody = ProducerId::new(clock.now());
    let result = programme
        .record_certificate(&Actor::System, four_stars(nobody, "01"))
        .await;
    assert!(matches!(
        result,
        Err(RecordCertificateError::ProducerNotFound)
    ));
    for (number, actor) in [
        ("01", officer_of("37")),
        ("02", account(Role::Administrator, Scope::Global)),
        ("03", Actor::System),
    ] {
        programme
            .record_certificate(&actor, four_stars(producer, number))
            .await
            .unwrap();
    }
}

async fn what_no_decision_says_is_refused(test: TestDb) {
    use RecordCertificateError as Error;
    type Change = fn(&mut NewCertificate);
    type Case = (Change, fn(&Error) -> bool);
    let (programme, _) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    let refused: [Case; 12] = [
        (
            |c| c.number = " ".to_owned(),
            |e| matches!(e, Error::Incomplete),
        ),
        (
            |c| c.decision_number = String::new(),
            |e| matches!(e, Error::Incomplete),
        ),
        (
            |c| c.issuer = "x".repeat(301),
            |e| matches!(e, Error::Incomplete),
        ),
        (|c| c.stars = 2, |e| matches!(e, Error::InvalidStars)),
        (|c| c.stars = 6, |e| matches!(e, Error::InvalidStars)),
        (
            |c| c.score_hundredths = 6_999,
            |e| matches!(e, Error::InvalidScore),
        ),
        (
            |c| c.score_hundredths = 10_001,
            |e| matches!(e, Error::InvalidScore),
        ),
        (
            |c| c.issuer_level = IssuerLevel::Ministry,
            |e| matches!(e, Error::IssuerLevelMismatch),
        ),
        (
            |c| (c.stars, c.score_hundredths) = (5, 9_000),
            |e| matches!(e, Error::IssuerLevelMismatch),
        ),
        (
            |c| c.potential_five = true,
            |e| matches!(e, Error::InvalidPotentialFive),
        ),
        (
            |c| (c.potential_five, c.score_hundredths) = (true, 8_999),
            |e| matches!(e, Error::InvalidPotentialFive),
        ),
        (
            |c| (c.potential_five, c.stars, c.score_hundredths) = (true, 3, 9_000),
            |e| matches!(e, Error::InvalidPotentialFive),
        ),
    ];
    for (number, (alter, expected)) in refused.into_iter().enumerate() {
        let mut new = four_stars(producer, "01");
        alter(&mut new);
        let error = programme
            .record_certificate(&Actor::System, new)
            .await
            .unwrap_err();
        assert!(expected(&error), "{number}: {error}");
    }
    // What decisions do say, up to the bounds.
    let said: [Change; 5] = [
        |c| (c.stars, c.score_hundredths) = (3, 5_000),
        |c| c.score_hundredths = 7_000,
        |c| (c.score_hundredths, c.potential_five) = (9_000, true),
        |c| c.score_hundredths = 10_000,
        |c| (c.stars, c.score_hundredths, c.issuer_level) = (5, 9_000, IssuerLevel::Ministry),
    ];
    for (number, alter) in said.into_iter().enumerate() {
        let mut new = four_stars(producer, &format!("{number}/GCN"));
        alter(&mut new);
        programme
            .record_certificate(&Actor::System, new)
            .await
            .unwrap();
    }
}

async fn a_number_is_recorded_once(test: TestDb) {
    let (programme, _) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    let record = async || {
        programme
            .record_certificate(&Actor::System, four_stars(producer, "01"))
            .await
    };
    record().await.unwrap();
    assert!(matches!(
        record().await,
        Err(RecordCertificateError::NumberTaken)
    ));
    assert_eq!(
        test.number("SELECT COUNT(*) FROM certificate_event").await,
        1
    );
}

async fn every_decision_stays_in_the_history(test: TestDb) {
    use CertificateStatus::{Active, Revoked, Suspended};
    let (programme, clock) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    let officer = officer_of("37");
    let id = programme
        .record_certificate(&officer, four_stars(producer, "01"))
        .await
        .unwrap();
    let recorded_at = clock.now();
    forget_announced(&test).await;
    for (status, decision, grounds) in [
        (Suspended, "200/QĐ-UBND", Some(" Nhãn hàng hóa ghi sai ")),
        (Active, "201/QĐ-UBND", None),
        (Revoked, "202/QĐ-UBND", Some("Không đạt tiêu chí bắt buộc")),
    ] {
        clock.advance(Duration::days(30));
        let change = CertificateChange {
            ground: None,
            grounds: grounds.map(str::to_owned),
            ..change(id, status, decision)
        };
        programme
            .set_certificate_status(&officer, change)
            .await
            .unwrap();
        let certificate = read(&programme, id).await;
        assert_eq!(certificate.status, status);
        assert_eq!(certificate.in_force(clock.now()), status == Active);
        // The certificate's own facts never change.
        assert_eq!(certificate.decision_number, "123/QĐ-UBND");
    }
    let history = programme.certificate_histories(&[id]).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|(_, e)| (e.status, e.decision_number.as_str(), e.grounds.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Active, "123/QĐ-UBND", None),
            (Suspended, "200/QĐ-UBND", Some("Nhãn hàng hóa ghi sai")),
            (Active, "201/QĐ-UBND", None),
            (Revoked, "202/QĐ-UBND", Some("Không đạt tiêu chí bắt buộc")),
        ]
    );
    assert!(history.iter().all(|(_, e)| e.actor == officer.label()));
    assert_eq!(history[0].1.at, recorded_at);
    assert_eq!(history[3].1.at, clock.now());
    assert_eq!(announced(&test, CERTIFICATE_JOB).await, 1);
}

async fn revoked_and_superseded_are_final(test: TestDb) {
    use SetCertificateStatusError as Error;
    let (programme, clock) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    for (number, last) in [
        ("01", CertificateStatus::Revoked),
        ("02", CertificateStatus::Superseded),
    ] {
        let id = programme
            .record_certificate(&Actor::System, four_stars(producer, number))
            .await
            .unwrap();
        let set = async |change| {
            programme
                .set_certificate_status(&Actor::System, change)
                .await
        };
        let unchanged = set(change(id, CertificateStatus::Active, "1")).await;
        assert!(matches!(unchanged, Err(Error::Unchanged)));
        let undecided = set(change(id, last, " ")).await;
        assert!(matches!(undecided, Err(Error::DecisionMissing)));
        set(change(id, last, "2")).await.unwrap();
        forget_announced(&test).await;
        for status in CertificateStatus::ALL {
            let refused = set(change(id, status, "3")).await;
            assert!(
                matches!(refused, Err(Error::Final(was)) if was == last),
                "{status:?}"
            );
        }
        assert_eq!(read(&programme, id).await.status, last);
        assert_eq!(
            programme.certificate_histories(&[id]).await.unwrap().len(),
            2
        );
        assert_eq!(announced(&test, CERTIFICATE_JOB).await, 0);
    }
    let nobody = CertificateId::new(clock.now());
    let missing = programme
        .set_certificate_status(
            &Actor::System,
            change(nobody, CertificateStatus::Revoked, "1"),
        )
        .await;
    assert!(matches!(missing, Err(Error::NotFound)));
}

async fn only_officers_of_the_province_suspend(test: TestDb) {
    let (programme, _) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    let id = programme
        .record_certificate(&Actor::System, four_stars(producer, "01"))
        .await
        .unwrap();
    let suspend = change(id, CertificateStatus::Suspended, "200/QĐ-UBND");
    for stranger in [
        Actor::Anonymous,
        officer_of("01"),
        account(Role::ProducerOwner, Scope::Producer(producer)),
        account(Role::Moderator, Scope::Global),
    ] {
        let result = programme
            .set_certificate_status(&stranger, suspend.clone())
            .await;
        assert!(
            matches!(result, Err(SetCertificateStatusError::NotAllowed)),
            "{stranger:?}"
        );
    }
    assert_eq!(read(&programme, id).await.status, CertificateStatus::Active);
    assert_eq!(
        programme.certificate_histories(&[id]).await.unwrap().len(),
        1
    );
    programme
        .set_certificate_status(&officer_of("37"), suspend)
        .await
        .unwrap();
}

async fn of_two_decisions_at_once_one_wins(test: TestDb) {
    let (programme, _) = programme(&test);
    let producer = active(&programme, cooperative("HTX")).await;
    let id = programme
        .record_certificate(&Actor::System, four_stars(producer, "01"))
        .await
        .unwrap();
    let tx = test.begin().await.unwrap();
    let revoke = change(id, CertificateStatus::Revoked, "1");
    programme
        .set_certificate_status_in(&tx, &Actor::System, revoke)
        .await
        .unwrap();
    let later = programme.clone();
    let supersede = tokio::spawn(async move {
        let supersede = change(id, CertificateStatus::Superseded, "2");
        later
            .set_certificate_status(&Actor::System, supersede)
            .await
    });
    // Long enough to read the status, were it not made to wait.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    let second = supersede.await.unwrap();
    assert!(
        matches!(
            second,
            Err(SetCertificateStatusError::Final(CertificateStatus::Revoked))
        ),
        "{second:?}"
    );
    assert_eq!(
        programme.certificate_histories(&[id]).await.unwrap().len(),
        2
    );
}
