//! What seasons, supplies and sessions refuse.

use super::super::calls::Call;
use super::{Case, World};
use crate::bad_input::global_id;
use crate::support::App;
use catalog::Season;
use catalog::fixtures::Listing;
use catalog::sessions::NewSession;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use kernel::clock::day_in_vietnam;
use kernel::{Actor, Clock, Language, Money, VariantId};
use orders::address::ContactInput;
use orders::checkout::Checkout;
use orders::fulfil::Step;
use orders::{CartAccess, LineInput};
use payments::PaymentMethod;
use serde_json::{Value, json};

/// What is booked, and what cannot be bought now.
pub(super) struct Visit {
    /// A cart with a session and nobody to call.
    cart: String,
    token: String,
    /// Out of season.
    harvest: String,
    /// A session that closed at its time.
    closed: String,
    /// A part of an order, confirmed, of a session to come.
    part: String,
    /// When that begins.
    taken: DateTime<Utc>,
}

impl Visit {
    pub(super) async fn make(
        app: &App,
        owner: &Actor,
        offer: VariantId,
        session: VariantId,
        harvest: &Listing,
    ) -> Self {
        let (catalog, orders) = (&app.services.catalog, &app.services.orders);
        let now = app.clock.now();
        let season = Season {
            sell_from: Some(day_in_vietnam(now) + Duration::days(9)),
            ..Season::default()
        };
        let set = catalog.set_season(owner, harvest.product, season);
        set.await.unwrap();
        let starts_at = now + Duration::days(5);
        let closing = [NewSession {
            starts_at,
            ends_at: starts_at + Duration::hours(1),
            closes_at: Some(now + Duration::seconds(1)),
            places: 3,
            price: None,
        }];
        let closing = catalog.schedule_sessions(owner, offer, &closing);
        let closed = closing.await.unwrap()[0].id;
        app.clock.advance(Duration::seconds(1));
        let guest = Actor::Anonymous;
        let line = [LineInput {
            variant_id: session,
            quantity: 1,
        }];
        let cart = async || {
            let new = orders.cart_create(&guest).await.unwrap();
            let access = CartAccess {
                id: new.cart.id,
                token: Some(new.token),
            };
            orders.cart_lines_add(&guest, &access, &line).await.unwrap();
            access
        };
        let open = cart().await;
        let booked = cart().await;
        let contact = ContactInput {
            recipient: "Nguyễn Thị Lan".to_owned(),
            phone: "0987654321".to_owned(),
            email: None,
        };
        let told = orders.cart_contact_update(&guest, &booked, &contact);
        told.await.unwrap();
        let order = Checkout {
            access: booked,
            method: PaymentMethod::CashOnDelivery,
            payment_token: None,
            expected_total: Money::new(200_000).unwrap(),
            idempotency_key: "visit".to_owned(),
            language: Language::Vi,
        };
        let order = orders.checkout(&guest, &order).await.unwrap();
        let sessions = catalog.sessions_of(&[offer]).await.unwrap();
        let own = sessions.iter().find(|(_, own)| own.id == session);
        let taken = own.unwrap().1.times.starts_at;
        let part = orders.parts_of(&[order.id]).await.unwrap().remove(0).id;
        orders.fulfil(owner, part, &Step::Confirm).await.unwrap();
        Self {
            cart: global_id("Cart", open.id.0),
            token: open.token.unwrap(),
            harvest: global_id("ProductVariant", harvest.variant.0),
            closed: global_id("ProductVariant", closed.0),
            part: global_id("ProducerOrder", part.0),
            taken,
        }
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = seasons(world);
    cases.extend(supplies(world));
    cases.extend(scheduling(world));
    cases.extend(closing(world));
    cases.extend(reading(world));
    cases.extend(buying(world));
    cases
}

fn seasons(world: &World) -> Vec<Case> {
    let today = day_in_vietnam(world.app.clock.now());
    let day = |days: i64| json!((today + Duration::days(days)).to_string());
    let input = json!({ "id": world.plain, "sellFrom": day(1), "sellUntil": day(60), "promisedOn": day(20) });
    let call = Call::mutation("listingSeasonSet", &world.owner, input);
    let not_found = |case: Case| case.user("LISTING_NOT_FOUND", "id");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("id", &[], not_found));
    cases.push(not_found(call.by("by another's owner", &world.rival)));
    cases.push(call.by("by a moderator", &world.moderator).top("FORBIDDEN"));
    let down = call.with("what was taken down", "id", json!(world.down));
    cases.push(down.user("TAKEN_DOWN", "id"));
    for (field, days, code) in [
        ("sellUntil", -1, "SELL_UNTIL_INVALID"),
        ("sellUntil", 0, "SELL_UNTIL_INVALID"),
        ("promisedOn", 0, "PROMISED_ON_INVALID"),
        ("promisedOn", -400, "PROMISED_ON_INVALID"),
    ] {
        let case = call.with(format!("{field} in {days} days"), field, day(days));
        cases.push(case.user(code, field));
    }
    for field in ["sellFrom", "sellUntil", "promisedOn"] {
        let case = call.with(format!("{field} in 401 days"), field, day(401));
        cases.push(case.user("TOO_FAR_AHEAD", "id"));
        cases.extend(call.days(field));
    }
    cases
}

