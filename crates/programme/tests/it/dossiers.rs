//! The way of a dossier to the council.

use crate::round::*;
use crate::support::*;
use chrono::Duration;
use kernel::{Actor, PageArgs, Role, Scope};
use programme::cycles::{CycleError, Target};
use programme::dossiers::{
    AdvanceDossierError, DossierCommand, DossierFilter, DossierKind, DossierStatus, DossierStep,
    NewDossier, RegisterDossierError, ReportCommuneError,
};
use programme::{LegalForm, ProducerStatus};
use testkit::TestDb;

testkit::on_both!(
    a_dossier_goes_its_way_and_its_history_says_so,
    what_comes_back_says_why_and_is_handed_in_again,
    only_its_own_people_and_officers_move_a_dossier,
    what_cannot_be_a_dossier_is_refused,
    a_commune_reports_on_what_was_handed_in_last,
    a_cycle_is_a_province_s_own,
    lists_show_what_one_may_see,
);

async fn a_dossier_goes_its_way_and_its_history_says_so(test: TestDb) {
    use DossierCommand as C;
    use DossierStatus as S;
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX Cơm cháy").await;
    let dossier = round.checked(producer, "Cơm cháy").await;
    assert_eq!(dossier.status, S::AdvisoryCheck);
    assert_eq!(dossier.plan.as_deref(), Some("Trồng, chế biến, bán."));
    let history = round.programme.dossier_histories(&[dossier.id]).await;
    let way: Vec<_> = history
        .unwrap()
        .iter()
        .map(|(_, e)| (e.command, e.status))
        .collect();
    assert_eq!(
        way,
        [
            (C::Register, S::IdeaRegistered),
            (C::AcceptIdea, S::IdeaAccepted),
            (C::SubmitPlan, S::PlanSubmitted),
            (C::AcceptPlan, S::DossierDraft),
            (C::Submit, S::Submitted),
            (C::BeginReview, S::CommuneReview),
            (C::Forward, S::ForwardedToProvince),
            (C::BeginCheck, S::AdvisoryCheck),
        ]
    );
}

async fn what_comes_back_says_why_and_is_handed_in_again(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.register(producer, "Mắm tép").await.unwrap();
    let back = |reasons: &str| DossierStep::ReturnIdea {
        reasons: reasons.to_owned(),
    };
    for empty in ["", "  ", &"x".repeat(2_001)] {
        let refused = round
            .programme
            .advance_dossier(&round.officer, dossier.id, &back(empty))
            .await
            .unwrap_err();
        assert!(
            matches!(refused, AdvanceDossierError::ReasonsMissing),
            "{refused}"
        );
    }
    round
        .step(&dossier, back("Chưa rõ nguồn nguyên liệu"))
        .await;
    let idea = "Tép của đầm Gia Viễn".to_owned();
    let again = round
        .step(&dossier, DossierStep::ReviseIdea { idea: idea.clone() })
        .await;
    assert_eq!(
        (again.status, again.idea),
        (DossierStatus::IdeaRegistered, idea)
    );
    let history = round
        .programme
        .dossier_histories(&[dossier.id])
        .await
        .unwrap();
    assert_eq!(
        history[1].1.reasons.as_deref(),
        Some("Chưa rõ nguồn nguyên liệu")
    );
}

