//! What curators put together, and who sees it.

use catalog::collections::{
    Arrangement, Collection, CollectionCommand, CollectionContent, CollectionError,
    CollectionFilter, CollectionRule, CollectionSort, CollectionStatus, CuratedFilter, Months,
    NewCollection,
};
use catalog::fixtures::{Listing, Market, outbox};
use catalog::{Catalog, ListError};
use chrono::Duration;
use kernel::{
    AccountId, Actor, Clock, CollectionId, Money, PageArgs, PageError, ProductId, Role, RoleGrant,
    Scope,
};
use programme::{CertificateStatus, Producer};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    the_public_sees_what_is_published_and_valid,
    officers_curate_their_province_alone,
    a_province_shows_its_own_products_alone,
    what_no_collection_can_be_is_refused,
    a_rule_that_holds_nothing_or_everything_is_not_published,
    a_rule_means_the_same_in_sql_and_in_hand,
    curators_choose_an_order,
    a_hidden_product_is_not_shown,
    pages_stay_stable_while_products_come_and_go,
    whoever_saw_an_older_version_is_told,
    everything_is_on_record,
    products_tell_their_collections,
    the_database_keeps_the_rules,
);

struct World {
    market: Market,
    clock: TestClock,
    moderator: Actor,
    /// Of Ninh Bình.
    officer: Actor,
    home: Producer,
    away: Producer,
}

impl World {
    async fn open(test: &TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let home = market.producer("HTX Ninh Bình").await;
        let away = market.producer_in("HTX Hà Nội", "00070", "01").await;
        let moderator = person(&market, Role::Moderator, Scope::Global).await;
        let scope = Scope::Province("37".to_owned());
        let officer = person(&market, Role::ProgrammeOfficer, scope).await;
        Self {
            market,
            clock,
            moderator,
            officer,
            home,
            away,
        }
    }

    fn catalog(&self) -> &Catalog {
        &self.market.catalog
    }

    async fn listing(&self, name: &str, price: i64) -> Listing {
        self.clock.advance(Duration::seconds(1));
        self.market.listing(&self.home, name, price, 5).await
    }

    async fn create(&self, new: NewCollection) -> Collection {
        self.clock.advance(Duration::seconds(1));
        let created = self
            .catalog()
            .create_collection(&self.moderator, &new)
            .await;
        created.unwrap()
    }

    async fn put(&self, own: &Collection, products: &[ProductId]) -> Collection {
        let put = Arrangement::Put {
            products: products.to_vec(),
            at: None,
        };
        self.arrange(own, put).await.unwrap()
    }

    async fn arrange(
        &self,
        own: &Collection,
        by: Arrangement,
    ) -> Result<Collection, CollectionError> {
        let catalog = self.catalog();
        catalog
            .arrange_collection(&self.moderator, own.id, own.version, &by)
            .await
    }

    async fn publish(&self, own: &Collection) -> Result<Collection, CollectionError> {
        self.order(&self.moderator, own, CollectionCommand::Publish)
            .await
    }

    async fn order(
        &self,
        actor: &Actor,
        own: &Collection,
        command: CollectionCommand,
    ) -> Result<Collection, CollectionError> {
        let catalog = self.catalog();
        catalog
            .move_collection(actor, own.id, own.version, command)
            .await
    }

    /// A published collection of these products.
    async fn published(&self, title: &str, products: &[ProductId]) -> Collection {
        let own = self.create(manual(title)).await;
        let own = self.put(&own, products).await;
        self.publish(&own).await.unwrap()
    }

    async fn products(&self, own: &Collection) -> Vec<ProductId> {
        let page = PageArgs::first(100);
        let page = self
            .catalog()
            .collection_products(own, &page)
            .await
            .unwrap();
        page.rows
            .into_iter()
            .map(|(_, card)| card.product_id)
            .collect()
    }

    /// Whether nobody in particular sees it, on every way.
    async fn is_public(&self, own: &Collection) -> bool {
        let catalog = self.catalog();
        let by_id = catalog.collection(&Actor::Anonymous, own.id).await.unwrap();
        let by_slug = catalog
            .collection_by_slug(&Actor::Anonymous, &own.slug)
            .await;
        let page = PageArgs::first(100);
        let listed = catalog
            .collections(&CollectionFilter::default(), &page)
            .await
            .unwrap();
        let listed = listed.rows.iter().any(|(_, found)| found.id == own.id);
        let answers = [by_id.is_some(), by_slug.unwrap().is_some(), listed];
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "{answers:?}"
        );
        let now = self.clock.now();
        assert_eq!(answers[0], own.public_at(now), "in SQL and in hand");
        answers[0]
    }
}

