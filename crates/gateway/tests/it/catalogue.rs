//! Products, producers and places.

use crate::support::App;
use axum::http::StatusCode;
use chrono::Duration;
use kernel::Clock;
use kernel::clock::day_in_vietnam;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_list_costs_the_same_for_ten_and_a_hundred,
    a_page_costs_one_statement,
    a_product_has_its_facts,
    lists_are_paged_in_both_directions,
    lists_are_filtered,
    ids_of_another_type_are_refused,
    nodes_are_found_by_id,
    an_expired_certificate_takes_its_product_away,
    producers_are_listed,
    places_come_from_memory
);

/// What a page of a shop shows.
const LIST: &str = "nodes { id slug name stars inStock badge { label imageUrl certificateNumber expiresOn } \
                    producer { id slug name } certificate { number issuedBy } images { url alt } \
                    priceRange { min { amount currencyCode } max { amount } } variants { id sku name price { amount } } }";

fn list(first: usize, fields: &str) -> String {
    format!("{{ products(first: {first}) {{ {fields} }} }}")
}

async fn a_list_costs_the_same_for_ten_and_a_hundred(test: TestDb) {
    let app = App::with(test, |config| config.limits.cost = 100_000).await;
    app.products(100).await;
    for (fields, statements) in [
        (LIST, 1),
        ("totalCount nodes { id }", 2),
        ("nodes { id variants { quantityAvailable } }", 2),
        ("nodes { story { text } details { origin } }", 2),
        (
            "nodes { producer { legalForm story { text } foundedYear } certificate { decisionNumber status inForce } }",
            4,
        ),
        (
            "nodes { certificate { producer { name legalForm } } variants { product { story { text } } } }",
            3,
        ),
    ] {
        for first in [10, 100] {
            let query = list(first, fields);
            let answer = app.query(&query).await;
            assert_eq!(
                answer.data()["products"]["nodes"].as_array().unwrap().len(),
                first
            );
            assert_eq!(app.statements(&query).await, statements, "{query}");
        }
    }
    // Places are loaded once for the process, then never again.
    let places = list(
        10,
        "nodes { producer { province { name } commune { fullName province { name } } } }",
    );
    app.query(&places).await.data();
    assert_eq!(app.statements(&places).await, 1);
}

async fn a_page_costs_one_statement(test: TestDb) {
    let app = App::open(test).await;
    app.products(1).await;
    let [product, ..] = ids(&app).await;
    let page = "name story { text } details { origin } badge { label } \
                certificate { decisionNumber inForce producer { foundedYear } } \
                producer { legalForm story { text } } variants { name quantityAvailable }";
    let query = format!("{{ product(id: \"{product}\") {{ {page} }} }}");
    assert_eq!(app.statements(&query).await, 1);
}

