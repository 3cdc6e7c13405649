//! The database stands in for an engine that is away or slow.

use crate::shop::Shop;
use search::{FacetField, Filter, Found, Query, Sort};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use testkit::TestDb;

testkit::on_both!(
    an_engine_that_fails_is_left_alone,
    an_engine_that_hangs_costs_little,
    a_refused_question_is_not_an_outage,
    the_database_filters_and_sorts
);

async fn shop(test: TestDb) -> Shop {
    let shop = Shop::open(test).await;
    let producer = shop.market.producer("Hợp tác xã Đại Long").await;
    for (name, price) in [
        ("Cơm cháy", 45_000),
        ("Rượu nếp", 120_000),
        ("Cơm cháy 100%", 90_000),
    ] {
        shop.market.listing(&producer, name, price, 10).await;
    }
    shop.search.reindex(|_| {}).await.unwrap();
    shop
}

async fn ask(shop: &Shop, query: Query) -> Found {
    shop.search.search(query).await.unwrap()
}

async fn an_engine_that_fails_is_left_alone(test: TestDb) {
    let shop = shop(test).await;
    shop.engine.fails.store(true, Ordering::SeqCst);
    for _ in 0..10 {
        let query = Query {
            facets: FacetField::ALL.to_vec(),
            ..Query::new("com chay", 10)
        };
        let found = ask(&shop, query).await;
        assert_eq!(
            (found.cards.len(), found.total, found.degraded),
            (2, 2, true)
        );
        assert!(found.facets.is_empty());
    }
    assert_eq!(
        shop.engine.searches.load(Ordering::SeqCst),
        3,
        "then it is not asked"
    );
    // It comes back by itself.
    shop.engine.fails.store(false, Ordering::SeqCst);
    let started = Instant::now();
    while ask(&shop, Query::new("com chay", 10)).await.degraded {
        assert!(started.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn an_engine_that_hangs_costs_little(test: TestDb) {
    let shop = shop(test).await;
    shop.engine.hangs.store(true, Ordering::SeqCst);
    let started = Instant::now();
    for _ in 0..20 {
        assert!(ask(&shop, Query::new("com chay", 10)).await.degraded);
    }
    // Three waits of 0.4 s, then none.
    assert!(
        started.elapsed() < Duration::from_secs(4),
        "{:?}",
        started.elapsed()
    );
}

async fn a_refused_question_is_not_an_outage(test: TestDb) {
    let shop = shop(test).await;
    shop.engine.rejects.store(true, Ordering::SeqCst);
    for _ in 0..5 {
        assert!(ask(&shop, Query::new("com chay", 10)).await.degraded);
    }
    // Nobody else is the worse for it.
    shop.engine.rejects.store(false, Ordering::SeqCst);
    assert!(!ask(&shop, Query::new("com chay", 10)).await.degraded);
}

async fn the_database_filters_and_sorts(test: TestDb) {
    let shop = shop(test).await;
    shop.engine.fails.store(true, Ordering::SeqCst);
    let names = async |query: Query| -> Vec<String> {
        ask(&shop, query)
            .await
            .cards
            .into_iter()
            .map(|card| card.name)
            .collect()
    };
    let sorted = |sort| Query {
        sort,
        ..Query::new("", 10)
    };
    assert_eq!(
        names(sorted(Sort::PriceAsc)).await,
        ["Cơm cháy", "Cơm cháy 100%", "Rượu nếp"]
    );
    assert_eq!(
        names(sorted(Sort::PriceDesc)).await,
        ["Rượu nếp", "Cơm cháy 100%", "Cơm cháy"]
    );
    for sort in [Sort::Relevance, Sort::Stars, Sort::Newest] {
        assert_eq!(names(sorted(sort)).await.len(), 3);
    }
    assert_eq!(names(Query::new("RƯỢU", 10)).await, ["Rượu nếp"]);
    assert_eq!(
        names(Query::new("dai long ruou", 10)).await,
        ["Rượu nếp"],
        "the producer's name counts"
    );
    assert_eq!(
        names(Query {
            offset: 1,
            sort: Sort::PriceAsc,
            ..Query::new("com", 1)
        })
        .await,
        ["Cơm cháy 100%"]
    );
    // Signs of LIKE are no words.
    for text in ["%", "_", "100%%", "' OR 1=1 --"] {
        assert!(names(Query::new(text, 10)).await.len() <= 1, "{text}");
    }
    let none = Filter::default;
    let dong = |amount| Some(kernel::Money::from_stored(amount));
    let some = |code: &str| Some(vec![code.to_owned()]);
    for (filter, count) in [
        (none(), 3),
        (
            Filter {
                price_min: dong(90_000),
                ..none()
            },
            2,
        ),
        (
            Filter {
                price_max: dong(89_999),
                ..none()
            },
            1,
        ),
        (
            Filter {
                stars_min: Some(5),
                ..none()
            },
            0,
        ),
        (
            Filter {
                stars_in: Some(vec![4]),
                ..none()
            },
            3,
        ),
        (
            Filter {
                stars_in: Some(vec![]),
                ..none()
            },
            0,
        ),
        (
            Filter {
                groups: some("FOOD"),
                ..none()
            },
            3,
        ),
        (
            Filter {
                groups: some("HERBAL"),
                ..none()
            },
            0,
        ),
        (
            Filter {
                provinces: some("37"),
                communes: some("14620"),
                ..none()
            },
            3,
        ),
        (
            Filter {
                provinces: some("01"),
                ..none()
            },
            0,
        ),
        (
            Filter {
                in_stock: Some(false),
                ..none()
            },
            0,
        ),
    ] {
        for away in [true, false] {
            // The engine, when it is back, gives the same.
            let query = Query {
                filter: filter.clone(),
                ..Query::new("", 10)
            };
            let total = if away {
                let found = ask(&shop, query).await;
                assert!(found.degraded);
                found.total
            } else {
                use search::Engine;
                shop.engine
                    .inner
                    .search(&query, kernel::Clock::now(&shop.clock))
                    .await
                    .unwrap()
                    .total
            };
            assert_eq!(total, count, "{filter:?} {away}");
        }
    }
}
