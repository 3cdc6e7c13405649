//! The HTTP side: what is a request and what is not.

use crate::support::App;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use gateway::Rate;
use serde_json::json;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;
use testkit::TestDb;

async fn app() -> App {
    App::open(TestDb::sqlite().await).await
}

const QUERY: &str = r#"{"query":"{ __typename }"}"#;

#[tokio::test]
async fn only_json_is_read() {
    let app = app().await;
    for accepted in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=\"UTF-8\"",
    ] {
        app.post(accepted, QUERY).await.data();
    }
    for refused in [
        "text/plain",
        "text/plain;application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "application/json; boundary=x",
        "application/jsonp",
        "",
    ] {
        let answer = app.post(refused, QUERY).await;
        assert_eq!(
            answer.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{refused}"
        );
        assert_eq!(answer.code(), "BAD_USER_INPUT");
    }
    let without = app
        .send(Request::post("/graphql").body(Body::from(QUERY)).unwrap())
        .await;
    assert_eq!(without.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let zipped = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, "gzip");
    assert_eq!(
        app.send(zipped.body(Body::from(QUERY)).unwrap())
            .await
            .status,
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}

#[tokio::test]
async fn get_reads_and_changes_nothing() {
    let app = app().await;
    for path in [
        "/graphql",
        "/graphql?query=%7B__typename%7D",
        "/graphql?query=mutation%7BsessionDelete%7Bdeleted%7D%7D",
    ] {
        let answer = app.get(path).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "BAD_USER_INPUT")
        );
        assert_eq!(answer.header("allow"), "POST");
    }
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS] {
        let request = Request::builder()
            .method(method)
            .uri("/graphql")
            .body(Body::empty())
            .unwrap();
        assert_eq!(
            app.send(request).await.status,
            StatusCode::METHOD_NOT_ALLOWED
        );
    }
}

#[tokio::test]
async fn bodies_that_are_no_request() {
    let app = app().await;
    for body in [
        "",
        "{",
        "null",
        "\"{ __typename }\"",
        "{}",
        "{\"query\": 1}",
        "{\"query\": null}",
        "{\"query\": \"\"}",
        "{\"query\": \"{ __typename }\", \"variables\": []}",
        "{\"query\": \"{ __typename }\", \"variables\": {\"a\": 1e400}}",
        "{\"query\": \"{ __typename }\"} trailing",
        "{\"query\": \"{ __typename\"}",
        "{\"query\": \"\\u0000\"}",
        "\u{feff}{\"query\": \"{ __typename }\"}",
    ] {
        let answer = app.post("application/json", body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
            "{body}"
        );
    }
    let invalid_utf8 = app
        .post(
            "application/json",
            Bytes::from_static(b"{\"query\": \"\xff\"}"),
        )
        .await;
    assert_eq!(invalid_utf8.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_body_limit_holds_with_and_without_an_announced_length() {
    let app = app().await;
    let body = |bytes: usize| format!("{QUERY}{}", " ".repeat(bytes - QUERY.len()));
    app.post("application/json", body(256 * 1024)).await.data();
    for bytes in [256 * 1024 + 1, 1 << 20] {
        let answer = app.post("application/json", body(bytes)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::PAYLOAD_TOO_LARGE, "BAD_USER_INPUT")
        );
    }
    // A stream without end is cut off.
    let endless = futures::stream::repeat_with(|| {
        Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 65_536]))
    });
    let answer = app
        .post("application/json", Body::from_stream(endless))
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let app = App::with(TestDb::sqlite().await, |config| {
        config.timeout = Duration::from_millis(50)
    })
    .await;
    let never = futures::stream::pending::<Result<Bytes, std::io::Error>>();
    let answer = app.post("application/json", Body::from_stream(never)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE")
    );
}

#[tokio::test]
async fn every_answer_carries_its_id_and_headers() {
    let app = app().await;
    let with = |id: &str| {
        let request = Request::get("/healthz")
            .header("x-request-id", id)
            .body(Body::empty())
            .unwrap();
        app.send(request)
    };
    assert_eq!(
        with("checkout-42.a_b").await.header("x-request-id"),
        "checkout-42.a_b"
    );
    for malformed in [
        "short",
        "with space in it",
        "<script>alert(1)</script>",
        &"x".repeat(65),
    ] {
        let answer = with(malformed).await;
        assert_eq!(
            answer.header("x-request-id").len(),
            36,
            "a UUID in place of {malformed}"
        );
    }
    for path in ["/healthz", "/nowhere", "/graphql", "/badges/4.svg"] {
        let answer = app.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert!(
            answer
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
    }
    let nowhere = app.get("/nowhere").await;
    assert_eq!(
        (nowhere.status, nowhere.code().as_str()),
        (StatusCode::NOT_FOUND, "NOT_FOUND")
    );
}

#[tokio::test]
async fn files_and_figures_count_like_every_request() {
    let app = App::with(TestDb::sqlite().await, |config| {
        config.rate = Some(Rate {
            per_second: NonZeroU32::MIN,
            burst: NonZeroU32::MIN,
        });
    })
    .await;
    let figures = || Request::get("/programme-statistics/2026.csv");
    let fetched = || Request::get("/files/x");
    let sent = || Request::post("/files?purpose=REGISTER_IMPORT&name=a");
    // Each from an address of its own, and the second time refused.
    for (n, request) in [figures, fetched, sent].into_iter().enumerate() {
        let address: SocketAddr = format!("203.0.113.{n}:1").parse().unwrap();
        let send = || {
            let mut request = request();
            let extensions = request.extensions_mut().unwrap();
            extensions.insert(ConnectInfo(address));
            app.send(request.body(Body::empty()).unwrap())
        };
        let refused = StatusCode::TOO_MANY_REQUESTS;
        assert_ne!(send().await.status, refused, "{n}");
        assert_eq!(send().await.status, refused, "{n}");
    }
}

#[tokio::test]
async fn clients_are_limited_one_by_one() {
    let two = NonZeroU32::new(2).unwrap();
    let app = App::with(TestDb::sqlite().await, |config| {
        config.rate = Some(Rate {
            per_second: NonZeroU32::MIN,
            burst: two,
        });
    })
    .await;
    let from = |address: &str| {
        let mut request =
            Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        let address: SocketAddr = address.parse().unwrap();
        request
            .extensions_mut()
            .unwrap()
            .insert(ConnectInfo(address));
        app.send(request.body(Body::from(QUERY)).unwrap())
    };
    for _ in 0..2 {
        from("203.0.113.1:1").await.data();
    }
    let refused = from("203.0.113.1:2").await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED")
    );
    assert_eq!(refused.header("retry-after"), "1");
    from("203.0.113.2:1").await.data();
}

