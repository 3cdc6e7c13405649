//! Collections, the home page and what goes with a product, over the API.

use crate::bad_input::global_id;
use crate::support::{App, PASSWORD};
use catalog::fixtures::Listing;
use kernel::{ProducerId, ProductId, Role, RoleGrant, Scope};
use programme::CertificateStatus;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_curator_previews_publishes_and_arranges,
    an_officer_curates_his_province,
    the_home_page_leads_to_what_is_public,
    lists_cost_few_statements,
);

const PAYLOAD: &str =
    "collection { id slug title english: title(language: EN) kind status version months
    validFrom validUntil province { name } rule { groups starsMin priceMax { amount } sort }
    products(first: 10) { totalCount nodes { name } pageInfo { hasNextPage } } }
    userErrors { code field message version }";

struct World {
    app: App,
    moderator: String,
    officer: String,
    listings: Vec<Listing>,
}

impl World {
    async fn open(test: TestDb) -> Self {
        let app = App::with(test, |config| config.limits.cost = 100_000).await;
        let listings = app.products(6).await;
        let session = async |email: &str, role, scope| {
            app.account(email, vec![RoleGrant { role, scope }]).await;
            let signed_in = app.services.identity.sign_in(email, PASSWORD).await;
            format!("Bearer {}", signed_in.unwrap().token)
        };
        let moderator = session("duyet@vidu.example", Role::Moderator, Scope::Global).await;
        let scope = Scope::Province("37".to_owned());
        let officer = session("canbo@vidu.example", Role::ProgrammeOfficer, scope).await;
        Self {
            app,
            moderator,
            officer,
            listings,
        }
    }

    async fn ask(&self, bearer: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let headers = [("authorization", bearer), ("accept-language", "vi")];
        self.app.body_as(body, &headers).await.data()
    }

    /// A curator's command: its payload.
    async fn run(&self, bearer: &str, field: &str, input: Value) -> Value {
        let input_type = match field {
            "collectionPublish" | "collectionWithdraw" | "collectionArchive" => {
                "CollectionInput".to_owned()
            }
            own => format!("{}{}Input", own[..1].to_uppercase(), &own[1..]),
        };
        let query =
            format!("mutation($input: {input_type}!) {{ {field}(input: $input) {{ {PAYLOAD} }} }}");
        let mut data = self.ask(bearer, &query, json!({ "input": input })).await;
        data[field].take()
    }

