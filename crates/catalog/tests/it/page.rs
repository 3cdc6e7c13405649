//! A product's page says what its parts say when they are read apart.

use catalog::fixtures::{Market, outbox};
use catalog::{NewVariant, Wanted};
use kernel::{Actor, Clock, Money, ProducerOrderId, VariantId, id::new_uuid};
use std::collections::HashMap;
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_page_says_what_its_parts_say_apart,
    nobody_has_a_page_of_what_is_not_there
);

async fn a_page_says_what_its_parts_say_apart(test: TestDb) {
    let clock = TestClock::at("2026-11-23T02:00:00Z");
    let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
    let producer = market.producer("Hợp tác xã Phát Diệm").await;
    market.listing(&producer, "Chiếu cói", 90_000, 3).await;
    let issued_on = kernel::clock::day_in_vietnam(clock.now());
    let certificate = market.certificate(&producer, issued_on).await;
    let listing = market
        .listing_under(
            &producer,
            certificate,
            "Rượu Kim Sơn",
            120_000,
            7,
            |new| {
                new.variants.push(NewVariant {
                    sku: "CHAI-LON".to_owned(),
                    name: "Chai lớn".to_owned(),
                    name_en: Some("Large".to_owned()),
                    price: Money::from_stored(200_000),
                    compare_at_price: None,
                    weight_grams: 900,
                    stock: 0,
                });
                new.shelf_life_days = Some(720);
            },
        )
        .await;
    let wanted = Wanted {
        producer_order_id: ProducerOrderId(new_uuid(clock.now())),
        variant_id: listing.variant,
        quantity: 2,
        tracked: true,
    };
    let tx = market.db.begin().await.unwrap();
    market
        .catalog
        .reserve(&tx, &[wanted], &Actor::System, clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let catalog = &market.catalog;
    let page = catalog.page_by_id(listing.product).await.unwrap().unwrap();
    let slug = page.card.slug.clone();
    let by_slug = catalog.page_by_slug(&slug).await.unwrap().unwrap();
    assert_eq!(page, by_slug);

    let ids = [listing.product];
    let cards = catalog.cards_by_ids(&ids).await.unwrap();
    assert_eq!(cards, std::slice::from_ref(&page.card));
    assert_eq!([page.details], *catalog.details_by_ids(&ids).await.unwrap());
    assert_eq!(page.certificate, listing.certificate);
    assert_eq!(page.producer, listing.producer);
    assert_eq!(page.story, None);
    let variants: Vec<VariantId> = page
        .card
        .variants
        .iter()
        .map(|variant| variant.id)
        .collect();
    assert_eq!(
        page.availability,
        Some(HashMap::from([(variants[0], 5), (variants[1], 0)]))
    );
    assert_eq!(
        page.availability.unwrap(),
        catalog.availability(&variants).await.unwrap()
    );
}

async fn nobody_has_a_page_of_what_is_not_there(test: TestDb) {
    let clock = TestClock::at("2026-11-23T02:00:00Z");
    let market = Market::new(test.handle(), Arc::new(clock), outbox()).await;
    let id = new_uuid(market.clock.now()).into();
    assert_eq!(market.catalog.page_by_id(id).await.unwrap(), None);
    assert_eq!(market.catalog.page_by_slug("'; --").await.unwrap(), None);
}
