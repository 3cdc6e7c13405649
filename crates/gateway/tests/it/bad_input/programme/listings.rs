//! What listings, their changes and their moderators refuse, on a world of
//! their own.

mod supply;

use super::super::world::unknown;
use super::super::{Case, global_id};
use super::calls::Call;
use super::listing_files::ListingFiles;
use super::making::{Shows, picture};
use super::people::{Person, everywhere, in_province, of, person};
use crate::support::App;
use catalog::fixtures::Listing;
use catalog::listing::{
    Change, DeclarationEdit, DeclarationRegime, ListingEdit, NewListing, NewPrice, NewTakeDown,
};
use chrono::NaiveDate;
use identity::NewProducerGrant;
use kernel::{Actor, ProducerId, ProductId, Right, Role};
use serde_json::{Value, json};
use testkit::TestDb;

/// A market with a listing, a change and a price in every state.
pub(in super::super) struct World {
    pub(in crate::bad_input) app: App,
    pub(super) owner: Person,
    pub(super) rival: Person,
    pub(super) moderator: Person,
    foreign: Person,
    /// Moderates, and works for the producer.
    pub(super) own_moderator: Person,
    pub(super) shopper: Person,
    /// Has the producer's right to stock, and nothing else.
    storekeeper: Person,
    pub(super) producer: String,
    pub(super) rival_producer: String,
    /// May not trade.
    suspended: String,
    /// Takes part in tourism only; an import of it is under way.
    pub(super) branch: String,
    certificate: String,
    rival_certificate: String,
    rival_variant: String,
    rival_picture: String,
    /// Live, without a change.
    plain: String,
    plain_variant: String,
    /// Never approved.
    new: String,
    down: String,
    down_change: Seen,
    draft: Seen,
    submitted: Seen,
    /// In the hands of another moderator.
    claimed: Seen,
    /// Its certificate was suspended since.
    stopped: Seen,
    approved: Seen,
    withdrawn: Seen,
    /// Submitted, and of a listing that was taken down since.
    down_submitted: Seen,
    /// Its SKU was given to another listing since.
    robbed: Seen,
    waiting_price: String,
    decided_price: String,
    /// Four of its units are sold.
    reserved_variant: String,
    /// A variant of a service.
    offer: String,
    /// One of its sessions.
    session: String,
    visit: supply::Visit,
    /// Pictures that were announced, and not put.
    upload: String,
    rival_upload: String,
    pub(super) files: ListingFiles,
}

/// A change as somebody saw it.
struct Seen {
    id: String,
    version: i64,
}

impl From<Change> for Seen {
    fn from(change: Change) -> Self {
        Self {
            id: global_id("ListingChange", change.id.0),
            version: change.version,
        }
    }
}

fn legal() -> ListingEdit {
    let text = |text: &str| Some(text.to_owned());
    ListingEdit {
        ingredients: text("Gạo nếp"),
        origin: text("Ninh Bình"),
        usage_notes: text("Ăn liền"),
        storage: text("Nơi khô ráo"),
        shelf_life_days: Some(Some(90)),
        declaration: Some(Some(DeclarationEdit {
            regime: DeclarationRegime::Decree15,
            number: "1".to_owned(),
            date: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(),
        })),
        ..ListingEdit::default()
    }
}

/// Who makes the world what it is.
struct Maker<'a> {
    app: &'a App,
    owner: &'a Actor,
    moderator: &'a Actor,
}

impl Maker<'_> {
    async fn begun(&self, product: ProductId) -> Change {
        let catalog = &self.app.services.catalog;
        catalog.begin_change(self.owner, product).await.unwrap()
    }

    async fn submitted(&self, product: ProductId, edit: ListingEdit) -> Change {
        let catalog = &self.app.services.catalog;
        let change = self.begun(product).await;
        let edited = catalog.edit_change(self.owner, change.id, change.version, &edit);
        let edited = edited.await.unwrap();
        let done = catalog.submit_change(self.owner, edited.id, edited.version);
        done.await.unwrap()
    }

    async fn down(&self, product: ProductId) {
        let order = NewTakeDown {
            product_id: product,
            authority: "Chi cục".to_owned(),
            order_number: "1".to_owned(),
            ordered_on: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            reason: "Nhãn sai".to_owned(),
        };
        let catalog = &self.app.services.catalog;
        catalog.take_down(self.moderator, &order).await.unwrap();
    }

    async fn price(&self, listing: &Listing, version: i64, price: i64) -> String {
        let new = NewPrice {
            variant_id: listing.variant,
            version,
            price,
            compare_at_price: None,
            tiers: vec![],
        };
        let catalog = &self.app.services.catalog;
        let waiting = catalog.set_price(self.owner, new).await.unwrap();
        global_id("PriceRequest", waiting.unwrap().id.0)
    }
}

