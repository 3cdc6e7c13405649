//! The tour in README.md, run as a newcomer would: pasted into a shell beside
//! a running demonstration.

use crate::server::Home;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use testkit::TestDb;

testkit::on_both!(the_tour_of_the_readme_leads_to_its_end);

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");

/// Where the tour expects the demonstration.
const ADDRESS: &str = "http://127.0.0.1:8080";

/// Put before the tour: it stops at the first command that fails, and every
/// answer of the server is also written down, one after the other.
const PRELUDE: &str = r#"set -euo pipefail
curl() { command curl "$@" | tee -a "$ANSWERS"; }
"#;

/// The shell blocks of the section "A tour", as one script.
fn script(readme: &str) -> String {
    let (_, tour) = readme.split_once("\n## A tour\n").expect("a tour");
    let tour = tour.split("\n## ").next().unwrap_or_default();
    let blocks = tour.split("```sh\n").skip(1);
    blocks
        .map(|block| block.split_once("```").expect("a block ends").0)
        .collect()
}

/// Every value of `name`, however deep.
fn all<'a>(answer: &'a Value, name: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    match answer {
        Value::Array(items) => items.iter().for_each(|item| found.extend(all(item, name))),
        Value::Object(fields) => {
            for (field, value) in fields {
                if field == name {
                    found.push(value);
                }
                found.extend(all(value, name));
            }
        }
        _ => {}
    }
    found
}

fn walk(script: &str, answers: &Path) -> Vec<Value> {
    let bash = Command::new("bash")
        .args(["-c", script])
        .env("ANSWERS", answers)
        .stdin(Stdio::null())
        .output()
        .expect("bash is there");
    let written = std::fs::read_to_string(answers).unwrap_or_default();
    assert!(
        bash.status.success(),
        "{}: {}\n{written}",
        bash.status,
        String::from_utf8_lossy(&bash.stderr)
    );
    serde_json::Deserializer::from_str(&written)
        .into_iter()
        .map(|answer| answer.expect("an answer in JSON"))
        .collect()
}

