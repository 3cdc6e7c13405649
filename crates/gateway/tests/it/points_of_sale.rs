//! Points of sale over HTTP: a producer opens a store, an officer a centre,
//! and shoppers find what stands there.

use crate::bad_input::global_id;
use crate::support::{App, PASSWORD};
use catalog::fixtures::Listing;
use kernel::{Actor, ProducerId, ProductId, Role, RoleGrant, Scope};
use programme::{CertificateStatus, ProducerStatus};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_store_opens_is_found_changes_and_closes,
    a_centre_shows_what_is_public,
    lists_cost_the_same_for_three_and_for_ten,
);

const POINT: &str = "id kind name en: name(language: EN) organisation street phone latitude longitude
    province { name } commune { fullName } producer { name }
    openingHours { weekday ranges { fromMinute toMinute } } byAppointment pickUp notes status version
    createdAt updatedAt";

struct World {
    app: App,
    listing: Listing,
    owner: String,
    officer: String,
}

impl World {
    async fn open(test: TestDb) -> Self {
        let app = App::with(test, |config| config.limits.cost = 100_000).await;
        let producer = app.market.producer("Hợp tác xã Sinh Dược").await;
        let listing = app.market.listing(&producer, "Cơm cháy", 50_000, 20).await;
        let session = async |email: &str, role, scope| {
            app.account(email, vec![RoleGrant { role, scope }]).await;
            let signed_in = app.services.identity.sign_in(email, PASSWORD).await;
            format!("Bearer {}", signed_in.unwrap().token)
        };
        let own = Scope::Producer(producer.id);
        let owner = session("chu@vidu.example", Role::ProducerOwner, own).await;
        let home = Scope::Province("37".to_owned());
        let officer = session("canbo@vidu.example", Role::ProgrammeOfficer, home).await;
        Self {
            app,
            listing,
            owner,
            officer,
        }
    }

    async fn run(&self, bearer: &str, field: &str, input: Value) -> Value {
        let name = format!("{}{}", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation($input: {name}Input!) {{ {field}(input: $input) {{
                pointOfSale {{ {POINT} products(first: 5) {{ nodes {{ note product {{ id }} }} }} }}
                userErrors {{ code field message }} }} }}"
        );
        let body = json!({ "query": query, "variables": { "input": input } });
        let headers = [("authorization", bearer), ("accept-language", "vi")];
        self.app.body_as(body, &headers).await.data()[field].take()
    }

