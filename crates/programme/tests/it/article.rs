//! The programme's conference of Ninh Bình in December 2021, as the newspaper
//! told it: every figure comes out of dossiers that went the whole way.

use crate::recount::Figures;
use crate::round::*;
use crate::support::*;
use db::statements::counted;
use kernel::{Clock, Language, Timestamp};
use programme::cycles::{NewCycle, Target};
use programme::decisions::{NewDecision, NewResult};
use programme::dossiers::{Dossier, DossierKind, DossierStatus, DossierStep, NewDossier};
use programme::scheme::Scheme;
use programme::statistics::{Outcome, Standing, Statistics, StatisticsFilter};
use programme::{IssuerLevel, LegalForm, NewProducer};
use std::iter::repeat_n;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    the_article_comes_out_of_the_workflow,
    the_scheme_of_2023_has_its_own_words,
);

fn at(instant: &str) -> Timestamp {
    TestClock::at(instant).now()
}

fn in_ninh_binh(year: i32) -> StatisticsFilter {
    StatisticsFilter {
        year,
        province_code: Some("37".to_owned()),
    }
}

fn groups(told: &Statistics) -> Vec<(&'static str, i64)> {
    let groups = told.groups().into_iter();
    groups.map(|(_, group, n)| (group.code, n)).collect()
}

fn outcomes(told: &Statistics) -> [i64; 6] {
    Outcome::ALL.map(|outcome| told.with_outcome(outcome))
}

fn standings(told: &Statistics) -> [i64; 7] {
    Standing::ALL.map(|standing| told.standing(standing))
}

impl Round {
    async fn of_form(&self, legal_form: LegalForm, name: &str) -> kernel::ProducerId {
        let new = NewProducer {
            legal_form,
            ..cooperative(name)
        };
        active(&self.programme, new).await
    }

    /// One sitting scores all of them by three sheets each.
    async fn score_all(&self, dossiers: &[(Dossier, [i32; 3])]) {
        let session = self.council(3).await;
        let ids: Vec<_> = dossiers.iter().map(|(dossier, _)| dossier.id).collect();
        let admitted = self.programme.admit_dossiers(&self.officer, session, &ids);
        admitted.await.unwrap();
        for (dossier, totals) in dossiers {
            for (member, total) in self.members.iter().zip(totals) {
                let signed = self.sign(member, session, dossier.id, *total, true);
                signed.await.unwrap();
            }
            let closed = self.programme.close_scoring(&self.officer, dossier.id);
            closed.await.unwrap();
        }
    }

    /// One decision of the province recognises all of them.
    async fn recognise_all(&self, number: &str, dossiers: &[(Dossier, i32)]) -> kernel::DecisionId {
        let results = dossiers.iter().map(|(dossier, stars)| NewResult {
            dossier_id: dossier.id,
            stars: Some(*stars),
            certificate_number: Some(format!("{number}/{}", dossier.product_name)),
        });
        let new = NewDecision {
            results: results.collect(),
            measures: Vec::new(),
            ..self.decision(IssuerLevel::Province, number, dossiers[0].0.id, None)
        };
        let recorded = self.programme.record_decision(&self.officer, new);
        let decision = recorded.await.unwrap().id;
        let confirmed = self.programme.confirm_decision(&self.officer, decision);
        confirmed.await.unwrap();
        decision
    }
}