pub(crate) async fn person(market: &Market, role: Role, scope: Scope) -> Actor {
    let now = market.clock.now();
    let id = AccountId::new(now);
    let sql = "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
        VALUES ($1, $2, 'x', 'x', 'vi', 'ACTIVE', TRUE, $3, $3)";
    let tx = market.db.begin().await.unwrap();
    let values = [id.0.into(), format!("{id}@vidu.example").into(), now.into()];
    let row = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(row).await.unwrap();
    tx.commit().await.unwrap();
    let grants = vec![RoleGrant { role, scope }];
    Actor::Account { id, grants }
}

fn manual(title: &str) -> NewCollection {
    NewCollection {
        content: titled(title),
        ..NewCollection::default()
    }
}

fn titled(title: &str) -> CollectionContent {
    CollectionContent {
        title: title.to_owned(),
        ..CollectionContent::default()
    }
}

fn ruled(title: &str, rule: CollectionRule) -> NewCollection {
    let content = CollectionContent {
        rule: Some(rule),
        ..titled(title)
    };
    NewCollection {
        content,
        ..NewCollection::default()
    }
}

fn four_stars() -> CollectionRule {
    CollectionRule {
        stars_min: Some(4),
        ..CollectionRule::default()
    }
}

async fn the_public_sees_what_is_published_and_valid(test: TestDb) {
    let world = World::open(&test).await;
    let listing = world.listing("Cơm cháy", 45_000).await;
    let own = world.create(manual("Quà Tết Ninh Bình")).await;
    assert_eq!(own.slug, "qua-tet-ninh-binh");
    let own = world.put(&own, &[listing.product]).await;
    assert!(!world.is_public(&own).await, "a draft");
    // Its curators see it.
    let seen = world.catalog().collection(&world.moderator, own.id).await;
    assert_eq!(seen.unwrap().as_ref(), Some(&own));
    let seen = world.catalog().collection(&world.officer, own.id).await;
    assert_eq!(seen.unwrap(), None, "the whole country's");
    let own = world.publish(&own).await.unwrap();
    assert!(world.is_public(&own).await);
    // Its validity, to the microsecond and without any job.
    let now = world.clock.now();
    let (from, until) = (now + Duration::days(1), now + Duration::days(2));
    let content = CollectionContent {
        valid_from: Some(from),
        valid_until: Some(until),
        ..own.content.clone()
    };
    let edited = world
        .catalog()
        .edit_collection(&world.moderator, own.id, own.version, &content);
    let own = edited.await.unwrap();
    for (instant, public) in [
        (from - Duration::microseconds(1), false),
        (from, true),
        (until - Duration::microseconds(1), true),
        (until, false),
    ] {
        world.clock.set(instant);
        assert_eq!(world.is_public(&own).await, public, "{instant}");
    }
    // Its season.
    let content = CollectionContent {
        months: Months::of(&[12]).unwrap(),
        ..titled("Tết")
    };
    let edited = world
        .catalog()
        .edit_collection(&world.moderator, own.id, own.version, &content);
    let own = edited.await.unwrap();
    for (instant, public) in [
        ("2026-11-30T16:59:59Z", false),
        ("2026-11-30T17:00:00Z", true),
        ("2026-12-31T17:00:00Z", false),
        ("2027-12-01T00:00:00Z", true),
    ] {
        world.clock.set(instant.parse().unwrap());
        assert_eq!(world.is_public(&own).await, public, "{instant}");
    }
    let own = world
        .order(&world.moderator, &own, CollectionCommand::Withdraw)
        .await
        .unwrap();
    assert!(!world.is_public(&own).await);
    let own = world
        .order(&world.moderator, &own, CollectionCommand::Archive)
        .await
        .unwrap();
    assert!(!world.is_public(&own).await);
    let refused = world.publish(&own).await;
    assert!(matches!(
        refused,
        Err(CollectionError::WrongStatus(CollectionStatus::Archived))
    ));
}

