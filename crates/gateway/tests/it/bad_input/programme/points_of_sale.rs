//! What the operations of points of sale refuse, on a world of their own: a
//! full shelf would slow every other case down.

mod world;

use super::super::{Case, check};
use super::calls::Call;
use super::people::Person;
use serde_json::{Value, json};
use testkit::TestDb;
pub(in crate::bad_input) use world::World;

testkit::on_both!(bad_input_to_points_of_sale_is_refused_and_changes_nothing);

async fn bad_input_to_points_of_sale_is_refused_and_changes_nothing(test: TestDb) {
    let world = World::open(test).await;
    check(&world.app, &cases(&world)).await;
}

fn input(kind: &str) -> Value {
    json!({
        "kind": kind, "name": "Quầy mới", "communeCode": "14620", "street": "Thôn 2", "latitude": "20.09",
        "longitude": 106.08, "openingHours": [{ "weekday": "MONDAY", "ranges": [{ "fromMinute": 450, "toMinute": 690 }] }],
    })
}

pub(in crate::bad_input) fn cases(world: &World) -> Vec<Case> {
    let people = &world.people;
    let create = json!({ "producerId": world.producer, "facts": input("PRODUCER_STORE") });
    let create = Call::mutation("pointOfSaleCreate", &people.owner, create);
    let update = json!({ "id": world.store, "version": 1, "facts": input("PRODUCER_STORE") });
    let update = Call::mutation("pointOfSaleUpdate", &people.owner, update);
    let close = Call::mutation(
        "pointOfSaleClose",
        &people.owner,
        json!({ "id": world.store }),
    );
    let mut cases = wrong_facts(&create);
    cases.extend(wrong_facts(&update));
    let foreign = [world.foreign_producer.as_str()];
    cases.extend(create.ids("producerId", &foreign, |case| {
        case.user("PRODUCER_NOT_FOUND", "producerId")
    }));
    for stranger in [&people.rival, &people.foreign] {
        let case = create.by("by a stranger", stranger);
        cases.push(case.user("PRODUCER_NOT_FOUND", "producerId"));
    }
    let many = json!({ "producerId": world.many, "facts": input("SHOP") });
    let many = Call::mutation("pointOfSaleCreate", &world.keeper, many);
    let many = many.itself("one more than a producer runs");
    cases.push(many.user("TOO_MANY_POINTS", "producerId"));
    let centre = json!({ "facts": input("OCOP_CENTRE") });
    for (who, centre) in [
        (
            "a producer's owner",
            Call::mutation("pointOfSaleCreate", &people.owner, centre.clone()),
        ),
        (
            "another province's officer",
            Call::mutation("pointOfSaleCreate", &people.foreign, centre.clone()),
        ),
    ] {
        let case = centre.itself(format!("a centre by {who}"));
        cases.push(case.user("PROVINCE_NOT_YOURS", "facts.communeCode"));
    }
    let officers = Call::mutation("pointOfSaleCreate", &people.officer, centre);
    cases.push(
        officers
            .with("nobody's", "facts.kind", json!("PRODUCER_STORE"))
            .user("KIND_INVALID", "facts.kind"),
    );
    cases.push(
        create
            .with("a producer's", "facts.kind", json!("OCOP_CENTRE"))
            .user("KIND_INVALID", "facts.kind"),
    );
    let moved = json!({ "id": world.centre, "version": 1, "facts": input("OCOP_CENTRE") });
    let moved = Call::mutation("pointOfSaleUpdate", &people.officer, moved);
    cases.push(
        moved
            .with("away", "facts.communeCode", json!("00070"))
            .user("PROVINCE_NOT_YOURS", "facts.communeCode"),
    );
    cases.extend(
        update.numbers("version", &[0, -1, 2, i32::MIN, i32::MAX], |case| {
            case.user("VERSION_CONFLICT", "version")
        }),
    );
    cases.push(
        update
            .with("closed", "id", json!(world.closed))
            .user("POINT_OF_SALE_CLOSED", "id"),
    );
    for call in [&create, &update, &close] {
        cases.extend(call.strangers(&people.shopper));
        cases.push(
            call.by("by an inspector", &people.inspector)
                .top("FORBIDDEN"),
        );
    }
    for call in [&update, &close] {
        cases.extend(not_found(world, call));
    }
    cases.push(close.with("a closed one", "id", json!(world.closed)));
    cases.extend(shelves(world));
    cases.extend(units(world));
    cases.extend(reading(world));
    cases
}

