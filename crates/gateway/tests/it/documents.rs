//! The documents of a dossier over HTTP: uploaded, added, asked for, read by
//! whoever may see the dossier and by nobody else.

use crate::bad_input::global_id;
use crate::files::fetch;
use crate::round::Person;
use crate::support::App;
use axum::http::StatusCode;
use kernel::{Role, Scope};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_dossier_gets_its_documents_and_is_handed_in,
    documents_are_read_by_whoever_sees_the_dossier,
    bad_documents_are_refused_and_change_nothing,
    what_a_page_of_dossiers_costs_does_not_grow,
);

fn home() -> Scope {
    Scope::Province("37".to_owned())
}

/// A producer's owner, an officer, and a dossier that is put together.
struct Draft<'a> {
    owner: Person<'a>,
    officer: Person<'a>,
    cycle: Value,
    producer: Value,
    dossier: Value,
}

impl<'a> Draft<'a> {
    async fn open(app: &'a App) -> Self {
        let producer = app.market.producer("HTX Một").await.id;
        let officer = Person::sign_in(app, "can-bo", Role::ProgrammeOfficer, home()).await;
        let owner = Scope::Producer(producer);
        let owner = Person::sign_in(app, "chu-the", Role::ProducerOwner, owner).await;
        let cycle = json!({ "year": 2026, "provinceCode": "37", "plannedProducts": 1, "openedOn": "2026-01-05" });
        let cycle = officer.does("cycleOpen", "cycle { id }", cycle).await["cycle"]["id"].take();
        let producer = json!(global_id("Producer", producer.0));
        let mut draft = Self {
            owner,
            officer,
            cycle,
            producer,
            dossier: Value::Null,
        };
        draft.dossier = draft.dossier("Cơm cháy").await;
        draft
    }

    async fn dossier(&self, name: &str) -> Value {
        let register = json!({
            "cycleId": self.cycle, "producerId": self.producer, "productName": name,
            "groupCode": "FOOD", "productSet": 6, "idea": "Của làng",
        });
        let owner = &self.owner;
        let begun = owner.does("dossierRegister", "dossier { id }", register);
        let dossier = begun.await["dossier"]["id"].take();
        self.officer.review(&dossier, "ACCEPT_IDEA").await;
        let plan = json!({ "id": dossier, "plan": "Kế hoạch" });
        owner
            .does("dossierPlanSubmit", "dossier { id }", plan)
            .await;
        self.officer.review(&dossier, "ACCEPT_PLAN").await;
        dossier
    }

    fn document(&self, code: &str, file: &Value) -> Value {
        json!({
            "dossierId": self.dossier, "code": code, "title": "Phiếu đăng ký", "number": "01/PĐK",
            "issuer": "HTX Một", "issuedOn": "2026-11-20", "expiresOn": "2027-11-20", "fileId": file,
        })
    }

    async fn add(&self, code: &str, file: &Value) -> Value {
        let input = self.document(code, file);
        let added = self
            .owner
            .does("dossierDocumentAdd", "document { id }", input);
        added.await["document"]["id"].take()
    }

