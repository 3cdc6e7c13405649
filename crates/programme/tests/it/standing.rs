//! Officers decide about producers, and what is kept of it.

use crate::support::*;
use kernel::{Actor, PageArgs, PageError, ProducerId, Role, Scope};
use programme::{
    ChangeStandingError as Error, ListError, NewProducer, Producer, ProducerStatus, Programme,
    RecordFilter, StandingStep as Step, VerificationMethod,
};
use testkit::TestDb;

testkit::on_both!(
    a_producer_goes_its_way_with_a_history,
    steps_in_the_wrong_order_change_nothing,
    bad_words_change_nothing,
    to_strangers_there_is_no_such_producer,
    nobody_decides_about_their_own,
    nothing_sells_that_was_never_verified,
    the_database_keeps_the_rules_too,
    records_are_read_within_the_region,
);

fn verify() -> Step {
    Step::Verify {
        method: VerificationMethod::SiteVisit,
        evidence: "Biên bản số 7\n\nngày 20/11/2026".to_owned(),
    }
}

fn suspend() -> Step {
    Step::Suspend {
        grounds: "Nhãn sai".to_owned(),
    }
}

fn reinstate() -> Step {
    Step::Reinstate { grounds: None }
}

fn close() -> Step {
    Step::Close {
        grounds: "Đã giải thể".to_owned(),
    }
}

async fn applicant(programme: &Programme) -> ProducerId {
    programme
        .register_producer(cooperative("HTX"))
        .await
        .unwrap()
}

async fn now_of(programme: &Programme, id: ProducerId) -> ProducerStatus {
    programme.producer_by_id(id).await.unwrap().unwrap().status
}

async fn a_producer_goes_its_way_with_a_history(test: TestDb) {
    use ProducerStatus::{Active, Applied, Closed, Suspended, Verified};
    let (programme, clock) = programme(&test);
    let id = applicant(&programme).await;
    let officer = officer_of("37");
    for (step, status) in [
        (verify(), Verified),
        (Step::Activate, Active),
        (suspend(), Suspended),
        (reinstate(), Active),
        (close(), Closed),
    ] {
        forget_announced(&test).await;
        clock.advance(chrono::Duration::seconds(1));
        let producer = programme
            .change_standing(&officer, id, &step)
            .await
            .unwrap();
        assert_eq!(producer.status, status);
        assert_eq!(now_of(&programme, id).await, status);
        assert_eq!(announced(&test, PRODUCER_JOB).await, 1);
    }
    let history = programme.producer_histories(&[id]).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|event| (event.status, event.grounds.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (Applied, None),
            (Verified, None),
            (Active, None),
            (Suspended, Some("Nhãn sai")),
            (Active, None),
            (Closed, Some("Đã giải thể")),
        ]
    );
    assert_eq!(history[0].actor, "system");
    assert!(
        history[1..]
            .iter()
            .all(|event| event.actor == officer.label())
    );
    assert!(history.is_sorted_by_key(|event| event.at));
    let verifications = programme.producer_verifications(&[id]).await.unwrap();
    assert_eq!(verifications.len(), 1);
    let only = &verifications[0];
    assert_eq!(only.method, VerificationMethod::SiteVisit);
    assert_eq!(only.evidence, "Biên bản số 7\n\nngày 20/11/2026");
    assert_eq!(only.verifier, officer.label());
}

async fn steps_in_the_wrong_order_change_nothing(test: TestDb) {
    use ProducerStatus::{Active, Applied, Closed, Suspended, Verified};
    let (programme, _) = programme(&test);
    let id = applicant(&programme).await;
    let officer = officer_of("37");
    let steps = [verify(), Step::Activate, suspend(), reinstate(), close()];
    // Which of the steps may be taken from each status, and the way there.
    let rows: [(ProducerStatus, &[usize], Option<usize>); 5] = [
        (Applied, &[0, 4], Some(0)),
        (Verified, &[1, 4], Some(1)),
        (Active, &[2, 4], Some(2)),
        (Suspended, &[3, 4], Some(4)),
        (Closed, &[], None),
    ];
    for (status, allowed, onwards) in rows {
        assert_eq!(now_of(&programme, id).await, status);
        let before = test.number("SELECT COUNT(*) FROM producer_event").await;
        for (number, step) in steps.iter().enumerate() {
            if allowed.contains(&number) {
                continue;
            }
            let result = programme.change_standing(&officer, id, step).await;
            assert!(
                matches!(result, Err(Error::WrongStatus(from)) if from == status),
                "{status:?} {step:?}: {result:?}"
            );
        }
        assert_eq!(now_of(&programme, id).await, status);
        assert_eq!(
            test.number("SELECT COUNT(*) FROM producer_event").await,
            before
        );
        if let Some(number) = onwards {
            programme
                .change_standing(&officer, id, &steps[number])
                .await
                .unwrap();
        }
    }
}

