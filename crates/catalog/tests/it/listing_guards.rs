//! Guards of listings that nothing else holds: each test here was written
//! because its guard could be taken away unnoticed.

use crate::listings::{World, legal, order, people, returned, variant};
use catalog::ListingStatus;
use catalog::listing::{
    Change, ChangeError, ChangeStatus, ContentCode, CreateListingError, Decision, Finding,
    FindingCode, ImageEdit, ListingEdit, MAX_LISTINGS, ModerateError, NewListing, NewPrice, Parcel,
    ProductOption, QueueFilter, ReturnReason, SetPriceError, TakeDownError, VariantEdit,
};
use chrono::{Duration, NaiveDate};
use identity::{Identity, NewAccount, NewProducerGrant};
use jobs::Handler;
use kernel::{
    Actor, Clock, Language, PageArgs, PictureId, ProducerGrantId, Right, Role, RoleGrant, Scope,
    TokenKey,
};
use pictures::{Media, Pictures};
use programme::ProducerStatus;
use sea_orm::{ConnectionTrait, Statement, Value};
use std::sync::Arc;
use testkit::TestDb;
use uuid::Uuid;

testkit::on_both!(
    delegates_do_not_moderate_what_they_write,
    a_claim_lasts_a_quarter_of_an_hour_and_ends_with_an_edit,
    what_was_taken_meanwhile_is_not_approved,
    a_decision_holds_its_note,
    a_withdrawn_change_is_not_taken_up_again,
    a_right_ends_with_its_grant,
    certificates_must_be_in_force_and_ones_own,
    the_checks_see_everything,
    no_listing_holds_these_either,
    a_price_follows_its_variant,
    an_order_is_lifted_once,
    who_may_begin_a_listing,
    moderators_see_their_province,
    pictures_that_are_shown_are_not_swept,
);

async fn run(world: &World, sql: &str, values: Vec<Value>) {
    let tx = world.market.db.begin().await.unwrap();
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await.unwrap();
    tx.commit().await.unwrap();
}

/// The same account with one more role.
fn with(actor: &Actor, grant: RoleGrant) -> Actor {
    match actor {
        Actor::Account { id, grants } => Actor::Account {
            id: *id,
            grants: [&grants[..], &[grant]].concat(),
        },
        _ => panic!("an account"),
    }
}

/// Somebody's right to something of the producer.
fn delegate(world: &World, right: Right) -> RoleGrant {
    RoleGrant {
        role: Role::ProducerDelegate,
        scope: Scope::Right {
            producer: world.seeded.producer.id,
            right,
            grant: ProducerGrantId(Uuid::from_u128(7)),
        },
    }
}

async fn found(world: &World, change: &Change) -> Vec<Finding> {
    let catalog = &world.market.catalog;
    catalog.looked_at(change).await.unwrap().1
}

async fn delegates_do_not_moderate_what_they_write(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    let both = with(&world.moderator, delegate(&world, Right::Listings));
    let refused = catalog.claim_change(&both, change.id).await;
    assert!(
        matches!(refused, Err(ModerateError::OwnListing)),
        "{refused:?}"
    );
    // Nobody but a person decides.
    let refused = catalog.claim_change(&Actor::System, change.id).await;
    assert!(
        matches!(refused, Err(ModerateError::NotFound)),
        "{refused:?}"
    );
    // Who looks after stock writes no listings, and may moderate them.
    let stock = with(&world.moderator, delegate(&world, Right::Stock));
    assert!(catalog.claim_change(&stock, change.id).await.is_ok());
}

async fn a_claim_lasts_a_quarter_of_an_hour_and_ends_with_an_edit(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let other = people(&world.market, Role::Moderator, Scope::Global).await;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    catalog
        .claim_change(&world.moderator, change.id)
        .await
        .unwrap();
    world
        .clock
        .advance(Duration::minutes(15) - Duration::seconds(1));
    let refused = catalog.claim_change(&other, change.id).await;
    assert!(
        matches!(refused, Err(ModerateError::Claimed(_))),
        "{refused:?}"
    );
    world.clock.advance(Duration::seconds(1));
    catalog.claim_change(&other, change.id).await.unwrap();
    // What is handed in anew is free.
    let edited = world.edit(&change, ListingEdit::default()).await.unwrap();
    let again = world.submit(&edited).await.unwrap();
    assert_eq!(again.holder(world.clock.now()), None);
    assert!(
        catalog
            .claim_change(&world.moderator, change.id)
            .await
            .is_ok()
    );
    // What was sent back waits for its producer, not for a moderator.
    let back = world
        .decide(&again, &returned(ReturnReason::Language))
        .await
        .unwrap();
    for decision in [Decision::Approve, returned(ReturnReason::Language)] {
        let refused = world.decide(&back, &decision).await;
        assert!(
            matches!(
                refused,
                Err(ModerateError::WrongStatus(ChangeStatus::Returned))
            ),
            "{refused:?}"
        );
    }
}

