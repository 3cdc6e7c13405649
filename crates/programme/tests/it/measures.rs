//! What decisions do to certificates that exist: suspended, revoked, given
//! back.

use crate::round::*;
use crate::support::*;
use kernel::{Actor, CertificateId, Clock, DecisionId, Role, Scope};
use programme::decisions::{
    DecisionFilter, DecisionMeasure, DecisionStatus, Measure, MeasureError, NewDecision,
    RecordDecisionError, SettleDecisionError,
};
use programme::{Certificate, CertificateStatus, Ground, IssuerLevel, NewCertificate};
use testkit::TestDb;

testkit::on_both!(
    a_certificate_goes_and_comes_by_confirmed_decisions,
    what_cannot_be_done_to_a_certificate_is_refused,
    five_stars_are_taken_by_the_ministry_and_two_people,
    a_decision_renews_and_revokes_at_once_or_not_at_all,
    of_two_confirmations_at_once_one_wins,
    decisions_are_listed_for_officers_of_the_province,
);

impl Round {
    /// A certificate that the state issued before.
    async fn issued(&self, number: &str, change: impl FnOnce(&mut NewCertificate)) -> Certificate {
        let producer = self.producer("HTX").await;
        let mut new = four_stars(producer, number);
        change(&mut new);
        let id = self.programme.record_certificate(&Actor::System, new).await;
        self.found(id.unwrap()).await
    }

    async fn found(&self, id: CertificateId) -> Certificate {
        let found = self.programme.certificates_by_ids(&[id]).await.unwrap();
        found.into_iter().next().unwrap()
    }

    async fn status(&self, id: CertificateId) -> CertificateStatus {
        self.found(id).await.status
    }

    /// A decision of the province that only takes measures.
    fn taking(&self, number: &str, measures: Vec<DecisionMeasure>) -> NewDecision {
        NewDecision {
            cycle_id: self.cycle,
            number: number.to_owned(),
            decided_on: self.today(),
            signer: "Chủ tịch UBND".to_owned(),
            authority: "UBND tỉnh Ninh Bình".to_owned(),
            level: IssuerLevel::Province,
            results: Vec::new(),
            measures,
        }
    }

    async fn recorded(&self, new: NewDecision) -> DecisionId {
        let recorded = self.programme.record_decision(&self.officer, new).await;
        recorded.unwrap().id
    }

    async fn confirm(&self, id: DecisionId) {
        let confirmed = self.programme.confirm_decision(&self.officer, id).await;
        confirmed.unwrap();
    }
}

fn measure(id: CertificateId, measure: Measure, ground: Option<Ground>) -> DecisionMeasure {
    DecisionMeasure {
        certificate_id: id,
        measure,
        ground,
        remarks: None,
    }
}

fn revoke(id: CertificateId) -> DecisionMeasure {
    measure(id, Measure::Revoke, Some(Ground::NotReevaluated))
}

async fn a_certificate_goes_and_comes_by_confirmed_decisions(test: TestDb) {
    use CertificateStatus::{Active, Revoked, Suspended};
    let round = Round::begin(&test).await;
    let id = round.issued("GCN 1", |_| ()).await.id;
    let other = round.issued("GCN 2", |_| ()).await.id;
    let mut suspend = measure(id, Measure::Suspend, Some(Ground::FoodSafety));
    suspend.remarks = Some("  Mẫu giò  vượt ngưỡng ".to_owned());
    let steps = [
        (suspend, Suspended, Some(Ground::FoodSafety)),
        (measure(id, Measure::Reinstate, None), Active, None),
        (revoke(id), Revoked, Some(Ground::NotReevaluated)),
    ];
    let mut before = Active;
    for (n, (step, after, ground)) in (1..).zip(steps) {
        forget_announced(&test).await;
        round.clock.advance(chrono::Duration::minutes(1));
        let number = format!("{n}/QĐ-UBND");
        let decision = round.recorded(round.taking(&number, vec![step])).await;
        assert_eq!(
            round.status(id).await,
            before,
            "nothing before it is confirmed"
        );
        assert_eq!(announced(&test, CERTIFICATE_JOB).await, 0);
        round.confirm(decision).await;
        assert_eq!(round.status(id).await, after);
        assert_eq!(announced(&test, CERTIFICATE_JOB).await, 1);
        let history = round.programme.certificate_histories(&[id]).await.unwrap();
        let (_, last) = history.last().unwrap();
        assert_eq!(
            (last.status, last.decision_number.as_str(), last.ground),
            (after, number.as_str(), ground)
        );
        before = after;
    }
    let history = round.programme.certificate_histories(&[id]).await.unwrap();
    let words: Vec<_> = history
        .iter()
        .map(|(_, own)| own.grounds.as_deref())
        .collect();
    assert_eq!(words, [None, Some("Mẫu giò vượt ngưỡng"), None, None]);
    assert_eq!(round.status(other).await, Active);
    // One that is typed in wrongly leaves no trace.
    let wrong = round
        .recorded(round.taking("9/QĐ", vec![revoke(other)]))
        .await;
    let discarded = round
        .programme
        .discard_decision(&round.officer, wrong)
        .await;
    assert_eq!(discarded.unwrap().status, DecisionStatus::Discarded);
    assert_eq!(round.status(other).await, Active);
}

