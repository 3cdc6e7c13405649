//! A producer's listings and their moderators, over the API.

use crate::bad_input::global_id;
use crate::support::{Answer, App, PASSWORD};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use catalog::fixtures::Listing;
use kernel::{Role, RoleGrant, Scope};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_producer_begins_with_a_certificate_and_ends_in_the_shop_window,
    a_listing_is_edited_returned_corrected_and_approved_while_it_is_sold,
    a_cooperatives_officer_edits_by_a_right_that_is_on_record,
    prices_and_stock_apply_at_once_in_search_and_cart,
    a_usual_package_says_what_is_not_given,
    an_authority_takes_a_listing_down,
    another_producers_ids_are_not_found,
    lists_cost_the_same_statements_whatever_their_length,
);

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) listing: Listing,
    pub(crate) owner: String,
    pub(crate) moderator: String,
}

impl World {
    pub(crate) async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let producer = app.market.producer("HTX Cơm cháy").await;
        let listing = app
            .market
            .listing(&producer, "Cơm cháy sản phẩm", 50_000, 20)
            .await;
        let owner = session(
            &app,
            "chu@vidu.example",
            Role::ProducerOwner,
            Scope::Producer(producer.id),
        )
        .await;
        let moderator = session(
            &app,
            "duyet@vidu.example",
            Role::Moderator,
            Scope::Province("37".to_owned()),
        )
        .await;
        Self {
            app,
            listing,
            owner,
            moderator,
        }
    }

    pub(crate) async fn ask(&self, bearer: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let headers: &[_] = match bearer {
            "" => &[],
            bearer => &[("authorization", bearer)],
        };
        self.app.body_as(body, headers).await.data()
    }

    /// Calls a mutation; what its payload says.
    pub(crate) async fn call(&self, bearer: &str, name: &str, input: Value, fields: &str) -> Value {
        // Whatever happens in the same instant is in no order.
        self.app.clock.advance(chrono::Duration::seconds(1));
        let mut type_name = name.to_owned();
        type_name[..1].make_ascii_uppercase();
        let input_type = match name {
            "listingChangeSubmit" | "listingChangeWithdraw" => "ListingChangeInput".to_owned(),
            "listingChangeBegin" => "ListingInput".to_owned(),
            "moderationClaim" | "moderationRelease" => "ModerationInput".to_owned(),
            "producerOrderConfirm" | "producerOrderPack" | "producerOrderDeliver" => {
                "ProducerOrderInput".to_owned()
            }
            "collectionPublish" => "CollectionInput".to_owned(),
            "producerStorySubmit" | "producerStoryWithdraw" => {
                "ProducerStoryChangeInput".to_owned()
            }
            "producerStoryClaim" | "producerStoryRelease" => {
                "ProducerStoryModerationInput".to_owned()
            }
            _ => format!("{type_name}Input"),
        };
        let query =
            format!("mutation($input: {input_type}!) {{ {name}(input: $input) {{ {fields} }} }}");
        self.ask(bearer, &query, json!({ "input": input })).await[name].take()
    }

    fn id(&self) -> String {
        global_id("Product", self.listing.product.0)
    }

    async fn product(&self) -> Value {
        let query = "query($id: ID!) { product(id: $id) {
            name story { html text } details { storage warnings } images { url }
            variants { sku price { amount } minPerOrder quantityAvailable } } }";
        let answer = self.app.query_with(query, json!({ "id": self.id() })).await;
        answer.data()["product"].take()
    }

    /// Begins a change, writes into it, and submits it.
    async fn submitted(&self, bearer: &str, content: Value) -> Value {
        let change = self
            .call(
                bearer,
                "listingChangeBegin",
                json!({ "id": self.id() }),
                CHANGE,
            )
            .await;
        let change = self.update(bearer, &change["change"], content).await;
        assert_eq!(change["userErrors"], json!([]), "{change}");
        let change = self.submit(bearer, &change["change"]).await;
        assert_eq!(change["userErrors"], json!([]), "{change}");
        change["change"].clone()
    }

    async fn update(&self, bearer: &str, change: &Value, content: Value) -> Value {
        let input = json!({ "id": change["id"], "version": change["version"], "content": content });
        self.call(bearer, "listingChangeUpdate", input, CHANGE)
            .await
    }

    async fn submit(&self, bearer: &str, change: &Value) -> Value {
        let input = json!({ "id": change["id"], "version": change["version"] });
        self.call(bearer, "listingChangeSubmit", input, CHANGE)
            .await
    }

    async fn decide(&self, change: &Value, mut decision: Value) -> Value {
        decision["changes"] = json!([{ "id": change["id"], "version": change["version"] }]);
        let fields = CHANGE.replacen("change {", "changes {", 1);
        let mut told = self
            .call(&self.moderator, "moderationDecide", decision, &fields)
            .await;
        json!({ "change": told["changes"][0], "userErrors": told["userErrors"].take() })
    }
}