async fn officers_curate_their_province_alone(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let listing = world.listing("Cơm cháy", 45_000).await;
    let scope = |code: &str| Scope::Province(code.to_owned());
    let foreign = person(&world.market, Role::ProgrammeOfficer, scope("01")).await;
    let local_moderator = person(&world.market, Role::Moderator, scope("37")).await;
    let shopper = person(&world.market, Role::Shopper, Scope::Global).await;
    let of = |province: Option<&str>| NewCollection {
        province_code: province.map(str::to_owned),
        ..manual("Đặc sản")
    };
    for (actor, province) in [
        (&world.officer, None),
        (&world.officer, Some("01")),
        (&local_moderator, Some("37")),
        (&shopper, Some("37")),
        (&Actor::Anonymous, None),
    ] {
        let refused = catalog.create_collection(actor, &of(province)).await;
        assert!(
            matches!(refused, Err(CollectionError::ProvinceNotCurated)),
            "{actor:?}"
        );
        let refused = catalog
            .preview_rule(actor, province, &four_stars(), 5)
            .await;
        assert!(
            matches!(refused, Err(CollectionError::ProvinceNotCurated)),
            "{actor:?}"
        );
    }
    let own = catalog
        .create_collection(&world.officer, &of(Some("37")))
        .await
        .unwrap();
    let put = Arrangement::Put {
        products: vec![listing.product],
        at: None,
    };
    let page = PageArgs::first(10);
    // Even what is public can only be read.
    for publish in [false, true] {
        let mut latest = catalog
            .collection(&world.officer, own.id)
            .await
            .unwrap()
            .unwrap();
        for actor in [&foreign, &local_moderator, &shopper, &Actor::Anonymous] {
            let (id, version) = (latest.id, latest.version);
            let edited = catalog
                .edit_collection(actor, id, version, &titled("Khác"))
                .await;
            assert!(
                matches!(edited, Err(CollectionError::NotFound)),
                "{actor:?}"
            );
            let put = catalog.arrange_collection(actor, id, version, &put).await;
            assert!(matches!(put, Err(CollectionError::NotFound)), "{actor:?}");
            for command in [CollectionCommand::Publish, CollectionCommand::Archive] {
                let moved = world.order(actor, &latest, command).await;
                assert!(matches!(moved, Err(CollectionError::NotFound)), "{actor:?}");
            }
            let read = catalog.collection_history(actor, id, &page).await;
            assert!(
                matches!(read, Err(catalog::ReadError::NotFound)),
                "{actor:?}"
            );
            let read = catalog.collection_entries(actor, id, &page).await;
            assert!(
                matches!(read, Err(catalog::ReadError::NotFound)),
                "{actor:?}"
            );
            let found = catalog.collection(actor, id).await.unwrap();
            assert_eq!(found.is_some(), publish, "{actor:?}");
            let unknown = CollectionId::new(world.clock.now());
            let edited = catalog
                .edit_collection(actor, unknown, 1, &titled("Khác"))
                .await;
            assert!(matches!(edited, Err(CollectionError::NotFound)));
        }
        if !publish {
            let arranged = catalog
                .arrange_collection(&world.officer, own.id, 1, &put)
                .await;
            latest = arranged.unwrap();
            let published = world.order(&world.officer, &latest, CollectionCommand::Publish);
            published.await.unwrap();
        }
    }
    // Lists: what is theirs, in whatever status.
    world.create(manual("Cả nước")).await;
    let curated = async |actor: &Actor| {
        let found = catalog
            .curated_collections(actor, &CuratedFilter::default(), &page)
            .await;
        found.map(|page| page.rows.len())
    };
    assert_eq!(curated(&world.moderator).await.unwrap(), 2);
    assert_eq!(curated(&world.officer).await.unwrap(), 1);
    assert_eq!(curated(&foreign).await.unwrap(), 0);
    assert!(matches!(
        curated(&shopper).await,
        Err(catalog::ReadError::NotAllowed)
    ));
    let filter = CuratedFilter {
        provinces: Some(vec!["01".to_owned()]),
        ..CuratedFilter::default()
    };
    let found = catalog
        .curated_collections(&world.officer, &filter, &page)
        .await
        .unwrap();
    assert!(found.rows.is_empty());
}

async fn a_province_shows_its_own_products_alone(test: TestDb) {
    let world = World::open(&test).await;
    let here = world.listing("Cơm cháy", 45_000).await;
    let there = world.market.listing(&world.away, "Cốm", 60_000, 5).await;
    let of_province = |new| NewCollection {
        province_code: Some("37".to_owned()),
        ..new
    };
    let own = world.create(of_province(manual("Đặc sản"))).await;
    let products = vec![here.product, there.product];
    let refused = world
        .arrange(&own, Arrangement::Put { products, at: None })
        .await;
    assert!(matches!(refused, Err(CollectionError::OutsideProvince(1))));
    let own = world.put(&own, &[here.product]).await;
    let own = world.publish(&own).await.unwrap();
    let ruled = world
        .create(of_province(ruled("Bốn sao", four_stars())))
        .await;
    assert_eq!(world.products(&ruled).await, [here.product]);
    // A producer that moves takes its products along.
    let sql = "UPDATE producer SET province_code = '01', commune_code = '00070' WHERE province_code = '37'";
    test.raw(sql).await.unwrap();
    world.market.refresh_card(here.product).await;
    for own in [&own, &ruled] {
        assert!(world.products(own).await.is_empty());
        assert_eq!(world.catalog().count_collection(own).await.unwrap(), 0);
    }
    let told = world
        .catalog()
        .collections_of(&[here.product])
        .await
        .unwrap();
    assert!(told.is_empty());
}

