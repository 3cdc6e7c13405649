//! What reading orders refuses.

use super::Case;
use super::carts::{no_ids, wrong_tokens};
use super::world::{World, unknown};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = one_order(world);
    cases.extend(one_part(world));
    cases.extend(lists(world));
    cases.extend(pages(world));
    cases
}

fn one_order(world: &World) -> Vec<Case> {
    let order = &world.placed;
    let by_id = |name: &str, id: &str, token: Value| {
        Case::query("order", name, json!({ "id": id, "token": token }))
    };
    let by_number = |name: &str, number: &str, token: Value| {
        Case::query("order", name, json!({ "number": number, "token": token }))
    };
    let token = json!(order.token);
    let mut cases = Vec::new();
    for (name, id) in no_ids() {
        cases.push(by_id(name, &id, token.clone()).bad());
    }
    for (name, wrong) in wrong_tokens(&world.open.token) {
        cases.push(by_id(name, &order.id, wrong.clone()).null());
        cases.push(by_number(name, &order.number, wrong).null());
    }
    for (name, number) in [
        ("an empty number", String::new()),
        ("a number of white space", " \t".to_owned()),
        ("an unknown number", "OC-261123-00000000".to_owned()),
        ("a number with a wildcard", "OC-%".to_owned()),
        ("a number with a quote", "' OR '1'='1".to_owned()),
        ("an overlong number", "O".repeat(100_000)),
    ] {
        cases.push(by_number(name, &number, token.clone()).null());
    }
    let both = json!({ "id": order.id, "number": order.number, "token": order.token });
    cases.extend([
        by_number(
            "a number with NUL",
            &format!("{}\u{0}", order.number),
            token.clone(),
        )
        .bad(),
        by_id(
            "a cart's id for the order's",
            &world.completed.id,
            token.clone(),
        )
        .bad(),
        by_id(
            "a part's id for the order's",
            &order.parts[0],
            token.clone(),
        )
        .bad(),
        by_id("an unknown order", &unknown("Order"), token.clone()).null(),
        by_id(
            "with another order's token",
            &order.id,
            json!(world.packed.token),
        )
        .null(),
        by_number(
            "another order's number",
            &world.packed.number,
            token.clone(),
        )
        .null(),
        by_id(
            "an account's order by nobody",
            &world.owned_order.id,
            Value::Null,
        )
        .null(),
        by_id(
            "an account's order by another account",
            &world.owned_order.id,
            Value::Null,
        )
        .by(&world.people.stranger)
        .null(),
        by_number(
            "an account's order by another account",
            &world.owned_order.number,
            Value::Null,
        )
        .by(&world.people.stranger)
        .null(),
        by_id("by the owner of its producer", &order.id, Value::Null)
            .by(&world.people.owner)
            .null(),
        by_number("by a moderator", &order.number, Value::Null)
            .by(&world.people.moderator)
            .null(),
        by_id("by an administrator", &order.id, Value::Null)
            .by(&world.people.administrator)
            .null(),
        by_id("an unknown session", &order.id, token)
            .by("no-such-session")
            .top("UNAUTHENTICATED"),
        Case::query("order", "by id and number", both).bad(),
        Case::query("order", "by nothing", json!({ "token": order.token })).bad(),
    ]);
    cases
}

fn one_part(world: &World) -> Vec<Case> {
    let call = |name: &str, id: &str| Case::query("producerOrder", name, json!({ "id": id }));
    let people = &world.people;
    let part = &world.placed.parts[0];
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| call(name, id).by(&people.owner).bad())
        .collect();
    cases.extend([
        call("an order's id for the part's", &world.placed.id)
            .by(&people.owner)
            .bad(),
        call("an unknown part", &unknown("ProducerOrder"))
            .by(&people.owner)
            .null(),
        call("another producer's part", part)
            .by(&people.rival)
            .null(),
        call("a part that is not paid yet", &world.declined.parts[0])
            .by(&people.owner)
            .null(),
        call("by nobody", part).top("UNAUTHENTICATED"),
        call("by its shopper", &world.owned_order.parts[0])
            .by(&people.shopper)
            .top("FORBIDDEN"),
        call("by a moderator", part)
            .by(&people.moderator)
            .top("FORBIDDEN"),
        call("by an unknown session", part)
            .by("no-such-session")
            .top("UNAUTHENTICATED"),
    ]);
    cases
}

