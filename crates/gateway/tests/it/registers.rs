//! The register over HTTP: a file comes in, is looked at, goes out and comes
//! in again.

use crate::files::{fetch, token, upload};
use crate::support::{Answer, App};
use axum::http::StatusCode;
use jobs::Handler;
use kernel::{Role, RoleGrant, Scope};
use programme::register::{RunExport, RunImport};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_register_goes_in_and_out,
    only_who_runs_the_programme_may,
    an_import_is_nobody_elses,
);

const IMPORT: &str = "mutation($input: RegisterImportInput!) { registerImport(input: $input) {
    registerImport { id status percent dryRun mode } userErrors { code field message } } }";

const LOOK: &str = "query($id: ID!) { registerImport(id: $id) { status percent rowsTotal created
    producersCreated unchanged failed refusal { code place message } finishedAt
    rowErrors(first: 1) { nodes { line column header code message } edges { cursor }
        pageInfo { hasNextPage endCursor } } } }";

const EXPORT: &str = "mutation($input: RegisterExportInput!) { registerExport(input: $input) {
    registerExport { id status url } userErrors { code field } } }";

const FETCH: &str = "query($id: ID!) { registerExport(id: $id) {
    status percent rowsTotal rowsDone fileId url format refusal { code } } }";

const FILE: &str = "Tên sản phẩm;Chủ thể;Số quyết định;Ngày cấp;Hạng sao;Điểm;Tỉnh
=Cơm cháy;HTX Sinh Dược;12/QĐ-UBND;20/12/2025;4 sao;76,5;Ninh Bình
Mắm tép;HTX Sinh Dược;12/QĐ-UBND;20/12/2021;3;60;Ninh Bình
Phở;HTX Hà Nội;12/QĐ-UBND;20/12/2025;3;60;Hà Nội
Nhãn;;12/QĐ-UBND;20/12/2025;3;60;Ninh Bình
";

fn officer() -> RoleGrant {
    RoleGrant {
        role: Role::ProgrammeOfficer,
        scope: Scope::Province("37".to_owned()),
    }
}

async fn ask(app: &App, token: &str, query: &str, variables: Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let body = json!({ "query": query, "variables": variables });
    app.body_as(body, &[("authorization", &bearer)]).await
}

async fn uploaded(app: &App, token: &str, bytes: impl Into<Vec<u8>>) -> String {
    let query = "purpose=REGISTER_IMPORT&name=so.csv";
    let kept = upload(app, token, query, "text/csv", bytes.into()).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
    kept.json()["id"].as_str().unwrap().to_owned()
}

/// Runs what waits in the queue of that kind.
async fn work(app: &App, kind: &str, handler: &dyn Handler) {
    let waiting = format!("SELECT payload FROM job WHERE kind = '{kind}'");
    for payload in app.texts(&waiting).await {
        handler.run(&payload).await.unwrap();
    }
    app.raw(&format!("DELETE FROM job WHERE kind = '{kind}'"))
        .await;
}

async fn import(app: &App, token: &str, file: &str, mode: &str) -> Value {
    let input = json!({ "input": { "fileId": file, "mode": mode } });
    let begun = ask(app, token, IMPORT, input).await.data()["registerImport"].take();
    assert_eq!(begun["userErrors"], json!([]));
    assert_eq!(begun["registerImport"]["status"], "WAITING");
    let job = RunImport(app.services.register.clone());
    work(app, programme::register::REGISTER_IMPORT, &job).await;
    let id = json!({ "id": begun["registerImport"]["id"] });
    ask(app, token, LOOK, id).await.data()["registerImport"].take()
}