async fn what_no_collection_can_be_is_refused(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let now = world.clock.now();
    let refused = async |new: NewCollection| {
        let created = catalog.create_collection(&world.moderator, &new).await;
        created.unwrap_err().to_string()
    };
    let with = |content: CollectionContent| NewCollection {
        content,
        ..NewCollection::default()
    };
    let slug = |slug: &str| NewCollection {
        slug: Some(slug.to_owned()),
        ..manual("Quà Tết")
    };
    for (new, expected) in [
        (manual(" \u{200B}"), CollectionError::Text("title")),
        (manual(&"ă".repeat(121)), CollectionError::Text("title")),
        (
            with(CollectionContent {
                title_en: Some("a".repeat(121)),
                ..titled("Quà")
            }),
            CollectionError::Text("titleEn"),
        ),
        (
            with(CollectionContent {
                description: Some("a".repeat(2_001)),
                ..titled("Quà")
            }),
            CollectionError::Text("description"),
        ),
        (slug(""), CollectionError::Slug),
        (slug("Quà"), CollectionError::Slug),
        (slug("qua--tet"), CollectionError::Slug),
        (manual("!"), CollectionError::Slug),
        (
            with(CollectionContent {
                valid_from: Some(now),
                valid_until: Some(now),
                ..titled("Quà")
            }),
            CollectionError::Validity,
        ),
        (
            with(CollectionContent {
                position: -1,
                ..titled("Quà")
            }),
            CollectionError::Position,
        ),
        (
            ruled(
                "Quà",
                CollectionRule {
                    groups: vec!["x".into()],
                    ..CollectionRule::default()
                },
            ),
            CollectionError::Rule("groups"),
        ),
    ] {
        assert_eq!(refused(new).await, expected.to_string());
    }
    let own = world.create(slug("qua-tet")).await;
    assert_eq!(
        refused(slug("qua-tet")).await,
        CollectionError::SlugTaken.to_string()
    );
    // It keeps its kind.
    let content = CollectionContent {
        rule: Some(four_stars()),
        ..titled("Quà")
    };
    let edited = catalog
        .edit_collection(&world.moderator, own.id, 1, &content)
        .await;
    assert!(matches!(edited, Err(CollectionError::Kind)));
    let rule = world.create(ruled("Bốn sao", four_stars())).await;
    let put = Arrangement::Put {
        products: Vec::new(),
        at: None,
    };
    assert!(matches!(
        world.arrange(&rule, put).await,
        Err(CollectionError::NotManual)
    ));
    // Nobody has heard of it.
    let unknown = vec![ProductId::new(now)];
    let put = Arrangement::Put {
        products: unknown,
        at: None,
    };
    assert!(matches!(
        world.arrange(&own, put).await,
        Err(CollectionError::UnknownProduct(0))
    ));
    // One whose time is over.
    let listing = world.listing("Cơm cháy", 45_000).await;
    let content = CollectionContent {
        valid_until: Some(now),
        ..titled("Quà")
    };
    let edited = catalog
        .edit_collection(&world.moderator, own.id, 1, &content)
        .await
        .unwrap();
    let edited = world.put(&edited, &[listing.product]).await;
    assert!(matches!(
        world.publish(&edited).await,
        Err(CollectionError::Validity)
    ));
}

