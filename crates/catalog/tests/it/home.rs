//! The home page.

use crate::collections::person;
use catalog::collections::{
    Arrangement, Collection, CollectionCommand, CollectionContent, CollectionRule, NewCollection,
};
use catalog::fixtures::{Listing, Market, outbox};
use catalog::home::{
    BlockCode, BlockContent, BlockKind, HomePage, SetHomeError, ShownBlock, Shows,
};
use chrono::Duration;
use kernel::{Actor, Clock, CollectionId, ProducerId, ProductId, Role, Scope};
use programme::{CertificateStatus, ProducerStatus};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    blocks_come_in_their_order_within_their_validity,
    what_shows_nothing_is_left_out,
    only_who_manages_the_whole_country_writes_it,
    every_version_stays_on_record,
    what_no_block_can_be_is_refused,
    the_database_keeps_the_rules_of_blocks,
);

struct World {
    market: Market,
    clock: TestClock,
    moderator: Actor,
    listing: Listing,
    other: Listing,
    collection: Collection,
}

impl World {
    async fn open(test: &TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let moderator = person(&market, Role::Moderator, Scope::Global).await;
        let one = market.producer("HTX Một").await;
        let two = market.producer("HTX Hai").await;
        let listing = market.listing(&one, "Cơm cháy", 45_000, 5).await;
        clock.advance(Duration::seconds(1));
        let other = market.listing(&two, "Nem chua", 9_000, 5).await;
        let content = CollectionContent {
            title: "Quà Tết".to_owned(),
            ..CollectionContent::default()
        };
        let new = NewCollection {
            content,
            ..NewCollection::default()
        };
        let own = market
            .catalog
            .create_collection(&moderator, &new)
            .await
            .unwrap();
        let put = Arrangement::Put {
            products: vec![listing.product],
            at: None,
        };
        let own = market
            .catalog
            .arrange_collection(&moderator, own.id, 1, &put)
            .await
            .unwrap();
        let publish = CollectionCommand::Publish;
        let own = market
            .catalog
            .move_collection(&moderator, own.id, own.version, publish)
            .await;
        Self {
            market,
            clock,
            moderator,
            listing,
            other,
            collection: own.unwrap(),
        }
    }

    async fn set(&self, version: i64, blocks: &[BlockContent]) -> Result<HomePage, SetHomeError> {
        self.market
            .catalog
            .set_home_page(&self.moderator, version, blocks)
            .await
    }

    async fn shown(&self) -> Vec<ShownBlock> {
        self.market.catalog.shown_home_page().await.unwrap()
    }

    async fn kinds(&self) -> Vec<BlockKind> {
        self.shown()
            .await
            .iter()
            .map(|own| own.content.kind)
            .collect()
    }

    /// One of each kind, and a banner of each kind of link.
    fn blocks(&self) -> Vec<BlockContent> {
        let collection_id = Some(self.collection.id);
        let product_id = Some(self.listing.product);
        let producer_id = Some(self.listing.producer.id);
        let producers = vec![self.other.producer.id, self.listing.producer.id];
        vec![
            banner("Chào mừng"),
            BlockContent {
                collection_id,
                ..banner("Quà Tết")
            },
            BlockContent {
                product_id,
                ..banner("Cơm cháy")
            },
            BlockContent {
                producer_id,
                ..banner("HTX Một")
            },
            BlockContent {
                collection_id,
                ..block(BlockKind::Collection)
            },
            BlockContent {
                producers,
                ..block(BlockKind::FeaturedProducers)
            },
            block(BlockKind::RecentlyCertified),
            block(BlockKind::NewProducts),
        ]
    }
}

fn block(kind: BlockKind) -> BlockContent {
    BlockContent {
        kind,
        size: 12,
        ..BlockContent::default()
    }
}

fn banner(title: &str) -> BlockContent {
    BlockContent {
        title: Some(title.to_owned()),
        ..block(BlockKind::Banner)
    }
}

fn products(shows: &Shows) -> Vec<ProductId> {
    match shows {
        Shows::Products(cards) | Shows::Collection(_, cards) => {
            cards.iter().map(|card| card.product_id).collect()
        }
        Shows::Product(card) => vec![card.product_id],
        Shows::Text | Shows::Link(_) | Shows::Producers(_) => Vec::new(),
    }
}

