//! Complaints, and what inspections are proposed of them and of the rest.

use crate::support::*;
use chrono::Duration;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Actor, CertificateId, Clock, ComplaintId, PageArgs, Role, Scope};
use programme::complaints::{
    CertificateName, Complaint, ComplaintFilter, ComplaintReason, ComplaintStatus,
    DismissComplaintError, InspectComplaintError, MAX_OPEN_BY_ONE, MAX_OPEN_UNNAMED, NewComplaint,
    ReportError,
};
use programme::inspections::risk::Factor;
use programme::inspections::{
    Act, InspectionKind, InspectionStatus, NewInspection, PlanRefusal, ProposalError, Verdict,
};
use programme::{CertificateStatus, Programme};
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_report_reaches_the_officers_of_the_province_alone,
    bad_reports_are_refused,
    nobody_floods_a_certificate,
    an_officer_dismisses_or_has_it_inspected,
    the_most_urgent_is_proposed_first,
    only_officers_see_proposals,
);

struct World {
    test: TestDb,
    programme: Programme,
    clock: TestClock,
    certificate: CertificateId,
    officer: Actor,
    inspector: Actor,
}

impl World {
    async fn open(test: TestDb) -> Self {
        let (programme, clock) = programme(&test);
        let producer = active(&programme, cooperative("HTX Sinh Dược")).await;
        let certificate = programme
            .record_certificate(&Actor::System, four_stars(producer, "01/GCN"))
            .await
            .unwrap();
        Self {
            officer: officer_of("37"),
            inspector: account(Role::Inspector, Scope::Province("37".to_owned())),
            test,
            programme,
            clock,
            certificate,
        }
    }

    fn draft(&self, contact: Option<&str>) -> NewComplaint {
        NewComplaint {
            certificate: CertificateName::Number(" 01/GCN ".to_owned()),
            reason: ComplaintReason::Stars,
            text: " In\u{202E} 5 sao ".to_owned(),
            contact_email: contact.map(str::to_owned),
        }
    }

    async fn report(
        &self,
        actor: &Actor,
        contact: Option<&str>,
    ) -> Result<ComplaintId, ReportError> {
        let new = self.draft(contact);
        self.clock.advance(Duration::seconds(1));
        self.programme.report_certificate(actor, &new).await
    }

    async fn list(&self, actor: &Actor, filter: ComplaintFilter) -> Vec<Complaint> {
        let page = PageArgs::first(100);
        let page = self
            .programme
            .complaints(actor, &filter, &page)
            .await
            .unwrap();
        page.rows.into_iter().map(|(_, own)| own).collect()
    }

    async fn open_ones(&self) -> i64 {
        self.test
            .number("SELECT COUNT(*) FROM complaint WHERE status = 'OPEN'")
            .await
    }

    async fn certificate_of(&self, number: &str, issued: chrono::NaiveDate) -> CertificateId {
        let producer = active(&self.programme, cooperative(number)).await;
        let mut new = four_stars(producer, number);
        new.issued_on = issued;
        let done = self.programme.record_certificate(&Actor::System, new).await;
        done.unwrap()
    }

    async fn inspect(&self, certificate_id: CertificateId, verdict: Verdict) {
        let today = day_in_vietnam(self.clock.now());
        let new = NewInspection {
            certificate_id,
            kind: InspectionKind::Planned,
            planned_on: today,
            inspector: self.inspector.clone(),
            follows: None,
        };
        let planned = self.programme.plan_inspections(&self.officer, &[new]).await;
        let id = planned.unwrap()[0].id;
        let conclude = Act::Conclude {
            verdict,
            corrective_deadline: verdict.needs_deadline().then(|| days_before(today, -5)),
        };
        for act in [Act::Start, conclude] {
            let done = self.programme.act_on_inspection(&self.inspector, id, &act);
            done.await.unwrap();
        }
    }

    async fn proposals(&self) -> Vec<(CertificateId, i64, Vec<Factor>)> {
        let page = PageArgs::first(100);
        let programme = &self.programme;
        let page = programme
            .inspection_proposals(&self.officer, "37", &page)
            .await;
        let rows = page.unwrap().rows.into_iter();
        rows.map(|(_, own)| (own.certificate_id, own.points, own.factors))
            .collect()
    }
}