/// Points that are not the caller's.
fn not_found(world: &World, call: &Call<'_>) -> Vec<Case> {
    let refused = |case: Case| case.user("POINT_OF_SALE_NOT_FOUND", "id");
    let people = &world.people;
    let foreign = [&*world.centre, &*world.foreign_centre, &*world.hidden];
    let mut cases = call.ids("id", &foreign, refused);
    for stranger in [&people.rival, &people.foreign] {
        cases.push(refused(call.by("by a stranger", stranger)));
    }
    cases
}

fn wrong_facts(call: &Call<'_>) -> Vec<Case> {
    let mut cases = call.values("facts.kind");
    for (path, most, needed, code) in [
        ("name", 200, true, "NAME_INVALID"),
        ("nameEn", 200, false, "NAME_INVALID"),
        ("organisation", 200, false, "ORGANISATION_INVALID"),
        ("communeCode", 300, true, "COMMUNE_UNKNOWN"),
        ("street", 300, true, "STREET_INVALID"),
        ("phone", 300, false, "PHONE_INVALID"),
        ("notes", 2_000, false, "NOTES_INVALID"),
    ] {
        let at = match path {
            "nameEn" => "facts.name".to_owned(),
            path => format!("facts.{path}"),
        };
        let path = format!("facts.{path}");
        cases.extend(call.texts(&path, most, needed, |case| case.user(code, &at)));
    }
    let refused = |path: &str, value: Value, code, at: &str| {
        call.with(value.to_string(), path, value.clone())
            .user(code, at)
    };
    for (path, wrong, code) in [
        (
            "organisation",
            json!("Hội nông dân"),
            "ORGANISATION_INVALID",
        ),
        ("communeCode", json!("37"), "COMMUNE_UNKNOWN"),
        ("communeCode", json!("' OR '1'='1"), "COMMUNE_UNKNOWN"),
        ("phone", json!("113"), "PHONE_INVALID"),
        ("phone", json!(""), "PHONE_INVALID"),
    ] {
        let path = format!("facts.{path}");
        cases.push(refused(&path, wrong, code, &path));
    }
    for (path, wrong) in [
        ("latitude", json!("-20.09")),
        ("latitude", json!("23.500001")),
        ("latitude", json!("5.999999")),
        ("latitude", json!(106.08)),
        ("longitude", json!("101.999999")),
        ("longitude", json!("118.000001")),
        ("longitude", json!(20.09)),
    ] {
        let path = format!("facts.{path}");
        cases.push(refused(
            &path,
            wrong,
            "COORDINATES_INVALID",
            "facts.latitude",
        ));
    }
    for path in ["facts.latitude", "facts.longitude"] {
        for wrong in [
            json!(""),
            json!("1e2"),
            json!("20,09"),
            json!("180.000001"),
            json!(1e300),
            json!(true),
            json!("NaN"),
            Value::Null,
            json!([20]),
        ] {
            cases.push(call.with(wrong.to_string(), path, wrong.clone()).bad());
        }
    }
    let range = |from: i64, to: i64| json!({ "fromMinute": from, "toMinute": to });
    let day = |ranges: Vec<Value>| json!({ "weekday": "FRIDAY", "ranges": ranges });
    for wrong in [
        json!([day(vec![range(600, 600)])]),
        json!([day(vec![range(600, 599)])]),
        json!([day(vec![range(-1, 60)])]),
        json!([day(vec![range(1_380, 1_441)])]),
        json!([day(vec![range(0, 60), range(59, 90)])]),
        json!([day((0..4).map(|n| range(n * 60, n * 60 + 30)).collect())]),
        json!([day(vec![]), day(vec![range(0, 60)])]),
        json!(vec![day(vec![]); 250]),
    ] {
        cases.push(refused(
            "facts.openingHours",
            wrong,
            "HOURS_INVALID",
            "facts.openingHours",
        ));
    }
    for wrong in [
        json!([{ "weekday": "FREITAG", "ranges": [] }]),
        json!([{ "weekday": "FRIDAY" }]),
        json!([day(vec![range(0, 1 << 40)])]),
        json!(vec![day(vec![]); 251]),
    ] {
        let name: String = wrong.to_string().chars().take(60).collect();
        cases.push(call.with(name, "facts.openingHours", wrong).bad());
    }
    cases
}

