//! Search and suggestions through the API.

use crate::support::App;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_search_without_marks_finds_and_counts,
    pages_follow_each_other,
    what_was_typed_otherwise_is_shown,
    suggestions_lead_somewhere
);

async fn app(test: TestDb, products: usize) -> App {
    let app = App::open(test).await;
    app.products(products).await;
    app.services.search.reindex(|_| {}).await.unwrap();
    app
}

async fn a_search_without_marks_finds_and_counts(test: TestDb) {
    let app = app(test, 3).await;
    let query =
        "{ search(query: \"com chay\", first: 10, where: { stars: { eq: 4 } }, sortBy: PRICE_ASC) {
        totalCount degraded nodes { name badge { label } }
        facets { field values { value label(language: EN) count min max } }
    } }";
    let answer = app.query(query).await.data();
    let found = &answer["search"];
    assert_eq!(
        (&found["totalCount"], &found["degraded"]),
        (&json!(3), &json!(false))
    );
    assert_eq!(
        found["nodes"][0],
        json!({ "name": "Cơm cháy 0", "badge": { "label": "4 sao" } })
    );
    let facets: Vec<_> = found["facets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facet| facet["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        facets,
        [
            "GROUP",
            "PRODUCT_SET",
            "STARS",
            "PROVINCE",
            "COMMUNE",
            "PRODUCER",
            "LEGAL_FORM",
            "PRICE",
            "IN_STOCK"
        ]
    );
    let value = |field: &str| {
        let at = facets.iter().position(|own| *own == field).unwrap();
        &found["facets"][at]["values"][0]
    };
    assert_eq!(
        value("STARS"),
        &json!({ "value": "4", "label": "4 stars", "count": 3, "min": null, "max": null })
    );
    assert_eq!(value("PROVINCE")["label"], "Ninh Binh Province");
    assert_eq!(
        value("PRODUCT_SET")["label"],
        "Processed from rice and cereals"
    );
    assert_eq!(value("LEGAL_FORM")["label"], "Cooperative");
    assert_eq!(value("IN_STOCK")["label"], "In stock");
    assert_eq!(
        value("PRICE"),
        &json!({
            "value": "0-49999", "label": "Up to 49,999 ₫", "count": 3, "min": "0", "max": "49999"
        })
    );
    // A facet's value is what `where` takes.
    let producer = value("PRODUCER");
    assert_eq!(producer["label"], "Hợp tác xã Sinh Dược");
    let filter = json!({ "w": { "producers": [producer["value"]] } });
    let narrowed = app.query_with(
        "query($w: ProductWhere) { search(query: \"\", first: 1, where: $w) { totalCount } }",
        filter,
    );
    assert_eq!(narrowed.await.data()["search"]["totalCount"], 3);
    // Facets are counted only for those who ask.
    assert_eq!(
        app.statements(
            "{ search(query: \"com chay\", first: 10) { nodes { name variants { id } } } }"
        )
        .await,
        1
    );
    assert_eq!(
        app.statements(query).await,
        2,
        "cards and the names of producers"
    );
}

