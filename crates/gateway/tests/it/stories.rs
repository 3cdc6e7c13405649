//! Producers' stories and their moderators, over the API.

use crate::bad_input::global_id;
use crate::listings::{World, png, session};
use axum::http::StatusCode;
use kernel::{Actor, Role, Scope};
use programme::ProducerStatus;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_story_is_told_returned_corrected_and_read_by_everybody,
    scripts_reach_no_page,
    a_certificate_leads_to_no_producer_that_does_not_trade,
    a_cooperatives_officer_tells_it_by_a_right_that_is_on_record,
    stories_cost_the_same_statements_however_many_there_are,
);

const CHANGE: &str = "change { id version status statusName isFirst submissions note
    reasons { code message } content { headline headlineEn story cover images { pictureId alt } videos { url } foundedYear members } }
    userErrors { code field message version problem findings { code stops field } }";

impl World {
    fn producer(&self) -> String {
        global_id("Producer", self.listing.producer.id.0)
    }

    async fn write(&self, bearer: &str, version: &Value, content: Value) -> Value {
        let input =
            json!({ "producerId": self.producer(), "version": version, "content": content });
        self.call(bearer, "producerStoryEdit", input, CHANGE).await
    }

    async fn hand_in(&self, bearer: &str, change: &Value) -> Value {
        let input = json!({ "id": change["id"], "version": change["version"] });
        self.call(bearer, "producerStorySubmit", input, CHANGE)
            .await
    }

    async fn decided(&self, change: &Value, mut decision: Value) -> Value {
        decision["id"] = change["id"].clone();
        decision["version"] = change["version"].clone();
        let fields = CHANGE.replacen(" problem", "", 1);
        self.call(&self.moderator, "producerStoryDecide", decision, &fields)
            .await
    }

    /// What everybody reads.
    async fn read(&self) -> Value {
        let query = "query($id: ID!) { producer(id: $id) { foundedYear story {
            headline english: headline(language: EN) text html members foundedYear approvedAt
            cover { url alt focus { y } } images { alt renditions { format width } } videos { url } } } }";
        let variables = json!({ "id": self.producer() });
        let answer = self.app.query_with(query, variables).await;
        answer.data()["producer"]["story"].take()
    }
}

