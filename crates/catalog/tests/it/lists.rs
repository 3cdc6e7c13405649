//! Lists: filters, orders and keyset pages.

use catalog::fixtures::{Market, outbox};
use catalog::{CardFilter, CardSort, ListError};
use chrono::Duration;
use kernel::{Money, PageArgs, PageError};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    pages_cover_every_order_both_ways,
    filters_narrow,
    words_find_public_cards_and_mean_themselves,
);

async fn market(test: &TestDb) -> (Market, TestClock) {
    let clock = TestClock::default();
    let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
    (market, clock)
}

async fn pages_cover_every_order_both_ways(test: TestDb) {
    let (market, clock) = market(&test).await;
    let producer = market.producer("HTX Trang").await;
    for n in 0..7 {
        // Equal prices and instants: ties must be broken by id.
        if n % 3 == 0 {
            clock.advance(Duration::seconds(1));
        }
        market
            .listing(
                &producer,
                &format!("Sản phẩm {}", n % 2),
                1000 * (n % 3 + 1),
                1,
            )
            .await;
    }
    let filter = CardFilter::default();
    for sort in [
        CardSort::Newest,
        CardSort::PriceAsc,
        CardSort::PriceDesc,
        CardSort::Stars,
        CardSort::Name,
        CardSort::Rating,
        CardSort::BestSelling,
    ] {
        let all = market
            .catalog
            .cards(&filter, sort, &PageArgs::first(100))
            .await
            .unwrap();
        let all: Vec<_> = all
            .rows
            .into_iter()
            .map(|(_, card)| card.product_id)
            .collect();
        assert_eq!(all.len(), 7);
        for backward in [false, true] {
            let mut seen = Vec::new();
            let mut cursor = None;
            loop {
                let page = PageArgs {
                    limit: 3,
                    backward,
                    cursor: cursor.take(),
                };
                let page = market.catalog.cards(&filter, sort, &page).await.unwrap();
                let ids = page.rows.iter().map(|(_, card)| card.product_id);
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
    let newest = market
        .catalog
        .cards(&filter, CardSort::Newest, &PageArgs::first(1))
        .await
        .unwrap();
    let foreign = PageArgs {
        cursor: Some(newest.rows[0].0.clone()),
        ..PageArgs::first(1)
    };
    let refused = market
        .catalog
        .cards(&filter, CardSort::PriceAsc, &foreign)
        .await;
    assert!(matches!(
        refused,
        Err(ListError::Page(PageError::BadCursor))
    ));
}

/// A list reads along the index of its order, whatever it is narrowed by: only
/// what few producers or communes have is sorted. PostgreSQL, which estimates,
/// reads a table of one page as a whole.
#[tokio::test]
async fn sqlite_walks_along_every_order() {
    let test = TestDb::sqlite().await;
    let (market, _) = market(&test).await;
    let producer = market.producer("HTX Trang").await;
    let all = CardFilter::default;
    let texts = |codes: &[&str]| Some(codes.iter().map(|code| (*code).to_owned()).collect());
    let dong = |dong| Some(Money::new(dong).unwrap());
    let along = [
        all(),
        CardFilter {
            groups: texts(&["FOOD"]),
            ..all()
        },
        CardFilter {
            groups: texts(&["FOOD", "DRINK"]),
            ..all()
        },
        CardFilter {
            provinces: texts(&["37"]),
            ..all()
        },
        CardFilter {
            provinces: texts(&["37"]),
            groups: texts(&["FOOD"]),
            ..all()
        },
        CardFilter {
            provinces: texts(&["37", "38"]),
            groups: texts(&["FOOD"]),
            ..all()
        },
        CardFilter {
            stars_min: Some(4),
            ..all()
        },
        CardFilter {
            stars_max: Some(4),
            ..all()
        },
        CardFilter {
            stars_in: Some(vec![5]),
            ..all()
        },
        CardFilter {
            price_max: dong(50_000),
            ..all()
        },
        CardFilter {
            price_min: dong(50_000),
            price_max: dong(90_000),
            ..all()
        },
        CardFilter {
            in_stock: Some(true),
            stars_in: Some(vec![5]),
            ..all()
        },
    ];
    let few = [
        (
            "producer",
            CardFilter {
                producers: Some(vec![producer.id]),
                ..all()
            },
        ),
        (
            "commune",
            CardFilter {
                communes: texts(&["14464"]),
                ..all()
            },
        ),
        (
            "producer",
            CardFilter {
                producers: Some(vec![producer.id]),
                groups: texts(&["FOOD"]),
                provinces: texts(&["37"]),
                stars_in: Some(vec![5]),
                price_max: dong(50_000),
                ..all()
            },
        ),
    ];
    for (sort, index) in [
        (CardSort::Newest, "newest"),
        (CardSort::PriceAsc, "price"),
        (CardSort::PriceDesc, "price"),
        (CardSort::Stars, "stars"),
        (CardSort::Name, "name"),
        (CardSort::Rating, "rating"),
        (CardSort::BestSelling, "purchases"),
    ] {
        for filter in &along {
            let plan = market.plan_of_cards(filter, sort).await;
            let of_province = filter.provinces.as_ref().is_some_and(|own| own.len() == 1);
            let index = match (sort, filter.groups.as_deref()) {
                // The newest of one province pass no others.
                (CardSort::Newest, Some([_])) if of_province => "group_province",
                (CardSort::Newest, _) if of_province => "province",
                _ => index,
            };
            let index = format!("product_card_{index}");
            let found = plan.split_whitespace().any(|word| word == index);
            assert!(found, "{index}: {filter:?}: {plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{filter:?}: {plan}");
        }
        for (index, filter) in &few {
            let plan = market.plan_of_cards(filter, sort).await;
            let index = format!("INDEX product_card_{index} ");
            assert!(plan.contains(&index), "{filter:?}: {plan}");
        }
    }
    // No card is read to be counted.
    for filter in &along {
        let plan = market.plan_of_facets(filter).await;
        let cards = plan.lines().filter(|line| line.contains("product_card"));
        let read = |line: &&str| !line.contains("COVERING INDEX product_card_newest");
        assert_eq!(cards.filter(read).count(), 0, "{filter:?}: {plan}");
        assert!(plan.contains("COVERING"), "{filter:?}: {plan}");
    }
}

async fn filters_narrow(test: TestDb) {
    let (market, _) = market(&test).await;
    let (one, other) = (
        market.producer("HTX Một").await,
        market.producer("HTX Hai").await,
    );
    market.listing(&one, "Rẻ", 10_000, 1).await;
    market.listing(&one, "Đắt", 90_000, 0).await;
    market.listing(&other, "Vừa", 50_000, 1).await;
    let price = |dong| Some(Money::from_stored(dong));
    for (filter, expected) in [
        (CardFilter::default(), 3),
        (
            CardFilter {
                producers: Some(vec![one.id]),
                ..CardFilter::default()
            },
            2,
        ),
        (
            CardFilter {
                producers: Some(vec![]),
                ..CardFilter::default()
            },
            0,
        ),
        (
            CardFilter {
                groups: Some(vec!["FOOD".into()]),
                ..CardFilter::default()
            },
            3,
        ),
        (
            CardFilter {
                groups: Some(vec!["TOURISM".into()]),
                ..CardFilter::default()
            },
            0,
        ),
        (
            CardFilter {
                stars_min: Some(5),
                ..CardFilter::default()
            },
            0,
        ),
        (
            CardFilter {
                stars_in: Some(vec![4]),
                ..CardFilter::default()
            },
            3,
        ),
        (
            CardFilter {
                price_min: price(40_000),
                price_max: price(60_000),
                ..CardFilter::default()
            },
            1,
        ),
        // Both ends belong to it.
        (
            CardFilter {
                price_min: price(50_000),
                price_max: price(50_000),
                ..CardFilter::default()
            },
            1,
        ),
        (
            CardFilter {
                in_stock: Some(false),
                ..CardFilter::default()
            },
            1,
        ),
        (
            CardFilter {
                provinces: Some(vec!["37".into()]),
                ..CardFilter::default()
            },
            3,
        ),
        (
            CardFilter {
                communes: Some(vec!["14533".into()]),
                ..CardFilter::default()
            },
            0,
        ),
    ] {
        assert_eq!(
            market.catalog.count_cards(&filter).await.unwrap(),
            expected,
            "{filter:?}"
        );
    }
}

async fn words_find_public_cards_and_mean_themselves(test: TestDb) {
    let (market, clock) = market(&test).await;
    let producer = market.producer("HTX Đại Long").await;
    for (name, price) in [
        ("Cơm cháy", 45_000),
        ("Rượu nếp", 120_000),
        ("Cơm rượu", 90_000),
    ] {
        market.listing(&producer, name, price, 10).await;
    }
    let find = async |words: &[&str], window| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let filter = CardFilter::default();
        let found = market
            .catalog
            .match_cards(&words, &filter, CardSort::PriceAsc, window)
            .await
            .unwrap();
        let cards = market.catalog.cards_by_ids(&found.products).await.unwrap();
        let name = |id| {
            let card = cards.iter().find(|card| card.product_id == id);
            card.unwrap().name.clone()
        };
        let names: Vec<String> = found.products.into_iter().map(name).collect();
        (names, found.total)
    };
    let all = ["Cơm cháy", "Cơm rượu", "Rượu nếp"];
    assert_eq!(find(&[], 0..9).await, (all.map(str::to_owned).to_vec(), 3));
    assert_eq!(find(&["ruou"], 1..9).await, (vec![all[2].to_owned()], 2));
    assert_eq!(find(&["com", "ruou"], 0..9).await.0, [all[1]]);
    assert_eq!(find(&["long"], 0..9).await.1, 3, "the producer's name");
    assert_eq!(find(&["com"], 3..3).await, (Vec::new(), 2));
    for sign in ["%", "_", "!", "c%m", "c_m", "'"] {
        assert_eq!(find(&[sign], 0..9).await, (Vec::new(), 0), "{sign}");
    }
    // All certificates have ended.
    clock.advance(Duration::days(4 * 366));
    assert_eq!(find(&["com"], 0..9).await, (Vec::new(), 0));
}
