//! The programme's figures as clients ask for them.

use crate::inspections::World;
use crate::support::{Answer, App};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::Actor;
use programme::cycles::{NewCycle, Target};
use programme::dossiers::{DossierKind, DossierStep, NewDossier};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    figures_are_public_and_cost_five_statements,
    what_cannot_be_a_year_or_a_province_is_refused,
    sales_are_public_with_gaps_and_exact_for_the_region,
    certificates_are_cut_and_filtered,
    figures_come_as_a_spreadsheet,
);

const ALL: &str = "query($where: ProgrammeWhere!) { programmeStatistics(where: $where) {
    year province { name } plannedProducts registeredProducts excessPercent entities renewed upgraded
    entitiesByLegalForm { code name en: name(language: EN) count sharePercent }
    registeredByGroup { scheme code name en: name(language: EN) count sharePercent }
    results { code name en: name(language: EN) count sharePercent }
    certificateChanges { revoked renewed upgraded }
    certificates { inForce expiringSoon upcoming expired suspended revoked superseded
        inForceByStars { code name count sharePercent } }
    targets { province { code } byYear starsMin products reached reachedPercent }
} }";

async fn ask(app: &App, filter: Value) -> Value {
    let answer = app.query_with(ALL, json!({ "where": filter })).await;
    answer.data()["programmeStatistics"].take()
}

async fn figures_are_public_and_cost_five_statements(test: TestDb) {
    let app = App::open(test).await;
    let programme = &app.services.programme;
    let new = NewCycle {
        year: 2026,
        province_code: "37".to_owned(),
        scheme: None,
        planned_products: 8,
        opened_on: None,
        demo: false,
    };
    let cycle = programme.open_cycle(&Actor::System, new).await.unwrap();
    let target = Target {
        province_code: "37".to_owned(),
        by_year: 2030,
        stars_min: 4,
        products: 3,
    };
    programme.set_target(&Actor::System, &target).await.unwrap();
    let first = app.market.producer("Hợp tác xã Một").await;
    let second = app.market.producer("Hợp tác xã Hai").await;
    // Certificates of four stars.
    app.market.listing(&first, "Cơm cháy", 10_000, 7).await;
    let products = [
        (&first, "FOOD", 6),
        (&first, "BEVERAGE", 16),
        (&second, "FOOD", 1),
    ];
    let mut last = None;
    for (producer, group, set) in products {
        let new = NewDossier {
            cycle_id: cycle.id,
            producer_id: producer.id,
            kind: DossierKind::New,
            previous_certificate_id: None,
            product_name: Some(format!("Sản phẩm {set}")),
            group_code: group.to_owned(),
            product_set: Some(set),
            idea: "Của làng.".to_owned(),
            demo: false,
        };
        let registered = programme.register_dossier(&Actor::System, new).await;
        last = Some((producer.id, registered.unwrap().id));
    }
    let told = ask(&app, json!({ "year": 2026, "province": "37" })).await;
    assert_eq!(told["province"]["name"], "Ninh Bình");
    assert_eq!(told["plannedProducts"], 8);
    assert_eq!(told["registeredProducts"], 3);
    assert_eq!(told["excessPercent"], "-62.5");
    assert_eq!(told["entities"], 2);
    assert_eq!(
        told["entitiesByLegalForm"],
        json!([{ "code": "COOPERATIVE", "name": "Hợp tác xã", "en": "Cooperative", "count": 2, "sharePercent": "100.0" }])
    );
    assert_eq!(
        told["registeredByGroup"],
        json!([
            { "scheme": "DECISION_148", "code": "FOOD", "name": "Thực phẩm", "en": "Food", "count": 2, "sharePercent": "66.7" },
            { "scheme": "DECISION_148", "code": "BEVERAGE", "name": "Đồ uống", "en": "Beverages", "count": 1, "sharePercent": "33.3" },
        ])
    );
    assert_eq!(told["results"].as_array().unwrap().len(), 6);
    assert_eq!(
        told["results"][3],
        json!({ "code": "POTENTIAL_FIVE", "name": "Tiềm năng 5 sao", "en": "Potential 5 stars", "count": 0, "sharePercent": "0.0" })
    );
    assert_eq!(
        told["results"][5],
        json!({ "code": "UNDER_WAY", "name": "Đang thực hiện", "en": "Under way", "count": 3, "sharePercent": "100.0" })
    );
    assert_eq!(told["certificates"]["inForce"], 1);
    assert_eq!(
        told["certificates"]["inForceByStars"],
        json!([
            { "code": "THREE_STARS", "name": "3 sao", "count": 0, "sharePercent": "0.0" },
            { "code": "FOUR_STARS", "name": "4 sao", "count": 1, "sharePercent": "100.0" },
            { "code": "FIVE_STARS", "name": "5 sao", "count": 0, "sharePercent": "0.0" },
        ])
    );
    assert_eq!(
        told["targets"],
        json!([{ "province": { "code": "37" }, "byYear": 2030, "starsMin": 4, "products": 3, "reached": 1, "reachedPercent": "33.3" }])
    );
    let query = "{ programmeStatistics(where: { year: 2026 }) { registeredProducts targets { province { code } } results { code } } }";
    assert_eq!(app.statements(query).await, 5);

    // What is taken back is no longer counted; the country is the province
    // here.
    let (producer, dossier) = last.unwrap();
    let owner = Actor::Account {
        id: app.account("lan@vidu.example", Vec::new()).await,
        grants: vec![kernel::RoleGrant {
            role: kernel::Role::ProducerOwner,
            scope: kernel::Scope::Producer(producer),
        }],
    };
    let step = DossierStep::Withdraw;
    programme
        .advance_dossier(&owner, dossier, &step)
        .await
        .unwrap();
    let told = ask(&app, json!({ "year": 2026 })).await;
    assert_eq!(
        (&told["province"], &told["registeredProducts"]),
        (&json!(null), &json!(2))
    );
    assert_eq!(told["entities"], 1);
    let none = ask(&app, json!({ "year": 2025, "province": "01" })).await;
    assert_eq!(
        (&none["registeredProducts"], &none["excessPercent"]),
        (&json!(0), &json!(null))
    );
    assert_eq!(none["results"][0]["sharePercent"], json!(null));
    assert_eq!(
        (&none["certificates"]["inForce"], &none["targets"]),
        (&json!(0), &json!([]))
    );
}

