//! Lists of points: who sees which, filters, pages, and what they cost.

use super::{COMMUNES, Places, facts, staff};
use catalog::ListError;
use catalog::points_of_sale::{
    MAX_POINTS, PointFacts, PointFilter, PointKind, PointSort, ShelfPage, ShelveItem,
};
use db::statements::counted;
use kernel::{Actor, PageArgs, PageError};
use programme::ProducerStatus;
use testkit::TestDb;

testkit::on_both!(
    pages_cover_both_orders_both_ways,
    filters_narrow,
    only_the_public_ones_are_listed,
    lists_take_a_constant_number_of_statements,
);

async fn names(places: &Places, filter: &PointFilter) -> Vec<String> {
    let page = PageArgs::first(100);
    let page = places
        .market
        .catalog
        .points_of_sale(filter, PointSort::Name, &page)
        .await;
    let rows = page.unwrap().rows;
    rows.into_iter().map(|(_, own)| own.facts.name).collect()
}

async fn pages_cover_both_orders_both_ways(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    for n in 0..7 {
        // Equal names: ties must be broken by id.
        places.centre(&format!("Điểm {}", n % 3)).await;
    }
    let filter = PointFilter::default();
    for sort in [PointSort::Name, PointSort::Newest] {
        let all = catalog
            .points_of_sale(&filter, sort, &PageArgs::first(100))
            .await;
        let all: Vec<_> = all
            .unwrap()
            .rows
            .into_iter()
            .map(|(_, own)| own.id)
            .collect();
        assert_eq!(all.len(), 7);
        if sort == PointSort::Newest {
            assert!(all.is_sorted_by(|a, b| a > b));
        }
        for backward in [false, true] {
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = PageArgs {
                    limit: 3,
                    backward,
                    cursor: cursor.take(),
                };
                let page = catalog.points_of_sale(&filter, sort, &page).await.unwrap();
                let ids = page.rows.iter().map(|(_, own)| own.id);
                if backward {
                    seen.splice(0..0, ids);
                    cursor = page.has_previous.then(|| page.rows[0].0.clone());
                } else {
                    seen.extend(ids);
                    cursor = page
                        .has_next
                        .then(|| page.rows[page.rows.len() - 1].0.clone());
                }
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, all, "{sort:?} backward={backward}");
        }
    }
    let newest = catalog
        .points_of_sale(&filter, PointSort::Newest, &PageArgs::first(1))
        .await;
    let foreign = PageArgs {
        cursor: Some(newest.unwrap().rows[0].0.clone()),
        ..PageArgs::first(1)
    };
    let refused = catalog
        .points_of_sale(&filter, PointSort::Name, &foreign)
        .await;
    assert!(matches!(
        refused,
        Err(ListError::Page(PageError::BadCursor))
    ));
}

async fn filters_narrow(test: TestDb) {
    let places = Places::open(test).await;
    let producer = places.market.producer("HTX Một").await;
    let actor = staff(producer.id);
    places.store(&producer, "A").await;
    let stall = PointFacts {
        commune_code: COMMUNES[2].to_owned(),
        pick_up: false,
        hours: catalog::points_of_sale::OpeningHours::default(),
        ..facts(PointKind::MarketStall, "B")
    };
    places.create(&actor, Some(&producer), stall).await;
    let centre = PointFacts {
        commune_code: COMMUNES[1].to_owned(),
        ..facts(PointKind::OcopCentre, "C")
    };
    let centre = places.create(&places.officer, None, centre).await;
    let product = places
        .market
        .listing(&producer, "Cơm cháy", 9_000, 1)
        .await
        .product;
    let item = ShelveItem {
        product_id: product,
        note: None,
    };
    let catalog = &places.market.catalog;
    catalog
        .shelve(&places.officer, centre.id, &[item])
        .await
        .unwrap();
    let at = |instant: &str| Some(instant.parse().unwrap());
    let codes = |codes: &[&str]| Some(codes.iter().map(|own| (*own).to_owned()).collect());
    let any = PointFilter::default;
    for (filter, expected) in [
        (any(), "ABC"),
        (
            PointFilter {
                provinces: codes(&["37"]),
                ..any()
            },
            "AC",
        ),
        (
            PointFilter {
                provinces: codes(&[]),
                ..any()
            },
            "",
        ),
        (
            PointFilter {
                communes: codes(&["14533", "00070"]),
                ..any()
            },
            "BC",
        ),
        (
            PointFilter {
                kinds: Some(vec![PointKind::OcopCentre, PointKind::Shop]),
                ..any()
            },
            "C",
        ),
        (
            PointFilter {
                kinds: Some(vec![]),
                ..any()
            },
            "",
        ),
        (
            PointFilter {
                producers: Some(vec![producer.id]),
                ..any()
            },
            "AB",
        ),
        (
            PointFilter {
                producers: Some(vec![]),
                ..any()
            },
            "",
        ),
        (
            PointFilter {
                product: Some(product),
                ..any()
            },
            "C",
        ),
        (
            PointFilter {
                pick_up: Some(true),
                ..any()
            },
            "AC",
        ),
        (
            PointFilter {
                pick_up: Some(false),
                ..any()
            },
            "B",
        ),
        // Monday 07:30, 11:30, 13:00; Sunday 12:00; Tuesday noon in Vietnam.
        (
            PointFilter {
                open_at: at("2026-11-23T00:30:00Z"),
                ..any()
            },
            "AC",
        ),
        (
            PointFilter {
                open_at: at("2026-11-23T04:30:00Z"),
                ..any()
            },
            "",
        ),
        (
            PointFilter {
                open_at: at("2026-11-23T06:00:00Z"),
                ..any()
            },
            "AC",
        ),
        (
            PointFilter {
                open_at: at("2026-11-22T05:00:00Z"),
                ..any()
            },
            "",
        ),
        (
            PointFilter {
                open_at: at("2026-11-24T05:00:00Z"),
                ..any()
            },
            "",
        ),
        (
            PointFilter {
                provinces: codes(&["37"]),
                producers: Some(vec![producer.id]),
                pick_up: Some(true),
                ..any()
            },
            "A",
        ),
    ] {
        assert_eq!(
            names(&places, &filter).await.concat(),
            expected,
            "{filter:?}"
        );
    }
}

