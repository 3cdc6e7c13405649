//! Who says when and how goods can be had, and what cannot be said.

use crate::listings::people;
use catalog::fixtures::{Listing, Market, outbox};
use catalog::listing::{
    Change, Decision, ListingEdit, SetSeasonError, SetStock, SetStockError, SetSupply,
    SetSupplyError, VariantEdit,
};
use catalog::sessions::{
    CloseSessionError, MAX_AT_ONCE, MAX_PLACES, NewSession, ScheduleError, SessionFilter,
};
use catalog::{Season, Tracking};
use chrono::Duration;
use kernel::clock::day_in_vietnam;
use kernel::{
    AccountId, Actor, Clock, PageArgs, ProducerGrantId, ProducerId, Right, Role, RoleGrant, Scope,
    VariantId,
};
use sea_orm::{ConnectionTrait, Statement, Value};
use std::sync::Arc;
use std::time::Duration as Pause;
use testkit::{TestClock, TestDb};
use uuid::Uuid;

testkit::on_both!(
    seasons_are_told_by_the_producer_and_make_sense,
    a_variant_is_counted_or_made_to_order,
    sessions_are_scheduled_by_the_producer_and_make_sense,
    a_price_of_a_session_needs_the_right_to_listings,
    a_session_has_at_most_a_thousand_places,
    sessions_are_no_part_of_a_listing_and_follow_it,
    an_edit_writes_the_sessions_that_it_changes,
    a_session_that_comes_meanwhile_ends_with_its_offer,
    an_offer_shows_its_next_sessions,
    the_database_refuses_half_a_session,
);

struct World {
    market: Market,
    clock: TestClock,
    goods: Listing,
    service: Listing,
}

impl World {
    async fn open(test: &TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let producer = market.producer("HTX Quèn Thờ").await;
        let goods = market.listing(&producer, "Mật ong", 90_000, 10).await;
        let service = market.service(&producer, "Một ngày ở bản", 0).await;
        Self {
            market,
            clock,
            goods,
            service,
        }
    }

    fn own(&self) -> Actor {
        staff(self.goods.producer.id)
    }

    /// A session that begins in so many hours.
    fn session(&self, hours: i64) -> NewSession {
        let starts_at = self.clock.now() + Duration::hours(hours);
        NewSession {
            starts_at,
            ends_at: starts_at + Duration::hours(4),
            closes_at: None,
            places: 12,
            price: None,
        }
    }

    /// Who writes the service's listing, and who decides about it.
    async fn writers(&self) -> (Actor, Actor) {
        let scope = Scope::Producer(self.service.producer.id);
        (
            people(&self.market, Role::ProducerOwner, scope).await,
            people(&self.market, Role::Moderator, Scope::Global).await,
        )
    }

    /// A change of the service that waits for a moderator.
    async fn submitted(&self, own: &Actor, variants: Vec<VariantEdit>) -> Change {
        let catalog = &self.market.catalog;
        let change = catalog.begin_change(own, self.service.product).await;
        let change = change.unwrap();
        assert_eq!(change.content.variants.len(), 1, "sessions are none of it");
        let edit = ListingEdit {
            origin: Some("Ninh Bình".to_owned()),
            usage_notes: Some("Mang giày đi bộ.".to_owned()),
            warnings: Some("Đường trơn khi mưa.".to_owned()),
            variants: Some(variants),
            ..ListingEdit::default()
        };
        self.clock.advance(Duration::seconds(1));
        let change = catalog
            .edit_change(own, change.id, change.version, &edit)
            .await
            .unwrap();
        let change = catalog
            .submit_change(own, change.id, change.version)
            .await
            .unwrap();
        self.clock.advance(Duration::seconds(1));
        change
    }

    async fn approve(&self, own: &Actor, moderator: &Actor, variants: Vec<VariantEdit>) {
        let change = self.submitted(own, variants).await;
        let catalog = &self.market.catalog;
        catalog
            .decide_change(moderator, change.id, change.version, &Decision::Approve)
            .await
            .unwrap();
    }

