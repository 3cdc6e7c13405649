//! What producers' steps refuse.

use super::Case;
use super::carts::no_ids;
use super::world::{World, unknown};
use serde_json::{Value, json};

const STEPS: [&str; 5] = [
    "producerOrderConfirm",
    "producerOrderPack",
    "producerOrderShip",
    "producerOrderDeliver",
    "producerOrderCancel",
];

/// A step with words that are good.
fn step(operation: &'static str, name: impl Into<String>, part: &str) -> Case {
    let input = match operation {
        "producerOrderShip" => {
            json!({ "id": part, "carrier": "VNPost", "trackingNumber": "VN123" })
        }
        "producerOrderCancel" => json!({ "id": part, "reason": "Hết hàng" }),
        _ => json!({ "id": part }),
    };
    Case::mutation(operation, name, input)
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for operation in STEPS {
        cases.extend(access(world, operation));
    }
    cases.extend(out_of_order(world));
    cases.extend(words(world));
    cases
}

fn access(world: &World, operation: &'static str) -> Vec<Case> {
    let people = &world.people;
    // Where the step would be possible for the part's own people.
    let (own, rivals) = match operation {
        "producerOrderDeliver" => (&world.shipped.parts[0], &world.shipped.parts[0]),
        "producerOrderShip" => (&world.packed.parts[0], &world.packed.parts[0]),
        _ => (&world.placed.parts[0], &world.placed.parts[1]),
    };
    let not_found = |case: Case| case.user("PRODUCER_ORDER_NOT_FOUND", "id");
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| step(operation, *name, id).by(&people.owner).bad())
        .collect();
    cases.extend([
        step(operation, "an order's id for the part's", &world.placed.id)
            .by(&people.owner)
            .bad(),
        step(operation, "a producer's id for the part's", &world.producer)
            .by(&people.owner)
            .bad(),
        not_found(step(operation, "an unknown part", &unknown("ProducerOrder")).by(&people.owner)),
        not_found(step(operation, "by another producer's owner", own).by(&people.rival)),
        step(operation, "by nobody", own).top("UNAUTHENTICATED"),
        step(operation, "by an unknown session", own)
            .by("no-such-session")
            .top("UNAUTHENTICATED"),
        step(operation, "by a shopper", own)
            .by(&people.shopper)
            .top("FORBIDDEN"),
        step(operation, "by a moderator", own)
            .by(&people.moderator)
            .top("FORBIDDEN"),
        step(operation, "by an administrator", own)
            .by(&people.administrator)
            .top("FORBIDDEN"),
    ]);
    if own != rivals {
        let name = "another producer's part of the same order";
        cases.push(not_found(step(operation, name, rivals).by(&people.owner)));
    }
    cases
}

/// Every step from where it does not begin. A step that was taken before, with
/// the same words, is answered and changes nothing.
fn out_of_order(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for (state, order, possible, repeated) in [
        ("pending", &world.placed, &["Confirm", "Cancel"][..], None),
        ("packed", &world.packed, &["Ship", "Cancel"], Some("Pack")),
        ("shipped", &world.shipped, &["Deliver"], Some("Ship")),
        ("delivered", &world.delivered, &[], Some("Deliver")),
        ("cancelled", &world.cancelled, &[], Some("Cancel")),
        ("unpaid", &world.declined, &[], None),
        ("not paid in time", &world.unpaid, &[], Some("Cancel")),
    ] {
        for operation in STEPS {
            let verb = operation.trim_start_matches("producerOrder");
            if possible.contains(&verb) {
                continue;
            }
            let case = step(
                operation,
                format!("a part that is {state}"),
                &order.parts[0],
            )
            .by(&world.people.owner);
            cases.push(if repeated == Some(verb) {
                case
            } else {
                case.user("WRONG_STATUS", "id")
            });
        }
    }
    let other_parcel =
        json!({ "id": world.shipped.parts[0], "carrier": "VNPost", "trackingNumber": "VN124" });
    cases.push(
        Case::mutation("producerOrderShip", "a second parcel", other_parcel)
            .by(&world.people.owner)
            .user("WRONG_STATUS", "id"),
    );
    cases
}

