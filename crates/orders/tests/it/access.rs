//! Everybody sees their own orders and parts, and nothing else.

use crate::shop::{Shop, address, by_token, command, staff};
use kernel::{AccountId, Actor, PageArgs};
use orders::read::PartFilter;
use orders::{CartAccess, LineInput, OrderAccess};
use payments::PaymentMethod;
use testkit::TestDb;

testkit::on_both!(
    producers_see_their_parts_only,
    lists_page_both_ways,
    accounts_see_their_orders_only
);

async fn producers_see_their_parts_only(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (one, two) = (
        shop.producer("HTX Một").await,
        shop.producer("HTX Hai").await,
    );
    let (a, b) = (
        shop.listing(&one, 50_000, 9).await,
        shop.listing(&two, 70_000, 9).await,
    );
    let (_, order) = shop.buy(&[(a.variant, 1), (b.variant, 1)]).await;
    shop.buy(&[(a.variant, 1)]).await;
    let page = PageArgs::first(10);
    let count = async |actor: &Actor, producer| {
        shop.orders
            .producer_orders(actor, producer, &PartFilter::default(), &page)
            .await
            .map(|page| page.rows.len())
            .ok()
    };
    assert_eq!(count(&staff(&one), one.id).await, Some(2));
    assert_eq!(count(&staff(&two), two.id).await, Some(1));
    assert_eq!(count(&staff(&two), one.id).await, None);
    assert_eq!(count(&Actor::Anonymous, one.id).await, None);
    for part in shop.parts(&order).await {
        let (own, other) = if part.producer_id == one.id {
            (&one, &two)
        } else {
            (&two, &one)
        };
        assert!(
            shop.orders
                .producer_order(&staff(own), part.id)
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            shop.orders
                .producer_order(&staff(other), part.id)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            shop.orders
                .producer_order(&Actor::Anonymous, part.id)
                .await
                .unwrap()
                .is_none()
        );
    }
    // A producer sees its part, not the shopper's order with the others' parts.
    let access = OrderAccess {
        id: Some(order.id),
        ..OrderAccess::default()
    };
    assert!(
        shop.orders
            .find_order(&staff(&one), &access)
            .await
            .unwrap()
            .is_none()
    );
}

async fn accounts_see_their_orders_only(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Một").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let account = |n: u128| Actor::Account {
        id: AccountId(uuid::Uuid::from_u128(n)),
        grants: vec![],
    };
    for n in [1, 2] {
        test.raw(&format!(
            "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
             VALUES ({}, 'a{n}@vidu.example', '', 'A', 'vi', 'ACTIVE', TRUE, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
            match test.engine() {
                db::Engine::Sqlite => format!("x'{:032x}'", n),
                db::Engine::Postgres => format!("'{:032x}'", n),
            }
        ))
        .await
        .unwrap();
    }
    let (mine, other) = (account(1), account(2));
    let cart = shop.orders.cart_create(&mine).await.unwrap();
    // The account needs no token for its own cart; nobody else gets in.
    let access = CartAccess {
        id: cart.cart.id,
        token: None,
    };
    let line = LineInput {
        variant_id: listing.variant,
        quantity: 1,
    };
    for stranger in [&other, &Actor::Anonymous, &Actor::System] {
        assert!(
            shop.orders
                .cart_lines_add(stranger, &access, &[line])
                .await
                .is_err()
        );
    }
    shop.orders
        .cart_lines_add(&mine, &access, &[line])
        .await
        .unwrap();
    let cart = shop
        .orders
        .cart_address_update(&mine, &access, &address())
        .await
        .unwrap();
    let checkout = command(
        &access,
        cart.totals.total,
        PaymentMethod::CashOnDelivery,
        "",
        "k",
    );
    let order = shop.orders.checkout(&mine, &checkout).await.unwrap();
    let page = PageArgs::first(10);
    assert_eq!(
        shop.orders
            .own_orders(&mine, &page)
            .await
            .unwrap()
            .rows
            .len(),
        1
    );
    assert_eq!(
        shop.orders
            .own_orders(&other, &page)
            .await
            .unwrap()
            .rows
            .len(),
        0
    );
    assert!(
        shop.orders
            .own_orders(&Actor::Anonymous, &page)
            .await
            .is_err()
    );
    let by_number = OrderAccess {
        number: Some(order.number.clone()),
        ..OrderAccess::default()
    };
    assert!(
        shop.orders
            .find_order(&mine, &by_number)
            .await
            .unwrap()
            .is_some()
    );
    for stranger in [&other, &Actor::Anonymous, &Actor::System] {
        assert!(
            shop.orders
                .find_order(stranger, &by_number)
                .await
                .unwrap()
                .is_none()
        );
    }
    let empty = OrderAccess {
        token: Some(String::new()),
        ..by_token(&access, &order)
    };
    assert!(
        shop.orders
            .find_order(&Actor::Anonymous, &empty)
            .await
            .unwrap()
            .is_none()
    );
}

async fn lists_page_both_ways(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Trang").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    for n in 0..5 {
        // Some at the same instant: ties are broken by id.
        if n % 2 == 0 {
            shop.clock.advance(chrono::Duration::seconds(1));
        }
        shop.buy(&[(listing.variant, 1)]).await;
    }
    let actor = staff(&producer);
    let list = async |page: &PageArgs| {
        let filter = PartFilter::default();
        let page = shop
            .orders
            .producer_orders(&actor, producer.id, &filter, page);
        page.await.unwrap()
    };
    let all = list(&PageArgs::first(10)).await;
    let all: Vec<_> = all.rows.iter().map(|(_, part)| part.id).collect();
    assert_eq!(all.len(), 5);
    for backward in [false, true] {
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = list(&PageArgs {
                limit: 2,
                backward,
                cursor: cursor.take(),
            })
            .await;
            let ids = page.rows.iter().map(|(_, part)| part.id);
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
        assert_eq!(seen, all, "backward={backward}");
    }
    let foreign = kernel::Cursor::new("orders", ["0".to_owned(), uuid::Uuid::nil().to_string()]);
    let foreign = PageArgs {
        cursor: Some(foreign),
        ..PageArgs::first(2)
    };
    let refused = shop
        .orders
        .producer_orders(&actor, producer.id, &PartFilter::default(), &foreign)
        .await;
    assert!(refused.is_err(), "a cursor of another list");
}