    /// Somebody to whom the service's owner gave rights.
    async fn delegate(&self, rights: &[Right]) -> Actor {
        let owner = people(&self.market, Role::Shopper, Scope::Global).await;
        let Actor::Account { id, .. } = people(&self.market, Role::Shopper, Scope::Global).await
        else {
            panic!("an account");
        };
        let mut grants = Vec::new();
        for right in rights {
            let grant = ProducerGrantId::new(self.clock.now());
            let producer = self.service.producer.id;
            let values = vec![
                grant.0.into(),
                producer.0.into(),
                owner.account_id().unwrap().0.into(),
                id.0.into(),
                right.as_str().into(),
                self.clock.now().into(),
            ];
            let tx = self.market.db.begin().await.unwrap();
            let sql = "INSERT INTO producer_grant (id, producer_id, grantor_id, grantee_id, permission, created_at) \
                VALUES ($1, $2, $3, $4, $5, $6)";
            run(&tx, sql, values).await;
            tx.commit().await.unwrap();
            grants.push(RoleGrant {
                role: Role::ProducerDelegate,
                scope: Scope::Right {
                    producer,
                    right: *right,
                    grant,
                },
            });
        }
        Actor::Account { id, grants }
    }
}

async fn run(tx: &db::Tx, sql: &str, values: Vec<Value>) {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await.unwrap();
}

fn variant(id: Option<VariantId>, sku: &str, name: &str) -> VariantEdit {
    VariantEdit {
        id,
        sku: sku.to_owned(),
        name: name.to_owned(),
        gtin: None,
        name_en: None,
        choices: Vec::new(),
        weight_grams: 300,
        parcel: None,
        min_per_order: None,
        max_per_order: Some(8),
        price: id.is_none().then_some(150_000),
        compare_at_price: None,
        units: None,
    }
}

fn account(grants: Vec<RoleGrant>) -> Actor {
    Actor::Account {
        id: AccountId(uuid::Uuid::from_u128(7)),
        grants,
    }
}

fn staff(producer: ProducerId) -> Actor {
    account(vec![RoleGrant {
        role: Role::ProducerStaff,
        scope: Scope::Producer(producer),
    }])
}

/// Everybody who must find nothing.
async fn strangers(world: &World) -> Vec<Actor> {
    let other = world.market.producer("HTX Khác").await;
    let moderator = RoleGrant {
        role: Role::Moderator,
        scope: Scope::Global,
    };
    vec![
        Actor::Anonymous,
        account(Vec::new()),
        staff(other.id),
        account(vec![moderator]),
    ]
}

