//! Inspections: who may do what, what a verdict does to the certificate, and
//! that what is refused changes nothing.

use crate::support::*;
use chrono::Duration;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Actor, CertificateId, Clock, InspectionId, PageArgs, Role, Scope};
use programme::inspections::{
    Act, ActError, CancelInspectionError, Inspection, InspectionFilter, InspectionKind,
    InspectionStatus, LiftHoldError, MAX_PLANNED, NewInspection, PlanError, PlanRefusal, Severity,
    Verdict,
};
use programme::{CertificateStatus, Programme};
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_grave_verdict_holds_and_a_passed_follow_up_lifts,
    a_minor_verdict_holds_nothing,
    an_officer_lifts_a_hold_with_grounds,
    a_follow_up_lifts_its_own_case_only,
    only_the_assigned_inspector_acts,
    only_officers_of_the_province_plan_cancel_and_lift,
    what_cannot_be_planned_is_refused,
    several_are_planned_or_none,
    bad_acts_are_refused_and_change_nothing,
    lists_show_what_one_may_see,
    the_database_refuses_a_broken_row,
);

pub(crate) struct World {
    pub(crate) test: TestDb,
    pub(crate) programme: Programme,
    pub(crate) clock: TestClock,
    pub(crate) certificate: CertificateId,
    pub(crate) officer: Actor,
    pub(crate) inspector: Actor,
}

pub(crate) fn inspector_of(province: &str) -> Actor {
    account(Role::Inspector, Scope::Province(province.to_owned()))
}

impl World {
    pub(crate) async fn open(test: TestDb) -> Self {
        let (programme, clock) = programme(&test);
        let producer = active(&programme, cooperative("HTX Sinh Dược")).await;
        let certificate = programme
            .record_certificate(&Actor::System, four_stars(producer, "01"))
            .await
            .unwrap();
        forget_announced(&test).await;
        Self {
            officer: officer_of("37"),
            inspector: inspector_of("37"),
            test,
            programme,
            clock,
            certificate,
        }
    }

    pub(crate) fn draft(
        &self,
        kind: InspectionKind,
        follows: Option<InspectionId>,
    ) -> NewInspection {
        NewInspection {
            certificate_id: self.certificate,
            kind,
            planned_on: day_in_vietnam(self.clock.now()),
            inspector: self.inspector.clone(),
            follows,
        }
    }

    pub(crate) async fn plan(
        &self,
        kind: InspectionKind,
        follows: Option<InspectionId>,
    ) -> InspectionId {
        let new = self.draft(kind, follows);
        let planned = self.programme.plan_inspections(&self.officer, &[new]).await;
        planned.unwrap()[0].id
    }

