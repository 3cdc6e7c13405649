//! With Meilisearch as the engine: the market does not depend on it.

use crate::process::{SECRET, Service, ocop, path};
use serde_json::json;
use std::process::Command;
use testkit::{Meilisearch, TestDb};

/// A command with a search server, of which there may be none at `url`.
fn searching(test: &TestDb, args: &[&str], url: &str) -> Command {
    let mut command = ocop(args);
    command
        .args(["--data-dir", path(&test.folder().join("data"))])
        .args(["--database-url", &test.config().url])
        .env("OCOP_SECURITY__SECRET_KEY", SECRET)
        .env("OCOP_SEARCH__ENGINE", "meilisearch")
        .env("OCOP_SEARCH__MEILISEARCH_URL", url);
    command
}

fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn a_search_server_that_is_away_stops_nobody() {
    let test = TestDb::sqlite().await;
    let url = nobody();
    let serve = Service::start_command(searching(&test, &["serve"], &url)).await;
    let found = serve
        .query("{ search(query: \"com chay\", first: 5) { totalCount } }")
        .await;
    assert_eq!(found, json!({ "search": { "totalCount": 0 } }));
    assert!(serve.stop().await.0.success());

    // Who asks for the index itself is told.
    let output = searching(&test, &["reindex"], &url).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output = searching(&test, &["verify"], &url).output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{table}");
    assert!(
        table.contains("not checked: ") && table.contains("which could not be checked"),
        "{table}"
    );
}

#[tokio::test]
async fn a_search_server_is_filled_compared_and_checked() {
    let Some(Meilisearch { url, key }) = Meilisearch::given() else {
        return;
    };
    let test = TestDb::sqlite().await;
    let folder = test.folder().join("demo");
    let demo = Service::start(&["demo", "--data-dir", path(&folder)]).await;
    assert!(demo.stop().await.0.success());
    let index = format!("test-{}", std::process::id());
    let told = |args: &[&str]| {
        let mut command = ocop(args);
        command
            .args(["--data-dir", path(&folder)])
            .env("OCOP_SEARCH__ENGINE", "meilisearch")
            .env("OCOP_SEARCH__MEILISEARCH_URL", &url)
            .env("OCOP_SEARCH__MEILISEARCH_KEY", &key)
            .env("OCOP_SEARCH__INDEX_NAME", &index);
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), text)
    };
    let (code, text) = told(&["reindex", "--verify"]);
    assert_eq!(code, Some(1), "{text}");
    let (code, text) = told(&["reindex"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("products are in the index"), "{text}");
    let (code, text) = told(&["reindex", "--verify"]);
    assert_eq!(
        (code, &*text),
        (Some(0), "missing: 0, stale: 0, orphaned: 0\n")
    );
    let (code, text) = told(&["verify"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(!text.contains("not filled"), "{text}");
    let removed = reqwest::Client::new()
        .delete(format!("{url}/indexes/{index}_v1"))
        .bearer_auth(&key)
        .send();
    assert!(removed.await.unwrap().status().is_success());
}