async fn a_rule_that_holds_nothing_or_everything_is_not_published(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let everything = CollectionRule::default;
    let nothing = || CollectionRule {
        stars_min: Some(5),
        ..everything()
    };
    let own = world.create(ruled("Tất cả", everything())).await;
    world.listing("Cơm cháy", 45_000).await;
    assert!(matches!(
        world.publish(&own).await,
        Err(CollectionError::MatchesEverything)
    ));
    let preview = catalog
        .preview_rule(&world.moderator, None, &everything(), 5)
        .await
        .unwrap();
    assert_eq!((preview.count, preview.matches_everything), (1, true));
    let own = world.create(ruled("Năm sao", nothing())).await;
    assert!(matches!(
        world.publish(&own).await,
        Err(CollectionError::MatchesNothing)
    ));
    let preview = catalog
        .preview_rule(&world.moderator, None, &nothing(), 5)
        .await
        .unwrap();
    assert_eq!((preview.count, preview.cards.len()), (0, 0));
    let empty = world.create(manual("Trống")).await;
    assert!(matches!(
        world.publish(&empty).await,
        Err(CollectionError::MatchesNothing)
    ));
    // Nor does what is public become so.
    let edit = async |own: &Collection, rule| {
        let content = CollectionContent {
            rule: Some(rule),
            ..titled("Bốn sao")
        };
        catalog
            .edit_collection(&world.moderator, own.id, own.version, &content)
            .await
    };
    let own = edit(&own, four_stars()).await.unwrap();
    let own = world.publish(&own).await.unwrap();
    assert!(matches!(
        edit(&own, nothing()).await,
        Err(CollectionError::MatchesNothing)
    ));
    assert!(matches!(
        edit(&own, everything()).await,
        Err(CollectionError::MatchesEverything)
    ));
    let seen = catalog.collection(&Actor::Anonymous, own.id).await.unwrap();
    assert_eq!(seen, Some(own));
}

async fn a_rule_means_the_same_in_sql_and_in_hand(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let old = world.listing("Cơm cháy", 45_000).await;
    world.clock.advance(Duration::days(40));
    let (market, home) = (&world.market, &world.home);
    let day = kernel::clock::day_in_vietnam(world.clock.now());
    let fresh = market
        .certificate(home, kernel::clock::days_before(day, 3))
        .await;
    let tea = market
        .listing_under(home, fresh, "Trà", 90_000, 5, |new| new.product_set = 17)
        .await;
    // The newest alone: no two of one instant.
    world.clock.advance(Duration::seconds(1));
    let there = market.listing(&world.away, "Cốm", 150_000, 5).await;
    let (old, tea, there) = (old.product, tea.product, there.product);
    let money = |dong| Some(Money::from_stored(dong));
    let base = CollectionRule::default;
    let cards = catalog.cards_by_ids(&[old, tea, there]).await.unwrap();
    let now = world.clock.now();
    for (rule, expected) in [
        (base(), vec![old, tea, there]),
        (
            CollectionRule {
                groups: vec!["BEVERAGE".into()],
                ..base()
            },
            vec![tea],
        ),
        (
            CollectionRule {
                product_sets: vec![6],
                ..base()
            },
            vec![old, there],
        ),
        (
            CollectionRule {
                product_sets: vec![6, 17],
                ..base()
            },
            vec![old, tea, there],
        ),
        (
            CollectionRule {
                stars_min: Some(5),
                ..base()
            },
            vec![],
        ),
        (four_stars(), vec![old, tea, there]),
        (
            CollectionRule {
                provinces: vec!["01".into()],
                ..base()
            },
            vec![there],
        ),
        (
            CollectionRule {
                communes: vec!["14620".into()],
                ..base()
            },
            vec![old, tea],
        ),
        (
            CollectionRule {
                producers: vec![home.id],
                ..base()
            },
            vec![old, tea],
        ),
        (
            CollectionRule {
                price_min: money(90_000),
                ..base()
            },
            vec![tea, there],
        ),
        (
            CollectionRule {
                price_max: money(90_000),
                ..base()
            },
            vec![old, tea],
        ),
        (
            CollectionRule {
                new_within_days: Some(39),
                ..base()
            },
            vec![tea, there],
        ),
        (
            CollectionRule {
                new_within_days: Some(41),
                ..base()
            },
            vec![old, tea, there],
        ),
        (
            CollectionRule {
                certified_within_days: Some(3),
                ..base()
            },
            vec![],
        ),
        (
            CollectionRule {
                certified_within_days: Some(4),
                ..base()
            },
            vec![tea],
        ),
        (
            CollectionRule {
                kind: Some(catalog::ProductKind::Service),
                ..base()
            },
            vec![],
        ),
        (
            CollectionRule {
                product_sets: vec![6],
                provinces: vec!["37".into()],
                ..base()
            },
            vec![old],
        ),
    ] {
        let in_hand = cards.iter().filter(|card| rule.holds(card, now));
        let mut in_hand: Vec<_> = in_hand.map(|card| card.product_id).collect();
        let preview = catalog
            .preview_rule(&world.moderator, None, &rule, 100)
            .await
            .unwrap();
        let mut in_sql: Vec<_> = preview.cards.iter().map(|card| card.product_id).collect();
        let mut expected = expected;
        for list in [&mut in_hand, &mut in_sql, &mut expected] {
            list.sort();
        }
        assert_eq!(in_sql, expected, "{rule:?}");
        assert_eq!(in_hand, expected, "{rule:?}");
        assert_eq!(preview.count, expected.len() as u64, "{rule:?}");
    }
    let here = catalog
        .preview_rule(&world.moderator, Some("37"), &four_stars(), 100)
        .await
        .unwrap();
    let mut shown: Vec<_> = here.cards.iter().map(|card| card.product_id).collect();
    let mut of_province = vec![tea, old];
    shown.sort();
    of_province.sort();
    assert_eq!((here.count, shown), (2, of_province));
    for (sort, first) in [
        (CollectionSort::Newest, there),
        (CollectionSort::Certified, tea),
        (CollectionSort::PriceAsc, old),
        (CollectionSort::PriceDesc, there),
        (CollectionSort::Name, there),
    ] {
        let rule = CollectionRule {
            sort,
            ..four_stars()
        };
        let preview = catalog
            .preview_rule(&world.moderator, None, &rule, 1)
            .await
            .unwrap();
        if sort != CollectionSort::Name {
            assert_eq!(preview.cards[0].product_id, first, "{sort:?}");
        }
        let own = world.create(ruled(&format!("Loạt {sort:?}"), rule)).await;
        let mut paged = Vec::new();
        let mut page = PageArgs::first(1);
        loop {
            let rows = catalog.collection_products(&own, &page).await.unwrap();
            paged.extend(rows.rows.iter().map(|(_, card)| card.product_id));
            page.cursor = rows.rows.last().map(|(cursor, _)| cursor.clone());
            if !rows.has_next {
                break;
            }
        }
        assert_eq!(paged, world.products(&own).await, "{sort:?}");
        assert_eq!(paged.len(), 3);
    }
}