async fn what_was_taken_meanwhile_is_not_approved(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let producer = &world.seeded.producer;
    // Another producer's SKU is nobody else's.
    let stranger = world.market.producer("HTX Khác").await;
    let theirs = world.market.listing(&stranger, "Chè", 9_000, 1).await;
    let theirs = catalog.any_cards_by_ids(&[theirs.product]).await.unwrap();
    let sku = theirs[0].variants[0].sku.clone();
    let change = world.begin().await;
    let edit = ListingEdit {
        variants: Some(vec![variant(&sku, &[])]),
        ..legal()
    };
    let change = world.edit(&change, edit).await.unwrap();
    let change = world.submit(&change).await.unwrap();
    // A second listing of the same producer gets it first.
    let second = world
        .market
        .listing(producer, "Sản phẩm hai", 9_000, 1)
        .await;
    let values = vec![sku.as_str().into(), second.variant.0.into()];
    run(
        &world,
        "UPDATE product_variant SET sku = $1 WHERE id = $2",
        values,
    )
    .await;
    let refused = world.decide(&change, &Decision::Approve).await;
    assert!(
        matches!(&refused, Err(ModerateError::SkuTaken(own)) if *own == sku),
        "{refused:?}"
    );
    let values = vec![second.variant.0.into()];
    run(
        &world,
        "UPDATE product_variant SET sku = 'FREE' WHERE id = $1",
        values,
    )
    .await;
    // A picture that is gone before it is shown.
    let picture = uploaded(&world, 5).await;
    let edit = ListingEdit {
        images: Some(vec![image(picture)]),
        ..ListingEdit::default()
    };
    let change = world.edit(&change, edit).await.unwrap();
    let change = world.submit(&change).await.unwrap();
    run(
        &world,
        "DELETE FROM picture WHERE id = $1",
        vec![picture.0.into()],
    )
    .await;
    let refused = world.decide(&change, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateError::PictureGone)),
        "{refused:?}"
    );
    assert_eq!(world.card().await.variants[0].id, world.seeded.variant);
}

/// A picture of the producer, as an upload a month ago would have left it.
async fn uploaded(world: &World, n: u128) -> PictureId {
    let picture = PictureId(Uuid::from_u128(n));
    let values = vec![
        picture.0.into(),
        world.seeded.producer.id.0.into(),
        format!("{n:064}").into(),
        (world.clock.now() - Duration::days(30)).into(),
    ];
    run(
        world,
        "INSERT INTO picture (id, producer_id, sha256, width, height, placeholder, renditions, bytes, created_at) \
         VALUES ($1, $2, $3, 9, 9, '', \
         '[{\"path\":\"pictures/00/0.jpg\",\"format\":\"JPEG\",\"width\":9,\"height\":9,\"bytes\":9}]', 9, $4)",
        values,
    )
    .await;
    picture
}

fn image(picture_id: PictureId) -> ImageEdit {
    ImageEdit {
        picture_id,
        alt: "Ảnh".to_owned(),
        alt_en: None,
        focus: None,
    }
}

async fn a_decision_holds_its_note(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    let long = Decision::Return {
        reasons: vec![ReturnReason::Other],
        note: Some("ế".repeat(2_001)),
    };
    let refused = world.decide(&change, &long).await;
    assert!(matches!(refused, Err(ModerateError::Note)), "{refused:?}");
    // A price that is refused stays what it was.
    let jump = NewPrice {
        variant_id: world.seeded.variant,
        version: 1,
        price: 500_000,
        compare_at_price: None,
        tiers: vec![],
    };
    let waiting = catalog.set_price(&world.owner, jump).await.unwrap();
    let waiting = waiting.expect("it waits").id;
    let note = "ế".repeat(2_001);
    let refused = catalog
        .decide_price(&world.moderator, waiting, false, Some(&note))
        .await;
    assert!(matches!(refused, Err(ModerateError::Note)), "{refused:?}");
    catalog
        .decide_price(&world.moderator, waiting, false, Some("Vì sao?"))
        .await
        .unwrap();
    assert_eq!(world.card().await.price_min.dong(), 50_000);
}