impl World {
    #[allow(clippy::too_many_lines, reason = "one world, told from its beginning")]
    pub(in super::super) async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let market = &app.market;
        let one = market.producer("Hợp tác xã Một").await;
        let two = market.producer("Hợp tác xã Hai").await;
        let stopped_producer = market.producer("Hợp tác xã Nghỉ").await;
        let tourism = market.producer("Điểm du lịch").await;
        let key = |id: ProducerId| super::super::making::literal(&app, id.0);
        for (id, change) in [
            (stopped_producer.id, "status = 'SUSPENDED'"),
            (tourism.id, "legal_form = 'TOURISM_BOARD'"),
        ] {
            let sql = format!("UPDATE producer SET {change} WHERE id = {}", key(id));
            assert_eq!(app.raw(&sql).await, 1);
        }
        let owner_of = |id| of(Role::ProducerOwner, id);
        let everything = vec![
            owner_of(one.id),
            owner_of(stopped_producer.id),
            owner_of(tourism.id),
        ];
        let owner = person(&app, "chuthe", everything).await;
        let rival = person(&app, "doithu", vec![owner_of(two.id)]).await;
        let home = in_province(Role::Moderator, "37");
        let moderator = person(&app, "duyet", vec![home.clone()]).await;
        let other = person(&app, "duyet2", vec![everywhere(Role::Moderator)]).await;
        let foreign = person(&app, "hanoi", vec![in_province(Role::Moderator, "01")]).await;
        let staff = of(Role::ProducerStaff, one.id);
        let own_moderator = person(&app, "duyet3", vec![home, staff]).await;
        let shopper = person(&app, "lan", Vec::new()).await;
        let storekeeper = person(&app, "thukho", Vec::new()).await;
        let new = NewProducerGrant {
            producer: one.id,
            email: "thukho@vidu.example".to_owned(),
            rights: vec![Right::Stock],
            last_day: None,
        };
        let given = app.services.identity.create_grants(&owner.actor, &new);
        given.await.unwrap();
        let maker = Maker {
            app: &app,
            owner: &owner.actor,
            moderator: &moderator.actor,
        };
        let catalog = &app.services.catalog;
        let sell = async |name: &str| {
            let name = format!("Sản phẩm {name}");
            market.listing(&one, &name, 50_000, 10).await
        };
        let plain = sell("a").await;
        let rivals = market.listing(&two, "Sản phẩm khác", 50_000, 10).await;
        let new = NewListing {
            producer_id: one.id,
            product_set: 6,
            certificate_id: None,
            name: Some("Mới".to_owned()),
        };
        let new = catalog.create_listing(&owner.actor, &new).await.unwrap();
        let draft = maker.begun(sell("b").await.product).await;
        let submitted = maker.submitted(sell("c").await.product, legal()).await;
        let claimed = maker.submitted(sell("d").await.product, legal()).await;
        catalog
            .claim_change(&other.actor, claimed.id)
            .await
            .unwrap();
        let gone = sell("e").await;
        let stopped = maker.submitted(gone.product, legal()).await;
        let suspended = programme::CertificateStatus::Suspended;
        market.set_certificate(&gone, suspended).await;
        let approved = maker.submitted(sell("f").await.product, legal()).await;
        let decision = catalog::listing::Decision::Approve;
        let approved = catalog
            .decide_change(&moderator.actor, approved.id, approved.version, &decision)
            .await
            .unwrap();
        let withdrawn = maker.begun(sell("g").await.product).await;
        let withdrawn = catalog
            .withdraw_change(&owner.actor, withdrawn.id, withdrawn.version)
            .await
            .unwrap();
        let down = sell("h").await.product;
        let down_change = maker.begun(down).await;
        maker.down(down).await;
        let also_down = sell("i").await.product;
        let down_submitted = maker.submitted(also_down, legal()).await;
        maker.down(also_down).await;
        // Two listings with the same new SKU: the first that is approved has it.
        let with_sku = |own: &Listing, sku: &str| ListingEdit {
            variants: Some(vec![catalog::listing::VariantEdit {
                id: Some(own.variant),
                sku: sku.to_owned(),
                gtin: None,
                name: "Gói".to_owned(),
                name_en: None,
                choices: vec![],
                weight_grams: 300,
                parcel: None,
                min_per_order: None,
                max_per_order: None,
                price: None,
                compare_at_price: None,
                units: None,
            }]),
            ..legal()
        };
        let (first, second) = (sell("k").await, sell("l").await);
        let winner = maker
            .submitted(first.product, with_sku(&first, "CUNG"))
            .await;
        let robbed = maker
            .submitted(second.product, with_sku(&second, "CUNG"))
            .await;
        catalog
            .decide_change(&moderator.actor, winner.id, winner.version, &decision)
            .await
            .unwrap();
        let waiting_price = maker.price(&sell("m").await, 1, 500_000).await;
        let dear = sell("n").await;
        let decided_price = maker.price(&dear, 1, 500_000).await;
        maker.price(&dear, 1, 600_000).await;
        let reserved = sell("o").await;
        let tx = app.services.db.begin().await.unwrap();
        let wanted = [catalog::Wanted {
            producer_order_id: kernel::ProducerOrderId(uuid::Uuid::from_u128(9)),
            variant_id: reserved.variant,
            quantity: 4,
            tracked: true,
        }];
        let now = kernel::Clock::now(&app.clock);
        catalog
            .reserve(&tx, &wanted, &Actor::System, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let tour = market.service(&one, "Một ngày ở bản", 0).await;
        let starts_at = now + chrono::Duration::days(3);
        let first = [catalog::sessions::NewSession {
            starts_at,
            ends_at: starts_at + chrono::Duration::hours(3),
            closes_at: None,
            places: 8,
            price: None,
        }];
        let sessions = catalog.schedule_sessions(&owner.actor, tour.variant, &first);
        let session = sessions.await.unwrap()[0].id;
        let harvest = sell("p").await;
        let visit = supply::Visit::make(&app, &owner.actor, tour.variant, session, &harvest).await;
        let announce = async |by: &Person, producer_id| {
            let new = pictures::NewUpload {
                producer_id,
                media_type: "image/png".to_owned(),
                bytes: 900,
            };
            let ticket = app.services.pictures.open_upload(&by.actor, &new).await;
            global_id("PictureUpload", ticket.unwrap().id.0)
        };
        let upload = announce(&owner, one.id).await;
        let rival_upload = announce(&rival, two.id).await;
        let rival_picture = picture(&app, Shows::Goods(two.id), 1).await;
        let files = ListingFiles::open(&app, (&owner, one.id, tourism.id), (&rival, two.id)).await;
        let product = |id: ProductId| global_id("Product", id.0);
        let variant = |own: &Listing| global_id("ProductVariant", own.variant.0);
        let producer = |id: ProducerId| global_id("Producer", id.0);
        Self {
            producer: producer(one.id),
            rival_producer: producer(two.id),
            suspended: producer(stopped_producer.id),
            branch: producer(tourism.id),
            certificate: global_id("Certificate", plain.certificate.id.0),
            rival_certificate: global_id("Certificate", rivals.certificate.id.0),
            rival_variant: variant(&rivals),
            rival_picture: global_id("Picture", rival_picture.0),
            plain_variant: variant(&plain),
            plain: product(plain.product),
            new: product(new.product_id),
            down: product(down),
            down_change: down_change.into(),
            draft: draft.into(),
            submitted: submitted.into(),
            claimed: claimed.into(),
            stopped: stopped.into(),
            approved: approved.into(),
            withdrawn: withdrawn.into(),
            down_submitted: down_submitted.into(),
            robbed: robbed.into(),
            waiting_price,
            decided_price,
            reserved_variant: variant(&reserved),
            offer: variant(&tour),
            session: global_id("ProductVariant", session.0),
            visit,
            upload,
            rival_upload,
            files,
            owner,
            rival,
            moderator,
            foreign,
            own_moderator,
            shopper,
            storekeeper,
            app,
        }
    }
}

