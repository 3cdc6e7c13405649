//! Seasons, goods made to order and sessions of services, over the API.

use crate::bad_input::global_id;
use crate::listings::World;
use catalog::fixtures::point_facts;
use catalog::points_of_sale::{PointFacts, PointKind};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use kernel::Clock;
use kernel::clock::{day_in_vietnam, days_before};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_harvest_is_ordered_ahead,
    what_is_made_to_order_says_when_it_leaves,
    a_visit_is_scheduled_booked_and_received,
    goods_are_fetched_where_they_stand,
);

const PRODUCT: &str = "query($id: ID!) { product(id: $id) { inStock
    season { sellFrom sellUntil promisedOn }
    variants { availability quantityAvailable promisedOn
      sessions(first: 2) { variantId startsAt endsAt bookableUntil price { amount } placesLeft } } } }";

impl World {
    async fn look(&self, id: &str) -> Value {
        let answer = self.app.query_with(PRODUCT, json!({ "id": id })).await;
        answer.data()["product"].take()
    }

    fn own(&self) -> String {
        global_id("Product", self.listing.product.0)
    }

    fn day(&self, days: i64) -> String {
        let day = days_before(day_in_vietnam(self.app.clock.now()), -days);
        day.to_string()
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

async fn a_harvest_is_ordered_ahead(test: TestDb) {
    let world = World::open(test).await;
    let season = async |from: i64| {
        let input = json!({ "id": world.own(), "sellFrom": world.day(from),
            "sellUntil": world.day(60), "promisedOn": world.day(30) });
        let fields = "listing { season { sellFrom sellUntil promisedOn } } userErrors { code }";
        world
            .call(&world.owner, "listingSeasonSet", input, fields)
            .await
    };
    let done = season(10).await;
    let told = json!({ "sellFrom": world.day(10), "sellUntil": world.day(60), "promisedOn": world.day(30) });
    assert_eq!(done["listing"]["season"], told, "{done}");
    let shown = world.look(&world.own()).await;
    assert_eq!(shown["season"], told);
    assert_eq!(shown["inStock"], json!(false));
    assert_eq!(shown["variants"][0]["availability"], json!("OUT_OF_SEASON"));
    assert_eq!(shown["variants"][0]["quantityAvailable"], json!(0));
    let variant = global_id("ProductVariant", world.listing.variant.0);
    let lines = json!({ "lines": [{ "variantId": variant, "quantity": 1 }] });
    let fields = "cart { id } userErrors { code opensOn message }";
    let refused = world.call("", "cartCreate", lines.clone(), fields).await;
    assert_eq!(
        refused["userErrors"],
        json!([{ "code": "OUT_OF_SEASON", "opensOn": world.day(10),
            "message": "Sản phẩm chưa vào vụ hoặc đã hết vụ." }])
    );
    season(0).await;
    let shown = world.look(&world.own()).await;
    assert_eq!(shown["inStock"], json!(true));
    assert_eq!(shown["variants"][0]["availability"], json!("PRE_ORDER"));
    assert_eq!(shown["variants"][0]["promisedOn"], json!(world.day(30)));
    let fields = "cart { lines { promisedOn problem } } userErrors { code }";
    let cart = world.call("", "cartCreate", lines, fields).await;
    assert_eq!(
        cart["cart"]["lines"],
        json!([{ "promisedOn": world.day(30), "problem": null }])
    );
}

async fn what_is_made_to_order_says_when_it_leaves(test: TestDb) {
    let world = World::open(test).await;
    let variant = global_id("ProductVariant", world.listing.variant.0);
    let input =
        json!({ "variantId": variant, "version": 1, "tracking": "ON_DEMAND", "leadDays": 12 });
    let fields = "version userErrors { code }";
    let done = world
        .call(&world.owner, "variantSupplySet", input, fields)
        .await;
    assert_eq!(done["version"], json!(2), "{done}");
    let shown = world.look(&world.own()).await["variants"][0].take();
    assert_eq!(shown["availability"], json!("MADE_TO_ORDER"));
    assert_eq!(shown["quantityAvailable"], json!(1000));
    assert_eq!(shown["promisedOn"], json!(world.day(12)));
    assert_eq!(shown["sessions"], json!([]), "goods have none");
    let query = "query($id: ID!) { listing(id: $id) { variants { tracking leadDays } } }";
    let listing = world
        .ask(&world.owner, query, json!({ "id": world.own() }))
        .await;
    let told = json!([{ "tracking": "ON_DEMAND", "leadDays": 12 }]);
    assert_eq!(listing["listing"]["variants"], told);
}

#[allow(clippy::too_many_lines, reason = "one journey from schedule to visit")]
async fn a_visit_is_scheduled_booked_and_received(test: TestDb) {
    let world = World::open(test).await;
    let (market, now) = (&world.app.market, world.app.clock.now());
    let producer = &world.listing.producer;
    let tour = market.service(producer, "Một ngày ở bản", 0).await;
    let (product, offer) = (
        global_id("Product", tour.product.0),
        global_id("ProductVariant", tour.variant.0),
    );
    let shown = world.look(&product).await;
    assert_eq!(shown["inStock"], json!(false), "nothing can be booked yet");
    assert_eq!(shown["variants"][0]["availability"], json!("BY_SESSION"));
    let at = |hours: i64| instant(now + Duration::hours(hours));
    let new = json!({ "variantId": offer, "sessions": [
        { "startsAt": at(96), "endsAt": at(100), "places": 5, "price": "250000" },
        { "startsAt": at(48), "endsAt": at(52), "bookableUntil": at(36), "places": 6 },
        { "startsAt": at(144), "endsAt": at(148), "places": 7 } ] });
    let fields = "sessions { variantId places booked } userErrors { code field message }";
    let done = world
        .call(&world.owner, "bookingSessionsAdd", new, fields)
        .await;
    assert_eq!(done["userErrors"], json!([]));
    let sessions: Vec<String> = done["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["variantId"].as_str().unwrap().to_owned())
        .collect();
    let shown = world.look(&product).await;
    assert_eq!(shown["inStock"], json!(true));
    let next = |id: &str, from: i64, until: i64, closes: i64, price: &str, left: i32| {
        json!({ "variantId": id, "startsAt": at(from), "endsAt": at(until),
            "bookableUntil": at(closes), "price": { "amount": price }, "placesLeft": left })
    };
    assert_eq!(
        shown["variants"][0]["sessions"],
        json!([
            next(&sessions[1], 48, 52, 36, "200000", 6),
            next(&sessions[0], 96, 100, 96, "250000", 5)
        ])
    );
    let query = format!(
        "{{ product(id: \"{product}\") {{ variants {{ sessions {{ startsAt placesLeft }} }} }} }}"
    );
    let asked = world.app.statements(&query).await;
    assert_eq!(asked, 3, "the page, its sessions, and their places");
    // A session is no product's variant, and a variant of a service no session.
    let node = "query($id: ID!) { node(id: $id) { id } }";
    let node = world.ask("", node, json!({ "id": sessions[1] })).await;
    assert_eq!(node["node"], Value::Null);
    let guest = "";
    let line = |id: &str| json!({ "lines": [{ "variantId": id, "quantity": 2 }] });
    let fields = "cart { id token } userErrors { code field }";
    let refused = world.call(guest, "cartCreate", line(&offer), fields).await;
    assert_eq!(refused["userErrors"][0]["code"], json!("SESSION_NEEDED"));
    let fields = "cart { id token totals { total { amount } } lines { problem variant { id }
        session { startsAt endsAt } } producerGroups { delivery { method fee { amount } } } } userErrors { code field }";
    let cart = world
        .call(guest, "cartCreate", line(&sessions[1]), fields)
        .await;
    let cart = &cart["cart"];
    assert_eq!(cart["totals"]["total"]["amount"], json!("400000"));
    assert_eq!(
        cart["lines"],
        json!([{ "problem": null, "variant": { "id": offer },
            "session": { "startsAt": at(48), "endsAt": at(52) } }])
    );
    assert_eq!(
        cart["producerGroups"][0]["delivery"],
        json!({ "method": "VISIT", "fee": { "amount": "0" } })
    );
    let mut own = json!({ "cartId": cart["id"], "token": cart["token"] });
    own["contact"] = json!({ "recipient": "Nguyễn Thị Lan", "phone": "0987 654 321" });
    let fields =
        "cart { contact { recipient phone email } address { street } } userErrors { code field }";
    let told = world
        .call(guest, "cartContactUpdate", own.clone(), fields)
        .await;
    assert_eq!(
        told["cart"],
        json!({ "contact": { "recipient": "Nguyễn Thị Lan", "phone": "0987654321", "email": null },
            "address": null })
    );
    let order = json!({ "cartId": cart["id"], "token": cart["token"], "expectedTotal": "400000",
        "paymentMethod": "CASH_ON_DELIVERY", "idempotencyKey": "visit" });
    let fields = "order { number nextActions address { street } producerOrders { id deliveryMethod place { name address pointOfSale { id } }
        nextActions lines { variantName session { startsAt } } } } userErrors { code field }";
    let order = world.call(guest, "cartCheckout", order, fields).await;
    assert_eq!(order["userErrors"], json!([]));
    let order = &order["order"];
    assert_eq!(order["nextActions"], json!(["CANCEL"]));
    assert_eq!(order["address"]["street"], json!("HTX Cơm cháy"));
    let part = &order["producerOrders"][0];
    assert_eq!(part["deliveryMethod"], json!("VISIT"));
    assert_eq!(
        part["place"],
        json!({ "name": "HTX Cơm cháy", "address": "Thôn 1, Xã Phát Diệm, Tỉnh Ninh Bình",
            "pointOfSale": null })
    );
    assert_eq!(part["lines"][0]["session"]["startsAt"], json!(at(48)));
    let query = "query($producer: ID!, $session: ID) { producerOrders(producer: $producer, session: $session, first: 5) {
        nodes { id contact { recipient } address { street } nextActions } } }";
    let producer = global_id("Producer", producer.id.0);
    let guests = json!({ "producer": producer, "session": sessions[1] });
    let guests = world.ask(&world.owner, query, guests).await;
    let nodes = &guests["producerOrders"]["nodes"];
    assert_eq!(nodes.as_array().unwrap().len(), 1);
    assert_eq!(nodes[0]["contact"]["recipient"], json!("Nguyễn Thị Lan"));
    assert_eq!(nodes[0]["address"], Value::Null, "guests come");
    let none = json!({ "producer": producer, "session": sessions[0] });
    let none = world.ask(&world.owner, query, none).await;
    assert_eq!(none["producerOrders"]["nodes"], json!([]));
    let id = json!({ "id": part["id"] });
    let fields = "producerOrder { status nextActions } userErrors { code message }";
    let confirmed = world
        .call(&world.owner, "producerOrderConfirm", id.clone(), fields)
        .await;
    assert_eq!(
        confirmed["producerOrder"]["nextActions"],
        json!(["DELIVER", "CANCEL"]),
        "guests are not packed"
    );
    let early = world
        .call(&world.owner, "producerOrderDeliver", id.clone(), fields)
        .await;
    assert_eq!(early["userErrors"][0]["code"], json!("NOT_BEGUN"));
    let query = "query($id: ID!) { bookingSessions(variantId: $id, first: 10) { nodes { variantId places booked closedAt } } }";
    let schedule = world.ask(&world.owner, query, json!({ "id": offer })).await;
    assert_eq!(
        schedule["bookingSessions"]["nodes"][0],
        json!({ "variantId": sessions[1], "places": 6, "booked": 2, "closedAt": null })
    );
    let close = json!({ "variantId": sessions[1] });
    let fields_of = "session { booked closedAt } userErrors { code }";
    let closed = world
        .call(&world.owner, "bookingSessionClose", close, fields_of)
        .await;
    assert_eq!(
        closed["session"]["booked"],
        json!(2),
        "what is booked stays"
    );
    let shown = world.look(&product).await;
    assert_eq!(
        shown["variants"][0]["sessions"][0]["variantId"],
        json!(sessions[0])
    );
    world.app.clock.advance(Duration::hours(48));
    let query = "query($number: String, $token: String) { order(number: $number, token: $token) { nextActions } }";
    let own = json!({ "number": order["number"], "token": cart["token"] });
    let late = world.ask(guest, query, own.clone()).await;
    assert_eq!(late["order"]["nextActions"], json!([]), "it has begun");
    // Nobody waits for those who were not told that they may come.
    for (status, actions) in [("PENDING", json!(["CANCEL"])), ("CONFIRMED", json!([]))] {
        let sql = format!("UPDATE producer_order SET status = '{status}'");
        assert_eq!(world.app.raw(&sql).await, 1);
        let late = world.ask(guest, query, own.clone()).await;
        assert_eq!(late["order"]["nextActions"], actions, "{status}");
    }
    let done = world
        .call(&world.owner, "producerOrderDeliver", id, fields)
        .await;
    assert_eq!(done["producerOrder"]["status"], json!("DELIVERED"));
}