async fn a_withdrawn_change_is_not_taken_up_again(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let change = world.submitted("Cơm cháy bị rút").await;
    catalog
        .withdraw_change(&world.owner, change.id, change.version)
        .await
        .unwrap();
    // What is live, not what was taken back.
    assert_eq!(world.begin().await.content.name, "Sản phẩm cơm cháy");
    let (id, owner) = (world.seeded.product, &world.owner);
    let before = catalog.listing(owner, id).await.unwrap().unwrap().version;
    let change = world.submitted("Cơm cháy mới").await;
    world.decide(&change, &Decision::Approve).await.unwrap();
    let after = catalog.listing(owner, id).await.unwrap().unwrap().version;
    assert_eq!(after, before + 1);
    assert_eq!(world.begin().await.base_version, after);
}

async fn a_right_ends_with_its_grant(test: TestDb) {
    const PASSWORD: &str = "cơm cháy cố đô";
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let clock = Arc::new(world.clock.clone());
    let identity = Identity::new(test.handle(), clock, TokenKey::new([7; 32]));
    let producer = world.seeded.producer.id;
    let own = RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(producer),
    };
    for (email, grants) in [
        ("chu@vidu.example", vec![own]),
        ("binh@vidu.example", vec![]),
    ] {
        let new = NewAccount {
            email: email.to_owned(),
            password: PASSWORD.into(),
            display_name: "P".to_owned(),
            phone: None,
            language: Language::Vi,
            grants,
            demo: false,
        };
        identity.create_account(new).await.unwrap();
    }
    let signed_in = async |email| {
        let session = identity.sign_in(email, PASSWORD).await.unwrap();
        identity.actor(&session.token).await.unwrap().unwrap().1
    };
    let owner = signed_in("chu@vidu.example").await;
    let new = NewProducerGrant {
        producer,
        email: "binh@vidu.example".to_owned(),
        rights: vec![Right::Listings],
        last_day: None,
    };
    let grant = identity.create_grants(&owner, &new).await.unwrap()[0].id;
    let binh = signed_in("binh@vidu.example").await;
    let change = catalog
        .begin_change(&binh, world.seeded.product)
        .await
        .unwrap();
    let price = |version| NewPrice {
        variant_id: world.seeded.variant,
        version,
        price: 51_000,
        compare_at_price: None,
        tiers: vec![],
    };
    catalog.set_price(&binh, price(1)).await.unwrap();
    let uses = identity.grant_uses(&[grant]).await.unwrap();
    let mut uses: Vec<_> = uses.into_iter().map(|own| own.action).collect();
    uses.sort();
    assert_eq!(uses, ["BEGIN_CHANGE", "SET_PRICE"]);
    identity.revoke_grant(&owner, grant).await.unwrap();
    // A session from before.
    let refused = catalog
        .edit_change(&binh, change.id, change.version, &legal())
        .await;
    assert!(matches!(refused, Err(ChangeError::NotFound)), "{refused:?}");
    let refused = catalog.set_price(&binh, price(2)).await;
    assert!(
        matches!(refused, Err(SetPriceError::NotFound)),
        "{refused:?}"
    );
}

fn stopped(result: Result<Change, ChangeError>) -> Vec<(FindingCode, &'static str)> {
    match result {
        Err(ChangeError::Stopped(found)) => {
            let found = found.into_iter().map(|own| (own.code, own.field));
            found.collect()
        }
        other => panic!("{other:?}"),
    }
}

