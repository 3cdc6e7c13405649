//! What laboratories report on samples: who may record it, what a sample that
//! failed does to certificate and case, and that what is refused changes
//! nothing.

use crate::inspections::{World, conclusion, inspector_of};
use crate::round::Round;
use crate::support::*;
use chrono::Duration;
use kernel::{Actor, Clock, InspectionId, PageArgs, Role, SampleId, Scope, clock::day_in_vietnam};
use programme::inspections::risk::Factor;
use programme::inspections::{
    Act, ActError, Inspection, InspectionKind, InspectionStatus, NewSampleReport,
    ReportSampleError, SampleResult, Verdict,
};
use testkit::TestDb;

testkit::on_both!(
    a_report_that_passes_changes_nothing_else,
    a_sample_that_fails_after_a_pass_holds_until_a_follow_up_passes,
    a_sample_that_fails_holds_again_what_was_lifted,
    a_hold_that_stands_is_not_placed_twice,
    an_officer_lifts_a_sample_s_hold,
    a_verdict_follows_a_sample_that_failed,
    a_report_is_for_good,
    of_two_reports_at_once_one_is_recorded,
    strangers_find_no_sample,
    bad_reports_are_refused_and_change_nothing,
    what_spoils_is_inspected_before_what_keeps,
);

fn report(world: &World, result: SampleResult) -> NewSampleReport {
    NewSampleReport {
        laboratory: " Quatest  1 ".to_owned(),
        number: "1234/KQ".to_owned(),
        reported_on: day_in_vietnam(world.clock.now()),
        result,
    }
}

impl World {
    /// An inspection under way with a sample.
    async fn sampled(&self) -> (InspectionId, SampleId) {
        let id = self.plan(InspectionKind::Complaint, None).await;
        (id, self.take(id).await)
    }

    async fn take(&self, id: InspectionId) -> SampleId {
        self.act(id, Act::Start).await.unwrap();
        let sample = Act::Sample {
            what: "Cơm cháy 200 g".to_owned(),
            laboratory: "Quatest 1".to_owned(),
            result: None,
        };
        self.act(id, sample).await.unwrap();
        self.programme.samples_of(&[id]).await.unwrap()[0].id
    }

    async fn verdict(&self, id: InspectionId, verdict: Verdict) -> Inspection {
        let done = self.act(id, conclusion(verdict, &self.clock)).await;
        self.clock.advance(Duration::days(3));
        done.unwrap()
    }

    async fn reports(
        &self,
        actor: &Actor,
        id: SampleId,
        result: SampleResult,
    ) -> Result<Inspection, ReportSampleError> {
        let new = report(self, result);
        self.programme.report_sample(actor, id, &new).await
    }
}

async fn a_report_that_passes_changes_nothing_else(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    let concluded = world.verdict(id, Verdict::Minor).await;
    let reported = world.reports(&world.inspector, sample, SampleResult::Pass);
    assert_eq!(reported.await.unwrap(), concluded);
    assert!(!world.held().await);
    let samples = world.programme.samples_of(&[id]).await.unwrap();
    let kept = samples[0].report.as_ref().unwrap();
    assert_eq!(kept.laboratory, "Quatest 1");
    assert_eq!(kept.number, "1234/KQ");
    assert_eq!(kept.result, SampleResult::Pass);
    assert_eq!(kept.recorded_by, world.inspector.label());
    assert_eq!(kept.at, world.clock.now());
    assert_eq!(world.history(id).await, ["PLAN", "START", "CONCLUDE"]);
    assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 0);
}

async fn a_sample_that_fails_after_a_pass_holds_until_a_follow_up_passes(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    let passed = world.verdict(id, Verdict::Pass).await;
    assert_eq!(passed.status, InspectionStatus::Closed);
    assert!(!world.held().await);
    let failed = world.reports(&world.officer, sample, SampleResult::Fail);
    let failed = failed.await.unwrap();
    assert!(world.held().await, "in the transaction of the report");
    assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 1);
    assert_eq!(failed.status, InspectionStatus::Concluded);
    assert_eq!(failed.verdict, Some(Verdict::Pass), "as it was given");
    let history = world.programme.inspection_history_of(&[id]).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!(last.command, "SAMPLE_FAIL");
    assert_eq!(last.note.as_deref(), Some("1234/KQ (Quatest 1)"));
    // The follow-up's own sample fails after it passed: all over again.
    let second = world.plan(InspectionKind::FollowUp, Some(id)).await;
    let sample = world.take(second).await;
    world.verdict(second, Verdict::Pass).await;
    assert!(!world.held().await);
    assert_eq!(world.status(id).await, InspectionStatus::Corrected);
    let failed = world.reports(&world.inspector, sample, SampleResult::Fail);
    failed.await.unwrap();
    assert!(world.held().await);
    let third = world.plan(InspectionKind::FollowUp, Some(second)).await;
    world.conclude(third, Verdict::Pass).await;
    assert!(!world.held().await);
    assert_eq!(world.status(second).await, InspectionStatus::Corrected);
    assert_eq!(world.status(id).await, InspectionStatus::Corrected);
}

