//! What carts refuse.

use super::Case;
use super::addresses::{address, contact};
use super::world::{World, unknown};
use serde_json::{Value, json};

/// Texts that are no id at all.
pub(super) fn no_ids() -> Vec<(&'static str, String)> {
    vec![
        ("an empty id", String::new()),
        ("garbage for an id", "%%% or 1=1 --".to_owned()),
        ("an overlong id", "A".repeat(10_000)),
        (
            "a bare UUID for an id",
            "01920000-0000-7000-8000-000000000001".to_owned(),
        ),
        ("an id with NUL", "Q2FydDo\u{0}".to_owned()),
    ]
}

/// Secrets that open nothing, for a cart or an order of somebody else.
pub(super) fn wrong_tokens(another: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("without a token", Value::Null),
        ("with an empty token", json!("")),
        ("with a token of white space", json!(" \t ")),
        ("with a wrong token", json!("x".repeat(43))),
        ("with an overlong token", json!("x".repeat(20_000))),
        ("with another's token", json!(another)),
    ]
}

/// What every change of a cart refuses, whatever it changes. `input` is made
/// of the cart's id and its secret.
pub(super) fn access(
    world: &World,
    operation: &'static str,
    input: impl Fn(Value, Value) -> Value,
) -> Vec<Case> {
    let token = &world.open.token;
    let call = |name: &str, id: &str, token: Value| {
        Case::mutation(operation, name, input(json!(id), token))
    };
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| call(name, id, json!(token)).bad())
        .collect();
    cases.push(
        call(
            "a producer's id for the cart's",
            &world.producer,
            json!(token),
        )
        .bad(),
    );
    cases.push(
        call(
            "an order's id for the cart's",
            &world.placed.id,
            json!(token),
        )
        .bad(),
    );
    cases.push(
        call("an unknown cart", &unknown("Cart"), json!(token)).user("CART_NOT_FOUND", "cartId"),
    );
    for (name, wrong) in wrong_tokens(&world.other.token) {
        cases.push(call(name, &world.open.id, wrong).user("CART_NOT_FOUND", "cartId"));
    }
    let owned = &world.owned.id;
    cases.push(
        call("an account's cart by nobody", owned, Value::Null).user("CART_NOT_FOUND", "cartId"),
    );
    cases.push(
        call("an account's cart by another account", owned, Value::Null)
            .by(&world.people.stranger)
            .user("CART_NOT_FOUND", "cartId"),
    );
    cases.push(
        call(
            "a guest's cart by a producer's owner",
            &world.open.id,
            Value::Null,
        )
        .by(&world.people.owner)
        .user("CART_NOT_FOUND", "cartId"),
    );
    cases.push(
        call("an unknown session", &world.open.id, json!(token))
            .by("no-such-session")
            .top("UNAUTHENTICATED"),
    );
    cases.push(
        call(
            "an expired cart",
            &world.expired.id,
            json!(world.expired.token),
        )
        .user("CART_EXPIRED", "cartId"),
    );
    cases.push(
        call(
            "a cart that became an order",
            &world.completed.id,
            json!(world.completed.token),
        )
        .user("CART_COMPLETED", "cartId"),
    );
    cases
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for operation in ["cartLinesAdd", "cartLinesUpdate"] {
        cases.extend(access(world, operation, |id, token| {
            json!({ "cartId": id, "token": token,
                "lines": [{ "variantId": world.variants.rice, "quantity": 1 }] })
        }));
        cases.extend(quantities(world, operation));
    }
    cases.extend(access(
        world,
        "cartLinesRemove",
        |id, token| json!({ "cartId": id, "token": token, "variantIds": [world.variants.rice] }),
    ));
    cases.extend(access(
        world,
        "cartAddressUpdate",
        |id, token| json!({ "cartId": id, "token": token, "address": address("", "") }),
    ));
    cases.extend(access(
        world,
        "cartContactUpdate",
        |id, token| json!({ "cartId": id, "token": token, "contact": contact("", "") }),
    ));
    cases.extend(access(world, "cartDeliveryUpdate", |id, token| {
        json!({ "cartId": id, "token": token, "producerId": world.producer, "method": "EXPRESS" })
    }));
    cases.extend(creating(world));
    cases.extend(lines(world));
    cases.extend(removing(world));
    cases.extend(deliveries(world));
    cases.extend(reading(world));
    cases
}

fn change(world: &World, operation: &'static str, name: &str, lines: Value) -> Case {
    let input = json!({ "cartId": world.open.id, "token": world.open.token, "lines": lines });
    Case::mutation(operation, name, input)
}