    /// The collection after a command that is done.
    async fn done(&self, bearer: &str, field: &str, input: Value) -> Value {
        let mut payload = self.run(bearer, field, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{field}");
        payload["collection"].take()
    }

    fn product(&self, n: usize) -> String {
        global_id(ProductId::TYPE, self.listings[n].product.0)
    }

    /// A published collection of these products.
    async fn published(&self, title: &str, products: &[usize]) -> Value {
        let content = json!({ "title": title });
        let input = json!({ "content": content });
        let own = self.done(&self.moderator, "collectionCreate", input).await;
        let products: Vec<String> = products.iter().map(|n| self.product(*n)).collect();
        let input = json!({ "id": own["id"], "version": 1, "productIds": products });
        let own = self
            .done(&self.moderator, "collectionProductsAdd", input)
            .await;
        let input = json!({ "id": own["id"], "version": own["version"] });
        self.done(&self.moderator, "collectionPublish", input).await
    }
}

async fn a_curator_previews_publishes_and_arranges(test: TestDb) {
    let world = World::open(test).await;
    let moderator = &world.moderator;
    let rule = json!({ "groups": ["FOOD"], "price": { "max": "12000" }, "sort": "PRICE_DESC" });
    let preview = "query($rule: CollectionRuleInput!) { collectionPreview(rule: $rule, first: 2) {
        totalCount products { name } problem } }";
    let seen = world.ask(moderator, preview, json!({ "rule": rule })).await;
    assert_eq!(
        seen["collectionPreview"],
        json!({
            "totalCount": 3, "problem": null,
            "products": [{ "name": "Cơm cháy 2" }, { "name": "Cơm cháy 1" }],
        })
    );
    for (rule, problem) in [
        (json!({}), "MATCHES_EVERYTHING"),
        (json!({ "starsMin": 5 }), "MATCHES_NOTHING"),
    ] {
        let seen = world.ask(moderator, preview, json!({ "rule": rule })).await;
        assert_eq!(seen["collectionPreview"]["problem"], problem);
    }
    let content = json!({
        "title": "Dưới 12.000 đồng", "titleEn": "Under 12,000 đồng", "rule": rule,
        "months": [11, 12], "validUntil": "2026-12-01T00:00:00Z",
    });
    let input = json!({ "slug": "re", "content": content });
    let own = world.done(moderator, "collectionCreate", input).await;
    assert_eq!(
        own["rule"],
        json!({ "groups": ["FOOD"], "starsMin": null, "priceMax": { "amount": "12000" },
            "sort": "PRICE_DESC" })
    );
    assert_eq!(own["kind"], "RULE");
    assert_eq!(own["english"], "Under 12,000 đồng");
    assert_eq!(own["months"], json!([11, 12]));
    assert_eq!(own["products"]["totalCount"], 3);
    let read = "{ collection(slug: \"re\") { title products(first: 1) { nodes { name } } } \
        collections(first: 5) { nodes { slug } } }";
    let nothing = json!({ "collection": null, "collections": { "nodes": [] } });
    assert_eq!(world.app.query(read).await.data(), nothing);
    let input = json!({ "id": own["id"], "version": 1 });
    let own = world.done(moderator, "collectionPublish", input).await;
    assert_eq!(own["status"], "PUBLISHED");
    assert_eq!(
        world.app.query(read).await.data(),
        json!({
            "collection": { "title": "Dưới 12.000 đồng",
                "products": { "nodes": [{ "name": "Cơm cháy 2" }] } },
            "collections": { "nodes": [{ "slug": "re" }] },
        })
    );
    let stale = json!({ "id": own["id"], "version": 1 });
    let refused = world.run(moderator, "collectionArchive", stale).await;
    assert_eq!(refused["collection"], Value::Null);
    assert_eq!(
        refused["userErrors"],
        json!([{
            "code": "OUTDATED", "field": ["input", "version"], "version": 2,
            "message": "Bộ sưu tập vừa được người khác thay đổi. Vui lòng tải lại.",
        }])
    );
    world.app.clock.set("2026-12-01T00:00:00Z".parse().unwrap());
    assert_eq!(
        world.app.query(read).await.data(),
        nothing,
        "its validity is over"
    );
    // By hand, with the history of it.
    let own = world.published("Quà Tết", &[0, 1]).await;
    let input = json!({
        "id": own["id"], "version": own["version"], "productIds": [world.product(2)], "at": 0,
    });
    let own = world.done(moderator, "collectionProductsAdd", input).await;
    let input = json!({
        "id": own["id"], "version": own["version"], "productIds": [world.product(1)],
    });
    let own = world
        .done(moderator, "collectionProductsRemove", input)
        .await;
    let names = json!([{ "name": "Cơm cháy 2" }, { "name": "Cơm cháy 0" }]);
    assert_eq!(own["products"]["nodes"], names);
    world
        .app
        .market
        .set_certificate(&world.listings[0], CertificateStatus::Suspended)
        .await;
    let read = "query($id: ID!) {
        collectionEntries(id: $id, first: 9) { nodes { position productId product { name } } }
        collectionHistory(id: $id, first: 2) { nodes { act version actor } pageInfo { hasNextPage } }
        curatedCollections(first: 9, where: { statuses: [PUBLISHED] }) { nodes { slug } } }";
    let told = world.ask(moderator, read, json!({ "id": own["id"] })).await;
    assert_eq!(
        told["collectionEntries"]["nodes"],
        json!([
            { "position": 0, "productId": world.product(2), "product": { "name": "Cơm cháy 2" } },
            { "position": 1, "productId": world.product(0), "product": null },
        ])
    );
    let history = &told["collectionHistory"];
    assert_eq!(history["nodes"][0]["act"], "REMOVE");
    assert_eq!(history["nodes"][1]["version"], 4);
    assert_eq!(history["pageInfo"]["hasNextPage"], true);
    let slugs = &told["curatedCollections"]["nodes"];
    assert_eq!(slugs.as_array().unwrap().len(), 2);
    let input = json!({ "id": own["id"], "version": own["version"] });
    let own = world.done(moderator, "collectionWithdraw", input).await;
    let input = json!({ "id": own["id"], "version": own["version"] });
    let own = world.done(moderator, "collectionArchive", input).await;
    assert_eq!(own["status"], "ARCHIVED");
}