async fn blocks_come_in_their_order_within_their_validity(test: TestDb) {
    let world = World::open(&test).await;
    assert!(world.shown().await.is_empty(), "nobody has written it");
    world.set(0, &world.blocks()).await.unwrap();
    let shown = world.shown().await;
    let (one, two) = (world.listing.product, world.other.product);
    assert_eq!(shown.len(), 8);
    assert_eq!(shown[0].shows, Shows::Text);
    assert_eq!(shown[1].shows, Shows::Link(world.collection.clone()));
    assert_eq!(products(&shown[2].shows), [one]);
    assert_eq!(
        shown[3].shows,
        Shows::Producers(vec![world.listing.producer.id])
    );
    assert_eq!(products(&shown[4].shows), [one]);
    let featured = vec![world.other.producer.id, world.listing.producer.id];
    assert_eq!(shown[5].shows, Shows::Producers(featured));
    assert_eq!(products(&shown[7].shows), [two, one], "the newest first");
    assert_eq!(products(&shown[6].shows).len(), 2);
    // As many as it wants.
    let small = BlockContent {
        size: 1,
        ..block(BlockKind::NewProducts)
    };
    let now = world.clock.now();
    let until = now + Duration::hours(1);
    let short = BlockContent {
        valid_from: Some(now),
        valid_until: Some(until),
        ..banner("Giờ vàng")
    };
    world.set(1, &[small, short]).await.unwrap();
    let shown = world.shown().await;
    assert_eq!(products(&shown[0].shows), [two]);
    for (instant, count) in [
        (now - Duration::microseconds(1), 1),
        (now, 2),
        (until - Duration::microseconds(1), 2),
        (until, 1),
    ] {
        world.clock.set(instant);
        assert_eq!(world.shown().await.len(), count, "{instant}");
    }
    // A rule's products come in its order.
    let sort = catalog::collections::CollectionSort::PriceDesc;
    let rule = CollectionRule {
        stars_min: Some(4),
        sort,
        ..CollectionRule::default()
    };
    let content = CollectionContent {
        title: "Bốn sao".to_owned(),
        rule: Some(rule),
        ..CollectionContent::default()
    };
    let catalog = &world.market.catalog;
    let new = NewCollection {
        content,
        ..NewCollection::default()
    };
    let own = catalog
        .create_collection(&world.moderator, &new)
        .await
        .unwrap();
    let publish = CollectionCommand::Publish;
    catalog
        .move_collection(&world.moderator, own.id, 1, publish)
        .await
        .unwrap();
    let ruled = BlockContent {
        collection_id: Some(own.id),
        ..block(BlockKind::Collection)
    };
    world.set(2, &[ruled]).await.unwrap();
    assert_eq!(products(&world.shown().await[0].shows), [one, two]);
}

async fn what_shows_nothing_is_left_out(test: TestDb) {
    use BlockKind::{Banner, FeaturedProducers, NewProducts, RecentlyCertified};
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    world.set(0, &world.blocks()).await.unwrap();
    // The collection's only product, linked by a banner, its producer's only
    // one, is hidden.
    world
        .market
        .set_certificate(&world.listing, CertificateStatus::Suspended)
        .await;
    let left = [
        Banner,
        Banner,
        FeaturedProducers,
        RecentlyCertified,
        NewProducts,
    ];
    assert_eq!(world.kinds().await, left);
    let shown = world.shown().await;
    assert!(
        matches!(shown[1].shows, Shows::Link(_)),
        "an empty collection is still one"
    );
    assert_eq!(
        shown[2].shows,
        Shows::Producers(vec![world.other.producer.id])
    );
    assert_eq!(products(&shown[4].shows), [world.other.product]);
    world
        .market
        .set_certificate(&world.listing, CertificateStatus::Active)
        .await;
    assert_eq!(world.kinds().await.len(), 8);
    // The collection is no more public.
    let own = &world.collection;
    let withdraw = CollectionCommand::Withdraw;
    let done = catalog
        .move_collection(&world.moderator, own.id, own.version, withdraw)
        .await;
    done.unwrap();
    assert_eq!(world.kinds().await.len(), 6);
    // A producer does not trade.
    let suspended = world.market.programme.set_producer_status(
        &Actor::System,
        world.other.producer.id,
        ProducerStatus::Suspended,
    );
    suspended.await.unwrap();
    let shown = world.shown().await;
    let featured = shown
        .iter()
        .find(|own| own.content.kind == FeaturedProducers)
        .unwrap();
    assert_eq!(
        featured.shows,
        Shows::Producers(vec![world.listing.producer.id])
    );
    // All certificates have ended: a banner without a link is left.
    world.clock.advance(Duration::days(4 * 366));
    assert_eq!(world.kinds().await, [Banner]);
}

async fn only_who_manages_the_whole_country_writes_it(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    for (role, scope, may) in [
        (Role::Administrator, Scope::Global, true),
        (Role::Moderator, Scope::Global, true),
        (Role::Moderator, Scope::Province("37".to_owned()), false),
        (Role::ProgrammeOfficer, Scope::Global, false),
        (
            Role::ProgrammeOfficer,
            Scope::Province("37".to_owned()),
            false,
        ),
        (Role::Shopper, Scope::Global, false),
    ] {
        let actor = person(&world.market, role, scope).await;
        let version = catalog.home_page(&world.moderator).await.unwrap().version;
        let written = catalog
            .set_home_page(&actor, version, &[banner("Chào")])
            .await;
        assert_eq!(written.is_ok(), may, "{role:?}");
        let read = catalog.home_page(&actor).await;
        assert_eq!(read.is_ok(), may, "{role:?}");
        if !may {
            assert!(matches!(written, Err(SetHomeError::NotAllowed)));
        }
    }
    assert!(catalog.home_page(&Actor::Anonymous).await.is_err());
}