async fn a_sample_that_fails_holds_again_what_was_lifted(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    world.verdict(id, Verdict::Major).await;
    let follow_up = world.plan(InspectionKind::FollowUp, Some(id)).await;
    world.conclude(follow_up, Verdict::Pass).await;
    assert!(!world.held().await);
    forget_announced(&world.test).await;
    let failed = world.reports(&world.inspector, sample, SampleResult::Fail);
    assert_eq!(failed.await.unwrap().status, InspectionStatus::Concluded);
    assert!(world.held().await);
    assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 1);
    let holds = "SELECT COUNT(*) FROM certificate_hold";
    assert_eq!(world.test.number(holds).await, 1);
}

async fn a_hold_that_stands_is_not_placed_twice(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    world.verdict(id, Verdict::Major).await;
    forget_announced(&world.test).await;
    let failed = world.reports(&world.inspector, sample, SampleResult::Fail);
    failed.await.unwrap();
    assert!(world.held().await);
    assert_eq!(announced(&world.test, CERTIFICATE_JOB).await, 0);
    let history = world.history(id).await;
    assert_eq!(history, ["PLAN", "START", "CONCLUDE", "SAMPLE_FAIL"]);
}

async fn an_officer_lifts_a_sample_s_hold(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    world.verdict(id, Verdict::Minor).await;
    let failed = world.reports(&world.inspector, sample, SampleResult::Fail);
    failed.await.unwrap();
    let lift = world
        .programme
        .lift_hold(&world.officer, world.certificate, "Lô đã thu hồi.");
    lift.await.unwrap();
    assert!(!world.held().await);
    assert_eq!(world.status(id).await, InspectionStatus::Closed);
}

async fn a_verdict_follows_a_sample_that_failed(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    let failed = world.reports(&world.inspector, sample, SampleResult::Fail);
    assert_eq!(failed.await.unwrap().status, InspectionStatus::InProgress);
    assert!(!world.held().await, "the verdict is still to come");
    for mild in [Verdict::Pass, Verdict::Minor] {
        let refused = world.act(id, conclusion(mild, &world.clock)).await;
        assert!(
            matches!(refused, Err(ActError::TooMild(Verdict::Major))),
            "{refused:?}"
        );
    }
    world.verdict(id, Verdict::Major).await;
    assert!(world.held().await);
}

async fn a_report_is_for_good(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    world.verdict(id, Verdict::Pass).await;
    let first = world.reports(&world.inspector, sample, SampleResult::Fail);
    first.await.unwrap();
    let before = world.rows().await;
    for result in [SampleResult::Pass, SampleResult::Fail] {
        for actor in [&world.inspector, &world.officer] {
            let again = world.reports(actor, sample, result).await;
            assert!(
                matches!(again, Err(ReportSampleError::Reported)),
                "{again:?}"
            );
        }
    }
    assert_eq!(world.rows().await, before);
    assert!(world.held().await);
}

async fn of_two_reports_at_once_one_is_recorded(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    world.verdict(id, Verdict::Pass).await;
    let (one, other) = tokio::join!(
        world.reports(&world.inspector, sample, SampleResult::Pass),
        world.reports(&world.officer, sample, SampleResult::Fail),
    );
    let refused = [&one, &other].map(|own| matches!(own, Err(ReportSampleError::Reported)));
    assert_ne!(refused[0], refused[1], "{one:?} {other:?}");
    assert_eq!(world.held().await, other.is_ok());
}