    /// The point after a change that is made.
    async fn done(&self, bearer: &str, field: &str, input: Value) -> Value {
        let mut payload = self.run(bearer, field, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{field}");
        payload["pointOfSale"].take()
    }

    async fn ask(&self, query: &str, variables: Value) -> Value {
        self.app.query_with(query, variables).await.data()
    }

    fn product(&self) -> String {
        global_id(ProductId::TYPE, self.listing.product.0)
    }

    fn producer(&self) -> String {
        global_id(ProducerId::TYPE, self.listing.producer.id.0)
    }
}

fn facts(kind: &str, name: &str) -> Value {
    json!({
        "kind": kind, "name": name, "communeCode": "14620", "street": "Thôn 2", "phone": "0229 3871 234",
        "latitude": "20.0900004", "longitude": 106.08, "pickUp": true, "openingHours": [
            { "weekday": "SUNDAY", "ranges": [{ "fromMinute": 480, "toMinute": 720 }] },
            { "weekday": "MONDAY", "ranges": [
                { "fromMinute": 780, "toMinute": 1020 }, { "fromMinute": 450, "toMinute": 690 },
            ] },
        ],
    })
}

async fn a_store_opens_is_found_changes_and_closes(test: TestDb) {
    let world = World::open(test).await;
    let owner = &world.owner;
    let mut said = facts("PRODUCER_STORE", "Cửa hàng Sinh Dược");
    said["nameEn"] = json!("Sinh Duoc Shop");
    let input = json!({ "producerId": world.producer(), "facts": said });
    let store = world.done(owner, "pointOfSaleCreate", input).await;
    assert_eq!(store["en"], "Sinh Duoc Shop");
    assert_eq!(store["latitude"], "20.090000");
    assert_eq!(store["longitude"], "106.080000");
    assert_eq!(store["phone"], "02293871234");
    assert_eq!(store["province"]["name"], "Ninh Bình");
    assert_eq!(store["commune"]["fullName"], "Xã Phát Diệm");
    assert_eq!(store["producer"]["name"], "Hợp tác xã Sinh Dược");
    assert_eq!(
        store["openingHours"],
        json!([
            { "weekday": "MONDAY", "ranges": [
                { "fromMinute": 450, "toMinute": 690 }, { "fromMinute": 780, "toMinute": 1020 },
            ] },
            { "weekday": "SUNDAY", "ranges": [{ "fromMinute": 480, "toMinute": 720 }] },
        ])
    );
    let id = &store["id"];
    let shelf =
        json!({ "id": id, "products": [{ "productId": world.product(), "note": "Gói 300 g" }] });
    let shelved = world.done(owner, "pointOfSaleProductsAdd", shelf).await;
    let expected = json!([{ "note": "Gói 300 g", "product": { "id": world.product() } }]);
    assert_eq!(shelved["products"]["nodes"], expected);

    // Shoppers find it near them, from the product, from its producer.
    let query = "query($product: ID!, $producer: ID!, $id: ID!) {
        nearestPointsOfSale(latitude: 20.25, longitude: 105.97, withinKm: 30, first: 3, where: { product: $product }) {
            distanceMetres pointOfSale { id }
        }
        product(id: $product) { pointsOfSale(first: 3) { id } }
        producer(id: $producer) { pointsOfSale(first: 3) { id } }
        pointOfSale(id: $id) {
            morning: isOpen(at: \"2026-11-23T00:30:00Z\") noon: isOpen(at: \"2026-11-23T05:00:00Z\") isOpen
        }
        pointsOfSale(first: 3, where: { pickUp: true, openAt: \"2026-11-23T00:30:00Z\" }) { nodes { id } }
    }";
    let variables = json!({ "product": world.product(), "producer": world.producer(), "id": id });
    let found = world.ask(query, variables.clone()).await;
    let near = &found["nearestPointsOfSale"][0];
    assert_eq!(near["pointOfSale"]["id"], *id);
    let metres = near["distanceMetres"].as_i64().unwrap();
    assert!((21_000..21_300).contains(&metres), "{metres}");
    assert_eq!(found["product"]["pointsOfSale"], json!([{ "id": id }]));
    assert_eq!(found["producer"]["pointsOfSale"], json!([{ "id": id }]));
    let open = &found["pointOfSale"];
    assert_eq!(
        (&open["morning"], &open["noon"]),
        (&json!(true), &json!(false))
    );
    // The clock of the test stands at nine on a Monday.
    assert_eq!(open["isOpen"], true);
    assert_eq!(found["pointsOfSale"]["nodes"], json!([{ "id": id }]));

    // Two people change it at once: the second reads again.
    let mut said = facts("PRODUCER_STORE", "Cửa hàng Sinh Dược 2");
    let change = |said: &Value| json!({ "id": id, "version": 1, "facts": said });
    let changed = world.done(owner, "pointOfSaleUpdate", change(&said)).await;
    assert_eq!(
        (&changed["version"], &changed["en"]),
        (&json!(2), &changed["name"])
    );
    said["name"] = json!("Cửa hàng Sinh Dược 3");
    let stale = world
        .run(&world.officer, "pointOfSaleUpdate", change(&said))
        .await;
    assert_eq!(stale["pointOfSale"], Value::Null);
    assert_eq!(
        stale["userErrors"],
        json!([{
            "code": "VERSION_CONFLICT", "field": ["input", "version"],
            "message": "Điểm bán vừa được người khác thay đổi. Vui lòng tải lại rồi thử lần nữa.",
        }])
    );
    let off = json!({ "id": id, "productIds": [world.product()] });
    let cleared = world.done(owner, "pointOfSaleProductsRemove", off).await;
    assert_eq!(cleared["products"]["nodes"], json!([]));
    for _ in 0..2 {
        let closed = world
            .done(&world.officer, "pointOfSaleClose", json!({ "id": id }))
            .await;
        assert_eq!(
            (&closed["status"], &closed["version"]),
            (&json!("CLOSED"), &json!(3))
        );
    }
    let gone = world.ask(query, variables).await;
    assert_eq!(gone["nearestPointsOfSale"], json!([]));
    assert_eq!(gone["producer"]["pointsOfSale"], json!([]));
    assert_eq!(
        gone["pointOfSale"]["morning"], false,
        "still found by its id"
    );

    let history = "query($id: ID!) { pointOfSaleHistory(id: $id, first: 9) { nodes {
        action accountId at changes { fact productId before after } } } }";
    let body = json!({ "query": history, "variables": { "id": id } });
    let told = world
        .app
        .body_as(body, &[("authorization", owner)])
        .await
        .data();
    let nodes = told["pointOfSaleHistory"]["nodes"].as_array().unwrap();
    let actions: Vec<&Value> = nodes.iter().map(|node| &node["action"]).collect();
    assert_eq!(
        actions,
        [
            "CLOSE",
            "PRODUCTS_REMOVE",
            "UPDATE",
            "PRODUCTS_ADD",
            "CREATE"
        ]
    );
    assert_ne!(nodes[0]["accountId"], nodes[1]["accountId"]);
    assert_eq!(
        nodes[1]["changes"],
        json!([{ "fact": null, "productId": world.product(), "before": "\"Gói 300 g\"", "after": "null" }])
    );
    assert_eq!(
        nodes[2]["changes"][0],
        json!({ "fact": "name", "productId": null, "before": "\"Cửa hàng Sinh Dược\"", "after": "\"Cửa hàng Sinh Dược 2\"" })
    );
}

