//! Complaints and proposals over HTTP.

use crate::inspections::{World, global};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_report_becomes_an_inspection,
    every_refusal_has_its_code_and_changes_nothing,
    nobody_else_reads_complaints,
);

const REPORT: &str =
    "mutation($input: CertificateReportInput!) { certificateReport(input: $input) {
    received userErrors { code field message } } }";
const COMPLAINT: &str =
    "complaint { id reason text contactEmail status grounds inspectionId createdAt decidedAt
    certificate { number } } inspection { id kind status } userErrors { code field message }";
const LIST: &str = "query($where: ComplaintWhere, $first: Int, $after: String) { complaints(where: $where, first: $first, after: $after) {
    nodes { id text contactEmail status certificate { number } } edges { cursor node { id } }
    pageInfo { hasNextPage endCursor } } }";
const PROPOSALS: &str = "query($province: String!, $after: String) { inspectionProposals(province: $province, first: 1, after: $after) {
    nodes { certificate { number } points factors lastConcludedOn openComplaints } edges { cursor node { points } }
    pageInfo { hasNextPage endCursor } } }";

fn report(world: &World) -> Value {
    json!({
        "certificateNumber": world.listing.certificate.number, "reason": "STARS",
        "text": " In 5\u{202E} sao ", "contactEmail": "lan@vidu.example",
    })
}

async fn decide(world: &World, bearer: &str, field: &str, input: Value) -> Value {
    let name = format!("{}{}", field[..1].to_uppercase(), &field[1..]);
    let query =
        format!("mutation($input: {name}Input!) {{ {field}(input: $input) {{ {COMPLAINT} }} }}");
    world.run(bearer, &query, input).await
}

async fn a_report_becomes_an_inspection(test: TestDb) {
    let world = World::open(test).await;
    let officer = &world.officer;
    // By nobody who is signed in.
    let sent = world
        .app
        .query_with(REPORT, json!({ "input": report(&world) }))
        .await
        .data();
    assert_eq!(
        sent["certificateReport"],
        json!({ "received": true, "userErrors": [] })
    );
    world.app.clock.advance(chrono::Duration::seconds(1));
    let mut by_id = report(&world);
    by_id["certificateNumber"] = Value::Null;
    by_id["certificateId"] = json!(global("Certificate", world.listing.certificate.id.0));
    by_id["contactEmail"] = Value::Null;
    let sent = world.run(&world.stranger, REPORT, by_id).await;
    assert_eq!(sent["received"], true);
    let page = world.ask(officer, LIST, json!({ "first": 1 })).await;
    let page = &page["complaints"];
    assert_eq!(page["nodes"][0]["text"], "In 5 sao");
    assert_eq!(page["nodes"][0]["contactEmail"], "lan@vidu.example");
    assert_eq!(
        page["nodes"][0]["certificate"]["number"],
        world.listing.certificate.number
    );
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let (first, after) = (
        page["nodes"][0]["id"].clone(),
        page["pageInfo"]["endCursor"].clone(),
    );
    let next = world
        .ask(officer, LIST, json!({ "first": 1, "after": after }))
        .await;
    let second = next["complaints"]["nodes"][0]["id"].clone();
    assert_ne!(first, second);

    // What is complained of comes first.
    let proposals = world
        .ask(officer, PROPOSALS, json!({ "province": "37" }))
        .await;
    let proposals = &proposals["inspectionProposals"];
    let urgent = &proposals["nodes"][0];
    assert_eq!(
        urgent["certificate"]["number"],
        world.listing.certificate.number
    );
    assert_eq!(urgent["points"], 38);
    assert_eq!(urgent["factors"], json!(["NEVER_INSPECTED", "COMPLAINTS"]));
    assert_eq!(urgent["openComplaints"], 2);
    let after = proposals["pageInfo"]["endCursor"].clone();
    let next = world
        .ask(
            officer,
            PROPOSALS,
            json!({ "province": "37", "after": after }),
        )
        .await;
    assert_eq!(next["inspectionProposals"]["nodes"][0]["points"], 20);

    let dismissed = json!({ "id": first, "grounds": "Không có cơ sở" });
    let dismissed = decide(&world, officer, "complaintDismiss", dismissed).await;
    assert_eq!(dismissed["complaint"]["status"], "DISMISSED");
    let inspect =
        json!({ "id": second, "plannedOn": "2026-11-24", "inspectorId": world.inspector_id });
    let inspected = decide(&world, officer, "complaintInspect", inspect).await;
    assert_eq!(inspected["complaint"]["status"], "INSPECTED");
    assert_eq!(inspected["inspection"]["kind"], "COMPLAINT");
    assert_eq!(
        inspected["complaint"]["inspectionId"],
        inspected["inspection"]["id"]
    );
    world.conclude(&inspected["inspection"]["id"], "FAIL").await;
    let open = json!({ "first": 9, "where": { "statuses": ["OPEN"], "reasons": ["STARS"], "province": "37" } });
    let open = world.ask(officer, LIST, open).await;
    assert_eq!(open["complaints"]["nodes"], json!([]));
}