async fn goods_are_fetched_where_they_stand(test: TestDb) {
    let world = World::open(test).await;
    let (market, guest) = (&world.app.market, "");
    let producer = &world.listing.producer;
    let facts = PointFacts {
        pick_up: true,
        ..point_facts(PointKind::ProducerStore, "Cửa hàng Cơm cháy", "14620")
    };
    let store = market
        .point(producer, facts, &[world.listing.product])
        .await;
    let store = global_id("PointOfSale", store.id.0);
    let variant = global_id("ProductVariant", world.listing.variant.0);
    let lines = json!({ "lines": [{ "variantId": variant, "quantity": 2 }] });
    let fields =
        "cart { id token producerGroups { pickUpPoints(first: 5) { id } } } userErrors { code }";
    let cart = world.call(guest, "cartCreate", lines, fields).await;
    let cart = &cart["cart"];
    assert_eq!(
        cart["producerGroups"],
        json!([{ "pickUpPoints": [{ "id": store }] }])
    );
    let (id, token) = (
        cart["id"].as_str().unwrap(),
        cart["token"].as_str().unwrap(),
    );
    let read =
        |fields: &str| format!("{{ cart(id: \"{id}\", token: \"{token}\") {{ {fields} }} }}");
    let groups = "producerGroups { subtotal { amount } }";
    let plain = world.app.statements(&read(groups)).await;
    let places = "producerGroups { pickUpPoints(first: 20) { id name } }";
    let asked = world.app.statements(&read(places)).await;
    assert_eq!(asked - plain, 3, "which points, the points, their hours");
    let mut own = json!({ "cartId": id, "token": token });
    own["contact"] = json!({ "recipient": "Nguyễn Thị Lan", "phone": "0987 654 321" });
    let fields = "userErrors { code field }";
    world.call(guest, "cartContactUpdate", own, fields).await;
    let choice = json!({ "cartId": id, "token": token, "method": "PICK_UP", "pointOfSaleId": store,
        "producerId": global_id("Producer", producer.id.0) });
    let fields =
        "cart { totals { total { amount } } producerGroups { delivery { method fee { amount }
        pointOfSale { id name } } } } userErrors { code field message }";
    let chosen = world
        .call(guest, "cartDeliveryUpdate", choice, fields)
        .await;
    let place = json!({ "id": store, "name": "Cửa hàng Cơm cháy" });
    assert_eq!(
        chosen["cart"]["producerGroups"][0]["delivery"],
        json!({ "method": "PICK_UP", "fee": { "amount": "0" }, "pointOfSale": place }),
        "{chosen}"
    );
    let total = &chosen["cart"]["totals"]["total"]["amount"];
    let order = json!({ "cartId": id, "token": token, "expectedTotal": total,
        "paymentMethod": "CASH_ON_DELIVERY", "idempotencyKey": "fetched" });
    let fields = "order { producerOrders { id deliveryMethod place { name address pointOfSale { id status } } } }
        userErrors { code field message }";
    let order = world.call(guest, "cartCheckout", order, fields).await;
    let part = &order["order"]["producerOrders"][0];
    assert_eq!(part["deliveryMethod"], json!("PICK_UP"), "{order}");
    assert_eq!(
        part["place"],
        json!({ "name": "Cửa hàng Cơm cháy", "address": "Thôn 1, Xã Phát Diệm, Tỉnh Ninh Bình",
            "pointOfSale": { "id": store, "status": "OPEN" } })
    );
    let id = json!({ "id": part["id"] });
    // Who knows where goods are sent need not know where those who fetch live.
    let lives = "UPDATE customer_order SET street = 'Số 1 ngõ 2'";
    assert_eq!(world.app.raw(lives).await, 1);
    let query =
        "query($id: ID!) { producerOrder(id: $id) { contact { phone } address { street } } }";
    let told = world.ask(&world.owner, query, id.clone()).await;
    assert_eq!(
        told["producerOrder"],
        json!({ "contact": { "phone": "0987654321" }, "address": null })
    );
    let fields = "producerOrder { status nextActions } userErrors { code message }";
    let mut steps = Vec::new();
    for step in [
        "producerOrderConfirm",
        "producerOrderPack",
        "producerOrderDeliver",
    ] {
        let done = world.call(&world.owner, step, id.clone(), fields).await;
        steps.push(done["producerOrder"]["nextActions"].clone());
    }
    assert_eq!(
        json!(steps),
        json!([["PACK", "CANCEL"], ["DELIVER", "CANCEL"], []]),
        "what is fetched is packed and not shipped"
    );
}
