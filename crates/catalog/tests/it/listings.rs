//! What producers propose and moderators decide.

use catalog::fixtures::{Listing as Seeded, Market, outbox};
use catalog::listing::{
    Change, ChangeCommand, ChangeError, ChangeStatus, ContentCode, Decision, DeclarationEdit,
    DeclarationRegime, FindingCode, ListingEdit, ListingFilter, ModerateError, NewListing,
    NewPrice, NewTakeDown, PauseError, PriceRequestStatus, QueueFilter, ReturnReason,
    SetPriceError, SetStock, SetStockError, TakeDownError, VariantEdit,
};
use catalog::{Card, ListingStatus};
use chrono::{Duration, NaiveDate};
use kernel::{AccountId, Actor, Clock, PageArgs, ProducerId, Role, RoleGrant, Scope};
use programme::CertificateStatus;
use sea_orm::ConnectionTrait;
use std::fmt::Write;
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    the_live_version_stays_until_a_change_is_approved,
    a_change_goes_back_with_reasons_and_comes_again,
    whoever_saw_an_older_version_is_told,
    two_moderators_never_decide_the_same_change,
    a_return_counts_though_it_is_handed_in_again,
    moderators_decide_within_their_scope_and_not_about_their_own,
    strangers_find_nothing,
    what_no_listing_can_hold_is_refused,
    checks_stop_what_the_law_forbids,
    variants_come_go_and_exchange_their_skus,
    prices_apply_at_once_unless_they_jump,
    stock_is_counted_not_overwritten,
    an_order_takes_a_listing_down_until_it_is_lifted,
    a_producer_hides_a_listing,
    a_change_follows_the_certificate,
    a_new_listing_is_a_draft_that_nobody_else_sees,
    a_draft_with_rows_begins_with_what_they_say,
);

/// A market with a listing that could be submitted again, and its people.
pub(crate) struct World {
    pub(crate) market: Market,
    pub(crate) clock: TestClock,
    pub(crate) seeded: Seeded,
    pub(crate) owner: Actor,
    pub(crate) moderator: Actor,
}

impl World {
    pub(crate) async fn open(test: &TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let producer = market.producer("HTX Cơm cháy").await;
        let seeded = market
            .listing(&producer, "Sản phẩm cơm cháy", 50_000, 10)
            .await;
        let owner = people(&market, Role::ProducerOwner, Scope::Producer(producer.id)).await;
        let moderator = people(&market, Role::Moderator, Scope::Province("37".into())).await;
        Self {
            market,
            clock,
            seeded,
            owner,
            moderator,
        }
    }

    pub(crate) async fn begin(&self) -> Change {
        let catalog = &self.market.catalog;
        let begun = catalog.begin_change(&self.owner, self.seeded.product).await;
        begun.unwrap()
    }

    pub(crate) async fn edit(
        &self,
        change: &Change,
        edit: ListingEdit,
    ) -> Result<Change, ChangeError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .edit_change(&self.owner, change.id, change.version, &edit)
            .await
    }

    pub(crate) async fn submit(&self, change: &Change) -> Result<Change, ChangeError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .submit_change(&self.owner, change.id, change.version)
            .await
    }

    /// A change with everything that the law asks for, submitted.
    pub(crate) async fn submitted(&self, name: &str) -> Change {
        let change = self.begin().await;
        let edit = ListingEdit {
            name: Some(name.to_owned()),
            ..legal()
        };
        let change = self.edit(&change, edit).await.unwrap();
        self.submit(&change).await.unwrap()
    }

    pub(crate) async fn decide(
        &self,
        change: &Change,
        decision: &Decision,
    ) -> Result<Change, ModerateError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .decide_change(&self.moderator, change.id, change.version, decision)
            .await
    }

    pub(crate) async fn card(&self) -> Card {
        let catalog = &self.market.catalog;
        let cards = catalog.any_cards_by_ids(&[self.seeded.product]).await;
        cards.unwrap().remove(0)
    }

    pub(crate) async fn is_public(&self) -> bool {
        self.card().await.public_at(self.clock.now())
    }

    /// Whether a variant could be bought.
    pub(crate) async fn quoted(&self, variant: kernel::VariantId) -> bool {
        let (db, now) = (self.market.db.primary(), self.clock.now());
        let quotes = catalog::Catalog::quote(db, &[variant], now).await.unwrap();
        quotes[&variant].public
    }

    pub(crate) async fn acts(&self) -> Vec<String> {
        let catalog = &self.market.catalog;
        let page = PageArgs::new(Some(100), None, None, None).unwrap();
        let history = catalog
            .listing_history(&self.owner, self.seeded.product, &page)
            .await
            .unwrap();
        let acts = history.rows.into_iter().map(|(_, event)| event.act);
        acts.rev().collect()
    }
}

/// An account with a role.
pub(crate) async fn people(market: &Market, role: Role, scope: Scope) -> Actor {
    let id = AccountId::new(market.clock.now());
    let sql = "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
        VALUES ($1, $2, 'x', 'x', 'vi', 'ACTIVE', TRUE, $3, $3)";
    let tx = market.db.begin().await.unwrap();
    let now = market.clock.now();
    let values = [id.0.into(), format!("{id}@vidu.example").into(), now.into()];
    let statement = sea_orm::Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await.unwrap();
    tx.commit().await.unwrap();
    Actor::Account {
        id,
        grants: vec![RoleGrant { role, scope }],
    }
}

/// What the law asks of processed food.
pub(crate) fn legal() -> ListingEdit {
    ListingEdit {
        ingredients: Some("Gạo nếp, muối".to_owned()),
        origin: Some("Ninh Bình, Việt Nam".to_owned()),
        usage_notes: Some("Ăn liền".to_owned()),
        storage: Some("Nơi khô ráo".to_owned()),
        shelf_life_days: Some(Some(180)),
        declaration: Some(Some(DeclarationEdit {
            regime: DeclarationRegime::Decree15,
            number: "01/HTX/2024".to_owned(),
            date: NaiveDate::from_ymd_opt(2024, 1, 2).unwrap(),
        })),
        ..ListingEdit::default()
    }
}

