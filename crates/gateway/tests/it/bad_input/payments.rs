//! What paying again and cancelling refuse.

use super::Case;
use super::carts::{no_ids, wrong_tokens};
use super::world::{Order, PAY_KEY, World, unknown};
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = access(world, "orderPay", &world.declined, |id, token| {
        json!({ "orderId": id, "token": token, "paymentToken": "sandbox_approve",
            "idempotencyKey": "pay-2" })
    });
    cases.extend(access(
        world,
        "orderCancel",
        &world.placed,
        |id, token| json!({ "orderId": id, "token": token, "note": "Đặt nhầm" }),
    ));
    cases.extend(paying(world));
    cases.extend(cancelling(world));
    cases
}

/// What is refused of whoever has no right to an order.
fn access(
    world: &World,
    operation: &'static str,
    order: &Order,
    input: impl Fn(Value, Value) -> Value,
) -> Vec<Case> {
    let (code, path) = ("ORDER_NOT_FOUND", "orderId");
    let token = json!(order.token);
    let call = |name: &str, id: &str, token: &Value| {
        Case::mutation(operation, name, input(json!(id), token.clone()))
    };
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| call(name, id, &token).bad())
        .collect();
    for (name, wrong) in wrong_tokens(&world.open.token) {
        cases.push(call(name, &order.id, &wrong).user(code, path));
    }
    cases.extend([
        call("a cart's id for the order's", &world.open.id, &token).bad(),
        call("a part's id for the order's", &order.parts[0], &token).bad(),
        call("an unknown order", &unknown("Order"), &token).user(code, path),
        call(
            "with another order's token",
            &order.id,
            &json!(world.packed.token),
        )
        .user(code, path),
        call(
            "an account's order by nobody",
            &world.owned_order.id,
            &Value::Null,
        )
        .user(code, path),
        call(
            "an account's order by another account",
            &world.owned_order.id,
            &Value::Null,
        )
        .by(&world.people.stranger)
        .user(code, path),
        call("by the owner of its producer", &order.id, &Value::Null)
            .by(&world.people.owner)
            .user(code, path),
        call("by an administrator", &order.id, &Value::Null)
            .by(&world.people.administrator)
            .user(code, path),
        call("an unknown session", &order.id, &token)
            .by("no-such-session")
            .top("UNAUTHENTICATED"),
    ]);
    cases
}

fn pay(name: &str, order: &Order, card: &str, key: &str) -> Case {
    let input = json!({ "orderId": order.id, "token": order.token, "paymentToken": card,
        "idempotencyKey": key });
    Case::mutation("orderPay", name, input)
}

fn paying(world: &World) -> Vec<Case> {
    let declined = &world.declined;
    let good = "sandbox_approve";
    let mut cases = Vec::new();
    for (name, order) in [
        ("an order that is paid", &world.paid),
        ("an order whose card is asked about", &world.processing),
        ("an order in cash", &world.placed),
        ("a delivered order", &world.delivered),
        ("a cancelled order", &world.cancelled),
        ("an order that was not paid in time", &world.unpaid),
    ] {
        cases.push(pay(name, order, good, "pay-2").user("NOT_PAYABLE", "orderId"));
    }
    for (name, card, code) in [
        ("an empty card", String::new(), "PAYMENT_TOKEN_MISSING"),
        (
            "a card of white space",
            " \t\n".to_owned(),
            "PAYMENT_TOKEN_MISSING",
        ),
        (
            "a card of 256 characters",
            "t".repeat(256),
            "PAYMENT_TOKEN_INVALID",
        ),
        (
            "an overlong card",
            "t".repeat(100_000),
            "PAYMENT_TOKEN_INVALID",
        ),
        (
            "a card with a control character",
            "sandbox\u{7}".to_owned(),
            "PAYMENT_TOKEN_INVALID",
        ),
    ] {
        cases.push(pay(name, declined, &card, "pay-2").user(code, "paymentToken"));
    }
    cases.push(pay("a card with NUL", declined, "sandbox_approve\u{0}", "pay-2").bad());
    for (name, key) in [
        ("an empty key", String::new()),
        ("a key of white space", " \u{3000} ".to_owned()),
        ("a key of 256 characters", "k".repeat(256)),
        ("an overlong key", "k".repeat(100_000)),
        ("a key with a control character", "pay\u{85}2".to_owned()),
    ] {
        cases.push(
            pay(name, declined, good, &key).user("IDEMPOTENCY_KEY_INVALID", "idempotencyKey"),
        );
    }
    let attempt: &[&str] = &["idempotency_key", "job", "payment", "payment_attempt"];
    cases.extend([
        pay("a key with NUL", declined, good, "pay\u{0}2").bad(),
        pay("the key with another card", declined, good, PAY_KEY)
            .user("IDEMPOTENCY_KEY_REUSED", "idempotencyKey"),
        pay(
            "the key with the same card",
            declined,
            "sandbox_decline",
            PAY_KEY,
        ),
        pay("a card that declines", declined, "sandbox_decline", "pay-3")
            .writes("a declined attempt is kept", attempt),
        pay(
            "a card that nobody knows",
            declined,
            "4111 1111 1111 1111",
            &"ế".repeat(255),
        )
        .writes("a declined attempt is kept", attempt),
    ]);
    cases
}

fn cancelling(world: &World) -> Vec<Case> {
    let call = |name: &str, order: &Order, note: Value| {
        let input = json!({ "orderId": order.id, "token": order.token, "note": note });
        Case::mutation("orderCancel", name, input)
    };
    let cancelled: &[&str] = &[
        "customer_order",
        "order_event",
        "payment",
        "producer_order",
        "stock",
        "stock_movement",
        "stock_reservation",
    ];
    let long = format!("Đặt\u{202e} nhầm\u{7}\n{}", "á".repeat(5_000));
    let spare = &world.spare_orders[0];
    let mut cases = Vec::new();
    for (name, order) in [
        ("after packing", &world.packed),
        ("after one of two parts is packed", &world.half_packed),
        ("after shipping", &world.shipped),
        ("after the delivery", &world.delivered),
        ("after the cancellation", &world.cancelled),
        ("after it was not paid in time", &world.unpaid),
    ] {
        cases.push(call(name, order, Value::Null).user("TOO_LATE", "orderId"));
    }
    cases.extend([
        call("a note with NUL", &world.placed, json!("Đặt nhầm\u{0}")).bad(),
        call("a note that is a number", &world.placed, json!(7)).bad(),
        call(
            "an overlong note with characters that nobody sees",
            spare,
            json!(long),
        )
        .writes(
            "the first 500 characters count, without what nobody sees",
            cancelled,
        ),
        call("twice", spare, Value::Null).user("TOO_LATE", "orderId"),
    ]);
    cases
}