async fn a_report_reaches_the_officers_of_the_province_alone(test: TestDb) {
    let world = World::open(test).await;
    let id = world
        .report(&Actor::Anonymous, Some(" Lan@Vidu.example "))
        .await
        .unwrap();
    let by_id = NewComplaint {
        certificate: CertificateName::Id(world.certificate),
        reason: ComplaintReason::FoodSafety,
        ..world.draft(None)
    };
    world.clock.advance(Duration::seconds(1));
    let signed_in = account(Role::Shopper, Scope::Global);
    let other = world.programme.report_certificate(&signed_in, &by_id).await;
    let other = other.unwrap();
    let all = world.list(&world.officer, ComplaintFilter::default()).await;
    assert_eq!(
        all.iter().map(|own| own.id).collect::<Vec<_>>(),
        [id, other]
    );
    assert_eq!(all[0].text, "In 5 sao");
    assert_eq!(all[0].contact_email.as_deref(), Some("Lan@Vidu.example"));
    assert_eq!(all[0].status, ComplaintStatus::Open);
    let debug = format!("{:?}", all[0]);
    assert!(
        !debug.contains("Lan@") && !debug.contains("5 sao"),
        "{debug}"
    );
    let administrator = account(Role::Administrator, Scope::Global);
    assert_eq!(
        world
            .list(&administrator, ComplaintFilter::default())
            .await
            .len(),
        2
    );
    for stranger in [
        Actor::Anonymous,
        signed_in,
        officer_of("01"),
        world.inspector.clone(),
        account(Role::Moderator, Scope::Global),
    ] {
        let seen = world.list(&stranger, ComplaintFilter::default()).await;
        assert!(seen.is_empty(), "{stranger:?}");
    }
    let filtered = ComplaintFilter {
        province: Some("37".to_owned()),
        statuses: Some(vec![ComplaintStatus::Open]),
        reasons: Some(vec![ComplaintReason::FoodSafety]),
        certificate: Some(world.certificate),
    };
    assert_eq!(world.list(&world.officer, filtered).await[0].id, other);
    let elsewhere = ComplaintFilter {
        province: Some("01".to_owned()),
        ..ComplaintFilter::default()
    };
    assert!(world.list(&world.officer, elsewhere).await.is_empty());
    // Page by page, forth and back.
    let page = async |args: PageArgs| {
        let filter = ComplaintFilter::default();
        world
            .programme
            .complaints(&world.officer, &filter, &args)
            .await
    };
    let first = page(PageArgs::first(1)).await.unwrap();
    assert!(first.has_next && first.rows[0].1.id == id);
    let after = first.rows[0].0.encode();
    let next = PageArgs::new(Some(1), Some(&after), None, None).unwrap();
    let next = page(next).await.unwrap();
    assert_eq!(next.rows[0].1.id, other);
    let before = next.rows[0].0.encode();
    let back = PageArgs::new(None, None, Some(1), Some(&before)).unwrap();
    assert_eq!(page(back).await.unwrap().rows[0].1.id, id);
}

async fn bad_reports_are_refused(test: TestDb) {
    type Change = fn(&mut NewComplaint);
    type Check = fn(&ReportError) -> bool;
    let world = World::open(test).await;
    let nowhere = CertificateId::new(world.clock.now());
    let cases: [(Change, Check); 6] = [
        (
            |own| own.certificate = CertificateName::Number("02/GCN".to_owned()),
            |e| matches!(e, ReportError::CertificateNotFound),
        ),
        (
            |own| own.certificate = CertificateName::Number("a\0".to_owned()),
            |e| matches!(e, ReportError::CertificateNotFound),
        ),
        (
            |own| own.text = " \u{200B}".to_owned(),
            |e| matches!(e, ReportError::Text),
        ),
        (
            |own| own.text = "ă".repeat(2_001),
            |e| matches!(e, ReportError::Text),
        ),
        (
            |own| own.contact_email = Some("lan".to_owned()),
            |e| matches!(e, ReportError::Contact),
        ),
        (
            |own| own.contact_email = Some(String::new()),
            |e| matches!(e, ReportError::Contact),
        ),
    ];
    for (number, (change, check)) in cases.into_iter().enumerate() {
        let mut new = world.draft(None);
        change(&mut new);
        let refused = world
            .programme
            .report_certificate(&Actor::Anonymous, &new)
            .await;
        assert!(check(&refused.unwrap_err()), "{number}");
    }
    let by_id = NewComplaint {
        certificate: CertificateName::Id(nowhere),
        ..world.draft(None)
    };
    let refused = world
        .programme
        .report_certificate(&Actor::Anonymous, &by_id)
        .await;
    assert!(matches!(refused, Err(ReportError::CertificateNotFound)));
    assert_eq!(world.open_ones().await, 0);
}