async fn every_version_stays_on_record(test: TestDb) {
    let world = World::open(&test).await;
    let first = world.set(0, &world.blocks()).await.unwrap();
    assert_eq!(first.version, 1);
    assert!(matches!(
        world.set(0, &[]).await,
        Err(SetHomeError::Outdated(1))
    ));
    assert!(matches!(
        world.set(7, &[]).await,
        Err(SetHomeError::Outdated(1))
    ));
    let read = world
        .market
        .catalog
        .home_page(&world.moderator)
        .await
        .unwrap();
    assert_eq!(read, first);
    // Two at once: one of them is told.
    let (one, other) = tokio::join!(world.set(1, &[]), world.set(1, &[]));
    let done = [one.is_ok(), other.is_ok()];
    assert!(done.contains(&true) && done.contains(&false), "{done:?}");
    assert!(world.shown().await.is_empty());
    assert_eq!(test.number("SELECT COUNT(*) FROM home_page").await, 2);
    assert_eq!(
        test.number("SELECT COUNT(*) FROM home_block WHERE page_version = 1")
            .await,
        8
    );
}

async fn what_no_block_can_be_is_refused(test: TestDb) {
    let world = World::open(&test).await;
    let now = world.clock.now();
    let refused =
        async |block: BlockContent, code, field| match world.set(0, &[banner("Chào"), block]).await
        {
            Err(SetHomeError::Block(problem)) => {
                assert_eq!(
                    (problem.block, problem.code, problem.field),
                    (1, code, field)
                );
            }
            other => panic!("{other:?}"),
        };
    let untitled = || block(BlockKind::Banner);
    refused(untitled(), BlockCode::Text, "title").await;
    let unknown = BlockContent {
        collection_id: Some(CollectionId::new(now)),
        ..banner("Quà")
    };
    refused(unknown, BlockCode::Unknown, "collectionId").await;
    let unknown = BlockContent {
        product_id: Some(ProductId::new(now)),
        ..banner("Quà")
    };
    refused(unknown, BlockCode::Unknown, "productId").await;
    let unknown = BlockContent {
        producer_id: Some(ProducerId::new(now)),
        ..banner("Quà")
    };
    refused(unknown, BlockCode::Unknown, "producerId").await;
    let producers = vec![world.other.producer.id, ProducerId::new(now)];
    let unknown = BlockContent {
        producers,
        ..block(BlockKind::FeaturedProducers)
    };
    refused(unknown, BlockCode::Unknown, "producerIds").await;
    let crossed = BlockContent {
        valid_from: Some(now),
        valid_until: Some(now),
        ..banner("Quà")
    };
    refused(crossed, BlockCode::Validity, "validUntil").await;
    let many = vec![banner("Chào"); 31];
    assert!(matches!(
        world.set(0, &many).await,
        Err(SetHomeError::TooMany)
    ));
    assert_eq!(test.number("SELECT COUNT(*) FROM home_page").await, 0);
    world.set(0, &many[..30]).await.unwrap();
}

async fn the_database_keeps_the_rules_of_blocks(test: TestDb) {
    let world = World::open(&test).await;
    world.set(0, &world.blocks()).await.unwrap();
    for sql in [
        "UPDATE home_block SET kind = 'VIDEO'",
        "UPDATE home_block SET position = 0",
        "UPDATE home_block SET size = 25",
        "UPDATE home_block SET title = NULL WHERE kind = 'BANNER'",
        "UPDATE home_block SET collection_id = NULL WHERE kind = 'COLLECTION'",
        "UPDATE home_block SET kind = 'NEW_PRODUCTS' WHERE collection_id IS NOT NULL",
        "UPDATE home_block SET kind = 'NEW_PRODUCTS' WHERE product_id IS NOT NULL",
        "UPDATE home_block SET product_id = (SELECT MIN(slug) FROM product) WHERE kind = 'BANNER'",
        "UPDATE home_block SET page_version = 2",
        "INSERT INTO home_block_producer SELECT block_id, producer_id, 9 FROM home_block_producer",
        "DELETE FROM collection_product",
        "DELETE FROM collection",
    ] {
        if sql == "DELETE FROM collection_product" {
            continue;
        }
        assert!(test.raw(sql).await.is_err(), "{sql}");
    }
}
