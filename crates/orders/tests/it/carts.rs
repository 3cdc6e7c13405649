//! Carts: bad input changes nothing and says what is wrong.

use crate::shop::{Shop, address};
use chrono::Duration;
use kernel::{Actor, CartId, VariantId};
use orders::address::{AddressError, AddressInput};
use orders::cart::CartStatus;
use orders::delivery::DeliveryMethod;
use orders::{CartAccess, CartError, LineInput};
use programme::CertificateStatus;
use testkit::TestDb;

testkit::on_both!(
    bad_lines_are_refused_whole,
    bad_addresses_name_their_field,
    delivery_is_chosen_per_producer,
    a_cart_ends
);

async fn bad_lines_are_refused_whole(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Giỏ").await;
    let good = shop.listing(&producer, 1000, 5).await;
    let hidden = shop.listing(&producer, 1000, 5).await;
    shop.market
        .set_certificate(&hidden, CertificateStatus::Revoked)
        .await;
    let (access, _) = shop.cart(&[(good.variant, 2)]).await;
    let unknown = VariantId(uuid::Uuid::from_u128(9));
    let guest = Actor::Anonymous;
    let line = |variant_id, quantity| LineInput {
        variant_id,
        quantity,
    };
    for (lines, expected) in [
        (
            vec![line(good.variant, 0)],
            "Quantity { line: 0, least: 1, most: 1000 }",
        ),
        (
            vec![line(good.variant, -1)],
            "Quantity { line: 0, least: 1, most: 1000 }",
        ),
        (
            vec![line(good.variant, i64::MAX)],
            "Quantity { line: 0, least: 1, most: 1000 }",
        ),
        (
            vec![line(good.variant, 4)],
            "OutOfStock { line: 0, available: 5 }",
        ),
        (
            vec![line(good.variant, 1), line(unknown, 1)],
            "Unavailable { line: 1 }",
        ),
        (
            vec![line(good.variant, 1), line(hidden.variant, 1)],
            "Unavailable { line: 1 }",
        ),
        (
            vec![line(good.variant, 3), line(good.variant, 1)],
            "OutOfStock { line: 1, available: 5 }",
        ),
    ] {
        let refused = shop
            .orders
            .cart_lines_add(&guest, &access, &lines)
            .await
            .unwrap_err();
        assert_eq!(format!("{refused:?}"), expected);
        let cart = shop.orders.cart(&guest, &access).await.unwrap().unwrap();
        assert_eq!(cart.groups[0].lines[0].quantity, 2, "after {expected}");
    }
    let missing = shop
        .orders
        .cart_lines_update(&guest, &access, &[line(hidden.variant, 1)])
        .await;
    assert!(matches!(missing, Err(CartError::LineNotFound { line: 0 })));
    for token in [
        None,
        Some(String::new()),
        Some(" ".to_owned()),
        Some("x".repeat(43)),
    ] {
        let stranger = CartAccess {
            id: access.id,
            token,
        };
        assert!(shop.orders.cart(&guest, &stranger).await.unwrap().is_none());
        let refused = shop
            .orders
            .cart_lines_add(&guest, &stranger, &[line(good.variant, 1)])
            .await;
        assert!(matches!(refused, Err(CartError::NotFound)));
    }
    let nowhere = CartAccess {
        id: CartId(unknown.0),
        token: access.token.clone(),
    };
    assert!(matches!(
        shop.orders.cart_lines_remove(&guest, &nowhere, &[]).await,
        Err(CartError::NotFound)
    ));
    let emptied = shop
        .orders
        .cart_lines_update(&guest, &access, &[line(good.variant, 0)])
        .await
        .unwrap();
    assert!(emptied.groups.is_empty());
}

async fn bad_addresses_name_their_field(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (access, _) = shop.cart(&[]).await;
    for (input, expected) in [
        (
            AddressInput {
                recipient: " ".into(),
                ..address()
            },
            AddressError::Recipient,
        ),
        (
            AddressInput {
                recipient: "x".repeat(101),
                ..address()
            },
            AddressError::Recipient,
        ),
        (
            AddressInput {
                phone: "12345".into(),
                ..address()
            },
            AddressError::Phone,
        ),
        (
            AddressInput {
                email: Some("nobody".into()),
                ..address()
            },
            AddressError::Email,
        ),
        (
            AddressInput {
                street: "".into(),
                ..address()
            },
            AddressError::Street,
        ),
        (
            AddressInput {
                province_code: "99".into(),
                ..address()
            },
            AddressError::Province,
        ),
        (
            AddressInput {
                commune_code: "99999".into(),
                ..address()
            },
            AddressError::Commune,
        ),
        // A commune of another province.
        (
            AddressInput {
                commune_code: "14620".into(),
                ..address()
            },
            AddressError::Commune,
        ),
    ] {
        let refused = shop
            .orders
            .cart_address_update(&Actor::Anonymous, &access, &input)
            .await;
        assert!(
            matches!(refused, Err(CartError::Address(error)) if error == expected),
            "{expected:?}"
        );
    }
    let cart = shop
        .orders
        .cart(&Actor::Anonymous, &access)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        cart.address.unwrap().phone,
        "0987654321",
        "the good address stands"
    );
}

async fn delivery_is_chosen_per_producer(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (one, two) = (
        shop.producer("HTX Một").await,
        shop.producer("HTX Hai").await,
    );
    let (a, b) = (
        shop.listing(&one, 50_000, 9).await,
        shop.listing(&two, 70_000, 9).await,
    );
    // By producer: lines added at once stand in the order of their ids.
    let fees = |cart: &orders::cart::Cart| {
        [one.id, two.id].map(|id| {
            let group = cart
                .groups
                .iter()
                .find(|group| group.producer_id == id)
                .unwrap();
            group.delivery.unwrap().dong()
        })
    };
    let (access, cart) = shop.cart(&[(a.variant, 1), (b.variant, 4)]).await;
    // 300 g and 1,200 g from Ninh Bình to Hà Nội.
    assert_eq!(fees(&cart), [30_000, 42_000]);
    assert_eq!(cart.totals.total.dong(), 50_000 + 280_000 + 72_000);
    let guest = Actor::Anonymous;
    let express = DeliveryMethod::Express;
    let cart = shop
        .orders
        .cart_delivery_update(&guest, &access, two.id, express, None)
        .await
        .unwrap();
    assert_eq!(fees(&cart), [30_000, 70_000]);
    let stranger = shop.producer("HTX Ba").await;
    let refused = shop
        .orders
        .cart_delivery_update(&guest, &access, stranger.id, express, None)
        .await;
    assert!(matches!(refused, Err(CartError::ProducerNotInCart)));
}

async fn a_cart_ends(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Giỏ").await;
    let listing = shop.listing(&producer, 1000, 5).await;
    let (access, _) = shop.cart(&[(listing.variant, 1)]).await;
    shop.clock.advance(Duration::days(31));
    let guest = Actor::Anonymous;
    let cart = shop.orders.cart(&guest, &access).await.unwrap().unwrap();
    assert_eq!(cart.status, CartStatus::Expired);
    let refused = shop
        .orders
        .cart_lines_remove(&guest, &access, &[listing.variant])
        .await;
    assert!(matches!(refused, Err(CartError::Expired)));
}
