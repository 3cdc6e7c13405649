//! What accounts keep in mind.

use catalog::ReadError;
use catalog::fixtures::{Market, outbox};
use catalog::wishlist::{MAX_ENTRIES, Unwished, WishlistError};
use chrono::Duration;
use kernel::{Actor, PageArgs, ProductId};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_list_is_ones_own_and_in_the_order_of_adding,
    only_what_is_public_is_added,
    a_list_ends_somewhere,
);

async fn open(test: &TestDb) -> (Market, TestClock) {
    let clock = TestClock::default();
    let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
    (market, clock)
}

async fn kept(market: &Market, who: &Actor) -> Vec<ProductId> {
    let page = PageArgs::first(100);
    let told = market.catalog.wishlist(who, &page).await.unwrap();
    told.rows
        .into_iter()
        .map(|(_, own)| own.product_id)
        .collect()
}

async fn a_list_is_ones_own_and_in_the_order_of_adding(test: TestDb) {
    let (market, clock) = open(&test).await;
    let catalog = &market.catalog;
    let producer = market.producer("HTX Một").await;
    let (lan, minh) = (
        market.account(Vec::new()).await,
        market.account(Vec::new()).await,
    );
    let mut products = Vec::new();
    for n in 0..4 {
        let listing = market
            .listing(&producer, &format!("Món {n}"), 9_000, 5)
            .await;
        products.push(listing.product);
    }
    for product in products.iter().rev() {
        clock.advance(Duration::seconds(1));
        catalog.add_to_wishlist(&lan, *product).await.unwrap();
    }
    // Twice at once and again: it stays where it is.
    let first = products[3];
    let done = tokio::join!(
        catalog.add_to_wishlist(&lan, first),
        catalog.add_to_wishlist(&lan, first)
    );
    assert_eq!(done.0.unwrap(), done.1.unwrap());
    let mut expected: Vec<ProductId> = products.clone();
    expected.reverse();
    assert_eq!(kept(&market, &lan).await, expected);
    assert!(kept(&market, &minh).await.is_empty());
    let page = catalog.wishlist(&lan, &PageArgs::first(3)).await.unwrap();
    assert!(page.has_next);
    let rest = PageArgs {
        cursor: page.rows.last().map(|(cursor, _)| cursor.clone()),
        ..PageArgs::first(3)
    };
    let rest = catalog.wishlist(&lan, &rest).await.unwrap();
    assert_eq!(rest.rows[0].1.product_id, products[0]);
    // Somebody else's entry is passed over.
    let entry = page.rows[0].1.id;
    catalog
        .remove_from_wishlist(&minh, Unwished::Entry(entry))
        .await
        .unwrap();
    catalog
        .remove_from_wishlist(&minh, Unwished::Product(first))
        .await
        .unwrap();
    assert_eq!(kept(&market, &lan).await, expected);
    for _ in 0..2 {
        catalog
            .remove_from_wishlist(&lan, Unwished::Entry(entry))
            .await
            .unwrap();
        catalog
            .remove_from_wishlist(&lan, Unwished::Product(products[0]))
            .await
            .unwrap();
    }
    assert_eq!(kept(&market, &lan).await, expected[1..3]);
    let ids = [&lan, &minh].map(|who| who.account_id().unwrap());
    let wanted = [
        (ids[0], products[0]),
        (ids[0], products[1]),
        (ids[1], products[1]),
    ];
    assert_eq!(
        catalog.wished(&wanted).await.unwrap(),
        [(ids[0], products[1])]
    );
    assert_eq!(catalog.verify().await.unwrap().feedback_off, 0);
}

async fn only_what_is_public_is_added(test: TestDb) {
    let (market, _) = open(&test).await;
    let catalog = &market.catalog;
    let producer = market.producer("HTX Một").await;
    let listing = market.listing(&producer, "Món", 9_000, 5).await;
    let lan = market.account(Vec::new()).await;
    let nobody = catalog
        .add_to_wishlist(&Actor::Anonymous, listing.product)
        .await;
    assert!(
        matches!(nobody, Err(WishlistError::NotAllowed)),
        "{nobody:?}"
    );
    let nobody = catalog
        .wishlist(&Actor::Anonymous, &PageArgs::first(1))
        .await;
    assert!(matches!(nobody, Err(ReadError::NotAllowed)));
    let status = programme::CertificateStatus::Suspended;
    market.set_certificate(&listing, status).await;
    let hidden = catalog.add_to_wishlist(&lan, listing.product).await;
    assert!(
        matches!(hidden, Err(WishlistError::ProductNotFound)),
        "{hidden:?}"
    );
    let unknown = catalog
        .add_to_wishlist(&lan, ProductId(uuid::Uuid::from_u128(7)))
        .await;
    assert!(
        matches!(unknown, Err(WishlistError::ProductNotFound)),
        "{unknown:?}"
    );
    let status = programme::CertificateStatus::Active;
    market.set_certificate(&listing, status).await;
    catalog
        .add_to_wishlist(&lan, listing.product)
        .await
        .unwrap();
    // What is hidden later stays, and its product is for the gate to give.
    let status = programme::CertificateStatus::Suspended;
    market.set_certificate(&listing, status).await;
    assert_eq!(kept(&market, &lan).await, [listing.product]);
    assert!(
        catalog
            .cards_by_ids(&[listing.product])
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_list_ends_somewhere(test: TestDb) {
    let (market, _) = open(&test).await;
    let catalog = &market.catalog;
    let producer = market.producer("HTX Một").await;
    let lan = market.account(Vec::new()).await;
    let mut listings = Vec::new();
    for n in 0..3 {
        listings.push(
            market
                .listing(&producer, &format!("Món {n}"), 9_000, 5)
                .await,
        );
    }
    catalog
        .add_to_wishlist(&lan, listings[0].product)
        .await
        .unwrap();
    // As if there were all but one.
    let sql = format!("UPDATE wishlist SET entries = {}", MAX_ENTRIES - 1);
    test.raw(&sql).await.unwrap();
    let done = tokio::join!(
        catalog.add_to_wishlist(&lan, listings[1].product),
        catalog.add_to_wishlist(&lan, listings[2].product)
    );
    let added = usize::from(done.0.is_ok()) + usize::from(done.1.is_ok());
    assert_eq!(added, 1, "{done:?}");
    assert_eq!(kept(&market, &lan).await.len(), 2);
    let there = catalog.add_to_wishlist(&lan, listings[0].product).await;
    there.unwrap();
    // The database itself holds the end.
    assert!(test.raw("UPDATE wishlist SET entries = 501").await.is_err());
    assert_eq!(catalog.verify().await.unwrap().feedback_off, 1);
}