pub(in super::super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = creating(world);
    cases.extend(changing(world));
    cases.extend(contents(world));
    cases.extend(pricing(world));
    cases.extend(supply::cases(world));
    cases.extend(picturing(world));
    cases.extend(moderating(world));
    cases.extend(ordering(world));
    cases.extend(reading(world));
    cases.extend(super::listing_files::cases(world));
    cases
}

fn creating(world: &World) -> Vec<Case> {
    let input = json!({
        "producerId": world.producer, "productSet": 6, "certificateId": world.certificate, "name": "Cơm cháy",
    });
    let call = Call::mutation("listingCreate", &world.owner, input);
    let not_found = |case: Case| case.user("PRODUCER_NOT_FOUND", "producerId");
    let mut cases = call.strangers(&world.shopper);
    cases.extend(call.ids("producerId", &[&world.rival_producer], not_found));
    cases.push(not_found(call.by("by another's owner", &world.rival)));
    cases.push(
        call.with(
            "one that may not trade",
            "producerId",
            json!(world.suspended),
        )
        .user("PRODUCER_NOT_TRADING", "producerId"),
    );
    cases.push(
        call.with("one of tourism", "producerId", json!(world.branch))
            .user("LEGAL_FORM_MISMATCH", "productSet"),
    );
    cases.extend(
        call.ids("certificateId", &[&world.rival_certificate], |case| {
            case.user("CERTIFICATE_UNKNOWN", "certificateId")
        }),
    );
    cases.extend(
        call.numbers("productSet", &[0, 27, -1, i32::MAX, i32::MIN], |case| {
            case.user("PRODUCT_SET_UNKNOWN", "productSet")
        }),
    );
    cases.extend(call.texts("name", 150, false, |case| case.user("NAME_INVALID", "name")));
    cases
}

