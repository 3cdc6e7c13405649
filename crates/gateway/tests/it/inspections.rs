//! Inspections over HTTP: what a verdict does to the next request of anybody,
//! who may do what, and every refusal.

use crate::support::{App, PASSWORD};
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use catalog::fixtures::Listing;
use kernel::{Actor, Role, RoleGrant, Scope};
use orders::address::AddressInput;
use orders::{CartAccess, LineInput};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Mutex;
use testkit::TestDb;

testkit::on_both!(
    a_verdict_and_its_follow_up_act_on_the_next_request,
    every_refusal_has_its_code_and_changes_nothing,
    only_the_right_roles_come_in,
);

const INSPECTION: &str = "inspection {
    id kind status plannedOn verdict concludedOn correctiveDeadline followsId certificateHeld inspectorId createdAt
    certificate { number status inForce } producer { name } checklist { code text text_en: text(language: EN) }
    findings { checkpoint { code } severity text at } samples { what laboratory result at }
    history { command status note at }
} userErrors { code field message }";

const PLAN: &str = "mutation($input: InspectionPlanInput!) { inspectionPlan(input: $input) {
    inspections { id status } userErrors { code field message } } }";
const LIFT: &str =
    "mutation($input: CertificateHoldLiftInput!) { certificateHoldLift(input: $input) {
    certificate { number } userErrors { code field message } } }";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) listing: Listing,
    other: Listing,
    pub(crate) officer: String,
    pub(crate) inspector: String,
    /// The inspector's global id.
    pub(crate) inspector_id: Value,
    pub(crate) stranger: String,
    pub(crate) codes: Mutex<BTreeSet<String>>,
}

impl World {
    pub(crate) async fn open(test: TestDb) -> Self {
        let app = App::with(test, |config| config.limits.cost = 1_000_000).await;
        let producer = app.market.producer("Hợp tác xã Sinh Dược").await;
        let listing = app.market.listing(&producer, "Cơm cháy", 50_000, 20).await;
        let other = app.market.listing(&producer, "Bánh đa", 20_000, 20).await;
        app.services.search.reindex(|_| {}).await.unwrap();
        let session = async |email: &str, role, province: &str| {
            let scope = Scope::Province(province.to_owned());
            app.account(email, vec![RoleGrant { role, scope }]).await;
            let input = json!({ "email": email, "password": PASSWORD });
            let answer = app
                .query_with(
                    "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { token account { id } } }",
                    json!({ "input": input }),
                )
                .await
                .data();
            let session = answer["sessionCreate"].clone();
            let token = session["token"].as_str().unwrap();
            (format!("Bearer {token}"), session["account"]["id"].clone())
        };
        let (officer, _) = session("canbo@vidu.example", Role::ProgrammeOfficer, "37").await;
        let (inspector, inspector_id) =
            session("kiemtra@vidu.example", Role::Inspector, "37").await;
        let (stranger, _) = session("hanoi@vidu.example", Role::ProgrammeOfficer, "01").await;
        Self {
            app,
            listing,
            other,
            officer,
            inspector,
            inspector_id,
            stranger,
            codes: Mutex::default(),
        }
    }

    pub(crate) async fn ask(&self, bearer: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let headers = [("authorization", bearer), ("accept-language", "vi")];
        self.app.body_as(body, &headers).await.data()
    }

    /// A mutation's payload.
    pub(crate) async fn run(&self, bearer: &str, query: &str, input: Value) -> Value {
        let mut data = self.ask(bearer, query, json!({ "input": input })).await;
        let field = data.as_object().unwrap().keys().next().unwrap().clone();
        data[field.as_str()].take()
    }

    async fn step(&self, bearer: &str, field: &str, input: Value) -> Value {
        let name = format!("{}{}", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation($input: {name}Input!) {{ {field}(input: $input) {{ {INSPECTION} }} }}"
        );
        self.run(bearer, &query, input).await
    }

