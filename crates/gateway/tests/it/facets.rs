//! How lists spread over what they can be narrowed by.

use crate::bad_input::global_id;
use crate::listings::{World, legal, session};
use kernel::{Role, Scope};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    lists_tell_what_they_can_be_narrowed_by,
    attributes_narrow_lists_and_not_the_search,
    facets_cost_one_statement_and_nothing_unasked,
    collections_and_producers_have_facets,
);

const FACETS: &str =
    "facets { field attribute { code name } values { value label count min max } }";

impl World {
    /// Tells facts of a product of the producer, approved.
    async fn fact(&self, listing: &catalog::fixtures::Listing, attributes: Value) {
        let id = json!({ "id": global_id("Product", listing.product.0) });
        let fields = "change { id version } userErrors { code field message }";
        let begun = self
            .call(&self.owner, "listingChangeBegin", id, fields)
            .await;
        let mut content = legal();
        content["attributes"] = attributes;
        let mut input = begun["change"].clone();
        input["content"] = content;
        let edited = self
            .call(&self.owner, "listingChangeUpdate", input, fields)
            .await;
        assert_eq!(edited["userErrors"], json!([]));
        let submitted = self
            .call(
                &self.owner,
                "listingChangeSubmit",
                edited["change"].clone(),
                fields,
            )
            .await;
        assert_eq!(submitted["userErrors"], json!([]));
        let decision = json!({ "approve": true, "changes": [submitted["change"]] });
        let done = self
            .call(
                &self.moderator,
                "moderationDecide",
                decision,
                "changes { status } userErrors { code }",
            )
            .await;
        assert_eq!(done["userErrors"], json!([]));
    }

    /// Three products of two producers, two of them with facts.
    async fn with_facts(test: TestDb) -> Self {
        let world = Self::open(test).await;
        let producer = &world.listing.producer;
        let second = world
            .app
            .market
            .listing(producer, "Sản phẩm hai", 150_000, 5)
            .await;
        let other = world
            .app
            .market
            .producer_in("HTX Hà Nội", "00070", "01")
            .await;
        world.app.market.listing(&other, "Cốm", 60_000, 5).await;
        let vegan = json!([{ "code": "DIET", "choice": "VEGAN" }]);
        world.fact(&world.listing, vegan).await;
        let omnivore = json!([
            { "code": "DIET", "choice": "OMNIVORE" },
            { "code": "STORAGE_TEMPERATURE", "choice": "CHILLED" },
            { "code": "ALLERGENS", "text": "Lạc" },
        ]);
        world.fact(&second, omnivore).await;
        world
    }

    async fn list(&self, filter: Value) -> Value {
        let query = format!(
            "query($where: ProductWhere) {{ products(first: 10, where: $where) {{ totalCount {FACETS} nodes {{ name }} }} }}"
        );
        let answer = self
            .app
            .query_with(&query, json!({ "where": filter }))
            .await;
        answer.data()["products"].take()
    }
}

/// What a facet says: its values and counts.
fn counted(list: &Value, field: &str, attribute: Option<&str>) -> Vec<(String, i64)> {
    let facets = list["facets"].as_array().unwrap();
    let own = |facet: &&Value| {
        facet["field"] == field && facet["attribute"]["code"].as_str() == attribute
    };
    let Some(facet) = facets.iter().find(own) else {
        return Vec::new();
    };
    let values = facet["values"].as_array().unwrap().iter();
    values
        .map(|own| {
            let value = own["value"].as_str().unwrap().to_owned();
            (value, own["count"].as_i64().unwrap())
        })
        .collect()
}

fn values(told: &[(&str, i64)]) -> Vec<(String, i64)> {
    let told = told.iter();
    told.map(|(value, count)| ((*value).to_owned(), *count))
        .collect()
}