async fn a_product_has_its_facts(test: TestDb) {
    let app = App::open(test).await;
    let listing = app.products(1).await.remove(0);
    let slug = app
        .query("{ products(first: 1) { nodes { slug } } }")
        .await
        .data()["products"]["nodes"][0]["slug"]
        .clone();
    let query = "query($slug: String) { product(slug: $slug) {
        __typename name(language: EN) group productSet { number name(language: EN) } kind alcoholByVolume stars rating { average }
        badge { stars label english: label(language: EN) imageUrl certificateNumber issuedBy issuedOn expiresOn }
        certificate { number stars decisionNumber issuerLevel status inForce potentialFiveStar recognisedYear producer { slug } }
        producer { name legalForm legalFormName province { fullName } commune { name kind } products(first: 5) { totalCount } }
        story { text } details { ingredients }
        images { url width height }
        variants { sku quantityAvailable weightGrams maxPerOrder compareAtPrice { amount } product { slug } }
        priceRange { min { amount currencyCode } }
    } }";
    let answer = app.query_with(query, json!({ "slug": slug })).await;
    let product = &answer.data()["product"];
    let certificate = &listing.certificate;
    assert_eq!(
        product["badge"],
        json!({
            "stars": 4,
            "label": "4 sao",
            "english": "4 stars",
            "imageUrl": "https://ocop.example/badges/4.svg",
            "certificateNumber": certificate.number,
            "issuedBy": certificate.issuer,
            "issuedOn": certificate.issued_on.to_string(),
            "expiresOn": certificate.expires_on.to_string(),
        })
    );
    assert_eq!(
        product["name"], "Cơm cháy 0",
        "Vietnamese where there is no English"
    );
    assert_eq!(product["certificate"]["status"], "ACTIVE");
    assert_eq!(product["certificate"]["inForce"], true);
    assert_eq!(product["certificate"]["recognisedYear"], Value::Null);
    assert_eq!(
        product["certificate"]["producer"]["slug"],
        json!(listing.producer.slug)
    );
    assert_eq!(product["producer"]["legalForm"], "COOPERATIVE");
    assert_eq!(product["producer"]["legalFormName"], "Hợp tác xã");
    assert_eq!(
        product["producer"]["province"]["fullName"],
        "Tỉnh Ninh Bình"
    );
    assert_eq!(
        product["producer"]["commune"],
        json!({ "name": "Phát Diệm", "kind": "COMMUNE" })
    );
    assert_eq!(product["producer"]["products"]["totalCount"], 1);
    assert_eq!(product["story"]["text"], "Một câu chuyện.");
    assert_eq!(product["details"], json!({ "ingredients": null }));
    assert_eq!(
        product["images"][0]["url"],
        "https://ocop.example/media/demo/food.svg"
    );
    assert_eq!(product["variants"][0]["quantityAvailable"], 7);
    assert_eq!(product["variants"][0]["product"]["slug"], slug);
    assert_eq!(
        product["priceRange"]["min"],
        json!({ "amount": "10000", "currencyCode": "VND" })
    );
    assert_eq!(product["rating"], Value::Null);

    let english = app.query_as(
        "{ products(first: 1) { nodes { badge { label imageUrl } } } }",
        &[("accept-language", "en")],
    );
    assert_eq!(
        english.await.data()["products"]["nodes"][0]["badge"],
        json!({
            "label": "4 stars", "imageUrl": "https://ocop.example/badges/4.svg?lang=en"
        })
    );
    for nothing in [
        "{ product(slug: \"none\") { id } }",
        "{ product(slug: \"\") { id } }",
    ] {
        assert_eq!(app.query(nothing).await.data(), json!({ "product": null }));
    }
    for both in [
        "{ product { id } }",
        "{ product(slug: \"x\", id: \"x\") { id } }",
    ] {
        let answer = app.query(both).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::OK, "BAD_USER_INPUT")
        );
        assert_eq!(answer.json()["data"], json!({ "product": null }));
    }
}

async fn names(app: &App, arguments: &str) -> Vec<String> {
    let answer = app
        .query(&format!(
            "{{ products({arguments}) {{ nodes {{ name }} }} }}"
        ))
        .await
        .data();
    let nodes = answer["products"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| {
            node["name"]
                .as_str()
                .unwrap()
                .trim_start_matches("Cơm cháy ")
                .to_owned()
        })
        .collect()
}

