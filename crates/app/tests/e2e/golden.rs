//! The golden set: what people type over the demonstration, and what they mean.
//! `--nocapture` shows the figures by kind of query, and what is not as it should
//! be.

use crate::server::{Client, Home};
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use testkit::{Meilisearch, TestDb};

testkit::on_both!(the_golden_set_is_answered);

const SET: &str = include_str!("golden.txt");

/// How good the first so many hits are.
const LOOKED_AT: usize = 10;
/// What all queries together must reach, of one.
const TARGET: f64 = 0.95;

struct Asked {
    kind: &'static str,
    query: &'static str,
    /// Slugs and how well they answer it.
    grades: HashMap<&'static str, u32>,
}

fn golden() -> Vec<Asked> {
    let mut sets: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut asked = Vec::new();
    for line in SET.lines() {
        if let Some((name, slugs)) = line.strip_prefix('@').and_then(|set| set.split_once(':')) {
            sets.insert(name, slugs.split_whitespace().collect());
        } else if let [kind, query, graded] = line.split(" | ").collect::<Vec<_>>()[..]
            && !line.starts_with('#')
        {
            let mut grades = HashMap::new();
            for own in graded.split_whitespace() {
                let (what, grade) = own.split_once('=').expect("a grade");
                let grade = grade.parse().expect("a number");
                match what.strip_prefix('@') {
                    Some(set) => grades.extend(sets[set].iter().map(|slug| (*slug, grade))),
                    None => drop(grades.insert(what, grade)),
                }
            }
            asked.push(Asked {
                kind,
                query,
                grades,
            });
        }
    }
    asked
}

/// The gain of hits in order, later ones counting less.
#[expect(clippy::float_arithmetic, reason = "a measure")]
fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    let hits = (2..).zip(grades.take(LOOKED_AT));
    hits.map(|(place, grade)| f64::from(2_u32.pow(grade) - 1) / f64::from(place).log2())
        .sum()
}

/// Sums over the queries of a kind.
#[derive(Default)]
struct Sum {
    queries: u32,
    gain: f64,
    known: u32,
    first: u32,
}

async fn the_golden_set_is_answered(database: TestDb) {
    let home = Home::new(database);
    let server = home.start().await;
    judge(&server.client).await;
}

#[tokio::test]
async fn a_search_server_answers_it_too() {
    let Some(Meilisearch { url, key }) = Meilisearch::given() else {
        return;
    };
    let home = Home::within(TestDb::sqlite().await);
    let index = format!("golden-{}", std::process::id());
    let server = home
        .serve(&[
            ("OCOP_SEARCH__ENGINE", "meilisearch"),
            ("OCOP_SEARCH__MEILISEARCH_URL", &url),
            ("OCOP_SEARCH__MEILISEARCH_KEY", &key),
            ("OCOP_SEARCH__INDEX_NAME", &index),
            // One machine plays everybody who asks.
            ("OCOP_LIMITS__REQUESTS_PER_MINUTE", "0"),
        ])
        .await;
    // Filled in the background; the database answers meanwhile.
    for _ in 0..300 {
        let asked = "{ search(query: \"com chay\", first: 1) { degraded } }";
        let answer = server.client.data(None, asked, json!({})).await;
        if answer["search"]["degraded"] == false {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    judge(&server.client).await;
}

#[expect(clippy::float_arithmetic, reason = "a measure")]
async fn judge(client: &Client) {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut wrong = Vec::new();
    for asked in golden() {
        let query =
            "query($text: String!) { search(query: $text, first: 10) { degraded nodes { slug } } }";
        let answer = client.data(None, query, json!({ "text": asked.query }));
        let answer = answer.await;
        let answer = &answer["search"];
        assert_eq!(answer["degraded"], false, "{}", asked.query);
        let nodes = answer["nodes"].as_array().unwrap().iter();
        let found: Vec<&str> = nodes.map(|node| node["slug"].as_str().unwrap()).collect();
        let grade = |slug: &&str| asked.grades.get(slug).copied().unwrap_or(0);
        let mut best: Vec<u32> = asked.grades.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let gain = gain(found.iter().map(grade)) / gain(best.iter().copied());
        let known = best.iter().filter(|grade| **grade == 3).count() == 1;
        let first = found.first().is_some_and(|slug| grade(slug) == 3);
        for sum in [asked.kind, "all"] {
            let sum = sums.entry(sum).or_default();
            sum.queries += 1;
            sum.gain += gain;
            sum.known += u32::from(known);
            sum.first += u32::from(known && first);
        }
        if gain < TARGET || known && !first {
            wrong.push(format!(
                "{} | {} | {gain:.2} | {found:?}",
                asked.kind, asked.query
            ));
        }
    }
    println!("| kind of query | queries | nDCG@10 | known items first |\n|---|---|---|---|");
    for (kind, own) in &sums {
        let gain = own.gain / f64::from(own.queries);
        println!(
            "| {kind} | {} | {gain:.3} | {} of {} |",
            own.queries, own.first, own.known
        );
    }
    let wrong = wrong.join("\n");
    println!("{wrong}");
    let all = &sums["all"];
    assert!(all.gain / f64::from(all.queries) >= TARGET, "{wrong}");
    assert!(
        f64::from(all.first) / f64::from(all.known) >= TARGET,
        "{wrong}"
    );
}
