//! The programme's work over HTTP: a product that is sold goes through an
//! upgrade, from its dossier to the ministry's decision, and the marketplace
//! follows each decision in the next request.

use crate::files;
use crate::support::{App, PASSWORD};
use kernel::{Role, RoleGrant, Scope};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    an_upgrade_goes_from_its_dossier_to_five_stars,
    strangers_find_nothing
);

/// Somebody signed in.
pub(crate) struct Person<'a> {
    app: &'a App,
    email: String,
    pub(crate) id: Value,
    pub(crate) token: String,
}

impl<'a> Person<'a> {
    pub(crate) async fn sign_in(app: &'a App, name: &str, role: Role, scope: Scope) -> Self {
        Self::with(app, name, vec![RoleGrant { role, scope }]).await
    }

    /// Somebody without any role.
    pub(crate) async fn sign_in_plainly(app: &'a App, name: &str) -> Self {
        Self::with(app, name, Vec::new()).await
    }

    async fn with(app: &'a App, name: &str, grants: Vec<RoleGrant>) -> Self {
        let email = format!("{name}@vidu.example");
        app.account(&email, grants).await;
        let mut person = Self {
            app,
            email,
            id: Value::Null,
            token: String::new(),
        };
        person.sign_in_again().await;
        person
    }

    pub(crate) async fn sign_in_again(&mut self) {
        let session = self
            .app
            .query_with(
                "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { token account { id } } }",
                json!({ "input": { "email": self.email, "password": PASSWORD } }),
            )
            .await
            .data()["sessionCreate"]
            .take();
        self.id = session["account"]["id"].clone();
        self.token = session["token"].as_str().unwrap().to_owned();
    }

    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let token = format!("Bearer {}", self.token);
        self.app
            .body_as(body, &[("authorization", &token)])
            .await
            .data()
    }

    /// What a mutation answers; `input` is its one argument.
    pub(crate) async fn call(&self, name: &str, selection: &str, input: Value) -> Value {
        let kind = match name {
            "dossierSubmit" | "dossierWithdraw" | "dossierScoringClose" => "Dossier".to_owned(),
            "decisionConfirm" => "Decision".to_owned(),
            _ => name[..1].to_uppercase() + &name[1..],
        };
        let query = format!(
            "mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} userErrors {{ code field message }} }} }}"
        );
        self.ask(&query, json!({ "input": input })).await[name].take()
    }

    /// The same without a user error.
    pub(crate) async fn does(&self, name: &str, selection: &str, input: Value) -> Value {
        let payload = self.call(name, selection, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        payload
    }

    /// Uploads a file for a dossier; its id.
    pub(crate) async fn upload(&self, content: &str) -> Value {
        let query = "purpose=DOSSIER_DOCUMENT&name=ho-so.pdf";
        let body = format!("%PDF-1.7 {content}");
        let kept = files::upload(self.app, &self.token, query, "application/pdf", body).await;
        kept.json()["id"].take()
    }

    /// Uploads a file and adds it as every mandatory document that a dossier
    /// lacks.
    pub(crate) async fn attach(&self, dossier: &Value) {
        let query = "query($id: ID!) { dossier(id: $id) { checklist { state kind { code requirement } } } }";
        let told = self.ask(query, json!({ "id": dossier })).await;
        let file = self.upload("Hồ sơ").await;
        for item in told["dossier"]["checklist"].as_array().unwrap() {
            if item["kind"]["requirement"] == "MANDATORY" && item["state"] != "MET" {
                let input = json!({
                    "dossierId": dossier, "code": item["kind"]["code"], "title": "Phiếu đăng ký",
                    "issuer": "Chủ thể", "issuedOn": "2021-01-20", "fileId": file,
                });
                self.does("dossierDocumentAdd", "document { id }", input)
                    .await;
            }
        }
    }

    pub(crate) async fn review(&self, dossier: &Value, action: &str) {
        let input = json!({ "id": dossier, "action": action });
        self.does("dossierReview", "dossier { status }", input)
            .await;
    }
}

async fn badge(app: &App, product: &str) -> Value {
    let query = "query($slug: String) { product(slug: $slug) { stars badge { certificateNumber } certificate { inForce potentialFiveStar } } }";
    app.query_with(query, json!({ "slug": product }))
        .await
        .data()["product"]
        .take()
}

