//! Checkout: one order or nothing, and the gate once more under the lock.

use crate::shop::{Shop, command, staff};
use catalog::ProductKind;
use catalog::listing::NewPrice;
use chrono::Duration;
use kernel::{Actor, Clock, Money};
use orders::checkout::CheckoutError;
use orders::status::{OrderStatus, PartStatus};
use orders::{CartAccess, CartError, LineInput};
use payments::{PaymentMethod, PaymentStatus};
use programme::{CertificateStatus, ProducerStatus};
use sea_orm::ConnectionTrait;
use testkit::TestDb;

testkit::on_both!(
    one_cart_of_two_producers_becomes_two_parts,
    what_is_refused_leaves_nothing_behind,
    the_gate_holds_under_the_lock,
    the_same_key_makes_one_order,
    alcohol_is_not_paid_in_cash,
    who_buys_many_pays_the_tier,
    a_line_has_neither_fewer_nor_more_than_are_sold_at_once,
);

const COD: PaymentMethod = PaymentMethod::CashOnDelivery;

async fn one_cart_of_two_producers_becomes_two_parts(test: TestDb) {
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
    assert_eq!(order.status, OrderStatus::Placed);
    assert_eq!(order.total.dong(), 100_000 + 70_000 + 30_000 + 30_000);
    assert!(order.number.starts_with("OC-261123-"), "{}", order.number);
    let parts = shop.parts(&order).await;
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| part.status == PartStatus::Pending));
    let lines = shop
        .orders
        .lines_of(&parts.iter().map(|part| part.id).collect::<Vec<_>>())
        .await
        .unwrap();
    assert!(
        lines
            .iter()
            .all(|line| line.stars == 4 && line.certificate_number.starts_with("DEMO-"))
    );
    assert_eq!(
        (
            shop.available(a.variant).await,
            shop.available(b.variant).await
        ),
        (7, 8)
    );
    let payment = shop
        .payments
        .by_references(&[order.id.0])
        .await
        .unwrap()
        .remove(0);
    assert_eq!(
        (payment.status, payment.amount),
        (PaymentStatus::OnDelivery, order.total)
    );
    assert_eq!(shop.order(&access, &order).await, order);
    shop.verify().await;
}

