//! Sends a case's call and holds the answer against what the case expects.

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
const TABLES: [&str; 11] = [
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
        Expected::Top(code) => (format!("{code} alone"), top == [*code] && field.is_null()),
        Expected::Null => ("null".to_owned(), top.is_empty() && field.is_null()),
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

/// The document that calls a case's operation.
fn document(case: &Case) -> String {
    let operation = case.operation;
    if case.root() == "Query" {
        return filtered(operation).unwrap_or_else(|| query_document(operation).to_owned());
    }
    let (input, entity) = match operation {
        "cartCreate" => ("CartCreateInput", "cart { id status }"),
        "cartLinesAdd" | "cartLinesUpdate" => ("CartLinesInput", "cart { id }"),
        "cartLinesRemove" => ("CartLinesRemoveInput", "cart { id }"),
        "cartAddressUpdate" => (
            "CartAddressUpdateInput",
            "cart { address { recipient phone email street } }",
        ),
        "cartDeliveryUpdate" => ("CartDeliveryUpdateInput", "cart { id }"),
        "cartCheckout" => ("CartCheckoutInput", "order { number } payment { status }"),
        "orderPay" => ("OrderPayInput", "order { status } payment { status }"),
        "orderCancel" => ("OrderCancelInput", "order { status }"),
        "producerOrderShip" => ("ProducerOrderShipInput", "producerOrder { status }"),
        "producerOrderCancel" => ("ProducerOrderCancelInput", "producerOrder { status }"),
        "producerOrderConfirm" | "producerOrderPack" | "producerOrderDeliver" => {
            ("ProducerOrderInput", "producerOrder { status }")
        }
        programme => return programme_document(programme),
    };
    mutation_document(operation, input, entity)
}

/// The document that calls a mutation of the programme.
fn programme_document(operation: &str) -> String {
    let input = match operation {
        "dossierSubmit" | "dossierWithdraw" | "dossierScoringClose" => "DossierInput".to_owned(),
        "decisionConfirm" | "decisionDiscard" => "DecisionInput".to_owned(),
        own => format!("{}{}Input", own[..1].to_uppercase(), &own[1..]),
    };
    let entity = match operation {
        "producerGrantCreate" => "grants { id granteeEmail }",
        "producerGrantRevoke" => "grant { id granteeEmail }",
        "programmeTargetSet" => "",
        "criteriaSheetCreate" => "criteriaSheet { id }",
        "scoreSheetSign" => "scoreSheet { id total }",
        "inspectionPlan" => "inspections { id }",
        "certificateReport" => "received",
        "certificateHoldLift" => "certificate { id }",
        "registerImport" => "registerImport { id status }",
        "registerExport" => "registerExport { id status }",
        "complaintDismiss" | "complaintInspect" => "complaint { id text contactEmail }",
        own if own.starts_with("producer") => "producer { id phone email }",
        own if own.starts_with("cycle") => "cycle { id }",
        own if own.starts_with("dossier") || own == "communeReportCreate" => {
            "dossier { id idea plan }"
        }
        own if own.starts_with("council") => "councilSession { id seats { accountId } }",
        own if own.starts_with("decision") => "decision { id number }",
        own if own.starts_with("inspection") => "inspection { id findings { text } }",
        other => panic!("no document calls {other}"),
    };
    mutation_document(operation, &input, entity)
}

fn mutation_document(operation: &str, input: &str, entity: &str) -> String {
    format!(
        "mutation($input: {input}!) {{ {operation}(input: $input) {{ {entity} \
         userErrors {{ code field message }} }} }}"
    )
}

/// The document of a list with conditions.
fn filtered(operation: &str) -> Option<String> {
    let filter = match operation {
        "dossiers" => "DossierWhere",
        "inspections" => "InspectionWhere",
        "complaints" => "ComplaintWhere",
        "producers" => "ProducerWhere",
        "producerApplications" => "ProducerApplicationWhere",
        _ => return None,
    };
    Some(format!(
        "query($where: {filter}, $first: Int, $after: String, $last: Int, $before: String) \
         {{ {operation}(where: $where, first: $first, after: $after, last: $last, \
         before: $before) {{ nodes {{ id }} }} }}"
    ))
}

fn query_document(operation: &str) -> &'static str {
    match operation {
        "cart" => {
            "query($id: ID!, $token: String) { cart(id: $id, token: $token) \
             { id token lines { quantity } totals { total { amount } } } }"
        }
        "order" => {
            "query($id: ID, $number: String, $token: String) \
             { order(id: $id, number: $number, token: $token) { number producerOrders { id } } }"
        }
        "orders" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { orders(first: $first, after: $after, last: $last, before: $before) \
             { nodes { number } } }"
        }
        "producerOrders" => {
            "query($producer: ID!, $statuses: [ProducerOrderStatus!], $first: Int, \
             $after: String, $last: Int, $before: String) { producerOrders(producer: $producer, \
             statuses: $statuses, first: $first, after: $after, last: $last, before: $before) \
             { nodes { id } } }"
        }
        "producerOrder" => "query($id: ID!) { producerOrder(id: $id) { id status } }",
        "dossier" => "query($id: ID!) { dossier(id: $id) { id idea } }",
        "councilSession" => {
            "query($id: ID!) { councilSession(id: $id) { id seats { accountId } } }"
        }
        "decision" => "query($id: ID!) { decision(id: $id) { id number } }",
        "inspection" => "query($id: ID!) { inspection(id: $id) { id findings { text } } }",
        "producerRecord" => "query($id: ID!) { producerRecord(id: $id) { id phone email } }",
        "registerImport" => "query($id: ID!) { registerImport(id: $id) { id status } }",
        "registerExport" => "query($id: ID!) { registerExport(id: $id) { id status } }",
        "producer" => "query($id: ID, $slug: String) { producer(id: $id, slug: $slug) { id } }",
        "criteriaSheet" => {
            "query($scheme: ProgrammeScheme!, $productSet: Int) \
             { criteriaSheet(scheme: $scheme, productSet: $productSet) { id } }"
        }
        "programmeCycles" => {
            "query($province: String) { programmeCycles(province: $province) { id } }"
        }
        "communes" => "query($province: String!) { communes(province: $province) { code } }",
        "communeResolve" => {
            "query($code: String, $name: String, $province: String) \
             { communeResolve(code: $code, name: $name, province: $province) { commune { code } } }"
        }
        "inspectionChecklist" => "{ inspectionChecklist { code } }",
        "producerGrants" => {
            "query($producer: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { producerGrants(producer: $producer, first: $first, after: $after, last: $last, \
             before: $before) { nodes { id } } }"
        }
        "inspectionProposals" => {
            "query($province: String!, $first: Int, $after: String, $last: Int, $before: String) \
             { inspectionProposals(province: $province, first: $first, after: $after, \
             last: $last, before: $before) { nodes { points } } }"
        }
        "certificatesExpiring" => {
            "query($province: String!, $from: Date!, $to: Date!, $first: Int, $after: String, \
             $last: Int, $before: String) { certificatesExpiring(province: $province, \
             from: $from, to: $to, first: $first, after: $after, last: $last, before: $before) \
             { nodes { id } } }"
        }
        "myProducers" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { myProducers(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id } } }"
        }
        other => panic!("no document calls {other}"),
    }
}