fn lists(world: &World) -> Vec<Case> {
    let own = |name: &str| Case::query("orders", name, json!({ "first": 10 }));
    let parts = |name: &str, producer: &str, statuses: Value| {
        let variables = json!({ "producer": producer, "statuses": statuses, "first": 10 });
        Case::query("producerOrders", name, variables)
    };
    let people = &world.people;
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| parts(name, id, Value::Null).by(&people.owner).bad())
        .collect();
    let of = |name: &str, statuses: Value| parts(name, &world.producer, statuses);
    cases.extend([
        own("of nobody").top("UNAUTHENTICATED"),
        own("of an unknown session")
            .by("no-such-session")
            .top("UNAUTHENTICATED"),
        own("of somebody without any").by(&people.stranger).empty(),
        own("of a producer's owner").by(&people.owner).empty(),
        parts(
            "a variant's id for the producer's",
            &world.variants.rice,
            Value::Null,
        )
        .by(&people.owner)
        .bad(),
        parts("an unknown producer", &unknown("Producer"), Value::Null)
            .by(&people.owner)
            .top("NOT_FOUND"),
        parts("another producer's", &world.rival_producer, Value::Null)
            .by(&people.owner)
            .top("NOT_FOUND"),
        of("by nobody", Value::Null).top("UNAUTHENTICATED"),
        of("by a shopper", Value::Null)
            .by(&people.shopper)
            .top("FORBIDDEN"),
        of("by a moderator", Value::Null)
            .by(&people.moderator)
            .top("FORBIDDEN"),
        of("by an administrator", Value::Null)
            .by(&people.administrator)
            .top("FORBIDDEN"),
        of("in no state", json!([])).by(&people.owner).empty(),
        of(
            "in those that are not paid yet",
            json!(["AWAITING_PAYMENT"]),
        )
        .by(&people.owner)
        .empty(),
        of("in an unknown state", json!(["LOST"]))
            .by(&people.owner)
            .bad(),
        of(
            "in more states than an input may have",
            json!(vec!["PENDING"; 251]),
        )
        .by(&people.owner)
        .bad(),
    ]);
    cases
}

/// A cursor as a client may forge it.
fn cursor(list: &str, key: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(json!([list, key]).to_string())
}

fn pages(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    let some_id = "01920000-0000-7000-8000-000000000001";
    for (operation, list, session) in [
        ("orders", "orders", &world.people.shopper),
        ("producerOrders", "producer-orders", &world.people.owner),
    ] {
        let call = |name: &str, page: Value| {
            let mut variables = page;
            variables["producer"] = json!(world.producer);
            Case::query(operation, name, variables).by(session)
        };
        for (name, page) in [
            ("neither first nor last", json!({})),
            ("both first and last", json!({ "first": 1, "last": 1 })),
            ("first 0", json!({ "first": 0 })),
            ("first −1", json!({ "first": -1 })),
            ("first 101", json!({ "first": 101 })),
            ("the highest first", json!({ "first": i32::MAX })),
            ("last 0", json!({ "last": 0 })),
            ("last 101", json!({ "last": 101 })),
            ("first beyond an Int", json!({ "first": 1_i64 << 40 })),
            ("before with first", json!({ "first": 1, "before": "x" })),
            ("after with last", json!({ "last": 1, "after": "x" })),
        ] {
            cases.push(call(name, page).bad());
        }
        for (name, after) in [
            ("an empty cursor", String::new()),
            ("garbage for a cursor", "%%%".to_owned()),
            ("an overlong cursor", "A".repeat(10_000)),
            ("a cursor with NUL", "WyJ\u{0}".to_owned()),
            (
                "a cursor of another list",
                cursor("newest", &["0", some_id]),
            ),
            ("a cursor with too few keys", cursor(list, &["0"])),
            (
                "a cursor with too many keys",
                cursor(list, &["0", some_id, "1"]),
            ),
            ("a cursor with no instant", cursor(list, &["soon", some_id])),
            ("a cursor with no id", cursor(list, &["0", "1"])),
            (
                "a cursor before all time",
                cursor(list, &["-8000000000000000000", some_id]),
            ),
            (
                "a cursor after all time",
                cursor(list, &["8000000000000000000", some_id]),
            ),
            (
                "a cursor beyond a number",
                cursor(list, &["99999999999999999999", some_id]),
            ),
            (
                "a cursor with NUL within",
                cursor(list, &["0\u{0}", some_id]),
            ),
        ] {
            cases.push(call(name, json!({ "first": 1, "after": after })).bad());
            cases.push(call(name, json!({ "last": 1, "before": after })).bad());
        }
    }
    cases
}