    /// A step that is taken.
    pub(crate) async fn taken(&self, bearer: &str, field: &str, input: Value) -> Value {
        let mut payload = self.step(bearer, field, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{field}");
        payload["inspection"].take()
    }

    pub(crate) fn refused(&self, payload: &Value, code: &str, field: &str) {
        let errors = &payload["userErrors"];
        assert_eq!(errors[0]["code"], code, "{payload}");
        let path: Vec<&str> = ["input"].into_iter().chain(field.split('.')).collect();
        assert_eq!(errors[0]["field"], json!(path), "{code}");
        assert!(
            errors[0]["message"].as_str().unwrap().ends_with('.'),
            "{code}"
        );
        self.codes.lock().unwrap().insert(code.to_owned());
    }

    fn item(&self, kind: &str) -> Value {
        json!({
            "certificateId": global("Certificate", self.listing.certificate.id.0), "kind": kind,
            "plannedOn": "2026-11-24", "inspectorId": self.inspector_id,
        })
    }

    pub(crate) async fn plan(&self, kind: &str, follows: Option<&Value>) -> Value {
        let mut item = self.item(kind);
        if let Some(follows) = follows {
            item["followsId"] = follows.clone();
        }
        let payload = self
            .run(&self.officer, PLAN, json!({ "inspections": [item] }))
            .await;
        assert_eq!(payload["userErrors"], json!([]));
        payload["inspections"][0]["id"].clone()
    }

    pub(crate) async fn conclude(&self, id: &Value, verdict: &str) -> Value {
        self.taken(&self.inspector, "inspectionStart", json!({ "id": id }))
            .await;
        let mut input = json!({ "id": id, "verdict": verdict });
        if verdict == "MINOR" || verdict == "MAJOR" {
            input["correctiveDeadline"] = json!("2026-12-24");
        }
        self.taken(&self.inspector, "inspectionConclude", input)
            .await
    }

    /// Whether search, the product's page and the checkout of a cart that was
    /// filled before let the product pass; they must agree.
    pub(crate) async fn public(&self, cart: &(CartAccess, String), key: &str) -> bool {
        let slug = self
            .app
            .market
            .catalog
            .any_cards_by_ids(&[self.listing.product])
            .await;
        let slug = slug.unwrap()[0].slug.clone();
        let seen = self
            .app
            .query_with(
                "query($slug: String!) { product(slug: $slug) { id } search(query: \"cơm cháy\", first: 5) { nodes { id } } }",
                json!({ "slug": slug }),
            )
            .await
            .data();
        let input = json!({
            "cartId": global("Cart", cart.0.id.0), "token": cart.0.token, "expectedTotal": cart.1,
            "paymentMethod": "CASH_ON_DELIVERY", "idempotencyKey": key,
        });
        let bought = self
            .app
            .query_with(
                "mutation($input: CartCheckoutInput!) { cartCheckout(input: $input) { order { id } userErrors { code } } }",
                json!({ "input": input }),
            )
            .await
            .data();
        let bought = &bought["cartCheckout"];
        let answers = [
            !seen["product"].is_null(),
            seen["search"]["nodes"] != json!([]),
            !bought["order"].is_null(),
        ];
        assert!(
            answers.iter().all(|own| *own == answers[0]),
            "{seen} {bought}"
        );
        if !answers[0] {
            assert_eq!(bought["userErrors"][0]["code"], "PRODUCT_UNAVAILABLE");
        }
        answers[0]
    }

    pub(crate) async fn cart(&self) -> (CartAccess, String) {
        let orders = &self.app.services.orders;
        let new = orders.cart_create(&Actor::Anonymous).await.unwrap();
        let access = CartAccess {
            id: new.cart.id,
            token: Some(new.token),
        };
        let line = LineInput {
            variant_id: self.listing.variant,
            quantity: 1,
        };
        let nobody = Actor::Anonymous;
        orders
            .cart_lines_add(&nobody, &access, &[line])
            .await
            .unwrap();
        let address = AddressInput {
            recipient: "Nguyễn Thị Lan".to_owned(),
            phone: "0987654321".to_owned(),
            email: None,
            province_code: "01".to_owned(),
            commune_code: "00070".to_owned(),
            street: "Số 1 phố Tràng Tiền".to_owned(),
        };
        let priced = orders.cart_address_update(&nobody, &access, &address).await;
        let total = priced.unwrap().totals.total.dong().to_string();
        (access, total)
    }

    /// Every code of these enums was met.
    pub(crate) fn expect_all(&self, enums: &[&str]) {
        let seen = self.codes.lock().unwrap();
        for definition in parse_schema(gateway::sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(own) = definition else {
                continue;
            };
            let name = own.node.name.node.as_str();
            if let (TypeKind::Enum(codes), true) = (own.node.kind, enums.contains(&name)) {
                for code in codes.values {
                    let code = code.node.value.node.to_string();
                    assert!(seen.contains(&code), "no case expects {name}.{code}");
                }
            }
        }
    }

    async fn writes(&self) -> Vec<String> {
        self.app
            .texts(
                "SELECT CAST(COUNT(*) AS TEXT) FROM inspection_event UNION ALL SELECT CAST(COUNT(*) AS TEXT) FROM inspection_finding \
                 UNION ALL SELECT CAST(COUNT(*) AS TEXT) FROM inspection_sample UNION ALL \
                 SELECT CAST(COUNT(*) AS TEXT) FROM certificate_hold WHERE lifted_at IS NULL",
            )
            .await
    }
}

pub(crate) fn global(name: &str, id: uuid::Uuid) -> String {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    URL_SAFE_NO_PAD.encode([name.as_bytes(), b":", id.as_bytes()].concat())
}

async fn a_verdict_and_its_follow_up_act_on_the_next_request(test: TestDb) {
    let world = World::open(test).await;
    let (officer, inspector) = (&world.officer, &world.inspector);
    for (round, verdict) in ["MAJOR", "FAIL"].into_iter().enumerate() {
        // Filled while the product was public.
        let [one, two, three] = [world.cart().await, world.cart().await, world.cart().await];
        let id = world.plan("PLANNED", None).await;
        assert!(world.public(&one, &format!("a{round}")).await, "planned");
        let started = json!({ "id": id });
        world.taken(inspector, "inspectionStart", started).await;
        let found =
            json!({ "id": id, "checkpoint": "STAR_USE", "severity": "MAJOR", "text": "In 5 sao" });
        world.taken(inspector, "inspectionFindingAdd", found).await;
        let sample = json!({ "id": id, "what": "Cơm cháy", "laboratory": "Quatest 1" });
        world.taken(inspector, "inspectionSampleAdd", sample).await;
        let mut conclude = json!({ "id": id, "verdict": verdict });
        if verdict == "MAJOR" {
            conclude["correctiveDeadline"] = json!("2026-12-24");
        }
        let concluded = world.taken(inspector, "inspectionConclude", conclude).await;
        assert!(!world.public(&two, &format!("b{round}")).await, "{verdict}");
        assert_eq!(concluded["status"], "CONCLUDED");
        assert_eq!(concluded["verdict"], verdict);
        assert_eq!(concluded["concludedOn"], "2026-11-23");
        assert_eq!(concluded["certificateHeld"], true);
        // The certificate is what the state says of it.
        assert_eq!(concluded["certificate"]["status"], "ACTIVE");
        assert_eq!(concluded["findings"][0]["checkpoint"]["code"], "STAR_USE");
        assert_eq!(concluded["samples"][0]["laboratory"], "Quatest 1");
        let history = concluded["history"].as_array().unwrap();
        let commands: Vec<&Value> = history.iter().map(|own| &own["command"]).collect();
        assert_eq!(commands, ["PLAN", "START", "CONCLUDE"]);

        let second = world.plan("FOLLOW_UP", Some(&id)).await;
        world.conclude(&second, "MINOR").await;
        assert!(
            !world.public(&two, &format!("b{round}")).await,
            "minor faults are left"
        );
        let third = world.plan("FOLLOW_UP", Some(&second)).await;
        let passed = world.conclude(&third, "PASS").await;
        assert_eq!(passed["status"], "CLOSED");
        assert_eq!(passed["certificateHeld"], false);
        assert!(
            world.public(&two, &format!("b{round}")).await,
            "followed up"
        );
        let first = "query($id: ID!) { inspection(id: $id) { status certificateHeld } }";
        let first = world.ask(officer, first, json!({ "id": id })).await;
        assert_eq!(
            first["inspection"],
            json!({ "status": "CORRECTED", "certificateHeld": false })
        );

        let again = world.plan("COMPLAINT", None).await;
        world.conclude(&again, verdict).await;
        assert!(!world.public(&three, &format!("c{round}")).await);
        let lift = json!({
            "certificateId": global("Certificate", world.listing.certificate.id.0), "grounds": "Đã khắc phục",
        });
        let lifted = world.run(officer, LIFT, lift).await;
        assert_eq!(lifted["userErrors"], json!([]));
        assert_eq!(
            lifted["certificate"]["number"],
            world.listing.certificate.number
        );
        assert!(world.public(&three, &format!("c{round}")).await, "lifted");
    }
    assert_eq!(
        world
            .app
            .services
            .catalog
            .verify()
            .await
            .unwrap()
            .stale_cards,
        0
    );
    // Pages, of what each may see.
    let list = "query($where: InspectionWhere, $after: String) { inspections(where: $where, first: 3, after: $after) {
        nodes { id status } edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }";
    let page = world.ask(officer, list, json!({})).await;
    assert_eq!(page["inspections"]["pageInfo"]["hasNextPage"], true);
    let after = page["inspections"]["pageInfo"]["endCursor"].clone();
    let next = world.ask(inspector, list, json!({ "after": after })).await;
    assert_eq!(next["inspections"]["nodes"].as_array().unwrap().len(), 3);
    let closed =
        json!({ "where": { "statuses": ["CORRECTED"], "kinds": ["PLANNED"], "province": "37" } });
    let closed = world.ask(officer, list, closed).await;
    assert_eq!(closed["inspections"]["nodes"].as_array().unwrap().len(), 2);
    let nothing = world.ask(&world.stranger, list, json!({})).await;
    assert_eq!(nothing["inspections"]["nodes"], json!([]));
    let checklist = world
        .ask(
            inspector,
            "{ inspectionChecklist { code text } }",
            json!({}),
        )
        .await;
    assert_eq!(checklist["inspectionChecklist"][0]["code"], "LABEL");
}