pub(crate) async fn session(app: &App, email: &str, role: Role, scope: Scope) -> String {
    app.account(email, vec![RoleGrant { role, scope }]).await;
    let signed_in = app.services.identity.sign_in(email, PASSWORD).await;
    format!("Bearer {}", signed_in.unwrap().token)
}

const CHANGE: &str = "change { id version status statusName reasons { code message } note submissions
    content { name storage story variants { id sku choices } images { alt } attributes { code text } } }
    userErrors { code field message findings { code stops field words message } }";

/// What the law asks of processed food.
pub(crate) fn legal() -> Value {
    json!({
        "ingredients": "Gạo nếp, muối", "origin": "Ninh Bình, Việt Nam",
        "usageNotes": "Ăn liền", "storage": "Nơi khô ráo", "shelfLifeDays": 180,
        "declaration": { "regime": "DECREE_15", "number": "01/HTX/2024", "date": "2024-01-02" },
    })
}

async fn a_listing_is_edited_returned_corrected_and_approved_while_it_is_sold(test: TestDb) {
    let world = World::open(test).await;
    let (owner, moderator) = (&world.owner, &world.moderator);
    let id = world.id();
    let begun = world
        .call(owner, "listingChangeBegin", json!({ "id": id }), CHANGE)
        .await;
    let change = &begun["change"];
    assert_eq!(
        (&change["status"], &change["statusName"]),
        (&json!("DRAFT"), &json!("Bản nháp"))
    );
    // What cannot be is refused with its place and in words.
    let wrong = json!({ "name": "", "variants": [{ "sku": "có dấu", "name": "Gói", "weightGrams": 0, "price": "0" }] });
    let refused = world.update(owner, change, wrong).await;
    assert_eq!(refused["change"], json!(null));
    let fields: Vec<&Value> = refused["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["field"])
        .collect();
    assert!(fields.contains(&&json!(["input", "content", "name"])));
    assert!(fields.contains(&&json!(["input", "content", "variants", "0", "sku"])));
    assert_eq!(
        refused["userErrors"][0]["message"],
        "Thiếu thông tin bắt buộc."
    );

    let mut content = legal();
    content["name"] = json!("Cơm cháy chà bông");
    content["story"] = json!("<p>Làm <b>tay</b><script>alert(1)</script></p>");
    content["attributes"] = json!([{ "code": "DIET", "choice": "VEGETARIAN" }]);
    let updated = world.update(owner, change, content).await;
    assert_eq!(updated["userErrors"], json!([]));
    let change = &updated["change"];
    assert_eq!(change["content"]["story"], "<p>Làm <b>tay</b></p>");
    assert_eq!(
        change["content"]["attributes"],
        json!([{ "code": "DIET", "text": "Ăn chay" }])
    );
    let submitted = world.submit(owner, change).await["change"].take();
    assert_eq!(submitted["status"], "SUBMITTED");
    // It is sold as it was.
    assert_eq!(world.product().await["name"], "Cơm cháy sản phẩm");

    // The moderator sees it with what differs, takes it up and sends it back.
    let queue = "query { moderationQueue(first: 10, where: { claimed: FREE }) { nodes {
        id listing { slug producer { name } live { name } } content { name } isFirst } } }";
    let told = world.ask(moderator, queue, json!({})).await;
    let row = &told["moderationQueue"]["nodes"][0];
    assert_eq!(row["listing"]["live"]["name"], "Cơm cháy sản phẩm");
    assert_eq!(row["listing"]["producer"]["name"], "HTX Cơm cháy");
    assert_eq!(
        (&row["content"]["name"], &row["isFirst"]),
        (&json!("Cơm cháy chà bông"), &json!(false))
    );
    let review = "query($id: ID!) { listingChange(id: $id) { diff { path before after } findings { code stops } } }";
    let told = world
        .ask(moderator, review, json!({ "id": submitted["id"] }))
        .await;
    assert_eq!(
        told["listingChange"]["diff"][0],
        json!({ "path": ["name"], "before": "Cơm cháy sản phẩm", "after": "Cơm cháy chà bông" })
    );
    assert_eq!(
        told["listingChange"]["findings"],
        json!([{ "code": "NAME_DIFFERS", "stops": false }])
    );
    let claimed = world
        .call(
            moderator,
            "moderationClaim",
            json!({ "id": submitted["id"] }),
            "change { claimedByMe } userErrors { code }",
        )
        .await;
    assert_eq!(claimed["change"]["claimedByMe"], true);
    let told = world.ask(moderator, queue, json!({})).await;
    assert_eq!(told["moderationQueue"]["nodes"], json!([]));
    let returned = world
        .decide(
            &submitted,
            json!({ "approve": false, "reasons": ["NAME_MISMATCH"] }),
        )
        .await;
    let change = &returned["change"];
    assert_eq!(change["status"], "RETURNED");
    assert_eq!(
        change["reasons"],
        json!([{ "code": "NAME_MISMATCH", "message": "Tên sản phẩm chưa khớp với giấy chứng nhận OCOP." }])
    );

    // Corrected, submitted and approved.
    let corrected = world
        .update(
            owner,
            change,
            json!({ "name": "Cơm cháy chà bông, sản phẩm" }),
        )
        .await;
    let submitted = world.submit(owner, &corrected["change"]).await["change"].take();
    assert_eq!(submitted["submissions"], 2);
    let approved = world.decide(&submitted, json!({ "approve": true })).await;
    assert_eq!(approved["change"]["status"], "APPROVED", "{approved}");
    let product = world.product().await;
    assert_eq!(product["name"], "Cơm cháy chà bông, sản phẩm");
    assert_eq!(product["story"]["html"], "<p>Làm <b>tay</b></p>");
    assert_eq!(product["story"]["text"], "Làm tay");
    assert_eq!(product["details"]["storage"], "Nơi khô ráo");
    world.app.services.search.reindex(|_| {}).await.unwrap();
    let found = "{ search(query: \"cha bong\", first: 1) { nodes { name } } }";
    let found = world.app.query(found).await.data();
    assert_eq!(
        found["search"]["nodes"][0]["name"],
        "Cơm cháy chà bông, sản phẩm"
    );

    // Edited while it is live: both versions are there.
    world
        .submitted(owner, json!({ "name": "Cơm cháy đổi tên, sản phẩm" }))
        .await;
    let both = "query($id: ID!) { listing(id: $id) { status isPublic live { name } change { status content { name } } } }";
    let told = world.ask(owner, both, json!({ "id": id })).await;
    assert_eq!(
        told["listing"],
        json!({
            "status": "APPROVED", "isPublic": true,
            "live": { "name": "Cơm cháy chà bông, sản phẩm" },
            "change": { "status": "SUBMITTED", "content": { "name": "Cơm cháy đổi tên, sản phẩm" } },
        })
    );
    let history = "query($id: ID!) { listingHistory(id: $id, first: 20) { nodes { act } } }";
    let told = world.ask(owner, history, json!({ "id": id })).await;
    let acts: Vec<&Value> = told["listingHistory"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| &node["act"])
        .rev()
        .collect();
    assert_eq!(
        acts,
        [
            "BEGIN", "EDIT", "SUBMIT", "CLAIM", "RETURN", "EDIT", "SUBMIT", "APPROVE", "BEGIN",
            "EDIT", "SUBMIT"
        ]
    );
}