async fn an_officer_curates_his_province(test: TestDb) {
    let world = World::open(test).await;
    let away = world
        .app
        .market
        .producer_in("HTX Hà Nội", "00070", "01")
        .await;
    let away = world.app.market.listing(&away, "Cốm", 60_000, 5).await;
    let away = global_id(ProductId::TYPE, away.product.0);
    let content = json!({ "title": "Đặc sản Ninh Bình" });
    for province in [json!("01"), Value::Null] {
        let input = json!({ "province": province, "content": content });
        let refused = world.run(&world.officer, "collectionCreate", input).await;
        assert_eq!(refused["userErrors"][0]["code"], "PROVINCE_NOT_CURATED");
    }
    let input = json!({ "province": "37", "content": content });
    let own = world.done(&world.officer, "collectionCreate", input).await;
    assert_eq!(own["province"]["name"], "Ninh Bình");
    let products = json!([world.product(0), away]);
    let input = json!({ "id": own["id"], "version": 1, "productIds": products });
    let refused = world
        .run(&world.officer, "collectionProductsAdd", input)
        .await;
    let error = &refused["userErrors"][0];
    assert_eq!(error["code"], "PRODUCT_OUTSIDE_PROVINCE");
    assert_eq!(error["field"], json!(["input", "productIds", "1"]));
    // What belongs to the whole country is not theirs.
    let national = world.published("Quà Tết", &[0]).await;
    let input = json!({ "id": national["id"], "version": national["version"] });
    let refused = world.run(&world.officer, "collectionArchive", input).await;
    assert_eq!(refused["userErrors"][0]["code"], "COLLECTION_NOT_FOUND");
    let refused = world
        .app
        .query("{ curatedCollections(first: 1) { nodes { id } } }")
        .await;
    assert_eq!(refused.code(), "UNAUTHENTICATED");
}

const HOME: &str = "{ homePage { blocks { id kind title text english: title(language: EN)
    collection { title } product { name } products(first: 24) { name badge { label } }
    producers { name legalForm } } } }";

async fn the_home_page_leads_to_what_is_public(test: TestDb) {
    let world = World::open(test).await;
    let collection = world.published("Quà Tết", &[3, 4]).await;
    let producer = global_id(ProducerId::TYPE, world.listings[0].producer.id.0);
    let set = "mutation($input: HomePageSetInput!) { homePageSet(input: $input) {
        homePage { version updatedBy blocks { kind title titleEn text collectionId productId
            producerId producerIds size validFrom validUntil } }
        userErrors { code field message version } } }";
    let blocks = json!([
        { "kind": "BANNER", "title": "Chào xuân", "titleEn": "Welcome spring", "text": "Quà quê" },
        { "kind": "BANNER", "title": "Quà Tết", "collectionId": collection["id"] },
        { "kind": "BANNER", "title": "Cơm cháy", "productId": world.product(3) },
        { "kind": "BANNER", "title": "Sinh Dược", "producerId": producer },
        { "kind": "COLLECTION", "collectionId": collection["id"], "size": 1 },
        { "kind": "FEATURED_PRODUCERS", "producerIds": [producer] },
        { "kind": "RECENTLY_CERTIFIED", "size": 3 },
        { "kind": "NEW_PRODUCTS", "size": 2 },
        { "kind": "NEW_PRODUCTS", "validFrom": "2027-01-01T00:00:00Z" },
    ]);
    let input = json!({ "input": { "version": 0, "blocks": blocks } });
    let done = world.ask(&world.moderator, set, input.clone()).await;
    let written = &done["homePageSet"];
    assert_eq!(written["userErrors"], json!([]));
    assert_eq!(written["homePage"]["version"], 1);
    assert_eq!(written["homePage"]["blocks"][4]["size"], 1);
    let stale = world.ask(&world.moderator, set, input).await;
    assert_eq!(stale["homePageSet"]["userErrors"][0]["code"], "OUTDATED");
    assert_eq!(stale["homePageSet"]["userErrors"][0]["version"], 1);
    let settings = "{ homePageSettings { version updatedAt blocks { kind } } }";
    let settings = world.ask(&world.moderator, settings, Value::Null).await;
    assert_eq!(
        settings["homePageSettings"]["blocks"]
            .as_array()
            .unwrap()
            .len(),
        9
    );

    let shown = world.app.query(HOME).await.data();
    let blocks = shown["homePage"]["blocks"].as_array().unwrap();
    assert_eq!(blocks.len(), 8);
    assert_eq!(blocks[0]["english"], "Welcome spring");
    assert_eq!(blocks[0]["text"], "Quà quê");
    assert_eq!(blocks[1]["collection"]["title"], "Quà Tết");
    assert_eq!(blocks[2]["product"]["name"], "Cơm cháy 3");
    assert_eq!(blocks[3]["producers"][0]["name"], "Hợp tác xã Sinh Dược");
    assert_eq!(blocks[4]["products"][0]["name"], "Cơm cháy 3");
    assert_eq!(blocks[4]["products"].as_array().unwrap().len(), 1);
    assert_eq!(blocks[5]["producers"][0]["legalForm"], "COOPERATIVE");
    assert_eq!(blocks[6]["products"].as_array().unwrap().len(), 3);
    assert_eq!(blocks[7]["products"][0]["name"], "Cơm cháy 5");
    // One of every kind, with everything that a client shows of them.
    let statements = world.app.statements(HOME).await;
    assert_eq!(statements, 8, "the same for thirty blocks");
    for listing in &world.listings {
        world
            .app
            .market
            .set_certificate(listing, CertificateStatus::Suspended)
            .await;
    }
    let shown = world.app.query(HOME).await.data();
    let kinds: Vec<&Value> = shown["homePage"]["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| &own["title"])
        .collect();
    assert_eq!(
        kinds,
        ["Chào xuân", "Quà Tết"],
        "what leads to nothing is left out"
    );
}