async fn curators_choose_an_order(test: TestDb) {
    let world = World::open(&test).await;
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(
            world
                .listing(&format!("Cơm cháy {n}"), 45_000)
                .await
                .product,
        );
    }
    let own = world.create(manual("Quà Tết")).await;
    let own = world.put(&own, &[ids[2], ids[0], ids[3]]).await;
    assert_eq!(world.products(&own).await, [ids[2], ids[0], ids[3]]);
    let put = Arrangement::Put {
        products: vec![ids[1], ids[3]],
        at: Some(1),
    };
    let own = world.arrange(&own, put).await.unwrap();
    assert_eq!(world.products(&own).await, [ids[2], ids[1], ids[3], ids[0]]);
    let own = world
        .arrange(
            &own,
            Arrangement::Remove {
                products: vec![ids[1]],
            },
        )
        .await
        .unwrap();
    assert_eq!(world.products(&own).await, [ids[2], ids[3], ids[0]]);
    // Backwards it is the same list.
    let page = PageArgs {
        backward: true,
        ..PageArgs::first(2)
    };
    let page = world
        .catalog()
        .collection_products(&own, &page)
        .await
        .unwrap();
    let last: Vec<_> = page.rows.iter().map(|(_, card)| card.product_id).collect();
    assert_eq!(last, [ids[3], ids[0]]);
    assert!(page.has_previous && !page.has_next);
    // Its cursors belong to no other list.
    let foreign = PageArgs {
        cursor: Some(page.rows[0].0.clone()),
        ..PageArgs::first(1)
    };
    let rule = world.create(ruled("Bốn sao", four_stars())).await;
    let refused = world.catalog().collection_products(&rule, &foreign).await;
    assert!(matches!(
        refused,
        Err(ListError::Page(PageError::BadCursor))
    ));
}

async fn a_hidden_product_is_not_shown(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let (one, other) = (
        world.listing("Cơm cháy", 1_000).await,
        world.listing("Nem", 2_000).await,
    );
    let (id, left) = (one.product, other.product);
    let own = world.published("Quà Tết", &[id, left]).await;
    let rule = world.create(ruled("Bốn sao", four_stars())).await;
    let rule = world.publish(&rule).await.unwrap();
    for own in [&own, &rule] {
        assert_eq!(world.products(own).await.len(), 2);
        assert_eq!(catalog.count_collection(own).await.unwrap(), 2);
    }
    world
        .market
        .set_certificate(&one, CertificateStatus::Suspended)
        .await;
    for own in [&own, &rule] {
        assert_eq!(world.products(own).await, [left]);
        assert_eq!(catalog.count_collection(own).await.unwrap(), 1);
    }
    let told = catalog.collections_of(&[id, left]).await.unwrap();
    assert!(told.iter().all(|(product, _)| *product == left));
    assert_eq!(told.len(), 2);
    // Curators still see that it is there, and may leave it there.
    let page = PageArgs::first(10);
    let entries = catalog
        .collection_entries(&world.moderator, own.id, &page)
        .await
        .unwrap();
    assert_eq!(entries.rows.len(), 2);
    let own = world.put(&own, &[id, left]).await;
    // But not put it in anew.
    let own = world
        .arrange(&own, Arrangement::Remove { products: vec![id] })
        .await
        .unwrap();
    let put = Arrangement::Put {
        products: vec![left, id],
        at: None,
    };
    assert!(matches!(
        world.arrange(&own, put).await,
        Err(CollectionError::UnknownProduct(1))
    ));
    // A draft of somebody else's listing cannot be told from nothing.
    world.clock.advance(Duration::days(4 * 366));
    assert!(
        world.products(&own).await.is_empty(),
        "all certificates have ended"
    );
}