async fn lists_tell_what_they_can_be_narrowed_by(test: TestDb) {
    let world = World::with_facts(test).await;
    let list = world.list(json!({})).await;
    assert_eq!(list["totalCount"], 3);
    let fields: Vec<&str> = list["facets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "GROUP",
            "PRODUCT_SET",
            "STARS",
            "PROVINCE",
            "COMMUNE",
            "PRODUCER",
            "LEGAL_FORM",
            "PRICE",
            "IN_STOCK",
            "ATTRIBUTE",
            "ATTRIBUTE"
        ]
    );
    assert_eq!(counted(&list, "GROUP", None), values(&[("FOOD", 3)]));
    assert_eq!(counted(&list, "STARS", None), values(&[("4", 3)]));
    assert_eq!(
        counted(&list, "PROVINCE", None),
        values(&[("37", 2), ("01", 1)])
    );
    let producer = global_id("Producer", world.listing.producer.id.0);
    assert_eq!(counted(&list, "PRODUCER", None)[0], (producer.clone(), 2));
    assert_eq!(
        counted(&list, "PRICE", None),
        values(&[("50000-99999", 2), ("100000-199999", 1)])
    );
    assert_eq!(
        counted(&list, "ATTRIBUTE", Some("DIET")),
        values(&[("OMNIVORE", 1), ("VEGAN", 1)])
    );
    // Words narrow nothing.
    assert_eq!(counted(&list, "ATTRIBUTE", Some("ALLERGENS")), []);
    let diet = &list["facets"][10];
    assert_eq!(diet["attribute"]["name"], "Chế độ ăn");
    assert_eq!(diet["values"][1]["label"], "Thuần chay");
    assert_eq!(list["facets"][5]["values"][0]["label"], "HTX Cơm cháy");
    assert_eq!(
        (
            &list["facets"][7]["values"][0]["min"],
            &list["facets"][7]["values"][0]["max"]
        ),
        (&json!("50000"), &json!("99999"))
    );
    // What is chosen narrows the others, and leaves its own values in sight.
    let list = world.list(json!({ "provinces": ["01"] })).await;
    assert_eq!(list["totalCount"], 1);
    assert_eq!(counted(&list, "GROUP", None), values(&[("FOOD", 1)]));
    assert_eq!(
        counted(&list, "PROVINCE", None),
        values(&[("37", 2), ("01", 1)])
    );
    assert_eq!(counted(&list, "ATTRIBUTE", Some("DIET")), []);
    let nothing = world.list(json!({ "provinces": [] })).await;
    assert_eq!(nothing["totalCount"], 0);
    assert_eq!(counted(&nothing, "PRODUCER", None), []);
}

