//! Hostile pictures and the largest that are taken, several at once, against
//! the real binary: it stays within 64 MiB of what it has when nobody asks.

use crate::hostile::{deep, grey, hostile, jpeg, lossless};
use crate::server::{Client, Home};
use futures::StreamExt;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;
use testkit::TestDb;

testkit::on_both!(heavy_pictures_cost_little_memory);

/// What may be taken beside what an idle server has, in KiB.
const MOST: u64 = 64 * 1_024;
/// The largest file.
const MAX_BYTES: usize = 10_000_000;
/// Posted at the same time.
const AT_ONCE: usize = 8;

const SETTINGS: [(&str, &str); 1] = [("OCOP_LIMITS__REQUESTS_PER_MINUTE", "0")];

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const WEBP: &str = "image/webp";

/// The largest file: what stands behind the end of a picture is allowed.
fn filled(mut bytes: Vec<u8>, number: u8) -> Vec<u8> {
    assert!(bytes.len() < MAX_BYTES);
    bytes.resize(MAX_BYTES, number);
    bytes
}

fn transparent(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = vec![90; usize::try_from(width * height * 4).unwrap()];
    PngEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, ExtendedColorType::Rgba8)
        .unwrap();
    bytes
}

/// A JPEG with eight million bytes of profiles in its head.
fn profiles(number: u8) -> Vec<u8> {
    let plain = jpeg(400, 300);
    let profile = [&b"\xFF\xE2\xFF\xFF"[..], &[number; 65_533]].concat();
    [&plain[..2], &profile.repeat(122), &plain[2..]].concat()
}

/// What is taken and costs most; of a number, so that none is there already.
fn largest(number: u8) -> Vec<(&'static str, Vec<u8>)> {
    let grey = |progressive, size, samplings: &[u8]| grey(progressive, size, samplings);
    vec![
        (JPEG, filled(grey(false, (4_000, 4_000), &[0x22, 0x11, 0x11]), number)),
        (JPEG, filled(grey(false, (4_000, 4_000), &[0x11]), number)),
        (JPEG, filled(grey(false, (12_000, 1_333), &[0x11; 3]), number)),
        (JPEG, filled(grey(true, (2_800, 2_800), &[0x22, 0x11, 0x11]), number)),
        (JPEG, filled(grey(true, (2_300, 2_300), &[0x11; 3]), number)),
        (JPEG, profiles(number)),
        (PNG, filled(transparent(4_000, 3_000), number)),
        (PNG, filled(deep(2_000, 2_000), number)),
        (WEBP, filled(lossless(2_400, 2_400), number)),
    ]
}

async fn sign_in(client: &Client) -> String {
    let query =
        "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { token } }";
    let input = json!({ "input": { "email": "co-do@demo.example", "password": "ocop-trinh-dien" } });
    let data = client.data(None, query, input).await;
    data["sessionCreate"]["token"].as_str().unwrap().to_owned()
}

async fn heavy_pictures_cost_little_memory(database: TestDb) {
    let home = Home::within(database);
    let server = home.serve(&SETTINGS).await;
    let client = &server.client;
    let token = sign_in(client).await;
    let query = "{ product(slug: \"com-chay-co-do\") { producer { id } } }";
    let producer = client.data(None, query, json!({})).await["product"]["producer"]["id"].take();
    let path = format!("/pictures?producer={}", producer.as_str().unwrap());
    let post = async |media_type: &str, body: Vec<u8>| {
        client.post(&path, &token, media_type, body).await
    };
    // What one ordinary picture leaves behind is there when nobody asks.
    assert_eq!(post(JPEG, jpeg(800, 600)).await.0, 201);
    home.settle().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = server.memory();
    server.forget_most_memory();

    let mut most = BTreeMap::new();
    for round in 1..=2 {
        let bad = hostile().into_iter();
        let bad = bad.map(|(_, media_type, bytes, _)| (media_type, bytes, false));
        let good = largest(round).into_iter();
        let good = good.map(|(media_type, bytes)| (media_type, bytes, true));
        // Large ones among the small.
        let mut files: Vec<_> = good.chain(bad).collect();
        files.sort_by_key(|(_, bytes, _)| bytes.len() % 7);
        let posts = files.into_iter().map(|(media_type, bytes, taken)| async move {
            loop {
                let (status, text) = post(media_type, bytes.clone()).await;
                // Too many at once: it is told to come again.
                if status != 503 {
                    assert_eq!(status == 201, taken, "{media_type}: {status} {text}");
                    assert!(status < 500, "{media_type}: {status} {text}");
                    return;
                }
            }
        });
        let posts = futures::stream::iter(posts).buffer_unordered(AT_ONCE);
        posts.collect::<Vec<()>>().await;
        most.insert(round, server.memory());
    }
    let peak = server.memory().most - idle.now;
    println!("idle {} KiB, at most {peak} KiB above it; {most:?}", idle.now);
    assert!(peak <= MOST, "{peak} KiB above {} KiB", idle.now);
}