async fn what_cannot_be_a_year_or_a_province_is_refused(test: TestDb) {
    let app = App::open(test).await;
    for filter in [
        json!({ "year": 2017 }),
        json!({ "year": 2101 }),
        json!({ "year": -1, "province": "37" }),
        json!({ "year": 2026, "province": "" }),
        json!({ "year": 2026, "province": "3" }),
        json!({ "year": 2026, "province": "' OR 1=1 --" }),
        json!({ "year": 2026, "province": "３７" }),
        json!({ "year": 2026, "province": "a\0" }),
        json!({ "province": "37" }),
        json!(null),
    ] {
        let variables = json!({ "where": filter });
        let answer = app.query_with(ALL, variables.clone()).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{variables}");
    }
    let unknown = ask(&app, json!({ "year": 2026, "province": "99" })).await;
    assert_eq!(unknown["registeredProducts"], 0);
}

const SALES: &str = "query($where: ProgrammeWhere!) { programmeStatistics(where: $where) { sales {
    exact total { ...f } byGroup { code name figure { ...f } } byStars { code figure { ...f } }
    byLegalForm { code en: name(language: EN) figure { ...f } }
    byProvince { code province { name } figure { ...f } }
    byCommune { code commune { name } figure { ...f } }
} } }
fragment f on ProgrammeSalesFigure { suppressed orders units revenue { amount currencyCode } }";

fn seen(orders: i64, units: i64, revenue: &str) -> Value {
    json!({ "suppressed": false, "orders": orders, "units": units,
        "revenue": { "amount": revenue, "currencyCode": "VND" } })
}

/// Sales of a year: in Ninh Bình a cooperative's nine orders and a farm's two,
/// in Hà Nội a company's thirty.
async fn sold(app: &App) {
    for (province, commune, form, group, stars, orders) in [
        ("37", "14620", "COOPERATIVE", "FOOD", 4, 9),
        ("37", "14533", "FARM", "FOOD", 3, 2),
        ("01", "00070", "JSC", "HANDICRAFT", 3, 30),
    ] {
        for (form, commune, group, stars) in [
            (form, "*", group, stars),
            (form, "*", group, 0),
            (form, "*", "*", stars),
            (form, "*", "*", 0),
            ("*", commune, "*", 0),
        ] {
            let sql = format!(
                "INSERT INTO sales_figure (year, province_code, legal_form, commune_code, group_code, stars, orders, units, revenue) \
                VALUES (2026, '{province}', '{form}', '{commune}', '{group}', {stars}, {orders}, {}, {})",
                orders * 2,
                orders * 1_000
            );
            app.raw(&sql).await;
        }
    }
}

