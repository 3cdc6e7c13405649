//! A laboratory's report on a sample over HTTP: it may come after the verdict,
//! and one that failed takes the products off the market in the next request.

use crate::inspections::World;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(a_sample_that_fails_after_the_verdict_acts_on_the_next_request);

const REPORT: &str =
    "mutation($input: InspectionSampleReportInput!) { inspectionSampleReport(input: $input) {
    inspection { status verdict certificateHeld history { command note }
        samples { what report { laboratory number reportedOn result at } } }
    userErrors { code field message } } }";

async fn listed(world: &World) -> usize {
    let query = "{ products(first: 10) { nodes { id } } }";
    let seen = world.app.query(query).await.data();
    seen["products"]["nodes"].as_array().unwrap().len()
}

async fn a_sample_that_fails_after_the_verdict_acts_on_the_next_request(test: TestDb) {
    let world = World::open(test).await;
    let id = world.plan("PLANNED", None).await;
    world
        .taken(&world.inspector, "inspectionStart", json!({ "id": id }))
        .await;
    let taken = json!({ "id": id, "what": "Cơm cháy", "laboratory": "Quatest 1" });
    world
        .taken(&world.inspector, "inspectionSampleAdd", taken)
        .await;
    let conclude = json!({ "id": id, "verdict": "PASS" });
    world
        .taken(&world.inspector, "inspectionConclude", conclude)
        .await;
    assert_eq!(listed(&world).await, 2);

    let sample = "query($id: ID!) { inspection(id: $id) { samples { id report { result } } } }";
    let found = world
        .ask(&world.inspector, sample, json!({ "id": id }))
        .await;
    let found = &found["inspection"]["samples"][0];
    assert_eq!(found["report"], Value::Null);
    let report = json!({
        "sampleId": found["id"], "laboratory": "Quatest 1", "number": "1234/KQ",
        "reportedOn": "2026-11-23", "result": "FAIL",
    });
    let foreign = world.run(&world.stranger, REPORT, report.clone()).await;
    world.refused(&foreign, "SAMPLE_NOT_FOUND", "sampleId");
    assert_eq!(listed(&world).await, 2);

    let mut reported = world.run(&world.officer, REPORT, report.clone()).await;
    assert_eq!(reported["userErrors"], json!([]));
    let mut inspection = reported["inspection"].take();
    assert_eq!(listed(&world).await, 1);
    assert!(inspection["samples"][0]["report"]["at"].take().is_string());
    let note = "1234/KQ (Quatest 1)";
    assert_eq!(
        inspection,
        json!({
            "status": "CONCLUDED", "verdict": "PASS", "certificateHeld": true,
            "history": [
                { "command": "PLAN", "note": null }, { "command": "START", "note": null },
                { "command": "CONCLUDE", "note": null }, { "command": "CLOSE", "note": null },
                { "command": "SAMPLE_FAIL", "note": note },
            ],
            "samples": [{ "what": "Cơm cháy", "report": {
                "laboratory": "Quatest 1", "number": "1234/KQ", "reportedOn": "2026-11-23",
                "result": "FAIL", "at": null,
            } }],
        })
    );
    let again = world.run(&world.inspector, REPORT, report).await;
    world.refused(&again, "ALREADY_REPORTED", "sampleId");

    let follow_up = world.plan("FOLLOW_UP", Some(&id)).await;
    world.conclude(&follow_up, "PASS").await;
    assert_eq!(listed(&world).await, 2);
}