async fn the_article_comes_out_of_the_workflow(test: TestDb) {
    let new = NewCycle {
        scheme: Some(Scheme::Decision1048),
        opened_on: Some(day(2021, 1, 4)),
        ..cycle(2021, "37")
    };
    let begun = at("2021-02-01T02:00:00Z");
    let round = Round::begin_on(&test, begun, new, Scheme::Decision1048).await;
    for (by_year, products) in [(2020, 40), (2025, 150)] {
        let target = Target {
            province_code: "37".to_owned(),
            by_year,
            stars_min: 3,
            products,
        };
        let set = round.programme.set_target(&round.officer, &target);
        set.await.unwrap();
    }
    let forms = [
        (LegalForm::Cooperative, 6),
        (LegalForm::Jsc, 12),
        (LegalForm::PrivateEnterprise, 1),
        (LegalForm::HouseholdBusiness, 2),
    ];
    let mut producers = Vec::new();
    for form in forms.iter().flat_map(|(form, n)| repeat_n(*form, *n)) {
        let name = format!("Chủ thể {}", producers.len() + 1);
        producers.push(round.of_form(form, &name).await);
    }
    let groups_of = [("FOOD", 10), ("HERBAL", 6), ("BEVERAGE", 2), ("DECOR", 10)];
    let codes: Vec<_> = groups_of
        .iter()
        .flat_map(|(code, n)| repeat_n(*code, *n))
        .collect();
    // Sheets whose average is in the band of three, of four and of five stars.
    let bands = [
        ([5_000, 6_999, 6_950], 3, 10),
        ([6_950, 7_050, 8_999], 4, 14),
        ([8_950, 9_000, 9_050], 4, 4),
    ];
    let scores: Vec<_> = bands
        .iter()
        .flat_map(|(totals, stars, n)| repeat_n((*totals, *stars), *n))
        .collect();
    let (mut scored, mut recognised) = (Vec::new(), Vec::new());
    for n in 0..28 {
        let new = NewDossier {
            group_code: codes[n].to_owned(),
            product_set: None,
            ..food(round.cycle, producers[n % 21], &format!("Sản phẩm {n}"))
        };
        let dossier = round.enter(new).await;
        // Five and 28 share no divisor: every band meets every group.
        let (totals, stars) = scores[n * 5 % 28];
        scored.push((dossier.clone(), totals));
        recognised.push((dossier, stars));
    }
    // Who takes its product back did not register one; neither did who is of
    // another province, nor of another year.
    let gone = round.producer("Rút lui").await;
    let mut withdrawn = food(round.cycle, gone, "Rút lui");
    withdrawn.product_set = None;
    let withdrawn = round.enter(withdrawn).await;
    round.step(&withdrawn, DossierStep::Withdraw).await;
    let elsewhere = NewProducer {
        province_code: "01".to_owned(),
        ..cooperative("Hà Nội")
    };
    let elsewhere = active(&round.programme, elsewhere).await;
    let mut cycles = vec![round.cycle];
    for (year, province, owner) in [(2021, "01", elsewhere), (2020, "37", gone)] {
        let new = NewCycle {
            planned_products: 1,
            opened_on: Some(day(2020, 1, 6)),
            ..cycle(year, province)
        };
        let officer = officer_of(province);
        let opened = round.programme.open_cycle(&officer, new).await.unwrap();
        let mut new = food(opened.id, owner, "Nơi khác");
        new.product_set = None;
        let owner = owner_of(owner);
        let registered = round.programme.register_dossier(&owner, new).await;
        assert_eq!(registered.unwrap().status, DossierStatus::IdeaRegistered);
        cycles.push(opened.id);
    }
    round.clock.set(at("2021-12-10T02:00:00Z"));
    round.score_all(&scored).await;
    round.clock.set(at("2021-12-20T02:00:00Z"));
    let decision = round.recognise_all("1120/QĐ-UBND", &recognised).await;
    round.clock.set(at("2021-12-24T02:00:00Z"));

    let filter = in_ninh_binh(2021);
    let (told, statements) = counted(round.programme.statistics(&filter)).await;
    let told = told.unwrap();
    assert_eq!(statements, 5, "whatever there is to count");
    assert_eq!((told.registered(), told.planned), (28, 24));
    assert_eq!(told.excess(), Some(167), "16.7 % above the plan");
    assert_eq!(told.entities, forms.map(|(form, n)| (form, n as i64)));
    assert_eq!(told.entities_total(), 21);
    assert_eq!(
        groups(&told),
        [("FOOD", 10), ("BEVERAGE", 2), ("HERBAL", 6), ("DECOR", 10)]
    );
    let decor = told.groups()[3].1;
    let words = "Lưu niệm – nội thất – trang trí";
    assert_eq!(decor.name(Language::Vi), words);
    assert_eq!(outcomes(&told), [10, 14, 0, 4, 0, 0]);
    assert_eq!([3, 4, 5].map(|stars| told.in_force(stars)), [10, 18, 0]);
    assert_eq!(standings(&told), [28, 0, 0, 0, 0, 0, 0]);
    assert_eq!(told.targets.len(), 1, "that of 2020 is over");
    let target = &told.targets[0];
    assert_eq!((target.target.by_year, target.target.products), (2025, 150));
    assert_eq!((target.reached, target.share()), (28, Some(187)));
    let recount = Figures::recount(&round, &cycles[..1], &[decision], &[]).await;
    assert_eq!(Figures::of(&told), recount);

    let country = StatisticsFilter {
        year: 2021,
        province_code: None,
    };
    let told = round.programme.statistics(&country).await.unwrap();
    assert_eq!((told.registered(), told.planned), (29, 25));
    assert_eq!(told.entities_total(), 22);
    assert_eq!(outcomes(&told), [10, 14, 0, 4, 0, 1]);
    let recount = Figures::recount(&round, &cycles[..2], &[decision], &[]).await;
    assert_eq!(Figures::of(&told), recount);

    // Three years later: the results stay, the certificates run out.
    for (day, expected, reached) in [
        ("2024-09-20", [28, 0, 0, 0, 0, 0, 0], 28),
        ("2024-09-21", [0, 28, 0, 0, 0, 0, 0], 28),
        ("2024-12-20", [0, 28, 0, 0, 0, 0, 0], 28),
        ("2024-12-21", [0, 0, 0, 28, 0, 0, 0], 0),
    ] {
        round.clock.set(at(&format!("{day}T02:00:00Z")));
        let told = round.programme.statistics(&filter).await.unwrap();
        assert_eq!(standings(&told), expected, "{day}");
        assert_eq!(told.targets[0].reached, reached, "{day}");
        assert_eq!(outcomes(&told), [10, 14, 0, 4, 0, 0], "{day}");
    }
}