/// A PNG of one colour.
pub(crate) fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([shade, 90, 30]));
    picture
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .unwrap();
    bytes
}

impl World {
    /// Uploads a picture for the producer.
    pub(crate) async fn upload(
        &self,
        bearer: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let producer = global_id("Producer", self.listing.producer.id.0);
        let mut request = Request::post(format!("/pictures?producer={producer}"))
            .header(header::AUTHORIZATION, bearer);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(Body::from(body)).unwrap()).await
    }
}

fn form(file: &[u8]) -> Vec<u8> {
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a.png\"\r\n\
        Content-Type: image/png\r\n\r\n";
    [head.as_bytes(), file, b"\r\n--x--\r\n"].concat()
}

async fn a_producer_begins_with_a_certificate_and_ends_in_the_shop_window(test: TestDb) {
    let world = World::open(test).await;
    let (owner, producer) = (&world.owner, &world.listing.producer);
    let issued = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let certificate = world.app.market.certificate(producer, issued).await;
    let input = json!({
        "producerId": global_id("Producer", producer.id.0), "productSet": 6,
        "certificateId": global_id("Certificate", certificate.id.0),
    });
    let fields =
        "listing { id status isPublic change { id version content { name } } } userErrors { code }";
    let begun = world.call(owner, "listingCreate", input, fields).await["listing"].take();
    assert_eq!(
        (&begun["status"], &begun["isPublic"]),
        (&json!("DRAFT"), &json!(false))
    );
    assert_eq!(begun["change"]["content"]["name"], certificate.product_name);

    // Three pictures: as they are, and in a form, which needs its header.
    const PNG: (&str, &str) = ("content-type", "image/png");
    const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=x");
    const ASKED: (&str, &str) = ("x-requested-with", "app");
    let mut pictures = Vec::new();
    for (headers, body) in [
        (vec![PNG], png(900, 600, 200)),
        (vec![PNG], png(300, 300, 100)),
        (vec![FORM, ASKED], form(&png(400, 200, 50))),
    ] {
        let answer = world.upload(owner, &headers, body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        pictures.push(answer.json());
    }
    let refused = world.upload(owner, &[FORM], form(&png(400, 200, 50))).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text);
    let refused = world
        .upload(owner, &[PNG], b"<svg onload=alert(1)>".to_vec())
        .await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let refused = world.upload(owner, &[PNG], png(50, 50, 1)).await;
    assert_eq!(
        refused.json()["errors"][0]["extensions"]["reason"],
        "TOO_SMALL"
    );
    let nobody = world.upload("Bearer x", &[PNG], png(200, 200, 1)).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    let stranger = session(&world.app, "la@vidu.example", Role::Shopper, Scope::Global).await;
    let unknown = world.upload(&stranger, &[PNG], png(200, 200, 1)).await;
    assert_eq!(unknown.code(), "NOT_FOUND");

    let mut content = legal();
    let images: Vec<Value> = pictures
        .iter()
        .map(|picture| json!({ "pictureId": picture["id"], "alt": "Cơm cháy", "focus": { "x": 500, "y": 300 } }))
        .collect();
    content["images"] = json!(images);
    content["options"] = json!([{ "name": "Khối lượng", "values": ["200 g", "500 g"] }]);
    let variant = |sku: &str, choice: &str, price: &str| {
        json!({
            "sku": sku, "name": choice, "choices": [choice], "weightGrams": 300, "price": price, "stock": 7,
        })
    };
    content["variants"] = json!([
        variant("CC-200", "200 g", "45000"),
        variant("CC-500", "500 g", "100000")
    ]);
    let edited = world.update(owner, &begun["change"], content).await;
    assert_eq!(edited["userErrors"], json!([]), "{edited}");
    let submitted = world.submit(owner, &edited["change"]).await;
    assert_eq!(submitted["userErrors"], json!([]), "{submitted}");
    let approved = world
        .decide(&submitted["change"], json!({ "approve": true }))
        .await;
    assert_eq!(approved["userErrors"], json!([]), "{approved}");
    let query = "query($id: ID!) { product(id: $id) { stars images { url width placeholder focus { x y } renditions { url format width } }
        details { options { name values } } variants { sku quantityAvailable price { amount } } } }";
    let told = world
        .app
        .query_with(query, json!({ "id": begun["id"] }))
        .await
        .data();
    let product = &told["product"];
    assert_eq!(product["stars"], 4);
    assert_eq!(product["images"].as_array().unwrap().len(), 3);
    let image = &product["images"][0];
    assert_eq!(
        (&image["width"], &image["focus"]["y"]),
        (&json!(900), &json!(300))
    );
    assert_eq!(image["renditions"].as_array().unwrap().len(), 6);
    assert_eq!(
        product["variants"][1],
        json!({ "sku": "CC-500", "quantityAvailable": 7, "price": { "amount": "100000" } })
    );
    let address = image["renditions"][0]["url"].as_str().unwrap();
    let path = address.strip_prefix("https://ocop.example").unwrap();
    let shown = world.app.get(path).await;
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (StatusCode::OK, "image/webp")
    );
    assert!(shown.header("cache-control").contains("immutable"));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    let none = path.replace(".webp", ".svg");
    assert_eq!(world.app.get(&none).await.status, StatusCode::NOT_FOUND);
}