pub(crate) fn returned(reason: ReturnReason) -> Decision {
    Decision::Return {
        reasons: vec![reason],
        note: None,
    }
}

#[test]
fn commands_by_status() {
    let mut table = String::new();
    for status in ChangeStatus::ALL {
        for command in ChangeCommand::ALL {
            let after = status.after(command).map_or("-", ChangeStatus::as_str);
            writeln!(
                table,
                "{:9} {:8} {after}",
                status.as_str(),
                command.as_str()
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

async fn the_live_version_stays_until_a_change_is_approved(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.submitted("Cơm cháy chà bông, sản phẩm mới").await;
    assert_eq!(change.status, ChangeStatus::Submitted);
    assert_eq!(world.card().await.name, "Sản phẩm cơm cháy");
    assert!(world.is_public().await);
    // Both versions are there for the producer.
    let catalog = &world.market.catalog;
    let id = world.seeded.product;
    let listing = catalog.listing(&world.owner, id).await.unwrap().unwrap();
    assert_eq!(listing.live.unwrap().name, "Sản phẩm cơm cháy");
    assert_eq!(listing.change.unwrap().content.name, change.content.name);
    let (diff, found) = catalog.looked_at(&change).await.unwrap();
    assert_eq!(diff[0].path, ["name"]);
    assert_eq!(diff[0].before.as_deref(), Some("Sản phẩm cơm cháy"));
    assert_eq!(found, []);

    let done = world.decide(&change, &Decision::Approve).await.unwrap();
    assert_eq!(done.status, ChangeStatus::Approved);
    let card = world.card().await;
    assert_eq!(card.name, "Cơm cháy chà bông, sản phẩm mới");
    // Address, price and stock are as they were.
    assert_eq!(card.slug, listing.slug);
    assert_eq!(card.price_min.dong(), 50_000);
    assert!(world.is_public().await);
    let listing = catalog.listing(&world.owner, id).await.unwrap().unwrap();
    assert_eq!(listing.change, None);
    assert_eq!(listing.variants[0].on_hand, 10);
    let live = listing.live.unwrap();
    assert_eq!(live.shelf_life_days, Some(180));
    assert_eq!(live.declaration.unwrap().number, "01/HTX/2024");
    assert_eq!(world.acts().await, ["BEGIN", "EDIT", "SUBMIT", "APPROVE"]);
    assert_eq!(catalog.verify().await.unwrap().stale_cards, 0);
    let again = world.decide(&done, &Decision::Approve).await;
    let status = ChangeStatus::Approved;
    assert!(matches!(again, Err(ModerateError::WrongStatus(own)) if own == status));
}

async fn a_change_goes_back_with_reasons_and_comes_again(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    for wrong in [
        Decision::Return {
            reasons: vec![],
            note: Some("Vì sao?".to_owned()),
        },
        returned(ReturnReason::Other),
        Decision::Return {
            reasons: vec![ReturnReason::PhotoPoor, ReturnReason::PhotoPoor],
            note: None,
        },
    ] {
        let refused = world.decide(&change, &wrong).await;
        assert!(
            matches!(refused, Err(ModerateError::Reasons)),
            "{refused:?}"
        );
    }
    let decision = Decision::Return {
        reasons: vec![ReturnReason::PhotoPoor, ReturnReason::Other],
        note: Some("Chụp lại nhãn.".to_owned()),
    };
    let change = world.decide(&change, &decision).await.unwrap();
    assert_eq!(change.status, ChangeStatus::Returned);
    assert_eq!(change.note.as_deref(), Some("Chụp lại nhãn."));
    assert_eq!(
        change.reasons,
        [ReturnReason::PhotoPoor, ReturnReason::Other]
    );
    // The reasons stay while it is corrected.
    let edit = ListingEdit {
        story: Some("Chuyện <b>mới</b><script>x</script>".to_owned()),
        ..ListingEdit::default()
    };
    let change = world.edit(&change, edit).await.unwrap();
    assert_eq!(change.reasons.len(), 2);
    let change = world.submit(&change).await.unwrap();
    assert_eq!((change.submissions, change.reasons.len()), (2, 0));
    let change = world.decide(&change, &Decision::Approve).await.unwrap();
    assert_eq!(change.status, ChangeStatus::Approved);
    let page = PageArgs::new(Some(10), None, None, None).unwrap();
    let filter = ListingFilter::default();
    let catalog = &world.market.catalog;
    let producer = world.seeded.producer.id;
    let listings = catalog
        .listings(&world.owner, producer, &filter, &page)
        .await;
    let listings = listings.unwrap();
    let live = listings.rows[0].1.live.as_ref().unwrap();
    assert_eq!(live.story.as_deref(), Some("Chuyện <b>mới</b>"));
}

async fn whoever_saw_an_older_version_is_told(test: TestDb) {
    let world = World::open(&test).await;
    let old = world.begin().await;
    // Beginning again is the same change.
    assert_eq!(world.begin().await, old);
    let new = world.edit(&old, legal()).await.unwrap();
    assert_eq!(new.version, old.version + 1);
    let refused = world.edit(&old, legal()).await;
    assert!(matches!(refused, Err(ChangeError::Outdated(version)) if version == new.version));
    let refused = world.submit(&old).await;
    assert!(
        matches!(refused, Err(ChangeError::Outdated(_))),
        "{refused:?}"
    );
    let submitted = world.submit(&new).await.unwrap();
    let refused = world.decide(&new, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateError::Outdated(_))),
        "{refused:?}"
    );
    // An edit takes it back from the queue.
    let edited = world.edit(&submitted, legal()).await.unwrap();
    assert_eq!(edited.status, ChangeStatus::Draft);
    let refused = world.decide(&edited, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateError::WrongStatus(_))),
        "{refused:?}"
    );
    let catalog = &world.market.catalog;
    let gone = catalog
        .withdraw_change(&world.owner, edited.id, edited.version)
        .await;
    assert_eq!(gone.unwrap().status, ChangeStatus::Withdrawn);
    let refused = world.edit(&edited, legal()).await;
    assert!(
        matches!(refused, Err(ChangeError::WrongStatus(_))),
        "{refused:?}"
    );
    assert_ne!(world.begin().await.id, edited.id);
}