fn shelves(world: &World) -> Vec<Case> {
    let people = &world.people;
    let own = json!({ "productId": world.product, "note": "Mới" });
    let add = json!({ "id": world.store, "products": [own, own] });
    let add = Call::mutation("pointOfSaleProductsAdd", &people.owner, add);
    let remove = json!({ "id": world.store, "productIds": [world.product] });
    let remove = Call::mutation("pointOfSaleProductsRemove", &people.owner, remove);
    let mut cases = Vec::new();
    for call in [&add, &remove] {
        cases.extend(call.strangers(&people.shopper));
        cases.extend(not_found(world, call));
    }
    let path = "products.1.productId";
    let foreign = [&*world.rivals, &*world.foreign_product];
    cases.extend(add.ids(path, &foreign, |case| case.user("PRODUCT_NOT_FOUND", path)));
    let path = "products.1.note";
    cases.extend(add.texts(path, 200, false, |case| case.user("NOTE_INVALID", path)));
    cases.push(
        add.with("onto one that is closed", "id", json!(world.closed))
            .user("POINT_OF_SALE_CLOSED", "id"),
    );
    cases.push(
        add.with("onto one that is full", "id", json!(world.full))
            .user("TOO_MANY_PRODUCTS", "products"),
    );
    let many = vec![json!({ "productId": world.product }); 251];
    cases.push(add.with("251 of them", "products", json!(many)).bad());
    let officers = json!({ "id": world.centre, "products": [{ "productId": world.product }] });
    let officers = Call::mutation("pointOfSaleProductsAdd", &people.officer, officers);
    let path = "products.0.productId";
    cases.push(
        officers
            .with("of another province", path, json!(world.foreign_product))
            .user("PRODUCT_NOT_FOUND", path),
    );
    // What does not stand there is passed over, whether it exists or not.
    cases.extend(remove.ids("productIds.0", &foreign, |case| case));
    cases
}

fn reading(world: &World) -> Vec<Case> {
    let people = &world.people;
    let one = Call::query("pointOfSale", &people.shopper, json!({ "id": world.store }));
    let mut cases = one.ids("id", &[&world.hidden], Case::null);
    let history = json!({ "id": world.store, "first": 5 });
    let history = Call::query("pointOfSaleHistory", &people.owner, history);
    cases.extend(history.strangers(&people.shopper));
    cases.extend(history.ids("id", &[&world.centre, &world.hidden], Case::null));
    for stranger in [&people.rival, &people.foreign] {
        cases.push(history.by("by a stranger", stranger).null());
    }
    cases.extend(history.pages("point-of-sale.history"));
    let list = Call::query(
        "pointsOfSale",
        &people.shopper,
        json!({ "where": {}, "first": 5 }),
    );
    cases.extend(list.pages("points-of-sale.name"));
    let near =
        json!({ "latitude": 20.09, "longitude": 106.08, "withinKm": 5, "first": 5, "where": {} });
    let near = Call::query("nearestPointsOfSale", &people.shopper, near);
    cases.extend(near.numbers("withinKm", &[0, -1, 501, i32::MIN, i32::MAX], Case::bad));
    cases.extend(near.numbers("first", &[0, -1, 51, i32::MIN, i32::MAX], Case::bad));
    for (path, wrong) in [
        ("latitude", json!(90.000_001)),
        ("latitude", json!("-90.000001")),
        ("latitude", json!("")),
        ("longitude", json!("180.000001")),
        ("longitude", json!("x")),
        ("longitude", Value::Null),
    ] {
        cases.push(near.with(wrong.to_string(), path, wrong.clone()).bad());
    }
    cases.extend(filters(&list, &people.shopper, world));
    cases
}

