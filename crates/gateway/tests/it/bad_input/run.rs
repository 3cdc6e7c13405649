//! Sends a case's call and holds the answer against what the case expects.

use super::documents::document;
use super::snapshot::Snapshot;
use super::{Case, Expected};
use crate::support::{Answer, App};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

/// What nobody outside may ever read.
const INSIDE: [&str; 9] = [
    "sqlite",
    "sqlx",
    "postgres",
    "sea_orm",
    "sea-orm",
    "dberr",
    "panicked",
    "constraint",
    "insert into",
];

/// Tables by their names; the codes of the API are capitals.
const TABLES: [&str; 13] = [
    "cart_line",
    "customer_order",
    "producer_order",
    "order_line",
    "idempotency_key",
    "payment_attempt",
    "producer_grant",
    "programme_cycle",
    "score_sheet",
    "decision_result",
    "certificate_hold",
    "point_of_sale",
    "producer_story",
];

pub(super) async fn send(app: &App, case: &Case) -> Answer {
    let body = json!({ "query": document(case), "variables": case.variables });
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    if let Some(session) = &case.session {
        request = request.header(header::AUTHORIZATION, format!("Bearer {session}"));
    }
    app.send(request.body(Body::from(body.to_string())).unwrap())
        .await
}

/// What is wrong with an answer, in words.
pub(super) fn complaints(case: &Case, answer: &Answer) -> Vec<String> {
    let mut wrong = Vec::new();
    let Ok(body) = serde_json::from_str::<Value>(&answer.text) else {
        return vec![format!("{} and no JSON: {}", answer.status, answer.text)];
    };
    let lower = answer.text.to_lowercase();
    let texts = INSIDE.iter().map(|inside| (inside, &lower));
    let tables = TABLES.iter().map(|table| (table, &answer.text));
    for (inside, text) in texts.chain(tables) {
        if text.contains(inside) {
            wrong.push(format!("the answer tells of {inside:?}: {}", answer.text));
        }
    }
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    let status = documented_status(&body, &errors);
    if answer.status != status {
        wrong.push(format!("the status is {}, not {status}", answer.status));
    }
    if errors
        .iter()
        .any(|error| text(error, "message").to_lowercase().contains("sql"))
    {
        wrong.push(format!("a message tells of SQL: {}", answer.text));
    }
    let field = &body["data"][case.operation];
    if let Some(complaint) = unexpected(&case.expected, &errors, field) {
        wrong.push(complaint);
    }
    wrong
}

/// 200 for what ran; what did not is told by its code.
fn documented_status(body: &Value, errors: &[Value]) -> StatusCode {
    if body.get("data").is_some() {
        return StatusCode::OK;
    }
    match errors
        .first()
        .map(|error| text(&error["extensions"], "code"))
    {
        Some("BAD_USER_INPUT" | "TOO_COMPLEX") => StatusCode::BAD_REQUEST,
        Some("UNAUTHENTICATED") => StatusCode::UNAUTHORIZED,
        Some("FORBIDDEN") => StatusCode::FORBIDDEN,
        _ => StatusCode::OK,
    }
}

fn unexpected(expected: &Expected, errors: &[Value], field: &Value) -> Option<String> {
    let top: Vec<&str> = errors
        .iter()
        .map(|error| text(&error["extensions"], "code"))
        .collect();
    let none = Vec::new();
    let user = field["userErrors"].as_array().unwrap_or(&none);
    let told = || {
        let user: Vec<String> = user
            .iter()
            .map(|error| format!("{} at {}", text(error, "code"), error["field"]))
            .collect();
        format!("top-level errors {top:?}, user errors {user:?}, data {field}")
    };
    let (wanted, as_wanted) = match expected {
        Expected::User(code, path) => (
            format!("{code} at {path:?}"),
            top.is_empty()
                && matches!(user.as_slice(), [error]
                    if error["code"] == *code
                        && error["field"] == json!(path)
                        && !text(error, "message").is_empty()),
        ),
        Expected::Top(code) => (format!("{code} alone"), top == [*code] && nothing(field)),
        Expected::Null => ("null".to_owned(), top.is_empty() && nothing(field)),
        Expected::Empty => (
            "an empty list".to_owned(),
            top.is_empty() && field["nodes"] == json!([]),
        ),
        Expected::Accepted => (
            "no error".to_owned(),
            top.is_empty() && user.is_empty() && !field.is_null(),
        ),
    };
    (!as_wanted).then(|| format!("expected {wanted}, got {}", told()))
}

/// Null, or a list of nothing but nulls, as `nodes` answers.
fn nothing(field: &Value) -> bool {
    let each = |list: &Vec<Value>| !list.is_empty() && list.iter().all(Value::is_null);
    field.is_null() || field.as_array().is_some_and(each)
}

/// What is wrong with what a call wrote, in words.
pub(super) fn writes(case: &Case, before: &Snapshot, after: &Snapshot) -> Option<String> {
    let changed: Vec<&str> = after
        .iter()
        .filter(|(table, rows)| before.get(*table) != Some(rows))
        .map(|(table, _)| table.as_str())
        .collect();
    let (why, allowed) = case.writes.unwrap_or(("nothing may change", &[]));
    let mut allowed = allowed.to_vec();
    allowed.sort_unstable();
    (changed != allowed).then(|| format!("wrote to {changed:?}, expected {allowed:?}: {why}"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or("")
}
