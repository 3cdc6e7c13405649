//! From the council's sheets to a certificate in force.

use crate::round::*;
use crate::support::*;
use kernel::{Actor, Role, Scope};
use programme::council::{
    CloseScoringError, ConveneCouncilError, CreateCriteriaError, NewCouncilSession, NewScoreSheet,
    Seat, SignScoreSheetError,
};
use programme::decisions::{
    DecisionError, DecisionStatus, RecordDecisionError, ResultError, SettleDecisionError,
};
use programme::dossiers::{DossierKind, DossierStatus, NewDossier};
use programme::scheme::Scheme;
use programme::{CertificateStatus, IssuerLevel};
use testkit::TestDb;

testkit::on_both!(
    bands_come_from_the_average_of_signed_sheets,
    a_signed_sheet_is_for_good,
    a_quorum_and_a_clear_interest_make_a_result,
    sittings_are_listed_for_officers_and_members,
    a_sheet_of_criteria_adds_up,
    nothing_follows_from_a_decision_before_it_is_confirmed,
    a_decision_says_what_the_dossiers_bear,
    a_potential_five_star_is_sold_as_four_until_the_ministry_decides,
    a_renewal_takes_the_place_of_what_it_follows,
    a_number_is_used_once,
);

async fn bands_come_from_the_average_of_signed_sheets(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let cases = [
        ("Sáu chín rưỡi", [6_950; 3], 3, 6_950),
        ("Gần bảy mươi", [6_999, 7_000, 7_000], 3, 6_999),
        ("Vừa bảy mươi", [6_999, 7_000, 7_001], 4, 7_000),
        ("Chín mươi", [9_000; 3], 5, 9_000),
        ("Bốn chín", [4_999, 5_000, 5_000], 2, 4_999),
    ];
    for (name, totals, stars, hundredths) in cases {
        let scored = round.scored(producer, name, totals).await;
        let average = scored.average.unwrap();
        assert_eq!(
            (average.stars(), average.hundredths()),
            (stars, hundredths),
            "{name}"
        );
        assert_eq!(scored.status, DossierStatus::Scored);
    }
}

async fn a_signed_sheet_is_for_good(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.checked(producer, "Trà").await;
    let session = round.council(2).await;
    let member = &round.members[0];
    let early = round.sign(member, session, dossier.id, 7_000, true).await;
    assert!(
        matches!(early, Err(SignScoreSheetError::NotFound)),
        "not on the agenda"
    );
    round.admit(session, &dossier).await;
    let sheet = round
        .sign(member, session, dossier.id, 7_000, true)
        .await
        .unwrap();
    let without_seat = round.person(9, Role::CouncilMember, "37").await;
    for stranger in [&without_seat, &round.officer, &Actor::Anonymous] {
        let refused = round
            .sign(stranger, session, dossier.id, 7_000, true)
            .await
            .unwrap_err();
        assert!(
            matches!(refused, SignScoreSheetError::NotFound),
            "{refused:?}"
        );
    }
    let again = round.sign(member, session, dossier.id, 9_000, true).await;
    assert!(matches!(again, Err(SignScoreSheetError::Signed)));
    let bad = |change: fn(&mut NewScoreSheet)| {
        let mut new = NewScoreSheet {
            session_id: session,
            dossier_id: dossier.id,
            items: points(&round.criteria, 7_000, true),
            remarks: None,
        };
        change(&mut new);
        let (programme, member) = (round.programme.clone(), round.members[1].clone());
        async move { programme.sign_score_sheet(&member, new).await.unwrap_err() }
    };
    let missing = bad(|new| new.items.truncate(3)).await;
    assert!(matches!(missing, SignScoreSheetError::IncompleteItems));
    let twice = bad(|new| new.items.push(new.items[0])).await;
    assert!(matches!(twice, SignScoreSheetError::IncompleteItems));
    for points in [-1, 4_001, i32::MAX] {
        let mut new = NewScoreSheet {
            session_id: session,
            dossier_id: dossier.id,
            items: self::points(&round.criteria, 7_000, true),
            remarks: None,
        };
        new.items[0].1 = points;
        let refused = round
            .programme
            .sign_score_sheet(&round.members[1], new)
            .await;
        assert!(
            matches!(refused, Err(SignScoreSheetError::InvalidPoints(_))),
            "{points}"
        );
    }
    let long = bad(|new| new.remarks = Some("x".repeat(2_001))).await;
    assert!(matches!(long, SignScoreSheetError::RemarksTooLong));
    round
        .sign(&round.members[1], session, dossier.id, 8_000, true)
        .await
        .unwrap();
    round
        .programme
        .close_scoring(&round.officer, dossier.id)
        .await
        .unwrap();
    let late = round
        .sign(&round.members[2], session, dossier.id, 9_000, true)
        .await;
    assert!(matches!(late, Err(SignScoreSheetError::Closed)));
    let sheets = round.programme.score_sheets(&[dossier.id]).await.unwrap();
    assert_eq!(sheets.len(), 2);
    assert!(
        sheets
            .iter()
            .any(|kept| kept.id == sheet.id && kept.total_hundredths == 7_000)
    );
}