/// What was meant, which words answer it, and what to show instead of nothing.
async fn what_was_typed_otherwise_is_shown(test: TestDb) {
    let app = app(test, 3).await;
    let ask = async |text: &str, filter: Value| {
        let query = "query($q: String!, $w: ProductWhere) { search(query: $q, first: 2, where: $w) { \
            totalCount didYouMean instead(first: 2) { name } \
            edges { highlightedName { text matched } highlightedProducerName { text matched } } } }";
        let asked = app.query_with(query, json!({ "q": text, "w": filter }));
        asked.await.data()["search"].clone()
    };
    let found = ask("com chya", json!({})).await;
    assert_eq!(found["didYouMean"], "Cơm cháy");
    assert_eq!(found["instead"], json!([]));
    let name = found["edges"][0]["highlightedName"].as_array().unwrap();
    let parts: Vec<_> = name
        .iter()
        .map(|part| (part["text"].as_str().unwrap(), &part["matched"]))
        .collect();
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(
        parts[..4],
        [("Cơm", &yes), (" ", &no), ("cháy", &yes), (parts[3].0, &no)]
    );
    let producer = &found["edges"][0]["highlightedProducerName"];
    assert_eq!(
        producer,
        &json!([{ "text": "Hợp tác xã Sinh Dược", "matched": false }])
    );
    // Well typed, there is nothing to say.
    assert_eq!(ask("com chay", json!({})).await["didYouMean"], json!(null));
    // Nothing of the kind is sold, so something else is shown: of the filter's
    // products first, and of all where it has none.
    for filter in [json!({}), json!({ "legalForms": ["FARM"] })] {
        let nothing = ask("điện thoại", filter).await;
        assert_eq!(nothing["totalCount"], 0);
        assert_eq!(nothing["instead"].as_array().unwrap().len(), 2);
    }
    for (filter, count) in [
        (json!({ "legalForms": ["COOPERATIVE"], "inStock": true }), 3),
        (json!({ "legalForms": ["FARM"] }), 0),
        (json!({ "productSets": [6] }), 3),
        (json!({ "productSets": [1] }), 0),
    ] {
        assert_eq!(ask("", filter).await["totalCount"], count);
    }
    let wrong = "{ search(query: \"\", where: { productSets: [27] }) { totalCount } }";
    assert_eq!(app.query(wrong).await.code(), "BAD_USER_INPUT");
    let wrong = "{ search(query: \"điện thoại\") { instead(first: 21) { name } } }";
    assert_eq!(app.query(wrong).await.code(), "BAD_USER_INPUT");
}

async fn pages_follow_each_other(test: TestDb) {
    let app = app(test, 5).await;
    let mut after = String::new();
    let mut seen = Vec::new();
    loop {
        let query = format!(
            "{{ search(query: \"com\", first: 2{after}) {{ edges {{ node {{ slug }} }} pageInfo {{ endCursor hasNextPage }} }} }}"
        );
        let answer = app.query(&query).await.data();
        for edge in answer["search"]["edges"].as_array().unwrap() {
            seen.push(edge["node"]["slug"].to_string());
        }
        let info = &answer["search"]["pageInfo"];
        if info["hasNextPage"] == json!(false) {
            break;
        }
        after = format!(", after: {}", info["endCursor"]);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    let foreign = app
        .query("{ products(first: 1) { pageInfo { endCursor } } }")
        .await
        .data();
    let cursor = &foreign["products"]["pageInfo"]["endCursor"];
    let answer = app
        .query(&format!(
            "{{ search(query: \"com\", first: 1, after: {cursor}) {{ nodes {{ id }} }} }}"
        ))
        .await;
    assert_eq!(answer.code(), "BAD_USER_INPUT");
    for hostile in [
        "🍚",
        "a\\u0001b",
        "( OR *:* \\\"",
        "com chay AND NOT",
        &"cơm ".repeat(2_000),
    ] {
        app.query(&format!(
            "{{ search(query: \"{hostile}\", first: 1) {{ totalCount }} }}"
        ))
        .await
        .data();
    }
}

async fn suggestions_lead_somewhere(test: TestDb) {
    let app = app(test, 2).await;
    let answer = app
        .query("{ suggest(prefix: \"com ch\") { kind text id slug code } }")
        .await
        .data();
    let first = &answer["suggest"][0];
    assert_eq!(first["kind"], "PRODUCT");
    let found = app
        .query_with(
            "query($id: ID) { product(id: $id) { slug } }",
            json!({ "id": first["id"] }),
        )
        .await;
    assert_eq!(found.data()["product"]["slug"], first["slug"]);
    assert_eq!(
        app.query("{ suggest(prefix: \"\") { text } }").await.data(),
        json!({ "suggest": [] })
    );
    for wrong in [0, 21, -1] {
        assert_eq!(
            app.query(&format!(
                "{{ suggest(prefix: \"co\", first: {wrong}) {{ text }} }}"
            ))
            .await
            .code(),
            "BAD_USER_INPUT"
        );
    }
}
