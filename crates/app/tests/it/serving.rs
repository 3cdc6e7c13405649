//! `ocop serve`, `ocop work` and the small commands around them.

use crate::process::{SECRET, Service, ocop, path, run};
use serde_json::json;
use std::time::Duration;
use testkit::TestDb;

testkit::on_both!(serve_and_work_start_on_an_empty_database_and_stop_in_peace);

async fn serve_and_work_start_on_an_empty_database_and_stop_in_peace(test: TestDb) {
    let start = async |name: &str| {
        let folder = test.folder().join(name);
        let mut command = ocop(&[
            name,
            "--data-dir",
            path(&folder),
            "--database-url",
            &test.config().url,
        ]);
        command.env("OCOP_SECURITY__SECRET_KEY", SECRET);
        Service::start_command(command).await
    };
    let serve = start("serve").await;
    let none = serve.query("{ products(first: 1) { totalCount } }").await;
    assert_eq!(none, json!({ "products": { "totalCount": 0 } }));
    // What a demonstration shows is not shown in earnest.
    for page in ["/graphiql", "/"] {
        assert_eq!(serve.get(page).await.unwrap().0, 404, "{page}");
    }
    let log = serve.printed();
    assert!(!log.is_empty());
    for line in &log {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"].is_string(), "{line}");
    }
    let address = format!("{}/readyz", serve.address);
    assert!(run(&["healthcheck", "--url", &address]).status.success());

    let work = start("work").await;
    assert_eq!(work.get("/healthz").await.unwrap().0, 200);
    assert!(
        work.get("/metrics")
            .await
            .unwrap()
            .1
            .contains("ocop_jobs_waiting")
    );
    assert_eq!(work.get("/graphql").await.unwrap().0, 404);

    for service in [serve, work] {
        let (status, took) = service.stop().await;
        assert!(
            status.success() && took < Duration::from_secs(30),
            "{status} {took:?}"
        );
    }
    let sick = run(&["healthcheck", "--url", &address]);
    assert_eq!(sick.status.code(), Some(1));
}

#[test]
fn schema_needs_nothing_and_prints_the_schema_alone() {
    let schema = run(&["schema"]);
    assert!(schema.status.success() && schema.stderr.is_empty());
    let sdl = String::from_utf8(schema.stdout).unwrap();
    assert!(sdl.contains("type Query {") && sdl.ends_with("}\n"));
}

#[tokio::test]
async fn dead_jobs_get_another_life() {
    let test = TestDb::sqlite().await;
    test.raw("INSERT INTO job (id, kind, payload, status, run_at, attempts, last_error, created_at) VALUES (X'0193A0B1C2D374E5860718293A4B5C6D', 'x', 'y', 'DEAD', '2026-01-01 00:00:00', 10, 'no line', '2026-01-01 00:00:00')")
        .await
        .unwrap();
    let args = ["--database-url", &test.config().url];
    let dead = ocop(&["jobs", "dead"]).args(args).output().unwrap();
    let dead = String::from_utf8(dead.stdout).unwrap();
    assert!(dead.ends_with("x y, 10 runs: no line\n"), "{dead}");
    let retried = ocop(&["jobs", "retry-dead"]).args(args).output().unwrap();
    assert_eq!(
        String::from_utf8(retried.stdout).unwrap(),
        "1 jobs wait again\n"
    );
    let counted = ocop(&["jobs", "count"]).args(args).output().unwrap();
    assert!(
        String::from_utf8(counted.stdout)
            .unwrap()
            .starts_with("waiting: 1,")
    );
}
