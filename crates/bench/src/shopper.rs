//! Shoppers: carts that fill, and whole purchases.

use crate::Result;
use crate::load::{CONNECTIONS, Client, Round, since};
use crate::process::Server;
use crate::requests::mutation;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Carts of one shopper who only adds; a cart holds at most 100 lines.
const CARTS: usize = 10;
const LINES: usize = 100;

/// What can be bought: a variant, and who sells it.
#[derive(Clone)]
pub(crate) struct Offer {
    variant: Value,
    producer: Value,
}

/// The first variant of each product of a list.
pub(crate) fn offers(products: &[Value]) -> Vec<Offer> {
    let offer = |product: &Value| Offer {
        variant: product["variants"][0]["id"].clone(),
        producer: product["producer"]["id"].clone(),
    };
    products.iter().map(offer).collect()
}

/// A purchase's whole time and its checkout's, in microseconds.
struct Bought {
    whole: u64,
    checkout: u64,
}

/// Throughput and latency of whole purchases, and of their checkouts alone.
pub(crate) struct Purchases {
    pub(crate) whole: Round,
    pub(crate) checkout: Round,
}

fn create(lines: &Value) -> hyper::body::Bytes {
    let input = json!({ "lines": lines });
    mutation("cartCreate", "CartCreateInput", "cart { id token }", &input)
}

fn add(cart: &Value, offer: &Offer) -> hyper::body::Bytes {
    let input = json!({ "cartId": cart["id"], "token": cart["token"],
        "lines": [{ "variantId": offer.variant, "quantity": 1 }] });
    let selection = "cart { id totals { total { amount } } }";
    mutation("cartLinesAdd", "CartLinesInput", selection, &input)
}

/// One line added to a cart at a time, by as many shoppers as connections. The
/// carts are made before the clock starts.
pub(crate) async fn add_lines(
    server: &Server,
    offers: &Arc<Vec<Offer>>,
    time: Duration,
) -> Result<Round> {
    let mut ready = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut client = Client::connect(server.port).await?;
        let mut carts = Vec::new();
        for _ in 0..CARTS {
            let (mut payload, _) = client.change("cartCreate", create(&json!([]))).await?;
            carts.push(payload["cart"].take());
        }
        ready.push((client, carts));
    }
    let (cpu, started) = (server.cpu_ms()?, Instant::now());
    let mut tasks: JoinSet<Result<Vec<u64>>> = JoinSet::new();
    for (worker, (mut client, carts)) in ready.into_iter().enumerate() {
        let offers = offers.clone();
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            while started.elapsed() < time {
                let n = latencies.len();
                let offer = &offers[(worker * LINES + n / CARTS % LINES) % offers.len()];
                let body = add(&carts[n % CARTS], offer);
                let sent = Instant::now();
                client.change("cartLinesAdd", body).await?;
                latencies.push(since(sent));
            }
            Ok(latencies)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        all.append(&mut done??);
    }
    Round::of(all, started.elapsed(), server.cpu_ms()? - cpu)
}

/// One purchase of goods of two producers, paid on delivery: a cart, its
/// lines, the address, the checkout. Also answers its SQL statements, all and
/// of the last step alone.
async fn buy(
    client: &mut Client,
    first: &Offer,
    second: &Offer,
    key: &str,
) -> Result<(Bought, u64, u64)> {
    let begun = Instant::now();
    let line = |offer: &Offer| json!({ "variantId": offer.variant, "quantity": 1 });
    let (created, a) = client
        .change("cartCreate", create(&json!([line(first)])))
        .await?;
    let cart = &created["cart"];
    let (_, b) = client.change("cartLinesAdd", add(cart, second)).await?;
    let address = json!({ "cartId": cart["id"], "token": cart["token"], "address": {
        "recipient": "Nguyễn Thị Lan", "phone": "0987654321", "provinceCode": "37",
        "communeCode": "14533", "street": "Số 1, thôn Văn Lâm" } });
    let selection = "cart { totals { total { amount } } }";
    let body = mutation(
        "cartAddressUpdate",
        "CartAddressUpdateInput",
        selection,
        &address,
    );
    let (priced, c) = client.change("cartAddressUpdate", body).await?;
    let checkout = json!({ "cartId": cart["id"], "token": cart["token"],
        "paymentMethod": "CASH_ON_DELIVERY", "idempotencyKey": key,
        "expectedTotal": priced["cart"]["totals"]["total"]["amount"] });
    let body = mutation(
        "cartCheckout",
        "CartCheckoutInput",
        "order { number }",
        &checkout,
    );
    let sent = Instant::now();
    let (_, d) = client.change("cartCheckout", body).await?;
    let bought = Bought {
        whole: since(begun),
        checkout: since(sent),
    };
    Ok((bought, a + b + c + d, d))
}

/// Two offers of different producers, different for each `n`.
fn pair(offers: &[Offer], n: usize) -> (&Offer, &Offer) {
    let first = &offers[n * 7 % offers.len()];
    let others = (1..offers.len()).map(|step| &offers[(n * 7 + step) % offers.len()]);
    let second = others
        .into_iter()
        .find(|other| other.producer != first.producer)
        .unwrap_or(first);
    (first, second)
}

/// SQL statements of one purchase and of its checkout.
pub(crate) async fn statements(server: &Server, offers: &[Offer]) -> Result<(u64, u64)> {
    let mut client = Client::connect(server.port).await?;
    let (first, second) = pair(offers, 0);
    let (_, whole, checkout) = buy(&mut client, first, second, "bench-statements").await?;
    Ok((whole, checkout))
}

/// SQL statements of adding one line.
pub(crate) async fn add_statements(server: &Server, offers: &[Offer]) -> Result<u64> {
    let mut client = Client::connect(server.port).await?;
    let (created, _) = client.change("cartCreate", create(&json!([]))).await?;
    let body = add(&created["cart"], &offers[0]);
    Ok(client.change("cartLinesAdd", body).await?.1)
}

/// Whole purchases, one after the other, by sixteen shoppers at once.
pub(crate) async fn purchases(
    server: &Server,
    offers: &Arc<Vec<Offer>>,
    round: usize,
    time: Duration,
) -> Result<Purchases> {
    let (cpu, started) = (server.cpu_ms()?, Instant::now());
    let mut tasks: JoinSet<Result<Vec<Bought>>> = JoinSet::new();
    for shopper in 0..CONNECTIONS {
        let offers = offers.clone();
        let mut client = Client::connect(server.port).await?;
        tasks.spawn(async move {
            let mut all = Vec::new();
            while started.elapsed() < time {
                let n = all.len() * CONNECTIONS + shopper;
                let (first, second) = pair(&offers, n);
                let key = format!("bench-{round}-{n}");
                all.push(buy(&mut client, first, second, &key).await?.0);
            }
            Ok(all)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        all.append(&mut done??);
    }
    let (elapsed, cpu) = (started.elapsed(), server.cpu_ms()? - cpu);
    let of = |part: fn(&Bought) -> u64| Round::of(all.iter().map(part).collect(), elapsed, cpu);
    Ok(Purchases {
        whole: of(|bought| bought.whole)?,
        checkout: of(|bought| bought.checkout)?,
    })
}