fn quantities(world: &World, operation: &'static str) -> Vec<Case> {
    let rice = &world.variants.rice;
    let call = |name: &str, quantity: Value| {
        change(
            world,
            operation,
            name,
            json!([{ "variantId": world.variants.tea, "quantity": 1 }, { "variantId": rice, "quantity": quantity }]),
        )
    };
    let path = "lines.1.quantity";
    vec![
        call("quantity −1", json!(-1)).user("QUANTITY_INVALID", path),
        call("the lowest quantity", json!(i32::MIN)).user("QUANTITY_INVALID", path),
        call("the highest quantity", json!(i32::MAX)).user("QUANTITY_INVALID", path),
        call("one more than a line may have", json!(1001)).user("QUANTITY_INVALID", path),
        call("more than are in stock", json!(900)).user("OUT_OF_STOCK", path),
        call("a quantity beyond an Int", json!(i64::from(i32::MAX) + 1)).bad(),
        call("half of one", json!(1.5)).bad(),
        call("a quantity as a text", json!("1")).bad(),
        call("no quantity", Value::Null).bad(),
        call("more lines than an input may have", json!(1))
            .with_lines(251, rice)
            .bad(),
    ]
}

impl Case {
    fn with_lines(mut self, count: usize, variant: &str) -> Self {
        let line = json!({ "variantId": variant, "quantity": 1 });
        self.variables["input"]["lines"] = json!(vec![line; count]);
        self
    }
}

fn creating(world: &World) -> Vec<Case> {
    let call = |name: &str, id: &str, quantity: i32| {
        let lines = json!([{ "variantId": id, "quantity": quantity }]);
        Case::mutation("cartCreate", name, json!({ "lines": lines }))
    };
    let (why, cart): (_, &[&str]) = ("the opened cart is answered beside the error", &["cart"]);
    let variants = &world.variants;
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| call(name, id, 1).bad())
        .collect();
    cases.extend([
        call("a producer's id for a variant's", &world.producer, 1).bad(),
        call("an unknown variant", &unknown("ProductVariant"), 1)
            .user("PRODUCT_UNAVAILABLE", "lines.0.variantId")
            .writes(why, cart),
        call("what is suspended", &variants.gone, 1)
            .user("PRODUCT_UNAVAILABLE", "lines.0.variantId")
            .writes(why, cart),
        call("quantity 0", &variants.rice, 0)
            .user("QUANTITY_INVALID", "lines.0.quantity")
            .writes(why, cart),
        call("more than are in stock", &variants.scarce, 3)
            .user("OUT_OF_STOCK", "lines.0.quantity")
            .writes(why, cart),
        call("an unknown session", &variants.rice, 1)
            .by("no-such-session")
            .top("UNAUTHENTICATED"),
        call("more lines than an input may have", &variants.rice, 1)
            .with_lines(251, &variants.rice)
            .bad(),
    ]);
    cases
}

fn lines(world: &World) -> Vec<Case> {
    let variants = &world.variants;
    let add = |name: &str, id: &str, quantity: i32| {
        let lines = json!([{ "variantId": variants.tea, "quantity": 1 }, { "variantId": id, "quantity": quantity }]);
        change(world, "cartLinesAdd", name, lines)
    };
    let update = |name: &str, id: &str, quantity: i32| {
        let lines = json!([{ "variantId": variants.tea, "quantity": 2 }, { "variantId": id, "quantity": quantity }]);
        change(world, "cartLinesUpdate", name, lines)
    };
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .flat_map(|(name, id)| [add(name, id, 1).bad(), update(name, id, 1).bad()])
        .collect();
    let unknown = unknown("ProductVariant");
    let (id, quantity) = ("lines.1.variantId", "lines.1.quantity");
    cases.extend([
        add("a producer's id for a variant's", &world.producer, 1).bad(),
        update("a producer's id for a variant's", &world.producer, 1).bad(),
        add("an unknown variant", &unknown, 1).user("PRODUCT_UNAVAILABLE", id),
        update("an unknown variant", &unknown, 1).user("LINE_NOT_FOUND", id),
        update("a line of another cart", &variants.scarce, 1).user("LINE_NOT_FOUND", id),
        update("removing a line of another cart", &variants.scarce, 0).user("LINE_NOT_FOUND", id),
        add("quantity 0", &variants.rice, 0).user("QUANTITY_INVALID", quantity),
        add("what is suspended", &variants.gone, 1).user("PRODUCT_UNAVAILABLE", id),
        add("more than the variant's limit", &variants.limited, 4).user("QUANTITY_INVALID", quantity),
        add("one more than are in stock", &variants.scarce, 3).user("OUT_OF_STOCK", quantity),
        add("one more than a line may have, in stock", &variants.plenty, 1001)
            .user("QUANTITY_INVALID", quantity),
        change(
            world,
            "cartLinesAdd",
            "more than are in stock, in two lines",
            json!([{ "variantId": variants.scarce, "quantity": 1 }, { "variantId": variants.scarce, "quantity": 2 }]),
        )
        .user("OUT_OF_STOCK", quantity),
        Case::mutation(
            "cartLinesAdd",
            "the hundred and first line",
            json!({ "cartId": world.full.id, "token": world.full.token,
                "lines": [{ "variantId": variants.one_more, "quantity": 1 }] }),
        )
        .user("TOO_MANY_LINES", "lines"),
    ]);
    cases
}