fn filters(list: &Call<'_>, by: &Person, world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for nothing in [
        json!({ "provinces": [] }),
        json!({ "communes": [] }),
        json!({ "kinds": [] }),
        json!({ "producers": [] }),
        json!({ "provinces": ["' OR '1'='1"] }),
        json!({ "producers": [world.foreign_producer] }),
        json!({ "product": world.foreign_product }),
        json!({ "openAt": "2026-11-23T01:00:00Z" }),
        json!({ "openAt": "9999-12-31T23:59:59Z" }),
        json!({ "openAt": "0000-01-01T00:00:00Z" }),
    ] {
        let variables = json!({ "where": nothing, "first": 5 });
        let call = Call::query("pointsOfSale", by, variables);
        cases.push(call.itself(nothing.to_string()).empty());
    }
    let filtered =
        json!({ "where": { "producers": [world.producer], "product": world.product }, "first": 5 });
    let filtered = Call::query("pointsOfSale", by, filtered);
    cases.extend(filtered.ids("where.producers.0", &[], Case::empty));
    cases.extend(filtered.ids("where.product", &[], Case::empty));
    for wrong in [json!(["KIOSK"]), json!([1])] {
        cases.push(
            list.with(wrong.to_string(), "where.kinds", wrong.clone())
                .bad(),
        );
    }
    for wrong in [json!("2026-11-23"), json!("soon"), json!(1)] {
        cases.push(
            list.with(wrong.to_string(), "where.openAt", wrong.clone())
                .bad(),
        );
    }
    cases
}

/// Units at points of sale.
fn units(world: &World) -> Vec<Case> {
    let people = &world.people;
    let input = json!({ "variantId": world.variant, "toPointOfSaleId": world.store, "quantity": 2,
        "idempotencyKey": "bad" });
    let moving = Call::mutation("variantStockMove", &people.owner, input);
    let input =
        json!({ "id": world.store, "variantId": world.variant, "onHand": 3, "expected": 0 });
    let count = Call::mutation("pointOfSaleStockSet", &people.owner, input);
    let no_variant = |case: Case| case.user("VARIANT_NOT_FOUND", "variantId");
    let no_point = |case: Case| case.user("POINT_OF_SALE_NOT_FOUND", "toPointOfSaleId");
    let no_shelf = |case: Case| case.user("SHELF_NOT_FOUND", "id");
    let mut cases = Vec::new();
    for call in [&moving, &count] {
        cases.extend(call.strangers(&people.shopper));
        let case = call.by("by an inspector", &people.inspector);
        cases.push(case.top("FORBIDDEN"));
        let case = call.with("a service", "variantId", json!(world.tour));
        cases.push(case.user("IS_SERVICE", "variantId"));
    }
    let foreign = [world.rivals_variant.as_str()];
    cases.extend(moving.ids("variantId", &foreign, no_variant));
    cases.push(no_variant(moving.by("by a rival", &people.rival)));
    let others = [&*world.closed, &*world.hidden, &*world.foreign_centre];
    cases.extend(moving.ids("toPointOfSaleId", &others, no_point));
    let input = json!({ "variantId": world.variant, "fromPointOfSaleId": world.store, "quantity": 1,
        "idempotencyKey": "back" });
    let back = Call::mutation("variantStockMove", &people.owner, input);
    let path = "fromPointOfSaleId";
    cases.extend(back.ids(path, &others[1..], |case| {
        case.user("POINT_OF_SALE_NOT_FOUND", path)
    }));
    cases.extend(
        moving.numbers("quantity", &[0, -1, 1_000_001, i32::MIN], |case| {
            case.user("QUANTITY_INVALID", "quantity")
        }),
    );
    cases.push(
        moving
            .with("six of five", "quantity", json!(6))
            .user("TOO_FEW", "quantity"),
    );
    let from = moving.with("to itself", "fromPointOfSaleId", json!(world.store));
    cases.push(from.user("SAME_PLACE", "toPointOfSaleId"));
    for wrong in ["", " ", &"k".repeat(256)] {
        let case = moving.with(
            wrong.chars().take(9).collect::<String>(),
            "idempotencyKey",
            json!(wrong),
        );
        cases.push(case.user("IDEMPOTENCY_KEY_INVALID", "idempotencyKey"));
    }
    let used = moving.with("another one's", "idempotencyKey", json!("used"));
    cases.push(used.user("IDEMPOTENCY_KEY_REUSED", "idempotencyKey"));
    let others = [&*world.hidden, &*world.foreign_centre];
    cases.extend(count.ids("id", &others, no_shelf));
    cases.extend(count.ids("variantId", &foreign, no_shelf));
    for stranger in [&people.rival, &people.foreign] {
        cases.push(no_shelf(count.by("by a stranger", stranger)));
    }
    cases.extend(count.numbers("onHand", &[-1, 1_000_001, i32::MIN], |case| {
        case.user("UNITS_INVALID", "onHand")
    }));
    cases.extend(count.numbers("expected", &[1, -1], |case| {
        case.user("OUTDATED", "expected")
    }));
    cases
}