async fn sales_are_public_with_gaps_and_exact_for_the_region(test: TestDb) {
    let world = World::open(test).await;
    let app = &world.app;
    sold(app).await;
    let gap = json!({ "suppressed": true, "orders": null, "units": null, "revenue": null });
    let here = json!({ "where": { "year": 2026, "province": "37" } });
    let sales = |mut data: Value| data["programmeStatistics"]["sales"].take();
    let exact = sales(world.ask(&world.officer, SALES, here.clone()).await);
    assert_eq!(
        exact,
        json!({
            "exact": true,
            "total": seen(11, 22, "11000"),
            "byGroup": [{ "code": "FOOD", "name": "Thực phẩm", "figure": seen(11, 22, "11000") }],
            "byStars": [
                { "code": "THREE_STARS", "figure": seen(2, 4, "2000") },
                { "code": "FOUR_STARS", "figure": seen(9, 18, "9000") },
            ],
            "byLegalForm": [
                { "code": "COOPERATIVE", "en": "Cooperative", "figure": seen(9, 18, "9000") },
                { "code": "FARM", "en": "Farm", "figure": seen(2, 4, "2000") },
            ],
            "byProvince": [{ "code": "37", "province": { "name": "Ninh Bình" }, "figure": seen(11, 22, "11000") }],
            "byCommune": [
                { "code": "14533", "commune": { "name": "Tây Hoa Lư" }, "figure": seen(2, 4, "2000") },
                { "code": "14620", "commune": { "name": "Phát Diệm" }, "figure": seen(9, 18, "9000") },
            ],
        })
    );
    let public = sales(app.query_with(SALES, here.clone()).await.data());
    assert_eq!(
        (&public["exact"], &public["byCommune"]),
        (&json!(false), &json!(null))
    );
    // The farm's two orders are the whole less the cooperative's.
    assert_eq!(public["total"], gap);
    assert_eq!(
        public["byLegalForm"],
        json!([
            { "code": "COOPERATIVE", "en": "Cooperative", "figure": seen(9, 18, "9000") },
            { "code": "FARM", "en": "Farm", "figure": gap },
        ])
    );
    for bearer in [&world.stranger, &world.inspector] {
        assert_eq!(sales(world.ask(bearer, SALES, here.clone()).await), public);
    }
    // An officer of one province is the public for the country.
    let all = json!({ "where": { "year": 2026 } });
    let country = sales(world.ask(&world.officer, SALES, all.clone()).await);
    assert_eq!(country, sales(app.query_with(SALES, all).await.data()));
    assert_eq!(country["total"], seen(41, 82, "41000"));
    // Either province would tell of the other.
    for province in country["byProvince"].as_array().unwrap() {
        assert_eq!(province["figure"], gap, "{province}");
    }
    assert_eq!(country["byProvince"].as_array().unwrap().len(), 2);
    let query = "{ programmeStatistics(where: { year: 2026, province: \"37\" }) { sales { total { orders } byCommune { code } } } }";
    assert_eq!(app.statements(query).await, 6);
    let none = json!({ "where": { "year": 2025, "province": "37" } });
    let none = sales(app.query_with(SALES, none).await.data());
    assert_eq!(
        (&none["total"], &none["byGroup"]),
        (&seen(0, 0, "0"), &json!([]))
    );
}