async fn a_story_is_told_returned_corrected_and_read_by_everybody(test: TestDb) {
    let world = World::open(test).await;
    let (owner, moderator) = (&world.owner, &world.moderator);
    // The text of the producer's record, until something is approved.
    let told = world.read().await;
    assert_eq!(told["text"], "Câu chuyện của làng.");
    assert_eq!(told["html"], "<p>Câu chuyện của làng.</p>");
    assert_eq!(
        (&told["headline"], &told["cover"], &told["approvedAt"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );

    let mut pictures = Vec::new();
    for shade in [200, 100] {
        let answer = world
            .upload(
                owner,
                &[("content-type", "image/png")],
                png(900, 600, shade),
            )
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        pictures.push(answer.json()["id"].clone());
    }
    let image = |id: &Value, alt: &str| json!({ "pictureId": id, "alt": alt, "focus": { "x": 500, "y": 300 } });
    let content = json!({
        "headline": "Ba đời giữ nghề", "headlineEn": "Three generations",
        "story": "<p>Làm <b>tay</b> từ lúa của làng.</p>",
        "images": [image(&pictures[0], "Xưởng"), image(&pictures[1], "Sân phơi")],
        "cover": pictures[1], "videos": ["https://youtu.be/dQw4w9WgXcQ"],
        "foundedYear": 1998, "members": 46,
    });
    let begun = world.write(owner, &Value::Null, content).await;
    assert_eq!(begun["userErrors"], json!([]), "{begun}");
    let change = &begun["change"];
    assert_eq!(
        (&change["status"], &change["isFirst"]),
        (&json!("DRAFT"), &json!(true))
    );
    let submitted = world.hand_in(owner, change).await["change"].take();
    assert_eq!(submitted["statusName"], "Chờ duyệt");
    assert_eq!(world.read().await["text"], "Câu chuyện của làng.");

    // The moderator sees it with what differs, takes it up and sends it back.
    let queue = "query { producerStoryQueue(first: 10, where: { claimed: FREE }) { nodes {
        id producer { name } content { headline } } } }";
    let waiting = world.ask(moderator, queue, json!({})).await;
    assert_eq!(
        waiting["producerStoryQueue"]["nodes"],
        json!([{ "id": submitted["id"], "producer": { "name": "HTX Cơm cháy" },
            "content": { "headline": "Ba đời giữ nghề" } }])
    );
    let review = "query($id: ID!) { producerStoryChange(id: $id) { diff { path before after } findings { code } } }";
    let seen = world
        .ask(moderator, review, json!({ "id": submitted["id"] }))
        .await;
    assert_eq!(
        seen["producerStoryChange"]["diff"][0],
        json!({ "path": ["headline"], "before": null, "after": "Ba đời giữ nghề" })
    );
    let id = json!({ "id": submitted["id"] });
    let fields = "change { claimedByMe } userErrors { code }";
    let claimed = world
        .call(moderator, "producerStoryClaim", id, fields)
        .await;
    assert_eq!(claimed["change"]["claimedByMe"], true);
    let decision =
        json!({ "approve": false, "reasons": ["PEOPLE_IN_PHOTO"], "note": "Ảnh thứ hai." });
    let returned = world.decided(&submitted, decision).await;
    let change = &returned["change"];
    assert_eq!(change["reasons"][0]["code"], "PEOPLE_IN_PHOTO");

    // Corrected, submitted and approved.
    let fewer = json!({ "images": [image(&pictures[0], "Xưởng")] });
    let corrected = world.write(owner, &change["version"], fewer).await;
    assert_eq!(corrected["change"]["content"]["cover"], Value::Null);
    let submitted = world.hand_in(owner, &corrected["change"]).await["change"].take();
    assert_eq!(submitted["submissions"], 2);
    let approved = world.decided(&submitted, json!({ "approve": true })).await;
    assert_eq!(approved["change"]["status"], "APPROVED", "{approved}");
    let told = world.read().await;
    assert_eq!(told["headline"], "Ba đời giữ nghề");
    assert_eq!(told["english"], "Three generations");
    assert_eq!(told["text"], "Làm tay từ lúa của làng.");
    assert_eq!(told["html"], "<p>Làm <b>tay</b> từ lúa của làng.</p>");
    assert_eq!(
        (&told["members"], &told["foundedYear"]),
        (&json!(46), &json!(1998))
    );
    assert_eq!(told["cover"]["alt"], "Xưởng");
    assert_eq!(told["cover"]["focus"], json!({ "y": 300 }));
    let renditions = told["images"][0]["renditions"].as_array();
    assert_eq!(renditions.unwrap().len(), 6);
    assert_eq!(
        told["videos"][0]["url"],
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    );

    // Told anew while it is read: both versions are there for its people, and
    // only what was approved for everybody else.
    let anew = json!({ "headline": "Bốn đời giữ nghề" });
    let second = world.write(owner, &Value::Null, anew).await;
    assert_eq!(second["change"]["isFirst"], false);
    let both = "query($id: ID!) { producerStory(producerId: $id) { version live { headline } change { status content { headline } } } }";
    let of = json!({ "id": world.producer() });
    let told = world.ask(owner, both, of.clone()).await;
    assert_eq!(
        told["producerStory"],
        json!({ "version": 1, "live": { "headline": "Ba đời giữ nghề" },
            "change": { "status": "DRAFT", "content": { "headline": "Bốn đời giữ nghề" } } })
    );
    let told = world.ask(moderator, both, of.clone()).await;
    assert_eq!(told["producerStory"]["change"], Value::Null);
    let history =
        "query($id: ID!) { producerStoryHistory(producerId: $id, first: 20) { nodes { act } } }";
    let told = world.ask(owner, history, of).await;
    let acts = told["producerStoryHistory"]["nodes"].as_array().unwrap();
    let acts: Vec<&Value> = acts.iter().map(|node| &node["act"]).rev().collect();
    assert_eq!(
        acts,
        [
            "BEGIN", "SUBMIT", "CLAIM", "RETURN", "EDIT", "SUBMIT", "APPROVE", "BEGIN"
        ]
    );
}