fn seen(change: &Seen) -> Value {
    json!({ "id": change.id, "version": change.version })
}

fn changing(world: &World) -> Vec<Case> {
    let owner = &world.owner;
    let begin = Call::mutation("listingChangeBegin", owner, json!({ "id": world.plain }));
    let mut update = seen(&world.draft);
    update["content"] = json!({ "name": "Tên" });
    let calls = [
        Call::mutation("listingChangeUpdate", owner, update),
        Call::mutation("listingChangeSubmit", owner, seen(&world.draft)),
        Call::mutation("listingChangeWithdraw", owner, seen(&world.draft)),
    ];
    let not_found = |case: Case| case.user("NOT_FOUND", "id");
    let mut cases = begin.strangers(&world.shopper);
    cases.extend(begin.ids("id", &[], not_found));
    cases.push(not_found(begin.by("by another's owner", &world.rival)));
    cases.push(
        begin
            .with("one that is down", "id", json!(world.down))
            .user("TAKEN_DOWN", "id"),
    );
    for call in &calls {
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("id", &[], not_found));
        cases.push(not_found(call.by("by another's owner", &world.rival)));
        cases.extend(call.numbers("version", &[0, 2, -1, i32::MAX], |case| {
            case.user("OUTDATED", "version")
        }));
        cases.push(
            call.with("of one that is down", "id", json!(world.down_change.id))
                .user("TAKEN_DOWN", "id"),
        );
        for (name, change) in [
            ("approved", &world.approved),
            ("withdrawn", &world.withdrawn),
        ] {
            let case = call.with(name, "id", json!(change.id));
            cases.push(case.user("WRONG_STATUS", "id"));
        }
    }
    cases.push(
        calls[1]
            .with("submitted", "id", json!(world.submitted.id))
            .user("WRONG_STATUS", "id"),
    );
    cases.push(
        calls[1]
            .itself("what the law asks for is missing")
            .user("STOPPED", "id"),
    );
    let pause = json!({ "id": world.plain, "paused": true });
    let pause = Call::mutation("listingPause", owner, pause);
    let not_found = |case: Case| case.user("LISTING_NOT_FOUND", "id");
    cases.extend(pause.strangers(&world.shopper));
    cases.extend(pause.ids("id", &[], not_found));
    cases.push(not_found(pause.by("by another's owner", &world.rival)));
    for (id, code) in [(&world.new, "NOT_PUBLISHED"), (&world.down, "TAKEN_DOWN")] {
        cases.push(pause.with(code, "id", json!(id)).user(code, "id"));
    }
    cases
}