async fn strangers_find_no_sample(test: TestDb) {
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    world.verdict(id, Verdict::Pass).await;
    let Actor::Account { id: inspector, .. } = world.inspector else {
        panic!("an account");
    };
    // Who inspects elsewhere now, though the inspection was assigned to them.
    let moved = Actor::Account {
        id: inspector,
        grants: vec![kernel::RoleGrant {
            role: Role::Inspector,
            scope: Scope::Province("01".to_owned()),
        }],
    };
    let colleague = Actor::Account {
        id: kernel::AccountId(uuid::Uuid::from_u128(9)),
        grants: vec![kernel::RoleGrant {
            role: Role::Inspector,
            scope: Scope::Province("37".to_owned()),
        }],
    };
    let ids = [world.certificate];
    let producer = world.programme.certificates_by_ids(&ids);
    let producer = producer.await.unwrap()[0].producer_id;
    let before = world.rows().await;
    for stranger in [
        officer_of("01"),
        inspector_of("01"),
        moved,
        colleague,
        crate::round::owner_of(producer),
        account(Role::CouncilMember, Scope::Province("37".to_owned())),
        Actor::Anonymous,
    ] {
        let refused = world.reports(&stranger, sample, SampleResult::Fail).await;
        assert!(
            matches!(refused, Err(ReportSampleError::NotFound)),
            "{stranger:?}"
        );
    }
    let none = SampleId::new(world.clock.now());
    let refused = world
        .reports(&world.officer, none, SampleResult::Fail)
        .await;
    assert!(matches!(refused, Err(ReportSampleError::NotFound)));
    assert_eq!(world.rows().await, before);
}

async fn bad_reports_are_refused_and_change_nothing(test: TestDb) {
    use ReportSampleError as Error;
    type Change = fn(&mut NewSampleReport);
    type Expected = fn(&Error) -> bool;
    let world = World::open(test).await;
    let (id, sample) = world.sampled().await;
    let (cancelled, void) = world.sampled().await;
    let cancel = world
        .programme
        .cancel_inspection(&world.officer, cancelled, "Bão.");
    cancel.await.unwrap();
    world.verdict(id, Verdict::Pass).await;
    let before = world.rows().await;
    let cases: [(Change, Expected); 7] = [
        (
            |new| new.laboratory = " \u{200B}".to_owned(),
            |error| matches!(error, Error::Laboratory),
        ),
        (
            |new| new.laboratory = "Đ".repeat(301),
            |error| matches!(error, Error::Laboratory),
        ),
        (
            |new| new.number = "\n".to_owned(),
            |error| matches!(error, Error::Number),
        ),
        (
            |new| new.number = "1".repeat(101),
            |error| matches!(error, Error::Number),
        ),
        (
            |new| new.reported_on += Duration::days(1),
            |error| matches!(error, Error::ReportedOn),
        ),
        // It was taken three days ago.
        (
            |new| new.reported_on -= Duration::days(4),
            |error| matches!(error, Error::ReportedOn),
        ),
        (
            |new| new.reported_on = chrono::NaiveDate::MIN,
            |error| matches!(error, Error::ReportedOn),
        ),
    ];
    for (n, (change, expected)) in cases.into_iter().enumerate() {
        let mut new = report(&world, SampleResult::Fail);
        change(&mut new);
        let refused = world
            .programme
            .report_sample(&world.inspector, sample, &new);
        let refused = refused.await.unwrap_err();
        assert!(expected(&refused), "{n}: {refused:?}");
    }
    let refused = world
        .reports(&world.officer, void, SampleResult::Fail)
        .await;
    assert!(
        matches!(
            refused,
            Err(Error::WrongStatus(InspectionStatus::Cancelled))
        ),
        "{refused:?}"
    );
    assert_eq!(world.rows().await, before);
    assert!(!world.held().await);
}

async fn what_spoils_is_inspected_before_what_keeps(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX Sinh Dược").await;
    let mut points = Vec::new();
    for (set, number) in [(8, "1/QĐ"), (6, "2/QĐ")] {
        let mut new = crate::round::food(round.cycle, producer, number);
        new.product_set = Some(set);
        let dossier = round.enter(new).await;
        let scored = round.score(&dossier, [8_000; 3]).await;
        let decision = round.recognise(&scored, number, 4).await;
        points.push(round.certificate(decision).await.id);
    }
    let bare = round
        .programme
        .record_certificate(&Actor::System, four_stars(producer, "01"))
        .await
        .unwrap();
    let page = PageArgs::first(10);
    let proposed = round
        .programme
        .inspection_proposals(&round.officer, "37", &page);
    let rows = proposed.await.unwrap().rows.into_iter();
    let proposed: Vec<_> = rows
        .map(|(_, own)| (own.certificate_id, own.points, own.factors))
        .collect();
    let never = Factor::NeverInspected;
    assert_eq!(
        proposed,
        [
            (points[0], 30, vec![never, Factor::Goods]),
            (points[1], 26, vec![never, Factor::Goods]),
            (bare, 20, vec![never]),
        ]
    );
}