async fn seasons_are_told_by_the_producer_and_make_sense(test: TestDb) {
    use SetSeasonError as Error;
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let day = |days: i64| Some(day_in_vietnam(world.clock.now()) + Duration::days(days));
    let whole = Season {
        sell_from: day(-5),
        sell_until: day(40),
        promised_on: day(10),
    };
    let set = async |actor: &Actor, season| {
        let catalog = &world.market.catalog;
        catalog.set_season(actor, world.goods.product, season).await
    };
    for stranger in strangers(&world).await {
        let refused = set(&stranger, whole).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let own = world.own();
    let until = |days| Season {
        sell_until: day(days),
        ..whole
    };
    for (season, what) in [
        (until(-1), "over already"),
        (
            Season {
                sell_from: day(41),
                promised_on: None,
                ..whole
            },
            "ends before it begins",
        ),
    ] {
        let refused = set(&own, season).await;
        assert!(matches!(refused, Err(Error::Until)), "{what}: {refused:?}");
    }
    for promised in [-1, 0] {
        let season = Season {
            promised_on: day(promised),
            ..whole
        };
        let refused = set(&own, season).await;
        assert!(matches!(refused, Err(Error::Promise)), "{refused:?}");
    }
    let season = Season {
        sell_from: day(11),
        ..whole
    };
    assert!(matches!(set(&own, season).await, Err(Error::Promise)));
    for season in [
        until(401),
        Season {
            sell_from: day(401),
            sell_until: None,
            promised_on: None,
        },
        Season {
            promised_on: day(401),
            ..whole
        },
    ] {
        assert!(matches!(set(&own, season).await, Err(Error::TooFar)));
    }
    let cards = || catalog.any_cards_by_ids(std::slice::from_ref(&world.goods.product));
    assert_eq!(cards().await.unwrap()[0].season(), Season::default());
    let listing = set(&own, whole).await.unwrap();
    assert_eq!(listing.season, whole);
    assert_eq!(cards().await.unwrap()[0].season(), whole);
    // An old season may be said again, and taken away.
    world.clock.advance(Duration::days(60));
    set(&own, whole).await.unwrap();
    set(&own, Season::default()).await.unwrap();
    assert_eq!(cards().await.unwrap()[0].season(), Season::default());
    let acts = test.number("SELECT COUNT(*) FROM listing_event WHERE act = 'SEASON'");
    assert_eq!(acts.await, 2, "what changed nothing is not on record");
}

async fn a_variant_is_counted_or_made_to_order(test: TestDb) {
    use SetSupplyError as Error;
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let supply = |tracking, lead_days| SetSupply {
        variant_id: world.goods.variant,
        version: 1,
        tracking,
        lead_days,
    };
    let made = supply(Tracking::OnDemand, Some(7));
    for stranger in strangers(&world).await {
        let refused = catalog.set_supply(&stranger, made).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let own = world.own();
    for wrong in [
        supply(Tracking::OnDemand, None),
        supply(Tracking::OnDemand, Some(0)),
        supply(Tracking::OnDemand, Some(181)),
        supply(Tracking::Tracked, Some(7)),
    ] {
        let refused = catalog.set_supply(&own, wrong).await;
        assert!(
            matches!(refused, Err(Error::LeadDays)),
            "{wrong:?}: {refused:?}"
        );
    }
    let service = SetSupply {
        variant_id: world.service.variant,
        ..made
    };
    let refused = catalog.set_supply(&own, service).await;
    assert!(matches!(refused, Err(Error::Service)), "{refused:?}");
    assert_eq!(catalog.set_supply(&own, made).await.unwrap(), 2);
    let refused = catalog.set_supply(&own, made).await;
    assert!(matches!(refused, Err(Error::Outdated(2))), "{refused:?}");
    let cards = catalog.any_cards_by_ids(&[world.goods.product]).await;
    let card = cards.unwrap().remove(0);
    assert_eq!(
        (card.variants[0].tracking, card.variants[0].lead_days),
        (Tracking::OnDemand, Some(7))
    );
    // A change of the listing leaves it as it is.
    let change = catalog
        .begin_change(&Actor::System, world.goods.product)
        .await
        .unwrap();
    assert_eq!(change.content.variants.len(), 1);
    let cards = catalog.any_cards_by_ids(&[world.goods.product]).await;
    assert_eq!(cards.unwrap()[0].variants, card.variants);
}

async fn sessions_are_scheduled_by_the_producer_and_make_sense(test: TestDb) {
    use ScheduleError as Error;
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let offer = world.service.variant;
    let good = world.session(24);
    for stranger in strangers(&world).await {
        let refused = catalog.schedule_sessions(&stranger, offer, &[good]).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let own = world.own();
    let refused = catalog
        .schedule_sessions(&own, world.goods.variant, &[good])
        .await;
    assert!(matches!(refused, Err(Error::NotAnOffer)), "{refused:?}");
    for count in [0, MAX_AT_ONCE + 1] {
        let refused = catalog
            .schedule_sessions(&own, offer, &vec![good; count])
            .await;
        assert!(matches!(refused, Err(Error::Count)), "{refused:?}");
    }
    let now = world.clock.now();
    let with = |change: &dyn Fn(&mut NewSession)| {
        let mut own = good;
        change(&mut own);
        own
    };
    let cases: [(NewSession, &str); 14] = [
        (with(&|own| own.starts_at = now), "StartsAt"),
        (world.session(-1), "StartsAt"),
        (world.session(24 * 401), "StartsAt"),
        (with(&|own| own.ends_at = own.starts_at), "EndsAt"),
        (
            with(&|own| own.ends_at = own.starts_at + Duration::hours(24 * 14 + 1)),
            "EndsAt",
        ),
        (
            with(&|own| own.closes_at = Some(own.starts_at + Duration::seconds(1))),
            "ClosesAt",
        ),
        (with(&|own| own.closes_at = Some(now)), "ClosesAt"),
        (with(&|own| own.places = 0), "Places"),
        (with(&|own| own.places = -1), "Places"),
        (with(&|own| own.places = MAX_PLACES + 1), "Places"),
        (with(&|own| own.price = Some(0)), "Price"),
        (with(&|own| own.price = Some(-200_000)), "Price"),
        (with(&|own| own.price = Some(400_001)), "PriceJumps"),
        (with(&|own| own.price = Some(99_999)), "PriceJumps"),
    ];
    for (wrong, what) in cases {
        let both = [good, wrong];
        let refused = catalog.schedule_sessions(&own, offer, &both).await;
        let refused = format!("{:?}", refused.unwrap_err());
        assert_eq!(refused, format!("{what} {{ at: 1 }}"));
    }
    let refused = catalog.schedule_sessions(&own, offer, &[good, good]).await;
    assert!(
        matches!(refused, Err(Error::Taken { at: 1 })),
        "{refused:?}"
    );
    assert_eq!(
        test.number("SELECT COUNT(*) FROM product_variant WHERE session_of IS NOT NULL")
            .await,
        0,
        "all or none"
    );
    let told = catalog
        .schedule_sessions(&own, offer, &[good])
        .await
        .unwrap();
    let refused = catalog
        .schedule_sessions(&own, offer, &[world.session(48), good])
        .await;
    assert!(
        matches!(refused, Err(Error::Taken { at: 1 })),
        "{refused:?}"
    );
    let refused = catalog
        .schedule_sessions(&own, told[0].id, &[world.session(48)])
        .await;
    assert!(matches!(refused, Err(Error::NotAnOffer)), "{refused:?}");
    for stranger in strangers(&world).await {
        let refused = catalog.close_session(&stranger, told[0].id).await;
        assert!(
            matches!(refused, Err(CloseSessionError::NotFound)),
            "{refused:?}"
        );
        let page = PageArgs::new(Some(10), None, None, None).unwrap();
        let filter = SessionFilter::default();
        let refused = catalog
            .session_schedule(&stranger, offer, &filter, &page)
            .await;
        assert!(
            matches!(refused, Err(catalog::ReadError::NotFound)),
            "{refused:?}"
        );
    }
    let refused = catalog.close_session(&own, offer).await;
    assert!(
        matches!(refused, Err(CloseSessionError::NotFound)),
        "an offer is no session: {refused:?}"
    );
    // Five hundred in all can be booked.
    for round in 0..10 {
        let many = (0..MAX_AT_ONCE as i64).map(|n| world.session(100 + round * 50 + n));
        let many: Vec<_> = many.take(if round == 9 { 49 } else { 50 }).collect();
        catalog.schedule_sessions(&own, offer, &many).await.unwrap();
    }
    let refused = catalog
        .schedule_sessions(&own, offer, &[world.session(2_000)])
        .await;
    assert!(matches!(refused, Err(Error::TooMany)), "{refused:?}");
    // Its places are stock.
    let places = SetStock {
        variant_id: told[0].id,
        on_hand: 20,
        expected: 12,
    };
    assert_eq!(catalog.set_stock(&own, places).await.unwrap(), (20, 0));
    assert_eq!(catalog.sessions_of(&[offer]).await.unwrap()[0].1.places, 20);
}

async fn sessions_are_no_part_of_a_listing_and_follow_it(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let (own, moderator) = world.writers().await;
    let offer = world.service.variant;
    let told = catalog
        .schedule_sessions(&own, offer, &[world.session(24)])
        .await
        .unwrap();
    let product = world.service.product;
    let card = async || {
        let cards = catalog.any_cards_by_ids(&[product]).await;
        cards.unwrap().remove(0)
    };
    assert_eq!(card().await.variants.len(), 1, "cards hold offers");
    let page = catalog.page_by_id(product).await.unwrap().unwrap();
    assert_eq!(page.availability.unwrap().len(), 1);
    let found = catalog.variants_by_ids(&[told[0].id]).await.unwrap();
    assert_eq!(found, [], "a session is no variant of the public's");
    let approve = async |variants| world.approve(&own, &moderator, variants).await;
    approve(vec![variant(Some(offer), "NGAY", "Cả ngày")]).await;
    let now = world.clock.now();
    let db = world.market.db.primary();
    let quoted = catalog::Catalog::quote(db, &[told[0].id], now)
        .await
        .unwrap();
    let quote = &quoted[&told[0].id];
    assert!(quote.public);
    assert_eq!(
        (quote.variant.name.as_str(), quote.variant.max_per_order),
        ("Cả ngày", 8)
    );
    // An offer that is taken out takes its sessions with it.
    approve(vec![variant(None, "NUA-NGAY", "Nửa ngày")]).await;
    assert_eq!(catalog.sessions_of(&[offer]).await.unwrap(), []);
    let quoted = catalog::Catalog::quote(db, &[told[0].id], now)
        .await
        .unwrap();
    assert!(!quoted[&told[0].id].public);
}

async fn a_price_of_a_session_needs_the_right_to_listings(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let offer = world.service.variant;
    let priced = |hours| NewSession {
        price: Some(210_000),
        ..world.session(hours)
    };
    let stock = world.delegate(&[Right::Stock]).await;
    let refused = catalog
        .schedule_sessions(&stock, offer, &[world.session(24), priced(48)])
        .await;
    assert!(
        matches!(refused, Err(ScheduleError::PriceRight { at: 1 })),
        "{refused:?}"
    );
    let told = catalog
        .schedule_sessions(&stock, offer, &[world.session(24)])
        .await
        .unwrap();
    assert_eq!(told[0].price.dong(), 200_000, "the offer's");
    // Prices alone schedule nothing.
    let listings = world.delegate(&[Right::Listings]).await;
    let refused = catalog
        .schedule_sessions(&listings, offer, &[priced(48)])
        .await;
    assert!(
        matches!(refused, Err(ScheduleError::NotFound)),
        "{refused:?}"
    );
    // Nor do they count what there is.
    let count = SetStock {
        variant_id: told[0].id,
        on_hand: 9,
        expected: 12,
    };
    let refused = catalog.set_stock(&listings, count).await;
    assert!(
        matches!(refused, Err(SetStockError::NotFound)),
        "{refused:?}"
    );
    assert_eq!(catalog.set_stock(&stock, count).await.unwrap(), (9, 0));
    let both = world.delegate(&[Right::Stock, Right::Listings]).await;
    for (actor, hours) in [(&both, 48), (&world.own(), 72)] {
        let new = [priced(hours)];
        let told = catalog.schedule_sessions(actor, offer, &new).await;
        assert_eq!(told.unwrap()[0].price.dong(), 210_000);
    }
}

async fn a_session_has_at_most_a_thousand_places(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let own = world.own();
    let told = catalog
        .schedule_sessions(&own, world.service.variant, &[world.session(24)])
        .await
        .unwrap();
    let places = |on_hand| SetStock {
        variant_id: told[0].id,
        on_hand,
        expected: 12,
    };
    for wrong in [MAX_PLACES + 1, -1] {
        let refused = catalog.set_stock(&own, places(wrong)).await;
        assert!(
            matches!(refused, Err(SetStockError::Units)),
            "{wrong}: {refused:?}"
        );
    }
    let set = catalog.set_stock(&own, places(MAX_PLACES)).await;
    assert_eq!(set.unwrap(), (MAX_PLACES, 0));
}

async fn an_edit_writes_the_sessions_that_it_changes(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let (own, moderator) = world.writers().await;
    let offer = world.service.variant;
    let schedule = async |hours: std::ops::Range<i64>| {
        let new: Vec<_> = hours.map(|hours| world.session(hours)).collect();
        let told = catalog.schedule_sessions(&own, offer, &new).await.unwrap();
        told.iter().map(|own| own.id).collect::<Vec<_>>()
    };
    let told = schedule(24..34).await;
    let versions = async || {
        let sql =
            "SELECT CAST(SUM(version) AS BIGINT) FROM product_variant WHERE session_of IS NOT NULL";
        test.number(sql).await
    };
    let approve = async |change: Change| {
        let decided =
            catalog.decide_change(&moderator, change.id, change.version, &Decision::Approve);
        let (done, statements) = db::statements::counted(decided).await;
        done.unwrap();
        statements
    };
    let named = |name| vec![variant(Some(offer), "NGAY", name)];
    let change = world.submitted(&own, named("Cả ngày")).await;
    approve(change).await;
    assert_eq!(versions().await, 20, "each got its name");
    // Nothing of what sessions take is in the next.
    let change = world.submitted(&own, named("Cả ngày")).await;
    approve(change).await;
    assert_eq!(versions().await, 20);
    let change = world.submitted(&own, named("Một ngày")).await;
    let few = approve(change).await;
    assert_eq!(versions().await, 30);
    // What has begun stays as it was; one is closed.
    world.clock.advance(Duration::hours(24));
    catalog.close_session(&own, told[9]).await.unwrap();
    schedule(40..80).await;
    let change = world.submitted(&own, named("Trọn ngày")).await;
    let many = approve(change).await;
    assert_eq!(versions().await, 31 + 8 + 80);
    assert_eq!(few, many, "however many sessions there are");
    let new = vec![variant(None, "NUA-NGAY", "Nửa ngày")];
    let change = world.submitted(&own, new).await;
    approve(change).await;
    let open =
        "SELECT COUNT(*) FROM product_variant WHERE session_of IS NOT NULL AND retired_at IS NULL";
    assert_eq!(test.number(open).await, 1, "what has begun");
    // A booking is of places, and no edit has touched them.
    let places = "SELECT CAST(SUM(on_hand) AS BIGINT) FROM stock s JOIN product_variant v ON v.id = s.variant_id WHERE v.session_of IS NOT NULL";
    assert_eq!(test.number(places).await, 50 * 12);
}

async fn a_session_that_comes_meanwhile_ends_with_its_offer(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let (own, moderator) = world.writers().await;
    let offer = world.service.variant;
    catalog
        .schedule_sessions(&own, offer, &[world.session(24)])
        .await
        .unwrap();
    let new = vec![variant(None, "NUA-NGAY", "Nửa ngày")];
    let change = world.submitted(&own, new).await;
    // Somebody schedules another one: holds the offer, and then writes.
    let tx = world.market.db.begin().await.unwrap();
    if world.market.db.engine() == db::Engine::Postgres {
        // Sooner than a deadlock would be solved.
        run(&tx, "SET LOCAL lock_timeout = '400ms'", Vec::new()).await;
    }
    let lock = "UPDATE product_variant SET version = version WHERE id = $1";
    run(&tx, lock, vec![offer.0.into()]).await;
    let approval = tokio::spawn({
        let catalog = catalog.clone();
        async move {
            catalog
                .decide_change(&moderator, change.id, change.version, &Decision::Approve)
                .await
        }
    });
    tokio::time::sleep(Pause::from_millis(300)).await;
    let starts_at = world.clock.now() + Duration::hours(48);
    let values = vec![
        Uuid::from_u128(9).into(),
        starts_at.into(),
        (starts_at + Duration::hours(1)).into(),
    ];
    let sql = "INSERT INTO product_variant (id, product_id, producer_id, sku, name, price, weight_grams, max_per_order, \
        min_per_order, position, created_at, updated_at, choices, tiers, tracking, session_of, starts_at, ends_at, closes_at) \
        SELECT $1, product_id, producer_id, 'S@9', name, price, weight_grams, max_per_order, min_per_order, position, \
        created_at, updated_at, choices, tiers, tracking, session_of, $2, $3, $2 FROM product_variant WHERE session_of IS NOT NULL";
    run(&tx, sql, values).await;
    tx.commit().await.unwrap();
    approval.await.unwrap().unwrap();
    assert_eq!(catalog.sessions_of(&[offer]).await.unwrap(), []);
}

async fn an_offer_shows_its_next_sessions(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let (own, offer) = (world.own(), world.service.variant);
    let new: Vec<_> = [72, 24, 48].map(|hours| world.session(hours)).into();
    let told = catalog.schedule_sessions(&own, offer, &new).await.unwrap();
    let next = async || {
        let next = catalog.sessions_of(&[offer]).await.unwrap();
        next.into_iter().map(|(_, own)| own.id).collect::<Vec<_>>()
    };
    assert_eq!(next().await, [told[1].id, told[2].id, told[0].id]);
    world.clock.advance(Duration::hours(24));
    assert_eq!(next().await, [told[2].id, told[0].id], "begun");
    catalog.close_session(&own, told[0].id).await.unwrap();
    assert_eq!(next().await, [told[2].id], "closed");
    // Its producer sees all of them, page by page.
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = PageArgs::new(Some(1), after.as_deref(), None, None).unwrap();
        let filter = SessionFilter::default();
        let page = catalog.session_schedule(&own, offer, &filter, &page).await;
        let page = page.unwrap();
        seen.extend(page.rows.iter().map(|(_, own)| own.id));
        after = page.rows.last().map(|(cursor, _)| cursor.encode());
        if !page.has_next {
            break;
        }
    }
    assert_eq!(seen, [told[1].id, told[2].id, told[0].id]);
    let filter = SessionFilter {
        from: Some(told[2].times.starts_at),
        until: Some(told[0].times.starts_at),
    };
    let page = PageArgs::new(Some(10), None, None, None).unwrap();
    let page = catalog.session_schedule(&own, offer, &filter, &page).await;
    let rows = page.unwrap().rows;
    assert_eq!(rows.len(), 1, "from is inclusive, until is not");
    assert_eq!(rows[0].1.id, told[2].id);
}

async fn the_database_refuses_half_a_session(test: TestDb) {
    let world = World::open(&test).await;
    let (own, offer) = (world.own(), world.service.variant);
    let catalog = &world.market.catalog;
    catalog
        .schedule_sessions(&own, offer, &[world.session(24)])
        .await
        .unwrap();
    for sql in [
        "UPDATE product_variant SET starts_at = NULL WHERE session_of IS NOT NULL",
        "UPDATE product_variant SET session_of = NULL WHERE session_of IS NOT NULL",
        "UPDATE product_variant SET ends_at = starts_at WHERE session_of IS NOT NULL",
        "UPDATE product_variant SET closes_at = ends_at WHERE session_of IS NOT NULL",
        "UPDATE product_variant SET tracking = 'SOMETIMES'",
        "UPDATE product_variant SET lead_days = 0",
        "UPDATE product SET sell_from = '2026-12-01', sell_until = '2026-11-30'",
    ] {
        assert!(test.raw(sql).await.is_err(), "{sql}");
    }
}
