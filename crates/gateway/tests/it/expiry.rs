//! What ends in a span of days, over HTTP.

use crate::inspections::World;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(officers_see_what_ends_by_quarter);

const LIST: &str =
    "query($province: String!, $from: Date!, $to: Date!, $first: Int, $after: String) {
    certificatesExpiring(province: $province, from: $from, to: $to, first: $first, after: $after) {
        nodes { number expiresOn producer { name } } edges { cursor node { number } }
        pageInfo { hasNextPage endCursor } quarters { year quarter certificates } } }";

async fn officers_see_what_ends_by_quarter(test: TestDb) {
    let world = World::open(test).await;
    let span =
        |from: &str, to: &str| json!({ "province": "37", "from": from, "to": to, "first": 1 });
    // Both certificates were issued on 15 August 2026.
    let seen = world
        .ask(&world.officer, LIST, span("2029-08-15", "2029-08-15"))
        .await;
    let seen = &seen["certificatesExpiring"];
    assert_eq!(seen["nodes"][0]["expiresOn"], "2029-08-15");
    assert_eq!(
        seen["quarters"],
        json!([{ "year": 2029, "quarter": 3, "certificates": 2 }])
    );
    assert_eq!(seen["pageInfo"]["hasNextPage"], true);
    let mut next = span("2029-07-01", "2029-09-30");
    next["after"] = seen["pageInfo"]["endCursor"].clone();
    let next = world.ask(&world.officer, LIST, next).await;
    let next = &next["certificatesExpiring"];
    assert_eq!(next["nodes"].as_array().unwrap().len(), 1);
    assert_ne!(next["nodes"][0]["number"], seen["nodes"][0]["number"]);
    let before = world
        .ask(&world.officer, LIST, span("2029-04-01", "2029-08-14"))
        .await;
    assert_eq!(before["certificatesExpiring"]["nodes"], json!([]));
    let empty = json!({ "nodes": [], "edges": [], "quarters": [],
        "pageInfo": { "hasNextPage": false, "endCursor": null } });
    let stranger = world
        .ask(&world.stranger, LIST, span("2029-07-01", "2029-09-30"))
        .await;
    assert_eq!(stranger["certificatesExpiring"], empty);
    let call = async |bearer: Option<&str>, variables: Value| {
        let headers: Vec<(&str, &str)> = bearer
            .map(|own| ("authorization", own))
            .into_iter()
            .collect();
        let body = json!({ "query": LIST, "variables": variables });
        world.app.body_as(body, &headers).await.code()
    };
    let good = span("2029-07-01", "2029-09-30");
    assert_eq!(call(None, good.clone()).await, "UNAUTHENTICATED");
    assert_eq!(call(Some(&world.inspector), good).await, "FORBIDDEN");
    for (from, to) in [
        ("2029-07-02", "2029-07-01"),
        ("2026-01-01", "2031-01-03"),
        ("2026-02-30", "2026-03-01"),
    ] {
        assert_eq!(
            call(Some(&world.officer), span(from, to)).await,
            "BAD_USER_INPUT"
        );
    }
}