async fn a_quorum_and_a_clear_interest_make_a_result(test: TestDb) {
    let mut round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let convene = |quorum, seats: Vec<Seat>| NewCouncilSession {
        cycle_id: round.cycle,
        level: IssuerLevel::Province,
        held_on: day(2026, 11, 23),
        quorum,
        seats,
    };
    let seat = |actor: &Actor, chair| Seat {
        account_id: id_of(actor),
        chair,
    };
    let two = || {
        vec![
            seat(&round.members[0], true),
            seat(&round.members[1], false),
        ]
    };
    let stranger = round.person(8, Role::CouncilMember, "01").await;
    let outsider = vec![seat(&round.members[0], true), seat(&stranger, false)];
    let doubled = vec![
        seat(&round.members[0], true),
        seat(&round.members[0], false),
    ];
    type Expected = fn(&ConveneCouncilError) -> bool;
    let cases: Vec<(NewCouncilSession, Expected)> = vec![
        (convene(1, two()), |e| {
            matches!(e, ConveneCouncilError::InvalidQuorum)
        }),
        (convene(3, two()), |e| {
            matches!(e, ConveneCouncilError::InvalidQuorum)
        }),
        (convene(-1, two()), |e| {
            matches!(e, ConveneCouncilError::InvalidQuorum)
        }),
        (convene(1, vec![]), |e| {
            matches!(e, ConveneCouncilError::InvalidSeats)
        }),
        (convene(2, doubled), |e| {
            matches!(e, ConveneCouncilError::InvalidSeats)
        }),
        (convene(2, outsider), |e| {
            matches!(e, ConveneCouncilError::NotAMember)
        }),
    ];
    for (new, expected) in cases {
        let refused = round
            .programme
            .convene_council(&round.officer, new)
            .await
            .unwrap_err();
        assert!(expected(&refused), "{refused:?}");
    }
    let foreign = round
        .programme
        .convene_council(&officer_of("01"), convene(2, two()))
        .await;
    assert!(matches!(foreign, Err(ConveneCouncilError::CycleNotFound)));

    // The second member works for the producer.
    if let Actor::Account { grants, .. } = &mut round.members[1] {
        grants.push(kernel::RoleGrant {
            role: Role::ProducerStaff,
            scope: Scope::Producer(producer),
        });
    }
    let dossier = round.checked(producer, "Trà").await;
    let session = round.council(2).await;
    round.admit(session, &dossier).await;
    round
        .sign(&round.members[0], session, dossier.id, 7_500, true)
        .await
        .unwrap();
    let conflict = round
        .sign(&round.members[1], session, dossier.id, 9_999, true)
        .await;
    assert!(matches!(
        conflict,
        Err(SignScoreSheetError::ConflictOfInterest)
    ));
    let few = round
        .programme
        .close_scoring(&round.officer, dossier.id)
        .await;
    assert!(matches!(
        few,
        Err(CloseScoringError::NoQuorum {
            signed: 1,
            quorum: 2
        })
    ));
    round
        .sign(&round.members[2], session, dossier.id, 7_000, true)
        .await
        .unwrap();
    let foreign = round
        .programme
        .close_scoring(&officer_of("01"), dossier.id)
        .await;
    assert!(matches!(foreign, Err(CloseScoringError::NotFound)));
    let closed = round
        .programme
        .close_scoring(&round.officer, dossier.id)
        .await
        .unwrap();
    assert_eq!(closed.average.unwrap().hundredths(), 7_250);
}