async fn bad_words_change_nothing(test: TestDb) {
    let (programme, _) = programme(&test);
    let applied = applicant(&programme).await;
    let selling = active(&programme, cooperative("HTX Hai")).await;
    let officer = officer_of("37");
    let before = test.number("SELECT COUNT(*) FROM producer_event").await;
    let long = "Đ".repeat(2_001);
    for evidence in ["", " \u{200B}\u{0}\n ", &long] {
        let step = Step::Verify {
            method: VerificationMethod::CitizenId,
            evidence: evidence.to_owned(),
        };
        let result = programme.change_standing(&officer, applied, &step).await;
        assert!(matches!(result, Err(Error::InvalidEvidence)), "{result:?}");
    }
    for grounds in ["", " \u{200B}\u{0}\n "] {
        let grounds = grounds.to_owned();
        for step in [
            Step::Suspend {
                grounds: grounds.clone(),
            },
            Step::Close { grounds },
        ] {
            let result = programme.change_standing(&officer, selling, &step).await;
            assert!(matches!(result, Err(Error::GroundsMissing)), "{result:?}");
        }
    }
    for step in [
        Step::Suspend {
            grounds: long.clone(),
        },
        Step::Close {
            grounds: long.clone(),
        },
        Step::Reinstate {
            grounds: Some(long.clone()),
        },
    ] {
        let result = programme.change_standing(&officer, selling, &step).await;
        assert!(matches!(result, Err(Error::GroundsTooLong)), "{result:?}");
    }
    assert_eq!(now_of(&programme, applied).await, ProducerStatus::Applied);
    assert_eq!(now_of(&programme, selling).await, ProducerStatus::Active);
    assert_eq!(
        test.number("SELECT COUNT(*) FROM producer_event").await,
        before
    );
    let longest = Step::Suspend {
        grounds: "Đ".repeat(2_000),
    };
    programme
        .change_standing(&officer, selling, &longest)
        .await
        .unwrap();
}

fn strangers(id: ProducerId) -> [Actor; 6] {
    [
        Actor::Anonymous,
        officer_of("01"),
        account(Role::ProgrammeOfficer, Scope::Producer(id)),
        account(Role::ProducerOwner, Scope::Producer(id)),
        account(Role::Moderator, Scope::Global),
        account(Role::Inspector, Scope::Province("37".to_owned())),
    ]
}

async fn to_strangers_there_is_no_such_producer(test: TestDb) {
    let (programme, clock) = programme(&test);
    let id = applicant(&programme).await;
    for stranger in strangers(id) {
        for step in [verify(), close(), Step::Activate] {
            let result = programme.change_standing(&stranger, id, &step).await;
            assert!(
                matches!(result, Err(Error::NotFound)),
                "{stranger:?} {step:?}"
            );
        }
    }
    assert_eq!(now_of(&programme, id).await, ProducerStatus::Applied);
    let nobody = ProducerId::new(kernel::Clock::now(&clock));
    let result = programme
        .change_standing(&officer_of("37"), nobody, &verify())
        .await;
    assert!(matches!(result, Err(Error::NotFound)));
    let administrator = account(Role::Administrator, Scope::Global);
    programme
        .change_standing(&administrator, id, &verify())
        .await
        .unwrap();
}

async fn nobody_decides_about_their_own(test: TestDb) {
    let (programme, _) = programme(&test);
    let id = applicant(&programme).await;
    let Actor::Account { id: person, grants } = officer_of("37") else {
        panic!("an officer has an account");
    };
    let grants = [
        grants,
        vec![kernel::RoleGrant {
            role: Role::ProducerStaff,
            scope: Scope::Producer(id),
        }],
    ]
    .concat();
    let both = Actor::Account { id: person, grants };
    let result = programme.change_standing(&both, id, &verify()).await;
    assert!(matches!(result, Err(Error::OwnProducer)), "{result:?}");
    assert_eq!(now_of(&programme, id).await, ProducerStatus::Applied);
}

async fn nothing_sells_that_was_never_verified(test: TestDb) {
    let (programme, _) = programme(&test);
    let id = applicant(&programme).await;
    // Verified before there were records of it.
    test.raw("UPDATE producer SET status = 'VERIFIED'")
        .await
        .unwrap();
    let result = programme
        .change_standing(&officer_of("37"), id, &Step::Activate)
        .await;
    assert!(matches!(result, Err(Error::NotVerified)), "{result:?}");
    assert_eq!(now_of(&programme, id).await, ProducerStatus::Verified);
}