async fn certificates_are_cut_and_filtered(test: TestDb) {
    let world = World::open(test).await;
    let query = "query($where: ProgrammeCertificateWhere) {
        programmeStatistics(where: { year: 2026, province: \"37\" }) {
            certificateChanges { revoked renewed upgraded }
            certificates(where: $where) { inForce revoked withoutGroup
                byLegalForm { code count sharePercent } byGroup { scheme code count sharePercent }
                byCommune { code commune { name } count } } } }";
    let status = programme::CertificateStatus::Revoked;
    world
        .app
        .market
        .set_certificate(&world.listing, status)
        .await;
    let ask = async |bearer: &str, filter: Value| {
        let variables = json!({ "where": filter });
        world.ask(bearer, query, variables).await["programmeStatistics"].take()
    };
    let told = ask(&world.officer, json!(null)).await;
    assert_eq!(
        told,
        json!({
            "certificateChanges": { "revoked": 1, "renewed": 0, "upgraded": 0 },
            "certificates": {
                "inForce": 1, "revoked": 1, "withoutGroup": 2,
                "byLegalForm": [{ "code": "COOPERATIVE", "count": 2, "sharePercent": "100.0" }],
                "byGroup": [],
                "byCommune": [{ "code": "14620", "commune": { "name": "Phát Diệm" }, "count": 2 }],
            },
        })
    );
    let revoked = json!({ "standings": ["REVOKED"], "stars": [4], "legalForms": ["COOPERATIVE"] });
    let told = ask(&world.officer, revoked).await;
    assert_eq!(told["certificates"]["byCommune"][0]["count"], 1);
    assert_eq!(told["certificates"]["inForce"], 0);
    for nothing in [
        json!({ "groups": ["FOOD"] }),
        json!({ "stars": [] }),
        json!({ "legalForms": ["FARM"] }),
    ] {
        let told = ask(&world.officer, nothing).await;
        assert_eq!(told["certificates"]["byLegalForm"], json!([]));
    }
    let told = ask(&world.stranger, json!(null)).await;
    assert_eq!(told["certificates"]["byCommune"], json!(null));
    assert_eq!(told["certificates"]["withoutGroup"], 2);
    for wrong in [
        json!({ "groups": ["' OR 1=1 --"] }),
        json!({ "groups": [""] }),
        json!({ "stars": [2] }),
        json!({ "stars": [6] }),
        json!({ "standings": ["GONE"] }),
        json!({ "legalForms": ["*"] }),
    ] {
        let variables = json!({ "where": wrong });
        let answer = world.app.query_with(query, variables).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{wrong}");
    }
}

async fn figures_come_as_a_spreadsheet(test: TestDb) {
    let world = World::open(test).await;
    let app = &world.app;
    sold(app).await;
    let get = async |path: &str, bearer: &str| {
        let request = Request::get(path).header(header::AUTHORIZATION, bearer);
        app.send(request.body(Body::empty()).unwrap()).await
    };
    // What stands in the columns from the figure's code on.
    let lines = |answer: &Answer| -> Vec<String> {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let format = spreadsheets::Format::Csv;
        let sheet = spreadsheets::Sheet::read(format, answer.text.as_bytes()).unwrap();
        let text = |cell: &spreadsheets::Cell| match cell {
            spreadsheets::Cell::Text(text) | spreadsheets::Cell::Number(text) => text.clone(),
            spreadsheets::Cell::Date(date) => date.to_string(),
        };
        let row = |row: &spreadsheets::Row| {
            let cells: Vec<String> = row.cells.iter().map(text).collect();
            assert_eq!(cells.len(), sheet.header.len());
            assert_eq!(cells[..3], ["2026", "37", "Tỉnh Ninh Bình"]);
            [&cells[3..4], &cells[5..7], &cells[8..9]]
                .concat()
                .join("|")
        };
        sheet.rows.iter().map(row).collect()
    };
    let here = "/programme-statistics/2026.csv?province=37";
    let exact = get(here, &world.officer).await;
    assert_eq!(exact.header("content-type"), "text/csv");
    assert_eq!(
        exact.header("content-disposition"),
        "attachment; filename*=UTF-8''ocop%2D2026%2D37%2Ecsv"
    );
    assert_eq!(exact.header("cache-control"), "private, no-store");
    assert_eq!(lines(&exact).join("\n"), EXACT);

    let public = app.get(here).await;
    let public_lines = lines(&public);
    let farm = |lines: &[String]| -> Vec<String> {
        let farm = lines
            .iter()
            .filter(|line| line.contains("|LEGAL_FORM|FARM|"));
        farm.cloned().collect()
    };
    assert_eq!(farm(&lines(&exact)).len(), 3);
    assert_eq!(
        farm(&public_lines),
        [
            "SALES_ORDERS|LEGAL_FORM|FARM|",
            "SALES_UNITS|LEGAL_FORM|FARM|",
            "SALES_REVENUE|LEGAL_FORM|FARM|",
        ]
    );
    assert!(public.text.contains("Không công bố"));
    assert!(!public_lines.iter().any(|line| line.contains("|COMMUNE|")));
    assert_eq!(lines(&get(here, &world.stranger).await), public_lines);

    let english = app.get("/programme-statistics/2026.csv?language=EN").await;
    assert!(
        english.text.contains("The whole country"),
        "{}",
        english.text
    );
    assert!(english.text.contains("Not published"));
    let book = app.get("/programme-statistics/2026.xlsx").await;
    assert_eq!(book.status, StatusCode::OK);
    assert!(book.text.starts_with("PK"));

    for (path, status) in [
        ("/programme-statistics/2017.csv", StatusCode::BAD_REQUEST),
        (
            "/programme-statistics/2026.csv?province=3",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/programme-statistics/2026.csv?language=FR",
            StatusCode::BAD_REQUEST,
        ),
        (
            "/programme-statistics/2026.csv?x=1",
            StatusCode::BAD_REQUEST,
        ),
        ("/programme-statistics/2026.pdf", StatusCode::NOT_FOUND),
        ("/programme-statistics/2026", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.get(path).await.status, status, "{path}");
    }
    let wrong = get(here, "Bearer wrong").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
}