async fn every_refusal_has_its_code_and_changes_nothing(test: TestDb) {
    let world = World::open(test).await;
    let (officer, inspector) = (&world.officer, &world.inspector);
    let certificate = global("Certificate", world.listing.certificate.id.0);
    let nothing = global("Inspection", uuid::Uuid::from_u128(7));
    let plan = async |change: &dyn Fn(&mut Value), code: &str, field: &str| {
        let (mut item, before) = (world.item("PLANNED"), world.writes().await);
        change(&mut item);
        let good = world.item("COMPLAINT");
        let payload = world
            .run(officer, PLAN, json!({ "inspections": [good, item] }))
            .await;
        assert_eq!(payload["inspections"], Value::Null);
        world.refused(&payload, code, &format!("inspections.1.{field}"));
        assert_eq!(world.writes().await, before, "{code}");
    };
    let many = vec![world.item("COMPLAINT"); 51];
    for list in [json!([]), json!(many)] {
        let payload = world
            .run(officer, PLAN, json!({ "inspections": list }))
            .await;
        world.refused(&payload, "COUNT_INVALID", "inspections");
    }
    let unknown = global("Certificate", uuid::Uuid::from_u128(7));
    plan(
        &|item| item["certificateId"] = json!(unknown),
        "CERTIFICATE_NOT_FOUND",
        "certificateId",
    )
    .await;
    for day in ["2026-11-22", "2028-11-24", "9999-12-31"] {
        plan(
            &|item| item["plannedOn"] = json!(day),
            "PLANNED_ON_INVALID",
            "plannedOn",
        )
        .await;
    }
    let nobody = global("Account", uuid::Uuid::from_u128(7));
    plan(
        &|item| item["inspectorId"] = json!(nobody),
        "INSPECTOR_INVALID",
        "inspectorId",
    )
    .await;
    plan(
        &|item| item["kind"] = json!("FOLLOW_UP"),
        "FOLLOWS_INVALID",
        "followsId",
    )
    .await;
    plan(
        &|item| item["followsId"] = json!(nothing),
        "FOLLOWS_INVALID",
        "followsId",
    )
    .await;
    let id = world.plan("PLANNED", None).await;
    plan(&|_| {}, "ALREADY_OPEN", "certificateId").await;
    let payload = world
        .run(
            &world.stranger,
            PLAN,
            json!({ "inspections": [world.item("COMPLAINT")] }),
        )
        .await;
    world.refused(
        &payload,
        "CERTIFICATE_NOT_FOUND",
        "inspections.0.certificateId",
    );

    let step = async |bearer: &str, field: &str, change: Value, code: &str, at: &str| {
        let before = world.writes().await;
        let mut input = match field {
            "inspectionStart" => json!({ "id": id }),
            "inspectionFindingAdd" => {
                json!({ "id": id, "checkpoint": "LABEL", "severity": "MAJOR", "text": "Sai" })
            }
            "inspectionSampleAdd" => json!({ "id": id, "what": "Mẫu", "laboratory": "Quatest 1" }),
            "inspectionConclude" => json!({ "id": id, "verdict": "FAIL" }),
            _ => json!({ "id": id, "reason": "Trời bão" }),
        };
        for (name, value) in change.as_object().unwrap() {
            input[name.as_str()] = value.clone();
        }
        let payload = world.step(bearer, field, input).await;
        assert_eq!(payload["inspection"], Value::Null);
        world.refused(&payload, code, at);
        assert_eq!(world.writes().await, before, "{field} {code}");
    };
    let (none, long) = (json!({}), "ă".repeat(2_001));
    for field in [
        "inspectionFindingAdd",
        "inspectionSampleAdd",
        "inspectionConclude",
    ] {
        step(inspector, field, none.clone(), "WRONG_STATUS", "id").await;
    }
    for field in [
        "inspectionStart",
        "inspectionFindingAdd",
        "inspectionSampleAdd",
        "inspectionConclude",
    ] {
        step(
            inspector,
            field,
            json!({ "id": nothing }),
            "INSPECTION_NOT_FOUND",
            "id",
        )
        .await;
    }
    step(
        &world.stranger,
        "inspectionCancel",
        none.clone(),
        "INSPECTION_NOT_FOUND",
        "id",
    )
    .await;
    step(
        officer,
        "inspectionCancel",
        json!({ "reason": " " }),
        "REASON_INVALID",
        "reason",
    )
    .await;
    world
        .taken(inspector, "inspectionStart", json!({ "id": id }))
        .await;
    for (field, change, code, at) in [
        (
            "inspectionFindingAdd",
            json!({ "checkpoint": "X" }),
            "CHECKPOINT_UNKNOWN",
            "checkpoint",
        ),
        (
            "inspectionFindingAdd",
            json!({ "text": long }),
            "TEXT_INVALID",
            "text",
        ),
        (
            "inspectionSampleAdd",
            json!({ "what": "\u{200B}" }),
            "WHAT_INVALID",
            "what",
        ),
        (
            "inspectionSampleAdd",
            json!({ "laboratory": long }),
            "LABORATORY_INVALID",
            "laboratory",
        ),
        (
            "inspectionSampleAdd",
            json!({ "result": long }),
            "RESULT_INVALID",
            "result",
        ),
        (
            "inspectionConclude",
            json!({ "verdict": "MAJOR" }),
            "DEADLINE_INVALID",
            "correctiveDeadline",
        ),
        (
            "inspectionConclude",
            json!({ "verdict": "PASS", "correctiveDeadline": "2026-12-24" }),
            "DEADLINE_INVALID",
            "correctiveDeadline",
        ),
    ] {
        step(inspector, field, change, code, at).await;
    }
    let found = json!({ "id": id, "checkpoint": "LABEL", "severity": "CRITICAL", "text": "Sai" });
    for _ in 0..100 {
        world
            .taken(inspector, "inspectionFindingAdd", found.clone())
            .await;
    }
    step(
        inspector,
        "inspectionFindingAdd",
        none.clone(),
        "TOO_MANY",
        "text",
    )
    .await;
    step(
        inspector,
        "inspectionConclude",
        json!({ "verdict": "MINOR" }),
        "VERDICT_TOO_MILD",
        "verdict",
    )
    .await;

    let lift = async |bearer: &str, certificate: &str, grounds: &str, code: &str, field: &str| {
        let before = world.writes().await;
        let input = json!({ "certificateId": certificate, "grounds": grounds });
        let payload = world.run(bearer, LIFT, input).await;
        world.refused(&payload, code, field);
        assert_eq!(world.writes().await, before, "{code}");
    };
    lift(officer, &certificate, "Căn cứ", "NOT_HELD", "certificateId").await;
    world
        .taken(
            inspector,
            "inspectionConclude",
            json!({ "id": id, "verdict": "FAIL" }),
        )
        .await;
    lift(officer, &certificate, " ", "GROUNDS_INVALID", "grounds").await;
    lift(
        officer,
        &unknown,
        "Căn cứ",
        "CERTIFICATE_NOT_FOUND",
        "certificateId",
    )
    .await;
    lift(
        &world.stranger,
        &certificate,
        "Căn cứ",
        "CERTIFICATE_NOT_FOUND",
        "certificateId",
    )
    .await;
    step(officer, "inspectionCancel", none, "WRONG_STATUS", "id").await;
    world
        .app
        .market
        .set_certificate(&world.other, programme::CertificateStatus::Revoked)
        .await;
    let revoked = global("Certificate", world.other.certificate.id.0);
    plan(
        &|item| item["certificateId"] = json!(revoked),
        "CERTIFICATE_FINAL",
        "certificateId",
    )
    .await;
    // In both languages.
    let body = json!({ "query": PLAN, "variables": { "input": { "inspections": [] } } });
    let headers = [
        ("authorization", officer.as_str()),
        ("accept-language", "en"),
    ];
    let english = world.app.body_as(body, &headers).await.data();
    let message = &english["inspectionPlan"]["userErrors"][0]["message"];
    assert_eq!(message, "1 to 50 inspections are planned at once.");

    // Those of a sample's report are in `samples` and `bad_input`.
    world.expect_all(&["InspectionPlanErrorCode", "CertificateHoldLiftErrorCode"]);
}

