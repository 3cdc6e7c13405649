//! Shelves: what may stand there, who puts it there, and what of it is seen.

use super::{Places, staff};
use catalog::points_of_sale::{
    MAX_PRODUCTS, PointOfSale, ShelfPage, ShelveError, ShelveItem, Shelved, UnshelveError,
};
use kernel::{Actor, PageArgs, ProductId};
use programme::CertificateStatus;
use serde_json::json;
use testkit::TestDb;

testkit::on_both!(
    products_are_put_on_shelves_and_taken_off,
    only_allowed_products_by_who_may,
    what_is_not_public_is_not_shown,
    a_shelf_is_limited,
    verify_tells_what_is_off,
);

fn item(product: ProductId, note: Option<&str>) -> ShelveItem {
    ShelveItem {
        product_id: product,
        note: note.map(str::to_owned),
    }
}

async fn shown(places: &Places, point: &PointOfSale) -> Vec<Shelved> {
    let page = ShelfPage {
        first: 50,
        after: None,
    };
    let shelves = places
        .market
        .catalog
        .shelves(&[(point.id, page)])
        .await
        .unwrap();
    shelves
        .into_iter()
        .flat_map(|(_, own)| own.products)
        .collect()
}

async fn products_are_put_on_shelves_and_taken_off(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let actor = staff(producer.id);
    let store = places.store(&producer, "Cửa hàng").await;
    let mut products = Vec::new();
    for n in 0..3 {
        places.clock.advance(chrono::Duration::seconds(1));
        let name = format!("Sản phẩm {n}");
        products.push(
            places
                .market
                .listing(&producer, &name, 9_000, 1)
                .await
                .product,
        );
    }
    let all: Vec<_> = products.iter().map(|own| item(*own, None)).collect();
    // Twice, and the last of a product's notes counts.
    let noted = [&all[..], &[item(products[1], Some(" Hết  hàng \u{200B}"))]].concat();
    for _ in 0..2 {
        catalog.shelve(&actor, store.id, &noted).await.unwrap();
    }
    let shelf = shown(&places, &store).await;
    let found: Vec<_> = shelf.iter().map(|own| own.product_id).collect();
    assert_eq!(found, products);
    assert_eq!(shelf[1].note.as_deref(), Some("Hết hàng"));
    catalog.shelve(&actor, store.id, &all[1..2]).await.unwrap();
    assert_eq!(shown(&places, &store).await[1].note, None);

    // Pages.
    let page = |first, after| ShelfPage { first, after };
    let wanted = [
        (store.id, page(2, None)),
        (store.id, page(2, Some(products[1]))),
        (store.id, page(2, Some(products[2]))),
    ];
    let mut shelves = catalog.shelves(&wanted).await.unwrap();
    shelves.sort_by_key(|((_, page), _)| page.after);
    let told: Vec<_> = shelves
        .iter()
        .map(|(_, own)| (own.products.len(), own.has_next))
        .collect();
    assert_eq!(told, [(2, true), (1, false)]);

    let off = [
        products[0],
        ProductId(uuid::Uuid::from_u128(1)),
        products[0],
    ];
    for _ in 0..2 {
        catalog.unshelve(&actor, store.id, &off).await.unwrap();
    }
    assert_eq!(shown(&places, &store).await.len(), 2);
    // Five commands changed something three times.
    let history = catalog
        .point_history(&actor, store.id, &PageArgs::first(9))
        .await;
    let history = history.unwrap().unwrap();
    let told: Vec<_> = history
        .rows
        .iter()
        .map(|(_, own)| (own.action.as_str(), own.changes.len()))
        .collect();
    assert_eq!(
        told[..3],
        [
            ("PRODUCTS_REMOVE", 1),
            ("PRODUCTS_ADD", 1),
            ("PRODUCTS_ADD", 3)
        ]
    );
    let change = &history.rows[1].1.changes[0];
    assert_eq!(change.fact, products[1].to_string());
    assert_eq!(
        (&change.before, &change.after),
        (&json!("Hết hàng"), &json!(null))
    );

    // A closed shelf is only cleared.
    catalog.close_point(&actor, store.id).await.unwrap();
    let closed = catalog.shelve(&actor, store.id, &all).await;
    assert!(matches!(closed, Err(ShelveError::Closed)));
    catalog.unshelve(&actor, store.id, &products).await.unwrap();
    assert!(shown(&places, &store).await.is_empty());
}