async fn lists_cost_few_statements(test: TestDb) {
    let world = World::open(test).await;
    let own = world.published("Quà Tết", &[0, 1, 2, 3, 4, 5]).await;
    let rule = json!({ "title": "Bốn sao", "rule": { "starsMin": 4 }, "position": 1 });
    let input = json!({ "content": rule });
    let ruled = world
        .done(&world.moderator, "collectionCreate", input)
        .await;
    let input = json!({ "id": ruled["id"], "version": 1 });
    world
        .done(&world.moderator, "collectionPublish", input)
        .await;
    let slug = own["slug"].as_str().unwrap();
    for (query, statements) in [
        (format!("{{ collection(slug: \"{slug}\") {{ title }} }}"), 1),
        (
            format!("{{ collection(slug: \"{slug}\") {{ products(first: 5) {{ nodes {{ name badge {{ label }} producer {{ name }} }} }} }} }}"),
            2,
        ),
        (
            "{ collection(slug: \"bon-sao\") { products(first: 5) { nodes { name } } } }".to_owned(),
            2,
        ),
        ("{ collections(first: 10) { nodes { title kind months } } }".to_owned(), 1),
        ("{ recentlyCertified(first: 5) { nodes { name } } }".to_owned(), 1),
        (
            "{ recentlyCertified(first: 5, where: { provinces: [\"37\"] }) { totalCount nodes { name } } }".to_owned(),
            2,
        ),
        // However many products: the list, then two or three for all of them.
        (
            "{ products(first: 6) { nodes { collections(first: 10) { title } } } }".to_owned(),
            4,
        ),
        (
            "{ products(first: 6) { nodes { related(first: 12) { name } } } }".to_owned(),
            3,
        ),
    ] {
        assert_eq!(world.app.statements(&query).await, statements, "{query}");
    }
    let told = world.app.query("{ products(first: 1) { nodes { collections(first: 10) { slug } related(first: 9) { name } } } }").await.data();
    let first = &told["products"]["nodes"][0];
    assert_eq!(
        first["collections"],
        json!([{ "slug": "qua-tet" }, { "slug": "bon-sao" }])
    );
    assert_eq!(first["related"].as_array().unwrap().len(), 5);
    for wrong in [
        "collections(first: 11) { slug }",
        "collections(first: 0) { slug }",
        "related(first: 13) { name }",
        "related(first: -1) { name }",
    ] {
        let answer = world
            .app
            .query(&format!(
                "{{ products(first: 1) {{ nodes {{ {wrong} }} }} }}"
            ))
            .await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{wrong}");
    }
    let answer = world
        .app
        .query("{ homePage { blocks { products(first: 25) { name } } } }")
        .await;
    assert_eq!(
        answer.data()["homePage"]["blocks"],
        json!([]),
        "there is none yet"
    );
}