async fn pages_stay_stable_while_products_come_and_go(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let mut listings = Vec::new();
    for n in 0..6 {
        listings.push(world.listing(&format!("Cơm cháy {n}"), 45_000).await);
    }
    let ids: Vec<ProductId> = listings.iter().map(|own| own.product).collect();
    let own = world.published("Quà Tết", &ids).await;
    let rule = world.create(ruled("Bốn sao", four_stars())).await;
    let reversed: Vec<ProductId> = ids.iter().rev().copied().collect();
    for (own, order) in [(&own, &ids), (&rule, &reversed)] {
        let first = catalog
            .collection_products(own, &PageArgs::first(2))
            .await
            .unwrap();
        let seen: Vec<_> = first.rows.iter().map(|(_, card)| card.product_id).collect();
        assert_eq!(seen, order[..2]);
        // The row of the cursor vanishes, one that was seen, and one to come.
        let gone = [order[1], order[3]];
        let gone: Vec<&Listing> = listings
            .iter()
            .filter(|own| gone.contains(&own.product))
            .collect();
        for listing in &gone {
            world
                .market
                .set_certificate(listing, CertificateStatus::Suspended)
                .await;
        }
        let cursor = Some(first.rows[1].0.clone());
        let next = PageArgs {
            cursor,
            ..PageArgs::first(2)
        };
        let next = catalog.collection_products(own, &next).await.unwrap();
        let seen: Vec<_> = next.rows.iter().map(|(_, card)| card.product_id).collect();
        assert_eq!(seen, [order[2], order[4]], "no row twice, none left out");
        // They come back between the pages.
        for listing in &gone {
            world
                .market
                .set_certificate(listing, CertificateStatus::Active)
                .await;
        }
        let cursor = Some(next.rows[1].0.clone());
        let last = PageArgs {
            cursor,
            ..PageArgs::first(2)
        };
        let last = catalog.collection_products(own, &last).await.unwrap();
        let seen: Vec<_> = last.rows.iter().map(|(_, card)| card.product_id).collect();
        assert_eq!(seen, order[5..]);
    }
}

async fn whoever_saw_an_older_version_is_told(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let listing = world.listing("Cơm cháy", 45_000).await;
    let own = world.create(manual("Quà Tết")).await;
    let edit = async |version| {
        let content = titled("Tết");
        let edited = catalog.edit_collection(&world.moderator, own.id, version, &content);
        edited.await
    };
    let edited = edit(1).await.unwrap();
    assert_eq!(edited.version, 2);
    assert!(matches!(edit(1).await, Err(CollectionError::Outdated(2))));
    let put = Arrangement::Put {
        products: vec![listing.product],
        at: None,
    };
    assert!(matches!(
        world.arrange(&own, put).await,
        Err(CollectionError::Outdated(2))
    ));
    assert!(matches!(
        world.publish(&own).await,
        Err(CollectionError::Outdated(2))
    ));
    // Two at once: one of them is told.
    let (one, other) = tokio::join!(edit(2), edit(2));
    let done = [one.is_ok(), other.is_ok()];
    assert!(done.contains(&true) && done.contains(&false), "{done:?}");
    // Two of the same name at once: the same.
    let new = NewCollection {
        slug: Some("cung-ten".to_owned()),
        ..manual("Quà")
    };
    let create = async || catalog.create_collection(&world.moderator, &new).await;
    let (one, other) = tokio::join!(create(), create());
    let taken = |made: &Result<Collection, _>| matches!(made, Err(CollectionError::SlugTaken));
    assert!(one.is_ok() && taken(&other) || other.is_ok() && taken(&one));
}

