//! Signing in and out, and who is let in.

use crate::support::{Answer, App, PASSWORD};
use axum::http::StatusCode;
use kernel::{Role, RoleGrant, Scope};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_session_lives_from_sign_in_to_sign_out,
    roles_are_shown_with_their_scope
);

const SIGN_IN: &str = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) {
    token expiresAt account { email displayName } userErrors { code field message retryAfterSeconds } } }";

async fn sign_in(app: &App, email: &str, password: &str) -> Value {
    let input = json!({ "input": { "email": email, "password": password } });
    app.query_with(SIGN_IN, input).await.data()["sessionCreate"].take()
}

async fn with_token(app: &App, query: &str, token: &str) -> Answer {
    app.query_as(query, &[("authorization", &format!("Bearer {token}"))])
        .await
}

async fn a_session_lives_from_sign_in_to_sign_out(test: TestDb) {
    let app = App::open(test).await;
    app.account("lan@vidu.example", Vec::new()).await;
    let session = sign_in(&app, "Lan@vidu.example", PASSWORD).await;
    assert_eq!(session["userErrors"], json!([]));
    assert_eq!(session["account"]["displayName"], "Người Thử");
    assert!(session["expiresAt"].as_str().unwrap().ends_with('Z'));
    let token = session["token"].as_str().unwrap();

    let me = "{ me { email roles { role } language createdAt } }";
    assert_eq!(
        with_token(&app, me, token).await.data()["me"]["email"],
        "lan@vidu.example"
    );
    assert_eq!(app.query(me).await.data(), json!({ "me": null }));
    assert_eq!(
        app.query("mutation { sessionDelete { deleted } }")
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );

    let out = with_token(&app, "mutation { sessionDelete { deleted } }", token).await;
    assert_eq!(out.data(), json!({ "sessionDelete": { "deleted": true } }));
    let after = with_token(&app, me, token).await;
    assert_eq!(
        (after.status, after.code().as_str()),
        (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
    );
    assert_eq!(after.header("www-authenticate"), "Bearer");
}

async fn roles_are_shown_with_their_scope(test: TestDb) {
    let app = App::open(test).await;
    let producer = app.market.producer("Hợp tác xã An").await;
    let grants = vec![
        RoleGrant {
            role: Role::ProducerOwner,
            scope: Scope::Producer(producer.id),
        },
        RoleGrant {
            role: Role::ProgrammeOfficer,
            scope: Scope::Province("37".to_owned()),
        },
    ];
    app.account("chu@vidu.example", grants).await;
    let session = sign_in(&app, "chu@vidu.example", PASSWORD).await;
    let query = "{ me { roles { role producer { slug } province { name } } } }";
    let answer = with_token(&app, query, session["token"].as_str().unwrap())
        .await
        .data();
    let mut roles = answer["me"]["roles"].as_array().unwrap().clone();
    roles.sort_by_key(|grant| grant["role"].to_string());
    assert_eq!(
        roles,
        [
            json!({ "role": "PRODUCER_OWNER", "producer": { "slug": producer.slug }, "province": null }),
            json!({ "role": "PROGRAMME_OFFICER", "producer": null, "province": { "name": "Ninh Bình" } }),
        ]
    );
}

#[tokio::test]
async fn a_wrong_password_is_a_user_error_in_the_callers_language() {
    let app = App::open(TestDb::sqlite().await).await;
    app.account("lan@vidu.example", Vec::new()).await;
    for email in ["lan@vidu.example", "nobody@vidu.example", "no address", ""] {
        let answer = sign_in(&app, email, "sai mật khẩu").await;
        assert_eq!(answer["token"], Value::Null);
        assert_eq!(
            answer["userErrors"],
            json!([{
                "code": "WRONG_CREDENTIALS",
                "field": ["input"],
                "message": "Email hoặc mật khẩu không đúng.",
                "retryAfterSeconds": null,
            }])
        );
    }
    let english = app.query_as(
        "mutation { sessionCreate(input: { email: \"a@vidu.example\", password: \"x\" }) { userErrors { message } } }",
        &[("accept-language", "en-GB,en;q=0.9")],
    );
    let message = english.await.data()["sessionCreate"]["userErrors"][0]["message"].take();
    assert_eq!(message, "The e-mail address or the password is wrong.");
}

#[tokio::test]
async fn attempts_run_out() {
    let app = App::open(TestDb::sqlite().await).await;
    app.account("lan@vidu.example", Vec::new()).await;
    let mut last = Value::Null;
    for _ in 0..12 {
        last = sign_in(&app, "lan@vidu.example", "sai").await;
    }
    assert_eq!(last["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
    assert!(last["userErrors"][0]["retryAfterSeconds"].as_i64().unwrap() > 0);
}

#[tokio::test]
async fn a_bad_token_is_never_nobody() {
    let app = App::open(TestDb::sqlite().await).await;
    for header in [
        "Bearer",
        "Bearer ",
        "Bearer unknown",
        "Basic YTpi",
        "unknown",
        &format!("Bearer {}", "x".repeat(9_000)),
    ] {
        let answer = app
            .query_as("{ __typename }", &[("authorization", header)])
            .await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
            "{header}"
        );
    }
}
