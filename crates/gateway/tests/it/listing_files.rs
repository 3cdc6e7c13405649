//! A producer's files over HTTP: a table goes out, is edited and comes in
//! again; pictures come in an archive.

use crate::bad_input::global_id;
use crate::files::{fetch, token, upload};
use crate::listings::{World, png};
use crate::support::App;
use axum::http::StatusCode;
use catalog::bulk::{LISTING_EXPORT, LISTING_IMPORT, RunExport, RunImport};
use jobs::Handler;
use kernel::{Role, RoleGrant, Scope};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use testkit::TestDb;
use zip::write::SimpleFileOptions;

testkit::on_both!(
    stock_goes_out_is_counted_and_comes_in,
    products_come_in_as_drafts_with_their_pictures,
    a_delegates_import_is_on_record,
    lists_of_problems_are_paged,
);

#[tokio::test]
async fn templates_are_there_for_everybody() {
    let app = App::open(TestDb::sqlite().await).await;
    for kind in ["stock", "prices", "products"] {
        let csv = app.get(&format!("/listing-templates/{kind}.csv")).await;
        assert_eq!(csv.status, StatusCode::OK);
        assert_eq!(csv.header("content-type"), "text/csv");
        assert!(csv.header("content-disposition").starts_with("attachment;"));
        assert!(csv.text.contains("Mã SKU"), "{}", csv.text);
        let english = app
            .get(&format!("/listing-templates/{kind}.csv?language=EN"))
            .await;
        assert!(!english.text.contains("Mã SKU") && english.text.contains("SKU"));
        let book = app.get(&format!("/listing-templates/{kind}.xlsx")).await;
        assert_eq!(book.status, StatusCode::OK);
    }
    for (path, status) in [
        ("/listing-templates/stock.pdf", StatusCode::NOT_FOUND),
        ("/listing-templates/carts.csv", StatusCode::NOT_FOUND),
        ("/listing-templates/..%2Fstock.csv", StatusCode::NOT_FOUND),
        (
            "/listing-templates/stock.csv?language=FR",
            StatusCode::BAD_REQUEST,
        ),
        ("/listing-templates/stock.csv?x=1", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(app.get(path).await.status, status, "{path}");
    }
}

const LOOK: &str = "query($id: ID!) { listingImport(id: $id) { kind status percent dryRun
    allOrNothing submit ignoredColumns rowsTotal rowsWritten created updated unchanged failed
    submitted refusal { code place message } finishedAt
    problems(first: 10) { nodes { line column header entry code warning message } } } }";

/// Runs what waits in the queue of that kind.
async fn work(app: &App, kind: &str, handler: &dyn Handler) {
    let waiting = format!("SELECT payload FROM job WHERE kind = '{kind}'");
    for payload in app.texts(&waiting).await {
        handler.run(&payload).await.unwrap();
    }
    app.raw(&format!("DELETE FROM job WHERE kind = '{kind}'"))
        .await;
}

fn bare(bearer: &str) -> &str {
    bearer.strip_prefix("Bearer ").unwrap_or(bearer)
}

async fn uploaded(
    world: &World,
    bearer: &str,
    purpose: &str,
    media_type: &str,
    bytes: impl Into<Vec<u8>>,
) -> String {
    let query = format!("purpose={purpose}&name=tep");
    let bytes: Vec<u8> = bytes.into();
    let kept = upload(&world.app, bare(bearer), &query, media_type, bytes).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
    kept.json()["id"].as_str().unwrap().to_owned()
}

/// Begins an import, runs it and looks at it.
async fn import(world: &World, bearer: &str, kind: &str, file: &str, more: Value) -> Value {
    let mut input = json!({
        "producerId": global_id("Producer", world.listing.producer.id.0),
        "kind": kind, "fileId": file,
    });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    let fields = "listingImport { id status percent } userErrors { code field message }";
    let begun = world
        .call(bearer, "listingImportStart", input, fields)
        .await;
    assert_eq!(begun["userErrors"], json!([]));
    assert_eq!(begun["listingImport"]["status"], "WAITING");
    let job = RunImport(world.app.services.bulk.clone());
    work(&world.app, LISTING_IMPORT, &job).await;
    let id = json!({ "id": begun["listingImport"]["id"] });
    world.ask(bearer, LOOK, id).await["listingImport"].take()
}

async fn export(world: &World, kind: &str, format: &str) -> String {
    let input = json!({
        "producerId": global_id("Producer", world.listing.producer.id.0),
        "kind": kind, "format": format,
    });
    let fields = "listingExport { id status url fileId } userErrors { code field }";
    let begun = world
        .call(&world.owner, "listingExportStart", input, fields)
        .await;
    assert_eq!(begun["userErrors"], json!([]));
    assert_eq!(begun["listingExport"]["url"], Value::Null);
    let job = RunExport(world.app.services.bulk.clone());
    work(&world.app, LISTING_EXPORT, &job).await;
    let id = json!({ "id": begun["listingExport"]["id"] });
    let query = "query($id: ID!) { listingExport(id: $id) { kind format status percent
        productsTotal productsDone rowsWritten fileId url refusal { code message } } }";
    let done = world.ask(&world.owner, query, id).await["listingExport"].take();
    assert_eq!(
        (&done["status"], &done["percent"]),
        (&json!("DONE"), &json!(100))
    );
    let file = done["fileId"].as_str().unwrap();
    assert_eq!(done["url"], format!("https://ocop.example/files/{file}"));
    let fetched = fetch(&world.app, bare(&world.owner), file).await;
    assert_eq!(fetched.status, StatusCode::OK);
    fetched.text
}