    /// The lines of the checklist with their states.
    async fn states(&self) -> Vec<(String, String)> {
        let query = "query($id: ID!) { dossier(id: $id) { checklist { state kind { code } } } }";
        let told = self.owner.ask(query, json!({ "id": self.dossier })).await;
        let items = told["dossier"]["checklist"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        items
            .map(|item| (text(&item["kind"]["code"]), text(&item["state"])))
            .collect()
    }
}

async fn a_dossier_gets_its_documents_and_is_handed_in(test: TestDb) {
    let app = App::open(test).await;
    // Anybody reads what will be asked.
    let query = "{ dossierChecklist(scheme: DECISION_148, groupCode: \"FOOD\", productSet: 6) {
        version scheme productSet validFrom validTo source
        kinds { code form name en: name(language: EN) requirement withoutFile goodsOnly } } }";
    let list = app.query(query).await.data()["dossierChecklist"].take();
    assert_eq!(list["version"], "148/2023");
    assert_eq!(list["validFrom"], "2023-02-24");
    assert_eq!(
        list["kinds"][1],
        json!({
            "code": "SELF_ASSESSMENT", "form": "Mẫu biểu 2", "requirement": "MANDATORY",
            "name": "Báo cáo đánh giá của chủ thể theo tiêu chí",
            "en": "The producer's assessment by the criteria", "withoutFile": false, "goodsOnly": false,
        })
    );
    for none in [
        "scheme: DECISION_148, groupCode: \"FOOD\"",
        "scheme: DECISION_148, groupCode: \"FOOD\", productSet: 26",
        "scheme: DECISION_1048, groupCode: \"'\", on: \"0000-01-01\"",
    ] {
        let query = format!("{{ dossierChecklist({none}) {{ version }} }}");
        assert_eq!(
            app.query(&query).await.data()["dossierChecklist"],
            Value::Null
        );
    }

    let draft = Draft::open(&app).await;
    let input = json!({ "id": draft.dossier });
    let selection = "dossier { id } userErrors { missingDocuments }";
    let refused = draft
        .owner
        .call("dossierSubmit", selection, input.clone())
        .await;
    assert_eq!(refused["dossier"], Value::Null);
    assert_eq!(
        refused["userErrors"],
        json!([{
            "code": "DOCUMENTS_MISSING", "field": ["input", "id"],
            "message": "Hồ sơ còn thiếu tài liệu bắt buộc, hoặc tài liệu đã hết hạn: \
                Phiếu đăng ký đánh giá, phân hạng sản phẩm (REGISTRATION_FORM); \
                Báo cáo đánh giá của chủ thể theo tiêu chí (SELF_ASSESSMENT).",
            "missingDocuments": ["REGISTRATION_FORM", "SELF_ASSESSMENT"],
        }])
    );
    let file = draft.owner.upload("Phiếu đăng ký").await;
    let full = "document { id code title number issuer issuedOn expiresOn addedAt removedAt
        file { id name mediaType bytes sha256 url } } dossier { documents { code } }";
    let document = draft.document("REGISTRATION_FORM", &file);
    let added = draft.owner.does("dossierDocumentAdd", full, document).await;
    let told = &added["document"];
    assert_eq!(
        (
            &told["title"],
            &told["number"],
            &told["expiresOn"],
            &told["removedAt"]
        ),
        (
            &json!("Phiếu đăng ký"),
            &json!("01/PĐK"),
            &json!("2027-11-20"),
            &Value::Null
        )
    );
    assert_eq!(told["file"]["id"], file);
    assert_eq!(told["file"]["bytes"], 9 + "Phiếu đăng ký".len());
    assert_eq!(told["file"]["sha256"].as_str().unwrap().len(), 64);
    let url = format!("https://ocop.example/files/{}", file.as_str().unwrap());
    assert_eq!(told["file"]["url"], url);
    assert_eq!(
        added["dossier"],
        json!({ "documents": [{ "code": "REGISTRATION_FORM" }] })
    );
    // One that ran out, in English.
    let old = json!({
        "dossierId": draft.dossier, "code": "SELF_ASSESSMENT", "title": "Báo cáo", "issuer": "HTX Một",
        "issuedOn": "2025-01-01", "expiresOn": "2025-12-31", "fileId": file,
    });
    let old = draft
        .owner
        .does("dossierDocumentAdd", "document { id }", old)
        .await;
    let states = draft.states().await;
    assert_eq!(states.len(), 14);
    let state = |code: &str| states.iter().find(|own| own.0 == code).unwrap().1.clone();
    assert_eq!(
        ["REGISTRATION_FORM", "SELF_ASSESSMENT", "AWARDS"].map(state),
        ["MET", "EXPIRED", "MISSING"]
    );
    let query = "mutation($input: DossierInput!) { dossierSubmit(input: $input) { userErrors { message missingDocuments } } }";
    let body = json!({ "query": query, "variables": { "input": input } });
    let bearer = format!("Bearer {}", draft.owner.token);
    let headers = [
        ("authorization", bearer.as_str()),
        ("accept-language", "en"),
    ];
    let told = app.body_as(body, &headers).await.data();
    assert_eq!(
        told["dossierSubmit"]["userErrors"],
        json!([{
            "message": "Mandatory documents are missing, or have expired: \
                The producer's assessment by the criteria (SELF_ASSESSMENT, expired).",
            "missingDocuments": ["SELF_ASSESSMENT"],
        }])
    );
    let gone = json!({ "id": old["document"]["id"] });
    let selection =
        "document { removedAt } dossier { documents { code } removedDocuments { code } }";
    let removed = draft
        .owner
        .does("dossierDocumentRemove", selection, gone.clone())
        .await;
    assert_eq!(removed["document"]["removedAt"], "2026-11-23T02:00:00Z");
    assert_eq!(
        removed["dossier"],
        json!({ "documents": [{ "code": "REGISTRATION_FORM" }], "removedDocuments": [] }),
        "what was taken away is for officers"
    );
    draft.add("SELF_ASSESSMENT", &file).await;
    draft
        .owner
        .does("dossierSubmit", "dossier { status }", input)
        .await;
    // From here on they are only seen.
    let late = draft.document("AWARDS", &file);
    let late = draft
        .owner
        .call("dossierDocumentAdd", "document { id }", late)
        .await;
    assert_eq!(late["userErrors"][0]["code"], "WRONG_STATUS");
    let query = "query($id: ID!) { dossier(id: $id) { documents { code file { sha256 } } removedDocuments { code title } } }";
    let seen = draft
        .officer
        .ask(query, json!({ "id": draft.dossier }))
        .await;
    assert_eq!(seen["dossier"]["documents"].as_array().unwrap().len(), 2);
    assert_eq!(
        seen["dossier"]["removedDocuments"],
        json!([{ "code": "SELF_ASSESSMENT", "title": "Báo cáo" }])
    );
}