/// What no content can hold: each problem at its place.
fn contents(world: &World) -> Vec<Case> {
    let mut input = seen(&world.draft);
    input["content"] = json!({
        "name": "Tên", "nameEn": "Name", "story": "Chuyện", "origin": "Ninh Bình",
        "declaration": { "regime": "DECREE_15", "number": "1", "date": "2024-01-01" },
        "attributes": [{ "code": "DIET", "choice": "VEGAN" }],
        "options": [{ "name": "Cỡ", "values": ["To"] }],
        "variants": [{ "sku": "A-1", "name": "Gói", "choices": ["To"], "weightGrams": 300,
            "price": "45000", "compareAtPrice": "50000", "stock": 5, "gtin": "8935049500384",
            "parcel": { "lengthMm": 1, "widthMm": 1, "heightMm": 1 } }],
        "images": [], "videos": ["https://youtu.be/dQw4w9WgXcQ"],
        "certificateId": world.certificate, "shelfLifeDays": 30,
    });
    let call = Call::mutation("listingChangeUpdate", &world.owner, input);
    let invalid = |path: &str| {
        let path = path.to_owned();
        move |case: Case| case.user("CONTENT_INVALID", &path)
    };
    let mut cases = Vec::new();
    for (path, most, needed) in [
        ("content.name", 150, false),
        ("content.nameEn", 150, false),
        ("content.story", 20_000, false),
        ("content.origin", 500, false),
        ("content.declaration.number", 100, true),
        ("content.variants.0.name", 100, true),
    ] {
        cases.extend(call.texts(path, most, needed, invalid(path)));
    }
    cases.push(
        call.with("empty", "content.name", json!(" "))
            .user("CONTENT_INVALID", "content.name"),
    );
    for (path, wrong) in [
        ("content.shelfLifeDays", &[0, -1, 36_501, i32::MAX][..]),
        ("content.variants.0.weightGrams", &[0, -1, 1_000_001]),
        ("content.variants.0.stock", &[-1, 1_000_001]),
    ] {
        cases.extend(call.numbers(path, wrong, invalid(path)));
    }
    for (path, value, at) in [
        ("content.abvTenths", json!(400), "content.abvTenths"),
        (
            "content.variants.0.sku",
            json!("có dấu"),
            "content.variants.0.sku",
        ),
        (
            "content.variants.0.sku",
            json!(""),
            "content.variants.0.sku",
        ),
        (
            "content.variants.0.sku",
            json!("A".repeat(41)),
            "content.variants.0.sku",
        ),
        (
            "content.variants.0.gtin",
            json!("8935049500385"),
            "content.variants.0.gtin",
        ),
        (
            "content.variants.0.minPerOrder",
            json!(0),
            "content.variants.0.minPerOrder",
        ),
        (
            "content.variants.0.maxPerOrder",
            json!(1_001),
            "content.variants.0.maxPerOrder",
        ),
        (
            "content.variants.0.parcel.lengthMm",
            json!(3_001),
            "content.variants.0.parcel",
        ),
        (
            "content.variants.0.price",
            json!("-1"),
            "content.variants.0.price",
        ),
        (
            "content.variants.0.price",
            json!("0"),
            "content.variants.0.price",
        ),
        (
            "content.variants.0.price",
            json!("1000000001"),
            "content.variants.0.price",
        ),
        (
            "content.variants.0.compareAtPrice",
            json!("45000"),
            "content.variants.0.compareAtPrice",
        ),
        (
            "content.variants.0.choices",
            json!(["Bé"]),
            "content.variants.0.choices",
        ),
        (
            "content.variants.0.choices",
            json!([]),
            "content.variants.0.choices",
        ),
        (
            "content.variants.0.id",
            json!(unknown("ProductVariant")),
            "content.variants.0.id",
        ),
        (
            "content.variants.0.id",
            json!(world.rival_variant),
            "content.variants.0.id",
        ),
        (
            "content.options.0.values",
            json!(["To", "TO"]),
            "content.options.0.values.1",
        ),
        (
            "content.attributes.0.choice",
            json!("X"),
            "content.attributes.0",
        ),
        (
            "content.attributes.0.code",
            json!("MATERIAL"),
            "content.attributes.0",
        ),
        (
            "content.videos",
            json!(["javascript:alert(1)"]),
            "content.videos.0",
        ),
        (
            "content.videos",
            json!(["https://youtu.be/a", "https://youtu.be/a"]),
            "content.videos.1",
        ),
        (
            "content.certificateId",
            json!(unknown("Certificate")),
            "content.certificateId",
        ),
        (
            "content.certificateId",
            json!(world.rival_certificate),
            "content.certificateId",
        ),
        (
            "content.images",
            json!([{ "pictureId": world.rival_picture, "alt": "Ảnh" }]),
            "content.images.0.pictureId",
        ),
        (
            "content.images",
            json!([{ "pictureId": unknown("Picture"), "alt": "Ảnh" }]),
            "content.images.0.pictureId",
        ),
    ] {
        let case = call.with(
            value.to_string().chars().take(40).collect::<String>(),
            path,
            value,
        );
        cases.push(case.user("CONTENT_INVALID", at));
    }
    for (path, value) in [
        ("content.attributes.0.text", json!("cả hai")),
        ("content.variants", json!(vec![json!({}); 251])),
        ("content.videos", json!(vec!["https://youtu.be/a"; 251])),
        ("content.variants.0.price", json!("1.5")),
        ("content.variants.0.price", json!(45_000)),
        ("content.declaration.date", json!("2024-02-30")),
        ("content.declaration.regime", json!("DECREE_1")),
        ("content.certificateId", json!(world.plain)),
        ("content.variants.0.id", json!("x")),
        ("content.variants.0.parcelPreset", json!("CARTON")),
        ("content.variants.0.parcelPreset", json!("")),
        ("content.variants.0.weightGrams", Value::Null),
    ] {
        cases.push(
            call.with(
                value.to_string().chars().take(40).collect::<String>(),
                path,
                value,
            )
            .bad(),
        );
    }
    cases
}