async fn two_moderators_never_decide_the_same_change(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    let catalog = &world.market.catalog;
    let other = people(&world.market, Role::Moderator, Scope::Global).await;
    let claimed = catalog
        .claim_change(&world.moderator, change.id)
        .await
        .unwrap();
    assert_eq!(
        claimed.holder(world.clock.now()),
        world.moderator.account_id()
    );
    let refused = catalog.claim_change(&other, change.id).await;
    assert!(
        matches!(refused, Err(ModerateError::Claimed(_))),
        "{refused:?}"
    );
    let refused = catalog
        .decide_change(&other, change.id, change.version, &Decision::Approve)
        .await;
    assert!(
        matches!(refused, Err(ModerateError::Claimed(_))),
        "{refused:?}"
    );
    let refused = catalog.release_change(&other, change.id).await;
    assert!(
        matches!(refused, Err(ModerateError::Claimed(_))),
        "{refused:?}"
    );
    let queue = async |filter: &QueueFilter| {
        let page = PageArgs::new(Some(10), None, None, None).unwrap();
        let queue = catalog.moderation_queue(&other, filter, &page).await;
        queue.unwrap().rows.len()
    };
    let free = QueueFilter {
        free: true,
        ..QueueFilter::default()
    };
    let held = QueueFilter {
        held_by: world.moderator.account_id(),
        ..QueueFilter::default()
    };
    assert_eq!((queue(&free).await, queue(&held).await), (0, 1));
    // After a quarter of an hour somebody else may.
    world.clock.advance(Duration::minutes(16));
    assert_eq!((queue(&free).await, queue(&held).await), (1, 0));
    catalog.claim_change(&other, change.id).await.unwrap();
    catalog.release_change(&other, change.id).await.unwrap();
    // Both at once: one approves, the other is told.
    let decide = async |actor: &Actor| {
        catalog
            .decide_change(actor, change.id, change.version, &Decision::Approve)
            .await
    };
    let (one, two) = tokio::join!(decide(&world.moderator), decide(&other));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    let figures = catalog
        .moderation_figures(
            &other,
            world.clock.now() - Duration::days(1),
            world.clock.now() + Duration::days(1),
        )
        .await
        .unwrap();
    assert_eq!((figures.approved, figures.waiting), (1, 0));
    assert_eq!(figures.median_seconds, Some(16 * 60));
}

async fn a_return_counts_though_it_is_handed_in_again(test: TestDb) {
    let world = World::open(&test).await;
    let from = world.clock.now();
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    world.clock.advance(Duration::minutes(10));
    let reason = returned(ReturnReason::PhotoPoor);
    let change = world.decide(&change, &reason).await.unwrap();
    world.clock.advance(Duration::hours(5));
    let change = world.submit(&change).await.unwrap();
    world.clock.advance(Duration::minutes(2));
    let figures = async |from, until| {
        let catalog = &world.market.catalog;
        let told = catalog.moderation_figures(&world.moderator, from, until);
        let told = told.await.unwrap();
        (told.approved, told.returned, told.ninth_decile_seconds)
    };
    let noon = world.clock.now();
    assert_eq!(figures(from, noon).await, (0, 1, Some(601)));
    world.decide(&change, &Decision::Approve).await.unwrap();
    let until = world.clock.now() + Duration::seconds(1);
    assert_eq!(figures(from, until).await, (1, 1, Some(601)));
    // Each is counted in the span in which it was decided, from when it was
    // asked for the last time.
    assert_eq!(figures(noon, until).await, (1, 0, Some(121)));
    assert_eq!(figures(from, noon).await, (0, 1, Some(601)));
}

async fn moderators_decide_within_their_scope_and_not_about_their_own(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    let catalog = &world.market.catalog;
    let producer = world.seeded.producer.id;
    let both = |role, scope| match &world.moderator {
        Actor::Account { id, grants } => {
            let mut grants = grants.clone();
            grants.push(RoleGrant { role, scope });
            Actor::Account { id: *id, grants }
        }
        _ => panic!("an account"),
    };
    for own in [
        both(Role::ProducerStaff, Scope::Producer(producer)),
        both(Role::ProducerOwner, Scope::Producer(producer)),
    ] {
        let refused = catalog
            .decide_change(&own, change.id, change.version, &Decision::Approve)
            .await;
        assert!(
            matches!(refused, Err(ModerateError::OwnListing)),
            "{refused:?}"
        );
    }
    for (role, scope) in [
        (Role::Moderator, Scope::Province("01".into())),
        (Role::ProgrammeOfficer, Scope::Province("37".into())),
        (Role::Inspector, Scope::Global),
        (Role::Finance, Scope::Global),
    ] {
        let other = people(&world.market, role, scope).await;
        let refused = catalog
            .decide_change(&other, change.id, change.version, &Decision::Approve)
            .await;
        assert!(
            matches!(refused, Err(ModerateError::NotFound)),
            "{refused:?}"
        );
        let refused = catalog.claim_change(&other, change.id).await;
        assert!(
            matches!(refused, Err(ModerateError::NotFound)),
            "{refused:?}"
        );
        assert_eq!(catalog.change(&other, change.id).await.unwrap(), None);
        assert_eq!(
            catalog.listing(&other, change.product_id).await.unwrap(),
            None
        );
        let page = PageArgs::new(Some(10), None, None, None).unwrap();
        let queue = catalog
            .moderation_queue(&other, &QueueFilter::default(), &page)
            .await;
        match (role, queue) {
            (Role::Moderator, Ok(queue)) => assert!(queue.rows.is_empty()),
            (_, Err(catalog::ReadError::NotAllowed)) => {}
            (_, other) => panic!("{other:?}"),
        }
    }
    // Nobody but its producer sees what was never handed in.
    let done = world.decide(&change, &Decision::Approve).await;
    assert!(done.is_ok(), "{done:?}");
    let draft = world.begin().await;
    assert_eq!(
        catalog.change(&world.moderator, draft.id).await.unwrap(),
        None
    );
    let listing = catalog.listing(&world.moderator, draft.product_id).await;
    assert_eq!(listing.unwrap().unwrap().change, None);
    let refused = catalog.claim_change(&world.moderator, draft.id).await;
    assert!(
        matches!(refused, Err(ModerateError::NotFound)),
        "{refused:?}"
    );
}