async fn the_scheme_of_2023_has_its_own_words(test: TestDb) {
    let new = NewCycle {
        planned_products: 8,
        ..cycle(2026, "37")
    };
    let now = TestClock::default().now();
    let round = Round::begin_on(&test, now, new, Scheme::Decision148).await;
    let filter = in_ninh_binh(2026);
    let told = round.programme.statistics(&filter).await.unwrap();
    assert_eq!((told.registered(), told.planned), (0, 8));
    assert_eq!(told.excess(), Some(-1_000));
    let cooperative = round.producer("HTX").await;
    let company = round.of_form(LegalForm::Llc, "Công ty").await;
    let board = round.of_form(LegalForm::TourismBoard, "Ban quản lý").await;
    let products = [
        (cooperative, "HANDICRAFT", 21, [6_000; 3], 3),
        (cooperative, "ORNAMENTAL", 23, [7_000; 3], 4),
        (company, "HERBAL", 20, [9_000; 3], 4),
        (board, "TOURISM", 26, [7_500, 8_000, 8_500], 4),
    ];
    let (mut scored, mut recognised) = (Vec::new(), Vec::new());
    for (producer, group, set, totals, stars) in products {
        let new = NewDossier {
            group_code: group.to_owned(),
            product_set: Some(set),
            ..food(round.cycle, producer, group)
        };
        let dossier = round.enter(new).await;
        scored.push((dossier.clone(), totals));
        recognised.push((dossier, stars));
    }
    // An idea that was given back was registered all the same.
    let idea = round.register(company, "Ý tưởng").await.unwrap();
    let reasons = "Chưa rõ".to_owned();
    round.step(&idea, DossierStep::ReturnIdea { reasons }).await;
    round.score_all(&scored).await;
    let decision = round.recognise_all("12/QĐ-UBND", &recognised).await;
    let told = round.programme.statistics(&filter).await.unwrap();
    assert_eq!((told.registered(), told.planned), (5, 8));
    assert_eq!(told.excess(), Some(-375));
    assert_eq!(
        told.entities,
        [
            (LegalForm::Cooperative, 1),
            (LegalForm::Llc, 1),
            (LegalForm::TourismBoard, 1)
        ]
    );
    assert_eq!(
        groups(&told),
        [
            ("FOOD", 1),
            ("HERBAL", 1),
            ("HANDICRAFT", 1),
            ("ORNAMENTAL", 1),
            ("TOURISM", 1)
        ]
    );
    assert_eq!(outcomes(&told), [1, 2, 0, 1, 0, 1]);
    assert_eq!(told.recognised(DossierKind::New), 4);
    let recount = Figures::recount(&round, &[round.cycle], &[decision], &[]).await;
    assert_eq!(Figures::of(&told), recount);
}
