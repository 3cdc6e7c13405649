//! Hostile pictures and the largest that are taken, several at once, against
//! the real binary: each is answered as it should be, and what memory they cost
//! is told. The target is 64 MiB above an idle server (see ARCHITECTURE.md for what
//! was measured), and figures are no test's to decide.

use crate::hostile::{hostile, jpeg, largest};
use crate::server::{Client, Home};
use futures::StreamExt;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;
use testkit::TestDb;

testkit::on_both!(heavy_pictures_are_answered_at_once);

/// Posted at the same time.
const AT_ONCE: usize = 8;

const SETTINGS: [(&str, &str); 1] = [("OCOP_LIMITS__REQUESTS_PER_MINUTE", "0")];

async fn sign_in(client: &Client) -> String {
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { token } }";
    let input =
        json!({ "input": { "email": "co-do@demo.example", "password": "ocop-trinh-dien" } });
    let data = client.data(None, query, input).await;
    data["sessionCreate"]["token"].as_str().unwrap().to_owned()
}

async fn heavy_pictures_are_answered_at_once(database: TestDb) {
    let home = Home::within(database);
    let server = home.serve(&SETTINGS).await;
    let client = &server.client;
    let token = sign_in(client).await;
    let query = "{ product(slug: \"com-chay-co-do\") { producer { id } } }";
    let producer = client.data(None, query, json!({})).await["product"]["producer"]["id"].take();
    let path = format!("/pictures?producer={}", producer.as_str().unwrap());
    let post = async |media_type: &str, body: &[u8]| {
        // Too many at once: it is told to come again, or not heard.
        for _ in 0..50 {
            let answer = client.post(&path, &token, media_type, body.to_vec()).await;
            if let Some(answer) = answer.filter(|(status, _)| *status != 503) {
                return answer;
            }
        }
        panic!("{media_type}: no answer");
    };
    // What as many ordinary pictures leave behind, connections with their caches
    // above all, is there when nobody asks.
    let small = jpeg(800, 600);
    let ordinary = (0..AT_ONCE).map(|_| post("image/jpeg", &small));
    for (status, text) in futures::future::join_all(ordinary).await {
        assert_eq!(status, 201, "{text}");
    }
    home.settle().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = server.memory();
    server.forget_most_memory();

    let mut most = BTreeMap::new();
    for round in 1..=2 {
        let bad = hostile().into_iter();
        let bad = bad.map(|(_, media_type, bytes, _)| (media_type, bytes, false));
        let good = largest(round).into_iter();
        let good = good.map(|(_, media_type, bytes)| (media_type, bytes, true));
        // Large ones among the small.
        let mut files: Vec<_> = good.chain(bad).collect();
        files.sort_by_key(|(_, bytes, _)| bytes.len() % 7);
        let posts = files.into_iter().map(async |(media_type, bytes, taken)| {
            let (status, text) = post(media_type, &bytes).await;
            assert_eq!(status == 201, taken, "{media_type}: {status} {text}");
            assert!(status < 500, "{media_type}: {status} {text}");
        });
        let posts = futures::stream::iter(posts).buffer_unordered(AT_ONCE);
        posts.collect::<Vec<()>>().await;
        most.insert(round, server.memory());
    }
    let peak = server.memory().most - idle.now;
    println!(
        "idle {} KiB, at most {peak} KiB above it; {most:?}",
        idle.now
    );
}