async fn only_allowed_products_by_who_may(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let (one, two) = (
        places.market.producer("HTX Một").await,
        places.market.producer("HTX Hai").await,
    );
    let away = places.away().await;
    let (store, centre) = (
        places.store(&one, "Cửa hàng").await,
        places.centre("Trung tâm").await,
    );
    let mine = places
        .market
        .listing(&one, "Cơm cháy", 9_000, 1)
        .await
        .product;
    let theirs = places
        .market
        .listing(&two, "Bánh đa", 9_000, 1)
        .await
        .product;
    let far = places
        .market
        .listing(&away, "Trà sen", 9_000, 1)
        .await
        .product;
    let unknown = ProductId(uuid::Uuid::from_u128(1));
    let before = places.rows().await;
    // Neither its people nor officers put another's product into a producer's
    // own store, and officers nothing of another province on any shelf.
    for (actor, point, wrong) in [
        (&staff(one.id), &store, vec![theirs, far, unknown]),
        (&places.officer, &store, vec![theirs, far, unknown]),
        (&places.officer, &centre, vec![far, unknown]),
    ] {
        for product in wrong {
            let items = [item(mine, None), item(product, None)];
            let refused = catalog.shelve(actor, point.id, &items).await;
            assert!(
                matches!(refused, Err(ShelveError::ProductNotFound(1))),
                "{refused:?}"
            );
        }
    }
    for (point, strangers) in [
        (
            &store,
            vec![staff(two.id), places.foreign.clone(), Actor::Anonymous],
        ),
        (
            &centre,
            vec![staff(one.id), places.foreign.clone(), Actor::Anonymous],
        ),
    ] {
        for actor in strangers {
            let refused = catalog.shelve(&actor, point.id, &[item(mine, None)]).await;
            assert!(matches!(refused, Err(ShelveError::NotFound)), "{actor:?}");
            let refused = catalog.unshelve(&actor, point.id, &[mine]).await;
            assert!(matches!(refused, Err(UnshelveError::NotFound)), "{actor:?}");
        }
    }
    let long = "ă".repeat(201);
    let items = [item(mine, None), item(mine, Some(&long))];
    let refused = catalog.shelve(&places.officer, store.id, &items).await;
    assert!(matches!(refused, Err(ShelveError::Note(1))));
    assert_eq!(places.rows().await, before);

    catalog
        .shelve(&places.officer, store.id, &[item(mine, None)])
        .await
        .unwrap();
    let both = [item(mine, None), item(theirs, None)];
    catalog
        .shelve(&places.officer, centre.id, &both)
        .await
        .unwrap();
    // The centre's own officer of everywhere takes from everywhere.
    let everywhere = super::somebody(kernel::Role::Administrator, kernel::Scope::Global);
    catalog
        .shelve(&everywhere, centre.id, &[item(far, None)])
        .await
        .unwrap();
    assert_eq!(shown(&places, &centre).await.len(), 3);
}

async fn what_is_not_public_is_not_shown(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let store = places.store(&producer, "Cửa hàng").await;
    let hidden = places.market.listing(&producer, "Cơm cháy", 9_000, 1).await;
    let seen = places.market.listing(&producer, "Bánh đa", 9_000, 1).await;
    let items = [item(hidden.product, None), item(seen.product, None)];
    catalog
        .shelve(&staff(producer.id), store.id, &items)
        .await
        .unwrap();
    let found_by = async |product| {
        let filter = catalog::points_of_sale::PointFilter {
            product: Some(product),
            ..Default::default()
        };
        let sort = catalog::points_of_sale::PointSort::Name;
        let page = catalog
            .points_of_sale(&filter, sort, &PageArgs::first(9))
            .await;
        page.unwrap().rows.len()
    };
    assert_eq!(
        (
            shown(&places, &store).await.len(),
            found_by(hidden.product).await
        ),
        (2, 1)
    );
    places
        .market
        .set_certificate(&hidden, CertificateStatus::Suspended)
        .await;
    let shelf = shown(&places, &store).await;
    assert_eq!(shelf.len(), 1);
    assert_eq!(shelf[0].product_id, seen.product);
    assert_eq!(
        found_by(hidden.product).await,
        0,
        "not even where it stands"
    );
    assert_eq!(found_by(seen.product).await, 1);
    places
        .market
        .set_certificate(&hidden, CertificateStatus::Active)
        .await;
    assert_eq!(shown(&places, &store).await.len(), 2);
    // All certificates end.
    places.clock.advance(chrono::Duration::days(4 * 366));
    assert!(shown(&places, &store).await.is_empty());
}

