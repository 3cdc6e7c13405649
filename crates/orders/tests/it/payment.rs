//! Cards: approved, declined, late, too late; one charge, nothing lost.

use crate::shop::{Shop, by_token, staff};
use chrono::Duration;
use kernel::Actor;
use orders::fulfil::Step;
use orders::pay::PayError;
use orders::status::OrderStatus;
use payments::provider::sandbox::tokens;
use payments::{PaymentMethod, PaymentStatus};
use testkit::TestDb;

testkit::on_both!(
    approved_at_once,
    declined_then_paid_with_another_card,
    a_late_answer_settles,
    unpaid_orders_give_their_goods_back,
    money_that_comes_too_late_goes_back,
    a_cancelled_part_of_a_paid_order_is_refunded,
);

const CARD: PaymentMethod = PaymentMethod::Card;

async fn approved_at_once(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Thẻ").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let (access, cart) = shop.cart(&[(listing.variant, 2)]).await;
    let order = shop
        .checkout(&access, &cart, CARD, tokens::APPROVE)
        .await
        .unwrap();
    assert_eq!(order.status, OrderStatus::Placed);
    assert_eq!(order.payment_due_at, None);
    shop.later(Duration::minutes(20)).await;
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Placed
    );
    shop.verify().await;
}

async fn declined_then_paid_with_another_card(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Thẻ").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let (access, cart) = shop.cart(&[(listing.variant, 2)]).await;
    let order = shop
        .checkout(&access, &cart, CARD, tokens::DECLINE)
        .await
        .unwrap();
    assert_eq!(order.status, OrderStatus::AwaitingPayment);
    let status = async || shop.payments.by_references(&[order.id.0]).await.unwrap()[0].status;
    assert_eq!(status().await, PaymentStatus::Declined);
    assert_eq!(shop.available(listing.variant).await, 7, "still reserved");
    let again = by_token(&access, &order);
    let guest = Actor::Anonymous;
    let stranger = orders::OrderAccess {
        token: None,
        ..again.clone()
    };
    assert!(matches!(
        shop.orders
            .pay_again(&guest, &stranger, tokens::APPROVE, "k")
            .await,
        Err(PayError::NotFound)
    ));
    let paid = shop
        .orders
        .pay_again(&guest, &again, tokens::APPROVE, "k")
        .await
        .unwrap();
    assert_eq!(paid.status, OrderStatus::Placed);
    // The same key again is the same payment; another key finds it paid.
    assert_eq!(
        shop.orders
            .pay_again(&guest, &again, tokens::APPROVE, "k")
            .await
            .unwrap(),
        paid
    );
    assert!(matches!(
        shop.orders.pay_again(&guest, &again, "other", "k").await,
        Err(PayError::KeyReused)
    ));
    assert!(matches!(
        shop.orders
            .pay_again(&guest, &again, tokens::APPROVE, "k2")
            .await,
        Err(PayError::NotPayable)
    ));
    shop.verify().await;
}

async fn a_late_answer_settles(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Thẻ").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    for (token, expected) in [
        (tokens::LATE_APPROVE, OrderStatus::Placed),
        (tokens::LATE_DECLINE, OrderStatus::AwaitingPayment),
    ] {
        let (access, cart) = shop.cart(&[(listing.variant, 1)]).await;
        let order = shop.checkout(&access, &cart, CARD, token).await.unwrap();
        assert_eq!(order.status, OrderStatus::AwaitingPayment);
        for _ in 0..3 {
            shop.later(Duration::seconds(3)).await;
        }
        assert_eq!(
            shop.order(&access, &order).await.status,
            expected,
            "{token}"
        );
        shop.verify().await;
    }
}

async fn unpaid_orders_give_their_goods_back(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Thẻ").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let (access, cart) = shop.cart(&[(listing.variant, 9)]).await;
    let order = shop
        .checkout(&access, &cart, CARD, tokens::DECLINE)
        .await
        .unwrap();
    shop.later(Duration::minutes(14)).await;
    assert_eq!(shop.available(listing.variant).await, 0);
    shop.later(Duration::minutes(1)).await;
    assert_eq!(shop.available(listing.variant).await, 9);
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Expired
    );
    let late = shop
        .orders
        .pay_again(
            &Actor::Anonymous,
            &by_token(&access, &order),
            tokens::APPROVE,
            "k",
        )
        .await;
    assert!(matches!(late, Err(PayError::NotPayable)));
    shop.verify().await;
    // The reconciler alone does it too, when the job was lost.
    let (access, cart) = shop.cart(&[(listing.variant, 9)]).await;
    let order = shop
        .checkout(&access, &cart, CARD, tokens::DECLINE)
        .await
        .unwrap();
    test.raw("DELETE FROM job").await.unwrap();
    shop.clock.advance(Duration::minutes(15));
    assert_eq!(shop.orders.expire_unpaid().await.unwrap(), 1);
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Expired
    );
    shop.verify().await;
}

async fn money_that_comes_too_late_goes_back(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Thẻ").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let (access, cart) = shop.cart(&[(listing.variant, 1)]).await;
    let order = shop
        .checkout(&access, &cart, CARD, tokens::LATE_APPROVE)
        .await
        .unwrap();
    // Cancelled while the provider still thinks.
    shop.orders
        .cancel(&Actor::Anonymous, &by_token(&access, &order), None)
        .await
        .unwrap();
    for _ in 0..3 {
        shop.later(Duration::seconds(5)).await;
    }
    let payment = shop
        .payments
        .by_references(&[order.id.0])
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (payment.captured, payment.refunded),
        (order.total, order.total)
    );
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Cancelled
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM refund").await, 1);
    shop.verify().await;
}

async fn a_cancelled_part_of_a_paid_order_is_refunded(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (one, two) = (
        shop.producer("HTX Một").await,
        shop.producer("HTX Hai").await,
    );
    let (a, b) = (
        shop.listing(&one, 50_000, 9).await,
        shop.listing(&two, 70_000, 9).await,
    );
    let (access, cart) = shop.cart(&[(a.variant, 1), (b.variant, 1)]).await;
    let order = shop
        .checkout(&access, &cart, CARD, tokens::APPROVE)
        .await
        .unwrap();
    let part = shop
        .parts(&order)
        .await
        .into_iter()
        .find(|part| part.producer_id == two.id)
        .unwrap();
    let step = Step::Cancel {
        reason: "Hết hàng".into(),
    };
    for _ in 0..2 {
        shop.orders
            .fulfil(&staff(&two), part.id, &step)
            .await
            .unwrap();
        shop.work().await;
    }
    let payment = shop
        .payments
        .by_references(&[order.id.0])
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (payment.captured, payment.refunded),
        (order.total, part.total)
    );
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Placed
    );
    shop.verify().await;
}
