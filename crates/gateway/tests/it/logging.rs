//! What the access log says, and what it never says.

use crate::support::{App, PASSWORD};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::{Arc, Mutex};
use testkit::TestDb;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn one_line_a_request_without_personal_data() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let app = App::open(TestDb::sqlite().await).await;
    app.account("canary@vidu.example", Vec::new()).await;
    // Another test may be the first to log in this process, just before the
    // subscriber is there; nobody would then ask it.
    app.query("{ __typename }").await.data();
    tracing::callsite::rebuild_interest_cache();
    lines.0.lock().unwrap().clear();

    let query =
        "mutation SignIn($input: SessionCreateInput!) { sessionCreate(input: $input) { token } }";
    let body = json!({ "query": query, "variables": { "input": { "email": "canary@vidu.example", "password": PASSWORD } } });
    let token = app.body(body).await.data()["sessionCreate"]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    app.query_as(
        "{ me { email } }",
        &[
            ("authorization", &format!("Bearer {token}")),
            ("x-forwarded-for", "203.0.113.77"),
        ],
    )
    .await
    .data();
    app.query("{ product(slug: \"canary-slug\") { id } }")
        .await
        .data();

    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let access: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["target"] == "access")
        .collect();
    assert_eq!(access.len(), 3, "{text}");
    let fields = &access[0]["fields"];
    assert_eq!(fields["method"], "POST");
    assert_eq!(fields["route"], "/graphql");
    assert_eq!(fields["operation"], "SignIn");
    assert_eq!(fields["fields"], "sessionCreate");
    assert_eq!(fields["status"], 200);
    assert!(fields["duration_us"].as_u64().is_some());
    assert!(fields["statements"].as_u64().unwrap() > 0);
    assert!(access[0]["span"]["request_id"].as_str().is_some());
    for canary in [
        "canary",
        PASSWORD,
        &token,
        "203.0.113",
        "query",
        "Người Thử",
    ] {
        assert!(!text.contains(canary), "{canary}: {text}");
    }
}
