//! Many buyers at once: exactly what is there is sold, and nobody sees a
//! database's trouble. Seen to fail with the stock condition removed.

use crate::shop::{Shop, command};
use kernel::Actor;
use orders::checkout::CheckoutError;
use payments::PaymentMethod;
use testkit::TestDb;

testkit::on_both!(
    heavy_three_hundred_want_fifty,
    heavy_opposite_orders_do_not_deadlock
);

async fn heavy_three_hundred_want_fifty(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Đông").await;
    let listing = shop.listing(&producer, 50_000, 50).await;
    let mut carts = Vec::new();
    for _ in 0..300 {
        carts.push(shop.cart(&[(listing.variant, 1)]).await);
    }
    let tasks = carts.into_iter().map(|(access, cart)| {
        let shop = shop.clone();
        tokio::spawn(async move {
            let command = command(
                &access,
                cart.totals.total,
                PaymentMethod::CashOnDelivery,
                "",
                "k",
            );
            shop.orders.checkout(&Actor::Anonymous, &command).await
        })
    });
    let (mut sold, mut sold_out) = (0, 0);
    for task in futures::future::join_all(tasks).await {
        match task.unwrap() {
            Ok(_) => sold += 1,
            Err(CheckoutError::OutOfStock { available: 0, .. }) => sold_out += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((sold, sold_out), (50, 250));
    assert_eq!(shop.available(listing.variant).await, 0);
    shop.work().await;
    shop.verify().await;
}

async fn heavy_opposite_orders_do_not_deadlock(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Chéo").await;
    let (a, b) = (
        shop.listing(&producer, 1000, 20).await,
        shop.listing(&producer, 1000, 20).await,
    );
    let mut carts = Vec::new();
    for n in 0..60 {
        let lines = if n % 2 == 0 {
            [(a.variant, 1), (b.variant, 1)]
        } else {
            [(b.variant, 1), (a.variant, 1)]
        };
        carts.push(shop.cart(&lines).await);
    }
    let tasks = carts.into_iter().map(|(access, cart)| {
        let shop = shop.clone();
        tokio::spawn(async move {
            shop.checkout(&access, &cart, PaymentMethod::CashOnDelivery, "")
                .await
        })
    });
    let answers = futures::future::join_all(tasks).await;
    let sold = answers
        .into_iter()
        .filter(|answer| matches!(answer, Ok(Ok(_))))
        .count();
    assert_eq!(sold, 20);
    shop.verify().await;
}
