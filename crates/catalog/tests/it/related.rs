//! What was certified last, and what goes with a product.

use catalog::fixtures::{Listing, Market, outbox};
use catalog::{ListError, MAX_RELATED};
use chrono::Duration;
use db::Engine;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Clock, PageArgs, PageError, ProductId};
use programme::{CertificateStatus, Producer};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    the_last_certified_come_first_and_pages_are_stable,
    near_products_of_the_same_set_go_first,
    many_products_are_asked_at_once,
    every_list_follows_an_index,
);

struct World {
    market: Market,
    clock: TestClock,
    home: Producer,
    away: Producer,
}

impl World {
    async fn open(test: &TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let home = market.producer("HTX Ninh Bình").await;
        let away = market.producer_in("HTX Hà Nội", "00070", "01").await;
        Self {
            market,
            clock,
            home,
            away,
        }
    }

    /// A product certified so many days ago, of a product set.
    async fn listing(&self, producer: &Producer, days: i64, set: i32) -> Listing {
        self.clock.advance(Duration::seconds(1));
        let day = days_before(day_in_vietnam(self.clock.now()), days);
        let certificate = self.market.certificate(producer, day).await;
        let name = format!("Sản phẩm {set} {days}");
        let change = |new: &mut catalog::NewProduct| new.product_set = set;
        self.market
            .listing_under(producer, certificate, &name, 1_000, 5, change)
            .await
    }

    async fn related(&self, product: ProductId) -> Vec<ProductId> {
        let found = self.market.catalog.related_to(&[product]).await.unwrap();
        assert!(found.iter().all(|(anchor, _)| *anchor == product));
        found.into_iter().map(|(_, card)| card.product_id).collect()
    }
}

async fn the_last_certified_come_first_and_pages_are_stable(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    // Two of one day: the id decides.
    let mut listings = Vec::new();
    for days in [9, 3, 3, 27, 1] {
        listings.push(world.listing(&world.home, days, 6).await);
    }
    let there = world.listing(&world.away, 2, 6).await;
    let id = |n: usize| listings[n].product;
    let order = [
        id(4),
        there.product,
        id(2).max(id(1)),
        id(2).min(id(1)),
        id(0),
        id(3),
    ];
    let page = async |provinces: Option<&[String]>, page: &PageArgs| {
        let page = catalog.recently_certified(provinces, page).await.unwrap();
        let last = page.rows.last().map(|(cursor, _)| cursor.clone());
        let ids: Vec<_> = page
            .rows
            .into_iter()
            .map(|(_, card)| card.product_id)
            .collect();
        (ids, last)
    };
    assert_eq!(page(None, &PageArgs::first(100)).await.0, order);
    let backward = PageArgs {
        backward: true,
        ..PageArgs::first(2)
    };
    assert_eq!(page(None, &backward).await.0, order[4..]);
    let (seen, cursor) = page(None, &PageArgs::first(2)).await;
    assert_eq!(seen, order[..2]);
    world
        .market
        .set_certificate(&there, CertificateStatus::Suspended)
        .await;
    let next = PageArgs {
        cursor: cursor.clone(),
        ..PageArgs::first(3)
    };
    assert_eq!(page(None, &next).await.0, order[2..5]);
    let codes = |codes: &[&str]| {
        codes
            .iter()
            .map(|code| (*code).to_owned())
            .collect::<Vec<_>>()
    };
    assert!(
        page(Some(&codes(&["01"])), &PageArgs::first(9))
            .await
            .0
            .is_empty()
    );
    assert_eq!(
        page(Some(&codes(&["37", "01"])), &PageArgs::first(9))
            .await
            .0
            .len(),
        5
    );
    assert!(page(Some(&[]), &PageArgs::first(9)).await.0.is_empty());
    let newest = catalog::CardSort::Newest;
    let foreign = catalog
        .cards(&catalog::CardFilter::default(), newest, &next)
        .await;
    assert!(matches!(
        foreign,
        Err(ListError::Page(PageError::BadCursor))
    ));
    for key in ["", "2026-13-01", "+262142-01-01", "-0001-01-01"] {
        let id = uuid::Uuid::nil().to_string();
        let forged = kernel::Cursor::new("certified", [key.to_owned(), id]);
        let forged = PageArgs {
            cursor: Some(forged),
            ..PageArgs::first(1)
        };
        let refused = catalog.recently_certified(None, &forged).await;
        assert!(
            matches!(refused, Err(ListError::Page(PageError::BadCursor))),
            "{key}"
        );
    }
}

