//! Decisions about certificates that exist, over HTTP: the next request of
//! anybody follows each of them, and every refusal has its code.

use crate::inspections::{World, global};
use crate::round::Person;
use crate::support::App;
use chrono::{Days, Duration, NaiveTime};
use kernel::{Clock, Role, Scope};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    each_decision_acts_on_the_next_request,
    what_a_decision_cannot_do_is_refused_with_its_place,
    criteria_come_from_a_table,
);

const RECORD: &str = "mutation($input: DecisionRecordInput!) { decisionRecord(input: $input) {
    decision { id status measures { measure ground remarks certificate { number } } } userErrors { code field message } } }";
const CONFIRM: &str = "mutation($input: DecisionInput!) { decisionConfirm(input: $input) {
    decision { status measures { certificate { status inForce } } } userErrors { code field message } } }";
const OPEN: &str = "mutation($input: CycleOpenInput!) { cycleOpen(input: $input) { cycle { id } userErrors { code } } }";

impl World {
    async fn open_cycle(&self) -> Value {
        let input = json!({ "year": 2026, "provinceCode": "37", "plannedProducts": 0, "openedOn": "2026-01-05" });
        let mut payload = self.run(&self.officer, OPEN, input).await;
        payload["cycle"]["id"].take()
    }

    fn certificate(&self) -> String {
        global("Certificate", self.listing.certificate.id.0)
    }

    async fn record(&self, cycle: &Value, number: &str, measures: Value) -> Value {
        let input = json!({
            "cycleId": cycle, "number": number, "decidedOn": "2026-11-23", "signer": "Chủ tịch",
            "authority": "UBND tỉnh Ninh Bình", "level": "PROVINCE", "measures": measures,
        });
        self.run(&self.officer, RECORD, input).await
    }

    /// Records and confirms a decision that does that to the certificate.
    async fn decide(&self, cycle: &Value, number: &str, measure: &str, ground: Value) -> Value {
        // Histories sort by time.
        self.app.clock.advance(Duration::minutes(1));
        let id = self.certificate();
        let one = json!([{ "certificateId": id, "measure": measure, "ground": ground }]);
        let recorded = self.record(cycle, number, one).await;
        assert_eq!(recorded["userErrors"], json!([]), "{measure}");
        let input = json!({ "id": recorded["decision"]["id"] });
        let mut confirmed = self.run(&self.officer, CONFIRM, input).await;
        assert_eq!(confirmed["userErrors"], json!([]), "{measure}");
        confirmed["decision"].take()
    }
}