async fn certificates_must_be_in_force_and_ones_own(test: TestDb) {
    let world = World::open(&test).await;
    let not_in_force = [(FindingCode::CertificateNotInForce, "certificateId")];
    let change = world.begin().await;
    let change = world.edit(&change, legal()).await.unwrap();
    // One that begins tomorrow.
    let today = kernel::clock::day_in_vietnam(world.clock.now());
    let producer = &world.seeded.producer;
    let tomorrow = today.succ_opt().unwrap();
    let next = world.market.certificate(producer, tomorrow).await;
    let under = |id| ListingEdit {
        certificate_id: Some(id),
        ..ListingEdit::default()
    };
    let own = world.seeded.certificate.id;
    let early = world.edit(&change, under(next.id)).await.unwrap();
    assert_eq!(stopped(world.submit(&early).await), not_in_force);
    let change = world.edit(&early, under(own)).await.unwrap();
    // One that somebody else holds by now.
    let other = world.market.producer("HTX Khác").await;
    let hold = "UPDATE certificate SET producer_id = $1 WHERE id = $2";
    run(&world, hold, vec![other.id.0.into(), own.0.into()]).await;
    assert_eq!(stopped(world.submit(&change).await), not_in_force);
    run(&world, hold, vec![producer.id.0.into(), own.0.into()]).await;
    // One that has ended.
    world.clock.advance(Duration::days(4 * 366));
    assert_eq!(stopped(world.submit(&change).await), not_in_force);
}

async fn the_checks_see_everything(test: TestDb) {
    use FindingCode as Code;
    let world = World::open(&test).await;
    let change = world.begin().await;
    let empty = ListingEdit {
        variants: Some(vec![]),
        images: Some(vec![]),
        story: Some("Có cao hổ cốt.".to_owned()),
        ..legal()
    };
    let change = world.edit(&change, empty).await.unwrap();
    assert_eq!(
        stopped(world.submit(&change).await),
        [
            (Code::NoVariant, "variants"),
            (Code::NoImage, "images"),
            (Code::BannedWord, "story")
        ]
    );
    let named = ListingEdit {
        name: Some("Cơm cháy ngon nhất".to_owned()),
        ..ListingEdit::default()
    };
    let change = world.edit(&change, named).await.unwrap();
    let told = |found: Vec<Finding>| {
        let found = found.into_iter().map(|own| (own.code, own.field));
        found.collect::<Vec<_>>()
    };
    let seen = told(found(&world, &change).await);
    assert!(seen.contains(&(Code::UnprovenClaim, "name")), "{seen:?}");
    // The certificate says "Sản phẩm".
    assert!(seen.contains(&(Code::NameDiffers, "name")), "{seen:?}");
    let duplicate = (Code::DuplicateListing, "certificateId");
    assert!(!seen.contains(&duplicate), "{seen:?}");
    let (producer, certificate) = (&world.seeded.producer, &world.seeded.certificate);
    let market = &world.market;
    market
        .listing_under(producer, certificate.clone(), "Sản phẩm", 9_000, 1, |_| {})
        .await;
    let seen = told(found(&world, &change).await);
    assert!(seen.contains(&duplicate), "{seen:?}");
    // Spirits.
    let new = NewListing {
        producer_id: producer.id,
        product_set: 14,
        certificate_id: None,
        name: Some("Rượu nếp".to_owned()),
    };
    let spirits = market.catalog.create_listing(&world.owner, &new).await;
    let spirits = spirits.unwrap().change.unwrap();
    let seen = told(found(&world, &spirits).await);
    for field in ["abvTenths", "warnings"] {
        assert!(seen.contains(&(Code::AlcoholRules, field)), "{seen:?}");
    }
    assert!(Code::AlcoholRules.stops());
}

async fn no_listing_holds_these_either(test: TestDb) {
    use ContentCode as Code;
    let world = World::open(&test).await;
    let change = world.begin().await;
    let parcel = |length_mm| VariantEdit {
        parcel: Some(Parcel {
            length_mm,
            width_mm: 1,
            height_mm: 3_000,
        }),
        ..variant("P", &[])
    };
    let kept = |sku: &str, choice: &str| VariantEdit {
        id: Some(world.seeded.variant),
        price: None,
        units: None,
        ..variant(sku, &[choice])
    };
    let nil = |n| image(PictureId(Uuid::from_u128(n)));
    let variants = |own: Vec<VariantEdit>| ListingEdit {
        variants: Some(own),
        ..ListingEdit::default()
    };
    let images = |own: Vec<ImageEdit>| ListingEdit {
        images: Some(own),
        ..ListingEdit::default()
    };
    let sizes = ProductOption {
        name: "Cỡ".to_owned(),
        name_en: None,
        values: vec!["To".to_owned(), "Bé".to_owned()],
    };
    let video = |n| format!("https://www.youtube.com/watch?v=abcdefghij{n}");
    for (edit, code, place) in [
        (
            variants(vec![parcel(0)]),
            Code::OutOfRange,
            "variants.0.parcel",
        ),
        (
            variants(vec![parcel(3_001)]),
            Code::OutOfRange,
            "variants.0.parcel",
        ),
        (
            ListingEdit {
                options: Some(vec![sizes]),
                ..variants(vec![kept("A", "To"), kept("B", "Bé")])
            },
            Code::Duplicate,
            "variants.1.id",
        ),
        (images((0..13).map(nil).collect()), Code::TooMany, "images"),
        (
            images(vec![nil(1), nil(1)]),
            Code::Duplicate,
            "images.1.pictureId",
        ),
        (
            ListingEdit {
                videos: Some((0..4).map(video).collect()),
                ..ListingEdit::default()
            },
            Code::TooMany,
            "videos",
        ),
    ] {
        match world.edit(&change, edit).await {
            Err(ChangeError::Invalid(wrong)) => {
                let told = wrong
                    .iter()
                    .any(|own| own.code == code && own.path.join(".") == place);
                assert!(told, "{code:?} at {place}: {wrong:?}");
            }
            other => panic!("{code:?} at {place}: {other:?}"),
        }
    }
    let fits = world.edit(&change, variants(vec![parcel(3_000)])).await;
    assert!(fits.is_ok(), "{fits:?}");
}