    pub(crate) async fn refusal(&self, change: impl FnOnce(&mut NewInspection)) -> PlanRefusal {
        let mut new = self.draft(InspectionKind::Planned, None);
        change(&mut new);
        match self.programme.plan_inspections(&self.officer, &[new]).await {
            Err(PlanError::Refused { index: 0, refusal }) => refusal,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn act(&self, id: InspectionId, act: Act) -> Result<Inspection, ActError> {
        self.programme
            .act_on_inspection(&self.inspector, id, &act)
            .await
    }

    pub(crate) async fn conclude(&self, id: InspectionId, verdict: Verdict) -> Inspection {
        self.act(id, Act::Start).await.unwrap();
        self.act(id, conclusion(verdict, &self.clock))
            .await
            .unwrap()
    }

    pub(crate) async fn held(&self) -> bool {
        self.programme
            .certificates_by_ids(&[self.certificate])
            .await
            .unwrap()[0]
            .held
    }

    pub(crate) async fn status(&self, id: InspectionId) -> InspectionStatus {
        let found = self.programme.inspection(&self.officer, id).await;
        found.unwrap().unwrap().status
    }

    pub(crate) async fn history(&self, id: InspectionId) -> Vec<String> {
        let events = self.programme.inspection_history_of(&[id]).await.unwrap();
        events.into_iter().map(|event| event.command).collect()
    }

    /// Everything that inspections write.
    pub(crate) async fn rows(&self) -> Vec<i64> {
        let mut counts = Vec::new();
        for sql in [
            "SELECT COUNT(*) FROM inspection_event",
            "SELECT COUNT(*) FROM inspection_finding",
            "SELECT COUNT(*) FROM inspection_sample",
            "SELECT COUNT(*) FROM inspection_sample_report",
            "SELECT COUNT(*) FROM certificate_hold WHERE lifted_at IS NULL",
            "SELECT COUNT(*) FROM certificate_hold",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM inspection",
            "SELECT COUNT(*) FROM job",
        ] {
            counts.push(self.test.number(sql).await);
        }
        counts
    }
}

pub(crate) fn conclusion(verdict: Verdict, clock: &TestClock) -> Act {
    let in_a_month = days_before(day_in_vietnam(clock.now()), -30);
    Act::Conclude {
        verdict,
        corrective_deadline: verdict.needs_deadline().then_some(in_a_month),
    }
}

fn finding(severity: Severity) -> Act {
    Act::Find {
        checkpoint: "LABEL".to_owned(),
        severity,
        text: "  Nhãn thiếu\u{202E} hạn sử dụng ".to_owned(),
    }
}

async fn a_grave_verdict_holds_and_a_passed_follow_up_lifts(test: TestDb) {
    use InspectionStatus::{Closed, Concluded, Corrected};
    let world = World::open(test).await;
    for verdict in [Verdict::Major, Verdict::Fail] {
        let first = world.plan(InspectionKind::Planned, None).await;
        assert!(!world.held().await, "a plan holds nothing");
        assert!(!world.conclude_findings(first).await);
        let concluded = world.act(first, conclusion(verdict, &world.clock)).await;
        let concluded = concluded.unwrap();
        assert_eq!(concluded.status, Concluded);
        assert_eq!(concluded.verdict, Some(verdict));
        assert_eq!(
            concluded.corrective_deadline.is_some(),
            verdict == Verdict::Major
        );
        assert!(world.held().await, "{verdict:?}");
        assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 1);
        forget_announced(&world.test).await;
        // The certificate itself is what the state says of it.
        let certificate = world
            .programme
            .certificates_by_ids(&[world.certificate])
            .await;
        let certificate = certificate.unwrap().remove(0);
        assert_eq!(certificate.status, CertificateStatus::Active);
        assert!(certificate.in_force(world.clock.now()));
        let found = programme::find_certificate(world.test.primary(), world.certificate).await;
        assert_eq!(found.unwrap(), Some(certificate));

        // A follow-up that finds faults leaves it held, and can be followed.
        let second = world.plan(InspectionKind::FollowUp, Some(first)).await;
        world.conclude(second, Verdict::Minor).await;
        assert!(world.held().await);
        assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 0);
        world.clock.advance(Duration::days(3));
        let third = world.plan(InspectionKind::FollowUp, Some(second)).await;
        world.conclude(third, Verdict::Pass).await;
        assert!(!world.held().await, "{verdict:?}");
        assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 1);
        forget_announced(&world.test).await;
        for (id, status) in [(first, Corrected), (second, Corrected), (third, Closed)] {
            assert_eq!(world.status(id).await, status);
        }
        assert_eq!(
            world.history(first).await,
            ["PLAN", "START", "CONCLUDE", "CORRECT"]
        );
        assert_eq!(
            world.history(third).await,
            ["PLAN", "START", "CONCLUDE", "CLOSE"]
        );
    }
}

impl World {
    /// Starts, finds and takes samples; whether the certificate is held then.
    async fn conclude_findings(&self, id: InspectionId) -> bool {
        self.act(id, Act::Start).await.unwrap();
        self.act(id, finding(Severity::Major)).await.unwrap();
        let sample = Act::Sample {
            what: "Cơm cháy 200 g".to_owned(),
            laboratory: "Quatest 1".to_owned(),
            result: Some(" ".to_owned()),
        };
        self.act(id, sample).await.unwrap();
        let findings = self.programme.findings_of(&[id]).await.unwrap();
        assert_eq!(findings[0].text, "Nhãn thiếu hạn sử dụng");
        let samples = self.programme.samples_of(&[id]).await.unwrap();
        assert_eq!(samples[0].result, None);
        self.held().await
    }
}

