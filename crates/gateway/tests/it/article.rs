//! The programme of Ninh Bình in 2021 over HTTP: 21 entities register and are
//! verified, 28 dossiers go from the idea to the decision through the sheets of
//! a council, and the figures are those of the newspaper's report.

use crate::round::Person;
use crate::support::App;
use chrono::{DateTime, Duration};
use kernel::{Role, Scope};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::TestDb;

testkit::on_both!(the_article_comes_out_of_the_api);

/// What the demonstration tells, too.
const ROUND: &str = include_str!("../../../app/seed/ninh_binh_2021.toml");

#[derive(Deserialize)]
struct Round {
    cycle: Value,
    target: Value,
    council: Value,
    decision: Value,
    entity: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    legal_form: String,
    name: String,
    tax_code: String,
    phone: String,
    email: String,
    street: String,
    commune: String,
    product: Vec<Product>,
}

#[derive(Deserialize)]
struct Product {
    name: String,
    group: String,
    idea: String,
    plan: String,
    sheets: Vec<i32>,
}

/// Who takes part.
struct People<'a> {
    officer: Person<'a>,
    centre: Person<'a>,
    members: Vec<Person<'a>>,
}

impl<'a> People<'a> {
    async fn sign_in(app: &'a App) -> Self {
        let home = || Scope::Province("37".to_owned());
        let mut members = Vec::new();
        for name in ["tv-1", "tv-2", "tv-3"] {
            members.push(Person::sign_in(app, name, Role::CouncilMember, home()).await);
        }
        Self {
            officer: Person::sign_in(app, "can-bo", Role::ProgrammeOfficer, home()).await,
            centre: Person::sign_in(app, "trung-uong", Role::ProgrammeOfficer, Scope::Global).await,
            members,
        }
    }

    /// Sessions do not last from spring to winter.
    async fn sign_in_again(&mut self) {
        self.officer.sign_in_again().await;
        for member in &mut self.members {
            member.sign_in_again().await;
        }
    }
}

async fn the_article_comes_out_of_the_api(test: TestDb) {
    let app = App::with(test, |config| config.limits.cost = 1_000_000).await;
    let round: Round = toml::from_str(ROUND).unwrap();
    // The communes of today, as if they had been there then.
    app.raw("UPDATE administrative_unit SET valid_from = '2008-08-01'")
        .await;
    let communes: BTreeSet<_> = round.entity.iter().map(|own| &own.commune).collect();
    for code in communes {
        app.raw(&format!(
            "INSERT INTO administrative_unit (code, level, kind, name, name_en, folded_name, parent_code, valid_from)
             VALUES ('{code}', 'COMMUNE', 'XA', 'Xã {code}', 'Commune {code}', 'xa {code}', '37', '2008-08-01') ON CONFLICT DO NOTHING"
        ))
        .await;
    }
    set(&app, "2021-02-01T02:00:00Z");
    let mut people = People::sign_in(&app).await;
    let officer = &people.officer;
    let cycle = json!({
        "year": round.cycle["year"], "provinceCode": "37", "scheme": round.cycle["scheme"],
        "plannedProducts": round.cycle["planned_products"], "openedOn": round.cycle["opened_on"],
    });
    let cycle = officer.does("cycleOpen", "cycle { id }", cycle).await["cycle"]["id"].take();
    let target = json!({
        "provinceCode": "37", "byYear": round.target["by_year"], "atLeast": "THREE_STAR",
        "products": round.target["products"],
    });
    officer.does("programmeTargetSet", "", target).await;
    let line = |part: &str, points: i32| json!({ "part": part, "code": part, "name": format!("Phần {part}"), "maxHundredths": points });
    let sheet = json!({
        "scheme": "DECISION_1048", "validFrom": "2019-08-21",
        "criteria": [line("A", 3500), line("B", 2500), line("C", 4000)],
    });
    let sheet = people.centre.does(
        "criteriaSheetCreate",
        "criteriaSheet { criteria { id } }",
        sheet,
    );
    let criteria = sheet.await["criteriaSheet"]["criteria"].take();

    let mut dossiers = Vec::new();
    for (n, entity) in round.entity.iter().enumerate() {
        let (owner, producer) = take_on(&app, officer, n, entity).await;
        for product in &entity.product {
            let dossier = enter(&app, officer, &owner, &cycle, &producer, product).await;
            dossiers.push((dossier, product));
        }
    }

    set(&app, "2021-12-10T02:00:00Z");
    people.sign_in_again().await;
    score(&people, &round, &cycle, &criteria, &dossiers).await;
    set(&app, "2021-12-20T02:00:00Z");
    people.sign_in_again().await;
    decide(&people.officer, &round, &cycle, &dossiers).await;
    set(&app, "2021-12-24T02:00:00Z");
    figures(&app).await;
}