async fn a_sheet_of_criteria_adds_up(test: TestDb) {
    let round = Round::begin(&test).await;
    let create = |change: fn(&mut programme::council::NewCriteriaSheet)| {
        let mut new = sheet(Scheme::Decision148);
        new.valid_from = day(2026, 6, 1);
        change(&mut new);
        let programme = round.programme.clone();
        async move { programme.create_criteria(&Actor::System, new).await }
    };
    let foreign = round
        .programme
        .create_criteria(&round.officer, sheet(Scheme::Decision148))
        .await;
    assert!(matches!(foreign, Err(CreateCriteriaError::NotAllowed)));
    let short = create(|new| new.criteria[0].max_hundredths -= 1).await;
    assert!(matches!(
        short,
        Err(CreateCriteriaError::InvalidSum { found: 3_999, .. })
    ));
    let twice = create(|new| new.criteria[1].code = " A ".to_owned()).await;
    assert!(matches!(
        twice,
        Err(CreateCriteriaError::InvalidCriterion { line: 2 })
    ));
    let nameless = create(|new| new.criteria[2].name.clear()).await;
    assert!(matches!(
        nameless,
        Err(CreateCriteriaError::InvalidCriterion { line: 3 })
    ));
    let unknown = create(|new| new.product_set = Some(27)).await;
    assert!(matches!(unknown, Err(CreateCriteriaError::InvalidSet)));
    let early = create(|new| new.valid_from = day(2019, 8, 21)).await;
    assert!(matches!(early, Err(CreateCriteriaError::Overlaps)));
    let own = create(|new| new.product_set = Some(6)).await.unwrap();
    let next = create(|_| {}).await.unwrap();
    let today = |set| round.programme.criteria_today(Scheme::Decision148, set);
    assert_eq!(
        today(Some(6)).await.unwrap().unwrap().id,
        own.id,
        "its own first"
    );
    let all = today(Some(7)).await.unwrap().unwrap();
    assert_eq!((all.id, all.criteria.len()), (next.id, 4));
    let before = round
        .programme
        .criteria_by_ids(&[round.criteria.id])
        .await
        .unwrap();
    assert_eq!(before[0].valid_to, Some(day(2026, 6, 1)));
    let file = "part,code,name,name_en,max_hundredths,mandatory\nA,A1,Tổ chức,,4000,false\nB,B1,x,,y,true\n";
    let bad = programme::council::read_criteria(file.as_bytes()).unwrap_err();
    assert!(
        matches!(bad, CreateCriteriaError::InvalidFile { line: 3 }),
        "{bad}"
    );
}