async fn each_decision_acts_on_the_next_request(test: TestDb) {
    let world = World::open(test).await;
    let cycle = world.open_cycle().await;
    world.app.clock.advance(Duration::minutes(1));
    let mut carts = Vec::new();
    for _ in 0..4 {
        // Filled while the product is public.
        carts.push(world.cart().await);
    }
    let id = world.certificate();
    let suspend = json!([{ "certificateId": id, "measure": "SUSPEND", "ground": "OTHER", "remarks": "Chờ kết quả kiểm nghiệm" }]);
    let recorded = world.record(&cycle, "1/QĐ-UBND", suspend).await;
    let decision = &recorded["decision"];
    assert_eq!(decision["status"], "RECORDED");
    assert_eq!(
        decision["measures"],
        json!([{ "measure": "SUSPEND", "ground": "OTHER", "remarks": "Chờ kết quả kiểm nghiệm",
            "certificate": { "number": world.listing.certificate.number } }])
    );
    assert!(world.public(&carts[0], "0").await, "only recorded");
    let waiting = "query($cycle: ID!) { decisions(cycle: $cycle, status: RECORDED, first: 5) {
        nodes { number } edges { cursor node { id } } pageInfo { hasNextPage } } }";
    let list = world
        .ask(&world.officer, waiting, json!({ "cycle": cycle }))
        .await;
    assert_eq!(
        list["decisions"]["nodes"],
        json!([{ "number": "1/QĐ-UBND" }])
    );
    let foreign = world
        .ask(&world.stranger, waiting, json!({ "cycle": cycle }))
        .await;
    assert_eq!(foreign["decisions"]["nodes"], json!([]));

    let input = json!({ "id": decision["id"] });
    let confirmed = world.run(&world.officer, CONFIRM, input).await;
    assert_eq!(
        confirmed["decision"],
        json!({ "status": "CONFIRMED", "measures": [{ "certificate": { "status": "SUSPENDED", "inForce": false } }] })
    );
    assert!(!world.public(&carts[1], "1").await, "suspended");
    world
        .decide(&cycle, "2/QĐ-UBND", "REINSTATE", Value::Null)
        .await;
    assert!(world.public(&carts[2], "2").await, "reinstated");

    let last = world.listing.certificate.valid_until();
    let tick = Duration::microseconds(1);
    let before = world.app.clock.now();
    world.app.clock.set(last - tick);
    let [late, later] = [world.cart().await, world.cart().await];
    assert!(world.public(&late, "late").await, "its last instant");
    world.app.clock.set(last);
    assert!(!world.public(&later, "later").await, "expired");
    world.app.clock.set(before);
    world
        .decide(&cycle, "3/QĐ-UBND", "REVOKE", json!("FALSE_DOSSIER"))
        .await;
    assert!(!world.public(&carts[3], "3").await, "revoked");

    // Anybody may hold a number on a package against it.
    let number = &world.listing.certificate.number;
    let seen = world
        .app
        .query_with(
            "query($number: String!, $unknown: String!) {
                certificate(number: $number) { status inForce stars history { status ground decisionNumber } }
                unknown: certificate(number: $unknown) { id }
            }",
            json!({ "number": format!("  {number} "), "unknown": "x" }),
        )
        .await
        .data();
    let event = |status: &str, ground: Value, number: &str| json!({ "status": status, "ground": ground, "decisionNumber": number });
    assert_eq!(
        seen["certificate"],
        json!({ "status": "REVOKED", "inForce": false, "stars": 4, "history": [
            event("ACTIVE", Value::Null, &world.listing.certificate.decision_number),
            event("SUSPENDED", json!("OTHER"), "1/QĐ-UBND"),
            event("ACTIVE", Value::Null, "2/QĐ-UBND"),
            event("REVOKED", json!("FALSE_DOSSIER"), "3/QĐ-UBND"),
        ] })
    );
    assert_eq!(seen["unknown"], Value::Null);
}

async fn what_a_decision_cannot_do_is_refused_with_its_place(test: TestDb) {
    let world = World::open(test).await;
    let cycle = world.open_cycle().await;
    let id = world.certificate();
    let with = |measure: &str, ground: Value, remarks: Value| json!({ "certificateId": id, "measure": measure, "ground": ground, "remarks": remarks });
    let good = || with("REVOKE", json!("RETURNED"), Value::Null);
    let nobody = global("Certificate", uuid::Uuid::nil());
    let unknown = json!({ "certificateId": nobody, "measure": "REVOKE", "ground": "RETURNED" });
    let cases = [
        (json!([]), "RESULTS_INVALID", "results"),
        (json!([good(), good()]), "RESULTS_INVALID", "results"),
        (
            json!([good(), unknown]),
            "CERTIFICATE_NOT_FOUND",
            "measures.1",
        ),
        (
            json!([with("REVOKE", Value::Null, Value::Null)]),
            "GROUND_INVALID",
            "measures.0",
        ),
        (
            json!([with("REVOKE", json!("OTHER"), Value::Null)]),
            "GROUND_INVALID",
            "measures.0",
        ),
        (
            json!([with("REINSTATE", Value::Null, Value::Null)]),
            "CERTIFICATE_STATUS_WRONG",
            "measures.0",
        ),
    ];
    for (measures, code, place) in cases {
        let payload = world.record(&cycle, "1/QĐ", measures).await;
        world.refused(&payload, code, place);
    }
    let ministry = json!({
        "cycleId": cycle, "number": "1/QĐ", "decidedOn": "2026-11-23", "signer": "Chủ tịch",
        "authority": "UBND huyện", "level": "DISTRICT_LEGACY", "measures": [good()],
    });
    let payload = world.run(&world.officer, RECORD, ministry.clone()).await;
    world.refused(&payload, "AUTHORITY_INVALID", "measures.0");
    let payload = world.run(&world.stranger, RECORD, ministry).await;
    world.refused(&payload, "CYCLE_NOT_FOUND", "cycleId");
    let decisions = "SELECT CAST(COUNT(*) AS TEXT) FROM decision";
    assert_eq!(world.app.texts(decisions).await, ["0"]);

    // One that became impossible between the two steps.
    let first = world.record(&cycle, "1/QĐ", json!([good()])).await;
    world
        .decide(&cycle, "2/QĐ", "REVOKE", json!("RETURNED"))
        .await;
    let late = json!({ "id": first["decision"]["id"] });
    let payload = world.run(&world.officer, CONFIRM, late).await;
    world.refused(&payload, "CERTIFICATE_STATUS_WRONG", "id");

    // A certificate of after the decision's day.
    let issued = world.listing.certificate.issued_on;
    let before = issued - Days::new(1);
    let opened = before - Days::new(30);
    let cycle = json!({ "year": 2025, "provinceCode": "37", "plannedProducts": 0, "openedOn": opened.to_string() });
    let mut cycle = world.run(&world.officer, OPEN, cycle).await;
    let early = json!({
        "cycleId": cycle["cycle"]["id"].take(), "number": "3/QĐ", "decidedOn": before.to_string(), "signer": "Chủ tịch",
        "authority": "UBND tỉnh", "level": "PROVINCE", "measures": [good()],
    });
    assert!(before.and_time(NaiveTime::MIN).and_utc() < world.app.clock.now());
    let payload = world.run(&world.officer, RECORD, early).await;
    world.refused(&payload, "CERTIFICATE_LATER", "measures.0");
}