async fn a_price_follows_its_variant(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let approve = async |own: VariantEdit| {
        let change = world.begin().await;
        let edit = ListingEdit {
            variants: Some(vec![own]),
            ..legal()
        };
        let change = world.edit(&change, edit).await.unwrap();
        let change = world.submit(&change).await.unwrap();
        world.decide(&change, &Decision::Approve).await.unwrap();
        world.card().await.variants[0].id
    };
    // In the place of the seeded one, at 30,000.
    let new = approve(variant("NEW", &[])).await;
    let set = async |variant_id, version, price| {
        let new = NewPrice {
            variant_id,
            version,
            price,
            compare_at_price: None,
            tiers: vec![],
        };
        catalog.set_price(&world.owner, new).await
    };
    // Small steps away from what the moderator saw add up.
    assert_eq!(set(new, 1, 60_000).await.unwrap(), None);
    assert!(set(new, 2, 60_001).await.unwrap().is_some());
    // What is not sold any more has no price.
    let gone = set(world.seeded.variant, 2, 40_000).await;
    assert!(matches!(gone, Err(SetPriceError::NotFound)), "{gone:?}");
}

async fn an_order_is_lifted_once(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let id = world.seeded.product;
    let first = order(&world);
    catalog.take_down(&world.moderator, &first).await.unwrap();
    catalog
        .lift_take_down(&world.moderator, id, "Đã sửa.")
        .await
        .unwrap();
    let refused = catalog
        .lift_take_down(&world.moderator, id, "Đã sửa.")
        .await;
    assert!(
        matches!(refused, Err(TakeDownError::NotDown)),
        "{refused:?}"
    );
    let new = NewListing {
        producer_id: world.seeded.producer.id,
        product_set: 6,
        certificate_id: None,
        name: Some("Nháp".to_owned()),
    };
    let draft = catalog.create_listing(&world.owner, &new).await.unwrap();
    let unpublished = catalog::listing::NewTakeDown {
        product_id: draft.product_id,
        ..first
    };
    let refused = catalog.take_down(&world.moderator, &unpublished).await;
    assert!(
        matches!(refused, Err(TakeDownError::NotPublished)),
        "{refused:?}"
    );
}