async fn documents_are_read_by_whoever_sees_the_dossier(test: TestDb) {
    let app = App::open(test).await;
    let draft = Draft::open(&app).await;
    let rival = app.market.producer("HTX Hai").await.id;
    let (there, gone, loose) = (
        draft.owner.upload("Đang có").await,
        draft.owner.upload("Đã gỡ").await,
        draft.owner.upload("Chưa gắn").await,
    );
    for code in ["REGISTRATION_FORM", "SELF_ASSESSMENT"] {
        draft.add(code, &there).await;
    }
    let removed = draft.add("AWARDS", &gone).await;
    let removed = json!({ "id": removed });
    draft
        .owner
        .does("dossierDocumentRemove", "document { id }", removed)
        .await;
    let submit = json!({ "id": draft.dossier });
    draft
        .owner
        .does("dossierSubmit", "dossier { id }", submit)
        .await;
    draft.officer.review(&draft.dossier, "BEGIN_REVIEW").await;
    let report = json!({
        "dossierId": draft.dossier, "localOrigin": true, "localLabour": true, "ideaOrigin": true,
        "localIdentity": true, "meetingOn": "2026-11-20",
    });
    draft
        .officer
        .does("communeReportCreate", "dossier { id }", report)
        .await;
    for action in ["FORWARD", "BEGIN_CHECK"] {
        draft.officer.review(&draft.dossier, action).await;
    }
    let sign_in = |name, role, scope| Person::sign_in(&app, name, role, scope);
    let abroad = || Scope::Province("01".to_owned());
    let member = sign_in("thanh-vien", Role::CouncilMember, home()).await;
    let theirs = Scope::Producer(rival);
    let people = [
        (
            sign_in("nguoi-khac", Role::ProducerOwner, theirs).await,
            false,
            false,
        ),
        (
            sign_in("ha-noi", Role::ProgrammeOfficer, abroad()).await,
            false,
            false,
        ),
        (
            sign_in("kiem-duyet", Role::Moderator, Scope::Global).await,
            false,
            false,
        ),
        (
            sign_in("ghe-khac", Role::CouncilMember, home()).await,
            false,
            false,
        ),
        (
            sign_in("quan-tri", Role::Administrator, Scope::Global).await,
            true,
            true,
        ),
        (
            sign_in("kiem-tra", Role::Inspector, home()).await,
            true,
            false,
        ),
    ];
    let unknown = json!(global_id("File", uuid::Uuid::nil()));
    let nothing = fetch(&app, &member.token, unknown.as_str().unwrap()).await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    let check = async |person: &Person<'_>, file: &Value, expected: Option<&str>| {
        let answer = fetch(&app, &person.token, file.as_str().unwrap()).await;
        match expected {
            Some(content) => {
                assert_eq!(answer.status, StatusCode::OK, "{:?}", person.id);
                assert_eq!(answer.text, format!("%PDF-1.7 {content}"));
            }
            None => {
                // The very answer for a file that does not exist.
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{:?}", person.id);
                assert_eq!(answer.text, nothing.text);
            }
        }
    };
    for (person, sees, officer) in &people {
        check(person, &there, sees.then_some("Đang có")).await;
        check(person, &gone, officer.then_some("Đã gỡ")).await;
        check(person, &loose, None).await;
    }
    check(&draft.officer, &there, Some("Đang có")).await;
    check(&draft.officer, &gone, Some("Đã gỡ")).await;
    check(&draft.officer, &loose, None).await;
    check(&draft.owner, &gone, Some("Đã gỡ")).await;
    let nobody = app
        .get(&format!("/files/{}", there.as_str().unwrap()))
        .await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    // A member with a seat reads from the day on which the agenda holds it.
    let line = |part: &str, points: i32| json!({ "part": part, "code": part, "name": part, "maxHundredths": points });
    let sheet = json!({
        "scheme": "DECISION_148", "validFrom": "2023-02-24",
        "criteria": [line("A", 4000), line("B", 2500), line("C", 3500)],
    });
    let (administrator, ..) = &people[4];
    administrator
        .does("criteriaSheetCreate", "criteriaSheet { id }", sheet)
        .await;
    let session = json!({
        "cycleId": draft.cycle, "level": "PROVINCE", "heldOn": "2026-11-23", "quorum": 1,
        "seats": [{ "accountId": member.id, "chair": true }],
    });
    let session = draft
        .officer
        .does("councilSessionCreate", "councilSession { id }", session)
        .await;
    check(&member, &there, None).await;
    let agenda =
        json!({ "sessionId": session["councilSession"]["id"], "dossierIds": [draft.dossier] });
    draft
        .officer
        .does("councilAgendaAdd", "councilSession { id }", agenda)
        .await;
    check(&member, &there, Some("Đang có")).await;
    check(&member, &gone, None).await;
    check(&people[3].0, &there, None).await;
}