async fn scripts_reach_no_page(test: TestDb) {
    let world = World::open(test).await;
    let payloads = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<iframe src=\"https://evil.example\"></iframe>",
        "<p onmouseover=alert(1)>x</p>",
        "<style>@import 'https://evil.example/x.css';</style>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    ];
    let all = payloads.concat();
    let content = json!({
        "headline": "<script>alert(1)</script>", "story": format!("<p>Trước</p>{all}<p>Sau</p>"),
        "storyEn": format!("<p>Before</p>{all}<p>After</p>"),
    });
    let begun = world.write(&world.owner, &Value::Null, content).await;
    let submitted = world.hand_in(&world.owner, &begun["change"]).await;
    let approved = world
        .decided(&submitted["change"], json!({ "approve": true }))
        .await;
    assert_eq!(approved["userErrors"], json!([]), "{approved}");
    let query = "query($id: ID!) { producer(id: $id) { story { headline html english: html(language: EN) } } }";
    let answer = world
        .app
        .query_with(query, json!({ "id": world.producer() }))
        .await;
    let story = answer.data()["producer"]["story"].take();
    // A headline is text, and stays what was typed.
    assert_eq!(story["headline"], "<script>alert(1)</script>");
    for (field, words) in [("html", ["Trước", "Sau"]), ("english", ["Before", "After"])] {
        let html = story[field].as_str().unwrap();
        assert!(words.iter().all(|word| html.contains(word)), "{html}");
        for mark in [
            "script",
            "onerror",
            "onload",
            "javascript",
            "data:",
            "iframe",
            "style",
            "<img",
            "<svg",
            "onmouseover",
            "<math",
        ] {
            assert!(!html.contains(mark), "{mark}: {html}");
        }
    }
}

async fn a_cooperatives_officer_tells_it_by_a_right_that_is_on_record(test: TestDb) {
    let world = World::open(test).await;
    let officer = session(&world.app, "xa@vidu.example", Role::Shopper, Scope::Global).await;
    let producer = world.producer();
    let content = json!({ "headline": "Ba đời giữ nghề", "story": "Chuyện." });
    let give = async |right: &str| {
        let input =
            json!({ "producerId": producer, "email": "xa@vidu.example", "rights": [right] });
        let fields = "grants { id } userErrors { code }";
        let given = world
            .call(&world.owner, "producerGrantCreate", input, fields)
            .await;
        assert_eq!(given["userErrors"], json!([]));
    };
    // Not by a right that is for something else.
    give("STOCK").await;
    let refused = world.write(&officer, &Value::Null, content.clone()).await;
    assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND");
    let state = "query($id: ID!) { producerStory(producerId: $id) { version } }";
    let told = world.ask(&officer, state, json!({ "id": producer })).await;
    assert_eq!(told["producerStory"], Value::Null);
    give("LISTINGS").await;
    let begun = world.write(&officer, &Value::Null, content.clone()).await;
    assert_eq!(begun["userErrors"], json!([]), "{begun}");
    let change = &begun["change"];
    let edited = world.write(&officer, &change["version"], content).await;
    let submitted = world.hand_in(&officer, &edited["change"]).await;
    let change = &submitted["change"];
    let input = json!({ "id": change["id"], "version": change["version"] });
    let gone = world
        .call(&officer, "producerStoryWithdraw", input, CHANGE)
        .await;
    assert_eq!(gone["change"]["status"], "WITHDRAWN", "{gone}");
    let uses = "query($id: ID!) { producerGrants(producer: $id, first: 5) { nodes { right uses { action } } } }";
    let told = world
        .ask(&world.owner, uses, json!({ "id": producer }))
        .await;
    let grants = told["producerGrants"]["nodes"].as_array().unwrap();
    let of = |right: &str| {
        let grant = grants.iter().find(|grant| grant["right"] == right).unwrap();
        let uses = grant["uses"].as_array().unwrap().iter();
        let actions = uses.map(|one| one["action"].as_str().unwrap().to_owned());
        actions.rev().collect::<Vec<String>>()
    };
    assert_eq!(
        of("LISTINGS"),
        ["EDIT_STORY", "EDIT_STORY", "SUBMIT_STORY", "WITHDRAW_STORY"]
    );
    assert!(of("STOCK").is_empty());
}