async fn lists_are_paged_in_both_directions(test: TestDb) {
    let app = App::open(test).await;
    app.products(5).await;
    let page = "edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
    let first = app
        .query(&format!("{{ products(first: 2) {{ {page} }} }}"))
        .await
        .data();
    let info = &first["products"]["pageInfo"];
    assert_eq!(
        (&info["hasNextPage"], &info["hasPreviousPage"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(info["startCursor"], first["products"]["edges"][0]["cursor"]);
    let end = info["endCursor"].as_str().unwrap();
    assert_eq!(names(&app, "first: 2").await, ["4", "3"]);
    assert_eq!(
        names(&app, &format!("first: 2, after: \"{end}\"")).await,
        ["2", "1"]
    );
    assert_eq!(names(&app, "last: 2").await, ["1", "0"]);
    assert_eq!(names(&app, "first: 2, sortBy: PRICE_ASC").await, ["0", "1"]);
    assert_eq!(names(&app, "first: 2, sortBy: NAME").await, ["0", "1"]);
    for wrong in [
        "",
        "first: 0",
        "first: 101",
        "first: -1",
        "first: 1, last: 1",
        "first: 1, before: \"x\"",
        "first: 1, after: \"%%%\"",
        &format!("first: 1, sortBy: NAME, after: \"{end}\""),
        "first: 99999999999",
    ] {
        let arguments = if wrong.is_empty() {
            String::new()
        } else {
            format!("({wrong})")
        };
        let answer = app
            .query(&format!("{{ products{arguments} {{ nodes {{ id }} }} }}"))
            .await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{wrong}");
    }
}

async fn lists_are_filtered(test: TestDb) {
    let app = App::open(test).await;
    let listing = app.products(3).await.remove(0);
    let producer = {
        let answer = app
            .query("{ products(first: 1) { nodes { producer { id } } } }")
            .await
            .data();
        answer["products"]["nodes"][0]["producer"]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(listing.producer.province_code, "37");
    for (filter, count) in [
        ("stars: { eq: 4 }".to_owned(), 3),
        ("stars: { eq: 5 }".to_owned(), 0),
        ("stars: { in: [3, 4] }".to_owned(), 3),
        ("stars: { in: [] }".to_owned(), 0),
        ("stars: { range: { min: 4, max: 4 } }".to_owned(), 3),
        ("stars: { eq: 4, in: [5] }".to_owned(), 0),
        ("groups: [\"FOOD\"]".to_owned(), 3),
        ("groups: [\"TOURISM\"]".to_owned(), 0),
        ("groups: []".to_owned(), 0),
        ("provinces: [\"37\"]".to_owned(), 3),
        ("provinces: [\"' OR 1=1 --\"]".to_owned(), 0),
        ("communes: [\"14620\"]".to_owned(), 3),
        ("price: { min: \"11000\" }".to_owned(), 2),
        ("price: { max: \"11000.00\" }".to_owned(), 2),
        ("price: { min: \"11000\", max: \"11000\" }".to_owned(), 1),
        ("inStock: true".to_owned(), 3),
        ("inStock: false".to_owned(), 0),
        (format!("producers: [\"{producer}\"]"), 3),
        ("producers: []".to_owned(), 0),
    ] {
        let arguments = format!("first: 100, where: {{ {filter} }}");
        assert_eq!(names(&app, &arguments).await.len(), count, "{filter}");
        let total = app
            .query(&format!("{{ products({arguments}) {{ totalCount }} }}"))
            .await
            .data();
        assert_eq!(total["products"]["totalCount"], json!(count), "{filter}");
    }
    for wrong in [
        "groups: [\"food\"]",
        "producers: [\"x\"]",
        "price: { min: 11000 }",
        "price: { min: \"1e9\" }",
        "price: { min: \"0.5\" }",
        "price: { min: \"9999999999999999999999\" }",
        "stars: { eq: \"4\" }",
    ] {
        let answer = app
            .query(&format!(
                "{{ products(first: 1, where: {{ {wrong} }}) {{ nodes {{ id }} }} }}"
            ))
            .await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{wrong}");
    }
}

/// The ids of a product, its variant, producer and certificate.
async fn ids(app: &App) -> [String; 4] {
    let query = "{ products(first: 1) { nodes { id variants { id } producer { id } certificate { id } } } }";
    let answer = app.query(query).await.data();
    let node = &answer["products"]["nodes"][0];
    [
        &node["id"],
        &node["variants"][0]["id"],
        &node["producer"]["id"],
        &node["certificate"]["id"],
    ]
    .map(|id| id.as_str().unwrap().to_owned())
}

async fn ids_of_another_type_are_refused(test: TestDb) {
    let app = App::open(test).await;
    app.products(1).await;
    let [product, variant, producer, certificate] = ids(&app).await;
    for (field, own) in [("product", &product), ("producer", &producer)] {
        let ask = |id: &str| {
            app.query_with(
                "query($id: ID) { FIELD(id: $id) { id } }"
                    .replace("FIELD", field)
                    .leak(),
                json!({ "id": id }),
            )
        };
        assert_eq!(ask(own).await.data()[field]["id"], json!(own));
        for other in [
            &product,
            &variant,
            &producer,
            &certificate,
            &String::new(),
            &"x".repeat(5_000),
        ] {
            if other != own {
                assert_eq!(ask(other).await.code(), "BAD_USER_INPUT", "{field} {other}");
            }
        }
    }
    // An id that nothing has is simply nothing.
    use base64::Engine;
    let nothing = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .encode([b"Product:".as_slice(), &[7; 16]].concat());
    let answer = app.query_with(
        "query($id: ID!) { product(id: $id) { id } node(id: $id) { id } }",
        json!({ "id": nothing }),
    );
    assert_eq!(
        answer.await.data(),
        json!({ "product": null, "node": null })
    );
}

async fn nodes_are_found_by_id(test: TestDb) {
    let app = App::with(test, |config| config.limits.cost = 100_000).await;
    app.products(30).await;
    let [product, variant, producer, certificate] = ids(&app).await;
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on ProductVariant { price { amount } product { id } } } }";
    let answer = app
        .query_with(
            query,
            json!({ "ids": [variant, product, producer, certificate, product] }),
        )
        .await
        .data();
    let found: Vec<_> = answer["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["__typename"].as_str().unwrap())
        .collect();
    assert_eq!(
        found,
        [
            "ProductVariant",
            "Product",
            "Producer",
            "Certificate",
            "Product"
        ]
    );
    assert_eq!(answer["nodes"][0]["product"]["id"], json!(product));
    // A wrong id takes nothing from its neighbours.
    let mixed = app
        .query_with(query, json!({ "ids": ["x", product] }))
        .await;
    assert_eq!(mixed.json()["data"]["nodes"][0], Value::Null);
    assert_eq!(mixed.json()["data"]["nodes"][1]["id"], json!(product));
    assert_eq!(mixed.code(), "BAD_USER_INPUT");
    assert_eq!(
        app.query_with(query, json!({ "ids": vec!["x"; 101] }))
            .await
            .code(),
        "BAD_USER_INPUT"
    );

    let listed = app
        .query("{ products(first: 30) { nodes { id } } }")
        .await
        .data();
    let all: Vec<_> = listed["products"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].to_string())
        .collect();
    for count in [3, 30] {
        let query = format!(
            "{{ nodes(ids: [{}]) {{ ... on Product {{ name }} }} }}",
            all[..count].join(",")
        );
        assert_eq!(app.statements(&query).await, 1);
    }
}

async fn an_expired_certificate_takes_its_product_away(test: TestDb) {
    let app = App::open(test).await;
    let listing = app.products(1).await.remove(0);
    let [product, variant, ..] = ids(&app).await;
    let query = "query($p: ID!, $v: ID!) { product(id: $p) { id } node(id: $v) { id } products(first: 1) { nodes { id } } }";
    let ask = || app.query_with(query, json!({ "p": product, "v": variant }));
    let end = listing.certificate.valid_until();
    assert!(day_in_vietnam(app.clock.now()) < listing.certificate.expires_on);
    app.clock.set(end - Duration::seconds(1));
    let before = ask().await.data();
    assert_eq!(before["product"]["id"], json!(product));
    assert_eq!(before["node"]["id"], json!(variant));
    app.clock.set(end);
    assert_eq!(
        ask().await.data(),
        json!({ "product": null, "node": null, "products": { "nodes": [] } })
    );
}

async fn producers_are_listed(test: TestDb) {
    let app = App::open(test).await;
    for name in ["Hợp tác xã An", "Hợp tác xã Bình", "Hợp tác xã Cường"] {
        app.market.producer(name).await;
    }
    let suspended = app.market.producer("Hợp tác xã Dừng").await;
    let system = kernel::Actor::System;
    let status = programme::ProducerStatus::Suspended;
    app.market
        .programme
        .set_producer_status(&system, suspended.id, status)
        .await
        .unwrap();
    let page = "totalCount nodes { id name slug legalForm province { name } } pageInfo { endCursor hasNextPage }";
    let query = format!("{{ producers(first: 2) {{ {page} }} }}");
    let first = app.query(&query).await.data();
    assert_eq!(first["producers"]["totalCount"], 3);
    assert_eq!(first["producers"]["nodes"][1]["name"], "Hợp tác xã Bình");
    assert_eq!(app.statements(&query).await, 2);
    let after = &first["producers"]["pageInfo"]["endCursor"];
    let next = app
        .query(&format!(
            "{{ producers(first: 2, after: {after}) {{ {page} }} }}"
        ))
        .await
        .data();
    assert_eq!(next["producers"]["nodes"][0]["name"], "Hợp tác xã Cường");
    assert_eq!(next["producers"]["pageInfo"]["hasNextPage"], false);
    let named = app.query("{ producers(first: 9, where: { name: \"binh\", legalForms: [COOPERATIVE], provinces: [\"37\"] }) { nodes { name } } }");
    assert_eq!(
        named.await.data()["producers"]["nodes"],
        json!([{ "name": "Hợp tác xã Bình" }])
    );
    // Who does not trade is not there.
    let slug = json!({ "slug": suspended.slug });
    let hidden = app
        .query_with(
            "query($slug: String) { producer(slug: $slug) { id } }",
            slug,
        )
        .await;
    assert_eq!(hidden.data(), json!({ "producer": null }));
}

async fn places_come_from_memory(test: TestDb) {
    let app = App::open(test).await;
    let query = "{ provinces { code fullName name(language: EN) } communes(province: \"37\") { code fullName kind province { code } } }";
    let answer = app.query(query).await.data();
    assert_eq!(
        answer["provinces"][0],
        json!({ "code": "01", "fullName": "Thành phố Hà Nội", "name": "Ha Noi" })
    );
    assert_eq!(
        answer["communes"][0],
        json!({
            "code": "14620", "fullName": "Xã Phát Diệm", "kind": "COMMUNE", "province": { "code": "37" }
        })
    );
    assert_eq!(app.statements(query).await, 0);
    assert_eq!(
        app.query("{ communes(province: \"99\") { code } }")
            .await
            .data(),
        json!({ "communes": [] })
    );
}
