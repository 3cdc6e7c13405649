//! What clients see when something on our side fails.

use crate::support::App;
use axum::http::StatusCode;
use testkit::TestDb;

testkit::on_both!(a_database_that_is_away_is_503_and_says_nothing);

async fn a_database_that_is_away_is_503_and_says_nothing(test: TestDb) {
    let app = App::open(test).await;
    app.products(1).await;
    app.services.db.clone().close().await;
    for query in [
        "{ products(first: 1) { nodes { id } } }",
        "{ product(slug: \"x\") { id } }",
        "mutation { sessionCreate(input: { email: \"a@vidu.example\", password: \"x\" }) { token } }",
    ] {
        let answer = app.query(query).await;
        assert_eq!(
            answer.status,
            StatusCode::SERVICE_UNAVAILABLE,
            "{}",
            answer.text
        );
        assert_eq!(answer.code(), "UNAVAILABLE");
        let error = &answer.json()["errors"][0];
        assert_eq!(
            error["extensions"]["requestId"].as_str().unwrap(),
            answer.header("x-request-id")
        );
        for told in ["sqlx", "SELECT", "pool", "Conn", "closed"] {
            assert!(!answer.text.contains(told), "{}", answer.text);
        }
    }
    let token = app
        .query_as("{ __typename }", &[("authorization", "Bearer x")])
        .await;
    assert_eq!(
        (token.status, token.code().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE")
    );
    assert_eq!(
        app.get("/readyz").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    // What needs no database is still answered.
    app.query("{ __typename }").await.data();
}

#[tokio::test]
async fn a_broken_table_is_an_internal_error_with_a_request_id() {
    let test = TestDb::sqlite().await;
    test.raw("ALTER TABLE product_card RENAME TO product_card_gone")
        .await
        .unwrap();
    let app = App::open(test).await;
    let whole = app.query("{ products(first: 1) { nodes { id } } }").await;
    assert_eq!(
        (whole.status, whole.code().as_str()),
        (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
    );
    assert!(!whole.text.contains("product_card"), "{}", whole.text);
    assert_eq!(
        whole.json()["errors"][0]["extensions"]["requestId"]
            .as_str()
            .unwrap(),
        whole.header("x-request-id")
    );
    // A nullable field fails alone.
    let part = app
        .query("{ product(slug: \"x\") { id } provinces { code } }")
        .await;
    assert_eq!(
        (part.status, part.code().as_str()),
        (StatusCode::OK, "INTERNAL")
    );
    assert_eq!(part.json()["data"]["product"], serde_json::Value::Null);
    assert_eq!(part.json()["data"]["provinces"][0]["code"], "01");
}