#[tokio::test]
async fn probes_tell_the_truth() {
    let app = app().await;
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.get("/readyz").await.status, StatusCode::OK);
    assert_eq!(app.get("/metrics").await.text, "ocop_up 1\n");
    app.services.readiness.drain();
    let stopping = app.get("/readyz").await;
    assert_eq!(stopping.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(stopping.json()["reason"], "stopping");
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    // And requests are still served.
    app.query("{ __typename }").await.data();
}

#[tokio::test]
async fn larger_answers_are_compressed_for_those_who_ask() {
    let app = app().await;
    app.products(20).await;
    let query = "{ products(first: 20) { nodes { id slug name } } }";
    let zipped = app.query_as(query, &[("accept-encoding", "gzip")]).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    let plain = app.query(query).await;
    assert!(plain.headers.get("content-encoding").is_none());
    assert_eq!(plain.header("cache-control"), "no-store");
    assert_eq!(
        plain.header("content-type"),
        "application/json; charset=utf-8"
    );
    let newer = app
        .query_as(
            query,
            &[(
                "accept",
                "application/graphql-response+json, application/json;q=0.9",
            )],
        )
        .await;
    assert_eq!(
        newer.header("content-type"),
        "application/graphql-response+json; charset=utf-8"
    );
}

#[tokio::test]
async fn statements_are_shown_in_a_debug_configuration_only() {
    let app = app().await;
    let header = [("x-debug-statements", "1")];
    let counted = app
        .query_as("{ products(first: 1) { nodes { id } } }", &header)
        .await
        .json();
    assert_eq!(counted["extensions"]["statements"], 1);
    assert_eq!(
        app.query("{ __typename }").await.json()["extensions"].get("statements"),
        None
    );
    let public = App::with(TestDb::sqlite().await, |config| config.debug = false).await;
    assert_eq!(
        public.query_as("{ __typename }", &header).await.json()["extensions"],
        json!({
            "cost": { "requested": 1, "limit": 5000 }
        })
    );
}

#[tokio::test]
async fn graphiql_is_there_when_configured_and_needs_no_network() {
    let app = app().await;
    assert_eq!(app.get("/graphiql").await.status, StatusCode::NOT_FOUND);
    let open = App::with(TestDb::sqlite().await, |config| config.graphiql = true).await;
    let page = open.get("/graphiql").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    assert!(!page.text.contains("http://") && !page.text.contains("https://"));
    for asset in page
        .text
        .split('"')
        .filter(|part| part.starts_with("/graphiql/assets/"))
    {
        assert_eq!(open.get(asset).await.status, StatusCode::OK, "{asset}");
    }
    assert_eq!(
        open.get("/graphiql/assets/../../Cargo.toml").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn pages_of_other_origins_may_call_where_configured() {
    let app = App::with(TestDb::sqlite().await, |config| {
        config.allowed_origins = vec!["https://shop.example".parse().unwrap()];
    })
    .await;
    let from = |origin: &str| {
        let request = Request::builder()
            .method(Method::OPTIONS)
            .uri("/graphql")
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
        app.send(request.body(Body::empty()).unwrap())
    };
    assert_eq!(
        from("https://shop.example")
            .await
            .header("access-control-allow-origin"),
        "https://shop.example"
    );
    assert!(
        from("https://other.example")
            .await
            .headers
            .get("access-control-allow-origin")
            .is_none()
    );
}

#[tokio::test]
async fn a_panic_is_an_internal_error() {
    let mut app = app().await;
    let mut services = (*app.services).clone();
    services.metrics = Some(std::sync::Arc::new(|| panic!("a secret reason")));
    app.router = gateway::router(std::sync::Arc::new(services));
    let answer = app.get("/metrics").await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
    );
    assert_eq!(
        answer.json()["errors"][0]["extensions"]["requestId"]
            .as_str()
            .unwrap(),
        answer.header("x-request-id")
    );
    assert!(!answer.text.contains("secret"));
}
