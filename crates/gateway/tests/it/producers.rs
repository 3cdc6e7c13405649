//! Producers from their registration on, as owners and officers see them.

use crate::support::{Answer, App, PASSWORD};
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use axum::http::StatusCode;
use kernel::{ProducerId, Role, RoleGrant, Scope};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::TestDb;

testkit::on_both!(
    a_producer_is_registered_verified_and_sells,
    a_suspension_is_seen_by_the_next_request,
    bad_registrations_are_refused_and_change_nothing,
    bad_decisions_are_refused_and_change_nothing,
    records_are_for_officers_and_own_people,
    a_page_of_records_costs_no_more_than_one,
    an_old_commune_leads_to_those_of_today,
);

const RECORD: &str = "id slug name status taxCode registrationNumber representative phone email \
    street commune { code } province { code } verifications { method evidence verifier } \
    history { status grounds actor }";

struct People {
    /// Somebody with an account and nothing else.
    lan: String,
    /// Officer of Ninh Bình.
    officer: String,
    /// Officer of Hà Nội.
    elsewhere: String,
    administrator: String,
}

async fn session(app: &App, email: &str, grants: Vec<RoleGrant>) -> String {
    app.account(email, grants).await;
    let signed_in = app.services.identity.sign_in(email, PASSWORD).await;
    format!("Bearer {}", signed_in.unwrap().token)
}

async fn people(app: &App) -> People {
    let officer = |code: &str| {
        vec![RoleGrant {
            role: Role::ProgrammeOfficer,
            scope: Scope::Province(code.to_owned()),
        }]
    };
    let administrator = vec![RoleGrant {
        role: Role::Administrator,
        scope: Scope::Global,
    }];
    People {
        lan: session(app, "lan@vidu.example", vec![]).await,
        officer: session(app, "binh@vidu.example", officer("37")).await,
        elsewhere: session(app, "ha@vidu.example", officer("01")).await,
        administrator: session(app, "quan@vidu.example", administrator).await,
    }
}

async fn ask(app: &App, bearer: &str, query: &str, variables: Value) -> Answer {
    let body = json!({ "query": query, "variables": variables });
    app.body_as(body, &[("authorization", bearer)]).await
}

fn registration() -> Value {
    json!({
        "legalForm": "COOPERATIVE",
        "name": "HTX Cói Kim Sơn",
        "taxCode": "0100109106",
        "registrationNumber": "2700 123 456",
        "representative": "Nguyễn Thị Lan",
        "phone": "0912 345 678",
        "email": "htx@vidu.example",
        "street": "Xóm 5",
        "communeCode": "14620",
    })
}

async fn register(app: &App, bearer: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: ProducerRegisterInput!) {{ producerRegister(input: $input) {{
            producer {{ {RECORD} }} userErrors {{ code field message }} }} }}"
    );
    let answer = ask(app, bearer, &query, json!({ "input": input })).await;
    answer.data()["producerRegister"].take()
}

/// A decision by its mutation's name, such as `producerVerify`.
async fn decide(app: &App, bearer: &str, mutation: &str, input: Value) -> Answer {
    let capital = mutation[..1].to_uppercase() + &mutation[1..];
    let query = format!(
        "mutation($input: {capital}Input!) {{ {mutation}(input: $input) {{
            producer {{ {RECORD} }} userErrors {{ code field message }} }} }}"
    );
    ask(app, bearer, &query, json!({ "input": input })).await
}

async fn decided(app: &App, bearer: &str, mutation: &str, input: Value) -> Value {
    let done = decide(app, bearer, mutation, input).await.data()[mutation].take();
    assert_eq!(done["userErrors"], json!([]), "{mutation}");
    done["producer"].clone()
}

async fn record(app: &App, bearer: &str, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ producerRecord(id: $id) {{ {RECORD} }} }}");
    let answer = ask(app, bearer, &query, json!({ "id": id })).await;
    answer.data()["producerRecord"].take()
}