async fn a_minor_verdict_holds_nothing(test: TestDb) {
    let world = World::open(test).await;
    let first = world.plan(InspectionKind::Complaint, None).await;
    let concluded = world.conclude(first, Verdict::Minor).await;
    assert_eq!(concluded.status, InspectionStatus::Concluded);
    assert!(concluded.corrective_deadline.is_some());
    let second = world.plan(InspectionKind::Planned, None).await;
    let passed = world.conclude(second, Verdict::Pass).await;
    assert_eq!(passed.status, InspectionStatus::Closed);
    assert!(!world.held().await);
    assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 0);
    // Another inspection that passes corrects nothing.
    assert_eq!(world.status(first).await, InspectionStatus::Concluded);
}

async fn an_officer_lifts_a_hold_with_grounds(test: TestDb) {
    let world = World::open(test).await;
    let lift = async |grounds: &str| {
        let (programme, officer) = (&world.programme, &world.officer);
        programme
            .lift_hold(officer, world.certificate, grounds)
            .await
    };
    assert!(matches!(
        lift("Đã khắc phục").await,
        Err(LiftHoldError::NotHeld)
    ));
    let first = world.plan(InspectionKind::Planned, None).await;
    world.conclude(first, Verdict::Fail).await;
    let second = world.plan(InspectionKind::Complaint, None).await;
    world.conclude(second, Verdict::Major).await;
    let before = world.rows().await;
    for grounds in ["", " \u{200B} ", &"a".repeat(2_001)] {
        assert!(matches!(lift(grounds).await, Err(LiftHoldError::Grounds)));
    }
    assert_eq!(world.rows().await, before);
    assert!(world.held().await);
    forget_announced(&world.test).await;
    lift("Đã khắc phục").await.unwrap();
    assert!(!world.held().await);
    assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 1);
    for id in [first, second] {
        assert_eq!(world.status(id).await, InspectionStatus::Closed);
        assert_eq!(world.history(id).await.last().unwrap(), "CLOSE");
    }
    let grounds = "SELECT COUNT(*) FROM certificate_hold WHERE lift_grounds = 'Đã khắc phục'";
    assert_eq!(world.test.number(grounds).await, 2);
    assert!(matches!(lift("Lần nữa").await, Err(LiftHoldError::NotHeld)));
}

async fn a_follow_up_lifts_its_own_case_only(test: TestDb) {
    let world = World::open(test).await;
    let one = world.plan(InspectionKind::Planned, None).await;
    world.conclude(one, Verdict::Major).await;
    let other = world.plan(InspectionKind::Complaint, None).await;
    world.conclude(other, Verdict::Fail).await;
    let after_one = world.plan(InspectionKind::FollowUp, Some(one)).await;
    world.conclude(after_one, Verdict::Pass).await;
    assert!(world.held().await, "the other case holds it");
    assert_eq!(world.status(other).await, InspectionStatus::Concluded);
    let after_other = world.plan(InspectionKind::FollowUp, Some(other)).await;
    world.conclude(after_other, Verdict::Pass).await;
    assert!(!world.held().await);
}

async fn only_the_assigned_inspector_acts(test: TestDb) {
    let world = World::open(test).await;
    let id = world.plan(InspectionKind::Planned, None).await;
    let moved = match &world.inspector {
        // The same person, now of another province.
        Actor::Account { id, .. } => Actor::Account {
            id: *id,
            grants: match inspector_of("01") {
                Actor::Account { grants, .. } => grants,
                _ => unreachable!(),
            },
        },
        _ => unreachable!(),
    };
    let before = world.rows().await;
    for stranger in [
        Actor::Anonymous,
        Actor::System,
        inspector_of("37"),
        officer_of("37"),
        account(Role::Administrator, Scope::Global),
        moved,
    ] {
        for act in [
            Act::Start,
            finding(Severity::Minor),
            conclusion(Verdict::Fail, &world.clock),
        ] {
            let refused = world.programme.act_on_inspection(&stranger, id, &act).await;
            assert!(
                matches!(refused, Err(ActError::NotFound)),
                "{stranger:?} {act:?}"
            );
        }
    }
    assert_eq!(world.rows().await, before);
    let nothing = InspectionId::new(world.clock.now());
    assert!(matches!(
        world.act(nothing, Act::Start).await,
        Err(ActError::NotFound)
    ));
    world.act(id, Act::Start).await.unwrap();
}