async fn only_its_own_people_and_officers_move_a_dossier(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let stranger = round.producer("HTX khác").await;
    let dossier = round.register(producer, "Mắm tép").await.unwrap();
    let elsewhere = officer_of("01");
    let foreign = [
        owner_of(stranger),
        elsewhere.clone(),
        account(Role::CouncilMember, Scope::Province("37".to_owned())),
        account(Role::Moderator, Scope::Global),
        Actor::Anonymous,
    ];
    for actor in &foreign {
        for step in [DossierStep::AcceptIdea, DossierStep::Withdraw] {
            let refused = round
                .programme
                .advance_dossier(actor, dossier.id, &step)
                .await;
            assert!(
                matches!(refused, Err(AdvanceDossierError::NotFound)),
                "{actor:?}"
            );
        }
        assert_eq!(
            round.programme.dossier(actor, dossier.id).await.unwrap(),
            None
        );
    }
    // Its own people do not take on their own idea, nor an officer theirs back.
    let accept = DossierStep::AcceptIdea;
    let refused = round
        .programme
        .advance_dossier(&owner_of(producer), dossier.id, &accept)
        .await;
    assert!(matches!(refused, Err(AdvanceDossierError::WrongStatus(_))));
    let withdraw = DossierStep::Withdraw;
    let refused = round
        .programme
        .advance_dossier(&round.officer, dossier.id, &withdraw);
    assert!(matches!(
        refused.await,
        Err(AdvanceDossierError::WrongStatus(_))
    ));
    let new = food(round.cycle, producer, "Nem chua");
    let refused = round
        .programme
        .register_dossier(&owner_of(stranger), new.clone())
        .await;
    assert!(matches!(
        refused,
        Err(RegisterDossierError::ProducerNotFound)
    ));
    let refused = round.programme.register_dossier(&elsewhere, new).await;
    assert!(matches!(
        refused,
        Err(RegisterDossierError::ProducerNotFound)
    ));
    assert_eq!(round.dossier(dossier.id).await, dossier);
    assert_eq!(test.number("SELECT COUNT(*) FROM dossier_event").await, 1);
}