async fn stock_goes_out_is_counted_and_comes_in(test: TestDb) {
    let world = World::open(test).await;
    let text = export(&world, "STOCK", "CSV").await;
    let line = text.lines().nth(1).unwrap();
    assert!(line.ends_with(",20,20,0"), "{text}");
    let edited = text.replace(",20,20,0", ",35,20,0");
    let edited = format!("{edited}KHONG-CO,,,1,,\n");
    let file = uploaded(&world, &world.owner, "LISTING_IMPORT", "text/csv", edited).await;
    let dry = import(
        &world,
        &world.owner,
        "STOCK",
        &file,
        json!({ "dryRun": true }),
    )
    .await;
    assert_eq!(
        (&dry["updated"], &dry["rowsWritten"]),
        (&json!(1), &json!(0))
    );
    let done = import(&world, &world.owner, "STOCK", &file, json!({})).await;
    assert_eq!(done["status"], "DONE");
    assert_eq!((&done["updated"], &done["failed"]), (&json!(1), &json!(1)));
    let problem = json!({
        "line": 3, "column": "A", "header": "Mã SKU", "entry": null,
        "code": "UNKNOWN_SKU", "warning": false,
        "message": "Chủ thể không có phân loại đang bán nào mang mã SKU này.",
    });
    assert_eq!(done["problems"]["nodes"], json!([problem]));
    let query = "query($id: ID!) { product(id: $id) { variants { quantityAvailable } } }";
    let id = json!({ "id": global_id("Product", world.listing.product.0) });
    let seen = world.app.query_with(query, id).await.data();
    assert_eq!(seen["product"]["variants"][0]["quantityAvailable"], 35);

    let broken = uploaded(
        &world,
        &world.owner,
        "LISTING_IMPORT",
        "text/csv",
        b"SKU\nT\xEAn\n".to_vec(),
    )
    .await;
    let refused = import(&world, &world.owner, "STOCK", &broken, json!({})).await;
    assert_eq!(refused["refusal"]["code"], "NOT_UTF8");
    assert_eq!(refused["refusal"]["place"], "2");
    // Nobody else's.
    let other = RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(world.app.market.producer("HTX Khác").await.id),
    };
    let other = token(&world.app, "khac@vidu.example", vec![other]).await;
    let strange = fetch(&world.app, &other, &file).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
}

async fn products_come_in_as_drafts_with_their_pictures(test: TestDb) {
    let world = World::open(test).await;
    let text = "Mã;Bộ sản phẩm;Tên sản phẩm;SKU;Giá bán;Khối lượng;Chất\nM1;21;Làn cói;L-1;95.000 đ;300;cói\n";
    let mapping = json!([
        { "field": "PRODUCT", "header": "mã" },
        { "field": "ATTRIBUTE", "key": "MATERIAL", "header": "Chất" },
    ]);
    let file = uploaded(&world, &world.owner, "LISTING_IMPORT", "text/csv", text).await;
    let more = json!({ "mapping": mapping, "allOrNothing": true, "submit": true });
    let done = import(&world, &world.owner, "PRODUCTS", &file, more).await;
    assert_eq!(
        (&done["created"], &done["submitted"]),
        (&json!(1), &json!(0)),
        "{done}"
    );
    assert_eq!(done["ignoredColumns"], json!([]));
    let codes: Vec<&str> = done["problems"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"NO_IMAGE"), "{codes:?}");

    let picture = png(200, 150, 7);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("L-1.png", picture.as_slice()), ("x.txt", b"x")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let file = uploaded(
        &world,
        &world.owner,
        "PICTURE_ARCHIVE",
        "application/zip",
        bytes,
    )
    .await;
    let done = import(&world, &world.owner, "PICTURES", &file, json!({})).await;
    assert_eq!(
        (&done["created"], &done["failed"]),
        (&json!(1), &json!(1)),
        "{done}"
    );
    let problem = &done["problems"]["nodes"][0];
    assert_eq!(
        (&problem["entry"], &problem["code"]),
        (&json!("x.txt"), &json!("PICTURE_NAME"))
    );
    let query = "query($id: ID!) { listings(producerId: $id, first: 1) { nodes {
        change { content { name attributes { code } images { alt } } } } } }";
    let id = json!({ "id": global_id("Producer", world.listing.producer.id.0) });
    let seen = world.ask(&world.owner, query, id).await;
    let content = &seen["listings"]["nodes"][0]["change"]["content"];
    assert_eq!(content["name"], "Làn cói", "{seen}");
    assert_eq!(content["images"], json!([{ "alt": "Làn cói" }]));
    assert_eq!(content["attributes"][0]["code"], "MATERIAL");
}

