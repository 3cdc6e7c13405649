//! Many shoppers at the same moment, over HTTP: each unit is sold once, each
//! key has one effect.

use crate::server::{Client, Home};
use futures::future::join_all;
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::TestDb;
use tokio::sync::Barrier;

testkit::on_both!(
    heavy_fifty_units_are_sold_to_three_hundred_shoppers,
    heavy_a_key_sent_fifty_times_is_one_order
);

const UNITS: i64 = 50;
const SHOPPERS: usize = 300;
const REPEATS: usize = 50;

/// An operator who expects a crowd from one address and has patience with it.
const SETTINGS: [(&str, &str); 3] = [
    ("OCOP_LIMITS__REQUESTS_PER_MINUTE", "0"),
    ("OCOP_SERVER__REQUEST_TIMEOUT_SECONDS", "60"),
    ("OCOP_DATABASE__ACQUIRE_TIMEOUT_SECONDS", "60"),
];

/// The answer to a mutation; there must be one, and no failure.
async fn mutate(client: &Client, query: &str, input: Value) -> Value {
    let answer = client
        .try_send(None, query, json!({ "input": input }))
        .await;
    let answer = answer.expect("an answer to every request");
    assert!(answer["errors"].is_null(), "{query}\n{answer}");
    answer["data"].clone()
}

/// A cart of so many units that is ready to be bought: the input of its
/// checkout.
async fn ready(client: &Client, variant: &Value, quantity: i64, key: &str) -> Value {
    let create = "mutation($input: CartCreateInput!) { cartCreate(input: $input) { cart { id token } userErrors { code } } }";
    let lines = json!({ "lines": [{ "variantId": variant, "quantity": quantity }] });
    let created = mutate(client, create, lines).await;
    let cart = &created["cartCreate"]["cart"];
    let update = "mutation($input: CartAddressUpdateInput!) { cartAddressUpdate(input: $input) { cart { totals { total { amount } } } userErrors { code } } }";
    let address = json!({ "cartId": cart["id"], "token": cart["token"], "address": {
        "recipient": "Trần Văn An", "phone": "0912345678", "provinceCode": "37", "communeCode": "14533", "street": "Thôn 1" } });
    let updated = mutate(client, update, address).await;
    let updated = &updated["cartAddressUpdate"];
    assert_eq!(updated["userErrors"], json!([]));
    json!({ "cartId": cart["id"], "token": cart["token"], "paymentMethod": "CASH_ON_DELIVERY",
        "expectedTotal": updated["cart"]["totals"]["total"]["amount"], "idempotencyKey": key })
}

async fn checkout(client: &Client, input: Value) -> Value {
    let checkout = "mutation($input: CartCheckoutInput!) { cartCheckout(input: $input) { \
        order { id number status totals { total { amount } } } payment { status } userErrors { code available } } }";
    mutate(client, checkout, input).await["cartCheckout"].clone()
}

/// Checks out everything at the same moment.
async fn rush(client: &Client, inputs: Vec<Value>) -> Vec<Value> {
    let start = Arc::new(Barrier::new(inputs.len()));
    let shoppers = inputs.into_iter().map(|input| {
        let (client, start) = (client.clone(), start.clone());
        tokio::spawn(async move {
            start.wait().await;
            checkout(&client, input).await
        })
    });
    let answers = join_all(shoppers).await;
    answers.into_iter().map(|answer| answer.unwrap()).collect()
}

async fn available(client: &Client, variant: &Value) -> i64 {
    let query =
        "query($ids: [ID!]!) { nodes(ids: $ids) { ... on ProductVariant { quantityAvailable } } }";
    let found = client.data(None, query, json!({ "ids": [variant] })).await;
    found["nodes"][0]["quantityAvailable"].as_i64().unwrap()
}

/// A variant of which exactly [`UNITS`] are left: somebody bought the rest.
async fn scarce(client: &Client) -> Value {
    let products = "{ products(first: 100, where: { inStock: true, groups: [\"FOOD\"] }) { nodes { variants { id quantityAvailable } } } }";
    let listed = client.data(None, products, json!({})).await;
    let nodes = listed["products"]["nodes"].as_array().unwrap();
    let variants = nodes
        .iter()
        .flat_map(|node| node["variants"].as_array().unwrap());
    let (left, variant) = variants
        .map(|own| (own["quantityAvailable"].as_i64().unwrap(), &own["id"]))
        .filter(|(left, _)| *left > UNITS)
        .min_by_key(|(left, _)| *left)
        .expect("a demonstration with more than a few units of something");
    let rest = ready(client, variant, left - UNITS, "the rest").await;
    let bought = checkout(client, rest).await;
    assert_eq!(bought["userErrors"], json!([]));
    assert_eq!(available(client, variant).await, UNITS);
    variant.clone()
}

async fn heavy_fifty_units_are_sold_to_three_hundred_shoppers(database: TestDb) {
    let home = Home::within(database);
    let server = home.serve(&SETTINGS).await;
    let client = &server.client;
    let variant = scarce(client).await;
    let before = home.number("SELECT COUNT(*) FROM customer_order").await;
    let carts = (0..SHOPPERS).map(|shopper| {
        let (client, variant) = (client.clone(), variant.clone());
        async move { ready(&client, &variant, 1, &format!("shopper-{shopper}")).await }
    });
    let answers = rush(client, join_all(carts).await).await;

    let (mut numbers, mut refused) = (std::collections::BTreeSet::new(), 0);
    for answer in &answers {
        if let Some(number) = answer["order"]["number"].as_str() {
            assert_eq!(answer["userErrors"], json!([]), "{answer}");
            assert!(numbers.insert(number), "{number} was given out twice");
        } else {
            let errors = json!([{ "code": "OUT_OF_STOCK", "available": 0 }]);
            assert_eq!(answer["userErrors"], errors);
            refused += 1;
        }
    }
    let units = usize::try_from(UNITS).unwrap();
    assert_eq!((numbers.len(), refused), (units, SHOPPERS - units));
    let orders = home.number("SELECT COUNT(*) FROM customer_order").await;
    assert_eq!(orders - before, UNITS);
    assert_eq!(available(client, &variant).await, 0);
    home.settle().await;
    home.verify().unwrap();
}

async fn heavy_a_key_sent_fifty_times_is_one_order(database: TestDb) {
    let home = Home::within(database);
    let server = home.serve(&SETTINGS).await;
    let client = &server.client;
    let variant = scarce(client).await;
    let before = home.number("SELECT COUNT(*) FROM customer_order").await;
    let input = ready(client, &variant, 1, "one").await;
    let answers = rush(client, vec![input; REPEATS]).await;

    assert!(answers[0]["order"]["number"].is_string(), "{}", answers[0]);
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let orders = home.number("SELECT COUNT(*) FROM customer_order").await;
    assert_eq!(orders - before, 1);
    assert_eq!(available(client, &variant).await, UNITS - 1);
    home.settle().await;
    home.verify().unwrap();
}