async fn an_upgrade_goes_from_its_dossier_to_five_stars(test: TestDb) {
    let app = App::open(test).await;
    let listing = app.products(1).await.remove(0);
    let slug = app.texts("SELECT slug FROM product").await.remove(0);
    let home = || Scope::Province("37".to_owned());
    let sign_in = |name, role, scope| Person::sign_in(&app, name, role, scope);
    let officer = sign_in("can-bo", Role::ProgrammeOfficer, home()).await;
    let owner = sign_in(
        "chu-the",
        Role::ProducerOwner,
        Scope::Producer(listing.producer.id),
    )
    .await;
    let centre = sign_in("trung-uong", Role::ProgrammeOfficer, Scope::Global).await;
    let second = sign_in("nguoi-thu-hai", Role::Administrator, Scope::Global).await;
    let mut members = Vec::new();
    for name in ["tv-1", "tv-2", "tv-3"] {
        members.push(sign_in(name, Role::CouncilMember, home()).await);
    }
    let before = badge(&app, &slug).await;
    assert_eq!(before["stars"], 4);

    // A cycle, and what councils score by.
    let cycle = json!({ "year": 2026, "provinceCode": "37", "plannedProducts": 24, "openedOn": "2026-01-05" });
    let cycle = officer
        .does("cycleOpen", "cycle { id scheme }", cycle)
        .await;
    assert_eq!(cycle["cycle"]["scheme"], "DECISION_148");
    let cycle = &cycle["cycle"]["id"];
    let line = |part: &str, points: i32| json!({ "part": part, "code": part, "name": format!("Phần {part}"), "maxHundredths": points });
    let sheet = json!({
        "scheme": "DECISION_148", "validFrom": "2023-02-24",
        "criteria": [line("A", 4000), line("B", 2500), line("C", 3500)],
    });
    let sheet = centre
        .does(
            "criteriaSheetCreate",
            "criteriaSheet { id criteria { id part maxPoints } }",
            sheet,
        )
        .await;
    let criteria = sheet["criteriaSheet"]["criteria"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(criteria[0]["maxPoints"], "40.00");

    // The dossier, with the data of the certificate that it follows.
    let certificate = app
        .query_with(
            "query($slug: String) { product(slug: $slug) { certificate { id } producer { id } } }",
            json!({ "slug": slug }),
        )
        .await
        .data()["product"]
        .take();
    let register = json!({
        "cycleId": cycle, "producerId": certificate["producer"]["id"], "kind": "UPGRADE",
        "previousCertificateId": certificate["certificate"]["id"],
        "groupCode": "FOOD", "productSet": 6, "idea": "Nâng hạng lên năm sao.",
    });
    let dossier = owner
        .does(
            "dossierRegister",
            "dossier { id status productName nextActions }",
            register,
        )
        .await;
    let dossier = &dossier["dossier"];
    assert_eq!(dossier["status"], "DOSSIER_DRAFT");
    assert_eq!(
        dossier["productName"], "Sản phẩm",
        "as on the certificate before"
    );
    assert_eq!(dossier["nextActions"], json!(["SUBMIT", "WITHDRAW"]));
    let dossier = &dossier["id"];
    owner.attach(dossier).await;
    owner
        .does(
            "dossierSubmit",
            "dossier { status }",
            json!({ "id": dossier }),
        )
        .await;
    officer.review(dossier, "BEGIN_REVIEW").await;
    let early = json!({ "id": dossier, "action": "FORWARD" });
    let early = officer.call("dossierReview", "dossier { id }", early).await;
    assert_eq!(early["userErrors"][0]["code"], "REPORT_MISSING");
    assert_eq!(early["dossier"], Value::Null);
    let report = json!({
        "dossierId": dossier, "localOrigin": true, "localLabour": true, "ideaOrigin": true,
        "localIdentity": true, "remarks": "Đủ điều kiện", "meetingOn": "2026-11-20",
    });
    let report = officer
        .does(
            "communeReportCreate",
            "dossier { communeReports { remarks } }",
            report,
        )
        .await;
    assert_eq!(
        report["dossier"]["communeReports"],
        json!([{ "remarks": "Đủ điều kiện" }])
    );
    officer.review(dossier, "FORWARD").await;
    officer.review(dossier, "BEGIN_CHECK").await;

    // The council: three members, two sheets make a result.
    let seats: Vec<_> = members
        .iter()
        .enumerate()
        .map(|(n, member)| json!({ "accountId": member.id, "chair": n == 0 }))
        .collect();
    let session = json!({ "cycleId": cycle, "level": "PROVINCE", "heldOn": "2026-11-23", "quorum": 2, "seats": seats });
    let session = officer
        .does(
            "councilSessionCreate",
            "councilSession { id seats { chair } }",
            session,
        )
        .await;
    let session = &session["councilSession"]["id"];
    let agenda = json!({ "sessionId": session, "dossierIds": [dossier] });
    officer
        .does(
            "councilAgendaAdd",
            "councilSession { agenda { dossier { id status } } }",
            agenda,
        )
        .await;
    let sign = |total: [i32; 3]| {
        let items: Vec<_> = criteria
            .iter()
            .zip(total)
            .map(|(line, points)| json!({ "criterionId": line["id"], "hundredths": points }))
            .collect();
        json!({ "sessionId": session, "dossierId": dossier, "items": items })
    };
    let over = members[0]
        .call("scoreSheetSign", "scoreSheet { id }", sign([4001, 0, 0]))
        .await;
    assert_eq!(over["userErrors"][0]["code"], "POINTS_INVALID");
    assert_eq!(
        over["userErrors"][0]["field"],
        json!(["input", "items", "0", "hundredths"])
    );
    members[0]
        .does(
            "scoreSheetSign",
            "scoreSheet { total }",
            sign([4000, 2300, 2900]),
        )
        .await;
    let again = members[0]
        .call(
            "scoreSheetSign",
            "scoreSheet { id }",
            sign([4000, 2500, 3500]),
        )
        .await;
    assert_eq!(again["userErrors"][0]["code"], "ALREADY_SIGNED");
    let alone = officer
        .call(
            "dossierScoringClose",
            "dossier { id }",
            json!({ "id": dossier }),
        )
        .await;
    assert_eq!(alone["userErrors"][0]["code"], "NO_QUORUM");
    members[1]
        .does(
            "scoreSheetSign",
            "scoreSheet { total }",
            sign([3900, 2300, 2901]),
        )
        .await;
    let seen = "query($id: ID!) { dossier(id: $id) { score scoreSheets { total } } }";
    let own = members[0].ask(seen, json!({ "id": dossier })).await;
    assert_eq!(
        own["dossier"],
        json!({ "score": null, "scoreSheets": [{ "total": "92.00" }] })
    );
    let closed = officer
        .does(
            "dossierScoringClose",
            "dossier { score scoreStars }",
            json!({ "id": dossier }),
        )
        .await;
    // (92.00 + 91.01) / 2 = 91.505
    assert_eq!(
        closed["dossier"],
        json!({ "score": "91.50", "scoreStars": 5 })
    );

    // The province's decision: four stars, and a potential fifth.
    let decide = |number: &str, level: &str, recognised: Value, certificate: Value| {
        json!({
            "cycleId": cycle, "number": number, "decidedOn": "2026-11-23", "signer": "Chủ tịch",
            "authority": "UBND tỉnh Ninh Bình", "level": level,
            "results": [{ "dossierId": dossier, "recognised": recognised, "certificateNumber": certificate }],
        })
    };
    let five = officer
        .call(
            "decisionRecord",
            "decision { id }",
            decide("1/QĐ", "PROVINCE", json!("FIVE_STAR"), json!("GCN-5")),
        )
        .await;
    assert_eq!(five["userErrors"][0]["code"], "AUTHORITY_INVALID");
    let four = officer
        .does(
            "decisionRecord",
            "decision { id status }",
            decide("1/QĐ", "PROVINCE", json!("FOUR_STAR"), json!("GCN-4")),
        )
        .await;
    assert_eq!(
        badge(&app, &slug).await,
        before,
        "nothing follows from what is not confirmed"
    );
    let confirm = json!({ "id": four["decision"]["id"] });
    let confirmed = officer.does("decisionConfirm", "decision { status results { certificate { number status } dossier { status stars } } }", confirm).await;
    assert_eq!(
        confirmed["decision"],
        json!({ "status": "CONFIRMED", "results": [{
            "certificate": { "number": "GCN-4", "status": "ACTIVE" },
            "dossier": { "status": "FORWARDED_TO_CENTRE", "stars": 4 },
        }] })
    );
    let potential = json!({ "stars": 4, "badge": { "certificateNumber": "GCN-4" }, "certificate": { "inForce": true, "potentialFiveStar": true } });
    assert_eq!(badge(&app, &slug).await, potential);

    // The ministry's: two different people.
    let ministry = decide("2/QĐ-BNNMT", "MINISTRY", json!("FIVE_STAR"), json!("GCN-5"));
    let foreign = officer
        .call("decisionRecord", "decision { id }", ministry.clone())
        .await;
    assert_eq!(foreign["userErrors"][0]["code"], "CYCLE_NOT_FOUND");
    let ministry = centre
        .does("decisionRecord", "decision { id }", ministry)
        .await;
    let confirm = json!({ "id": ministry["decision"]["id"] });
    let alone = centre
        .call("decisionConfirm", "decision { id }", confirm.clone())
        .await;
    assert_eq!(alone["userErrors"][0]["code"], "SAME_PERSON");
    assert_eq!(badge(&app, &slug).await, potential);
    second
        .does("decisionConfirm", "decision { status }", confirm)
        .await;
    let after = badge(&app, &slug).await;
    assert_eq!(after["stars"], 5);
    assert_eq!(after["badge"]["certificateNumber"], "GCN-5");
    let history = owner.ask("query($id: ID!) { dossier(id: $id) { status stars history { command } scoreSheets { total } } }", json!({ "id": dossier })).await;
    assert_eq!(history["dossier"]["status"], "RECOGNISED");
    assert_eq!(
        history["dossier"]["scoreSheets"].as_array().unwrap().len(),
        2
    );
    let commands = history["dossier"]["history"].as_array().unwrap();
    assert_eq!(commands.len(), 9);
}

async fn strangers_find_nothing(test: TestDb) {
    let app = App::open(test).await;
    let listing = app.products(1).await.remove(0);
    let other = app.market.producer("HTX khác").await;
    let home = Scope::Province("37".to_owned());
    let officer = Person::sign_in(&app, "can-bo", Role::ProgrammeOfficer, home).await;
    let elsewhere = Scope::Province("01".to_owned());
    let elsewhere = Person::sign_in(&app, "ha-noi", Role::ProgrammeOfficer, elsewhere).await;
    let owner = Scope::Producer(listing.producer.id);
    let owner = Person::sign_in(&app, "chu-the", Role::ProducerOwner, owner).await;
    let rival = Person::sign_in(
        &app,
        "doi-thu",
        Role::ProducerOwner,
        Scope::Producer(other.id),
    )
    .await;
    let cycle = json!({ "year": 2026, "provinceCode": "37", "plannedProducts": 1, "openedOn": "2026-01-05" });
    let foreign = elsewhere
        .call("cycleOpen", "cycle { id }", cycle.clone())
        .await;
    assert_eq!(foreign["userErrors"][0]["code"], "PROVINCE_NOT_FOUND");
    let cycle = officer.does("cycleOpen", "cycle { id }", cycle).await["cycle"]["id"].take();
    let producer = app
        .query("{ products(first: 1) { nodes { producer { id } } } }")
        .await
        .data()["products"]["nodes"][0]["producer"]["id"]
        .take();
    let register = json!({
        "cycleId": cycle, "producerId": producer, "productName": "Nem chua",
        "groupCode": "FOOD", "productSet": 8, "idea": "Nem của làng",
    });
    let refused = rival
        .call("dossierRegister", "dossier { id }", register.clone())
        .await;
    assert_eq!(refused["userErrors"][0]["code"], "PRODUCER_NOT_FOUND");
    let dossier = owner
        .does("dossierRegister", "dossier { id }", register)
        .await["dossier"]["id"]
        .take();
    let one = "query($id: ID!) { dossier(id: $id) { id } dossiers(first: 9) { nodes { id } } }";
    let hidden = json!({ "dossier": null, "dossiers": { "nodes": [] } });
    for stranger in [&rival, &elsewhere] {
        assert_eq!(stranger.ask(one, json!({ "id": dossier })).await, hidden);
    }
    let seen =
        json!({ "dossier": { "id": dossier }, "dossiers": { "nodes": [{ "id": dossier }] } });
    for insider in [&owner, &officer] {
        assert_eq!(insider.ask(one, json!({ "id": dossier })).await, seen);
    }
    let review = json!({ "id": dossier, "action": "ACCEPT_IDEA" });
    let refused = elsewhere
        .call("dossierReview", "dossier { id }", review)
        .await;
    assert_eq!(refused["userErrors"][0]["code"], "DOSSIER_NOT_FOUND");
    let refused = rival
        .call(
            "dossierWithdraw",
            "dossier { id }",
            json!({ "id": dossier }),
        )
        .await;
    assert_eq!(refused["userErrors"][0]["code"], "DOSSIER_NOT_FOUND");
    assert_eq!(
        app.texts("SELECT status FROM dossier").await,
        ["IDEA_REGISTERED"]
    );
    let nobody = app.query_with(one, json!({ "id": dossier })).await;
    assert_eq!(nobody.code(), "UNAUTHENTICATED");
}
