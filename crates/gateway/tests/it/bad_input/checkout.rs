//! What a checkout refuses.

use super::Case;
use super::carts::access;
use super::world::{CHECKOUT_KEY, Cart, World};
use serde_json::{Value, json};

const OPERATION: &str = "cartCheckout";

/// A checkout in cash at the total that the cart had, changed.
fn call(name: &str, cart: &Cart, change: Value) -> Case {
    let mut input = json!({
        "cartId": cart.id, "token": cart.token, "paymentMethod": "CASH_ON_DELIVERY",
        "expectedTotal": cart.total, "idempotencyKey": "key-2",
    });
    if let Value::Object(change) = change {
        for (field, value) in change {
            input[field] = value;
        }
    }
    Case::mutation(OPERATION, name, input)
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = access(world, OPERATION, |id, token| {
        json!({ "cartId": id, "token": token, "paymentMethod": "CASH_ON_DELIVERY",
            "expectedTotal": world.open.total, "idempotencyKey": "key-2" })
    });
    cases.extend(carts(world));
    cases.extend(totals(world));
    cases.extend(keys(world));
    cases.extend(methods(world));
    cases
}

fn carts(world: &World) -> Vec<Case> {
    let nothing = || Value::Null;
    vec![
        call("an empty cart", &world.empty, nothing()).user("CART_EMPTY", "cartId"),
        call("without an address", &world.unaddressed, nothing()).user("ADDRESS_MISSING", "cartId"),
        call(
            "to a commune abolished since",
            &world.moved,
            json!({ "expectedTotal": "68000" }),
        )
        .user("ADDRESS_MISSING", "cartId"),
        call(
            "a parcel that no courier takes",
            &world.overweight,
            nothing(),
        )
        .user("DELIVERY_UNAVAILABLE", "cartId"),
        call("a product suspended since", &world.withdrawn, nothing())
            .user("PRODUCT_UNAVAILABLE", "cartId"),
        call("a product sold out since", &world.sold_out, nothing()).user("OUT_OF_STOCK", "cartId"),
    ]
}

fn totals(world: &World) -> Vec<Case> {
    let cart = &world.open;
    let total = |name: &str, total: Value| call(name, cart, json!({ "expectedTotal": total }));
    let mut cases = vec![
        call("a price that has risen since", &world.repriced, Value::Null)
            .user("TOTAL_CHANGED", "expectedTotal"),
    ];
    for wrong in [
        "0",
        "-1",
        "1",
        "-0",
        "-1000000000000000",
        "1000000000000000",
    ] {
        let name = format!("the total {wrong}");
        cases.push(total(&name, json!(wrong)).user("TOTAL_CHANGED", "expectedTotal"));
    }
    let negative = format!("-{}", cart.total);
    cases.push(
        total("the total below zero", json!(negative)).user("TOTAL_CHANGED", "expectedTotal"),
    );
    for wrong in [
        json!(""),
        json!(" "),
        json!("1e6"),
        json!("+230000"),
        json!("230.000,00"),
        json!("230000.5"),
        json!("0x38270"),
        json!("NaN"),
        json!("1000000000000001"),
        json!("9223372036854775808"),
        json!("9".repeat(5_000)),
        json!("230000\u{0}"),
        json!(230_000),
        json!(-1),
        json!(2.5),
        Value::Null,
    ] {
        let name: String = format!("the total {wrong}").chars().take(60).collect();
        cases.push(total(&name, wrong).bad());
    }
    cases
}