fn supplies(world: &World) -> Vec<Case> {
    let input = json!({ "variantId": world.plain_variant, "version": 1, "tracking": "ON_DEMAND", "leadDays": 7 });
    let call = Call::mutation("variantSupplySet", &world.owner, input);
    let not_found = |case: Case| case.user("VARIANT_NOT_FOUND", "variantId");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("variantId", &[], not_found));
    cases.push(not_found(call.by("by another's owner", &world.rival)));
    cases.push(call.by("by a moderator", &world.moderator).top("FORBIDDEN"));
    cases.extend(call.numbers("version", &[0, 2, -1], |case| {
        case.user("OUTDATED", "version")
    }));
    cases.extend(call.numbers("leadDays", &[0, -1, 181, i32::MAX], |case| {
        case.user("LEAD_DAYS_INVALID", "leadDays")
    }));
    let counted = call.with("days for what is counted", "tracking", json!("TRACKED"));
    cases.push(counted.user("LEAD_DAYS_INVALID", "leadDays"));
    let without = call.with("no days", "leadDays", Value::Null);
    cases.push(without.user("LEAD_DAYS_INVALID", "leadDays"));
    cases.push(call.with("unknown", "tracking", json!("SOMETIMES")).bad());
    for (name, id) in [("an offer", &world.offer), ("a session", &world.session)] {
        let case = call.with(name, "variantId", json!(id));
        cases.push(case.user("IS_SERVICE", "variantId"));
    }
    cases
}

fn instant(at: DateTime<Utc>) -> Value {
    json!(at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn scheduling(world: &World) -> Vec<Case> {
    let now = world.app.clock.now();
    let hours = |hours: i64| instant(now + Duration::hours(hours));
    let session = json!({
        "startsAt": hours(48), "endsAt": hours(52), "bookableUntil": hours(40), "places": 10, "price": "210000",
    });
    let input = json!({ "variantId": world.offer, "sessions": [session] });
    let call = Call::mutation("bookingSessionsAdd", &world.owner, input);
    let not_found = |case: Case| case.user("VARIANT_NOT_FOUND", "variantId");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("variantId", &[], not_found));
    cases.push(not_found(call.by("by another's owner", &world.rival)));
    cases.push(call.by("by a moderator", &world.moderator).top("FORBIDDEN"));
    for (name, id) in [
        ("goods", &world.plain_variant),
        ("a session", &world.session),
    ] {
        let case = call.with(name, "variantId", json!(id));
        cases.push(case.user("NOT_AN_OFFER", "variantId"));
    }
    for (field, wrong, code) in [
        ("startsAt", hours(0), "STARTS_AT_INVALID"),
        ("startsAt", hours(-10_000), "STARTS_AT_INVALID"),
        ("startsAt", hours(24 * 401), "STARTS_AT_INVALID"),
        ("endsAt", hours(48), "ENDS_AT_INVALID"),
        ("endsAt", hours(48 + 24 * 14 + 1), "ENDS_AT_INVALID"),
        ("bookableUntil", hours(49), "BOOKABLE_UNTIL_INVALID"),
        ("bookableUntil", hours(-1), "BOOKABLE_UNTIL_INVALID"),
        ("price", json!("0"), "PRICE_INVALID"),
        ("price", json!("-1"), "PRICE_INVALID"),
        ("price", json!("1000000001"), "PRICE_INVALID"),
        ("price", json!("400001"), "PRICE_JUMPS"),
        ("price", json!("1"), "PRICE_JUMPS"),
    ] {
        let path = format!("sessions.0.{field}");
        let case = call.with(format!("{field} {wrong}"), &path, wrong);
        cases.push(case.user(code, &path));
    }
    let path = "sessions.0.price";
    let priced = call.by("with a price, by a storekeeper", &world.storekeeper);
    cases.push(priced.user("PRICE_NOT_ALLOWED", path));
    let path = "sessions.0.places";
    cases.extend(call.numbers(path, &[0, -1, 1_001, i32::MAX], |case| {
        case.user("PLACES_INVALID", path)
    }));
    for wrong in [json!("1.5"), json!(1), json!("")] {
        cases.push(
            call.with(wrong.to_string(), "sessions.0.price", wrong)
                .bad(),
        );
    }
    for wrong in ["2026-02-30T00:00:00Z", "ngày mai", "", "2026-12-01"] {
        cases.push(call.with(wrong, "sessions.0.startsAt", json!(wrong)).bad());
    }
    let whole = call.itself("whole").variables["input"]["sessions"][0].clone();
    let mut far = whole.clone();
    far["startsAt"] = json!("9999-12-31T23:59:59Z");
    far["endsAt"] = json!("9999-12-31T23:59:59Z");
    let far = call.with("the end of time", "sessions", json!([far]));
    cases.push(far.user("STARTS_AT_INVALID", "sessions.0.startsAt"));
    let twice = call.with("twice", "sessions", json!([whole, whole]));
    cases.push(twice.user("TIME_TAKEN", "sessions.1.startsAt"));
    let mut taken = whole.clone();
    taken["startsAt"] = instant(world.visit.taken);
    taken["endsAt"] = hours(73);
    let taken = call.with("a time that is taken", "sessions", json!([whole, taken]));
    cases.push(taken.user("TIME_TAKEN", "sessions.1.startsAt"));
    for count in [0, 51] {
        let many = json!(vec![whole.clone(); count]);
        let case = call.with(format!("{count} of them"), "sessions", many);
        cases.push(case.user("COUNT_INVALID", "sessions"));
    }
    let many = json!(vec![whole; 251]);
    cases.push(call.with("too many", "sessions", many).bad());
    cases
}

fn closing(world: &World) -> Vec<Case> {
    let input = json!({ "variantId": world.session });
    let call = Call::mutation("bookingSessionClose", &world.owner, input);
    let not_found = |case: Case| case.user("SESSION_NOT_FOUND", "variantId");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids(
        "variantId",
        &[&world.offer, &world.plain_variant],
        not_found,
    ));
    cases.push(not_found(call.by("by another's owner", &world.rival)));
    cases.push(call.by("by a moderator", &world.moderator).top("FORBIDDEN"));
    cases
}