async fn what_is_refused_leaves_nothing_behind(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Một").await;
    let (a, b) = (
        shop.listing(&producer, 50_000, 5).await,
        shop.listing(&producer, 1000, 5).await,
    );
    let (access, cart) = shop.cart(&[(a.variant, 2), (b.variant, 5)]).await;
    let total = cart.totals.total;
    let guest = Actor::Anonymous;
    let other = Money::new(total.dong() + 1).unwrap();
    let wrong = CartAccess {
        token: Some("x".into()),
        ..access.clone()
    };
    let (empty, _) = shop.cart(&[]).await;
    let homeless = shop.orders.cart_create(&guest).await.unwrap();
    let homeless = CartAccess {
        id: homeless.cart.id,
        token: Some(homeless.token),
    };
    let line = LineInput {
        variant_id: a.variant,
        quantity: 1,
    };
    shop.orders
        .cart_lines_add(&guest, &homeless, &[line])
        .await
        .unwrap();
    for (command, expected) in [
        (
            command(&access, other, COD, "", "k"),
            format!("TotalChanged {{ total: {total:?} }}"),
        ),
        (command(&access, total, COD, "", " "), "BadKey".into()),
        (
            command(&access, total, COD, "", &"k".repeat(256)),
            "BadKey".into(),
        ),
        (
            command(&access, total, PaymentMethod::Vnpay, "", "k"),
            "MethodNotOffered".into(),
        ),
        (
            command(&access, total, PaymentMethod::Card, "", "k"),
            "Token(Missing)".into(),
        ),
        (command(&wrong, total, COD, "", "k"), "CartNotFound".into()),
        (
            command(&empty, Money::ZERO, COD, "", "k"),
            "CartEmpty".into(),
        ),
        (
            command(&homeless, total, COD, "", "k"),
            "AddressMissing".into(),
        ),
    ] {
        let refused = shop.orders.checkout(&guest, &command).await.unwrap_err();
        assert_eq!(format!("{refused:?}"), expected);
    }
    // Somebody else takes what this cart wants of its second line.
    shop.buy(&[(b.variant, 1)]).await;
    let refused = shop.checkout(&access, &cart, COD, "").await.unwrap_err();
    assert!(
        matches!(refused, CheckoutError::OutOfStock { available: 4, variant } if variant == b.variant)
    );
    assert_eq!(
        shop.available(a.variant).await,
        5,
        "the first line was not reserved"
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM customer_order").await, 1);
    assert_eq!(test.number("SELECT COUNT(*) FROM idempotency_key").await, 1);
    shop.clock.advance(Duration::days(31));
    assert!(matches!(
        shop.checkout(&access, &cart, COD, "").await,
        Err(CheckoutError::CartExpired)
    ));
    shop.verify().await;
}

async fn the_gate_holds_under_the_lock(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Cổng").await;
    let listing = shop.listing(&producer, 50_000, 5).await;
    let (access, cart) = shop.cart(&[(listing.variant, 1)]).await;
    let refused = async || {
        let answer = shop.checkout(&access, &cart, COD, "").await;
        assert!(
            matches!(answer, Err(CheckoutError::Unavailable { variant }) if variant == listing.variant),
            "{answer:?}"
        );
    };
    shop.market
        .set_certificate(&listing, CertificateStatus::Suspended)
        .await;
    refused().await;
    shop.market
        .set_certificate(&listing, CertificateStatus::Active)
        .await;
    let producer_status = |status| {
        shop.market
            .programme
            .set_producer_status(&Actor::System, producer.id, status)
    };
    producer_status(ProducerStatus::Suspended).await.unwrap();
    refused().await;
    producer_status(ProducerStatus::Active).await.unwrap();
    test.raw("UPDATE product_card SET listed = FALSE")
        .await
        .unwrap();
    refused().await;
    test.raw("UPDATE product_card SET listed = TRUE")
        .await
        .unwrap();
    // The very second at which the certificate ends, without any job.
    let end = listing.certificate.valid_until();
    let now = shop.clock.now();
    test.raw(&format!(
        "UPDATE cart SET expires_at = '{}'",
        (end + Duration::days(1)).to_rfc3339()
    ))
    .await
    .unwrap();
    for (instant, open) in [
        (end, false),
        (end + Duration::seconds(1), false),
        (end - Duration::seconds(1), true),
    ] {
        shop.clock.set(instant);
        if open {
            shop.checkout(&access, &cart, COD, "").await.unwrap();
        } else {
            refused().await;
        }
    }
    shop.clock.set(now);
    shop.verify().await;
}

async fn the_same_key_makes_one_order(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Khoá").await;
    let listing = shop.listing(&producer, 50_000, 100).await;
    let (access, cart) = shop.cart(&[(listing.variant, 1)]).await;
    let total = cart.totals.total;
    let guest = Actor::Anonymous;
    let once = command(&access, total, COD, "", "the-key");
    let answers =
        futures::future::join_all((0..50).map(|_| shop.orders.checkout(&guest, &once))).await;
    let first = answers[0].as_ref().unwrap();
    assert!(
        answers
            .iter()
            .all(|answer| answer.as_ref().unwrap() == first)
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM customer_order").await, 1);
    assert_eq!(shop.available(listing.variant).await, 99);
    let changed = command(&access, Money::new(1).unwrap(), COD, "", "the-key");
    assert!(matches!(
        shop.orders.checkout(&guest, &changed).await,
        Err(CheckoutError::KeyReused)
    ));
    let another = command(&access, total, COD, "", "another-key");
    assert!(matches!(
        shop.orders.checkout(&guest, &another).await,
        Err(CheckoutError::CartCompleted)
    ));
    // The key alone opens nothing: without the cart's secret there is no cart.
    let stranger = command(
        &CartAccess {
            token: None,
            ..access.clone()
        },
        total,
        COD,
        "",
        "the-key",
    );
    let staff = staff(&producer);
    for actor in [&guest, &staff] {
        assert!(matches!(
            shop.orders.checkout(actor, &stranger).await,
            Err(CheckoutError::CartNotFound)
        ));
    }
    shop.verify().await;
}

async fn alcohol_is_not_paid_in_cash(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Rượu").await;
    let issued = kernel::clock::day_in_vietnam(shop.clock.now() - Duration::days(9));
    let certificate = shop.market.certificate(&producer, issued).await;
    let wine = shop
        .market
        .listing_under(
            &producer,
            certificate,
            "Rượu nếp",
            90_000,
            9,
            |product| {
                product.product_set = 14;
                product.kind = ProductKind::Goods;
                product.abv_tenths = Some(290);
            },
        )
        .await;
    let (access, cart) = shop.cart(&[(wine.variant, 1)]).await;
    assert!(matches!(
        shop.checkout(&access, &cart, COD, "").await,
        Err(CheckoutError::AlcoholInCash)
    ));
    let approve = payments::provider::sandbox::tokens::APPROVE;
    let order = shop
        .checkout(&access, &cart, PaymentMethod::Card, approve)
        .await
        .unwrap();
    assert_eq!(order.status, OrderStatus::Placed);
    shop.verify().await;
}

async fn who_buys_many_pays_the_tier(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Sỉ").await;
    let listing = shop.listing(&producer, 50_000, 100).await;
    let price = |version, tiers: &[(i32, i64)]| NewPrice {
        variant_id: listing.variant,
        version,
        price: 50_000,
        compare_at_price: None,
        tiers: tiers.to_vec(),
    };
    let catalog = &shop.market.catalog;
    let staff = staff(&producer);
    let wholesale = price(1, &[(10, 45_000), (50, 40_000)]);
    assert_eq!(catalog.set_price(&staff, wholesale).await.unwrap(), None);
    let (access, cart) = shop.cart(&[(listing.variant, 10)]).await;
    // Ten at 45,000.
    assert_eq!(cart.totals.subtotal.dong(), 450_000);
    // The price moves while the shopper looks.
    assert_eq!(
        catalog
            .set_price(&staff, price(2, &[(11, 45_000)]))
            .await
            .unwrap(),
        None
    );
    let refused = shop.checkout(&access, &cart, COD, "").await;
    let fifty = Money::new(50_000).unwrap();
    let total = cart.totals.total.plus(fifty).unwrap();
    assert!(matches!(refused, Err(CheckoutError::TotalChanged { total: now }) if now == total));
    let back = price(3, &[(10, 45_000)]);
    assert_eq!(catalog.set_price(&staff, back).await.unwrap(), None);
    let order = shop.checkout(&access, &cart, COD, "").await.unwrap();
    assert_eq!(order.total, cart.totals.total);
    let parts = shop.parts(&order).await;
    let lines = shop.orders.lines_of(&[parts[0].id]).await.unwrap();
    assert_eq!(
        (lines[0].unit_price.dong(), lines[0].total.dong()),
        (45_000, 450_000)
    );
    shop.verify().await;
}

async fn a_line_has_neither_fewer_nor_more_than_are_sold_at_once(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Thùng").await;
    let listing = shop.listing(&producer, 50_000, 100).await;
    let (access, cart) = shop.cart(&[(listing.variant, 2)]).await;
    let bounds = async |least: i32, most: i32| {
        let tx = shop.market.db.begin().await.unwrap();
        let sql = "UPDATE product_variant SET min_per_order = $1, max_per_order = $2 WHERE id = $3";
        let values = [least.into(), most.into(), listing.variant.0.into()];
        let backend = tx.get_database_backend();
        let update = sea_orm::Statement::from_sql_and_values(backend, sql, values);
        tx.execute_raw(update).await.unwrap();
        tx.commit().await.unwrap();
    };
    bounds(1, 1).await;
    let refused = shop.checkout(&access, &cart, COD, "").await;
    assert!(
        matches!(refused, Err(CheckoutError::Quantity { most: 1, .. })),
        "{refused:?}"
    );
    bounds(3, 1_000).await;
    let refused = shop.checkout(&access, &cart, COD, "").await;
    assert!(matches!(
        refused,
        Err(CheckoutError::Quantity {
            least: 3,
            most: 1_000,
            ..
        })
    ));
    let lines = |quantity| {
        [LineInput {
            variant_id: listing.variant,
            quantity,
        }]
    };
    let guest = Actor::Anonymous;
    let set = shop
        .orders
        .cart_lines_update(&guest, &access, &lines(2))
        .await;
    assert!(
        matches!(set, Err(CartError::Quantity { least: 3, .. })),
        "{set:?}"
    );
    // One more is three.
    let added = shop
        .orders
        .cart_lines_add(&guest, &access, &lines(1))
        .await
        .unwrap();
    shop.checkout(&access, &added, COD, "").await.unwrap();
}