async fn strangers_find_nothing(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.begin().await;
    let catalog = &world.market.catalog;
    let other = world.market.producer("HTX Khác").await;
    let (product, variant) = (world.seeded.product, world.seeded.variant);
    let producer = world.seeded.producer.id;
    for stranger in [
        Actor::Anonymous,
        people(
            &world.market,
            Role::ProducerOwner,
            Scope::Producer(other.id),
        )
        .await,
        people(&world.market, Role::Shopper, Scope::Global).await,
        people(&world.market, Role::ProducerOwner, Scope::Global).await,
    ] {
        let page = PageArgs::new(Some(10), None, None, None).unwrap();
        let filter = ListingFilter::default();
        assert_eq!(catalog.listing(&stranger, product).await.unwrap(), None);
        assert_eq!(catalog.change(&stranger, change.id).await.unwrap(), None);
        assert!(matches!(
            catalog.listings(&stranger, producer, &filter, &page).await,
            Err(catalog::ReadError::NotFound)
        ));
        assert!(matches!(
            catalog.listing_history(&stranger, product, &page).await,
            Err(catalog::ReadError::NotFound)
        ));
        assert!(matches!(
            catalog.begin_change(&stranger, product).await,
            Err(ChangeError::NotFound)
        ));
        assert!(matches!(
            catalog.edit_change(&stranger, change.id, 1, &legal()).await,
            Err(ChangeError::NotFound)
        ));
        assert!(matches!(
            catalog.submit_change(&stranger, change.id, 1).await,
            Err(ChangeError::NotFound)
        ));
        assert!(matches!(
            catalog.withdraw_change(&stranger, change.id, 1).await,
            Err(ChangeError::NotFound)
        ));
        assert!(matches!(
            catalog.pause_listing(&stranger, product, true).await,
            Err(PauseError::NotFound)
        ));
        let price = NewPrice {
            variant_id: variant,
            version: 1,
            price: 1,
            compare_at_price: None,
            tiers: vec![],
        };
        assert!(matches!(
            catalog.set_price(&stranger, price).await,
            Err(SetPriceError::NotFound)
        ));
        let stock = SetStock {
            variant_id: variant,
            on_hand: 0,
            expected: 10,
        };
        assert!(matches!(
            catalog.set_stock(&stranger, stock).await,
            Err(SetStockError::NotFound)
        ));
        assert!(matches!(
            catalog.take_down(&stranger, &order(&world)).await,
            Err(TakeDownError::NotFound)
        ));
        let new = NewListing {
            producer_id: producer,
            product_set: 6,
            certificate_id: None,
            name: Some("X".to_owned()),
        };
        assert!(matches!(
            catalog.create_listing(&stranger, &new).await,
            Err(catalog::listing::CreateListingError::NotFound)
        ));
    }
    // Another producer's certificate is unknown.
    let issued = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let theirs = world.market.certificate(&other, issued).await;
    let edit = ListingEdit {
        certificate_id: Some(theirs.id),
        ..ListingEdit::default()
    };
    let refused = world.edit(&change, edit).await;
    let code = ContentCode::UnknownCertificate;
    assert!(matches!(&refused, Err(ChangeError::Invalid(wrong)) if wrong[0].code == code));
    assert_eq!(world.card().await.price_min.dong(), 50_000);
}

pub(crate) fn variant(sku: &str, choices: &[&str]) -> VariantEdit {
    VariantEdit {
        id: None,
        sku: sku.to_owned(),
        gtin: None,
        name: format!("Gói {sku}"),
        name_en: None,
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        weight_grams: 300,
        parcel: None,
        min_per_order: None,
        max_per_order: None,
        price: Some(30_000),
        compare_at_price: None,
        units: Some(5),
    }
}