async fn what_cannot_be_a_dossier_is_refused(test: TestDb) {
    use RegisterDossierError as Error;
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let board = NewProducerOf::tourism("Ban quản lý Tam Cốc");
    let board = active(&round.programme, board).await;
    let applicant = round
        .programme
        .register_producer(cooperative("HTX mới"))
        .await
        .unwrap();
    let elsewhere = programme::NewProducer {
        province_code: "01".to_owned(),
        ..cooperative("HTX Hà Nội")
    };
    let elsewhere = active(&round.programme, elsewhere).await;
    let certificate = round
        .programme
        .record_certificate(&Actor::System, four_stars(producer, "GCN cũ"))
        .await
        .unwrap();
    let base = |producer| food(round.cycle, producer, "Cơm cháy");
    let named = |name: &str| NewDossier {
        product_name: Some(name.to_owned()),
        ..base(producer)
    };
    let group = |code: &str, product_set| NewDossier {
        group_code: code.to_owned(),
        product_set,
        ..base(producer)
    };
    let follows = |kind, previous| NewDossier {
        kind,
        previous_certificate_id: previous,
        ..base(producer)
    };
    let unknown = kernel::CycleId(uuid::Uuid::nil());
    type Expected = fn(&Error) -> bool;
    let cases: Vec<(NewDossier, Expected)> = vec![
        (food(unknown, producer, "Cơm"), |e| {
            matches!(e, Error::CycleNotFound)
        }),
        (base(elsewhere), |e| matches!(e, Error::OtherProvince)),
        (base(applicant), |e| matches!(e, Error::ProducerStanding)),
        (base(board), |e| matches!(e, Error::TourismOnly)),
        (named(" "), |e| matches!(e, Error::InvalidName)),
        (named(&"ơ".repeat(201)), |e| {
            matches!(e, Error::InvalidName)
        }),
        (group("FOOD", None), |e| matches!(e, Error::InvalidGroup)),
        (group("FOOD", Some(26)), |e| {
            matches!(e, Error::InvalidGroup)
        }),
        (group("DECOR", None), |e| matches!(e, Error::InvalidGroup)),
        (
            NewDossier {
                idea: String::new(),
                ..base(producer)
            },
            |e| matches!(e, Error::InvalidIdea),
        ),
        (follows(DossierKind::New, Some(certificate)), |e| {
            matches!(e, Error::PreviousCertificate)
        }),
        (follows(DossierKind::Renewal, None), |e| {
            matches!(e, Error::PreviousCertificate)
        }),
        (
            NewDossier {
                producer_id: board,
                ..follows(DossierKind::Renewal, Some(certificate))
            },
            |e| matches!(e, Error::PreviousCertificate),
        ),
    ];
    for (new, expected) in cases {
        let refused = round
            .programme
            .register_dossier(&Actor::System, new)
            .await
            .unwrap_err();
        assert!(expected(&refused), "{refused:?}");
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM dossier").await, 0);
    // A renewal begins with the old data, and with the dossier itself.
    let renewal = NewDossier {
        product_name: None,
        ..follows(DossierKind::Renewal, Some(certificate))
    };
    let owner = owner_of(producer);
    let renewal = round
        .programme
        .register_dossier(&owner, renewal)
        .await
        .unwrap();
    assert_eq!(renewal.product_name, "Cơm cháy");
    assert_eq!(renewal.status, DossierStatus::DossierDraft);
    // Whatever the tone marks, it is on its way.
    let refused = round.register(producer, "COM CHAY").await.unwrap_err();
    assert!(matches!(refused, Error::AlreadyRegistered));
    round.step(&renewal, DossierStep::Withdraw).await;
    round.register(producer, "COM CHAY").await.unwrap();
    let closed =
        round
            .programme
            .set_producer_status(&Actor::System, producer, ProducerStatus::Closed);
    closed.await.unwrap();
    let refused = round.register(producer, "Nem").await.unwrap_err();
    assert!(matches!(refused, Error::ProducerStanding));
}

/// Producers of unusual forms.
struct NewProducerOf;

impl NewProducerOf {
    fn tourism(name: &str) -> programme::NewProducer {
        programme::NewProducer {
            legal_form: LegalForm::TourismBoard,
            ..cooperative(name)
        }
    }
}

async fn a_commune_reports_on_what_was_handed_in_last(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.register(producer, "Miến dong").await.unwrap();
    let early = round
        .programme
        .report_commune(
            &round.officer,
            commune_report(dossier.id, day(2026, 11, 20)),
        )
        .await;
    assert!(matches!(early, Err(ReportCommuneError::WrongStatus(_))));
    round.step(&dossier, DossierStep::AcceptIdea).await;
    let plan = "Kế hoạch".to_owned();
    round.step(&dossier, DossierStep::SubmitPlan { plan }).await;
    round.step(&dossier, DossierStep::AcceptPlan).await;
    round.step(&dossier, DossierStep::Submit).await;
    round.step(&dossier, DossierStep::BeginReview).await;
    let forward =
        round
            .programme
            .advance_dossier(&round.officer, dossier.id, &DossierStep::Forward);
    assert!(matches!(
        forward.await,
        Err(AdvanceDossierError::ReportMissing)
    ));
    let report = |on| commune_report(dossier.id, on);
    let future = round
        .programme
        .report_commune(&round.officer, report(day(2026, 11, 24)));
    assert!(matches!(future.await, Err(ReportCommuneError::InvalidDay)));
    for stranger in [officer_of("01"), owner_of(producer)] {
        let refused = round
            .programme
            .report_commune(&stranger, report(day(2026, 11, 20)));
        assert!(matches!(refused.await, Err(ReportCommuneError::NotFound)));
    }
    round.report(&dossier).await;
    let reasons = "Thiếu phiếu kiểm nghiệm".to_owned();
    round.step(&dossier, DossierStep::Return { reasons }).await;
    round.step(&dossier, DossierStep::Submit).await;
    round.step(&dossier, DossierStep::BeginReview).await;
    // The report was about what came back.
    let forward =
        round
            .programme
            .advance_dossier(&round.officer, dossier.id, &DossierStep::Forward);
    assert!(matches!(
        forward.await,
        Err(AdvanceDossierError::ReportMissing)
    ));
    round.report(&dossier).await;
    let forwarded = round.step(&dossier, DossierStep::Forward).await;
    assert_eq!(forwarded.status, DossierStatus::ForwardedToProvince);
    let reports = round
        .programme
        .commune_reports(&[dossier.id])
        .await
        .unwrap();
    assert_eq!(reports.len(), 2, "both stay");
}

async fn a_cycle_is_a_province_s_own(test: TestDb) {
    let round = Round::begin(&test).await;
    let open = |actor: Actor, new| {
        let programme = round.programme.clone();
        async move { programme.open_cycle(&actor, new).await }
    };
    let foreign = open(round.officer.clone(), cycle(2026, "01")).await;
    assert!(matches!(foreign, Err(CycleError::ProvinceNotFound)));
    let unknown = open(Actor::System, cycle(2026, "99")).await;
    assert!(matches!(unknown, Err(CycleError::ProvinceNotFound)));
    let again = open(round.officer.clone(), cycle(2026, "37")).await;
    assert!(matches!(again, Err(CycleError::Exists)));
    let early = open(round.officer.clone(), cycle(2017, "37")).await;
    assert!(matches!(early, Err(CycleError::InvalidYear)));
    let target = |products| Target {
        province_code: "37".to_owned(),
        by_year: 2030,
        stars_min: 3,
        products,
    };
    let none = round.programme.set_target(&round.officer, &target(0)).await;
    assert!(matches!(none, Err(CycleError::InvalidNumber)));
    for products in [150, 200] {
        round
            .programme
            .set_target(&round.officer, &target(products))
            .await
            .unwrap();
    }
    assert_eq!(
        test.number("SELECT SUM(products) FROM programme_target")
            .await,
        200
    );
    let foreign = round
        .programme
        .close_cycle(&officer_of("01"), round.cycle)
        .await;
    assert!(matches!(foreign, Err(CycleError::NotFound)));
    let producer = round.producer("HTX").await;
    round
        .programme
        .close_cycle(&round.officer, round.cycle)
        .await
        .unwrap();
    // It ends at midnight in Vietnam.
    round.register(producer, "Hôm nay").await.unwrap();
    round.clock.advance(Duration::days(1));
    let late = round.register(producer, "Hôm sau").await;
    assert!(matches!(late, Err(RegisterDossierError::CycleNotFound)));
    let twice = round
        .programme
        .close_cycle(&round.officer, round.cycle)
        .await;
    assert!(matches!(twice, Err(CycleError::CannotClose)));
}

async fn lists_show_what_one_may_see(test: TestDb) {
    let round = Round::begin(&test).await;
    let (mine, other) = (
        round.producer("HTX của tôi").await,
        round.producer("HTX khác").await,
    );
    let own = round.checked(mine, "Của tôi").await;
    round.clock.advance(Duration::seconds(1));
    let foreign = round.register(other, "Của người").await.unwrap();
    let list = |actor: Actor, page| {
        let programme = round.programme.clone();
        async move {
            let filter = DossierFilter::default();
            let page = programme.dossiers(&actor, &filter, &page).await.unwrap();
            page.rows
                .into_iter()
                .map(|(_, dossier)| dossier.id)
                .collect::<Vec<_>>()
        }
    };
    let all = PageArgs::first(9);
    assert_eq!(
        list(round.officer.clone(), all.clone()).await,
        [foreign.id, own.id]
    );
    assert_eq!(
        list(round.centre.clone(), all.clone()).await,
        [foreign.id, own.id]
    );
    assert_eq!(list(owner_of(mine), all.clone()).await, [own.id]);
    assert_eq!(list(officer_of("01"), all.clone()).await, []);
    assert_eq!(list(Actor::Anonymous, all.clone()).await, []);
    assert_eq!(list(round.members[0].clone(), all.clone()).await, []);
    let session = round.council(2).await;
    round.admit(session, &own).await;
    assert_eq!(
        list(round.members[0].clone(), all).await,
        [own.id],
        "on its agenda"
    );
    assert_eq!(
        list(round.officer.clone(), PageArgs::first(1)).await,
        [foreign.id]
    );
}
