//! The server is killed under load, again and again: what was acknowledged is
//! there once, and everything adds up.

use crate::server::{Client, Home};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::TestDb;

testkit::on_both!(heavy_no_acknowledged_order_is_lost_or_doubled);

/// At least so many kills, …
const KILLS: u64 = 20;
/// … and so many acknowledged orders: a slow machine is killed more often.
const ORDERS: usize = 20;

/// One checkout that was sent: the same key is sent again after the crash.
#[derive(Clone)]
struct Sent {
    input: Value,
    acknowledged: Option<String>,
}

const CHECKOUT: &str = "mutation($input: CartCheckoutInput!) { cartCheckout(input: $input) { order { number } userErrors { code } } }";

/// Buys until the server is gone.
async fn buy(
    client: Client,
    variant: Value,
    sent: Arc<Mutex<Vec<Sent>>>,
    shopper: u64,
) -> Option<()> {
    for n in 0_u64.. {
        let create = "mutation($lines: [CartLineInput!]) { cartCreate(input: { lines: $lines }) { cart { id token } userErrors { code } } }";
        let lines = json!({ "lines": [{ "variantId": variant, "quantity": 1 }] });
        let cart =
            client.try_send(None, create, lines).await?["data"]["cartCreate"]["cart"].clone();
        let address = json!({ "input": { "cartId": cart["id"], "token": cart["token"], "address": {
            "recipient": "Trần Văn An", "phone": "0912345678", "provinceCode": "37", "communeCode": "14533", "street": "Thôn 1" } } });
        let update = "mutation($input: CartAddressUpdateInput!) { cartAddressUpdate(input: $input) { cart { totals { total { amount } } } userErrors { code } } }";
        let updated = client.try_send(None, update, address).await?;
        let total =
            updated["data"]["cartAddressUpdate"]["cart"]["totals"]["total"]["amount"].clone();
        let method = if n % 2 == 0 {
            "CASH_ON_DELIVERY"
        } else {
            "CARD"
        };
        let input = json!({ "cartId": cart["id"], "token": cart["token"], "paymentMethod": method,
            "paymentToken": "sandbox_approve", "expectedTotal": total, "idempotencyKey": format!("{shopper}-{n}") });
        let place = {
            let mut sent = sent.lock().unwrap();
            sent.push(Sent {
                input: input.clone(),
                acknowledged: None,
            });
            sent.len() - 1
        };
        let answer = client
            .try_send(None, CHECKOUT, json!({ "input": input }))
            .await?;
        let number = answer["data"]["cartCheckout"]["order"]["number"].as_str();
        let number = number.unwrap_or_else(|| panic!("{answer}"));
        sent.lock().unwrap()[place].acknowledged = Some(number.to_owned());
    }
    None
}

async fn heavy_no_acknowledged_order_is_lost_or_doubled(database: TestDb) {
    let home = Home::new(database);
    let sent: Arc<Mutex<Vec<Sent>>> = Arc::default();
    let product = "{ products(first: 100, where: { inStock: true, groups: [\"FOOD\"] }) { nodes { variants { id quantityAvailable } } } }";
    let acknowledged = || {
        let sent = sent.lock().unwrap();
        sent.iter()
            .filter(|sent| sent.acknowledged.is_some())
            .count()
    };
    for round in 0..3 * KILLS {
        if round >= KILLS && acknowledged() >= ORDERS {
            break;
        }
        let server = home.start().await;
        let listed = server.client.data(None, product, json!({})).await;
        let mut best: Vec<(i64, Value)> = listed["products"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|node| node["variants"].as_array().unwrap().clone())
            .map(|variant| {
                (
                    variant["quantityAvailable"].as_i64().unwrap(),
                    variant["id"].clone(),
                )
            })
            .collect();
        best.sort_by_key(|(available, _)| -available);
        let shoppers: Vec<_> = (0..4)
            .map(|shopper| {
                tokio::spawn(buy(
                    server.client.clone(),
                    best[shopper as usize].1.clone(),
                    sent.clone(),
                    round * 10 + shopper,
                ))
            })
            .collect();
        // Different moments of the work, the same in every run; later ones
        // where a slow machine has not acknowledged enough.
        let slow = 1 + round / KILLS * 4;
        tokio::time::sleep(Duration::from_millis(slow * (150 + round * 37 % 400))).await;
        server.kill();
        for shopper in shoppers {
            shopper.await.unwrap();
        }
    }
    let server = home.start().await;
    assert!(
        acknowledged() >= ORDERS,
        "too few orders to prove anything: {}",
        acknowledged()
    );
    let sent = sent.lock().unwrap().clone();
    let mut numbers = std::collections::BTreeSet::new();
    for one in &sent {
        // The same key again: the acknowledged order, or the one that the
        // crash hid, or a new one; never a second.
        let answer = server
            .client
            .data(None, CHECKOUT, json!({ "input": one.input }))
            .await;
        let number = answer["cartCheckout"]["order"]["number"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned();
        if let Some(acknowledged) = &one.acknowledged {
            assert_eq!(acknowledged, &number, "an acknowledged order is lost");
        }
        assert!(numbers.insert(number), "two carts, one order");
    }
    // Charges that the last kill interrupted are finished by the queue.
    tokio::time::sleep(Duration::from_secs(4)).await;
    drop(server);
    home.verify().unwrap();
}