async fn only_the_public_ones_are_listed(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let store = places.store(&producer, "A").await;
    let centre = places.centre("B").await;
    let actor = staff(producer.id);
    places.set(producer.id, ProducerStatus::Suspended).await;
    let all = PointFilter::default();
    assert_eq!(names(&places, &all).await, ["B"]);
    let of = catalog.points_of_producers(&[producer.id]).await.unwrap();
    assert!(of.is_empty());
    let seen = async |actor: &Actor, id| {
        let found = catalog.point_of_sale(actor, id).await.unwrap();
        found.is_some()
    };
    for nobody in [&Actor::Anonymous, &places.foreign] {
        assert!(!seen(nobody, store.id).await);
    }
    assert!(seen(&actor, store.id).await && seen(&places.officer, store.id).await);
    places.set(producer.id, ProducerStatus::Active).await;
    assert!(seen(&Actor::Anonymous, store.id).await);
    // What is closed is in no list and still found by its id.
    catalog
        .close_point(&places.officer, centre.id)
        .await
        .unwrap();
    assert_eq!(names(&places, &all).await, ["A"]);
    assert!(seen(&Actor::Anonymous, centre.id).await);
}

async fn lists_take_a_constant_number_of_statements(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let mut producers = Vec::new();
    let mut points = Vec::new();
    let mut products = Vec::new();
    for n in 0..3 {
        let producer = places.market.producer(&format!("HTX {n}")).await;
        let product = places
            .market
            .listing(&producer, "Cơm cháy", 9_000, 1)
            .await
            .product;
        for point in 0..3 {
            let store = places.store(&producer, &format!("Cửa hàng {point}")).await;
            let item = ShelveItem {
                product_id: product,
                note: None,
            };
            catalog
                .shelve(&staff(producer.id), store.id, &[item])
                .await
                .unwrap();
            points.push(store.id);
        }
        products.push(product);
        producers.push(producer.id);
    }
    let page = PageArgs::first(100);
    let (listed, statements) =
        counted(catalog.points_of_sale(&PointFilter::default(), PointSort::Name, &page)).await;
    assert_eq!((listed.unwrap().rows.len(), statements), (9, 2));
    let (found, statements) = counted(catalog.points_of_producers(&producers)).await;
    assert_eq!((found.unwrap().len(), statements), (9, 3));
    let (found, statements) = counted(catalog.points_of_products(&products)).await;
    let found = found.unwrap();
    assert_eq!((found.len(), statements), (9, 3));
    // Each product's by name.
    let own = found.iter().filter(|(product, _)| *product == products[1]);
    let own: Vec<&str> = own.map(|(_, point)| &*point.facts.name).collect();
    assert_eq!(own, ["Cửa hàng 0", "Cửa hàng 1", "Cửa hàng 2"]);
    let page = ShelfPage {
        first: 5,
        after: None,
    };
    let wanted: Vec<_> = points.iter().map(|point| (*point, page)).collect();
    let (shelves, statements) = counted(catalog.shelves(&wanted)).await;
    assert_eq!((shelves.unwrap().len(), statements), (9, 1));

    // No more of each than may be.
    for n in 0..MAX_POINTS {
        places.clock.advance(chrono::Duration::seconds(1));
        let producer = places.market.programme.producer_by_id(producers[0]).await;
        places
            .store(&producer.unwrap().unwrap(), &format!("Quầy {n:02}"))
            .await;
    }
    let found = catalog.points_of_producers(&producers[..1]).await.unwrap();
    assert_eq!(found.len(), MAX_POINTS as usize);
    assert_eq!(found[3].1.facts.name, "Quầy 00");
}
