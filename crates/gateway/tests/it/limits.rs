//! Every limit, at the limit and one beyond.

use crate::support::App;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use testkit::TestDb;

async fn app() -> App {
    App::open(TestDb::sqlite().await).await
}

/// The code of the refusal, or `OK`.
async fn outcome(app: &App, query: &str) -> String {
    let answer = app.query(query).await;
    if answer.json().get("errors").is_none() {
        "OK".to_owned()
    } else {
        answer.code()
    }
}

fn repeated(count: usize, field: impl Fn(usize) -> String) -> String {
    (0..count).map(field).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn aliases() {
    let app = app().await;
    let query = |count| format!("{{ {} }}", repeated(count, |n| format!("a{n}: __typename")));
    assert_eq!(outcome(&app, &query(30)).await, "OK");
    assert_eq!(outcome(&app, &query(31)).await, "TOO_COMPLEX");
    // Through a fragment, each use counts.
    let spread = |uses| {
        format!(
            "{{ {} }} fragment F on Query {{ a: __typename }}",
            repeated(uses, |_| "...F".to_owned())
        )
    };
    assert_eq!(outcome(&app, &spread(30)).await, "OK");
    assert_eq!(outcome(&app, &spread(31)).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn depth() {
    let app = app().await;
    let cycle = |inner: &str| {
        format!(
            "{{ products(first: 1) {{ nodes {{ producer {{ products(first: 1) {{ nodes {{ producer {{ products(first: 1) \
             {{ nodes {{ producer {{ products(first: 1) {{ nodes {{ {inner} }} }} }} }} }} }} }} }} }} }} }} }}"
        )
    };
    assert_eq!(outcome(&app, &cycle("id")).await, "OK");
    assert_eq!(
        outcome(&app, &cycle("producer { id }")).await,
        "TOO_COMPLEX"
    );
    let hidden = format!(
        "{} fragment P on Product {{ producer {{ id }} }}",
        cycle("...P")
    );
    assert_eq!(outcome(&app, &hidden).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn cost_is_fields_times_page_sizes() {
    let app = App::with(TestDb::sqlite().await, |config| config.limits.cost = 100).await;
    // 1 + 33 × (nodes, id, slug) = 100.
    let answer = app
        .query("{ products(first: 33) { nodes { id slug } } }")
        .await;
    answer.data();
    assert_eq!(
        answer.json()["extensions"]["cost"],
        json!({ "requested": 100, "limit": 100 })
    );
    for dear in [
        "{ products(first: 33) { nodes { id slug } } __typename }",
        "{ products(first: 34) { nodes { id slug } } }",
        "{ products(last: 34) { nodes { id slug } } }",
        "query($n: Int = 34) { products(first: $n) { nodes { id slug } } }",
        "{ products(first: 33) { nodes { ...P slug } } __typename } fragment P on Product { id }",
        "{ products(first: 33) { edges { node { id } } } __typename a: __typename }",
        "{ products(first: 20) { nodes { variants { id } producer { products(first: 2) { nodes { id } } } } } }",
    ] {
        assert_eq!(outcome(&app, dear).await, "TOO_COMPLEX", "{dear}");
    }
    let by_variable = |n: i32| {
        app.query_with(
            "query($n: Int) { products(first: $n) { nodes { id slug } } }",
            json!({ "n": n }),
        )
    };
    by_variable(33).await.data();
    assert_eq!(by_variable(34).await.code(), "TOO_COMPLEX");
    // As many objects as ids.
    let ids = |count| json!({ "ids": vec!["x"; count] });
    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    assert_eq!(app.query_with(nodes, ids(100)).await.code(), "TOO_COMPLEX");
    assert_eq!(
        app.query_with(nodes, ids(99)).await.code(),
        "BAD_USER_INPUT"
    );
    // There is one of these, whatever the page.
    app.query("{ products(first: 90) { totalCount pageInfo { hasNextPage hasPreviousPage } } }")
        .await
        .data();
}

testkit::on_both!(no_text_has_a_nul);

/// PostgreSQL takes none, not even to compare with.
async fn no_text_has_a_nul(test: TestDb) {
    let app = App::open(test).await;
    for literal in [
        r#"{ product(slug: "a\u0000") { id } }"#,
        r#"{ products(first: 1, where: { communes: ["a", "a\u0000"] }) { nodes { id } } }"#,
        r#"query($slug: String = "\u0000") { product(slug: $slug) { id } }"#,
    ] {
        assert_eq!(outcome(&app, literal).await, "BAD_USER_INPUT", "{literal}");
    }
    let by_variable = app.query_with(
        "query($where: ProductWhere) { products(first: 1, where: $where) { nodes { id } } }",
        json!({ "where": { "provinces": ["a\0"] } }),
    );
    assert_eq!(by_variable.await.code(), "BAD_USER_INPUT");
    let slug = "query($slug: String) { product(slug: $slug) { id } }";
    let by_variable = |slug_text: &str| app.query_with(slug, json!({ "slug": slug_text }));
    assert_eq!(by_variable("a\0").await.code(), "BAD_USER_INPUT");
    by_variable("a\n").await.data();
    // Nor does a forged cursor, and no instant lies outside of all time.
    for (sort, key) in [
        (
            "NAME",
            json!(["a\0", "01920000-0000-7000-8000-000000000001"]),
        ),
        (
            "NEWEST",
            json!([
                "-8000000000000000000",
                "01920000-0000-7000-8000-000000000001"
            ]),
        ),
    ] {
        let cursor = URL_SAFE_NO_PAD.encode(json!([sort.to_lowercase(), key]).to_string());
        let query = format!(
            "query($after: String) {{ products(first: 1, after: $after, sortBy: {sort}) {{ nodes {{ id }} }} }}"
        );
        let answer = app.query_with(&query, json!({ "after": cursor })).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{sort}");
    }
}

#[tokio::test]
async fn directives() {
    let app = app().await;
    let query = |count| {
        format!(
            "{{ __typename {} }}",
            repeated(count, |_| "@include(if: true)".to_owned())
        )
    };
    assert_eq!(outcome(&app, &query(5)).await, "OK");
    assert_eq!(outcome(&app, &query(6)).await, "TOO_COMPLEX");
    let unknown = format!(
        "query {} {{ __typename }}",
        repeated(6, |_| "@aa".to_owned())
    );
    assert_eq!(outcome(&app, &unknown).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn selections_beside_each_other() {
    let app = app().await;
    let query = |count| format!("{{ {} }}", repeated(count, |_| "__typename".to_owned()));
    assert_eq!(outcome(&app, &query(100)).await, "OK");
    assert_eq!(outcome(&app, &query(101)).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn document_size() {
    let app = app().await;
    let query = |bytes| format!("{:<bytes$}", "{ __typename }");
    assert_eq!(outcome(&app, &query(16_384)).await, "OK");
    assert_eq!(outcome(&app, &query(16_385)).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn input_lists() {
    let app = app().await;
    let query =
        "query($g: [String!]) { products(first: 1, where: { provinces: $g }) { nodes { id } } }";
    app.query_with(query, json!({ "g": vec!["37"; 250] }))
        .await
        .data();
    assert_eq!(
        app.query_with(query, json!({ "g": vec!["37"; 251] }))
            .await
            .code(),
        "BAD_USER_INPUT"
    );
    let literal = |count| {
        let items = repeated(count, |_| "\"37\"".to_owned());
        format!("{{ products(first: 1, where: {{ provinces: [{items}] }}) {{ nodes {{ id }} }} }}")
    };
    assert_eq!(outcome(&app, &literal(250)).await, "OK");
    assert_eq!(outcome(&app, &literal(251)).await, "BAD_USER_INPUT");
}

#[tokio::test]
async fn mutations() {
    let app = app().await;
    let many = |count| {
        format!(
            "mutation {{ {} }}",
            repeated(count, |n| format!("a{n}: sessionDelete {{ deleted }}"))
        )
    };
    // Four are within the limit; nobody is signed in.
    assert_eq!(outcome(&app, &many(4)).await, "UNAUTHENTICATED");
    assert_eq!(outcome(&app, &many(5)).await, "TOO_COMPLEX");
    let attempt = "sessionCreate(input: { email: \"a@vidu.example\", password: \"x\" }) { token }";
    assert_eq!(
        outcome(&app, &format!("mutation {{ {attempt} }}")).await,
        "OK"
    );
    let two = format!("mutation {{ a: {attempt} b: {attempt} }}");
    assert_eq!(outcome(&app, &two).await, "TOO_COMPLEX");
    let hidden =
        format!("mutation {{ a: {attempt} ...F }} fragment F on Mutation {{ b: {attempt} }}");
    assert_eq!(outcome(&app, &hidden).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn one_operation_a_request() {
    let app = app().await;
    let two = "query A { __typename } query B { __typename }";
    assert_eq!(outcome(&app, two).await, "TOO_COMPLEX");
    assert_eq!(
        app.body(json!({ "query": two, "operationName": "A" }))
            .await
            .code(),
        "TOO_COMPLEX"
    );
    let one = "query A { __typename }";
    app.body(json!({ "query": one, "operationName": "A" }))
        .await
        .data();
    app.body(json!({ "query": one, "operationName": null }))
        .await
        .data();
    assert_eq!(
        app.body(json!({ "query": one, "operationName": "B" }))
            .await
            .code(),
        "BAD_USER_INPUT"
    );
    let batch = app
        .post("application/json", format!("[{}]", json!({ "query": one })))
        .await;
    assert_eq!(
        (batch.status, batch.code().as_str()),
        (StatusCode::BAD_REQUEST, "BAD_USER_INPUT")
    );
    assert_eq!(outcome(&app, "subscription { x }").await, "BAD_USER_INPUT");
}

#[tokio::test]
async fn ten_thousand_deep() {
    // As configured the document is too long; with room for it, too deep. And
    // the process lives.
    let deep = format!("{}{}", "{a".repeat(10_000), "}".repeat(10_000));
    assert_eq!(app().await.query(&deep).await.code(), "TOO_COMPLEX");
    let roomy = App::with(TestDb::sqlite().await, |config| {
        config.limits.document = 1 << 20;
        config.body_limit = 1 << 21;
    })
    .await;
    for bomb in [
        deep,
        format!("{{ a(x: {}1{}) }}", "[".repeat(10_000), "]".repeat(10_000)),
        format!(
            "{{ a(x: {}1{}) }}",
            "{a:".repeat(10_000),
            "}".repeat(10_000)
        ),
        format!(
            "query($a: {}Int{}) {{ a }}",
            "[".repeat(10_000),
            "]".repeat(10_000)
        ),
        "{a(x:\"}\")".repeat(10_000),
        "{ ... on Query ".repeat(5_000),
    ] {
        let answer = roomy.query(&bomb).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "TOO_COMPLEX")
        );
    }
    let nested = format!(
        "{{\"query\":\"{{ __typename }}\",\"variables\":{{\"a\":{}1{}}}}}",
        "[".repeat(9_000),
        "]".repeat(9_000)
    );
    assert_eq!(
        roomy.post("application/json", nested).await.code(),
        "BAD_USER_INPUT"
    );
}

#[tokio::test]
async fn fragments_cannot_multiply_without_end() {
    let app = app().await;
    let bomb = format!(
        "{{ ...F0 }} {} fragment F30 on Query {{ __typename }}",
        repeated(30, |n| format!(
            "fragment F{n} on Query {{ ...F{m} ...F{m} }}",
            m = n + 1
        ))
    );
    assert_eq!(outcome(&app, &bomb).await, "TOO_COMPLEX");
    let circle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    assert_eq!(outcome(&app, circle).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn introspection_is_off_unless_configured() {
    let query = "{ __schema { queryType { name } } }";
    let app = app().await;
    assert_eq!(outcome(&app, query).await, "FORBIDDEN");
    assert_eq!(
        outcome(
            &app,
            "{ ...F } fragment F on Query { __type(name: \"Query\") { name } }"
        )
        .await,
        "FORBIDDEN"
    );
    let open = App::with(TestDb::sqlite().await, |config| config.introspection = true).await;
    assert_eq!(
        open.query(query).await.data()["__schema"]["queryType"]["name"],
        "Query"
    );
    // What tools send.
    let types = open.query(INTROSPECTION).await.data()["__schema"]["types"]
        .as_array()
        .unwrap()
        .len();
    assert!(types > 40, "{types}");
}

#[tokio::test]
async fn nothing_is_suggested() {
    let app = app().await;
    for query in [
        "{ product(slug: \"x\") { nam } }",
        "{ productz { id } }",
        "{ products(first: 1, whera: {}) { nodes { id } } }",
        "{ products(first: 1, where: { star: 1 }) { nodes { id } } }",
        "{ products(first: 1, sortBy: NEWES) { nodes { id } } }",
        "{ products(first: 1) { nodes { ... on Produc { id } } } }",
    ] {
        let answer = app.query(query).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
            "{query}"
        );
        assert!(!answer.text.contains("Did you mean"), "{}", answer.text);
        assert!(
            answer.json().get("data").is_none(),
            "a request that never ran has no data"
        );
    }
}

/// The query of graphql-js 16, which GraphiQL and code generators send.
const INTROSPECTION: &str = "query IntrospectionQuery {
  __schema { queryType { name } mutationType { name } subscriptionType { name } types { ...FullType }
    directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description
  fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";