async fn only_officers_of_the_province_plan_cancel_and_lift(test: TestDb) {
    let world = World::open(test).await;
    let held = world.plan(InspectionKind::Planned, None).await;
    world.conclude(held, Verdict::Fail).await;
    let id = world.plan(InspectionKind::Planned, None).await;
    let before = world.rows().await;
    let programme = &world.programme;
    for stranger in [
        Actor::Anonymous,
        officer_of("01"),
        world.inspector.clone(),
        account(Role::Moderator, Scope::Global),
    ] {
        let new = world.draft(InspectionKind::Complaint, None);
        let planned = programme.plan_inspections(&stranger, &[new]).await;
        let refusal = PlanRefusal::CertificateNotFound;
        assert!(
            matches!(planned, Err(PlanError::Refused { refusal: why, .. }) if why == refusal),
            "{stranger:?}"
        );
        let cancelled = programme.cancel_inspection(&stranger, id, "Lý do").await;
        assert!(matches!(cancelled, Err(CancelInspectionError::NotFound)));
        let lifted = programme
            .lift_hold(&stranger, world.certificate, "Lý do")
            .await;
        assert!(matches!(lifted, Err(LiftHoldError::NotFound)));
    }
    let cancel = async |reason: &str| {
        let done = programme
            .cancel_inspection(&world.officer, id, reason)
            .await;
        done.map(|own| own.status)
    };
    assert!(matches!(
        cancel(" ").await,
        Err(CancelInspectionError::Reason)
    ));
    assert_eq!(world.rows().await, before);
    assert_eq!(
        cancel("Trời bão").await.unwrap(),
        InspectionStatus::Cancelled
    );
    assert!(matches!(
        cancel("Trời bão").await,
        Err(CancelInspectionError::WrongStatus(
            InspectionStatus::Cancelled
        ))
    ));
    assert_eq!(world.history(id).await, ["PLAN", "CANCEL"]);
}

async fn what_cannot_be_planned_is_refused(test: TestDb) {
    use PlanRefusal as Refusal;
    let world = World::open(test).await;
    let today = day_in_vietnam(world.clock.now());
    let nowhere = CertificateId::new(world.clock.now());
    let nothing = InspectionId::new(world.clock.now());
    let passed = world.plan(InspectionKind::Complaint, None).await;
    world.conclude(passed, Verdict::Pass).await;
    let before = world.rows().await;
    let follow = |id| {
        move |new: &mut NewInspection| {
            (new.kind, new.follows) = (InspectionKind::FollowUp, id);
        }
    };
    assert_eq!(
        world.refusal(|new| new.certificate_id = nowhere).await,
        Refusal::CertificateNotFound
    );
    for day in [
        days_before(today, 1),
        days_before(today, -732),
        chrono::NaiveDate::MAX,
    ] {
        assert_eq!(
            world.refusal(|new| new.planned_on = day).await,
            Refusal::PlannedOn
        );
    }
    for nobody in [
        Actor::Anonymous,
        Actor::System,
        inspector_of("01"),
        officer_of("37"),
    ] {
        assert_eq!(
            world.refusal(|new| new.inspector = nobody).await,
            Refusal::Inspector
        );
    }
    assert_eq!(world.refusal(follow(None)).await, Refusal::FollowsMismatch);
    assert_eq!(
        world.refusal(|new| new.follows = Some(passed)).await,
        Refusal::FollowsMismatch
    );
    for wrong in [nothing, passed] {
        assert_eq!(world.refusal(follow(Some(wrong))).await, Refusal::Follows);
    }
    assert_eq!(world.rows().await, before);
    world.plan(InspectionKind::Planned, None).await;
    assert_eq!(world.refusal(|_| {}).await, Refusal::AlreadyOpen);
    let fault = world.plan(InspectionKind::Complaint, None).await;
    world.conclude(fault, Verdict::Minor).await;
    world.plan(InspectionKind::FollowUp, Some(fault)).await;
    assert_eq!(
        world.refusal(follow(Some(fault))).await,
        Refusal::AlreadyOpen
    );
    let revoke = programme::CertificateChange {
        id: world.certificate,
        status: CertificateStatus::Revoked,
        ground: None,
        grounds: None,
        decision_number: "1".to_owned(),
    };
    let done = world
        .programme
        .set_certificate_status(&Actor::System, revoke)
        .await;
    done.unwrap();
    assert_eq!(world.refusal(|_| {}).await, Refusal::CertificateFinal);
}

