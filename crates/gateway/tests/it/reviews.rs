//! Reviews, questions, wishlists and reports over HTTP.

use crate::bad_input::global_id;
use crate::support::{Answer, App, PASSWORD};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use catalog::fixtures::Listing;
use kernel::{Actor, Language, OrderLineId, ProductId, Role, RoleGrant, Scope};
use orders::address::AddressInput;
use orders::checkout::Checkout;
use orders::fulfil::Step;
use orders::{CartAccess, LineInput};
use payments::PaymentMethod;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_guest_reviews_with_pictures_what_was_delivered,
    lists_cost_no_statement_more_for_ratings,
    a_page_of_reviews_and_questions_is_two_statements,
    several_are_decided_at_once_each_by_itself,
    a_question_is_asked_answered_and_taken_back,
    a_wish_outlives_its_product,
    a_guest_reads_what_came_of_a_report,
);

struct World {
    app: App,
    listing: Listing,
    shopper: String,
    owner: String,
    moderator: String,
}

async fn person(app: &App, name: &str, grants: Vec<RoleGrant>) -> (String, Actor) {
    let email = format!("{name}@vidu.example");
    let id = app.account(&email, grants.clone()).await;
    let signed_in = app.services.identity.sign_in(&email, PASSWORD).await;
    let bearer = format!("Bearer {}", signed_in.unwrap().token);
    (bearer, Actor::Account { id, grants })
}

fn role(role: Role, scope: Scope) -> Vec<RoleGrant> {
    vec![RoleGrant { role, scope }]
}

impl World {
    async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let producer = app.market.producer("HTX Sinh Dược").await;
        let listing = app.market.listing(&producer, "Cơm cháy", 50_000, 50).await;
        let owner = role(Role::ProducerOwner, Scope::Producer(producer.id));
        let moderator = role(Role::Moderator, Scope::Province("37".to_owned()));
        Self {
            shopper: person(&app, "lan", Vec::new()).await.0,
            owner: person(&app, "chuthe", owner).await.0,
            moderator: person(&app, "duyet", moderator).await.0,
            app,
            listing,
        }
    }

    /// The payload of a mutation by somebody, or by nobody.
    async fn run(&self, bearer: Option<&str>, field: &str, entity: &str, input: Value) -> Value {
        let name = match field {
            "reviewAnswer" | "questionAnswer" => "FeedbackAnswer".to_owned(),
            own => format!("{}{}", own[..1].to_uppercase(), &own[1..]),
        };
        let query = format!(
            "mutation($input: {name}Input!) {{ {field}(input: $input) {{ {entity} userErrors {{ code field message }} }} }}"
        );
        let mut data = self.ask(bearer, &query, json!({ "input": input })).await;
        data[field].take()
    }

    async fn ask(&self, bearer: Option<&str>, query: &str, variables: Value) -> Value {
        let headers: Vec<(&str, &str)> = bearer
            .map(|own| ("authorization", own))
            .into_iter()
            .collect();
        let body = json!({ "query": query, "variables": variables });
        self.app.body_as(body, &headers).await.data()
    }

    /// What a guest bought and got: the line, and the order's secret.
    async fn delivered(&self) -> (String, String) {
        let (orders, guest) = (&self.app.services.orders, &Actor::Anonymous);
        let cart = orders.cart_create(guest).await.unwrap();
        let access = CartAccess {
            id: cart.cart.id,
            token: Some(cart.token.clone()),
        };
        let line = LineInput {
            variant_id: self.listing.variant,
            quantity: 1,
        };
        orders
            .cart_lines_add(guest, &access, &[line])
            .await
            .unwrap();
        let address = AddressInput {
            recipient: "Trần Văn Minh".to_owned(),
            phone: "0987654321".to_owned(),
            email: None,
            province_code: "01".to_owned(),
            commune_code: "00070".to_owned(),
            street: "Số 1 phố Tràng Tiền".to_owned(),
        };
        let priced = orders.cart_address_update(guest, &access, &address).await;
        let command = Checkout {
            access,
            method: PaymentMethod::CashOnDelivery,
            payment_token: None,
            expected_total: priced.unwrap().totals.total,
            idempotency_key: "once".to_owned(),
            language: Language::Vi,
        };
        let order = orders.checkout(guest, &command).await.unwrap();
        let part = orders.parts_of(&[order.id]).await.unwrap().remove(0).id;
        let seller = Actor::Account {
            id: uuid::Uuid::from_u128(7).into(),
            grants: role(
                Role::ProducerStaff,
                Scope::Producer(self.listing.producer.id),
            ),
        };
        let ship = Step::Ship {
            carrier: "VNPost".to_owned(),
            tracking_number: "VN123".to_owned(),
        };
        for step in [Step::Confirm, Step::Pack, ship, Step::Deliver] {
            orders.fulfil(&seller, part, &step).await.unwrap();
        }
        let line = orders.lines_of(&[part]).await.unwrap().remove(0).id;
        (global_id(OrderLineId::TYPE, line.0), cart.token)
    }

    fn product(&self) -> String {
        global_id(ProductId::TYPE, self.listing.product.0)
    }

    async fn shown(&self) -> Value {
        let query = "query($id: ID!) { product(id: $id) {
            rating { average count distribution }
            reviews(first: 5) { nodes { id stars title text authorName boughtIn purchaseLabel helpfulCount votedHelpful
                answer { text } images { width renditions { format } } } edges { cursor } pageInfo { hasNextPage } }
        } }";
        let mut data = self
            .ask(Some(&self.shopper), query, json!({ "id": self.product() }))
            .await;
        data["product"].take()
    }

    async fn picture(&self, line: &str, token: Option<&str>, seed: u8) -> Answer {
        let mut request = Request::post(format!("/pictures?orderLine={line}"))
            .header(header::CONTENT_TYPE, "image/png");
        if let Some(token) = token {
            request = request.header("x-order-token", token);
        }
        self.app
            .send(request.body(Body::from(png(seed))).unwrap())
            .await
    }
}