async fn stories_cost_the_same_statements_however_many_there_are(test: TestDb) {
    let world = World::open(test).await;
    let market = &world.app.market;
    let catalog = &world.app.services.catalog;
    let system = kernel::Actor::System;
    let moderator = kernel::Actor::Account {
        id: market_account(&world).await,
        grants: vec![kernel::RoleGrant {
            role: Role::Moderator,
            scope: Scope::Global,
        }],
    };
    for n in 0..6 {
        let producer = market.producer(&format!("HTX {n}")).await;
        market
            .listing(&producer, &format!("Nem {n}"), 9_000, 5)
            .await;
        // Some tell nothing yet.
        if n % 3 == 2 {
            continue;
        }
        let edit = catalog::producer_story::StoryEdit {
            headline: Some(format!("Chuyện {n}")),
            story: Some("Chuyện.".to_owned()),
            ..catalog::producer_story::StoryEdit::default()
        };
        let change = catalog.edit_story(&system, producer.id, None, &edit).await;
        let change = change.unwrap();
        let change = catalog
            .submit_story(&system, change.id, change.version)
            .await
            .unwrap();
        let approve = catalog::listing::Decision::Approve;
        let done = catalog.decide_story(&moderator, change.id, change.version, &approve);
        done.await.unwrap();
    }
    let list = |first: i32| {
        format!(
            "{{ products(first: {first}) {{ nodes {{ name producer {{ name story {{ headline text cover {{ url }} }} }} }} }} }}"
        )
    };
    let counted = async |first: i32| world.app.statements(&list(first)).await;
    // The list, the stories, and the records of the others.
    assert_eq!(counted(7).await, 3);
    assert_eq!(counted(4).await, 3);
    let queue = |first: i32| {
        format!(
            "{{ producerStoryQueue(first: {first}) {{ nodes {{ content {{ headline }} producer {{ name legalForm }} }} }} }}"
        )
    };
    for n in 0..4 {
        let producer = market.producer(&format!("HTX chờ {n}")).await;
        let edit = catalog::producer_story::StoryEdit {
            headline: Some(format!("Chờ {n}")),
            story: Some("Chuyện.".to_owned()),
            ..catalog::producer_story::StoryEdit::default()
        };
        let change = catalog.edit_story(&system, producer.id, None, &edit).await;
        let change = change.unwrap();
        let done = catalog.submit_story(&system, change.id, change.version);
        done.await.unwrap();
    }
    let count = async |first: i32| {
        let headers = [
            ("authorization", world.moderator.as_str()),
            ("x-debug-statements", "1"),
        ];
        let body = json!({ "query": queue(first) });
        let answer = world.app.body_as(body, &headers).await;
        answer.data();
        answer.json()["extensions"]["statements"].clone()
    };
    assert_eq!(count(1).await, count(4).await);
}

/// An account that exists.
async fn market_account(world: &World) -> kernel::AccountId {
    world.app.account("khac@vidu.example", Vec::new()).await
}

async fn a_certificate_leads_to_no_producer_that_does_not_trade(test: TestDb) {
    let world = World::open(test).await;
    let query = "query($id: ID!) { node(id: $id) { ... on Certificate { number producer { name story { text } } } } }";
    let listing = &world.listing;
    let id = global_id("Certificate", listing.certificate.id.0);
    let read = async || {
        let answer = world.app.query_with(query, json!({ "id": id })).await;
        answer.data()["node"].take()
    };
    let seen = read().await;
    assert_eq!(seen["number"], json!(listing.certificate.number));
    let told = json!({ "name": "HTX Cơm cháy", "story": { "text": "Câu chuyện của làng." } });
    assert_eq!(seen["producer"], told);
    let (programme, producer) = (&world.app.services.programme, listing.producer.id);
    for (status, seen) in [
        (ProducerStatus::Suspended, Value::Null),
        (ProducerStatus::Active, told),
        (ProducerStatus::Closed, Value::Null),
    ] {
        programme
            .set_producer_status(&Actor::System, producer, status)
            .await
            .unwrap();
        // The certificate itself is a public act.
        let read = read().await;
        assert_eq!(read["number"], json!(listing.certificate.number));
        assert_eq!(read["producer"], seen, "{status:?}");
    }
}