async fn bad_documents_are_refused_and_change_nothing(test: TestDb) {
    let app = App::open(test).await;
    let draft = Draft::open(&app).await;
    let rival = app.market.producer("HTX Hai").await.id;
    let rival = Person::sign_in(&app, "doi-thu", Role::ProducerOwner, Scope::Producer(rival)).await;
    let file = draft.owner.upload("Phiếu").await;
    let foreign = rival.upload("Của người").await;
    let with = |field: &str, value: Value| {
        let mut input = draft.document("AWARDS", &file);
        input[field] = value;
        input
    };
    let nil = uuid::Uuid::nil();
    let cases = [
        (
            "dossierId",
            json!(global_id("Dossier", nil)),
            "DOSSIER_NOT_FOUND",
        ),
        ("code", json!("' OR 1=1 --"), "KIND_UNKNOWN"),
        ("title", json!(" \u{200B} "), "TITLE_INVALID"),
        ("title", json!("đ".repeat(301)), "TITLE_INVALID"),
        ("number", json!("9".repeat(101)), "NUMBER_INVALID"),
        ("issuer", json!(""), "ISSUER_INVALID"),
        ("issuedOn", json!("2026-11-24"), "ISSUED_ON_INVALID"),
        ("issuedOn", json!("0000-01-01"), "ISSUED_ON_INVALID"),
        ("expiresOn", json!("2026-11-19"), "EXPIRES_ON_INVALID"),
        ("expiresOn", json!("9999-12-31"), "EXPIRES_ON_INVALID"),
        ("fileId", json!(null), "FILE_MISSING"),
        ("fileId", foreign, "FILE_NOT_FOUND"),
        ("fileId", json!(global_id("File", nil)), "FILE_NOT_FOUND"),
    ];
    for (field, value, code) in cases {
        let input = with(field, value);
        let refused = draft
            .owner
            .call(
                "dossierDocumentAdd",
                "document { id } dossier { id }",
                input,
            )
            .await;
        let error = &refused["userErrors"][0];
        assert_eq!(
            (&error["code"], &error["field"][1]),
            (&json!(code), &json!(field))
        );
        assert_eq!(
            (&refused["document"], &refused["dossier"]),
            (&Value::Null, &Value::Null)
        );
    }
    let strange = with("code", json!("AWARDS"));
    let refused = rival
        .call("dossierDocumentAdd", "document { id }", strange)
        .await;
    assert_eq!(refused["userErrors"][0]["code"], "DOSSIER_NOT_FOUND");
    assert!(
        app.texts("SELECT code FROM dossier_document")
            .await
            .is_empty()
    );
    // An id of another type cannot be understood.
    let query = "mutation($input: DossierDocumentAddInput!) { dossierDocumentAdd(input: $input) { document { id } } }";
    let bearer = format!("Bearer {}", draft.owner.token);
    let headers = [("authorization", bearer.as_str())];
    for (field, value) in [
        ("fileId", draft.dossier.clone()),
        ("dossierId", file.clone()),
        ("issuedOn", json!("20.11.2026")),
    ] {
        let body = json!({ "query": query, "variables": { "input": with(field, value) } });
        assert_eq!(app.body_as(body, &headers).await.code(), "BAD_USER_INPUT");
    }
    let there = draft.add("AWARDS", &file).await;
    let again = draft.document("AWARDS", &file);
    let again = draft
        .owner
        .call("dossierDocumentAdd", "document { id }", again)
        .await;
    assert_eq!(again["userErrors"][0]["code"], "ALREADY_ADDED");
    let missing = json!(global_id("DossierDocument", nil));
    for (person, id) in [(&rival, &there), (&draft.owner, &missing)] {
        let refused = person
            .call(
                "dossierDocumentRemove",
                "document { id }",
                json!({ "id": id }),
            )
            .await;
        assert_eq!(refused["userErrors"][0]["code"], "DOCUMENT_NOT_FOUND");
    }
    let live = "SELECT code FROM dossier_document WHERE removed_at IS NULL";
    assert_eq!(app.texts(live).await, ["AWARDS"]);
    // Not everybody hands documents in.
    let query = "mutation($input: DossierDocumentRemoveInput!) { dossierDocumentRemove(input: $input) { document { id } } }";
    let body = json!({ "query": query, "variables": { "input": { "id": there } } });
    assert_eq!(
        app.body_as(body.clone(), &[]).await.code(),
        "UNAUTHENTICATED"
    );
    let officer = format!("Bearer {}", draft.officer.token);
    let refused = app
        .body_as(body, &[("authorization", officer.as_str())])
        .await;
    assert_eq!(refused.code(), "FORBIDDEN");
}

async fn what_a_page_of_dossiers_costs_does_not_grow(test: TestDb) {
    let app = App::open(test).await;
    let mut draft = Draft::open(&app).await;
    let query =
        "{ dossiers(first: 5) { nodes { documents { file { sha256 } } removedDocuments { id }
        checklist { state kind { code } documents { title } } } } }";
    let bearer = format!("Bearer {}", draft.officer.token);
    let headers = [
        ("authorization", bearer.as_str()),
        ("x-debug-statements", "1"),
    ];
    let mut costs = Vec::new();
    for n in 0..3 {
        if n > 0 {
            draft.dossier = draft.dossier(&format!("Sản phẩm {n}")).await;
        }
        for code in ["REGISTRATION_FORM", "AWARDS"] {
            let file = draft.owner.upload(&format!("{n} {code}")).await;
            draft.add(code, &file).await;
        }
        let answer = app.query_as(query, &headers).await;
        assert_eq!(
            answer.data()["dossiers"]["nodes"].as_array().unwrap().len(),
            n + 1
        );
        costs.push(answer.json()["extensions"]["statements"].as_u64().unwrap());
    }
    assert_eq!(costs[0], costs[2], "{costs:?}");
}