async fn everything_is_on_record(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let listing = world.listing("Cơm cháy", 45_000).await;
    let own = world.published("Quà Tết", &[listing.product]).await;
    let content = titled("Tết");
    let edited = catalog.edit_collection(&world.moderator, own.id, own.version, &content);
    let own = edited.await.unwrap();
    // What is not in it leaves no trace, alone or beside what is.
    let stray = ProductId::new(world.clock.now());
    let remove = |products: Vec<ProductId>| Arrangement::Remove { products };
    let same = world.arrange(&own, remove(vec![stray])).await.unwrap();
    assert_eq!(same.version, own.version);
    let both = remove(vec![stray, listing.product]);
    let own = world.arrange(&own, both).await.unwrap();
    let own = world
        .order(&world.moderator, &own, CollectionCommand::Archive)
        .await
        .unwrap();
    let page = PageArgs::first(3);
    let first = catalog
        .collection_history(&world.moderator, own.id, &page)
        .await
        .unwrap();
    let cursor = first.rows.last().map(|(cursor, _)| cursor.clone());
    let page = PageArgs { cursor, ..page };
    let rest = catalog
        .collection_history(&world.moderator, own.id, &page)
        .await
        .unwrap();
    let events: Vec<_> = first
        .rows
        .into_iter()
        .chain(rest.rows)
        .map(|(_, event)| event)
        .collect();
    let acts: Vec<(&str, i64)> = events.iter().map(|own| (&*own.act, own.version)).collect();
    assert_eq!(
        acts,
        [
            ("ARCHIVE", 6),
            ("REMOVE", 5),
            ("EDIT", 4),
            ("PUBLISH", 3),
            ("PUT", 2),
            ("CREATE", 1)
        ]
    );
    assert!(
        events
            .iter()
            .all(|own| own.actor == world.moderator.label())
    );
    assert!(events[2].details.contains("title"));
    let removed = &events[1].details;
    assert!(removed.contains(&listing.product.to_string()));
    assert!(!removed.contains(&stray.to_string()));
}

async fn products_tell_their_collections(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = world.catalog();
    let (one, other) = (
        world.listing("Cơm cháy", 1_000).await,
        world.listing("Nem", 2_000).await,
    );
    let (id, both) = (one.product, [one.product, other.product]);
    let first = world.published("Quà Tết", &both).await;
    let rule = CollectionRule {
        price_max: Some(Money::from_stored(1_500)),
        ..four_stars()
    };
    let cheap = world.create(ruled("Dưới 1.500", rule)).await;
    let cheap = world.publish(&cheap).await.unwrap();
    let draft = world.create(manual("Nháp")).await;
    world.put(&draft, &both).await;
    let told = async || {
        let mut told: Vec<_> = catalog.collections_of(&both).await.unwrap();
        told.sort_by_key(|(product, own)| (*product != id, own.id));
        told.into_iter()
            .map(|(product, own)| (product, own.id))
            .collect::<Vec<_>>()
    };
    let other = other.product;
    assert_eq!(
        told().await,
        [(id, first.id), (id, cheap.id), (other, first.id)]
    );
    world
        .order(&world.moderator, &first, CollectionCommand::Withdraw)
        .await
        .unwrap();
    assert_eq!(told().await, [(id, cheap.id)]);
}

async fn the_database_keeps_the_rules(test: TestDb) {
    let world = World::open(&test).await;
    let listing = world.listing("Cơm cháy", 45_000).await;
    world.published("Quà Tết", &[listing.product]).await;
    world.create(ruled("Bốn sao", four_stars())).await;
    for sql in [
        "UPDATE collection SET kind = 'RULE' WHERE slug = 'qua-tet'",
        "UPDATE collection SET rule = NULL WHERE slug = 'bon-sao'",
        "UPDATE collection SET sort = 'RANDOM' WHERE slug = 'bon-sao'",
        "UPDATE collection SET slug = 'qua-tet' WHERE slug = 'bon-sao'",
        "UPDATE collection SET months = 0",
        "UPDATE collection SET months = 4096",
        "UPDATE collection SET status = 'PUBLIC'",
        "UPDATE collection SET status = 'PUBLISHED' WHERE slug = 'bon-sao'",
        "UPDATE collection SET valid_from = created_at, valid_until = created_at",
        "UPDATE collection SET position = -1",
        "UPDATE collection SET title = ''",
        "UPDATE collection_product SET position = 500",
        "INSERT INTO collection_product SELECT collection_id, product_id, 7 FROM collection_product",
        "DELETE FROM product WHERE name = 'Cơm cháy'",
        "UPDATE collection_event SET version = 1",
    ] {
        assert!(test.raw(sql).await.is_err(), "{sql}");
    }
}