async fn nothing_follows_from_a_decision_before_it_is_confirmed(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.scored(producer, "Cơm cháy", [7_500; 3]).await;
    let level = IssuerLevel::Province;
    let decision = round
        .record(&round.officer, level, "12/QĐ-UBND", dossier.id, Some(4))
        .await
        .unwrap();
    assert_eq!(decision.status, DecisionStatus::Recorded);
    assert_eq!(
        round.dossier(dossier.id).await.status,
        DossierStatus::Scored
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM certificate").await, 0);
    for stranger in [
        officer_of("01"),
        owner_of(producer),
        Actor::Anonymous,
        Actor::System,
    ] {
        let refused = round
            .programme
            .confirm_decision(&stranger, decision.id)
            .await;
        assert!(
            matches!(refused, Err(SettleDecisionError::NotFound)),
            "{stranger:?}"
        );
        let refused = round
            .programme
            .discard_decision(&stranger, decision.id)
            .await;
        assert!(
            matches!(refused, Err(SettleDecisionError::NotFound)),
            "{stranger:?}"
        );
    }
    let confirmed = round
        .programme
        .confirm_decision(&round.officer, decision.id)
        .await
        .unwrap();
    assert_eq!(confirmed.status, DecisionStatus::Confirmed);
    let certificate = round.certificate(decision.id).await;
    assert_eq!(certificate.number, "GCN 12/QĐ-UBND");
    assert_eq!(
        (certificate.stars, certificate.score_hundredths),
        (4, 7_500)
    );
    assert_eq!(certificate.decision_number, "12/QĐ-UBND");
    assert_eq!(certificate.issued_on, day(2026, 11, 23));
    assert_eq!(certificate.expires_on, day(2029, 11, 23));
    assert!(!certificate.potential_five);
    let after = round.dossier(dossier.id).await;
    assert_eq!(
        (after.status, after.stars),
        (DossierStatus::Recognised, Some(4))
    );
    let twice = round
        .programme
        .confirm_decision(&round.officer, decision.id)
        .await;
    assert!(matches!(
        twice,
        Err(SettleDecisionError::Settled(DecisionStatus::Confirmed))
    ));
    let late = round
        .programme
        .discard_decision(&round.officer, decision.id)
        .await;
    assert!(matches!(
        late,
        Err(SettleDecisionError::Settled(DecisionStatus::Confirmed))
    ));
    assert_eq!(test.number("SELECT COUNT(*) FROM certificate").await, 1);
}

async fn a_decision_says_what_the_dossiers_bear(test: TestDb) {
    use ResultError as R;
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let three = round.scored(producer, "Ba sao", [6_950; 3]).await;
    let unscored = round.checked(producer, "Chưa chấm").await;
    let low = round.scored(producer, "Hai sao", [4_000; 3]).await;
    let failed = round.checked(producer, "Không đạt ATTP").await;
    let session = round.council(2).await;
    round.admit(session, &failed).await;
    for (member, met) in round.members.iter().zip([false, false, true]) {
        round
            .sign(member, session, failed.id, 8_000, met)
            .await
            .unwrap();
    }
    let failed = round
        .programme
        .close_scoring(&round.officer, failed.id)
        .await
        .unwrap();
    assert!(failed.mandatory_failed);
    let province = IssuerLevel::Province;
    let nobody = kernel::DossierId(uuid::Uuid::nil());
    let cases = [
        (province, nobody, Some(3), R::NotFound),
        (
            province,
            unscored.id,
            Some(3),
            R::WrongStatus(DossierStatus::AdvisoryCheck),
        ),
        (province, three.id, Some(4), R::Score),
        (province, three.id, Some(5), R::Authority),
        (province, low.id, Some(3), R::Score),
        (province, failed.id, Some(4), R::Score),
        // Districts gave three stars until 6 July 2025.
        (IssuerLevel::DistrictLegacy, three.id, Some(3), R::Authority),
        (
            IssuerLevel::Ministry,
            three.id,
            Some(5),
            R::WrongStatus(DossierStatus::Scored),
        ),
    ];
    for (level, dossier, stars, expected) in cases {
        let actor = if level == IssuerLevel::Ministry {
            &round.centre
        } else {
            &round.officer
        };
        let refused = round
            .record(actor, level, "1/QĐ", dossier, stars)
            .await
            .unwrap_err();
        let RecordDecisionError::Result(at, error) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!((at, error), (dossier, expected));
    }
    let mut bare = round.decision(province, "1/QĐ", three.id, Some(3));
    bare.results[0].certificate_number = Some("  ".to_owned());
    let refused = round
        .programme
        .record_decision(&round.officer, bare)
        .await
        .unwrap_err();
    assert!(matches!(
        refused,
        RecordDecisionError::Result(_, R::CertificateNumber)
    ));
    let mut future = round.decision(province, "1/QĐ", three.id, Some(3));
    future.decided_on = day(2026, 11, 24);
    let refused = round
        .programme
        .record_decision(&round.officer, future)
        .await
        .unwrap_err();
    assert!(matches!(refused, RecordDecisionError::InvalidDay));
    let ministry = IssuerLevel::Ministry;
    let refused = round
        .record(&round.officer, ministry, "1/QĐ", three.id, None)
        .await;
    assert!(
        matches!(refused, Err(RecordDecisionError::CycleNotFound)),
        "the centre's own"
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM decision").await, 0);

    let rejected = round
        .record(&round.officer, province, "2/QĐ", low.id, None)
        .await
        .unwrap();
    round
        .programme
        .confirm_decision(&round.officer, rejected.id)
        .await
        .unwrap();
    assert_eq!(round.dossier(low.id).await.status, DossierStatus::Rejected);
    assert_eq!(test.number("SELECT COUNT(*) FROM certificate").await, 0);
}

async fn a_potential_five_star_is_sold_as_four_until_the_ministry_decides(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let mut kept = Vec::new();
    for (name, number) in [("Được năm sao", "7/QĐ"), ("Giữ bốn sao", "8/QĐ")] {
        let dossier = round.scored(producer, name, [9_100; 3]).await;
        let decision = round.recognise(&dossier, number, 4).await;
        let certificate = round.certificate(decision).await;
        assert_eq!((certificate.stars, certificate.potential_five), (4, true));
        let after = round.dossier(dossier.id).await;
        assert_eq!(
            (after.status, after.stars),
            (DossierStatus::ForwardedToCentre, Some(4))
        );
        kept.push((dossier.id, certificate.id));
    }
    let ministry = IssuerLevel::Ministry;
    let five = round
        .record(&round.centre, ministry, "99/QĐ-BNNMT", kept[0].0, Some(5))
        .await
        .unwrap();
    let alone = round
        .programme
        .confirm_decision(&round.centre, five.id)
        .await;
    assert!(matches!(alone, Err(SettleDecisionError::SamePerson)));
    let second = account(Role::Administrator, Scope::Global);
    round
        .programme
        .confirm_decision(&second, five.id)
        .await
        .unwrap();
    let certificate = round.certificate(five.id).await;
    assert_eq!((certificate.stars, certificate.issuer_level), (5, ministry));
    let four = round
        .programme
        .certificates_by_ids(&[kept[0].1])
        .await
        .unwrap();
    assert_eq!(four[0].status, CertificateStatus::Superseded);
    let successor = programme::successor_of(test.primary(), kept[0].1)
        .await
        .unwrap();
    assert_eq!(successor, Some(certificate.id));

    let keeps = round
        .record(&round.centre, ministry, "100/QĐ-BNNMT", kept[1].0, None)
        .await
        .unwrap();
    round
        .programme
        .confirm_decision(&round.centre, keeps.id)
        .await
        .unwrap();
    let after = round.dossier(kept[1].0).await;
    assert_eq!(
        (after.status, after.stars),
        (DossierStatus::Recognised, Some(4))
    );
    let four = round
        .programme
        .certificates_by_ids(&[kept[1].1])
        .await
        .unwrap();
    assert_eq!(four[0].status, CertificateStatus::Active);
}

async fn a_renewal_takes_the_place_of_what_it_follows(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let first = round.scored(producer, "Cơm cháy", [6_000; 3]).await;
    let first = round.recognise(&first, "1/QĐ", 3).await;
    let before = round.certificate(first).await;
    // A second certificate for the same product needs to follow the first.
    round.clock.advance(chrono::Duration::days(1));
    let next = programme::cycles::NewCycle {
        opened_on: Some(day(2026, 1, 5)),
        ..cycle(2027, "37")
    };
    let next = round
        .programme
        .open_cycle(&round.officer, next)
        .await
        .unwrap();
    let round = Round {
        cycle: next.id,
        ..round
    };
    let again = round.scored(producer, "Com chay", [7_500; 3]).await;
    let level = IssuerLevel::Province;
    let decision = round
        .record(&round.officer, level, "2/QĐ", again.id, Some(4))
        .await
        .unwrap();
    let refused = round
        .programme
        .confirm_decision(&round.officer, decision.id)
        .await
        .unwrap_err();
    assert!(
        matches!(
            refused,
            SettleDecisionError::Result(_, DecisionError::Overlap)
        ),
        "{refused:?}"
    );
    assert_eq!(
        round.dossier(again.id).await.status,
        DossierStatus::Scored,
        "nothing half-done"
    );

    let upgrade = NewDossier {
        kind: DossierKind::Upgrade,
        previous_certificate_id: Some(before.id),
        product_name: Some("Cơm cháy chà bông".to_owned()),
        ..food(round.cycle, producer, "")
    };
    let owner = owner_of(producer);
    let upgrade = round
        .programme
        .register_dossier(&owner, upgrade)
        .await
        .unwrap();
    let checked = round.hand_in(&upgrade).await;
    let scored = round.score(&checked, [8_000; 3]).await;
    let decision = round.recognise(&scored, "3/QĐ", 4).await;
    let after = round.certificate(decision).await;
    let old = round
        .programme
        .certificates_by_ids(&[before.id])
        .await
        .unwrap();
    assert_eq!(old[0].status, CertificateStatus::Superseded);
    let successor = programme::successor_of(test.primary(), before.id)
        .await
        .unwrap();
    assert_eq!(successor, Some(after.id));
    let history = round
        .programme
        .certificate_histories(&[before.id])
        .await
        .unwrap();
    assert_eq!(history.last().unwrap().1.decision_number, "3/QĐ");
}

async fn a_number_is_used_once(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let one = round.scored(producer, "Một", [7_000; 3]).await;
    let two = round.scored(producer, "Hai", [7_000; 3]).await;
    let level = IssuerLevel::Province;
    let first = round
        .record(&round.officer, level, "12/QĐ-UBND", one.id, Some(4))
        .await
        .unwrap();
    let reused = round
        .record(&round.officer, level, " 12 / qđ-ubnd", two.id, Some(4))
        .await;
    assert!(matches!(reused, Err(RecordDecisionError::NumberTaken)));
    round
        .programme
        .discard_decision(&round.officer, first.id)
        .await
        .unwrap();
    let typed_anew = round
        .record(&round.officer, level, "12/QĐ-UBND", two.id, Some(4))
        .await
        .unwrap();
    round
        .programme
        .confirm_decision(&round.officer, typed_anew.id)
        .await
        .unwrap();
    // Another decision may not give out the same certificate number.
    let mut same = round.decision(level, "13/QĐ-UBND", one.id, Some(4));
    same.results[0].certificate_number = Some("GCN 12/QĐ-UBND".to_owned());
    let same = round
        .programme
        .record_decision(&round.officer, same)
        .await
        .unwrap();
    let refused = round
        .programme
        .confirm_decision(&round.officer, same.id)
        .await
        .unwrap_err();
    assert!(matches!(
        refused,
        SettleDecisionError::Result(_, DecisionError::CertificateNumberTaken)
    ));
    assert_eq!(round.dossier(one.id).await.status, DossierStatus::Scored);
}

async fn sittings_are_listed_for_officers_and_members(test: TestDb) {
    let round = Round::begin(&test).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        round.clock.advance(chrono::Duration::minutes(1));
        ids.insert(0, round.council(2).await);
    }
    let list = async |actor: &Actor, first, after: Option<&str>| {
        let page = kernel::PageArgs::new(Some(first), after, None, None).unwrap();
        let page = round
            .programme
            .council_sessions(actor, &page)
            .await
            .unwrap();
        let cursor = page.rows.last().map(|(cursor, _)| cursor.encode());
        let ids: Vec<_> = page.rows.into_iter().map(|(_, own)| own.id).collect();
        (ids, cursor)
    };
    for actor in [&round.officer, &round.centre, &round.members[0]] {
        let (two, cursor) = list(actor, 2, None).await;
        assert_eq!(two, ids[..2], "{actor:?}");
        let (rest, _) = list(actor, 2, cursor.as_deref()).await;
        assert_eq!(rest, ids[2..], "{actor:?}");
    }
    let without_seat = round.person(9, Role::CouncilMember, "37").await;
    let elsewhere = officer_of("01");
    for stranger in [&without_seat, &elsewhere, &Actor::Anonymous] {
        assert_eq!(list(stranger, 9, None).await.0, [], "{stranger:?}");
    }
}