async fn only_the_right_roles_come_in(test: TestDb) {
    let world = World::open(test).await;
    let id = world.plan("PLANNED", None).await;
    let call = async |bearer: Option<&str>, query: &str, variables: Value| {
        let headers: Vec<(&str, &str)> = bearer
            .map(|own| ("authorization", own))
            .into_iter()
            .collect();
        let body = json!({ "query": query, "variables": variables });
        world.app.body_as(body, &headers).await.code()
    };
    let id_alone = json!({ "id": id, "input": { "id": id } });
    let read = "query($id: ID!) { inspection(id: $id) { id } }";
    let start = "mutation($input: InspectionStartInput!) { inspectionStart(input: $input) { inspection { id } } }";
    for query in [read, start] {
        assert_eq!(call(None, query, id_alone.clone()).await, "UNAUTHENTICATED");
    }
    assert_eq!(
        call(Some(&world.officer), start, id_alone.clone()).await,
        "FORBIDDEN"
    );
    let plan = json!({ "input": { "inspections": [world.item("COMPLAINT")] } });
    assert_eq!(call(Some(&world.inspector), PLAN, plan).await, "FORBIDDEN");
    let lift = json!({ "input": {
        "certificateId": global("Certificate", world.listing.certificate.id.0), "grounds": "Căn cứ",
    } });
    assert_eq!(call(Some(&world.inspector), LIFT, lift).await, "FORBIDDEN");
    // An inspection is no node: only its own fields give it.
    let node = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(
        call(Some(&world.officer), node, id_alone.clone()).await,
        "BAD_USER_INPUT"
    );
    let seen = world.ask(&world.stranger, read, id_alone.clone()).await;
    assert_eq!(seen["inspection"], Value::Null);
    let seen = world.ask(&world.inspector, read, id_alone).await;
    assert_eq!(seen["inspection"]["id"], id);
}