async fn nobody_floods_a_certificate(test: TestDb) {
    let world = World::open(test).await;
    let lan = account(Role::Shopper, Scope::Global);
    let refused = async |actor: &Actor, contact: Option<&str>| {
        let before = world.open_ones().await;
        let refused = world.report(actor, contact).await;
        assert!(
            matches!(refused, Err(ReportError::TooMany)),
            "{actor:?} {contact:?}"
        );
        assert_eq!(world.open_ones().await, before);
    };
    for n in 0..MAX_OPEN_BY_ONE {
        let contact = format!("lan{n}@vidu.example");
        world.report(&lan, Some(&contact)).await.unwrap();
    }
    refused(&lan, None).await;
    refused(&lan, Some("moi@vidu.example")).await;
    for _ in 0..MAX_OPEN_BY_ONE {
        world
            .report(&Actor::Anonymous, Some("binh@vidu.example"))
            .await
            .unwrap();
    }
    refused(&Actor::Anonymous, Some("BINH@vidu.example")).await;
    refused(
        &account(Role::Shopper, Scope::Global),
        Some("binh@vidu.example"),
    )
    .await;
    for _ in 0..MAX_OPEN_UNNAMED {
        world.report(&Actor::Anonymous, None).await.unwrap();
    }
    refused(&Actor::Anonymous, None).await;
    // Those who say who they are still come through.
    world
        .report(&Actor::Anonymous, Some("hoa@vidu.example"))
        .await
        .unwrap();
    // What was decided makes room.
    let first = world.list(&world.officer, ComplaintFilter::default()).await[0].id;
    let done = world
        .programme
        .dismiss_complaint(&world.officer, first, "Không có cơ sở");
    done.await.unwrap();
    world.report(&lan, None).await.unwrap();
    refused(&lan, None).await;
    // Another certificate has a count of its own.
    world.certificate_of("02/GCN", day(2025, 12, 20)).await;
    let new = NewComplaint {
        certificate: CertificateName::Number("02/GCN".to_owned()),
        ..world.draft(None)
    };
    world
        .programme
        .report_certificate(&lan, &new)
        .await
        .unwrap();
}

async fn an_officer_dismisses_or_has_it_inspected(test: TestDb) {
    use DismissComplaintError as Dismiss;
    use InspectComplaintError as Inspect;
    let world = World::open(test).await;
    let [one, two] = [(); 2].map(|()| Some("lan@vidu.example"));
    let one = world.report(&Actor::Anonymous, one).await.unwrap();
    let two = world.report(&Actor::Anonymous, two).await.unwrap();
    let today = day_in_vietnam(world.clock.now());
    let programme = &world.programme;
    for stranger in [Actor::Anonymous, officer_of("01"), world.inspector.clone()] {
        let refused = programme.dismiss_complaint(&stranger, one, "Căn cứ").await;
        assert!(matches!(refused, Err(Dismiss::NotFound)), "{stranger:?}");
        let refused = programme
            .inspect_complaint(&stranger, one, today, &world.inspector)
            .await;
        assert!(matches!(refused, Err(Inspect::NotFound)), "{stranger:?}");
    }
    for grounds in ["", " \u{200B}", &"a".repeat(2_001)] {
        let refused = programme
            .dismiss_complaint(&world.officer, one, grounds)
            .await;
        assert!(matches!(refused, Err(Dismiss::Grounds)));
    }
    let refused = programme
        .inspect_complaint(&world.officer, one, today, &world.officer)
        .await;
    assert!(matches!(
        refused,
        Err(Inspect::Refused(PlanRefusal::Inspector))
    ));
    assert_eq!(world.open_ones().await, 2);
    assert_eq!(
        world.test.number("SELECT COUNT(*) FROM inspection").await,
        0
    );
    let dismissed = programme
        .dismiss_complaint(&world.officer, one, " Không có cơ sở ")
        .await
        .unwrap();
    assert_eq!(dismissed.grounds.as_deref(), Some("Không có cơ sở"));
    let (complaint, inspection) = programme
        .inspect_complaint(&world.officer, two, today, &world.inspector)
        .await
        .unwrap();
    assert_eq!(complaint.inspection_id, Some(inspection.id));
    assert_eq!(inspection.kind, InspectionKind::Complaint);
    assert_eq!(inspection.status, InspectionStatus::Planned);
    for id in [one, two] {
        let again = programme
            .dismiss_complaint(&world.officer, id, "Căn cứ")
            .await;
        assert!(matches!(again, Err(Dismiss::Decided(_))));
        let again = programme
            .inspect_complaint(&world.officer, id, today, &world.inspector)
            .await;
        assert!(matches!(again, Err(Inspect::Decided(_))));
    }
    assert_eq!(
        world.test.number("SELECT COUNT(*) FROM inspection").await,
        1
    );
    let stored = world.list(&world.officer, ComplaintFilter::default()).await;
    assert_eq!(stored, [dismissed, complaint]);
}