fn keys(world: &World) -> Vec<Case> {
    let key = |name: &str, key: Value| call(name, &world.open, json!({ "idempotencyKey": key }));
    let path = "idempotencyKey";
    let mut cases = Vec::new();
    for (name, wrong) in [
        ("an empty key", String::new()),
        ("a key of white space", " \t\u{a0} ".to_owned()),
        ("a key of 256 characters", "k".repeat(256)),
        ("a key of 256 Vietnamese letters", "ế".repeat(256)),
        ("an overlong key", "k".repeat(100_000)),
        ("a key with a control character", "key\u{1}2".to_owned()),
        ("a key of two lines", "key\n2".to_owned()),
    ] {
        cases.push(key(name, json!(wrong)).user("IDEMPOTENCY_KEY_INVALID", path));
    }
    cases.push(key("a key with NUL", json!("key\u{0}2")).bad());
    cases.push(key("no key", Value::Null).bad());
    // The key of the order that the cart became.
    let used = |name: &str, change: Value| {
        let mut change = change;
        change["idempotencyKey"] = json!(CHECKOUT_KEY);
        call(name, &world.completed, change)
    };
    cases.extend([
        used(
            "the key with another total",
            json!({ "expectedTotal": "1" }),
        )
        .user("IDEMPOTENCY_KEY_REUSED", path),
        used(
            "the key with a token",
            json!({ "paymentToken": "sandbox_approve" }),
        )
        .user("IDEMPOTENCY_KEY_REUSED", path),
        used(
            "the key with another way to pay",
            json!({ "paymentMethod": "CARD", "paymentToken": "sandbox_approve" }),
        )
        .user("IDEMPOTENCY_KEY_REUSED", path),
        used(
            "the key with another's token",
            json!({ "token": world.other.token }),
        )
        .user("CART_NOT_FOUND", "cartId"),
        // The same key and input once more are answered with the same order.
        used("the key with the same input", json!({})),
        call(
            "the longest key",
            &world.spare[1],
            json!({ "idempotencyKey": "ế".repeat(255) }),
        )
        .writes(
            "255 characters are a key, however many bytes they have",
            ORDERED,
        ),
    ]);
    cases
}

/// What an order in cash writes.
const ORDERED: &[&str] = &[
    "cart",
    "customer_order",
    "idempotency_key",
    "order_event",
    "order_line",
    "payment",
    "producer_order",
    "stock",
    "stock_movement",
    "stock_reservation",
];

fn methods(world: &World) -> Vec<Case> {
    let paid = |name: &str, method: &str, token: Value| {
        call(
            name,
            &world.open,
            json!({ "paymentMethod": method, "paymentToken": token }),
        )
    };
    let method = "paymentMethod";
    let token = "paymentToken";
    let spare = json!({ "paymentMethod": "CARD", "paymentToken": "sandbox_no_such_card" });
    vec![
        paid("by bank transfer", "BANK_TRANSFER_QR", Value::Null)
            .user("PAYMENT_METHOD_UNAVAILABLE", method),
        paid("through VNPay", "VNPAY", json!("sandbox_approve"))
            .user("PAYMENT_METHOD_UNAVAILABLE", method),
        paid("by an unknown method", "BITCOIN", Value::Null).bad(),
        paid("by an empty method", "", Value::Null).bad(),
        paid("by a method in small letters", "card", Value::Null).bad(),
        call("alcohol in cash", &world.alcoholic, Value::Null)
            .user("ALCOHOL_CASH_FORBIDDEN", method),
        paid("by card without a token", "CARD", Value::Null).user("PAYMENT_TOKEN_MISSING", token),
        paid("by card with an empty token", "CARD", json!("")).user("PAYMENT_TOKEN_MISSING", token),
        paid("by card with a token of white space", "CARD", json!(" \n "))
            .user("PAYMENT_TOKEN_MISSING", token),
        paid(
            "by card with a token of 256 characters",
            "CARD",
            json!("t".repeat(256)),
        )
        .user("PAYMENT_TOKEN_INVALID", token),
        paid(
            "by card with an overlong token",
            "CARD",
            json!("t".repeat(100_000)),
        )
        .user("PAYMENT_TOKEN_INVALID", token),
        paid(
            "by card with a control character",
            "CARD",
            json!("sandbox\u{1b}[2J"),
        )
        .user("PAYMENT_TOKEN_INVALID", token),
        paid("by card with NUL", "CARD", json!("sandbox_approve\u{0}")).bad(),
        call("by a card that nobody knows", &world.spare[2], spare)
            .writes("the order waits for another card", CARD_ORDERED),
    ]
}

/// What an order by card writes, with its declined attempt.
const CARD_ORDERED: &[&str] = &[
    "cart",
    "customer_order",
    "idempotency_key",
    "job",
    "order_event",
    "order_line",
    "payment",
    "payment_attempt",
    "producer_order",
    "stock",
    "stock_movement",
    "stock_reservation",
];
