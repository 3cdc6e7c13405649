//! Automatic persisted queries.

use crate::support::App;
use axum::http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::TestDb;

fn hash(query: &str) -> String {
    hex::encode(Sha256::digest(query))
}

fn by_hash(hash: &str) -> Value {
    json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } })
}

#[tokio::test]
async fn a_query_is_sent_once() {
    let app = App::open(TestDb::sqlite().await).await;
    let query = "query Known { __typename }";
    let unknown = app.body(by_hash(&hash(query))).await;
    assert_eq!(
        (unknown.status, unknown.code().as_str()),
        (StatusCode::OK, "PERSISTED_QUERY_NOT_FOUND")
    );
    assert_eq!(
        unknown.json()["errors"][0]["message"],
        "PersistedQueryNotFound"
    );

    let mut with_query = by_hash(&hash(query));
    with_query["query"] = query.into();
    app.body(with_query).await.data();
    app.body(by_hash(&hash(query))).await.data();
    app.body(by_hash(&hash(query).to_uppercase())).await.data();
}

#[tokio::test]
async fn a_hash_must_be_the_querys() {
    let app = App::open(TestDb::sqlite().await).await;
    let mut foreign = by_hash(&hash("{ other }"));
    foreign["query"] = "{ __typename }".into();
    assert_eq!(app.body(foreign).await.code(), "BAD_USER_INPUT");
    assert_eq!(
        app.body(by_hash(&hash("{ other }"))).await.code(),
        "PERSISTED_QUERY_NOT_FOUND"
    );
    for wrong in ["", "abc", &"z".repeat(64), &"a".repeat(66)] {
        assert_eq!(
            app.body(by_hash(wrong)).await.code(),
            "BAD_USER_INPUT",
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_known_query_meets_the_same_limits() {
    let app = App::open(TestDb::sqlite().await).await;
    let query = "query($n: Int) { products(first: $n) { nodes { id } } }";
    let mut request = by_hash(&hash(query));
    request["query"] = query.into();
    request["variables"] = json!({ "n": 1 });
    app.body(request).await.data();
    let mut again = by_hash(&hash(query));
    again["variables"] = json!({ "n": 101 });
    assert_eq!(app.body(again).await.code(), "BAD_USER_INPUT");
}