async fn a_cooperatives_officer_edits_by_a_right_that_is_on_record(test: TestDb) {
    let world = World::open(test).await;
    let officer = session(&world.app, "xa@vidu.example", Role::Shopper, Scope::Global).await;
    let producer = global_id("Producer", world.listing.producer.id.0);
    let query = "query($id: ID!) { listings(producerId: $id, first: 5) { nodes { id } } }";
    let body = json!({ "query": query, "variables": { "id": producer } });
    let refused = world
        .app
        .body_as(body, &[("authorization", &officer)])
        .await;
    assert_eq!(refused.code(), "FORBIDDEN");
    let input =
        json!({ "producerId": producer, "email": "xa@vidu.example", "rights": ["LISTINGS"] });
    let given = world
        .call(
            &world.owner,
            "producerGrantCreate",
            input,
            "grants { id } userErrors { code }",
        )
        .await;
    assert_eq!(given["userErrors"], json!([]));
    let told = world.ask(&officer, query, json!({ "id": producer })).await;
    assert_eq!(told["listings"]["nodes"][0]["id"], world.id());
    let change = world.submitted(&officer, legal()).await;
    assert_eq!(change["status"], "SUBMITTED");
    // Not what the right is not for.
    let stock = json!({ "variantId": global_id("ProductVariant", world.listing.variant.0), "onHand": 1, "expected": 20 });
    let refused = world
        .call(
            &officer,
            "variantStockSet",
            stock,
            "onHand userErrors { code }",
        )
        .await;
    assert_eq!(
        refused["userErrors"],
        json!([{ "code": "VARIANT_NOT_FOUND" }])
    );
    let uses =
        "query($id: ID!) { producerGrants(producer: $id, first: 5) { nodes { uses { action } } } }";
    let told = world
        .ask(&world.owner, uses, json!({ "id": producer }))
        .await;
    let actions: Vec<&Value> = told["producerGrants"]["nodes"][0]["uses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["action"])
        .rev()
        .collect();
    assert_eq!(actions, ["BEGIN_CHANGE", "EDIT", "SUBMIT"]);
}

async fn prices_and_stock_apply_at_once_in_search_and_cart(test: TestDb) {
    let world = World::open(test).await;
    let variant = global_id("ProductVariant", world.listing.variant.0);
    let price = async |version: i32, price: &str| {
        let input =
            json!({ "variantId": variant, "version": version, "price": price, "tiers": [] });
        let fields =
            "applied waiting { id price { amount } status } userErrors { code field version }";
        world
            .call(&world.owner, "variantPriceSet", input, fields)
            .await
    };
    let set = price(1, "60000").await;
    assert_eq!(
        (&set["applied"], &set["waiting"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(
        world.product().await["variants"][0]["price"]["amount"],
        "60000"
    );
    let stale = price(1, "61000").await;
    assert_eq!(
        stale["userErrors"],
        json!([{ "code": "OUTDATED", "field": ["input", "version"], "version": 2 }])
    );
    let jump = price(2, "500000").await;
    assert_eq!(jump["applied"], false);
    assert_eq!(
        world.product().await["variants"][0]["price"]["amount"],
        "60000"
    );
    let queue = "{ priceQueue(first: 5) { nodes { id price { amount } } } }";
    let told = world.ask(&world.moderator, queue, json!({})).await;
    assert_eq!(told["priceQueue"]["nodes"][0]["id"], jump["waiting"]["id"]);
    let decide = json!({ "id": jump["waiting"]["id"], "approve": true });
    let done = world
        .call(
            &world.moderator,
            "priceDecide",
            decide,
            "priceRequest { status } userErrors { code }",
        )
        .await;
    assert_eq!(done["priceRequest"]["status"], "APPROVED");
    assert_eq!(
        world.product().await["variants"][0]["price"]["amount"],
        "500000"
    );

    let stock = async |on_hand: i32, expected: i32| {
        let input = json!({ "variantId": variant, "onHand": on_hand, "expected": expected });
        let fields = "onHand reserved userErrors { code units }";
        world
            .call(&world.owner, "variantStockSet", input, fields)
            .await
    };
    let refused = stock(5, 19).await;
    assert_eq!(
        refused["userErrors"],
        json!([{ "code": "OUTDATED", "units": 20 }])
    );
    let set = stock(5, 20).await;
    assert_eq!((&set["onHand"], &set["reserved"]), (&json!(5), &json!(0)));
    assert_eq!(world.product().await["variants"][0]["quantityAvailable"], 5);
}

async fn a_usual_package_says_what_is_not_given(test: TestDb) {
    let world = World::open(test).await;
    let presets = "{ parcelPresets { code name english: name(language: EN) weightGrams parcel { lengthMm widthMm heightMm } } }";
    let told = world.app.query(presets).await.data();
    let told = told["parcelPresets"].as_array().unwrap();
    let bottle = told
        .iter()
        .find(|own| own["code"] == "BOTTLE_500ML")
        .unwrap();
    assert_eq!(
        (&bottle["name"], &bottle["english"]),
        (&json!("Chai 500 ml"), &json!("Bottle of 500 ml"))
    );
    let begun = world
        .call(
            &world.owner,
            "listingChangeBegin",
            json!({ "id": world.id() }),
            CHANGE,
        )
        .await;
    let variant = global_id("ProductVariant", world.listing.variant.0);
    let with = |more: Value| {
        let mut own =
            json!({ "id": variant, "sku": "CC-1", "name": "Chai", "parcelPreset": "BOTTLE_500ML" });
        for (field, value) in more.as_object().unwrap() {
            own[field] = value.clone();
        }
        json!({ "variants": [own] })
    };
    let fields = "change { id version content { variants { weightGrams parcel { lengthMm widthMm heightMm } } } } userErrors { code }";
    let mut change = begun["change"].clone();
    for (more, weight, parcel) in [
        (json!({}), json!(950), bottle["parcel"].clone()),
        // What is given says more.
        (
            json!({ "weightGrams": 1_000 }),
            json!(1_000),
            bottle["parcel"].clone(),
        ),
        (
            json!({ "parcel": { "lengthMm": 90, "widthMm": 90, "heightMm": 280 } }),
            json!(950),
            json!({ "lengthMm": 90, "widthMm": 90, "heightMm": 280 }),
        ),
    ] {
        let input =
            json!({ "id": change["id"], "version": change["version"], "content": with(more) });
        let done = world
            .call(&world.owner, "listingChangeUpdate", input, fields)
            .await;
        assert_eq!(done["userErrors"], json!([]));
        change = done["change"].clone();
        let own = &change["content"]["variants"][0];
        assert_eq!((&own["weightGrams"], &own["parcel"]), (&weight, &parcel));
    }
}

async fn an_authority_takes_a_listing_down(test: TestDb) {
    let world = World::open(test).await;
    let order = json!({
        "id": world.id(), "authority": "Chi cục Quản lý thị trường", "orderNumber": "12/QĐ",
        "orderedOn": "2026-11-01", "reason": "Nhãn sai.",
    });
    let fields = "listing { status isPublic takeDown { orderNumber } } userErrors { code }";
    let down = world
        .call(&world.moderator, "listingTakeDown", order.clone(), fields)
        .await;
    assert_eq!(
        down["listing"],
        json!({ "status": "TAKEN_DOWN", "isPublic": false, "takeDown": { "orderNumber": "12/QĐ" } })
    );
    assert_eq!(world.product().await, json!(null));
    let paused = json!({ "id": world.id(), "paused": false });
    let refused = world
        .call(
            &world.owner,
            "listingPause",
            paused,
            "listing { id } userErrors { code }",
        )
        .await;
    assert_eq!(refused["userErrors"], json!([{ "code": "TAKEN_DOWN" }]));
    let lift = json!({ "id": world.id(), "reason": "Nhãn đã sửa." });
    let up = world
        .call(&world.moderator, "listingTakeDownLift", lift, fields)
        .await;
    assert_eq!(up["listing"]["isPublic"], true);
    assert_eq!(world.product().await["name"], "Cơm cháy sản phẩm");
}

async fn another_producers_ids_are_not_found(test: TestDb) {
    let world = World::open(test).await;
    let other = world.app.market.producer("HTX Khác").await;
    let stranger = session(
        &world.app,
        "khac@vidu.example",
        Role::ProducerOwner,
        Scope::Producer(other.id),
    )
    .await;
    let theirs = world.submitted(&world.owner, legal()).await;
    let nobody = global_id("ListingChange", uuid::Uuid::from_u128(5));
    let variant = global_id("ProductVariant", world.listing.variant.0);
    let certificate = global_id("Certificate", world.listing.certificate.id.0);
    let producer = global_id("Producer", world.listing.producer.id.0);
    let own = global_id("Producer", other.id.0);
    let fields = "userErrors { code field message }";
    for (name, input, code) in [
        (
            "listingCreate",
            json!({ "producerId": producer, "productSet": 6, "name": "X" }),
            "PRODUCER_NOT_FOUND",
        ),
        (
            "listingCreate",
            json!({ "producerId": own, "productSet": 6, "certificateId": certificate }),
            "CERTIFICATE_UNKNOWN",
        ),
        (
            "listingPause",
            json!({ "id": world.id(), "paused": true }),
            "LISTING_NOT_FOUND",
        ),
        (
            "listingChangeBegin",
            json!({ "id": world.id() }),
            "NOT_FOUND",
        ),
        (
            "listingChangeUpdate",
            json!({ "id": theirs["id"], "version": theirs["version"], "content": {} }),
            "NOT_FOUND",
        ),
        (
            "listingChangeSubmit",
            json!({ "id": theirs["id"], "version": theirs["version"] }),
            "NOT_FOUND",
        ),
        (
            "listingChangeWithdraw",
            json!({ "id": theirs["id"], "version": theirs["version"] }),
            "NOT_FOUND",
        ),
        (
            "variantPriceSet",
            json!({ "variantId": variant, "version": 1, "price": "1" }),
            "VARIANT_NOT_FOUND",
        ),
        (
            "variantStockSet",
            json!({ "variantId": variant, "onHand": 0, "expected": 20 }),
            "VARIANT_NOT_FOUND",
        ),
    ] {
        let refused = world.call(&stranger, name, input, fields).await;
        assert_eq!(refused["userErrors"][0]["code"], code, "{name}: {refused}");
        assert_eq!(refused["userErrors"].as_array().unwrap().len(), 1, "{name}");
    }
    // The same answer as for what does not exist.
    let input = json!({ "id": nobody, "version": 1 });
    let missing = world
        .call(&stranger, "listingChangeSubmit", input, fields)
        .await;
    let input = json!({ "id": theirs["id"], "version": 1 });
    let foreign = world
        .call(&stranger, "listingChangeSubmit", input, fields)
        .await;
    assert_eq!(missing, foreign);
    // Nested: a variant of theirs in a content of its own.
    let input = json!({ "producerId": own, "productSet": 6, "name": "Của mình" });
    let mine = world
        .call(
            &stranger,
            "listingCreate",
            input,
            "listing { change { id version } }",
        )
        .await;
    let change = &mine["listing"]["change"];
    let content = json!({ "variants": [{ "id": variant, "sku": "X", "name": "X", "weightGrams": 1, "price": "1000" }] });
    let refused = world.update(&stranger, change, content).await;
    assert_eq!(
        refused["userErrors"][0]["field"],
        json!(["input", "content", "variants", "0", "id"])
    );
    let content = json!({ "certificateId": certificate });
    let refused = world.update(&stranger, change, content).await;
    assert_eq!(
        refused["userErrors"][0]["field"],
        json!(["input", "content", "certificateId"])
    );
    for query in [
        "query($id: ID!) { listing(id: $id) { id } }",
        "query($id: ID!) { found: listingChange(id: $id) { change { id } } }",
    ] {
        let id = if query.contains("listingChange") {
            theirs["id"].clone()
        } else {
            json!(world.id())
        };
        let told = world.ask(&stranger, query, json!({ "id": id })).await;
        assert!(
            told.as_object().unwrap().values().all(Value::is_null),
            "{told}"
        );
    }
    for (query, id) in [
        (
            "query($id: ID!) { listings(producerId: $id, first: 1) { nodes { id } } }",
            json!(producer),
        ),
        (
            "query($id: ID!) { listingHistory(id: $id, first: 1) { nodes { act } } }",
            json!(world.id()),
        ),
    ] {
        let body = json!({ "query": query, "variables": { "id": id } });
        let refused = world
            .app
            .body_as(body, &[("authorization", &stranger)])
            .await;
        assert_eq!(refused.code(), "NOT_FOUND", "{query}");
    }
}

async fn lists_cost_the_same_statements_whatever_their_length(test: TestDb) {
    let world = World::open(test).await;
    let producer = &world.listing.producer;
    for n in 0..5 {
        let name = format!("Sản phẩm {n}");
        world.app.market.listing(producer, &name, 10_000, 5).await;
    }
    let id = global_id("Producer", producer.id.0);
    let listings = |first: i32| {
        format!(
            "{{ listings(producerId: \"{id}\", first: {first}) {{ nodes {{ id isPublic status producer {{ name }}
                live {{ name certificate {{ number }} images {{ alt }} }}
                variants {{ price {{ amount }} onHand waitingPrice {{ id }} }}
                change {{ status content {{ name }} }} }} }} }}"
        )
    };
    let count = async |bearer: &str, query: &str| {
        let headers = [("authorization", bearer), ("x-debug-statements", "1")];
        let answer = world.app.body_as(json!({ "query": query }), &headers).await;
        answer.data();
        answer.json()["extensions"]["statements"].clone()
    };
    let one = count(&world.owner, &listings(1)).await;
    let six = count(&world.owner, &listings(6)).await;
    assert_eq!(one, six);
}