fn set(app: &App, instant: &str) {
    app.clock
        .set(DateTime::parse_from_rfc3339(instant).unwrap().to_utc());
}

/// An entity applies, is verified and taken on: its owner and its id.
async fn take_on<'a>(
    app: &'a App,
    officer: &Person<'_>,
    n: usize,
    entity: &Entity,
) -> (Person<'a>, Value) {
    let owner = Person::sign_in_plainly(app, &format!("chu-the-{n}")).await;
    let form = json!({
        "legalForm": entity.legal_form, "name": entity.name, "taxCode": entity.tax_code,
        "phone": entity.phone, "email": entity.email, "street": entity.street,
        "communeCode": entity.commune,
    });
    let mut applied = owner
        .does("producerRegister", "producer { id status }", form)
        .await;
    assert_eq!(applied["producer"]["status"], "APPLIED");
    let producer = applied["producer"]["id"].take();
    let evidence = json!({ "id": producer, "method": "BUSINESS_REGISTRATION", "evidence": "Bản sao công chứng" });
    officer
        .does("producerVerify", "producer { status }", evidence)
        .await;
    let id = json!({ "id": producer });
    officer
        .does("producerActivate", "producer { status }", id)
        .await;
    (owner, producer)
}

/// A product from its idea to the advisory team.
async fn enter(
    app: &App,
    officer: &Person<'_>,
    owner: &Person<'_>,
    cycle: &Value,
    producer: &Value,
    product: &Product,
) -> Value {
    app.clock.advance(Duration::minutes(1));
    let register = json!({
        "cycleId": cycle, "producerId": producer, "productName": product.name,
        "groupCode": product.group, "idea": product.idea,
    });
    let mut registered = owner
        .does("dossierRegister", "dossier { id }", register)
        .await;
    let id = registered["dossier"]["id"].take();
    let dossier = json!({ "id": id });
    officer.review(&id, "ACCEPT_IDEA").await;
    let plan = json!({ "id": id, "plan": product.plan });
    owner
        .does("dossierPlanSubmit", "dossier { id }", plan)
        .await;
    officer.review(&id, "ACCEPT_PLAN").await;
    owner.attach(&id).await;
    owner.does("dossierSubmit", "dossier { id }", dossier).await;
    officer.review(&id, "BEGIN_REVIEW").await;
    let report = json!({
        "dossierId": id, "localOrigin": true, "localLabour": true, "ideaOrigin": true,
        "localIdentity": true, "remarks": "Đủ điều kiện", "meetingOn": "2021-01-29",
    });
    officer
        .does("communeReportCreate", "dossier { id }", report)
        .await;
    officer.review(&id, "FORWARD").await;
    officer.review(&id, "BEGIN_CHECK").await;
    id
}