/// Figure, cut, its code and the value.
const EXACT: &str = "PLANNED|||0
REGISTERED|||0
REGISTERED|RESULT|THREE_STARS|0
REGISTERED|RESULT|FOUR_STARS|0
REGISTERED|RESULT|FIVE_STARS|0
REGISTERED|RESULT|POTENTIAL_FIVE|0
REGISTERED|RESULT|REJECTED|0
REGISTERED|RESULT|UNDER_WAY|0
RENEWED|||0
UPGRADED|||0
ENTITIES|||0
CERTIFICATES|STANDING|IN_FORCE|2
CERTIFICATES|STANDING|EXPIRING|0
CERTIFICATES|STANDING|UPCOMING|0
CERTIFICATES|STANDING|EXPIRED|0
CERTIFICATES|STANDING|SUSPENDED|0
CERTIFICATES|STANDING|REVOKED|0
CERTIFICATES|STANDING|SUPERSEDED|0
CERTIFICATES|LEGAL_FORM|COOPERATIVE|2
CERTIFICATES|COMMUNE|14620|2
CERTIFICATES_IN_FORCE|STARS|THREE_STARS|0
CERTIFICATES_IN_FORCE|STARS|FOUR_STARS|2
CERTIFICATES_IN_FORCE|STARS|FIVE_STARS|0
CERTIFICATES_REVOKED|||0
CERTIFICATES_RENEWED|||0
CERTIFICATES_UPGRADED|||0
SALES_ORDERS|||11
SALES_UNITS|||22
SALES_REVENUE|||11000
SALES_ORDERS|GROUP|FOOD|11
SALES_UNITS|GROUP|FOOD|22
SALES_REVENUE|GROUP|FOOD|11000
SALES_ORDERS|STARS|THREE_STARS|2
SALES_UNITS|STARS|THREE_STARS|4
SALES_REVENUE|STARS|THREE_STARS|2000
SALES_ORDERS|STARS|FOUR_STARS|9
SALES_UNITS|STARS|FOUR_STARS|18
SALES_REVENUE|STARS|FOUR_STARS|9000
SALES_ORDERS|LEGAL_FORM|COOPERATIVE|9
SALES_UNITS|LEGAL_FORM|COOPERATIVE|18
SALES_REVENUE|LEGAL_FORM|COOPERATIVE|9000
SALES_ORDERS|LEGAL_FORM|FARM|2
SALES_UNITS|LEGAL_FORM|FARM|4
SALES_REVENUE|LEGAL_FORM|FARM|2000
SALES_ORDERS|PROVINCE|37|11
SALES_UNITS|PROVINCE|37|22
SALES_REVENUE|PROVINCE|37|11000
SALES_ORDERS|COMMUNE|14533|2
SALES_UNITS|COMMUNE|14533|4
SALES_REVENUE|COMMUNE|14533|2000
SALES_ORDERS|COMMUNE|14620|9
SALES_UNITS|COMMUNE|14620|18
SALES_REVENUE|COMMUNE|14620|9000";