fn removing(world: &World) -> Vec<Case> {
    let variants = &world.variants;
    let call = |name: &str, ids: Value| {
        let input =
            json!({ "cartId": world.open.id, "token": world.open.token, "variantIds": ids });
        Case::mutation("cartLinesRemove", name, input)
    };
    let path = "variantIds.1";
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| call(name, json!([variants.tea, id])).bad())
        .collect();
    cases.extend([
        call(
            "a producer's id for a variant's",
            json!([variants.tea, world.producer]),
        )
        .bad(),
        call(
            "an unknown variant",
            json!([variants.tea, unknown("ProductVariant")]),
        )
        .user("LINE_NOT_FOUND", path),
        call(
            "a line of another cart",
            json!([variants.tea, variants.scarce]),
        )
        .user("LINE_NOT_FOUND", path),
        call("the same line twice", json!([variants.tea, variants.tea]))
            .user("LINE_NOT_FOUND", path),
        call(
            "more ids than an input may have",
            json!(vec![&variants.tea; 251]),
        )
        .bad(),
    ]);
    cases
}

fn deliveries(world: &World) -> Vec<Case> {
    let call = |name: &str, producer: &str, method: &str| {
        let input = json!({ "cartId": world.other.id, "token": world.other.token,
            "producerId": producer, "method": method });
        Case::mutation("cartDeliveryUpdate", name, input)
    };
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| call(name, id, "EXPRESS").bad())
        .collect();
    cases.extend([
        call(
            "a variant's id for a producer's",
            &world.variants.rice,
            "EXPRESS",
        )
        .bad(),
        call("an unknown producer", &unknown("Producer"), "EXPRESS")
            .user("PRODUCER_NOT_IN_CART", "producerId"),
        call(
            "a producer of another cart",
            &world.rival_producer,
            "EXPRESS",
        )
        .user("PRODUCER_NOT_IN_CART", "producerId"),
        call("no way of goods", &world.producer, "VISIT").user("DELIVERY_UNAVAILABLE", "method"),
        call("nowhere to fetch it", &world.producer, "PICK_UP")
            .user("PICK_UP_POINT_INVALID", "pointOfSaleId"),
        call("an unknown method", &world.producer, "DRONE").bad(),
        call("an empty method", &world.producer, "").bad(),
    ]);
    let fetch = |name: &str, method: &str, point: &str| {
        let input = json!({ "cartId": world.other.id, "token": world.other.token,
            "producerId": world.producer, "method": method, "pointOfSaleId": point });
        Case::mutation("cartDeliveryUpdate", name, input)
    };
    let invalid = |case: Case| case.user("PICK_UP_POINT_INVALID", "pointOfSaleId");
    cases.extend(
        no_ids()
            .iter()
            .map(|(name, id)| fetch(&format!("at {name}"), "PICK_UP", id).bad()),
    );
    cases.extend([
        fetch("at a producer", "PICK_UP", &world.producer).bad(),
        invalid(fetch("at no point", "PICK_UP", &unknown("PointOfSale"))),
        invalid(fetch("at a rival's store", "PICK_UP", &world.rival_store)),
        invalid(fetch("sent to a point", "STANDARD", &world.rival_store)),
    ]);
    cases
}

fn reading(world: &World) -> Vec<Case> {
    let call = |name: &str, id: &str, token: Value| {
        Case::query("cart", name, json!({ "id": id, "token": token }))
    };
    let token = json!(world.open.token);
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| call(name, id, token.clone()).bad())
        .collect();
    for (name, wrong) in wrong_tokens(&world.other.token) {
        cases.push(call(name, &world.open.id, wrong).null());
    }
    cases.extend([
        call(
            "an order's id for the cart's",
            &world.placed.id,
            token.clone(),
        )
        .bad(),
        call("an unknown cart", &unknown("Cart"), token).null(),
        call("an account's cart by nobody", &world.owned.id, Value::Null).null(),
        call(
            "an account's cart by another account",
            &world.owned.id,
            Value::Null,
        )
        .by(&world.people.stranger)
        .null(),
        call("a guest's cart by a moderator", &world.open.id, Value::Null)
            .by(&world.people.moderator)
            .null(),
    ]);
    cases
}