/// Puts copies of a product on a shelf, past the use cases.
async fn fill(places: &Places, count: usize) {
    let id = match places.market.db.engine() {
        db::Engine::Sqlite => "CAST(unhex(printf('%032x', n)) AS BLOB)",
        db::Engine::Postgres => "CAST(LPAD(TO_HEX(n), 32, '0') AS UUID)",
    };
    let numbers = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"
    );
    let products = format!(
        "{numbers} INSERT INTO product (id, slug, producer_id, product_set, kind, name, status, demo, created_at, updated_at)
         SELECT {id}, 'p' || n, p.producer_id, p.product_set, p.kind, p.name, 'DRAFT', p.demo, p.created_at, p.updated_at
         FROM numbers CROSS JOIN product p WHERE p.name = 'Cơm cháy'"
    );
    let shelf = "INSERT INTO point_of_sale_product (point_id, product_id, added_at)
         SELECT o.id, p.id, p.created_at FROM point_of_sale o CROSS JOIN product p WHERE p.status = 'DRAFT'";
    for sql in [products.as_str(), shelf] {
        assert_eq!(places.test.raw(sql).await.unwrap(), count as u64);
    }
    let there = "SELECT COUNT(*) FROM point_of_sale_product";
    assert_eq!(
        places.test.number(there).await,
        i64::try_from(count).unwrap()
    );
}

async fn a_shelf_is_limited(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let store = places.store(&producer, "Cửa hàng").await;
    let first = places
        .market
        .listing(&producer, "Cơm cháy", 9_000, 1)
        .await
        .product;
    let last = places
        .market
        .listing(&producer, "Bánh đa", 9_000, 1)
        .await
        .product;
    // As many rows as a shelf may hold, of products that are made for it here.
    fill(&places, MAX_PRODUCTS - 1).await;
    let actor = staff(producer.id);
    let both = [item(first, None), item(last, None)];
    let before = places.rows().await;
    let refused = catalog.shelve(&actor, store.id, &both).await;
    assert!(matches!(refused, Err(ShelveError::TooMany)));
    assert_eq!(places.rows().await, before);
    catalog.shelve(&actor, store.id, &both[..1]).await.unwrap();
    // What stands there already takes no room.
    catalog
        .shelve(&actor, store.id, &[item(first, Some("Mới"))])
        .await
        .unwrap();
    let refused = catalog.shelve(&actor, store.id, &both).await;
    assert!(matches!(refused, Err(ShelveError::TooMany)));
}

async fn verify_tells_what_is_off(test: TestDb) {
    let places = Places::open(test).await;
    let (one, two) = (
        places.market.producer("HTX Một").await,
        places.market.producer("HTX Hai").await,
    );
    let store = places.store(&one, "Cửa hàng").await;
    let mine = places
        .market
        .listing(&one, "Cơm cháy", 9_000, 1)
        .await
        .product;
    places.market.listing(&two, "Bánh đa", 9_000, 1).await;
    let catalog = &places.market.catalog;
    catalog
        .shelve(&staff(one.id), store.id, &[item(mine, None)])
        .await
        .unwrap();
    let off = async || catalog.verify().await.unwrap().shelves_off_rules;
    assert_eq!(off().await, 0);
    let moved = "UPDATE point_of_sale_product SET product_id = (SELECT id FROM product WHERE name = 'Bánh đa')";
    assert_eq!(places.test.raw(moved).await.unwrap(), 1);
    assert_eq!(off().await, 1);
}
