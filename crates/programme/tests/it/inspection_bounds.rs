//! Inspections reach neither other certificates nor whoever inspects no more,
//! and hold no more than their limits.

use crate::inspections::{World, inspector_of};
use crate::support::*;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, CertificateId, Clock, PageArgs, RoleGrant, Scope};
use programme::inspections::{
    Act, ActError, InspectionFilter, InspectionKind, InspectionStatus, MAX_FINDINGS, MAX_SAMPLES,
    NewInspection, NewSampleReport, PlanError, PlanRefusal, ReportSampleError, SampleResult,
    Severity, Verdict,
};
use testkit::TestDb;

testkit::on_both!(
    a_follow_up_is_of_the_same_certificate,
    a_hold_is_lifted_of_its_certificate_alone,
    whoever_inspects_no_more_sees_nothing,
    findings_and_samples_have_a_limit,
    no_report_is_recorded_of_a_cancelled_inspection,
);

/// A second certificate, of another producer.
async fn another(world: &World) -> CertificateId {
    let producer = active(&world.programme, cooperative("HTX Khác")).await;
    let new = four_stars(producer, "02");
    let recorded = world.programme.record_certificate(&Actor::System, new);
    recorded.await.unwrap()
}

async fn held(world: &World, id: CertificateId) -> bool {
    let found = world.programme.certificates_by_ids(&[id]).await;
    found.unwrap()[0].held
}

async fn a_follow_up_is_of_the_same_certificate(test: TestDb) {
    let world = World::open(test).await;
    let first = world.plan(InspectionKind::Planned, None).await;
    world.conclude(first, Verdict::Major).await;
    let certificate_id = another(&world).await;
    let before = world.rows().await;
    let other = NewInspection {
        certificate_id,
        ..world.draft(InspectionKind::FollowUp, Some(first))
    };
    // It would close the case of the first without a look at its goods.
    let refused = world
        .programme
        .plan_inspections(&world.officer, &[other])
        .await;
    let refusal = PlanRefusal::Follows;
    assert!(
        matches!(&refused, Err(PlanError::Refused { index: 0, refusal: own }) if *own == refusal),
        "{refused:?}"
    );
    assert_eq!(world.rows().await, before);
    assert!(world.held().await);
}

async fn a_hold_is_lifted_of_its_certificate_alone(test: TestDb) {
    let world = World::open(test).await;
    let other = another(&world).await;
    let mut new = vec![world.draft(InspectionKind::Planned, None)];
    new.push(NewInspection {
        certificate_id: other,
        ..new[0].clone()
    });
    let planned = world
        .programme
        .plan_inspections(&world.officer, &new)
        .await
        .unwrap();
    for own in &planned {
        world.conclude(own.id, Verdict::Fail).await;
    }
    assert!(world.held().await && held(&world, other).await);
    let lifted = world
        .programme
        .lift_hold(&world.officer, world.certificate, "Đã khắc phục")
        .await;
    lifted.unwrap();
    assert!(!world.held().await);
    assert!(held(&world, other).await, "nobody lifted it");
    let closed = world.history(planned[1].id).await;
    assert!(!closed.contains(&"CLOSE".to_owned()), "{closed:?}");
}

async fn whoever_inspects_no_more_sees_nothing(test: TestDb) {
    let world = World::open(test).await;
    let id = world.plan(InspectionKind::Planned, None).await;
    let Actor::Account { id: account, .. } = world.inspector.clone() else {
        panic!("an account");
    };
    let with = |grants: Vec<RoleGrant>| Actor::Account {
        id: account,
        grants,
    };
    let Actor::Account { grants, .. } = inspector_of("01") else {
        panic!("an account");
    };
    let list = async |actor: &Actor| {
        let (all, page) = (InspectionFilter::default(), PageArgs::first(9));
        let page = world.programme.inspections(actor, &all, &page).await;
        page.unwrap().rows.len()
    };
    assert_eq!(list(&world.inspector).await, 1);
    // Without the role, and with that of another province.
    for actor in [with(Vec::new()), with(grants)] {
        assert_eq!(list(&actor).await, 0);
        let seen = world.programme.inspection(&actor, id).await.unwrap();
        assert_eq!(seen, None);
        let refused = world
            .programme
            .act_on_inspection(&actor, id, &Act::Start)
            .await;
        assert!(matches!(refused, Err(ActError::NotFound)));
    }
    // An officer of several provinces sees those of each, and no others.
    let officer = |codes: &[&str]| {
        let grants = codes.iter().map(|code| RoleGrant {
            role: kernel::Role::ProgrammeOfficer,
            scope: Scope::Province((*code).to_owned()),
        });
        with(grants.collect())
    };
    assert_eq!(list(&officer(&["01", "37"])).await, 1);
    assert_eq!(list(&officer(&["01", "75"])).await, 0);
}

async fn findings_and_samples_have_a_limit(test: TestDb) {
    let world = World::open(test).await;
    let id = world.plan(InspectionKind::Planned, None).await;
    world.act(id, Act::Start).await.unwrap();
    let find = Act::Find {
        checkpoint: "LABEL".to_owned(),
        severity: Severity::Minor,
        text: "Nhãn mờ".to_owned(),
    };
    let sample = Act::Sample {
        what: "Cơm cháy".to_owned(),
        laboratory: "Trung tâm 1".to_owned(),
        result: None,
    };
    for (act, most) in [(find, MAX_FINDINGS), (sample, MAX_SAMPLES)] {
        for _ in 0..most {
            world.act(id, act.clone()).await.unwrap();
        }
        let refused = world.act(id, act).await;
        assert!(matches!(refused, Err(ActError::TooMany)), "{refused:?}");
    }
    let count = async |table: &str| {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        u64::try_from(world.test.number(&sql).await).unwrap()
    };
    assert_eq!(count("inspection_finding").await, MAX_FINDINGS);
    assert_eq!(count("inspection_sample").await, MAX_SAMPLES);
}

async fn no_report_is_recorded_of_a_cancelled_inspection(test: TestDb) {
    let world = World::open(test).await;
    let id = world.plan(InspectionKind::Planned, None).await;
    world.act(id, Act::Start).await.unwrap();
    let sample = Act::Sample {
        what: "Cơm cháy".to_owned(),
        laboratory: "Trung tâm 1".to_owned(),
        result: None,
    };
    world.act(id, sample).await.unwrap();
    let sample = world.programme.samples_of(&[id]).await.unwrap().remove(0);
    let cancelled = world
        .programme
        .cancel_inspection(&world.officer, id, "Cơ sở đóng cửa")
        .await;
    cancelled.unwrap();
    let before = world.rows().await;
    for result in [SampleResult::Pass, SampleResult::Fail] {
        let report = NewSampleReport {
            laboratory: "Trung tâm 1".to_owned(),
            number: "12".to_owned(),
            reported_on: day_in_vietnam(world.clock.now()),
            result,
        };
        let refused = world
            .programme
            .report_sample(&world.officer, sample.id, &report)
            .await;
        let status = InspectionStatus::Cancelled;
        assert!(
            matches!(&refused, Err(ReportSampleError::WrongStatus(own)) if *own == status),
            "{refused:?}"
        );
        assert_eq!(world.rows().await, before);
        assert!(!world.held().await);
    }
    let samples = world.programme.samples_of(&[id]).await.unwrap();
    assert_eq!(samples[0].report, None);
}