async fn what_no_listing_can_hold_is_refused(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.begin().await;
    let with = |change: &dyn Fn(&mut VariantEdit)| {
        let mut own = variant("NEW", &[]);
        change(&mut own);
        ListingEdit {
            variants: Some(vec![own]),
            ..ListingEdit::default()
        }
    };
    let option = |name: &str, values: &[&str]| catalog::listing::ProductOption {
        name: name.to_owned(),
        name_en: None,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    let text = |text: &str| Some(text.to_owned());
    use ContentCode as Code;
    let cases: Vec<(ListingEdit, Code, &str)> = vec![
        (
            ListingEdit {
                name: text(" \u{200B} "),
                ..Default::default()
            },
            Code::Required,
            "name",
        ),
        (
            ListingEdit {
                name: text(&"ế".repeat(151)),
                ..Default::default()
            },
            Code::TooLong,
            "name",
        ),
        (
            ListingEdit {
                story: text(&"a".repeat(20_001)),
                ..Default::default()
            },
            Code::TooLong,
            "story",
        ),
        (
            ListingEdit {
                shelf_life_days: Some(Some(0)),
                ..Default::default()
            },
            Code::OutOfRange,
            "shelfLifeDays",
        ),
        (
            ListingEdit {
                abv_tenths: Some(Some(400)),
                ..Default::default()
            },
            Code::NotAlcohol,
            "abvTenths",
        ),
        (
            ListingEdit {
                videos: Some(vec!["https://evil.example/x".into()]),
                ..Default::default()
            },
            Code::VideoNotAllowed,
            "videos.0",
        ),
        (
            ListingEdit {
                attributes: Some(vec![(
                    "MATERIAL".into(),
                    catalog::listing::AttributeValue::Choice("SEDGE".into()),
                )]),
                ..Default::default()
            },
            Code::UnknownAttribute,
            "attributes.0",
        ),
        (
            ListingEdit {
                attributes: Some(vec![(
                    "DIET".into(),
                    catalog::listing::AttributeValue::Choice("ANY".into()),
                )]),
                ..Default::default()
            },
            Code::Invalid,
            "attributes.0",
        ),
        (
            ListingEdit {
                options: Some(vec![option("Cỡ", &[])]),
                ..Default::default()
            },
            Code::Required,
            "options.0.values",
        ),
        (
            ListingEdit {
                options: Some(vec![option("Cỡ", &["To", "to"])]),
                ..Default::default()
            },
            Code::Duplicate,
            "options.0.values.1",
        ),
        (
            ListingEdit {
                options: Some(vec![option("Cỡ", &["To"]), option("cỡ", &["Bé"])]),
                ..Default::default()
            },
            Code::Duplicate,
            "options.1.name",
        ),
        (
            with(&|own| own.sku = "có dấu".into()),
            Code::Invalid,
            "variants.0.sku",
        ),
        (
            with(&|own| own.sku = "~x".into()),
            Code::Invalid,
            "variants.0.sku",
        ),
        (
            with(&|own| own.gtin = text("8935049500385")),
            Code::GtinInvalid,
            "variants.0.gtin",
        ),
        (
            with(&|own| own.name = " ".into()),
            Code::Required,
            "variants.0.name",
        ),
        (
            with(&|own| own.weight_grams = 0),
            Code::OutOfRange,
            "variants.0.weightGrams",
        ),
        (
            with(&|own| own.weight_grams = 1_000_001),
            Code::OutOfRange,
            "variants.0.weightGrams",
        ),
        (
            with(&|own| own.price = Some(0)),
            Code::OutOfRange,
            "variants.0.price",
        ),
        (
            with(&|own| own.price = Some(-1)),
            Code::OutOfRange,
            "variants.0.price",
        ),
        (
            with(&|own| own.price = Some(1_000_000_001)),
            Code::OutOfRange,
            "variants.0.price",
        ),
        (
            with(&|own| own.price = None),
            Code::Required,
            "variants.0.price",
        ),
        (
            with(&|own| own.compare_at_price = Some(30_000)),
            Code::CompareAtTooLow,
            "variants.0.compareAtPrice",
        ),
        (
            with(&|own| own.units = Some(-1)),
            Code::OutOfRange,
            "variants.0.stock",
        ),
        (
            with(&|own| own.min_per_order = Some(0)),
            Code::OutOfRange,
            "variants.0.minPerOrder",
        ),
        (
            with(&|own| {
                own.min_per_order = Some(5);
                own.max_per_order = Some(4);
            }),
            Code::OutOfRange,
            "variants.0.maxPerOrder",
        ),
        (
            with(&|own| own.choices = vec!["To".into()]),
            Code::ChoicesMismatch,
            "variants.0.choices",
        ),
        (
            with(&|own| own.id = Some(kernel::VariantId(uuid::Uuid::nil()))),
            Code::UnknownVariant,
            "variants.0.id",
        ),
        (
            with(&|own| own.id = Some(world.seeded.variant)),
            Code::AlreadyLive,
            "variants.0.price",
        ),
        (
            ListingEdit {
                variants: Some(vec![variant("A", &[]), variant("B", &[])]),
                ..Default::default()
            },
            Code::OptionsMissing,
            "options",
        ),
        (
            ListingEdit {
                variants: Some(vec![variant("A", &["To"]), variant("a", &["Bé"])]),
                options: Some(vec![option("Cỡ", &["To", "Bé"])]),
                ..Default::default()
            },
            Code::Duplicate,
            "variants.1.sku",
        ),
        (
            ListingEdit {
                variants: Some(vec![variant("A", &["To"]), variant("B", &["To"])]),
                options: Some(vec![option("Cỡ", &["To", "Bé"])]),
                ..Default::default()
            },
            Code::Duplicate,
            "variants.1.choices",
        ),
        (
            ListingEdit {
                variants: Some(vec![variant("A", &[]); 51]),
                ..Default::default()
            },
            Code::TooMany,
            "variants",
        ),
        (
            ListingEdit {
                images: Some(vec![catalog::listing::ImageEdit {
                    picture_id: kernel::PictureId(uuid::Uuid::nil()),
                    alt: "Ảnh".into(),
                    alt_en: None,
                    focus: None,
                }]),
                ..Default::default()
            },
            Code::UnknownPicture,
            "images.0.pictureId",
        ),
        (
            ListingEdit {
                images: Some(vec![catalog::listing::ImageEdit {
                    picture_id: kernel::PictureId(uuid::Uuid::nil()),
                    alt: "Ảnh".into(),
                    alt_en: None,
                    focus: Some((0, 1001)),
                }]),
                ..Default::default()
            },
            Code::OutOfRange,
            "images.0.focus",
        ),
    ];
    for (edit, code, place) in cases {
        let told = format!("{edit:?}");
        match world.edit(&change, edit).await {
            Err(ChangeError::Invalid(wrong)) => {
                let found = wrong
                    .iter()
                    .any(|own| own.code == code && own.path.join(".") == place);
                assert!(found, "{code:?} at {place}: {wrong:?}");
            }
            other => panic!("{told}: {other:?}"),
        }
    }
    // Nothing of it was kept.
    assert_eq!(world.begin().await, change);
}

async fn checks_stop_what_the_law_forbids(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.begin().await;
    let stopped = |result: Result<Change, ChangeError>| match result {
        Err(ChangeError::Stopped(found)) => {
            let found = found.into_iter().map(|own| (own.code, own.field));
            found.collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    use FindingCode as Code;
    let missing = stopped(world.submit(&change).await);
    let missing: Vec<_> = missing
        .iter()
        .map(|(code, field)| {
            assert_eq!(*code, Code::LegalTextMissing);
            *field
        })
        .collect();
    assert_eq!(
        missing,
        [
            "origin",
            "usageNotes",
            "ingredients",
            "shelfLifeDays",
            "storage",
            "declaration"
        ]
    );
    let change = world.edit(&change, legal()).await.unwrap();
    let edit = ListingEdit {
        story: Some("Chua khoi dau da day. Ngon nhất tỉnh, gọi 0912345678".to_owned()),
        ..ListingEdit::default()
    };
    let change = world.edit(&change, edit).await.unwrap();
    assert_eq!(
        stopped(world.submit(&change).await),
        [(Code::MedicalClaim, "story")]
    );
    let (_, found) = world.market.catalog.looked_at(&change).await.unwrap();
    let codes: Vec<_> = found.iter().map(|own| own.code).collect();
    assert_eq!(
        codes,
        [Code::MedicalClaim, Code::UnprovenClaim, Code::ContactInText]
    );
    let edit = ListingEdit {
        story: Some(String::new()),
        ..ListingEdit::default()
    };
    let change = world.edit(&change, edit).await.unwrap();
    // Not under a certificate that is not in force, at submission …
    let market = &world.market;
    market
        .set_certificate(&world.seeded, CertificateStatus::Suspended)
        .await;
    assert_eq!(
        stopped(world.submit(&change).await),
        [(Code::CertificateNotInForce, "certificateId")]
    );
    market
        .set_certificate(&world.seeded, CertificateStatus::Active)
        .await;
    let change = world.submit(&change).await.unwrap();
    // … nor at approval.
    market
        .set_certificate(&world.seeded, CertificateStatus::Suspended)
        .await;
    let refused = world.decide(&change, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateError::Stopped(_))),
        "{refused:?}"
    );
    let kept = market.catalog.change(&world.owner, change.id).await;
    assert_eq!(kept.unwrap().unwrap().status, ChangeStatus::Submitted);
}

async fn variants_come_go_and_exchange_their_skus(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let first = world.card().await.variants[0].clone();
    let kept = |sku: &str, choice: &str| VariantEdit {
        id: Some(first.id),
        price: None,
        units: None,
        ..variant(sku, &[choice])
    };
    let sizes = Some(vec![catalog::listing::ProductOption {
        name: "Cỡ".to_owned(),
        name_en: None,
        values: vec!["To".to_owned(), "Bé".to_owned()],
    }]);
    let approve = async |variants: Vec<VariantEdit>| {
        let change = world.begin().await;
        let edit = ListingEdit {
            variants: Some(variants),
            options: sizes.clone(),
            ..legal()
        };
        let change = world.edit(&change, edit).await.unwrap();
        let change = world.submit(&change).await.unwrap();
        world.decide(&change, &Decision::Approve).await.unwrap();
        world.card().await.variants
    };
    let now = approve(vec![variant("B", &["Bé"]), kept(&first.sku, "To")]).await;
    assert_eq!(now[1].id, first.id);
    assert_eq!((now[0].price.dong(), now[1].price.dong()), (30_000, 50_000));
    let second = now[0].id;
    let available = catalog.availability(&[first.id, second]).await.unwrap();
    assert_eq!((available[&first.id], available[&second]), (10, 5));
    // Their SKUs the other way round.
    let other = VariantEdit {
        id: Some(second),
        price: None,
        units: None,
        ..variant(&first.sku, &["Bé"])
    };
    let now = approve(vec![kept("B", "To"), other]).await;
    assert_eq!(
        (now[0].sku.as_str(), now[1].sku.as_str()),
        ("B", first.sku.as_str())
    );
    // One goes; nobody buys it any more, and its SKU is free.
    let now = approve(vec![kept("B", "To")]).await;
    assert_eq!(now.len(), 1);
    assert!(!world.quoted(second).await);
    assert!(catalog.variants_by_ids(&[second]).await.unwrap().is_empty());
    let now = approve(vec![kept("B", "To"), variant(&first.sku, &["Bé"])]).await;
    assert_eq!(now[1].sku, first.sku);
    assert_ne!(now[1].id, second);
    // Another listing may not have them.
    let another = world
        .market
        .listing(&world.seeded.producer, "Sản phẩm khác", 10_000, 1)
        .await;
    let change = catalog
        .begin_change(&world.owner, another.product)
        .await
        .unwrap();
    let edit = ListingEdit {
        variants: Some(vec![variant("B", &[])]),
        ..ListingEdit::default()
    };
    let refused = catalog
        .edit_change(&world.owner, change.id, change.version, &edit)
        .await;
    let code = ContentCode::SkuTaken;
    assert!(matches!(&refused, Err(ChangeError::Invalid(wrong)) if wrong[0].code == code));
    let report = catalog.verify().await.unwrap();
    assert_eq!((report.stale_cards, report.stock_off_log), (0, 0));
}

async fn prices_apply_at_once_unless_they_jump(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let id = world.seeded.variant;
    let set = async |version, price, compare_at_price| {
        let new = NewPrice {
            variant_id: id,
            version,
            price,
            compare_at_price,
            tiers: vec![],
        };
        catalog.set_price(&world.owner, new).await
    };
    for (price, compare) in [(0, None), (-1, None), (1_000_000_001, None)] {
        let refused = set(1, price, compare).await;
        assert!(matches!(refused, Err(SetPriceError::Price)), "{refused:?}");
    }
    for compare in [50_000, 49_999, -1, i64::MAX] {
        let refused = set(1, 50_000, Some(compare)).await;
        assert!(
            matches!(refused, Err(SetPriceError::CompareAtPrice)),
            "{refused:?}"
        );
    }
    let tiered = async |version, price, tiers: &[(i32, i64)]| {
        let new = NewPrice {
            variant_id: id,
            version,
            price,
            compare_at_price: None,
            tiers: tiers.to_vec(),
        };
        catalog.set_price(&world.owner, new).await
    };
    for (tiers, at) in [
        (&[(1, 40_000)][..], 0),
        (&[(10, 50_000)], 0),
        (&[(10, 0)], 0),
        (&[(1_001, 40_000)], 0),
        (&[(10, 40_000), (10, 39_000)], 1),
        (&[(10, 40_000), (20, 40_000)], 1),
        (
            &[
                (2, 49_000),
                (3, 48_000),
                (4, 47_000),
                (5, 46_000),
                (6, 45_000),
                (7, 44_000),
            ],
            5,
        ),
    ] {
        let refused = tiered(1, 50_000, tiers).await;
        assert!(
            matches!(refused, Err(SetPriceError::Tier(own)) if own == at),
            "{tiers:?}"
        );
    }
    // A tier that jumps waits as a price does.
    let waiting = tiered(1, 50_000, &[(10, 24_999)]).await.unwrap();
    assert_eq!(waiting.unwrap().tiers.len(), 1);
    assert_eq!(
        tiered(1, 50_000, &[(10, 45_000), (100, 40_000)])
            .await
            .unwrap(),
        None
    );
    let own = world.card().await.variants[0].clone();
    let told = [1, 9, 10, 99, 100, 1_000].map(|units| own.price_for(units).dong());
    assert_eq!(told, [50_000, 50_000, 45_000, 45_000, 40_000, 40_000]);
    assert_eq!(set(2, 100_000, None).await.unwrap(), None);
    assert_eq!(world.card().await.price_min.dong(), 100_000);
    let refused = set(1, 90_000, None).await;
    assert!(
        matches!(refused, Err(SetPriceError::Outdated(3))),
        "{refused:?}"
    );
    // Step by step is a jump too: what a moderator saw was 50,000.
    let waiting = set(3, 100_001, Some(120_000)).await.unwrap().unwrap();
    assert_eq!(world.card().await.price_min.dong(), 100_000);
    let again = set(3, 110_000, None).await.unwrap().unwrap();
    let refused = catalog
        .decide_price(&world.moderator, waiting.id, true, None)
        .await;
    let withdrawn = PriceRequestStatus::Withdrawn;
    assert!(matches!(refused, Err(ModerateError::PriceDecided(status)) if status == withdrawn));
    let page = PageArgs::new(Some(10), None, None, None).unwrap();
    let queue = catalog.price_queue(&world.moderator, &page).await.unwrap();
    assert_eq!(queue.rows.len(), 1);
    let abroad = people(&world.market, Role::Moderator, Scope::Province("01".into())).await;
    assert!(
        catalog
            .price_queue(&abroad, &page)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    let refused = catalog.decide_price(&abroad, again.id, true, None).await;
    assert!(
        matches!(refused, Err(ModerateError::NotFound)),
        "{refused:?}"
    );
    let refused = catalog
        .decide_price(&world.owner, again.id, true, None)
        .await;
    assert!(
        matches!(refused, Err(ModerateError::NotFound)),
        "{refused:?}"
    );
    let refused = catalog
        .decide_price(&world.moderator, again.id, false, None)
        .await;
    assert!(
        matches!(refused, Err(ModerateError::Reasons)),
        "{refused:?}"
    );
    catalog
        .decide_price(&world.moderator, again.id, true, None)
        .await
        .unwrap();
    assert_eq!(world.card().await.price_min.dong(), 110_000);
    // The new one is what was seen.
    assert_eq!(set(4, 220_000, None).await.unwrap(), None);
    assert_eq!(catalog.verify().await.unwrap().stale_cards, 0);
}

async fn stock_is_counted_not_overwritten(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let id = world.seeded.variant;
    let set = async |on_hand, expected| {
        let new = SetStock {
            variant_id: id,
            on_hand,
            expected,
        };
        catalog.set_stock(&world.owner, new).await
    };
    let tx = world.market.db.begin().await.unwrap();
    let wanted = [catalog::Wanted {
        producer_order_id: kernel::ProducerOrderId::new(world.clock.now()),
        variant_id: id,
        quantity: 4,
        tracked: true,
    }];
    catalog
        .reserve(&tx, &wanted, &Actor::System, world.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for units in [-1, 1_000_001] {
        let refused = set(units, 10).await;
        assert!(matches!(refused, Err(SetStockError::Units)), "{refused:?}");
    }
    let refused = set(3, 10).await;
    assert!(
        matches!(refused, Err(SetStockError::Reserved(4))),
        "{refused:?}"
    );
    assert_eq!(set(4, 10).await.unwrap(), (4, 4));
    // Said again it changes nothing.
    assert_eq!(set(4, 10).await.unwrap(), (4, 4));
    let refused = set(20, 10).await;
    assert!(
        matches!(refused, Err(SetStockError::Outdated(4))),
        "{refused:?}"
    );
    assert_eq!(set(20, 4).await.unwrap(), (20, 4));
    let available = catalog.availability(&[id]).await.unwrap();
    assert_eq!(available[&id], 16);
    let report = catalog.verify().await.unwrap();
    assert_eq!(
        (report.stock_off_log, report.reserved_off_reservations),
        (0, 0)
    );
}

pub(crate) fn order(world: &World) -> NewTakeDown {
    NewTakeDown {
        product_id: world.seeded.product,
        authority: "Chi cục Quản lý thị trường".to_owned(),
        order_number: "12/QĐ-QLTT".to_owned(),
        ordered_on: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        reason: "Nhãn sai.".to_owned(),
    }
}

async fn an_order_takes_a_listing_down_until_it_is_lifted(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let id = world.seeded.product;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    let refused = catalog.take_down(&world.owner, &order(&world)).await;
    assert!(
        matches!(refused, Err(TakeDownError::NotFound)),
        "{refused:?}"
    );
    let future = NewTakeDown {
        ordered_on: NaiveDate::from_ymd_opt(2100, 1, 1).unwrap(),
        ..order(&world)
    };
    let refused = catalog.take_down(&world.moderator, &future).await;
    assert!(
        matches!(refused, Err(TakeDownError::OrderedOn)),
        "{refused:?}"
    );
    let empty = NewTakeDown {
        order_number: " ".to_owned(),
        ..order(&world)
    };
    let refused = catalog.take_down(&world.moderator, &empty).await;
    assert!(
        matches!(refused, Err(TakeDownError::Text("orderNumber"))),
        "{refused:?}"
    );
    let refused = catalog.lift_take_down(&world.moderator, id, "Vì").await;
    assert!(
        matches!(refused, Err(TakeDownError::NotDown)),
        "{refused:?}"
    );

    let listing = catalog
        .take_down(&world.moderator, &order(&world))
        .await
        .unwrap();
    assert_eq!(listing.status, ListingStatus::TakenDown);
    assert_eq!(listing.take_down.unwrap().order_number, "12/QĐ-QLTT");
    assert!(!world.is_public().await);
    let refused = catalog.take_down(&world.moderator, &order(&world)).await;
    assert!(
        matches!(refused, Err(TakeDownError::AlreadyDown)),
        "{refused:?}"
    );
    // Whatever its producer and other moderators do.
    let refused = world.decide(&change, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateError::TakenDown)),
        "{refused:?}"
    );
    let refused = catalog.pause_listing(&world.owner, id, false).await;
    assert!(matches!(refused, Err(PauseError::TakenDown)), "{refused:?}");
    let refused = catalog.begin_change(&world.owner, id).await;
    assert!(
        matches!(refused, Err(ChangeError::TakenDown)),
        "{refused:?}"
    );
    assert!(!world.is_public().await);

    let refused = catalog.lift_take_down(&world.moderator, id, " ").await;
    assert!(
        matches!(refused, Err(TakeDownError::Text("reason"))),
        "{refused:?}"
    );
    let listing = catalog
        .lift_take_down(&world.moderator, id, "Nhãn đã sửa.")
        .await
        .unwrap();
    assert_eq!(listing.status, ListingStatus::Approved);
    assert!(world.is_public().await);
    assert_eq!(listing.take_down, None);
    assert!(world.decide(&change, &Decision::Approve).await.is_ok());
}

async fn a_producer_hides_a_listing(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let id = world.seeded.product;
    assert!(
        catalog
            .pause_listing(&world.owner, id, true)
            .await
            .unwrap()
            .paused
    );
    assert!(!world.is_public().await);
    assert!(!world.quoted(world.seeded.variant).await);
    // An approval does not show it.
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    world.decide(&change, &Decision::Approve).await.unwrap();
    assert!(!world.is_public().await);
    catalog
        .pause_listing(&world.owner, id, false)
        .await
        .unwrap();
    assert!(world.is_public().await);
}

async fn a_change_follows_the_certificate(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let change = world.submitted("Cơm cháy, sản phẩm").await;
    let issued = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let next = world
        .market
        .certificate(&world.seeded.producer, issued)
        .await;
    world.market.succeed(&world.seeded, &next).await;
    assert_eq!(world.card().await.certificate.unwrap().id, next.id);
    let change = catalog
        .change(&world.owner, change.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        change.content.certificate_id,
        Some(world.seeded.certificate.id)
    );
    let done = world.decide(&change, &Decision::Approve).await.unwrap();
    assert_eq!(done.content.certificate_id, Some(next.id));
    assert_eq!(world.card().await.certificate.unwrap().id, next.id);
    assert!(world.is_public().await);
}

async fn a_new_listing_is_a_draft_that_nobody_else_sees(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let producer = world.seeded.producer.id;
    let issued = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let certificate = world
        .market
        .certificate(&world.seeded.producer, issued)
        .await;
    let new = NewListing {
        producer_id: producer,
        product_set: 6,
        certificate_id: Some(certificate.id),
        name: None,
    };
    use catalog::listing::CreateListingError as Error;
    let refused = async |change: &dyn Fn(&mut NewListing)| {
        let mut wrong = new.clone();
        change(&mut wrong);
        catalog
            .create_listing(&world.owner, &wrong)
            .await
            .unwrap_err()
    };
    assert!(matches!(
        refused(&|new| new.product_set = 27).await,
        Error::UnknownProductSet
    ));
    assert!(matches!(
        refused(&|new| new.name = Some("a".repeat(151))).await,
        Error::Name
    ));
    let nobody = ProducerId(uuid::Uuid::nil());
    assert!(matches!(
        refused(&|new| new.producer_id = nobody).await,
        Error::NotFound
    ));
    let listing = catalog.create_listing(&world.owner, &new).await.unwrap();
    assert_eq!(listing.status, ListingStatus::Draft);
    assert_eq!(listing.live, None);
    let change = listing.change.unwrap();
    assert_eq!(change.content.name, certificate.product_name);
    let again = catalog.create_listing(&world.owner, &new).await.unwrap();
    assert_ne!(again.slug, listing.slug);
    let id = listing.product_id;
    let card = catalog.any_cards_by_ids(&[id]).await.unwrap().remove(0);
    assert!(!card.public_at(world.clock.now()));
    assert_eq!(catalog.listing(&world.moderator, id).await.unwrap(), None);
    let refused = catalog.pause_listing(&world.owner, id, true).await;
    assert!(
        matches!(refused, Err(PauseError::NotPublished)),
        "{refused:?}"
    );
    let refused = catalog
        .submit_change(&world.owner, change.id, change.version)
        .await;
    assert!(
        matches!(refused, Err(ChangeError::Stopped(_))),
        "{refused:?}"
    );
    // A withdrawn draft can be taken up again.
    catalog
        .withdraw_change(&world.owner, change.id, change.version)
        .await
        .unwrap();
    let next = catalog.begin_change(&world.owner, id).await.unwrap();
    assert_eq!(next.content, change.content);
}

/// As sample data and imports leave them.
async fn a_draft_with_rows_begins_with_what_they_say(test: TestDb) {
    let world = World::open(&test).await;
    let producer = &world.seeded.producer;
    let issued = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let certificate = world.market.certificate(producer, issued).await;
    let draft = world
        .market
        .listing_under(
            producer,
            certificate,
            "Sản phẩm nháp",
            30_000,
            4,
            |own| {
                own.status = ListingStatus::Draft;
            },
        )
        .await;
    let catalog = &world.market.catalog;
    let change = catalog
        .begin_change(&world.owner, draft.product)
        .await
        .unwrap();
    assert_eq!(change.content.name, "Sản phẩm nháp");
    assert_eq!(change.content.variants[0].id, draft.variant);
    let edited = catalog
        .edit_change(&world.owner, change.id, change.version, &legal())
        .await
        .unwrap();
    let submitted = catalog
        .submit_change(&world.owner, edited.id, edited.version)
        .await
        .unwrap();
    world.decide(&submitted, &Decision::Approve).await.unwrap();
    let cards = catalog.any_cards_by_ids(&[draft.product]).await.unwrap();
    assert!(cards[0].public_at(world.clock.now()));
    assert_eq!(cards[0].variants[0].price.dong(), 30_000);
    let available = catalog.availability(&[draft.variant]).await.unwrap();
    assert_eq!(available[&draft.variant], 4);
}