fn pricing(world: &World) -> Vec<Case> {
    let input = json!({
        "variantId": world.plain_variant, "version": 1, "price": "45000", "compareAtPrice": "50000",
        "tiers": [{ "from": 10, "price": "40000" }],
    });
    let price = Call::mutation("variantPriceSet", &world.owner, input);
    let input = json!({ "variantId": world.reserved_variant, "onHand": 20, "expected": 10 });
    let stock = Call::mutation("variantStockSet", &world.owner, input);
    let places = json!({ "variantId": world.session, "onHand": 1_001, "expected": 10 });
    let places = Call::mutation("variantStockSet", &world.owner, places);
    let not_found = |case: Case| case.user("VARIANT_NOT_FOUND", "variantId");
    let mut cases = vec![
        places
            .itself("places of a session")
            .user("UNITS_INVALID", "onHand"),
    ];
    for call in [&price, &stock] {
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("variantId", &[], not_found));
        cases.push(not_found(call.by("by another's owner", &world.rival)));
    }
    cases.extend(price.numbers("version", &[0, 2, -1], |case| {
        case.user("OUTDATED", "version")
    }));
    for wrong in ["-1", "0", "1000000001"] {
        cases.push(
            price
                .with(wrong, "price", json!(wrong))
                .user("PRICE_INVALID", "price"),
        );
    }
    for wrong in ["45000", "1", "0", "1000000001"] {
        let case = price.with(wrong, "compareAtPrice", json!(wrong));
        cases.push(case.user("COMPARE_AT_PRICE_INVALID", "compareAtPrice"));
    }
    for wrong in [json!("1.5"), json!(""), json!(1), json!("1e3")] {
        cases.push(price.with(wrong.to_string(), "price", wrong).bad());
    }
    for (from, own) in [
        (1, "40000"),
        (0, "40000"),
        (-1, "40000"),
        (1_001, "40000"),
        (10, "45000"),
        (10, "0"),
    ] {
        let tier = json!([{ "from": from, "price": own }]);
        let case = price.with(format!("{from}: {own}"), "tiers", tier);
        cases.push(case.user("TIER_INVALID", "tiers.0"));
    }
    let many = json!(vec![json!({ "from": 2, "price": "1" }); 101]);
    cases.push(price.with("too many", "tiers", many).bad());
    cases.extend(stock.numbers("onHand", &[-1, 1_000_001, i32::MIN], |case| {
        case.user("UNITS_INVALID", "onHand")
    }));
    cases.extend(stock.numbers("expected", &[0, 9, -1], |case| {
        case.user("OUTDATED", "expected")
    }));
    cases.push(
        stock
            .with("below what is sold", "onHand", json!(3))
            .user("BELOW_RESERVED", "onHand"),
    );
    cases
}

fn picturing(world: &World) -> Vec<Case> {
    let input = json!({ "producerId": world.producer, "contentType": "image/png", "bytes": 900 });
    let create = Call::mutation("pictureUploadCreate", &world.owner, input);
    let not_found = |case: Case| case.user("PRODUCER_NOT_FOUND", "producerId");
    let mut cases = create.strangers(&world.shopper);
    cases.extend(create.ids("producerId", &[&world.rival_producer], not_found));
    cases.push(not_found(create.by("by another's owner", &world.rival)));
    for wrong in [
        "",
        " ",
        "image/gif",
        "image/svg+xml",
        "text/html",
        "image/png; x=y",
        "PNG",
    ] {
        let case = create.with(wrong, "contentType", json!(wrong));
        cases.push(case.user("CONTENT_TYPE_INVALID", "contentType"));
    }
    cases.push(create.with("a number", "contentType", json!(7)).bad());
    cases.push(create.with("null", "contentType", Value::Null).bad());
    let bytes = [0, -1, 10_000_001, i32::MAX, i32::MIN];
    cases.extend(create.numbers("bytes", &bytes, |case| case.user("BYTES_INVALID", "bytes")));
    let of_another = &world.rival_upload;
    for (upload, code) in [
        (&world.upload, "NOT_UPLOADED"),
        (of_another, "UPLOAD_NOT_FOUND"),
    ] {
        let complete = Call::mutation(
            "pictureUploadComplete",
            &world.owner,
            json!({ "uploadId": upload }),
        );
        cases.push(complete.itself(code).user(code, "uploadId"));
    }
    let input = json!({ "uploadId": world.upload });
    let complete = Call::mutation("pictureUploadComplete", &world.owner, input);
    let not_found = |case: Case| case.user("UPLOAD_NOT_FOUND", "uploadId");
    cases.extend(complete.strangers(&world.shopper));
    cases.extend(complete.ids("uploadId", &[], not_found));
    cases.push(not_found(complete.by("by another's owner", &world.rival)));
    cases
}