async fn attributes_narrow_lists_and_not_the_search(test: TestDb) {
    let world = World::with_facts(test).await;
    let names = async |attributes: Value| {
        let list = world.list(json!({ "attributes": attributes })).await;
        let mut names: Vec<String> = list["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|own| own["name"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(list["totalCount"], names.len());
        names.sort();
        names
    };
    let diet = |values: Value| json!({ "code": "DIET", "in": values });
    let cold = json!({ "code": "STORAGE_TEMPERATURE", "in": ["CHILLED"] });
    let one = "Cơm cháy sản phẩm";
    assert_eq!(names(json!([diet(json!(["VEGAN"]))])).await, [one]);
    assert_eq!(
        names(json!([diet(json!(["VEGAN", "OMNIVORE"]))]))
            .await
            .len(),
        2
    );
    assert_eq!(
        names(json!([diet(json!(["VEGAN", "OMNIVORE"])), cold])).await,
        ["Sản phẩm hai"]
    );
    assert!(names(json!([diet(json!([]))])).await.is_empty());
    let range = json!([{ "code": "CAPACITY_ML", "range": { "min": 1 } }]);
    assert!(names(range).await.is_empty());
    // What cannot be is refused and says what is wrong.
    let many: Vec<Value> = (0..11).map(|_| cold.clone()).collect();
    for wrong in [
        json!([{ "code": "NO_SUCH", "in": ["X"] }]),
        json!([{ "code": "", "in": [] }]),
        json!([diet(json!(["MEAT"]))]),
        json!([{ "code": "ALLERGENS", "in": ["Lạc"] }]),
        json!([{ "code": "CAPACITY_ML", "in": ["nhiều"] }]),
        json!([{ "code": "DIET", "range": { "min": 1 } }]),
        json!([{ "code": "DIET" }]),
        json!([{ "code": "CAPACITY_ML", "in": ["500"], "range": { "min": 1 } }]),
        json!([cold, cold]),
        json!(many),
        json!([{ "code": "DIET", "in": "VEGAN\u{0}" }]),
    ] {
        let query =
            "query($where: ProductWhere) { products(first: 1, where: $where) { nodes { id } } }";
        let variables = json!({ "where": { "attributes": wrong } });
        let refused = world.app.query_with(query, variables).await;
        assert_eq!(refused.code(), "BAD_USER_INPUT", "{wrong}");
    }
    let query = "query($where: ProductWhere) { search(query: \"com\", first: 1, where: $where) { totalCount } }";
    let variables = json!({ "where": { "attributes": [cold] } });
    let refused = world.app.query_with(query, variables).await;
    assert_eq!(refused.code(), "BAD_USER_INPUT");
}

async fn facets_cost_one_statement_and_nothing_unasked(test: TestDb) {
    let world = World::with_facts(test).await;
    let app = &world.app;
    let list = |filter: &str, fields: &str| {
        format!("{{ products(first: 5, where: {filter}) {{ nodes {{ id }} {fields} }} }}")
    };
    assert_eq!(app.statements(&list("{}", "")).await, 1);
    let plain = "facets { field values { value count } }";
    assert_eq!(app.statements(&list("{}", plain)).await, 2);
    let chosen = "{ groups: [\"FOOD\"], provinces: [\"37\"], stars: { range: { min: 3 } }, price: { min: \"1\" }, attributes: [{ code: \"DIET\", in: [\"VEGAN\"] }, { code: \"STORAGE_TEMPERATURE\", in: [] }] }";
    // The list and its facets each ask SQLite first whether many are vegan.
    let engine = app.services.db.engine();
    let more = if engine == db::Engine::Sqlite { 2 } else { 0 };
    assert_eq!(app.statements(&list(chosen, plain)).await, 2 + more);
    // Labels: the producers in one more; places come from memory.
    let labelled = list("{}", "facets { values { label } }");
    app.query(&labelled).await.data();
    assert_eq!(app.statements(&labelled).await, 3);
}

async fn collections_and_producers_have_facets(test: TestDb) {
    let world = World::with_facts(test).await;
    let id = global_id("Producer", world.listing.producer.id.0);
    let query = format!(
        "query($id: ID!) {{ producer(id: $id) {{ products(first: 1) {{ totalCount {FACETS} }} }} }}"
    );
    let told = world.app.query_with(&query, json!({ "id": id })).await;
    let list = told.data()["producer"]["products"].take();
    assert_eq!(counted(&list, "PROVINCE", None), values(&[("37", 2)]));
    // Whose list it is was not chosen among others.
    assert_eq!(counted(&list, "PRODUCER", None), values(&[(&id, 2)]));
    let whose = Scope::Province("37".to_owned());
    let officer = session(
        &world.app,
        "canbo@vidu.example",
        Role::ProgrammeOfficer,
        whose,
    )
    .await;
    let content = json!({ "title": "Ăn ngon", "rule": { "groups": ["FOOD"], "sort": "NEWEST" } });
    let input = json!({ "province": "37", "slug": "an-ngon", "content": content });
    let fields = "collection { id version } userErrors { code field message }";
    let made = world
        .call(&officer, "collectionCreate", input, fields)
        .await;
    assert_eq!(made["userErrors"], json!([]));
    let done = world
        .call(
            &officer,
            "collectionPublish",
            made["collection"].clone(),
            fields,
        )
        .await;
    assert_eq!(done["userErrors"], json!([]));
    let query = format!(
        "{{ collection(slug: \"an-ngon\") {{ products(first: 1) {{ totalCount {FACETS} }} }} }}"
    );
    let told = world.app.query(&query).await;
    let list = told.data()["collection"]["products"].take();
    assert_eq!(list["totalCount"], 2);
    assert_eq!(counted(&list, "PROVINCE", None), values(&[("37", 2)]));
    assert_eq!(counted(&list, "PRODUCER", None).len(), 1);
}