async fn a_centre_shows_what_is_public(test: TestDb) {
    let world = World::open(test).await;
    let officer = &world.officer;
    let mut said = facts("OCOP_CENTRE", "Trung tâm OCOP");
    said["organisation"] = json!("Hội Nông dân");
    let centre = world
        .done(officer, "pointOfSaleCreate", json!({ "facts": said }))
        .await;
    assert_eq!(centre["organisation"], "Hội Nông dân");
    assert_eq!(centre["producer"], Value::Null);
    let id = &centre["id"];
    // More than a page of products.
    let mut products = vec![json!({ "productId": world.product() })];
    for n in 0..3 {
        world.app.clock.advance(chrono::Duration::seconds(1));
        let name = format!("Bánh đa {n}");
        let listing = world
            .app
            .market
            .listing(&world.listing.producer, &name, 9_000, 1)
            .await;
        products.push(json!({ "productId": global_id(ProductId::TYPE, listing.product.0) }));
    }
    let shelf = json!({ "id": id, "products": products });
    world.done(officer, "pointOfSaleProductsAdd", shelf).await;
    let query = "query($id: ID!, $after: String) { pointOfSale(id: $id) { products(first: 3, after: $after) {
        nodes { product { id name } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    let page = async |after: Value| {
        let mut data = world.ask(query, json!({ "id": id, "after": after })).await;
        data["pointOfSale"]["products"].take()
    };
    let first = page(Value::Null).await;
    assert_eq!(first["nodes"].as_array().unwrap().len(), 3);
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let rest = page(first["pageInfo"]["endCursor"].clone()).await;
    assert_eq!(rest["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(rest["pageInfo"]["hasNextPage"], false);
    assert_eq!(rest["pageInfo"]["hasPreviousPage"], true);
    for bad in ["%", "WyJ4IixbXV0"] {
        let answer = world
            .app
            .query_with(query, json!({ "id": id, "after": bad }))
            .await;
        assert_eq!(answer.code(), "BAD_USER_INPUT");
    }
    for first in [0, 51, -1] {
        let query = format!(
            "query($id: ID!) {{ pointOfSale(id: $id) {{ products(first: {first}) {{ nodes {{ note }} }} }} }}"
        );
        let answer = world.app.query_with(&query, json!({ "id": id })).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT");
    }
    for first in [0, 21] {
        for on in ["products", "producers"] {
            let query = format!(
                "{{ {on}(first: 1) {{ nodes {{ pointsOfSale(first: {first}) {{ id }} }} }} }}"
            );
            assert_eq!(world.app.query(&query).await.code(), "BAD_USER_INPUT");
        }
    }

    // The shelf follows the decision at once, and the producer's standing.
    let shown = async || {
        let page = page(Value::Null).await;
        let total = page["nodes"].as_array().unwrap().len();
        (total, page["pageInfo"]["hasNextPage"].as_bool().unwrap())
    };
    let market = &world.app.market;
    market
        .set_certificate(&world.listing, CertificateStatus::Revoked)
        .await;
    assert_eq!(shown().await, (3, false));
    let programme = &market.programme;
    let producer = world.listing.producer.id;
    let suspended =
        programme.set_producer_status(&Actor::System, producer, ProducerStatus::Suspended);
    suspended.await.unwrap();
    assert_eq!(shown().await, (0, false));
}

async fn lists_cost_the_same_for_three_and_for_ten(test: TestDb) {
    let world = World::open(test).await;
    for n in 0..10 {
        world.app.clock.advance(chrono::Duration::seconds(1));
        let name = format!("Cửa hàng {n}");
        let input = json!({ "producerId": world.producer(), "facts": facts("SHOP", &name) });
        let store = world.done(&world.owner, "pointOfSaleCreate", input).await;
        let market = &world.app.market;
        let listing = market
            .listing(&world.listing.producer, &name, 9_000, 1)
            .await;
        let product = global_id(ProductId::TYPE, listing.product.0);
        let shelf = json!({ "id": store["id"], "products": [{ "productId": product }] });
        world
            .done(&world.owner, "pointOfSaleProductsAdd", shelf)
            .await;
    }
    // Places are loaded once for the process.
    world.app.query("{ provinces { name } }").await.data();
    let shelf = "products(first: 5) { nodes { product { id name } } pageInfo { hasNextPage } }";
    for first in [3, 10] {
        for (query, statements) in [
            // Points, their hours.
            (
                format!(
                    "{{ pointsOfSale(first: {first}) {{ nodes {{ id name openingHours {{ weekday }} province {{ name }} }} }} }}"
                ),
                2,
            ),
            // And the producers, the shelves, the cards.
            (
                format!(
                    "{{ pointsOfSale(first: {first}) {{ nodes {{ id producer {{ name }} {shelf} }} }} }}"
                ),
                5,
            ),
            // A look, the points, their hours; and the shelves, the cards.
            (
                format!(
                    "{{ nearestPointsOfSale(latitude: 20.09, longitude: 106.08, first: {first}) {{ pointOfSale {{ id {shelf} }} }} }}"
                ),
                5,
            ),
            // The cards; the pairs, the points, their hours.
            (
                format!(
                    "{{ products(first: {first}) {{ nodes {{ id pointsOfSale(first: 5) {{ id name }} }} }} }}"
                ),
                4,
            ),
            (
                format!(
                    "{{ producers(first: {first}) {{ nodes {{ id pointsOfSale(first: 5) {{ id name }} }} }} }}"
                ),
                4,
            ),
        ] {
            let answer = world.app.query(&query).await;
            answer.data();
            assert_eq!(world.app.statements(&query).await, statements, "{query}");
        }
    }
}