async fn a_delegates_import_is_on_record(test: TestDb) {
    let world = World::open(test).await;
    let delegate = token(&world.app, "canbo@vidu.example", Vec::new()).await;
    let input = json!({
        "producerId": global_id("Producer", world.listing.producer.id.0),
        "email": "canbo@vidu.example", "rights": ["STOCK"],
    });
    let given = world
        .call(
            &world.owner,
            "producerGrantCreate",
            input,
            "grants { id } userErrors { code }",
        )
        .await;
    assert_eq!(given["userErrors"], json!([]));
    let bearer = format!("Bearer {delegate}");
    let sku = world
        .app
        .texts("SELECT sku FROM product_variant")
        .await
        .remove(0);
    let text = format!("SKU,Tồn kho\n{sku},7\n");
    let file = uploaded(&world, &bearer, "LISTING_IMPORT", "text/csv", text).await;
    let done = import(&world, &bearer, "STOCK", &file, json!({})).await;
    assert_eq!(done["updated"], 1);
    let uses = world
        .app
        .texts("SELECT action FROM producer_grant_use ORDER BY id")
        .await;
    assert_eq!(uses, ["IMPORT_STOCK", "IMPORT_STOCK"]);
}

async fn lists_of_problems_are_paged(test: TestDb) {
    let world = World::open(test).await;
    let rows: String = (0..30).map(|at| format!("X-{at},1\n")).collect();
    let text = format!("SKU,Tồn kho\n{rows}");
    let file = uploaded(&world, &world.owner, "LISTING_IMPORT", "text/csv", text).await;
    let input = json!({
        "producerId": global_id("Producer", world.listing.producer.id.0),
        "kind": "STOCK", "fileId": file,
    });
    let begun = world
        .call(
            &world.owner,
            "listingImportStart",
            input,
            "listingImport { id } userErrors { code }",
        )
        .await;
    let job = RunImport(world.app.services.bulk.clone());
    work(&world.app, LISTING_IMPORT, &job).await;
    let id = &begun["listingImport"]["id"];
    let query = "query($id: ID!, $after: String) { listingImport(id: $id) {
        problems(first: 20, after: $after) { nodes { line } pageInfo { hasNextPage endCursor } } } }";
    let mut lines = Vec::new();
    let mut after = Value::Null;
    for more in [true, false] {
        let asked = json!({ "id": id, "after": after });
        let page = world.ask(&world.owner, query, asked).await["listingImport"]["problems"].take();
        lines.extend(
            page["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|own| own["line"].as_i64().unwrap()),
        );
        assert_eq!(page["pageInfo"]["hasNextPage"], more);
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(lines, (2..32).collect::<Vec<_>>());
    // A page costs the same, however much there is.
    let document =
        format!("{{ listingImport(id: {id}) {{ problems(last: 100) {{ nodes {{ line }} }} }} }}");
    let answer = world
        .app
        .body_as(
            json!({ "query": document }),
            &[("authorization", &world.owner), ("x-debug-statements", "1")],
        )
        .await;
    let statements = answer.json()["extensions"]["statements"].as_u64().unwrap();
    assert_eq!(statements, 2, "{}", answer.text);
    // Nor do the first pages of many imports cost more than that of one.
    let producer = global_id("Producer", world.listing.producer.id.0);
    for _ in 0..2 {
        let text = "SKU,Tồn kho\nX-1,1\n".to_owned();
        let file = uploaded(&world, &world.owner, "LISTING_IMPORT", "text/csv", text).await;
        let input = json!({ "producerId": producer, "kind": "STOCK", "fileId": file });
        let fields = "userErrors { code }";
        let owner = &world.owner;
        world.call(owner, "listingImportStart", input, fields).await;
        work(&world.app, LISTING_IMPORT, &job).await;
    }
    let document = format!(
        "{{ listingImports(producerId: \"{producer}\", first: 10) {{ nodes {{ status
        problems(first: 2) {{ nodes {{ line }} pageInfo {{ hasNextPage }} }} }} }} }}"
    );
    let answer = world
        .app
        .body_as(
            json!({ "query": document }),
            &[("authorization", &world.owner), ("x-debug-statements", "1")],
        )
        .await;
    let told = answer.json();
    assert_eq!(told["extensions"]["statements"], 2, "{}", answer.text);
    let nodes = told["data"]["listingImports"]["nodes"].as_array().unwrap();
    let problems = |at: usize| nodes[at]["problems"].clone();
    assert_eq!(nodes.len(), 3);
    assert_eq!(
        problems(0),
        json!({ "nodes": [{ "line": 2 }], "pageInfo": { "hasNextPage": false } })
    );
    assert_eq!(
        problems(2),
        json!({ "nodes": [{ "line": 2 }, { "line": 3 }], "pageInfo": { "hasNextPage": true } })
    );
}
