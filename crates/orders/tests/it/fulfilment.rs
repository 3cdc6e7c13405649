//! Producers work on their parts; stock and cash follow.

use crate::shop::{Shop, by_token, staff};
use kernel::Actor;
use orders::cancel::CancelError;
use orders::fulfil::{FulfilError, Step};
use orders::status::{OrderStatus, PartStatus};
use payments::PaymentStatus;
use testkit::TestDb;

testkit::on_both!(
    two_producers_deliver_cash_orders,
    illegal_steps_change_nothing,
    a_shopper_cancels_in_time
);

fn ship() -> Step {
    Step::Ship {
        carrier: "VNPost".into(),
        tracking_number: "VN123".into(),
    }
}

async fn two_producers_deliver_cash_orders(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (one, two) = (
        shop.producer("HTX Một").await,
        shop.producer("HTX Hai").await,
    );
    let (a, b) = (
        shop.listing(&one, 50_000, 9).await,
        shop.listing(&two, 70_000, 9).await,
    );
    let (access, order) = shop.buy(&[(a.variant, 2), (b.variant, 1)]).await;
    let parts = shop.parts(&order).await;
    let (first, second) = (
        parts
            .iter()
            .find(|part| part.producer_id == one.id)
            .unwrap(),
        parts
            .iter()
            .find(|part| part.producer_id == two.id)
            .unwrap(),
    );
    for step in [
        Step::Confirm,
        Step::Pack,
        ship(),
        ship(),
        Step::Deliver,
        Step::Deliver,
    ] {
        shop.orders
            .fulfil(&staff(&one), first.id, &step)
            .await
            .unwrap();
        shop.verify().await;
    }
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Placed
    );
    let payment = shop
        .payments
        .by_references(&[order.id.0])
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (payment.status, payment.captured),
        (PaymentStatus::OnDelivery, first.total)
    );
    let parcels = shop.orders.fulfillments_of(&[first.id]).await.unwrap();
    assert_eq!(parcels.len(), 1);
    assert!(parcels[0].delivered_at.is_some());
    // The other gives up: the rest is settled without it.
    let step = Step::Cancel {
        reason: "Hết nguyên liệu".into(),
    };
    shop.orders
        .fulfil(&staff(&two), second.id, &step)
        .await
        .unwrap();
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Completed
    );
    let payment = shop
        .payments
        .by_references(&[order.id.0])
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (payment.status, payment.captured),
        (PaymentStatus::Captured, first.total)
    );
    assert_eq!(
        (
            shop.available(a.variant).await,
            shop.available(b.variant).await
        ),
        (7, 9)
    );
    shop.verify().await;
}

async fn illegal_steps_change_nothing(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (one, two) = (
        shop.producer("HTX Một").await,
        shop.producer("HTX Hai").await,
    );
    let listing = shop.listing(&one, 50_000, 9).await;
    let (_, order) = shop.buy(&[(listing.variant, 1)]).await;
    let part = shop.parts(&order).await.remove(0);
    for step in [Step::Pack, ship(), Step::Deliver] {
        let refused = shop.orders.fulfil(&staff(&one), part.id, &step).await;
        assert!(
            matches!(refused, Err(FulfilError::WrongStatus(PartStatus::Pending))),
            "{step:?}"
        );
    }
    for actor in [staff(&two), Actor::Anonymous, Actor::System] {
        let refused = shop.orders.fulfil(&actor, part.id, &Step::Confirm).await;
        assert!(matches!(refused, Err(FulfilError::NotFound)), "{actor:?}");
    }
    let nameless = Step::Ship {
        carrier: " ".into(),
        tracking_number: "1".into(),
    };
    assert!(matches!(
        shop.orders.fulfil(&staff(&one), part.id, &nameless).await,
        Err(FulfilError::Carrier)
    ));
    let unsaid = Step::Cancel {
        reason: String::new(),
    };
    assert!(matches!(
        shop.orders.fulfil(&staff(&one), part.id, &unsaid).await,
        Err(FulfilError::Reason)
    ));
    assert_eq!(shop.parts(&order).await, [part]);
}

async fn a_shopper_cancels_in_time(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Một").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let (access, order) = shop.buy(&[(listing.variant, 2)]).await;
    let mut stranger = by_token(&access, &order);
    stranger.token = Some("x".into());
    let refused = shop.orders.cancel(&Actor::Anonymous, &stranger, None).await;
    assert!(matches!(refused, Err(CancelError::NotFound)));
    let cancelled = shop
        .orders
        .cancel(&Actor::Anonymous, &by_token(&access, &order), None)
        .await
        .unwrap();
    assert_eq!(cancelled.status, OrderStatus::Cancelled);
    assert_eq!(shop.available(listing.variant).await, 9);
    shop.verify().await;
    let (access, order) = shop.buy(&[(listing.variant, 2)]).await;
    let part = shop.parts(&order).await.remove(0);
    for step in [Step::Confirm, Step::Pack] {
        shop.orders
            .fulfil(&staff(&producer), part.id, &step)
            .await
            .unwrap();
    }
    let refused = shop
        .orders
        .cancel(&Actor::Anonymous, &by_token(&access, &order), None)
        .await;
    assert!(matches!(refused, Err(CancelError::TooLate)));
    shop.verify().await;
}