async fn applications(app: &App, bearer: &str, filter: Value) -> Vec<Value> {
    let query = "query($where: ProducerApplicationWhere) {
        producerApplications(first: 10, where: $where) {
            totalCount nodes { name } edges { cursor node { id } } pageInfo { hasNextPage } } }";
    let data = ask(app, bearer, query, json!({ "where": filter }))
        .await
        .data();
    let found = &data["producerApplications"];
    let names: Vec<Value> = found["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["name"].clone())
        .collect();
    assert_eq!(found["totalCount"], names.len());
    names
}

async fn a_producer_is_registered_verified_and_sells(test: TestDb) {
    let app = App::open(test).await;
    let people = people(&app).await;
    let registered = register(&app, &people.lan, registration()).await;
    assert_eq!(registered["userErrors"], json!([]));
    let producer = &registered["producer"];
    let id = &producer["id"];
    assert_eq!(producer["status"], "APPLIED");
    assert_eq!(producer["representative"], "Nguyễn Thị Lan");
    assert_eq!(producer["phone"], "0912345678");
    assert_eq!(producer["province"]["code"], "37");

    // Whoever registered it owns it, with the same token.
    let mine = "{ myProducers(first: 10) { totalCount nodes { id status } } }";
    let own = ask(&app, &people.lan, mine, json!({})).await.data();
    assert_eq!(
        own["myProducers"],
        json!({ "totalCount": 1, "nodes": [{ "id": id, "status": "APPLIED" }] })
    );
    // The public sees nothing of it before it is active.
    let public = "query($id: ID!) { producer(id: $id) { name } node(id: $id) { id } }";
    let seen = app.query_with(public, json!({ "id": id })).await.data();
    assert_eq!(seen, json!({ "producer": null, "node": null }));

    let name = json!("HTX Cói Kim Sơn");
    assert_eq!(
        applications(&app, &people.officer, Value::Null).await,
        std::slice::from_ref(&name)
    );
    let filter = json!({ "status": "APPLIED", "province": "37" });
    assert_eq!(
        applications(&app, &people.administrator, filter).await,
        std::slice::from_ref(&name)
    );
    for filter in [
        Value::Null,
        json!({ "province": "37" }),
        json!({ "status": "APPLIED" }),
    ] {
        assert!(
            applications(&app, &people.elsewhere, filter)
                .await
                .is_empty()
        );
    }

    let evidence = json!({ "id": id, "method": "SITE_VISIT", "evidence": "Biên bản số 7" });
    let verified = decided(&app, &people.officer, "producerVerify", evidence).await;
    assert_eq!(verified["status"], "VERIFIED");
    assert_eq!(verified["verifications"][0]["evidence"], "Biên bản số 7");
    let active = decided(
        &app,
        &people.officer,
        "producerActivate",
        json!({ "id": id }),
    )
    .await;
    assert_eq!(active["status"], "ACTIVE");
    let seen = app.query_with(public, json!({ "id": id })).await.data();
    assert_eq!(seen["producer"]["name"], name);
    assert!(
        applications(&app, &people.officer, Value::Null)
            .await
            .is_empty()
    );
    let filter = json!({ "status": "ACTIVE" });
    assert_eq!(applications(&app, &people.officer, filter).await, [name]);

    let grounds = json!({ "id": id, "grounds": "Đã giải thể" });
    let closed = decided(&app, &people.officer, "producerClose", grounds).await;
    let history: Vec<&Value> = closed["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["status"])
        .collect();
    assert_eq!(history, ["APPLIED", "VERIFIED", "ACTIVE", "CLOSED"]);
    assert_eq!(closed["history"][3]["grounds"], "Đã giải thể");
    assert_eq!(
        record(&app, &people.lan, id).await,
        closed,
        "its owner reads it"
    );
}

async fn a_suspension_is_seen_by_the_next_request(test: TestDb) {
    let app = App::open(test).await;
    let people = people(&app).await;
    let listing = app.products(1).await.remove(0);
    app.services.search.reindex(|_| {}).await.unwrap();
    let id = crate::bad_input::global_id("Producer", listing.producer.id.0);
    let product = crate::bad_input::global_id("Product", listing.product.0);
    let shown = async || {
        let query = format!(
            "{{ product(id: \"{product}\") {{ name }}
                search(query: \"com chay\", first: 10) {{ totalCount nodes {{ name }} }}
                producer(id: \"{id}\") {{ name }} }}"
        );
        let data = app.query(&query).await.data();
        let product = !data["product"].is_null();
        let found = !data["search"]["nodes"].as_array().unwrap().is_empty();
        let producer = !data["producer"].is_null();
        assert_eq!((product, found), (producer, producer), "{data}");
        producer
    };
    assert!(shown().await);
    for _ in 0..2 {
        let grounds = json!({ "id": id, "grounds": "Nhãn sai" });
        decided(&app, &people.officer, "producerSuspend", grounds).await;
        assert!(!shown().await);
        decided(
            &app,
            &people.officer,
            "producerReinstate",
            json!({ "id": id }),
        )
        .await;
        assert!(shown().await);
    }
}

/// Every row of the tables that producers are written to.
async fn everything(app: &App) -> Vec<String> {
    let mut rows = Vec::new();
    for sql in [
        "SELECT status || name FROM producer ORDER BY 1",
        "SELECT CAST(COUNT(*) AS TEXT) FROM producer_event",
        "SELECT CAST(COUNT(*) AS TEXT) FROM producer_verification",
        "SELECT CAST(COUNT(*) AS TEXT) FROM role_grant",
        "SELECT CAST(COUNT(*) AS TEXT) FROM job",
    ] {
        rows.extend(app.texts(sql).await);
    }
    rows
}

/// The codes of an enum of the schema.
fn codes(name: &str) -> BTreeSet<String> {
    parse_schema(gateway::sdl())
        .unwrap()
        .definitions
        .into_iter()
        .find_map(|definition| match definition {
            TypeSystemDefinition::Type(own) if own.node.name.node == name => match own.node.kind {
                TypeKind::Enum(codes) => Some(codes.values),
                _ => None,
            },
            _ => None,
        })
        .unwrap()
        .into_iter()
        .map(|value| value.node.value.node.to_string())
        .collect()
}

async fn bad_registrations_are_refused_and_change_nothing(test: TestDb) {
    let app = App::open(test).await;
    let people = people(&app).await;
    let taken = register(&app, &people.officer, registration()).await;
    assert_eq!(taken["userErrors"], json!([]));
    let long = |n: usize| "Đ".repeat(n);
    let cases = [
        ("NAME_INVALID", "name", json!("")),
        ("NAME_INVALID", "name", json!(" \u{200B}\u{7} ")),
        ("NAME_INVALID", "name", json!("…")),
        ("NAME_INVALID", "name", json!(long(201))),
        ("TAX_CODE_INVALID", "taxCode", json!("0100109107")),
        ("TAX_CODE_INVALID", "taxCode", json!("0100109106-1")),
        ("TAX_CODE_INVALID", "taxCode", json!("037089001234")),
        ("TAX_CODE_INVALID", "taxCode", json!("0100109106\u{7}'--")),
        ("TAX_CODE_TAKEN", "taxCode", json!("0100109106")),
        ("PHONE_INVALID", "phone", json!("113")),
        ("PHONE_INVALID", "phone", json!("\u{7}")),
        ("EMAIL_INVALID", "email", json!("htx")),
        ("EMAIL_INVALID", "email", json!("a@\u{7}.vn")),
        ("STREET_INVALID", "street", json!(" ")),
        ("STREET_INVALID", "street", json!(long(301))),
        ("COMMUNE_UNKNOWN", "communeCode", json!("99999")),
        ("COMMUNE_UNKNOWN", "communeCode", json!("37")),
        ("COMMUNE_UNKNOWN", "communeCode", json!("\u{7}")),
        ("FOUNDED_YEAR_INVALID", "foundedYear", json!(2_027)),
        ("FOUNDED_YEAR_INVALID", "foundedYear", json!(-2_147_483_648)),
        ("STORY_TOO_LONG", "story", json!(long(20_001))),
        (
            "REGISTRATION_NUMBER_INVALID",
            "registrationNumber",
            json!(long(31)),
        ),
        ("REPRESENTATIVE_INVALID", "representative", json!(long(101))),
    ];
    let mut expected = codes("ProducerRegisterErrorCode");
    let before = everything(&app).await;
    for (code, field, value) in cases {
        let mut input = registration();
        input["taxCode"] = Value::Null;
        input[field] = value;
        let refused = register(&app, &people.lan, input).await;
        assert_eq!(refused["producer"], Value::Null, "{code}");
        let errors = refused["userErrors"].as_array().unwrap();
        assert_eq!(errors.len(), 1);
        assert_eq!(
            (&errors[0]["code"], &errors[0]["field"]),
            (&json!(code), &json!(["input", field]))
        );
        assert!(!errors[0]["message"].as_str().unwrap().is_empty());
        expected.remove(code);
    }
    assert_eq!(everything(&app).await, before);
    for (legal_form, code) in [
        ("FARM", "012345678901"),
        ("HOUSEHOLD_BUSINESS", "098765432109"),
    ] {
        let mut input = registration();
        input["legalForm"] = json!(legal_form);
        input["taxCode"] = json!(code);
        let done = register(&app, &people.lan, input).await;
        assert_eq!(done["userErrors"], json!([]), "a citizen's number");
    }
    for _ in 0..3 {
        let mut input = registration();
        input["taxCode"] = Value::Null;
        // What cannot be stored is dropped, as everywhere.
        input["story"] = json!("một\u{7}\n\nhai");
        assert_eq!(
            register(&app, &people.lan, input).await["userErrors"],
            json!([])
        );
    }
    let before = everything(&app).await;
    let mut input = registration();
    input["taxCode"] = Value::Null;
    let refused = register(&app, &people.lan, input).await;
    assert_eq!(refused["userErrors"][0]["code"], "TOO_MANY_APPLICATIONS");
    assert_eq!(refused["userErrors"][0]["field"], json!(["input"]));
    assert_eq!(everything(&app).await, before);
    expected.remove("TOO_MANY_APPLICATIONS");
    assert!(expected.is_empty(), "without a case: {expected:?}");

    let nobody = app
        .query_with(
            "mutation($input: ProducerRegisterInput!) { producerRegister(input: $input) { userErrors { code } } }",
            json!({ "input": registration() }),
        )
        .await;
    assert_eq!(nobody.code(), "UNAUTHENTICATED");
}

async fn bad_decisions_are_refused_and_change_nothing(test: TestDb) {
    let app = App::open(test).await;
    let people = people(&app).await;
    let applied = register(&app, &people.lan, registration()).await["producer"]["id"].take();
    let selling = app.market.producer("HTX Hai").await.id;
    let selling = json!(crate::bad_input::global_id("Producer", selling.0));
    // Its status is from before there were records of it.
    let old = app.market.producer("HTX Ba").await.id;
    app.raw("DELETE FROM producer_verification").await;
    app.raw("UPDATE producer SET status = 'VERIFIED' WHERE name = 'HTX Ba'")
        .await;
    let old = json!(crate::bad_input::global_id("Producer", old.0));
    // It comes from a register that names no telephone.
    let silent = app.market.producer("HTX Bốn").await.id;
    app.raw("UPDATE producer SET status = 'VERIFIED', phone = '' WHERE name = 'HTX Bốn'")
        .await;
    let silent = json!(crate::bad_input::global_id("Producer", silent.0));
    let own = register(&app, &people.officer, {
        let mut input = registration();
        input["taxCode"] = Value::Null;
        input
    })
    .await["producer"]["id"]
        .take();
    let nobody = json!(crate::bad_input::global_id("Producer", uuid::Uuid::nil()));
    let evidence =
        |id: &Value, text: &str| json!({ "id": id, "method": "CITIZEN_ID", "evidence": text });
    let grounds = |id: &Value, text: &str| json!({ "id": id, "grounds": text });
    let only = |id: &Value| json!({ "id": id });
    let long = "Đ".repeat(2_001);
    let (officer, elsewhere) = (&people.officer, &people.elsewhere);
    let cases = [
        (
            "producerActivate",
            officer,
            only(&silent),
            "CONTACTS_MISSING",
            "id",
        ),
        (
            "producerVerify",
            officer,
            evidence(&applied, ""),
            "EVIDENCE_INVALID",
            "evidence",
        ),
        (
            "producerVerify",
            officer,
            evidence(&applied, "\u{7}\n"),
            "EVIDENCE_INVALID",
            "evidence",
        ),
        (
            "producerVerify",
            officer,
            evidence(&applied, &long),
            "EVIDENCE_INVALID",
            "evidence",
        ),
        (
            "producerVerify",
            officer,
            evidence(&selling, "x"),
            "WRONG_STATUS",
            "id",
        ),
        (
            "producerVerify",
            officer,
            evidence(&nobody, "x"),
            "PRODUCER_NOT_FOUND",
            "id",
        ),
        (
            "producerVerify",
            elsewhere,
            evidence(&applied, "x"),
            "PRODUCER_NOT_FOUND",
            "id",
        ),
        (
            "producerVerify",
            officer,
            evidence(&own, "x"),
            "OWN_PRODUCER",
            "id",
        ),
        (
            "producerActivate",
            officer,
            only(&applied),
            "WRONG_STATUS",
            "id",
        ),
        (
            "producerActivate",
            officer,
            only(&old),
            "NOT_VERIFIED",
            "id",
        ),
        (
            "producerActivate",
            elsewhere,
            only(&old),
            "PRODUCER_NOT_FOUND",
            "id",
        ),
        (
            "producerSuspend",
            officer,
            grounds(&selling, " "),
            "GROUNDS_MISSING",
            "grounds",
        ),
        (
            "producerSuspend",
            officer,
            grounds(&selling, &long),
            "GROUNDS_TOO_LONG",
            "grounds",
        ),
        (
            "producerSuspend",
            officer,
            grounds(&applied, "x"),
            "WRONG_STATUS",
            "id",
        ),
        (
            "producerSuspend",
            elsewhere,
            grounds(&selling, "x"),
            "PRODUCER_NOT_FOUND",
            "id",
        ),
        (
            "producerReinstate",
            officer,
            only(&selling),
            "WRONG_STATUS",
            "id",
        ),
        (
            "producerReinstate",
            officer,
            grounds(&selling, &long),
            "GROUNDS_TOO_LONG",
            "grounds",
        ),
        (
            "producerReinstate",
            elsewhere,
            only(&selling),
            "PRODUCER_NOT_FOUND",
            "id",
        ),
        (
            "producerClose",
            officer,
            grounds(&selling, "\u{200B}"),
            "GROUNDS_MISSING",
            "grounds",
        ),
        (
            "producerClose",
            officer,
            grounds(&selling, &long),
            "GROUNDS_TOO_LONG",
            "grounds",
        ),
        (
            "producerClose",
            officer,
            grounds(&own, "x"),
            "OWN_PRODUCER",
            "id",
        ),
        (
            "producerClose",
            elsewhere,
            grounds(&selling, "x"),
            "PRODUCER_NOT_FOUND",
            "id",
        ),
    ];
    let mut expected = codes("ProducerStandingErrorCode");
    let before = everything(&app).await;
    for (mutation, who, input, code, field) in cases {
        let refused = decide(&app, who, mutation, input).await.data()[mutation].take();
        assert_eq!(refused["producer"], Value::Null, "{mutation} {code}");
        assert_eq!(
            (
                &refused["userErrors"][0]["code"],
                &refused["userErrors"][0]["field"]
            ),
            (&json!(code), &json!(["input", field])),
            "{mutation}"
        );
        expected.remove(code);
    }
    for mutation in ["producerActivate", "producerReinstate"] {
        for id in [
            "",
            "x",
            &crate::bad_input::global_id("Product", uuid::Uuid::nil()),
        ] {
            let refused = decide(&app, officer, mutation, json!({ "id": id })).await;
            assert_eq!(refused.code(), "BAD_USER_INPUT");
        }
        let refused = decide(&app, &people.lan, mutation, only(&selling)).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::FORBIDDEN, "FORBIDDEN")
        );
    }
    for (mutation, input) in [
        ("producerVerify", evidence(&applied, "x")),
        ("producerSuspend", grounds(&selling, "x")),
        ("producerClose", grounds(&selling, "x")),
    ] {
        let refused = decide(&app, &people.lan, mutation, input).await;
        assert_eq!(refused.code(), "FORBIDDEN", "{mutation}");
    }
    assert_eq!(everything(&app).await, before);
    assert!(expected.is_empty(), "without a case: {expected:?}");
}

async fn records_are_for_officers_and_own_people(test: TestDb) {
    let app = App::open(test).await;
    let people = people(&app).await;
    let id = register(&app, &people.lan, registration()).await["producer"]["id"].take();
    let stranger = session(&app, "la@vidu.example", vec![]).await;
    let inspector = vec![RoleGrant {
        role: Role::Inspector,
        scope: Scope::Province("37".to_owned()),
    }];
    let inspector = session(&app, "thanh@vidu.example", inspector).await;
    for (bearer, reads) in [
        (&people.lan, true),
        (&people.officer, true),
        (&people.administrator, true),
        (&people.elsewhere, false),
        (&stranger, false),
        (&inspector, false),
    ] {
        assert_eq!(!record(&app, bearer, &id).await.is_null(), reads);
        let mine = "{ myProducers(first: 5) { nodes { id } } }";
        let own = ask(&app, bearer, mine, json!({})).await.data();
        let own = own["myProducers"]["nodes"].as_array().unwrap().len();
        assert_eq!(own, usize::from(*bearer == people.lan));
    }
    for query in [
        "{ myProducers(first: 5) { nodes { id } } }",
        "{ producerApplications(first: 5) { nodes { id } } }",
        "{ producerRecord(id: \"x\") { id } }",
    ] {
        assert_eq!(app.query(query).await.code(), "UNAUTHENTICATED");
    }
    for bearer in [&people.lan, &inspector] {
        let query = "{ producerApplications(first: 5) { nodes { id } } }";
        let refused = ask(&app, bearer, query, json!({})).await;
        assert_eq!(refused.code(), "FORBIDDEN");
    }
    for (query, variables) in [
        (
            "query($n: Int) { myProducers(first: $n) { nodes { id } } }",
            json!({ "n": 101 }),
        ),
        (
            "query($n: Int) { producerApplications(last: $n, after: \"x\") { nodes { id } } }",
            json!({ "n": 1 }),
        ),
        (
            "query { producerApplications(first: 1, after: \"WyJ4IixbXV0\") { nodes { id } } }",
            json!({}),
        ),
    ] {
        let refused = ask(&app, &people.officer, query, variables).await;
        assert_eq!(refused.code(), "BAD_USER_INPUT", "{query}");
    }
    let odd = json!({ "province": "37\u{7}" });
    assert!(applications(&app, &people.officer, odd).await.is_empty());
    let unknown = json!(crate::bad_input::global_id(
        "Producer",
        ProducerId(uuid::Uuid::nil()).0
    ));
    assert!(record(&app, &people.officer, &unknown).await.is_null());
}

async fn a_page_of_records_costs_no_more_than_one(test: TestDb) {
    let app = App::open(test).await;
    let people = people(&app).await;
    for n in 0..4 {
        let mut input = registration();
        input["taxCode"] = Value::Null;
        input["name"] = json!(format!("HTX {n}"));
        register(&app, &people.lan, input).await;
    }
    let statements = async |rows: u32| {
        let query = format!("{{ producerApplications(first: {rows}) {{ nodes {{ {RECORD} }} }} }}");
        let headers = [
            ("authorization", people.officer.as_str()),
            ("x-debug-statements", "1"),
        ];
        let answer = app.query_as(&query, &headers).await;
        answer.data();
        answer.json()["extensions"]["statements"].as_u64().unwrap()
    };
    statements(1).await;
    assert_eq!(statements(1).await, statements(4).await);
}

async fn an_old_commune_leads_to_those_of_today(test: TestDb) {
    let app = App::open(test).await;
    let former = "code,name,district,province,today\n\
        14623,Xã Thượng Kiệm,Huyện Kim Sơn,Tỉnh Ninh Bình,14620\n\
        00071,Xã Thượng Kiệm,Quận Hoàn Kiếm,Thành phố Hà Nội,00070\n";
    let tx = app.services.db.begin().await.unwrap();
    programme::units::import_former(&tx, former.as_bytes())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let query = "query($code: String, $name: String, $province: String) {
        communeResolve(code: $code, name: $name, province: $province) {
            commune { code } current former { code name district province } } }";
    let ask = async |variables: Value| app.query_with(query, variables).await;
    let found = ask(json!({ "name": "thuong kiem", "province": "37" }))
        .await
        .data();
    let then = json!({
        "code": "14623", "name": "Xã Thượng Kiệm",
        "district": "Huyện Kim Sơn", "province": "Tỉnh Ninh Bình",
    });
    assert_eq!(
        found["communeResolve"],
        json!([{ "commune": { "code": "14620" }, "current": false, "former": [then] }])
    );
    let several = ask(json!({ "name": "xã thượng kiệm" })).await.data();
    assert_eq!(several["communeResolve"].as_array().unwrap().len(), 2);
    let itself = ask(json!({ "code": "14620" })).await.data();
    assert_eq!(itself["communeResolve"][0]["current"], true);
    let none = ask(json!({ "code": "%", "name": "'" })).await.data();
    assert_eq!(none["communeResolve"], json!([]));
    for bad in [
        json!({}),
        json!({ "province": "37" }),
        json!({ "name": "x".repeat(201) }),
        json!({ "code": "1", "province": "x".repeat(201) }),
    ] {
        assert_eq!(ask(bad).await.code(), "BAD_USER_INPUT");
    }
}

#[test]
fn the_public_type_has_no_field_of_the_record() {
    let fields = |name: &str| -> BTreeSet<String> {
        let definitions = parse_schema(gateway::sdl()).unwrap().definitions;
        let found = definitions
            .into_iter()
            .find_map(|definition| match definition {
                TypeSystemDefinition::Type(own) if own.node.name.node == name => {
                    match own.node.kind {
                        TypeKind::Object(object) => Some(object.fields),
                        _ => None,
                    }
                }
                _ => None,
            });
        let fields = found.unwrap().into_iter();
        fields
            .map(|field| field.node.name.node.to_string())
            .collect()
    };
    let shared: Vec<String> = fields("Producer")
        .intersection(&fields("ProducerRecord"))
        .cloned()
        .collect();
    // What both have is public of every producer that trades.
    assert_eq!(
        shared,
        [
            "commune",
            "foundedYear",
            "id",
            "legalForm",
            "name",
            "province",
            "slug"
        ]
    );
}