fn moderating(world: &World) -> Vec<Case> {
    let moderator = &world.moderator;
    let one = |name, input: Value| Call::mutation(name, moderator, input);
    let id = json!({ "id": world.submitted.id });
    let claim = one("moderationClaim", id.clone());
    let release = one("moderationRelease", id);
    let decide = one(
        "moderationDecide",
        json!({ "changes": [seen(&world.submitted)], "approve": false, "reasons": ["PHOTO_POOR"], "note": "Mờ." }),
    );
    let approve = one(
        "moderationDecide",
        json!({ "changes": [seen(&world.submitted)], "approve": true }),
    );
    let price = one(
        "priceDecide",
        json!({ "id": world.waiting_price, "approve": false, "note": "Quá cao." }),
    );
    let mut cases = Vec::new();
    for (call, path) in [
        (&claim, "id"),
        (&release, "id"),
        (&decide, "changes.0.id"),
        (&price, "id"),
    ] {
        let not_found = |case: Case| case.user("NOT_FOUND", path);
        cases.extend(call.strangers(&world.shopper));
        cases.push(call.by("by the producer", &world.owner).top("FORBIDDEN"));
        cases.push(not_found(call.by("of another province", &world.foreign)));
        cases.push(
            call.by("about its own", &world.own_moderator)
                .user("OWN_LISTING", path),
        );
        cases.extend(call.ids(path, &[], not_found));
    }
    for (call, path) in [(&claim, "id"), (&release, "id"), (&decide, "changes.0.id")] {
        for (change, code) in [
            (&world.draft, "NOT_FOUND"),
            (&world.withdrawn, "NOT_FOUND"),
            (&world.approved, "WRONG_STATUS"),
            (&world.claimed, "CLAIMED_BY_OTHER"),
        ] {
            cases.push(call.with(code, path, json!(change.id)).user(code, path));
        }
    }
    for (change, code) in [
        (&world.stopped, "STOPPED"),
        (&world.down_submitted, "TAKEN_DOWN"),
        (&world.robbed, "SKU_TAKEN"),
    ] {
        let case = approve.with(code, "changes.0", seen(change));
        cases.push(case.user(code, "changes.0.id"));
    }
    cases.extend(
        decide.numbers("changes.0.version", &[0, 1, -1, i32::MAX], |case| {
            case.user("OUTDATED", "changes.0.version")
        }),
    );
    for reasons in [json!([]), json!(["PHOTO_POOR", "PHOTO_POOR"])] {
        let case = decide.with(reasons.to_string(), "reasons", reasons);
        cases.push(case.user("REASONS_INVALID", "reasons"));
    }
    let mut other = decide.with("another reason without a note", "reasons", json!(["OTHER"]));
    other.variables["input"]["note"] = json!(" ");
    cases.push(other.user("REASONS_INVALID", "reasons"));
    cases.extend(decide.texts("note", 2_000, false, |case| {
        case.user("NOTE_INVALID", "note")
    }));
    cases.extend(price.texts("note", 2_000, false, |case| {
        case.user("NOTE_INVALID", "note")
    }));
    cases.push(
        price
            .with("refused without a note", "note", Value::Null)
            .user("REASONS_INVALID", "reasons"),
    );
    cases.push(
        price
            .with("decided", "id", json!(world.decided_price))
            .user("WRONG_STATUS", "id"),
    );
    let too_many: Vec<Value> = (0..51).map(|_| seen(&world.submitted)).collect();
    for (path, value) in [
        ("changes", json!([])),
        ("changes", json!(too_many)),
        ("reasons", json!(["NO_SUCH"])),
        ("reasons", json!(vec!["PHOTO_POOR"; 21])),
    ] {
        cases.push(decide.with("", path, value).bad());
    }
    cases.push(
        approve
            .with("with a reason", "reasons", json!(["PHOTO_POOR"]))
            .bad(),
    );
    cases
}