async fn the_database_keeps_the_rules_too(test: TestDb) {
    let (programme, _) = programme(&test);
    let id = active(&programme, cooperative("HTX")).await;
    programme
        .change_standing(&officer_of("37"), id, &suspend())
        .await
        .unwrap();
    for wrong in [
        "UPDATE producer_event SET grounds = NULL WHERE status = 'SUSPENDED'",
        "UPDATE producer_event SET status = 'OPEN'",
        "UPDATE producer_verification SET method = 'HEARSAY'",
        "UPDATE producer_verification SET evidence = ''",
        "UPDATE producer SET representative = ''",
        "DELETE FROM producer",
    ] {
        assert!(test.raw(wrong).await.is_err(), "{wrong}");
    }
}

async fn records_are_read_within_the_region(test: TestDb) {
    let (programme, clock) = programme(&test);
    let mut ids = Vec::new();
    for (name, province) in [("A", "37"), ("B", "01"), ("C", "37"), ("D", "37")] {
        let new = NewProducer {
            province_code: province.to_owned(),
            ..cooperative(name)
        };
        ids.push(programme.register_producer(new).await.unwrap());
        clock.advance(chrono::Duration::seconds(1));
    }
    let owner = account(Role::ProducerOwner, Scope::Producer(ids[1]));
    for (actor, readable) in [
        (officer_of("37"), vec![0, 2, 3]),
        (officer_of("01"), vec![1]),
        (
            account(Role::Administrator, Scope::Global),
            vec![0, 1, 2, 3],
        ),
        (owner.clone(), vec![1]),
        (account(Role::Inspector, Scope::Global), vec![]),
        (Actor::Anonymous, vec![]),
    ] {
        for (number, id) in ids.iter().enumerate() {
            let found = programme.producer_record(&actor, *id).await.unwrap();
            assert_eq!(found.is_some(), readable.contains(&number), "{actor:?}");
        }
    }
    let everything = RecordFilter::default();
    let listed = async |actor: &Actor, filter: &RecordFilter| {
        let page = programme
            .producers_in_region(actor, filter, &PageArgs::first(10))
            .await
            .unwrap();
        let count = programme
            .count_producers_in_region(actor, filter)
            .await
            .unwrap();
        assert_eq!(page.rows.len() as u64, count);
        page.rows
            .into_iter()
            .map(|(_, producer): (_, Producer)| producer.name)
            .collect::<Vec<_>>()
    };
    let officer = officer_of("37");
    assert_eq!(listed(&officer, &everything).await, ["A", "C", "D"]);
    assert_eq!(listed(&officer_of("01"), &everything).await, ["B"]);
    // Owning is no region.
    assert!(listed(&owner, &everything).await.is_empty());
    assert!(listed(&Actor::Anonymous, &everything).await.is_empty());
    // A filter narrows and never widens.
    let elsewhere = RecordFilter {
        provinces: Some(vec!["01".to_owned()]),
        ..RecordFilter::default()
    };
    assert!(listed(&officer, &elsewhere).await.is_empty());
    let verified = RecordFilter {
        statuses: Some(vec![ProducerStatus::Verified]),
        ..RecordFilter::default()
    };
    assert!(listed(&officer, &verified).await.is_empty());
    programme
        .change_standing(&officer, ids[2], &verify())
        .await
        .unwrap();
    assert_eq!(listed(&officer, &verified).await, ["C"]);

    let own = programme
        .own_producers(&owner, &PageArgs::first(10))
        .await
        .unwrap();
    assert_eq!(own.rows.len(), 1);
    assert_eq!(own.rows[0].1.id, ids[1]);
    assert_eq!(programme.count_own_producers(&owner).await.unwrap(), 1);
    assert_eq!(programme.count_own_producers(&officer).await.unwrap(), 0);

    // Pages in both directions.
    let first = programme
        .producers_in_region(&officer, &everything, &PageArgs::first(2))
        .await
        .unwrap();
    assert!(first.has_next && !first.has_previous);
    let after = first.rows[1].0.encode();
    let next = PageArgs::new(Some(2), Some(&after), None, None).unwrap();
    let second = programme
        .producers_in_region(&officer, &everything, &next)
        .await
        .unwrap();
    assert_eq!(second.rows.len(), 1);
    assert_eq!(second.rows[0].1.name, "D");
    let back = PageArgs::new(None, None, Some(1), Some(&second.rows[0].0.encode())).unwrap();
    let back = programme
        .producers_in_region(&officer, &everything, &back)
        .await
        .unwrap();
    assert_eq!(back.rows[0].1.name, "C");
    let foreign = kernel::Cursor::new("producers.name", ["x".to_owned()]).encode();
    let foreign = PageArgs::new(Some(2), Some(&foreign), None, None).unwrap();
    let refused = programme
        .producers_in_region(&officer, &everything, &foreign)
        .await;
    assert!(matches!(
        refused,
        Err(ListError::Page(PageError::BadCursor))
    ));
}