/// A picture of one colour.
fn png(seed: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_pixel(200, 150, image::Rgb([seed, 90, 20]));
    let format = image::ImageFormat::Png;
    picture
        .write_to(&mut std::io::Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["code"].as_str().unwrap())
        .collect()
}

async fn a_guest_reviews_with_pictures_what_was_delivered(test: TestDb) {
    let world = World::open(test).await;
    let (line, token) = world.delivered().await;
    let (other_line, other_token) = world.delivered().await;
    // Pictures are for who bought, by the secret, and for nobody else.
    for wrong in [None, Some(""), Some("x"), Some(&*other_token)] {
        let answer = world.picture(&line, wrong, 1).await;
        assert_eq!(
            (answer.status, answer.code()),
            (StatusCode::NOT_FOUND, "NOT_FOUND".to_owned())
        );
    }
    let mut pictures = Vec::new();
    for seed in 0..12 {
        let answer = world.picture(&line, Some(&token), seed).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        pictures.push(answer.json()["id"].clone());
    }
    let again = world.picture(&line, Some(&token), 3).await;
    assert_eq!(again.json()["id"], pictures[3]);
    let more = world.picture(&line, Some(&token), 12).await;
    assert_eq!(more.status, StatusCode::TOO_MANY_REQUESTS);
    let others = world.picture(&other_line, Some(&other_token), 1).await;
    let others = others.json()["id"].clone();
    for target in [
        "/pictures",
        "/pictures?orderLine=x",
        "/pictures?orderLine=x&producer=y",
    ] {
        let request = Request::post(target).header(header::CONTENT_TYPE, "image/png");
        let request = request.header(header::AUTHORIZATION, &world.shopper);
        let answer = world
            .app
            .send(request.body(Body::from(png(1))).unwrap())
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{target}");
    }

    let content = |pictures: &[Value]| json!({ "stars": 4, "title": "Ngon", "text": "<b>Giòn</b>, thơm.", "pictureIds": pictures });
    let create = async |token: &str, pictures: &[Value]| {
        let input = json!({ "orderLineId": line, "token": token, "content": content(pictures) });
        let entity = "review { id version status orderLineId product { id } productName authorName
            public { text } proposed { text marks { code } images { url width } } reasons { code message } }";
        world.run(None, "reviewCreate", entity, input).await
    };
    assert_eq!(
        codes(&create(&other_token, &[]).await),
        ["ORDER_LINE_NOT_FOUND"]
    );
    assert_eq!(
        codes(&create(&token, &[others]).await),
        ["PICTURES_INVALID"]
    );
    assert_eq!(
        codes(&create(&token, &pictures[..7]).await),
        ["PICTURES_INVALID"]
    );
    let created = create(&token, &pictures[..2]).await;
    let review = &created["review"];
    assert_eq!(review["status"], "WAITING", "{created}");
    assert_eq!(review["proposed"]["text"], "<b>Giòn</b>, thơm.");
    assert_eq!(review["proposed"]["images"].as_array().unwrap().len(), 2);
    assert_eq!(review["authorName"], "Trần V. M.");
    assert_eq!(review["public"], Value::Null);
    assert_eq!(world.shown().await["rating"], Value::Null);

    // The sweep leaves what reviews show, and takes the rest.
    world.app.clock.advance(chrono::Duration::days(8));
    let sweep = catalog::jobs::SweepPictures(world.app.services.pictures.clone());
    jobs::Handler::run(&sweep, "").await.unwrap();
    let left = world
        .app
        .texts("SELECT CAST(COUNT(*) AS TEXT) FROM picture")
        .await;
    assert_eq!(left, ["2"]);

    let (id, item) = (&review["id"], json!({ "id": review["id"], "version": 1 }));
    let input = json!({ "approve": true, "items": [item] });
    let decided = world.run(
        Some(&world.moderator),
        "reviewDecide",
        "reviews { status }",
        input,
    );
    assert_eq!(decided.await["reviews"][0]["status"], "PUBLIC");
    let input = json!({ "id": id, "text": "Cảm ơn anh." });
    let entity = "review { answer { text editedAt } }";
    let answered = world
        .run(Some(&world.owner), "reviewAnswer", entity, input)
        .await;
    assert_eq!(answered["review"]["answer"]["text"], "Cảm ơn anh.");
    // A producer knows its orders' lines: by them it would know who wrote.
    let read = "query($id: ID!) { producerReviews(producerId: $id, first: 5) { nodes { id orderLineId } } }";
    let producer = json!({ "id": global_id("Producer", world.listing.producer.id.0) });
    let told = world.ask(Some(&world.owner), read, producer).await;
    let expected = json!([{ "id": id, "orderLineId": null }]);
    assert_eq!(told["producerReviews"]["nodes"], expected);
    let input = json!({ "id": id, "helpful": true });
    let voted = world.run(
        Some(&world.shopper),
        "reviewVote",
        "review { helpfulCount votedHelpful }",
        input,
    );
    assert_eq!(
        voted.await["review"],
        json!({ "helpfulCount": 1, "votedHelpful": true })
    );

    let shown = world.shown().await;
    let rating = json!({ "average": "4.00", "count": 1, "distribution": [0, 0, 0, 1, 0] });
    assert_eq!(shown["rating"], rating);
    let own = &shown["reviews"]["nodes"][0];
    assert_eq!(
        (&own["authorName"], &own["boughtIn"]),
        (&json!("Trần V. M."), &json!("2026-11"))
    );
    assert_eq!(own["purchaseLabel"], "Đã mua hàng 11/2026");
    assert_eq!(own["images"][0]["width"], 200);
    assert_eq!(
        (&own["helpfulCount"], &own["votedHelpful"]),
        (&json!(1), &json!(true))
    );
    // Nothing tells of the buyer.
    let text = shown.to_string();
    for private in ["0987654321", "Trần Văn Minh", "Account", &token] {
        assert!(!text.contains(private), "{private}");
    }
    // By the secret, its author reads and withdraws it.
    let query = "query($id: ID!, $token: String) { reviewRecord(id: $id, token: $token) { status version orderLineId } }";
    let read = world
        .ask(None, query, json!({ "id": id, "token": token }))
        .await;
    assert_eq!(
        read["reviewRecord"],
        json!({ "status": "PUBLIC", "version": 2, "orderLineId": line })
    );
    let read = world
        .ask(None, query, json!({ "id": id, "token": other_token }))
        .await;
    assert_eq!(read["reviewRecord"], Value::Null);
    let input = json!({ "id": id, "token": token });
    let gone = world
        .run(
            None,
            "reviewWithdraw",
            "review { status proposed { text } }",
            input,
        )
        .await;
    assert_eq!(
        gone["review"],
        json!({ "status": "WITHDRAWN", "proposed": null })
    );
    let shown = world.shown().await;
    assert_eq!(
        (&shown["rating"], &shown["reviews"]["nodes"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(
        world
            .app
            .services
            .orders
            .verify()
            .await
            .unwrap()
            .purchases_off,
        0
    );
}

async fn lists_cost_no_statement_more_for_ratings(test: TestDb) {
    let app = App::open(test).await;
    let listings = app.products(24).await;
    for listing in &listings {
        app.market.review(listing, None, 4).await;
    }
    let list = |fields: &str| {
        format!("{{ products(first: 24, sortBy: RATING) {{ nodes {{ id {fields} }} }} }}")
    };
    let plain = app.statements(&list("name")).await;
    assert_eq!(plain, 1);
    let rated = app
        .statements(&list("rating { average count distribution }"))
        .await;
    assert_eq!(rated, plain);
    let answer = app.query(&list("rating { average count }")).await.data();
    let nodes = answer["products"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 24);
    assert!(
        nodes
            .iter()
            .all(|own| own["rating"] == json!({ "average": "4.00", "count": 1 }))
    );
    // One statement for all that are asked for the same, whatever it is.
    for fields in [
        "reviews(first: 2) { nodes { text votedHelpful answer { text } } }",
        "questions(first: 2) { nodes { text answer { text } } }",
        "producer { rating { average } }",
    ] {
        assert_eq!(app.statements(&list(fields)).await, plain + 1, "{fields}");
    }
    // Nobody who is not signed in keeps anything in mind.
    assert_eq!(app.statements(&list("wishlisted")).await, plain);
}

async fn a_page_of_reviews_and_questions_is_two_statements(test: TestDb) {
    let world = World::open(test).await;
    for stars in [5, 4, 5] {
        world.app.market.review(&world.listing, None, stars).await;
    }
    let query = "query($id: ID!, $after: String) { product(id: $id) {
        name rating { average } producer { rating { average count distribution } } wishlisted
        reviews(first: 2, after: $after, sortBy: BEST) { nodes { stars votedHelpful answer { text } }
            pageInfo { hasNextPage hasPreviousPage endCursor } }
        questions(first: 5) { nodes { text } } } }";
    let count = async |variables: Value| {
        let body = json!({ "query": query, "variables": variables });
        let headers = [
            ("x-debug-statements", "1"),
            ("authorization", &*world.shopper),
        ];
        let answer = world.app.body_as(body, &headers).await;
        let statements = answer.json()["extensions"]["statements"].as_u64().unwrap();
        (answer.data()["product"].take(), statements)
    };
    let (first, statements) = count(json!({ "id": world.product() })).await;
    // The page, its reviews, its questions, the votes, the wish and the
    // producer's numbers.
    assert_eq!(statements, 6);
    assert_eq!(first["rating"]["average"], "4.67");
    let rating = json!({ "average": "4.67", "count": 3, "distribution": [0, 0, 0, 1, 2] });
    assert_eq!(first["producer"]["rating"], rating);
    let stars = |page: &Value| {
        let nodes = page["reviews"]["nodes"].as_array().unwrap();
        nodes
            .iter()
            .map(|own| own["stars"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(stars(&first), [5, 5]);
    let after = &first["reviews"]["pageInfo"]["endCursor"];
    let (rest, _) = count(json!({ "id": world.product(), "after": after })).await;
    assert_eq!(stars(&rest), [4]);
    let info = &rest["reviews"]["pageInfo"];
    assert_eq!(
        (&info["hasNextPage"], &info["hasPreviousPage"]),
        (&json!(false), &json!(true))
    );
    // A cursor of another order, and pages that there are not.
    for arguments in [
        format!("first: 2, after: {after}"),
        "first: 0".to_owned(),
        "first: 101".to_owned(),
        "first: 2, stars: 6".to_owned(),
        "first: 2, after: \"x\"".to_owned(),
    ] {
        let id = world.product();
        let query =
            format!("{{ product(id: \"{id}\") {{ reviews({arguments}) {{ nodes {{ id }} }} }} }}");
        assert_eq!(
            world.app.query(&query).await.code(),
            "BAD_USER_INPUT",
            "{arguments}"
        );
    }
}

async fn several_are_decided_at_once_each_by_itself(test: TestDb) {
    let world = World::open(test).await;
    let mut items = Vec::new();
    for stars in [5, 1, 3] {
        let (line, token) = world.delivered().await;
        let content = json!({ "stars": stars, "text": "Được." });
        let input = json!({ "orderLineId": line, "token": token, "content": content });
        let made = world
            .run(None, "reviewCreate", "review { id version }", input)
            .await;
        items.push(made["review"].clone());
    }
    let queue = "{ reviewQueue(first: 5, where: { marked: false }) { nodes { id status proposed { stars marks { code } } } } }";
    let waiting = world.ask(Some(&world.moderator), queue, Value::Null).await;
    assert_eq!(waiting["reviewQueue"]["nodes"].as_array().unwrap().len(), 3);
    items[1]["version"] = json!(7);
    // Whatever happens in the same instant is in no order.
    world.app.clock.advance(chrono::Duration::seconds(1));
    let input = json!({ "approve": false, "reasons": ["PERSONAL_DATA"], "items": items });
    let entity = "reviews { id status reasons { code message } note }";
    let decided = world
        .run(Some(&world.moderator), "reviewDecide", entity, input)
        .await;
    assert_eq!(decided["reviews"].as_array().unwrap().len(), 2);
    let reason = &decided["reviews"][0]["reasons"][0];
    assert_eq!(reason["code"], "PERSONAL_DATA");
    assert!(
        reason["message"]
            .as_str()
            .unwrap()
            .starts_with("Nội dung có thông tin cá nhân")
    );
    let error = &decided["userErrors"][0];
    assert_eq!(error["code"], "OUTDATED");
    assert_eq!(error["field"], json!(["input", "items", "1", "version"]));
    let history =
        "query($id: ID!) { feedbackHistory(id: $id, first: 5) { nodes { act actor details } } }";
    let told = world
        .ask(
            Some(&world.moderator),
            history,
            json!({ "id": items[0]["id"] }),
        )
        .await;
    let acts = told["feedbackHistory"]["nodes"].as_array().unwrap();
    assert_eq!(
        (&acts[0]["act"], &acts[1]["act"]),
        (&json!("REFUSE"), &json!("CREATE"))
    );
}

async fn a_question_is_asked_answered_and_taken_back(test: TestDb) {
    let world = World::open(test).await;
    let input = json!({ "productId": world.product(), "text": "Có cay không?" });
    let entity = "question { id version status text authorName product { id } productName }";
    let asked = world
        .run(Some(&world.shopper), "questionAsk", entity, input)
        .await;
    let question = &asked["question"];
    assert_eq!(
        (&question["status"], &question["productName"]),
        (&json!("WAITING"), &json!("Cơm cháy"))
    );
    let item = json!({ "id": question["id"], "version": 1 });
    let input = json!({ "approve": true, "items": [item] });
    let decided = world.run(
        Some(&world.moderator),
        "questionDecide",
        "questions { status }",
        input,
    );
    assert_eq!(decided.await["questions"][0]["status"], "PUBLIC");
    let unanswered = "query($id: ID!) { producerQuestions(producerId: $id, answered: false, first: 5) { nodes { id text } } }";
    let producer = json!({ "id": global_id("Producer", world.listing.producer.id.0) });
    let open = world
        .ask(Some(&world.owner), unanswered, producer.clone())
        .await;
    assert_eq!(open["producerQuestions"]["nodes"][0]["id"], question["id"]);
    let input = json!({ "id": question["id"], "text": "Không cay ạ." });
    world
        .run(
            Some(&world.owner),
            "questionAnswer",
            "question { id }",
            input,
        )
        .await;
    let open = world.ask(Some(&world.owner), unanswered, producer).await;
    assert_eq!(open["producerQuestions"]["nodes"], json!([]));
    let shown = "query($id: ID!) { product(id: $id) { questions(first: 5) { nodes { text authorName answer { text } } } } }";
    let id = json!({ "id": world.product() });
    let told = world.ask(None, shown, id.clone()).await;
    let expected = json!([{ "text": "Có cay không?", "authorName": "Người T.", "answer": { "text": "Không cay ạ." } }]);
    assert_eq!(told["product"]["questions"]["nodes"], expected);
    let input = json!({ "id": question["id"] });
    let gone = world.run(
        Some(&world.shopper),
        "questionWithdraw",
        "question { status text }",
        input,
    );
    assert_eq!(
        gone.await["question"],
        json!({ "status": "WITHDRAWN", "text": null })
    );
    let told = world.ask(None, shown, id).await;
    assert_eq!(told["product"]["questions"]["nodes"], json!([]));
}

async fn a_wish_outlives_its_product(test: TestDb) {
    let world = World::open(test).await;
    let input = json!({ "productId": world.product() });
    let added = world.run(
        Some(&world.shopper),
        "wishlistAdd",
        "entry { id product { wishlisted } }",
        input,
    );
    let added = added.await;
    assert_eq!(added["entry"]["product"]["wishlisted"], true);
    let list = "{ wishlist(first: 5) { nodes { id addedAt product { name } } } }";
    let kept = world.ask(Some(&world.shopper), list, Value::Null).await;
    assert_eq!(kept["wishlist"]["nodes"][0]["product"]["name"], "Cơm cháy");
    let status = programme::CertificateStatus::Suspended;
    world
        .app
        .market
        .set_certificate(&world.listing, status)
        .await;
    let kept = world.ask(Some(&world.shopper), list, Value::Null).await;
    let entry = &kept["wishlist"]["nodes"][0];
    assert_eq!(
        (&entry["id"], &entry["product"]),
        (&added["entry"]["id"], &Value::Null)
    );
    // Nothing of it is told.
    assert!(!kept.to_string().contains(&world.product()));
    let input = json!({ "entryId": entry["id"] });
    let gone = world
        .run(Some(&world.shopper), "wishlistRemove", "removed", input)
        .await;
    assert_eq!(gone["removed"], true);
    let kept = world.ask(Some(&world.shopper), list, Value::Null).await;
    assert_eq!(kept["wishlist"]["nodes"], json!([]));
}

async fn a_guest_reads_what_came_of_a_report(test: TestDb) {
    let world = World::open(test).await;
    let input = json!({
        "productId": world.product(), "reason": "FALSE_STAR", "text": "In năm sao", "contactEmail": "khach@vidu.example",
    });
    let sent = world
        .run(
            None,
            "listingReportCreate",
            "report { id status } token",
            input,
        )
        .await;
    let (id, token) = (&sent["report"]["id"], &sent["token"]);
    assert!(token.as_str().unwrap().len() >= 43);
    let queue = "{ listingReportQueue(first: 5) { nodes { id version reason text contactEmail product { name } } } }";
    let open = world.ask(Some(&world.moderator), queue, Value::Null).await;
    let own = &open["listingReportQueue"]["nodes"][0];
    assert_eq!(
        (&own["id"], &own["contactEmail"]),
        (id, &json!("khach@vidu.example"))
    );
    let input =
        json!({ "id": id, "version": 1, "result": "DISMISSED", "answer": "Đúng là bốn sao." });
    let done = world.run(
        Some(&world.moderator),
        "listingReportResolve",
        "report { status }",
        input,
    );
    assert_eq!(done.await["report"]["status"], "DISMISSED");
    let read = "query($id: ID!, $token: String) { listingReport(id: $id, token: $token) { statusLabel answer } }";
    let told = world
        .ask(None, read, json!({ "id": id, "token": token }))
        .await;
    let expected = json!({ "statusLabel": "Không có cơ sở.", "answer": "Đúng là bốn sao." });
    assert_eq!(told["listingReport"], expected);
    let told = world.ask(None, read, json!({ "id": id })).await;
    assert_eq!(told["listingReport"], Value::Null);
    let told = world
        .ask(Some(&world.owner), read, json!({ "id": id }))
        .await;
    assert_eq!(told["listingReport"], Value::Null);
}
