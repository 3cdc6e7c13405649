//! Stock: never below zero, never lost, whatever the database is told.

use catalog::fixtures::{Market, outbox};
use catalog::{StockError, Wanted};
use kernel::{Actor, Clock, ProducerOrderId};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    reserve_ship_and_release,
    the_database_refuses_what_the_program_must_not_do
);

async fn reserve_ship_and_release(test: TestDb) {
    let clock = TestClock::default();
    let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
    let producer = market.producer("HTX Kho").await;
    let listing = market.listing(&producer, "Gạo", 1000, 5).await;
    let part = || ProducerOrderId::new(clock.now());
    let reserve = async |part, quantity| {
        let tx = market.db.begin().await.unwrap();
        let wanted = [Wanted {
            producer_order_id: part,
            variant_id: listing.variant,
            quantity,
            tracked: true,
        }];
        let done = market
            .catalog
            .reserve(&tx, &wanted, &Actor::System, clock.now())
            .await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done
    };
    let (first, second) = (part(), part());
    reserve(first, 3).await.unwrap();
    let refused = reserve(second, 3).await;
    assert!(
        matches!(refused, Err(StockError::OutOfStock { available: 2, .. })),
        "{refused:?}"
    );
    reserve(second, 2).await.unwrap();
    assert_eq!(
        market
            .catalog
            .availability(&[listing.variant])
            .await
            .unwrap()[&listing.variant],
        0
    );
    for _ in 0..2 {
        // Twice: the second time finds nothing open.
        let tx = market.db.begin().await.unwrap();
        market
            .catalog
            .ship(&tx, &[first], &Actor::System, clock.now())
            .await
            .unwrap();
        market
            .catalog
            .release(&tx, &[first, second], &Actor::System, clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(
        market
            .catalog
            .availability(&[listing.variant])
            .await
            .unwrap()[&listing.variant],
        2
    );
    assert_eq!(test.number("SELECT on_hand FROM stock").await, 2);
    let report = market.catalog.verify().await.unwrap();
    assert_eq!(
        (report.stock_off_log, report.reserved_off_reservations),
        (0, 0)
    );
    test.raw("UPDATE stock SET on_hand = on_hand + 1")
        .await
        .unwrap();
    assert_eq!(
        market.catalog.verify().await.unwrap().stock_off_log,
        1,
        "the check sees a lie"
    );
}

async fn the_database_refuses_what_the_program_must_not_do(test: TestDb) {
    let market = Market::new(test.handle(), Arc::new(TestClock::default()), outbox()).await;
    let producer = market.producer("HTX Ràng Buộc").await;
    market.listing(&producer, "Muối", 1000, 5).await;
    for forbidden in [
        "UPDATE stock SET on_hand = -1",
        "UPDATE stock SET reserved = -1",
        "UPDATE stock SET reserved = on_hand + 1",
        "UPDATE product_variant SET price = 0",
        "UPDATE product_variant SET weight_grams = 0",
        "UPDATE product_variant SET compare_at_price = price",
        "UPDATE product SET status = 'SOLD'",
        "UPDATE product SET published_at = NULL",
        "UPDATE product SET product_set = 27",
        "UPDATE certificate SET stars = 2",
        "UPDATE certificate SET stars = 5",
        "UPDATE certificate SET expires_on = issued_on",
        "UPDATE certificate SET potential_five = TRUE",
        "DELETE FROM producer",
        "DELETE FROM product_variant",
    ] {
        assert!(test.raw(forbidden).await.is_err(), "accepted: {forbidden}");
    }
}