async fn who_may_begin_a_listing(test: TestDb) {
    use CreateListingError as Error;
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let producer = world.seeded.producer.id;
    let new = NewListing {
        producer_id: producer,
        product_set: 6,
        certificate_id: None,
        name: Some("Kẹo".to_owned()),
    };
    let begin = async |new: &NewListing| catalog.create_listing(&world.owner, new).await;
    let other = world.market.producer("HTX Khác").await;
    let issued = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let theirs = world.market.certificate(&other, issued).await;
    let refused = begin(&NewListing {
        certificate_id: Some(theirs.id),
        ..new.clone()
    })
    .await;
    assert!(
        matches!(refused, Err(Error::UnknownCertificate)),
        "{refused:?}"
    );
    let form = "UPDATE producer SET legal_form = $1 WHERE id = $2";
    let values = |form: &str| vec![form.into(), producer.0.into()];
    run(&world, form, values("ASSOCIATION")).await;
    let refused = begin(&new).await;
    assert!(
        matches!(refused, Err(Error::LegalFormMismatch)),
        "{refused:?}"
    );
    run(&world, form, values("COOPERATIVE")).await;
    let set = async |status| {
        let programme = &world.market.programme;
        programme
            .set_producer_status(&Actor::System, producer, status)
            .await
            .unwrap();
    };
    set(ProducerStatus::Suspended).await;
    let refused = begin(&new).await;
    assert!(matches!(refused, Err(Error::NotTrading)), "{refused:?}");
    set(ProducerStatus::Active).await;
    // As many as there may be, but for one.
    let rows = MAX_LISTINGS - 2;
    let copies: Vec<String> = (0..rows)
        .map(|n| {
            format!(
                "(${}, 'sp-{n}', $1, 6, 'GOODS', 'Kẹo', 'DRAFT', TRUE, $2, $2, 1)",
                n + 3
            )
        })
        .collect();
    let sql = format!(
        "INSERT INTO product (id, slug, producer_id, product_set, kind, name, status, demo, created_at, updated_at, version) VALUES {}",
        copies.join(", ")
    );
    let mut values: Vec<Value> = vec![producer.0.into(), world.clock.now().into()];
    values.extend((0..rows).map(|n| Value::from(Uuid::from_u128(1_000 + u128::from(n)))));
    run(&world, &sql, values).await;
    let listing = begin(&new).await.unwrap();
    assert_eq!(listing.status, ListingStatus::Draft);
    let refused = begin(&new).await;
    assert!(matches!(refused, Err(Error::TooMany)), "{refused:?}");
}

async fn moderators_see_their_province(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    world.decide(&change, &Decision::Approve).await.unwrap();
    world.submitted("Cơm cháy, lần nữa").await;
    let abroad = people(&world.market, Role::Moderator, Scope::Province("01".into())).await;
    let now = world.clock.now();
    let figures = async |actor: &Actor| {
        let (from, until) = (now - Duration::days(1), now + Duration::days(1));
        let told = catalog.moderation_figures(actor, from, until).await;
        told.map(|told| (told.approved, told.waiting))
    };
    assert_eq!(figures(&world.moderator).await.unwrap(), (1, 1));
    assert_eq!(figures(&abroad).await.unwrap(), (0, 0));
    let page = PageArgs::new(Some(10), None, None, None).unwrap();
    for nobody in [&world.owner, &Actor::Anonymous] {
        for refused in [
            figures(nobody).await.err(),
            catalog.price_queue(nobody, &page).await.err(),
            catalog
                .moderation_queue(nobody, &QueueFilter::default(), &page)
                .await
                .err(),
        ] {
            assert!(
                matches!(refused, Some(catalog::ReadError::NotAllowed)),
                "{refused:?}"
            );
        }
    }
}

async fn pictures_that_are_shown_are_not_swept(test: TestDb) {
    let world = World::open(&test).await;
    let media = Media::folder(&test.folder().join("media")).unwrap();
    let clock = Arc::new(world.clock.clone());
    let pictures = Pictures::new(test.handle(), clock, media, TokenKey::new([7; 32]));
    let sweep = catalog::jobs::SweepPictures(pictures);
    let left = async || {
        sweep.run("").await.unwrap();
        test.number("SELECT COUNT(*) FROM picture").await
    };
    let (one, two) = (uploaded(&world, 5).await, uploaded(&world, 6).await);
    let showing = |own| ListingEdit {
        images: Some(vec![image(own)]),
        ..legal()
    };
    let change = world.begin().await;
    let change = world.edit(&change, showing(one)).await.unwrap();
    // One is in a draft, the other nowhere.
    assert_eq!(left().await, 1);
    let change = world.submit(&change).await.unwrap();
    assert_eq!(left().await, 1);
    world.decide(&change, &Decision::Approve).await.unwrap();
    assert_eq!(left().await, 1);
    // Live, while a change shows another one.
    assert_eq!(two, uploaded(&world, 6).await);
    let change = world.begin().await;
    let change = world.edit(&change, showing(two)).await.unwrap();
    let change = world.submit(&change).await.unwrap();
    assert_eq!(left().await, 2);
    world.decide(&change, &Decision::Approve).await.unwrap();
    assert_eq!(left().await, 1);
    assert_eq!(
        catalog::listing::ImageSource::Picture(two),
        world.begin().await.content.images[0].picture
    );
}