async fn several_are_planned_or_none(test: TestDb) {
    let world = World::open(test).await;
    let mut new: Vec<NewInspection> = (0..MAX_PLANNED)
        .map(|_| world.draft(InspectionKind::Complaint, None))
        .collect();
    new[7].inspector = inspector_of("01");
    let plan =
        async |new: &[NewInspection]| world.programme.plan_inspections(&world.officer, new).await;
    let refused = plan(&new).await;
    assert!(matches!(
        refused,
        Err(PlanError::Refused {
            index: 7,
            refusal: PlanRefusal::Inspector
        })
    ));
    assert_eq!(
        world.test.number("SELECT COUNT(*) FROM inspection").await,
        0
    );
    assert!(matches!(plan(&[]).await, Err(PlanError::Count)));
    new[7].inspector = world.inspector.clone();
    assert_eq!(plan(&new).await.unwrap().len(), MAX_PLANNED);
    new.push(new[0].clone());
    assert!(matches!(plan(&new).await, Err(PlanError::Count)));
}

async fn bad_acts_are_refused_and_change_nothing(test: TestDb) {
    type Check = fn(&ActError) -> bool;
    let world = World::open(test).await;
    let id = world.plan(InspectionKind::Planned, None).await;
    let wrong = |error: &ActError| matches!(error, ActError::WrongStatus(_));
    let today = day_in_vietnam(world.clock.now());
    let conclude = |verdict, corrective_deadline| Act::Conclude {
        verdict,
        corrective_deadline,
    };
    let find = |checkpoint: &str, text: &str| Act::Find {
        checkpoint: checkpoint.to_owned(),
        severity: Severity::Minor,
        text: text.to_owned(),
    };
    let sample = |what: &str, laboratory: &str, result: &str| Act::Sample {
        what: what.to_owned(),
        laboratory: laboratory.to_owned(),
        result: Some(result.to_owned()),
    };
    let refuse = async |act: Act, check: Check| {
        let before = world.rows().await;
        let error = world.act(id, act.clone()).await.unwrap_err();
        assert!(check(&error), "{act:?}: {error}");
        assert_eq!(world.rows().await, before, "{act:?}");
    };
    for act in [
        finding(Severity::Minor),
        sample("a", "b", "c"),
        conclude(Verdict::Pass, None),
    ] {
        refuse(act, wrong).await;
    }
    world.act(id, Act::Start).await.unwrap();
    refuse(Act::Start, wrong).await;
    let long = "ă".repeat(2_001);
    for (act, check) in [
        (
            find("label", "a"),
            (|e| matches!(e, ActError::Checkpoint)) as Check,
        ),
        (find("LABEL", " "), |e| matches!(e, ActError::Text)),
        (find("LABEL", &long), |e| matches!(e, ActError::Text)),
        (sample("", "b", "c"), |e| matches!(e, ActError::What)),
        (sample("a", &long, "c"), |e| {
            matches!(e, ActError::Laboratory)
        }),
        (sample("a", "b", &long), |e| matches!(e, ActError::Result)),
    ] {
        refuse(act, check).await;
    }
    world.act(id, finding(Severity::Major)).await.unwrap();
    for verdict in [Verdict::Pass, Verdict::Minor] {
        refuse(conclusion(verdict, &world.clock), |e| {
            matches!(e, ActError::TooMild(Verdict::Major))
        })
        .await;
    }
    for deadline in [
        None,
        Some(today),
        Some(days_before(today, -367)),
        Some(chrono::NaiveDate::MIN),
    ] {
        refuse(conclude(Verdict::Major, deadline), |e| {
            matches!(e, ActError::Deadline)
        })
        .await;
    }
    assert!(!world.held().await);
    world
        .act(id, conclude(Verdict::Fail, Some(days_before(today, -366))))
        .await
        .unwrap();
    for act in [
        Act::Start,
        finding(Severity::Minor),
        conclude(Verdict::Pass, None),
    ] {
        refuse(act, wrong).await;
    }
}