fn reading(world: &World) -> Vec<Case> {
    let variables = json!({ "variantId": world.offer, "first": 5 });
    let call = Call::query("bookingSessions", &world.owner, variables);
    let not_found = |case: Case| case.top("NOT_FOUND");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("variantId", &[], not_found));
    cases.push(not_found(call.by("by another's owner", &world.rival)));
    cases.push(call.by("by a moderator", &world.moderator).top("FORBIDDEN"));
    cases.extend(call.pages("sessions.start"));
    // Somebody else's guests.
    let booked = json!({ "producer": world.rival_producer, "session": world.session, "first": 5 });
    let booked = Call::query("producerOrders", &world.rival, booked);
    cases.extend(booked.ids("session", &[], Case::empty));
    cases.push(booked.itself("another's session").empty());
    cases
}

fn buying(world: &World) -> Vec<Case> {
    let visit = &world.visit;
    let (cart, token) = (&visit.cart, &visit.token);
    let add = |name: &str, variant: &str| {
        let lines = json!([{ "variantId": variant, "quantity": 1 }]);
        let input = json!({ "cartId": cart, "token": token, "lines": lines });
        Case::mutation("cartLinesAdd", name, input)
    };
    let path = "lines.0.variantId";
    let checkout = json!({ "cartId": cart, "token": token, "paymentMethod": "CASH_ON_DELIVERY",
        "expectedTotal": "200000", "idempotencyKey": "nobody" });
    let deliver = Call::mutation(
        "producerOrderDeliver",
        &world.owner,
        json!({ "id": visit.part }),
    );
    let pack = Call::mutation(
        "producerOrderPack",
        &world.owner,
        json!({ "id": visit.part }),
    );
    vec![
        add("an offer without a session", &world.offer).user("SESSION_NEEDED", path),
        add("a session that is closed", &visit.closed).user("SESSION_CLOSED", path),
        add("what is out of season", &visit.harvest).user("OUT_OF_SEASON", path),
        Case::mutation("cartCheckout", "nobody to call", checkout)
            .user("CONTACT_MISSING", "cartId"),
        deliver.itself("before it begins").user("NOT_BEGUN", "id"),
        pack.itself("guests").user("WRONG_STATUS", "id"),
    ]
}