/// One sitting of three members scores all of them.
async fn score(
    people: &People<'_>,
    round: &Round,
    cycle: &Value,
    criteria: &Value,
    dossiers: &[(Value, &Product)],
) {
    let officer = &people.officer;
    let seats: Vec<_> = people
        .members
        .iter()
        .enumerate()
        .map(|(n, member)| json!({ "accountId": member.id, "chair": n == 0 }))
        .collect();
    let session = json!({
        "cycleId": cycle, "level": "PROVINCE", "heldOn": round.council["held_on"],
        "quorum": round.council["quorum"], "seats": seats,
    });
    let mut session = officer
        .does("councilSessionCreate", "councilSession { id }", session)
        .await;
    let session = session["councilSession"]["id"].take();
    let ids: Vec<_> = dossiers.iter().map(|(id, _)| id).collect();
    let agenda = json!({ "sessionId": session, "dossierIds": ids });
    officer
        .does("councilAgendaAdd", "councilSession { id }", agenda)
        .await;
    for (dossier, product) in dossiers {
        for (member, total) in people.members.iter().zip(&product.sheets) {
            let mut left = *total;
            let lines = criteria.as_array().unwrap().iter().zip([3500, 2500, 4000]);
            let items: Vec<_> = lines
                .map(|(line, most)| {
                    let given = left.min(most);
                    left -= given;
                    json!({ "criterionId": line["id"], "hundredths": given })
                })
                .collect();
            let sheet = json!({ "sessionId": session, "dossierId": dossier, "items": items });
            member
                .does("scoreSheetSign", "scoreSheet { total }", sheet)
                .await;
        }
        let close = json!({ "id": dossier });
        officer
            .does("dossierScoringClose", "dossier { score }", close)
            .await;
    }
}

/// One decision recognises all of them by what their sheets add up to.
async fn decide(
    officer: &Person<'_>,
    round: &Round,
    cycle: &Value,
    dossiers: &[(Value, &Product)],
) {
    let results: Vec<_> = (1..)
        .zip(dossiers)
        .map(|(n, (dossier, product))| {
            let total: i32 = product.sheets.iter().sum();
            let recognised = match total / 3 {
                ..7_000 => "THREE_STAR",
                _ => "FOUR_STAR",
            };
            json!({ "dossierId": dossier, "recognised": recognised, "certificateNumber": format!("{n}/2021") })
        })
        .collect();
    let own = &round.decision;
    let record = json!({
        "cycleId": cycle, "number": own["number"], "decidedOn": own["decided_on"],
        "signer": own["signer"], "authority": own["authority"], "level": "PROVINCE", "results": results,
    });
    let mut recorded = officer
        .does("decisionRecord", "decision { id }", record)
        .await;
    let confirm = json!({ "id": recorded["decision"]["id"].take() });
    officer
        .does("decisionConfirm", "decision { status }", confirm)
        .await;
}

async fn figures(app: &App) {
    let query = "{ programmeStatistics(where: { year: 2021, province: \"37\" }) {
        plannedProducts registeredProducts excessPercent entities entitiesByLegalForm { code count }
        registeredByGroup { code name count } results { code count }
        certificates { inForce inForceByStars { code count } }
        targets { byYear products reached reachedPercent } } }";
    let told = app.query(query).await.data()["programmeStatistics"].take();
    let counts = |counts: &[(&str, i32)]| -> Value {
        let one = |(code, count): &(&str, i32)| json!({ "code": code, "count": count });
        counts.iter().map(one).collect()
    };
    let group =
        |code: &str, name: &str, count: i32| json!({ "code": code, "name": name, "count": count });
    assert_eq!(
        told,
        json!({
            "plannedProducts": 24, "registeredProducts": 28, "excessPercent": "16.7", "entities": 21,
            "entitiesByLegalForm": counts(&[
                ("COOPERATIVE", 6), ("JSC", 12), ("PRIVATE_ENTERPRISE", 1), ("HOUSEHOLD_BUSINESS", 2),
            ]),
            "registeredByGroup": [
                group("FOOD", "Thực phẩm", 10), group("BEVERAGE", "Đồ uống", 2),
                group("HERBAL", "Thảo dược", 6), group("DECOR", "Lưu niệm – nội thất – trang trí", 10),
            ],
            "results": counts(&[
                ("THREE_STARS", 10), ("FOUR_STARS", 14), ("FIVE_STARS", 0),
                ("POTENTIAL_FIVE", 4), ("REJECTED", 0), ("UNDER_WAY", 0),
            ]),
            "certificates": {
                "inForce": 28, "inForceByStars": counts(&[("THREE_STARS", 10), ("FOUR_STARS", 18), ("FIVE_STARS", 0)]),
            },
            "targets": [{ "byYear": 2025, "products": 150, "reached": 28, "reachedPercent": "18.7" }],
        })
    );
}