fn words(world: &World) -> Vec<Case> {
    let owner = &world.people.owner;
    let ship = |name: String, part: &str, carrier: Value, number: Value| {
        let input = json!({ "id": part, "carrier": carrier, "trackingNumber": number });
        Case::mutation("producerOrderShip", name, input).by(owner)
    };
    let cancel = |name: String, part: &str, reason: Value| {
        let input = json!({ "id": part, "reason": reason });
        Case::mutation("producerOrderCancel", name, input).by(owner)
    };
    let packed = &world.packed.parts[0];
    let pending = &world.placed.parts[0];
    let mut cases = Vec::new();
    let nothing = [
        ("empty", String::new()),
        ("white space", " \t\u{a0}\n".to_owned()),
        ("control characters", "\u{1}\u{1b}\u{7f}\u{9b}".to_owned()),
        (
            "characters that turn the text around",
            "\u{202e}\u{2066}\u{61c}".to_owned(),
        ),
        (
            "characters that nobody sees",
            "\u{ad}\u{200b}\u{2060}\u{feff}\u{e0041}".to_owned(),
        ),
        ("overlong", "ă".repeat(50_000)),
    ];
    for (name, text) in nothing.iter().chain(&[("61 characters", "ă".repeat(61))]) {
        cases.push(
            ship(
                format!("the carrier is {name}"),
                packed,
                json!(text),
                json!("VN1"),
            )
            .user("CARRIER_INVALID", "carrier"),
        );
        cases.push(
            ship(
                format!("the number is {name}"),
                packed,
                json!("VNPost"),
                json!(text),
            )
            .user("TRACKING_NUMBER_INVALID", "trackingNumber"),
        );
    }
    for (name, text) in nothing.iter().chain(&[("501 characters", "ă".repeat(501))]) {
        cases.push(
            cancel(format!("the reason is {name}"), pending, json!(text))
                .user("REASON_INVALID", "reason"),
        );
    }
    let moved: &[&str] = &["order_event", "producer_order"];
    let hidden = "VN\u{202e}12\u{7}3\u{61c}";
    cases.extend([
        ship(
            "the carrier has NUL".into(),
            packed,
            json!("VN\u{0}Post"),
            json!("VN1"),
        )
        .bad(),
        ship(
            "the number has NUL".into(),
            packed,
            json!("VNPost"),
            json!("\u{0}"),
        )
        .bad(),
        ship(
            "the number is missing".into(),
            packed,
            json!("VNPost"),
            Value::Null,
        )
        .bad(),
        ship(
            "the number is a number".into(),
            packed,
            json!("VNPost"),
            json!(123),
        )
        .bad(),
        cancel("the reason has NUL".into(), pending, json!("Hết\u{0}hàng")).bad(),
        cancel("the reason is missing".into(), pending, Value::Null).bad(),
    ]);
    let spare = &world.spare_orders[1].parts[0];
    for operation in ["producerOrderConfirm", "producerOrderPack"] {
        cases.push(
            step(operation, "in its turn", spare)
                .by(owner)
                .writes("the step is taken", moved),
        );
        cases.push(step(operation, "twice", spare).by(owner));
    }
    cases.extend([
        ship(
            "characters that nobody sees".into(),
            spare,
            json!("VN\u{200b}Post"),
            json!(hidden),
        )
        .writes(
            "the text is kept without them",
            &[
                "fulfillment",
                "order_event",
                "producer_order",
                "stock",
                "stock_movement",
                "stock_reservation",
            ],
        ),
        ship(
            "twice, in plain letters".into(),
            spare,
            json!("VNPost"),
            json!("VN123"),
        ),
        step("producerOrderCancel", "after shipping", spare)
            .by(owner)
            .user("WRONG_STATUS", "id"),
        cancel(
            "a reason with characters that nobody sees".into(),
            &world.spare_orders[2].parts[0],
            json!("Hết\u{202e} hàng\u{1}"),
        )
        .writes(
            "the text is kept without them",
            &[
                "customer_order",
                "order_event",
                "payment",
                "producer_order",
                "stock",
                "stock_movement",
                "stock_reservation",
            ],
        ),
    ]);
    cases
}
