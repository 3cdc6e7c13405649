//! `ocop demo`.

use crate::process::{Service, ocop, path, refusal, run};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const SEED: &str = include_str!("../../seed/demo.toml");

/// The addresses of the products that the file wants to be public, decided
/// here from the file alone: approved, of an active producer, under an active
/// certificate that has begun and is less than three years old.
fn expected() -> BTreeSet<String> {
    let file: toml::Value = toml::from_str(SEED).unwrap();
    let text = |value: &toml::Value, key: &str| value[key].as_str().unwrap().to_owned();
    let mut public = BTreeSet::new();
    for producer in file["producer"].as_array().unwrap() {
        for product in producer["product"].as_array().unwrap() {
            let Some(certificate) = product.get("certificate") else {
                continue;
            };
            let age = certificate["issued_days_ago"].as_integer().unwrap();
            let in_force = text(certificate, "status") == "ACTIVE" && (0..1095).contains(&age);
            let open = text(producer, "status") == "ACTIVE";
            if text(product, "listing") == "APPROVED" && open && in_force {
                public.insert(text(product, "slug"));
            }
        }
    }
    public
}

async fn listed(service: &Service) -> BTreeSet<String> {
    let query = "query($after: String) { products(first: 50, after: $after) { nodes { slug } pageInfo { hasNextPage endCursor } } }";
    let (mut slugs, mut after) = (BTreeSet::new(), Value::Null);
    loop {
        let body = json!({ "query": query, "variables": { "after": after } });
        let page = service.data(&body).await["products"].clone();
        for node in page["nodes"].as_array().unwrap() {
            assert!(slugs.insert(node["slug"].as_str().unwrap().to_owned()));
        }
        if page["pageInfo"]["hasNextPage"] == false {
            return slugs;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn one_command_serves_what_it_prints_and_a_second_start_reuses_it() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("demo");
    let args = ["demo", "--data-dir", path(&folder)];
    let service = Service::start(&args).await;
    let printed = service.printed();

    // Addresses.
    for page in [
        "/graphiql",
        "/badges/4.svg",
        "/healthz",
        "/metrics",
        "/media/demo/food.svg",
    ] {
        let (status, text) = service.get(page).await.unwrap();
        assert_eq!(status, 200, "{page}");
        assert!(!text.is_empty(), "{page}");
        let address = format!("{}{page}", service.address);
        let told = printed.iter().any(|line| line.contains(&address));
        assert!(told || page.starts_with("/media"), "{page}");
    }
    let (_, metrics) = service.get("/metrics").await.unwrap();
    for name in [
        "ocop_build_info",
        "ocop_jobs_waiting",
        "ocop_jobs_dead",
        "ocop_jobs_late",
        "ocop_http_requests_total",
    ] {
        assert!(metrics.contains(name), "{name}");
    }

    // Queries.
    let bodies: Vec<Value> = printed
        .iter()
        .filter_map(|line| line.trim().strip_prefix("curl ")?.split_once("-d '"))
        .map(|(_, body)| serde_json::from_str(body.strip_suffix('\'').unwrap()).unwrap())
        .collect();
    assert_eq!(bodies.len(), 3);
    for body in &bodies {
        let query = body["query"].as_str().unwrap();
        assert!(printed.iter().any(|line| line.trim() == query), "{query}");
    }
    let found = service.data(&bodies[0]).await;
    assert!(
        found["search"]["nodes"].as_array().unwrap().len() >= 4,
        "{found}"
    );
    let product = service.data(&bodies[1]).await["product"].clone();
    assert!(product["story"]["text"].is_string(), "{product}");
    assert!(
        product["certificate"]["number"]
            .as_str()
            .unwrap()
            .starts_with("DEMO-")
    );
    let stars = service.data(&bodies[2]).await;
    assert_eq!(stars["products"]["nodes"][0]["stars"], 5);

    // The round of 2021, as the newspaper told it.
    let query = "{ programmeStatistics(where: { year: 2021, province: \"37\" }) {
        plannedProducts registeredProducts excessPercent entities entitiesByLegalForm { code count }
        registeredByGroup { code count } results { code count } targets { byYear products } } }";
    let figures = service.data(&json!({ "query": query })).await;
    let counts = |counts: &[(&str, i32)]| -> Value {
        let one = |(code, count): &(&str, i32)| json!({ "code": code, "count": count });
        counts.iter().map(one).collect()
    };
    assert_eq!(
        figures["programmeStatistics"],
        json!({
            "plannedProducts": 24, "registeredProducts": 28, "excessPercent": "16.7", "entities": 21,
            "entitiesByLegalForm": counts(&[
                ("COOPERATIVE", 6), ("JSC", 12), ("PRIVATE_ENTERPRISE", 1), ("HOUSEHOLD_BUSINESS", 2),
            ]),
            "registeredByGroup": counts(&[("FOOD", 10), ("BEVERAGE", 2), ("HERBAL", 6), ("DECOR", 10)]),
            "results": counts(&[
                ("THREE_STARS", 10), ("FOUR_STARS", 14), ("FIVE_STARS", 0),
                ("POTENTIAL_FIVE", 4), ("REJECTED", 0), ("UNDER_WAY", 0),
            ]),
            "targets": [{ "byYear": 2025, "products": 150 }],
        })
    );

    // The gate, over all pages.
    let public = listed(&service).await;
    assert_eq!(public, expected());
    assert!(public.len() >= 80);

    // Log-ins, as printed.
    let password = printed
        .iter()
        .find_map(|line| line.strip_suffix(':')?.split_once("password "))
        .unwrap()
        .1;
    let emails: Vec<&str> = printed
        .iter()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| word.ends_with("@demo.example"))
        .collect();
    assert_eq!(emails.len(), 11);
    let sign_in = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { token userErrors { code } } }";
    for email in emails {
        let input = json!({ "email": email, "password": password });
        let body = json!({ "query": sign_in, "variables": { "input": input } });
        let session = service.data(&body).await;
        assert!(
            session["sessionCreate"]["token"].is_string(),
            "{email}: {session}"
        );
    }

    // One process at a time.
    let second = refusal(ocop(&args).args(["--port", "0", "--reset"]));
    assert!(
        second.contains("in use by a running demonstration"),
        "{second}"
    );

    let (status, took) = service.stop().await;
    assert!(
        status.success() && took < Duration::from_secs(30),
        "{status} {took:?}"
    );

    // `serve` takes neither its data nor its secret.
    let secret = std::fs::read_to_string(folder.join("secret")).unwrap();
    let serve = ["serve", "--port", "0", "--data-dir", path(&folder)];
    let line = refusal(ocop(&serve).env("OCOP_SECURITY__SECRET_KEY", secret.trim()));
    assert!(
        line.starts_with("security.secret_key: is a demonstration's"),
        "{line}"
    );
    let line = refusal(ocop(&serve).env("OCOP_SECURITY__SECRET_KEY", crate::process::SECRET));
    assert!(
        line.starts_with("database.url: holds demonstration data"),
        "{line}"
    );

    let again = Service::start(&args).await;
    assert!(
        again.printed()[0].contains("is there already"),
        "{:?}",
        again.printed()
    );
    assert_eq!(listed(&again).await, public);
    again.stop().await;

    let verified = run(&["verify", "--data-dir", path(&folder)]);
    let table = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert!(verified.status.success(), "{table}");
    assert!(table.contains("all invariants hold"), "{table}");
}