async fn every_refusal_has_its_code_and_changes_nothing(test: TestDb) {
    let world = World::open(test).await;
    let officer = &world.officer;
    let rows = async || {
        let sql = "SELECT CAST(COUNT(*) AS TEXT) FROM complaint UNION ALL \
                   SELECT CAST(COUNT(*) AS TEXT) FROM complaint WHERE status = 'OPEN' UNION ALL \
                   SELECT CAST(COUNT(*) AS TEXT) FROM inspection";
        world.app.texts(sql).await
    };
    let long = "ă".repeat(2_001);
    let refuse = async |change: Value, code: &str, field: &str| {
        let before = rows().await;
        let mut input = report(&world);
        for (name, value) in change.as_object().unwrap() {
            input[name.as_str()] = value.clone();
        }
        let payload = world.run(&world.stranger, REPORT, input).await;
        assert_eq!(payload["received"], false);
        world.refused(&payload, code, field);
        assert_eq!(rows().await, before, "{code}");
    };
    refuse(
        json!({ "certificateNumber": "?" }),
        "CERTIFICATE_NOT_FOUND",
        "certificateNumber",
    )
    .await;
    let unknown = global("Certificate", uuid::Uuid::from_u128(7));
    let by_id = json!({ "certificateNumber": null, "certificateId": unknown });
    refuse(by_id, "CERTIFICATE_NOT_FOUND", "certificateId").await;
    for text in [" \u{200B}", long.as_str()] {
        refuse(json!({ "text": text }), "TEXT_INVALID", "text").await;
    }
    refuse(
        json!({ "contactEmail": "lan" }),
        "CONTACT_INVALID",
        "contactEmail",
    )
    .await;
    for _ in 0..3 {
        world.run(&world.stranger, REPORT, report(&world)).await;
    }
    let other = json!({ "contactEmail": null });
    refuse(other, "TOO_MANY_REPORTS", "certificateNumber").await;
    for both in [
        json!({ "reason": "OTHER", "text": "a" }),
        json!({ "reason": "OTHER", "text": "a", "certificateNumber": "1", "certificateId": unknown }),
    ] {
        let answer = world.app.query_with(REPORT, json!({ "input": both })).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT");
    }

    let list = world.ask(officer, LIST, json!({ "first": 9 })).await;
    let id = &list["complaints"]["nodes"][0]["id"];
    let nothing = global("Complaint", uuid::Uuid::from_u128(7));
    let refuse = async |bearer: &str, field: &str, change: Value, code: &str, at: &str| {
        let before = rows().await;
        let mut input = match field {
            "complaintDismiss" => json!({ "id": id, "grounds": "Căn cứ" }),
            _ => json!({ "id": id, "plannedOn": "2026-11-24", "inspectorId": world.inspector_id }),
        };
        for (name, value) in change.as_object().unwrap() {
            input[name.as_str()] = value.clone();
        }
        let payload = decide(&world, bearer, field, input).await;
        assert_eq!(payload["complaint"], Value::Null);
        world.refused(&payload, code, at);
        assert_eq!(rows().await, before, "{field} {code}");
    };
    let nobody = global("Account", uuid::Uuid::from_u128(7));
    for field in ["complaintDismiss", "complaintInspect"] {
        refuse(
            officer,
            field,
            json!({ "id": nothing }),
            "COMPLAINT_NOT_FOUND",
            "id",
        )
        .await;
        refuse(
            &world.stranger,
            field,
            json!({}),
            "COMPLAINT_NOT_FOUND",
            "id",
        )
        .await;
    }
    refuse(
        officer,
        "complaintDismiss",
        json!({ "grounds": long }),
        "GROUNDS_INVALID",
        "grounds",
    )
    .await;
    let inspect = "complaintInspect";
    let late = json!({ "plannedOn": "2026-11-22" });
    refuse(officer, inspect, late, "PLANNED_ON_INVALID", "plannedOn").await;
    let who = json!({ "inspectorId": nobody });
    refuse(officer, inspect, who, "INSPECTOR_INVALID", "inspectorId").await;
    world
        .app
        .market
        .set_certificate(&world.listing, programme::CertificateStatus::Revoked)
        .await;
    refuse(officer, inspect, json!({}), "CERTIFICATE_FINAL", "id").await;
    let dismissed = json!({ "id": id, "grounds": "Đã thu hồi" });
    decide(&world, officer, "complaintDismiss", dismissed).await;
    for field in ["complaintDismiss", inspect] {
        refuse(officer, field, json!({}), "ALREADY_DECIDED", "id").await;
    }
    world.expect_all(&["CertificateReportErrorCode", "ComplaintErrorCode"]);
}

async fn nobody_else_reads_complaints(test: TestDb) {
    let world = World::open(test).await;
    world.run(&world.stranger, REPORT, report(&world)).await;
    let seen = world
        .ask(&world.stranger, LIST, json!({ "first": 9 }))
        .await;
    assert_eq!(seen["complaints"]["nodes"], json!([]));
    let call = async |bearer: Option<&str>, query: &str, variables: Value| {
        let headers: Vec<(&str, &str)> = bearer
            .map(|own| ("authorization", own))
            .into_iter()
            .collect();
        let body = json!({ "query": query, "variables": variables });
        world.app.body_as(body, &headers).await.code()
    };
    let all = json!({ "first": 9 });
    assert_eq!(call(None, LIST, all.clone()).await, "UNAUTHENTICATED");
    assert_eq!(call(Some(&world.inspector), LIST, all).await, "FORBIDDEN");
    let province = json!({ "province": "37" });
    assert_eq!(
        call(Some(&world.inspector), PROPOSALS, province.clone()).await,
        "FORBIDDEN"
    );
    assert_eq!(
        call(Some(&world.stranger), PROPOSALS, province).await,
        "NOT_FOUND"
    );
}