async fn criteria_come_from_a_table(test: TestDb) {
    let app = App::open(test).await;
    let centre = Person::sign_in(&app, "trung-uong", Role::ProgrammeOfficer, Scope::Global).await;
    let create = async |csv: &str| {
        let input = json!({ "scheme": "DECISION_148", "productSet": 6, "validFrom": "2026-01-01", "csv": csv });
        let query = "mutation($input: CriteriaSheetCreateInput!) { criteriaSheetCreate(input: $input) {
            criteriaSheet { criteria { part code name nameEn: name(language: EN) maxPoints mandatory } } userErrors { code field line } } }";
        centre.ask(query, json!({ "input": input })).await["criteriaSheetCreate"].take()
    };
    let header = "part,code,name,name_en,max_hundredths,mandatory\n";
    let bad = [
        ("", "NUMBER_INVALID", Value::Null),
        ("part,code\nA,1\n", "CSV_INVALID", json!(2)),
        (
            &*format!("{header}A,1,Nguồn gốc,,4000,false\nA,2,Lao động,,nhiều,false\n"),
            "CSV_INVALID",
            json!(3),
        ),
        (
            &*format!("{header}A,1,Nguồn gốc,,3999,false\n"),
            "SUM_INVALID",
            Value::Null,
        ),
    ];
    for (csv, code, line) in bad {
        let refused = create(csv).await;
        assert_eq!(refused["userErrors"][0]["code"], code, "{csv}");
        assert_eq!(refused["userErrors"][0]["field"][1], "csv", "{csv}");
        assert_eq!(refused["userErrors"][0]["line"], line, "{csv}");
        assert_eq!(refused["criteriaSheet"], Value::Null);
    }
    let good = format!(
        "{header}A,A1,\"Nguồn gốc, nguyên liệu\",Origin,4000,false\nB,B1,Câu chuyện,,2500,false\nC,C1,Chất lượng,,3500,false\nC,C2,An toàn,Safety,0,true\n"
    );
    let made = create(&good).await;
    assert_eq!(made["userErrors"], json!([]));
    let criteria = &made["criteriaSheet"]["criteria"];
    assert_eq!(criteria.as_array().unwrap().len(), 4);
    assert_eq!(
        criteria[0],
        json!({ "part": "A", "code": "A1", "name": "Nguồn gốc, nguyên liệu", "nameEn": "Origin", "maxPoints": "40.00", "mandatory": false })
    );
    assert_eq!(criteria[3]["mandatory"], true);
}