async fn near_products_of_the_same_set_go_first(test: TestDb) {
    let world = World::open(&test).await;
    let (home, away) = (&world.home, &world.away);
    // Sets 6 and 7 are food, 17 is a beverage.
    let group_there = world.listing(away, 9, 7).await.product;
    let group_here = world.listing(home, 9, 7).await.product;
    let set_there = world.listing(away, 9, 6).await.product;
    let older = world.listing(home, 9, 6).await;
    let own = world.listing(home, 9, 6).await;
    let newer = world.listing(home, 9, 6).await.product;
    world.listing(home, 9, 17).await;
    let expected = [newer, older.product, set_there, group_here, group_there];
    assert_eq!(world.related(own.product).await, expected);
    assert_eq!(world.related(group_there).await.len(), 5);
    // Only what is public, also about what is not.
    world
        .market
        .set_certificate(&older, CertificateStatus::Suspended)
        .await;
    assert_eq!(
        world.related(own.product).await,
        [newer, set_there, group_here, group_there]
    );
    assert!(world.related(older.product).await.is_empty());
    // No more than so many, the nearest of them.
    for _ in 0..MAX_RELATED {
        world.listing(home, 9, 6).await;
    }
    let related = world.related(own.product).await;
    assert_eq!(related.len(), MAX_RELATED);
    assert!(!related.contains(&set_there) && !related.contains(&own.product));
}

async fn many_products_are_asked_at_once(test: TestDb) {
    let world = World::open(&test).await;
    let mut ids = Vec::new();
    for n in 0..60 {
        ids.push(world.listing(&world.home, 9, 6 + n % 2).await.product);
    }
    let found = world.market.catalog.related_to(&ids).await.unwrap();
    for id in &ids {
        let own = found.iter().filter(|(anchor, _)| anchor == id);
        let own: Vec<_> = own.map(|(_, card)| card.product_id).collect();
        assert_eq!(
            own.len(),
            MAX_RELATED,
            "more strips than one statement holds"
        );
        assert!(!own.contains(id));
    }
}

/// The shapes of the statements, and the index that each must follow.
async fn every_list_follows_an_index(test: TestDb) {
    let world = World::open(&test).await;
    world.listing(&world.home, 9, 6).await;
    let db = test.handle();
    let sqlite = db.engine() == Engine::Sqlite;
    let public = "listed AND visible_from <= '2030-01-01T00:00:00Z' AND visible_until > '2020-01-01T00:00:00Z'";
    let newest = "published_at DESC, product_id DESC LIMIT 13";
    let certified = "certificate_issued_on DESC, product_id DESC LIMIT 13";
    let held = "JOIN collection_product ON collection_product.product_id = product_card.product_id";
    for (index, from) in [
        ("product_card_certified", format!("product_card WHERE {public} ORDER BY {certified}")),
        (
            "product_card_certified",
            format!("product_card WHERE {public} AND (certificate_issued_on, product_card.product_id) < ('2026-01-01', product_card.product_id) ORDER BY {certified}"),
        ),
        (
            "product_card_province_certified",
            format!("product_card WHERE {public} AND province_code = '37' ORDER BY {certified}"),
        ),
        (
            "product_card_set_province",
            format!("product_card WHERE {public} AND product_set = 6 AND province_code = '37' ORDER BY {newest}"),
        ),
        (
            "product_card_set",
            format!("product_card WHERE {public} AND product_set = 6 AND province_code <> '37' ORDER BY {newest}"),
        ),
        (
            "product_card_group_province",
            format!("product_card WHERE {public} AND group_code = 'FOOD' AND product_set <> 6 AND province_code = '37' ORDER BY {newest}"),
        ),
        (
            "product_card_group",
            format!("product_card WHERE {public} AND group_code = 'FOOD' AND product_set <> 6 AND province_code <> '37' ORDER BY {newest}"),
        ),
        (
            "collection_id",
            format!("product_card {held} WHERE {public} AND collection_id = (SELECT id FROM collection WHERE slug = 'x') ORDER BY collection_product.position LIMIT 13"),
        ),
        (
            "collection_public",
            "collection WHERE status = 'PUBLISHED' AND (valid_from IS NULL OR valid_from <= '2030-01-01T00:00:00Z') ORDER BY position, id LIMIT 13".to_owned(),
        ),
    ] {
        let tx = db.begin().await.unwrap();
        let backend = tx.get_database_backend();
        let raw = |sql: String| Statement::from_string(backend, sql);
        let explain = if sqlite {
            "EXPLAIN QUERY PLAN"
        } else {
            // A table of a few rows is read as it lies.
            for off in ["enable_seqscan", "enable_sort", "enable_bitmapscan"] {
                tx.execute_raw(raw(format!("SET LOCAL {off} = off"))).await.unwrap();
            }
            "EXPLAIN"
        };
        let rows = tx.query_all_raw(raw(format!("{explain} SELECT * FROM {from}"))).await.unwrap();
        let column = if sqlite { 3 } else { 0 };
        let lines = rows.iter().map(|row| row.try_get_by_index::<String>(column).unwrap());
        let plan: Vec<String> = lines.collect();
        let plan = plan.join("\n");
        assert!(plan.contains(index), "{from}: {plan}");
        assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{from}: {plan}");
    }
}