async fn a_register_goes_in_and_out(test: TestDb) {
    let app = App::open(test).await;
    let officer = token(&app, "canbo@vidu.example", vec![officer()]).await;
    let file = uploaded(&app, &officer, FILE).await;
    let none = import(&app, &officer, &file, "ALL").await;
    assert_eq!((&none["created"], &none["failed"]), (&json!(0), &json!(2)));
    let some = import(&app, &officer, &file, "VALID_ROWS").await;
    assert_eq!(some["status"], "DONE");
    assert_eq!(some["percent"], 100);
    assert_eq!(
        (&some["rowsTotal"], &some["created"]),
        (&json!(4), &json!(2))
    );
    assert_eq!(some["producersCreated"], 1);
    let first = json!({
        "line": 4, "column": "G", "header": "Tỉnh", "code": "OTHER_PROVINCE",
        "message": "Dòng thuộc tỉnh ngoài phạm vi quản lý của bạn.",
    });
    assert_eq!(some["rowErrors"]["nodes"], json!([first]));
    assert_eq!(some["rowErrors"]["pageInfo"]["hasNextPage"], true);
    let again = import(&app, &officer, &file, "VALID_ROWS").await;
    assert_eq!(
        (&again["created"], &again["unchanged"]),
        (&json!(0), &json!(2))
    );

    let input = json!({ "input": { "format": "CSV", "where": { "stars": [3, 4] } } });
    let begun = ask(&app, &officer, EXPORT, input).await.data()["registerExport"].take();
    assert_eq!(begun["registerExport"]["url"], Value::Null);
    let job = RunExport(app.services.register.clone());
    work(&app, programme::register::REGISTER_EXPORT, &job).await;
    let id = json!({ "id": begun["registerExport"]["id"] });
    let done = ask(&app, &officer, FETCH, id).await.data()["registerExport"].take();
    assert_eq!(
        (&done["status"], &done["rowsTotal"]),
        (&json!("DONE"), &json!(2))
    );
    let file = done["fileId"].as_str().unwrap();
    assert_eq!(done["url"], format!("https://ocop.example/files/{file}"));
    let csv = fetch(&app, &officer, file).await;
    assert_eq!(csv.status, StatusCode::OK);
    assert!(csv.text.contains("'=Cơm cháy"), "{}", csv.text);
    let file = uploaded(&app, &officer, csv.text).await;
    let again = import(&app, &officer, &file, "ALL").await;
    assert_eq!(
        (&again["failed"], &again["unchanged"]),
        (&json!(0), &json!(2))
    );

    let broken = uploaded(&app, &officer, b"a\nT\xEAn\n".to_vec()).await;
    let refused = import(&app, &officer, &broken, "ALL").await;
    assert_eq!(refused["status"], "REFUSED");
    assert_eq!(refused["refusal"]["code"], "NOT_UTF8");
    assert_eq!(refused["refusal"]["place"], "2");
}

async fn only_who_runs_the_programme_may(test: TestDb) {
    let app = App::open(test).await;
    let inspector = RoleGrant {
        role: Role::Inspector,
        scope: Scope::Province("37".to_owned()),
    };
    let inspector = token(&app, "thanhtra@vidu.example", vec![inspector]).await;
    let file = "RmlsZTp4";
    let input = json!({ "input": { "fileId": file, "mode": "ALL" } });
    let refused = ask(&app, &inspector, IMPORT, input.clone()).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::FORBIDDEN, "FORBIDDEN")
    );
    let refused = app.query_with(IMPORT, input).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let input = json!({ "input": { "format": "XLSX" } });
    let refused = ask(&app, &inspector, EXPORT, input).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for query in [LOOK, FETCH] {
        let refused = ask(&app, &inspector, query, json!({ "id": file })).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
}

async fn an_import_is_nobody_elses(test: TestDb) {
    let app = App::open(test).await;
    let own = token(&app, "canbo@vidu.example", vec![officer()]).await;
    let other = token(&app, "khac@vidu.example", vec![officer()]).await;
    let file = uploaded(&app, &own, FILE).await;
    let input = json!({ "input": { "fileId": file, "mode": "ALL", "dryRun": true } });
    let begun = ask(&app, &own, IMPORT, input.clone()).await.data()["registerImport"].take();
    let id = json!({ "id": begun["registerImport"]["id"] });
    let seen = ask(&app, &other, LOOK, id.clone()).await.data();
    assert_eq!(seen["registerImport"], Value::Null);
    assert_ne!(
        ask(&app, &own, LOOK, id).await.data()["registerImport"],
        Value::Null
    );
    let refused = ask(&app, &other, IMPORT, input).await.data()["registerImport"].take();
    assert_eq!(refused["userErrors"][0]["code"], "FILE_NOT_FOUND");
    let input = json!({ "input": { "format": "XLSX" } });
    let begun = ask(&app, &own, EXPORT, input).await.data()["registerExport"].take();
    let id = json!({ "id": begun["registerExport"]["id"] });
    let seen = ask(&app, &other, FETCH, id).await.data();
    assert_eq!(seen["registerExport"], Value::Null);
}