fn ordering(world: &World) -> Vec<Case> {
    let input = json!({
        "id": world.plain, "authority": "Chi cục", "orderNumber": "1/QĐ", "orderedOn": "2026-01-01", "reason": "Nhãn sai.",
    });
    let down = Call::mutation("listingTakeDown", &world.moderator, input);
    let input = json!({ "id": world.down, "reason": "Đã sửa." });
    let lift = Call::mutation("listingTakeDownLift", &world.moderator, input);
    let not_found = |case: Case| case.user("LISTING_NOT_FOUND", "id");
    let mut cases = Vec::new();
    for call in [&down, &lift] {
        cases.extend(call.strangers(&world.shopper));
        cases.push(call.by("by the producer", &world.owner).top("FORBIDDEN"));
        cases.push(not_found(call.by("of another province", &world.foreign)));
        cases.push(
            call.by("about its own", &world.own_moderator)
                .user("OWN_LISTING", "id"),
        );
        cases.extend(call.ids("id", &[], not_found));
        cases.extend(call.texts("reason", 2_000, true, |case| {
            case.user("TEXT_INVALID", "reason")
        }));
    }
    for (path, most) in [("authority", 200), ("orderNumber", 100)] {
        cases.extend(down.texts(path, most, true, |case| case.user("TEXT_INVALID", path)));
    }
    cases.extend(down.days("orderedOn"));
    cases.push(
        down.with("to come", "orderedOn", json!("2100-01-01"))
            .user("ORDERED_ON_INVALID", "orderedOn"),
    );
    cases.push(
        down.with("never approved", "id", json!(world.new))
            .user("NOT_PUBLISHED", "id"),
    );
    cases.push(
        down.with("down already", "id", json!(world.down))
            .user("ALREADY_DOWN", "id"),
    );
    cases.push(
        lift.with("not down", "id", json!(world.plain))
            .user("NOT_DOWN", "id"),
    );
    cases
}

fn reading(world: &World) -> Vec<Case> {
    let (owner, moderator) = (&world.owner, &world.moderator);
    let listing = Call::query("listing", owner, json!({ "id": world.plain }));
    let change = Call::query("listingChange", owner, json!({ "id": world.draft.id }));
    let listings = json!({ "producerId": world.producer, "first": 5 });
    let listings = Call::query("listings", owner, listings);
    let history = json!({ "id": world.plain, "first": 5 });
    let history = Call::query("listingHistory", owner, history);
    let queue = Call::query("moderationQueue", moderator, json!({ "first": 5 }));
    let prices = Call::query("priceQueue", moderator, json!({ "first": 5 }));
    let figures = json!({ "from": "2026-01-01T00:00:00Z", "until": "2026-12-01T00:00:00Z" });
    let figures = Call::query("moderationFigures", moderator, figures);
    let mut cases = Vec::new();
    for call in [&listing, &change] {
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("id", &[], Case::null));
        cases.push(call.by("by another's owner", &world.rival).null());
        cases.push(call.by("of another province", &world.foreign).null());
    }
    cases.push(change.by("not handed in", moderator).null());
    let new = Call::query("listing", moderator, json!({ "id": world.new }));
    cases.push(new.itself("not handed in").null());
    // Nor is it among what everybody reads.
    let id = json!({ "id": world.new });
    for (operation, path, variables) in [
        ("node", "id", id.clone()),
        ("nodes", "ids.0", json!({ "ids": [world.new] })),
        ("product", "id", id),
    ] {
        let call = Call::query(operation, &world.rival, variables);
        cases.extend(call.ids(path, &[], Case::null));
        cases.push(call.itself("another's that is not public").null());
    }
    for (call, path) in [(&listings, "producerId"), (&history, "id")] {
        let not_found = |case: Case| case.top("NOT_FOUND");
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids(path, &[], not_found));
        cases.push(not_found(call.by("by another's owner", &world.rival)));
    }
    cases.push(
        history
            .by("of another province", &world.foreign)
            .top("NOT_FOUND"),
    );
    for (call, order) in [
        (&listings, "listings.age"),
        (&history, "listing_events.age"),
        (&queue, "listing_changes.wait"),
        (&prices, "price_requests.wait"),
    ] {
        cases.extend(call.pages(order));
    }
    for call in [&queue, &prices, &figures] {
        cases.extend(call.strangers(&world.shopper));
        cases.push(call.by("by the producer", owner).top("FORBIDDEN"));
    }
    for call in [&queue, &prices] {
        cases.push(call.by("of another province", &world.foreign).empty());
    }
    for until in [
        "2026-01-01T00:00:00Z",
        "2025-01-01T00:00:00Z",
        "2027-03-01T00:00:00Z",
    ] {
        cases.push(figures.with(until, "until", json!(until)).bad());
    }
    for wrong in [json!("2026-01-01"), json!(""), json!(5)] {
        cases.push(figures.with(wrong.to_string(), "from", wrong).bad());
    }
    cases
}