async fn the_most_urgent_is_proposed_first(test: TestDb) {
    let world = World::open(test).await;
    let never = world.certificate;
    let issued = day(2025, 12, 20);
    // Its last day is 3 December 2026.
    let ending = world.certificate_of("ending", day(2023, 12, 3)).await;
    let minor = world.certificate_of("minor", issued).await;
    let passed = world.certificate_of("passed", issued).await;
    let blamed = world.certificate_of("blamed", issued).await;
    let grave = world.certificate_of("grave", issued).await;
    let gone = world.certificate_of("gone", issued).await;
    let revoke = programme::CertificateChange {
        id: gone,
        status: CertificateStatus::Revoked,
        ground: None,
        grounds: None,
        decision_number: "1".to_owned(),
    };
    let revoked = world
        .programme
        .set_certificate_status(&Actor::System, revoke)
        .await;
    revoked.unwrap();
    let over = world.certificate_of("over", day(2023, 11, 22)).await;
    for (id, verdict) in [
        (minor, Verdict::Minor),
        (passed, Verdict::Pass),
        (grave, Verdict::Fail),
    ] {
        world.inspect(id, verdict).await;
    }
    let new = NewComplaint {
        certificate: CertificateName::Id(blamed),
        ..world.draft(None)
    };
    let reported = world
        .programme
        .report_certificate(&Actor::Anonymous, &new)
        .await;
    reported.unwrap();
    let expected = [
        (
            ending,
            30,
            vec![Factor::ExpiringSoon, Factor::NeverInspected],
        ),
        (blamed, 29, vec![Factor::NeverInspected, Factor::Complaints]),
        (never, 20, vec![Factor::NeverInspected]),
        (grave, 10, vec![Factor::GraveVerdicts]),
        (minor, 4, vec![Factor::MinorVerdicts]),
        (passed, 0, vec![]),
    ];
    let found = world.proposals().await;
    assert_eq!(found, expected);
    assert!(found.iter().all(|(id, ..)| ![gone, over].contains(id)));
    // Page by page, forth and back.
    let page = async |args: PageArgs| {
        let page = world
            .programme
            .inspection_proposals(&world.officer, "37", &args)
            .await;
        page.unwrap()
    };
    let first = page(PageArgs::first(4)).await;
    assert!(first.has_next);
    let after = first.rows[3].0.encode();
    let next = page(PageArgs::new(Some(4), Some(&after), None, None).unwrap()).await;
    let ids: Vec<_> = next
        .rows
        .iter()
        .map(|(_, own)| own.certificate_id)
        .collect();
    assert_eq!(ids, [minor, passed]);
    let before = next.rows[0].0.encode();
    let back = page(PageArgs::new(None, None, Some(2), Some(&before)).unwrap()).await;
    let ids: Vec<_> = back
        .rows
        .iter()
        .map(|(_, own)| own.certificate_id)
        .collect();
    assert_eq!(ids, [never, grave]);
    // Six days on the deadline of the minor faults is over.
    world.clock.advance(Duration::days(6));
    let found = world.proposals().await;
    let factors = vec![Factor::MinorVerdicts, Factor::Overdue];
    assert!(found.contains(&(minor, 24, factors)), "{found:?}");
    // What is planned is proposed no more.
    let new = NewInspection {
        certificate_id: never,
        kind: InspectionKind::Complaint,
        planned_on: day_in_vietnam(world.clock.now()),
        inspector: world.inspector.clone(),
        follows: None,
    };
    let planned = world
        .programme
        .plan_inspections(&world.officer, &[new])
        .await;
    planned.unwrap();
    assert!(world.proposals().await.iter().all(|(id, ..)| *id != never));
}

async fn only_officers_see_proposals(test: TestDb) {
    let world = World::open(test).await;
    let page = PageArgs::first(10);
    for stranger in [Actor::Anonymous, officer_of("01"), world.inspector.clone()] {
        let refused = world
            .programme
            .inspection_proposals(&stranger, "37", &page)
            .await;
        assert!(
            matches!(refused, Err(ProposalError::NotFound)),
            "{stranger:?}"
        );
    }
    let elsewhere = world
        .programme
        .inspection_proposals(&officer_of("01"), "01", &page)
        .await;
    assert!(elsewhere.unwrap().rows.is_empty());
    for key in [["x", ""], ["1", "7"]] {
        let forged = kernel::Cursor::new("inspections.risk", key.map(str::to_owned)).encode();
        let forged = PageArgs::new(Some(3), Some(&forged), None, None).unwrap();
        let refused = world
            .programme
            .inspection_proposals(&world.officer, "37", &forged)
            .await;
        assert!(matches!(refused, Err(ProposalError::Page(_))));
    }
}