async fn the_tour_of_the_readme_leads_to_its_end(database: TestDb) {
    for tool in ["curl", "jq"] {
        let there = Command::new(tool).arg("--version").output();
        assert!(
            there.is_ok_and(|there| there.status.success()),
            "the tour needs {tool}: apt-get install {tool}"
        );
    }
    let tour = script(&std::fs::read_to_string(README).unwrap());
    assert!(tour.contains(ADDRESS), "the tour names its address");
    let answers = database.folder().join("answers");
    let home = Home::new(database);
    let server = home.start().await;
    let tour = tour.replace(ADDRESS, server.client.address());
    let script = PRELUDE.to_owned() + &tour;
    let answers = tokio::task::spawn_blocking(move || walk(&script, &answers))
        .await
        .unwrap();

    for answer in &answers {
        assert!(answer["data"].is_object(), "{answer}");
        assert!(answer["errors"].is_null(), "{answer}");
        for errors in all(answer, "userErrors") {
            assert_eq!(errors, &Value::Array(Vec::new()), "{answer}");
        }
    }
    // No call went by unseen; one in a loop answers more than once.
    let calls = tour.matches("gql '").count() + tour.matches("gql \"").count();
    assert!(answers.len() >= calls, "{calls}: {answers:#?}");

    // What each step is there to show.
    let first = |name: &str| {
        let found = answers.iter().find_map(|answer| {
            let field = &answer["data"][name];
            (!field.is_null()).then_some(field)
        });
        found.unwrap_or_else(|| panic!("no step asked for {name}"))
    };
    assert!(first("search")["totalCount"].as_i64().unwrap() > 0);
    let list = first("products");
    let groups = list["facets"][0]["values"].as_array().unwrap();
    let counted: i64 = groups.iter().filter_map(|own| own["count"].as_i64()).sum();
    assert_eq!(Some(counted), list["totalCount"].as_i64(), "{list}");
    assert!(first("product")["story"]["text"].is_string());
    let carts = first("cartAddressUpdate")["cart"]["producerGroups"].as_array();
    assert_eq!(carts.unwrap().len(), 2);
    let placed = first("cartCheckout");
    assert_eq!(placed["payment"]["status"], "CAPTURED");
    assert_eq!(placed["order"]["status"], "PLACED");
    let shipped = &first("producerOrderShip")["producerOrder"]["status"];
    assert_eq!(shipped, "SHIPPED");

    let delivered = &first("producerOrderDeliver")["producerOrder"]["status"];
    assert_eq!(delivered, "DELIVERED");

    // The shopper has one part, and waits for the other.
    let end = first("order");
    let parts = end["producerOrders"].as_array().unwrap();
    let arrived: Vec<&Value> = parts
        .iter()
        .filter(|part| &part["status"] == delivered)
        .collect();
    assert_eq!((parts.len(), arrived.len()), (2, 1), "{end}");
    let tracking = &arrived[0]["fulfillments"][0]["trackingNumber"];
    assert_eq!(tracking, "VN0001", "{end}");

    assert_eq!(first("programmeStatistics")["excessPercent"], "16.7");
    let near = first("nearestPointsOfSale").as_array().unwrap();
    assert_eq!(near.len(), 3, "{near:?}");
    assert_eq!(near[0]["pointOfSale"]["kind"], "OCOP_CENTRE");
    let decided = &first("moderationDecide")["changes"][0]["status"];
    assert_eq!(decided, "APPROVED");
    let told = &first("producerStoryDecide")["change"]["status"];
    assert_eq!(told, "APPROVED");
    let story = &first("producer")["story"];
    assert_eq!(story["headline"], "Giòn từ hạt nếp Ninh Phúc", "{story}");
    assert_eq!(story["members"], 124);
    // Every block of the home page shows something.
    let blocks = first("homePage")["blocks"].as_array().unwrap();
    assert_eq!(blocks.len(), 6, "{blocks:?}");
    let preview = first("collectionPreview");
    assert!(preview["totalCount"].as_i64().unwrap() > 0, "{preview}");
    assert_eq!(preview["problem"], Value::Null);
    let orders = answers.iter().rev();
    let mut visit = orders.filter_map(|answer| answer["data"].get("cartCheckout"));
    let visit = &visit.next().unwrap()["order"]["producerOrders"][0];
    assert_eq!(visit["deliveryMethod"], "VISIT");
    assert!(visit["lines"][0]["session"]["startsAt"].is_string());
    // The counted row alone has changed.
    let imports = answers.iter().rev();
    let mut imports = imports.filter_map(|answer| answer["data"].get("listingImport"));
    let import = imports.next().unwrap();
    assert_eq!(import["status"], "DONE", "{import}");
    assert_eq!(
        (&import["updated"], &import["failed"]),
        (&1.into(), &0.into())
    );
    assert!(import["unchanged"].as_i64().unwrap() > 0, "{import}");
    // And its end: what the buyer says counts, and the producer answered.
    let products = answers.iter().rev();
    let mut products = products.filter_map(|answer| answer["data"].get("product"));
    let last = products.next().unwrap();
    assert_eq!(last["rating"]["count"], 4, "{last}");
    assert_eq!(last["rating"]["average"], "4.75", "{last}");
    let own = &last["reviews"]["nodes"][0];
    assert_eq!(own["authorName"], "Nguyễn T. L.", "{last}");
    assert_eq!(own["answer"]["text"], "Cảm ơn anh chị.", "{last}");
    // What the producer wrote is what the public reads.
    let written = products.find(|product| product["details"].is_object());
    assert_eq!(written.unwrap()["details"]["storage"], "Nơi khô ráo");
    // Before, the product went with its certificate, and came back.
    let products: Vec<bool> = products
        .filter(|product| product.is_null() || product["badge"].is_object())
        .map(|product| !product.is_null())
        .take(2)
        .collect();
    assert_eq!(products, [true, false]);
    home.settle().await;
    // What the jobs left to the index's next commit, which comes within a
    // second.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    drop(server);
    home.verify().unwrap();
}