async fn lists_show_what_one_may_see(test: TestDb) {
    let world = World::open(test).await;
    let mut new = Vec::new();
    for days in [3, 1, 2] {
        let mut own = world.draft(InspectionKind::Complaint, None);
        own.planned_on = days_before(own.planned_on, -days);
        new.push(own);
    }
    let mut others = world.draft(InspectionKind::Planned, None);
    let other = inspector_of("37");
    others.inspector = other.clone();
    new.push(others);
    let ids: Vec<_> = world
        .programme
        .plan_inspections(&world.officer, &new)
        .await
        .unwrap()
        .into_iter()
        .map(|own| own.id)
        .collect();
    let by_day = [ids[3], ids[1], ids[2], ids[0]];
    let list = async |actor: &Actor, filter: InspectionFilter| {
        let page = PageArgs::first(100);
        let page = world
            .programme
            .inspections(actor, &filter, &page)
            .await
            .unwrap();
        page.rows
            .into_iter()
            .map(|(_, own)| own.id)
            .collect::<Vec<_>>()
    };
    let all = InspectionFilter::default;
    assert_eq!(list(&world.officer, all()).await, by_day);
    assert_eq!(
        list(&account(Role::Administrator, Scope::Global), all()).await,
        by_day
    );
    assert_eq!(list(&world.inspector, all()).await, by_day[1..]);
    assert_eq!(list(&other, all()).await, by_day[..1]);
    for stranger in [Actor::Anonymous, officer_of("01"), inspector_of("37")] {
        assert!(list(&stranger, all()).await.is_empty());
        assert_eq!(
            world.programme.inspection(&stranger, ids[0]).await.unwrap(),
            None
        );
    }
    assert!(
        world
            .programme
            .inspection(&other, ids[0])
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        world
            .programme
            .inspection(&world.inspector, ids[0])
            .await
            .unwrap()
            .is_some()
    );
    world.act(ids[1], Act::Start).await.unwrap();
    let running = InspectionFilter {
        statuses: Some(vec![InspectionStatus::InProgress]),
        kinds: Some(vec![InspectionKind::Complaint]),
        certificate: Some(world.certificate),
        province: Some("37".to_owned()),
    };
    assert_eq!(list(&world.officer, running).await, [ids[1]]);
    let none = InspectionFilter {
        statuses: Some(Vec::new()),
        ..all()
    };
    assert!(list(&world.officer, none).await.is_empty());
    // Page by page, forth and back.
    let page = async |args: PageArgs| {
        world
            .programme
            .inspections(&world.officer, &all(), &args)
            .await
    };
    let first = page(PageArgs::first(3)).await.unwrap();
    assert!(first.has_next);
    let after = first.rows[2].0.encode();
    let next = PageArgs::new(Some(3), Some(&after), None, None).unwrap();
    let next = page(next).await.unwrap();
    assert_eq!(next.rows[0].1.id, by_day[3]);
    let before = next.rows[0].0.encode();
    let back = PageArgs::new(None, None, Some(2), Some(&before)).unwrap();
    let back = page(back).await.unwrap();
    assert_eq!(
        back.rows.iter().map(|(_, own)| own.id).collect::<Vec<_>>(),
        by_day[1..3]
    );
    for key in [["soon", ""], ["2026-11-23", "7"], ["+99999-01-01", ""]] {
        let forged = kernel::Cursor::new("inspections.day", key.map(str::to_owned)).encode();
        let forged = PageArgs::new(Some(3), Some(&forged), None, None).unwrap();
        assert!(page(forged).await.is_err());
    }
}

async fn the_database_refuses_a_broken_row(test: TestDb) {
    let world = World::open(test).await;
    let id = world.plan(InspectionKind::Planned, None).await;
    for change in [
        "status = 'CONCLUDED'",
        "verdict = 'PASS'",
        "status = 'CONCLUDED', verdict = 'MAJOR', concluded_on = planned_on",
        "status = 'CLOSED', verdict = 'PASS', concluded_on = planned_on, corrective_deadline = planned_on",
        "kind = 'FOLLOW_UP'",
    ] {
        let broken = world
            .test
            .raw(&format!("UPDATE inspection SET {change}"))
            .await;
        assert!(broken.is_err(), "{change}");
    }
    assert_eq!(world.status(id).await, InspectionStatus::Planned);
}