async fn what_cannot_be_done_to_a_certificate_is_refused(test: TestDb) {
    use MeasureError as Wrong;
    let round = Round::begin(&test).await;
    let id = round.issued("GCN 1", |_| ()).await.id;
    let gone = round.issued("GCN 2", |_| ()).await.id;
    let decision = round
        .recorded(round.taking("1/QĐ", vec![revoke(gone)]))
        .await;
    round.confirm(decision).await;
    let later = |new: &mut NewCertificate| new.issued_on = round.today() + chrono::Days::new(1);
    let later = round.issued("GCN 3", later).await.id;
    let five = |new: &mut NewCertificate| {
        (new.stars, new.score_hundredths) = (5, 9_500);
        new.issuer_level = IssuerLevel::Ministry;
    };
    let five = round.issued("GCN 4", five).await.id;
    let mut hanoi = cooperative("HTX Hà Nội");
    hanoi.province_code = "01".to_owned();
    let hanoi = active(&round.programme, hanoi).await;
    let foreign = four_stars(hanoi, "GCN 5");
    let foreign = round
        .programme
        .record_certificate(&Actor::System, foreign)
        .await;
    let foreign = foreign.unwrap();
    let nobody = CertificateId(uuid::Uuid::nil());
    let with = |remarks: String| DecisionMeasure {
        remarks: Some(remarks),
        ..measure(id, Measure::Revoke, Some(Ground::Other))
    };
    let other = measure(id, Measure::Suspend, Some(Ground::Other));
    let cases = [
        (revoke(nobody), Wrong::NotFound),
        (revoke(foreign), Wrong::NotFound),
        (revoke(five), Wrong::Authority),
        (revoke(later), Wrong::Day),
        (measure(id, Measure::Revoke, None), Wrong::Ground),
        (measure(id, Measure::Suspend, None), Wrong::Ground),
        (
            measure(id, Measure::Reinstate, Some(Ground::Returned)),
            Wrong::Ground,
        ),
        (other, Wrong::Ground),
        (with(" \u{200B} ".to_owned()), Wrong::Ground),
        (with("x".repeat(2_001)), Wrong::Ground),
        (
            measure(id, Measure::Reinstate, None),
            Wrong::WrongStatus(CertificateStatus::Active),
        ),
        (revoke(gone), Wrong::WrongStatus(CertificateStatus::Revoked)),
        (
            measure(gone, Measure::Reinstate, None),
            Wrong::WrongStatus(CertificateStatus::Revoked),
        ),
    ];
    for (case, wrong) in cases {
        let at = case.certificate_id;
        let new = round.taking("2/QĐ", vec![case.clone()]);
        let refused = round.programme.record_decision(&round.officer, new).await;
        let told = matches!(&refused, Err(RecordDecisionError::Measure(id, error)) if *id == at && *error == wrong);
        assert!(told, "{case:?}: {refused:?}");
    }
    let many = (0..251)
        .map(|_| revoke(CertificateId::new(Clock::now(&round.clock))))
        .collect();
    for measures in [Vec::new(), vec![revoke(id), revoke(id)], many] {
        let new = round.taking("2/QĐ", measures);
        let refused = round.programme.record_decision(&round.officer, new).await;
        assert!(matches!(refused, Err(RecordDecisionError::InvalidResults)));
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM decision").await, 1);
    // Nobody but who runs the programme there.
    let strangers = [
        officer_of("01"),
        account(Role::Inspector, Scope::Province("37".to_owned())),
        round.members[0].clone(),
        owner_of(round.found(id).await.producer_id),
        Actor::Anonymous,
        Actor::System,
    ];
    let open = round.recorded(round.taking("3/QĐ", vec![revoke(id)])).await;
    for stranger in strangers {
        let new = round.taking("2/QĐ", vec![revoke(id)]);
        let refused = round.programme.record_decision(&stranger, new).await;
        assert!(
            matches!(refused, Err(RecordDecisionError::CycleNotFound)),
            "{stranger:?}"
        );
        let refused = round.programme.confirm_decision(&stranger, open).await;
        assert!(
            matches!(refused, Err(SettleDecisionError::NotFound)),
            "{stranger:?}"
        );
    }
    assert_eq!(round.status(id).await, CertificateStatus::Active);
}

async fn five_stars_are_taken_by_the_ministry_and_two_people(test: TestDb) {
    let round = Round::begin(&test).await;
    let five = |new: &mut NewCertificate| {
        (new.stars, new.score_hundredths) = (5, 9_500);
        new.issuer_level = IssuerLevel::Ministry;
    };
    let id = round.issued("GCN 5 sao", five).await.id;
    let mut new = round.taking("7/QĐ-BNNMT", vec![revoke(id)]);
    new.level = IssuerLevel::Ministry;
    let province = round
        .programme
        .record_decision(&round.officer, new.clone())
        .await;
    assert!(matches!(province, Err(RecordDecisionError::CycleNotFound)));
    let recorded = round.programme.record_decision(&round.centre, new).await;
    let recorded = recorded.unwrap().id;
    let alone = round
        .programme
        .confirm_decision(&round.centre, recorded)
        .await;
    assert!(matches!(alone, Err(SettleDecisionError::SamePerson)));
    assert_eq!(round.status(id).await, CertificateStatus::Active);
    let second = account(Role::Administrator, Scope::Global);
    let confirmed = round.programme.confirm_decision(&second, recorded).await;
    confirmed.unwrap();
    assert_eq!(round.status(id).await, CertificateStatus::Revoked);
}

async fn a_decision_renews_and_revokes_at_once_or_not_at_all(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.scored(producer, "Cơm cháy lá sen", [7_500; 3]).await;
    let one = round.issued("GCN 1", |_| ()).await.id;
    let two = round.issued("GCN 2", |_| ()).await.id;
    let mut new = round.decision(IssuerLevel::Province, "1/QĐ", dossier.id, Some(4));
    new.measures = vec![revoke(one), revoke(two)];
    let first = round.recorded(new).await;
    // Another decision comes first.
    let earlier = round
        .recorded(round.taking("2/QĐ", vec![revoke(two)]))
        .await;
    round.confirm(earlier).await;
    let refused = round
        .programme
        .confirm_decision(&round.officer, first)
        .await;
    let wrong = MeasureError::WrongStatus(CertificateStatus::Revoked);
    assert!(
        matches!(&refused, Err(SettleDecisionError::Measure(id, error)) if *id == two && *error == wrong),
        "{refused:?}"
    );
    assert_eq!(round.status(one).await, CertificateStatus::Active);
    let before = test.number("SELECT COUNT(*) FROM certificate").await;
    let mut anew = round.decision(IssuerLevel::Province, "3/QĐ", dossier.id, Some(4));
    anew.measures = vec![revoke(one)];
    let anew = round.recorded(anew).await;
    round.confirm(anew).await;
    assert_eq!(round.status(one).await, CertificateStatus::Revoked);
    let after = test.number("SELECT COUNT(*) FROM certificate").await;
    assert_eq!(after, before + 1);
    let told = round.programme.decision_measures(&[anew, earlier]).await;
    assert_eq!(told.unwrap().len(), 2);
}

async fn of_two_confirmations_at_once_one_wins(test: TestDb) {
    let round = Round::begin(&test).await;
    let one = round.issued("GCN 1", |_| ()).await.id;
    let two = round.issued("GCN 2", |_| ()).await.id;
    let first = round
        .recorded(round.taking("1/QĐ", vec![revoke(one), revoke(two)]))
        .await;
    let second = round
        .recorded(round.taking("2/QĐ", vec![revoke(two), revoke(one)]))
        .await;
    let confirm = |id| round.programme.confirm_decision(&round.officer, id);
    let (a, b) = tokio::join!(confirm(first), confirm(second));
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    let refused = [a, b].into_iter().find_map(Result::err).unwrap();
    assert!(
        matches!(refused, SettleDecisionError::Measure(..)),
        "{refused:?}"
    );
    let revoked = "SELECT COUNT(*) FROM certificate_event WHERE status = 'REVOKED'";
    assert_eq!(test.number(revoked).await, 2);
}

async fn decisions_are_listed_for_officers_of_the_province(test: TestDb) {
    let round = Round::begin(&test).await;
    let one = round.issued("GCN 1", |_| ()).await.id;
    let mut ids = Vec::new();
    for n in 1..=3 {
        round.clock.advance(chrono::Duration::minutes(1));
        let number = format!("{n}/QĐ");
        ids.push(
            round
                .recorded(round.taking(&number, vec![revoke(one)]))
                .await,
        );
    }
    round.confirm(ids[1]).await;
    let list = async |actor: &Actor, status, first, after: Option<&str>| {
        let filter = DecisionFilter {
            cycle_id: round.cycle,
            status,
        };
        let page = kernel::PageArgs::new(Some(first), after, None, None).unwrap();
        let page = round
            .programme
            .decisions(actor, &filter, &page)
            .await
            .unwrap();
        let cursor = page.rows.last().map(|(cursor, _)| cursor.encode());
        let ids: Vec<_> = page.rows.into_iter().map(|(_, own)| own.id).collect();
        (ids, cursor, page.has_next)
    };
    let officer = &round.officer;
    let (two, cursor, more) = list(officer, None, 2, None).await;
    assert_eq!((two, more), (vec![ids[2], ids[1]], true));
    let (rest, _, more) = list(officer, None, 2, cursor.as_deref()).await;
    assert_eq!((rest, more), (vec![ids[0]], false));
    let (waiting, _, _) = list(officer, Some(DecisionStatus::Recorded), 9, None).await;
    assert_eq!(waiting, [ids[2], ids[0]]);
    let inspector = account(Role::Inspector, Scope::Province("37".to_owned()));
    for stranger in [&officer_of("01"), &inspector, &Actor::Anonymous] {
        assert_eq!(list(stranger, None, 9, None).await.0, [], "{stranger:?}");
    }
}
