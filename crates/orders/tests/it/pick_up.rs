//! What is bought over the net and fetched at a point of sale.

use crate::shop::{Shop, by_token, command, staff};
use catalog::fixtures::{Listing, point_facts};
use catalog::points_of_sale::{Fetched, PointFacts, PointKind};
use kernel::{Actor, Clock, PointOfSaleId};
use orders::address::ContactInput;
use orders::cancel::CancelError;
use orders::cart::Cart;
use orders::checkout::CheckoutError;
use orders::delivery::DeliveryMethod;
use orders::fulfil::{FulfilError, Step};
use orders::order::OrderPlace;
use orders::status::{OrderStatus, PartStatus};
use orders::{CartAccess, CartError, LineInput};
use payments::PaymentMethod;
use programme::{CertificateStatus, Producer, units::Units};
use sea_orm::ConnectionTrait;
use testkit::TestDb;

testkit::on_both!(
    what_is_fetched_needs_no_address_and_costs_nothing,
    it_is_fetched_only_where_all_of_it_stands,
    a_place_that_has_it_no_more_is_seen_by_the_checkout,
    a_place_that_closes_meanwhile_takes_no_order,
    what_waits_to_be_fetched_is_given_up_by_its_producer_alone,
    a_place_in_a_commune_of_before_is_no_address,
    a_part_is_fetched_and_another_is_sent,
    the_first_places_are_told_of_each_producer,
    a_filled_database_goes_back_and_comes_again,
);

const CASH: PaymentMethod = PaymentMethod::CashOnDelivery;
const GUEST: Actor = Actor::Anonymous;

/// A producer's store in Phát Diệm where orders are fetched.
fn store(name: &str) -> PointFacts {
    PointFacts {
        pick_up: true,
        ..point_facts(PointKind::ProducerStore, name, "14620")
    }
}

/// A guest's cart with one unit of each, and a name to call.
async fn cart(shop: &Shop, listings: &[&Listing]) -> CartAccess {
    let new = shop.orders.cart_create(&GUEST).await.unwrap();
    let access = CartAccess {
        id: new.cart.id,
        token: Some(new.token),
    };
    let line = |listing: &&Listing| LineInput {
        variant_id: listing.variant,
        quantity: 1,
    };
    let lines: Vec<LineInput> = listings.iter().map(line).collect();
    let orders = &shop.orders;
    orders
        .cart_lines_add(&GUEST, &access, &lines)
        .await
        .unwrap();
    let contact = ContactInput {
        recipient: "Nguyễn Thị Lan".to_owned(),
        phone: "0987 654 321".to_owned(),
        email: None,
    };
    let known = orders.cart_contact_update(&GUEST, &access, &contact).await;
    known.unwrap();
    access
}

async fn fetch(
    shop: &Shop,
    access: &CartAccess,
    producer: &Producer,
    point: PointOfSaleId,
) -> Result<Cart, CartError> {
    let way = (DeliveryMethod::PickUp, Some(point));
    let orders = &shop.orders;
    orders
        .cart_delivery_update(&GUEST, access, producer.id, way.0, way.1)
        .await
}

async fn seen(shop: &Shop, access: &CartAccess) -> Cart {
    let cart = shop.orders.cart(&GUEST, access).await.unwrap();
    cart.unwrap()
}

/// Goods for 90,000 đồng that a cart will have fetched at their producer's
/// store "Một".
async fn fetching(shop: &Shop) -> (Listing, PointOfSaleId, CartAccess, Cart) {
    let producer = shop.producer("HTX Cói").await;
    let listing = shop.listing(&producer, 90_000, 5).await;
    let products = [listing.product];
    let store = shop.market.point(&producer, store("Một"), &products).await;
    let access = cart(shop, &[&listing]).await;
    let shown = fetch(shop, &access, &producer, store.id).await.unwrap();
    (listing, store.id, access, shown)
}

async fn what_is_fetched_needs_no_address_and_costs_nothing(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Cói").await;
    let listing = shop.listing(&producer, 90_000, 5).await;
    let store = shop
        .market
        .point(&producer, store("Cửa hàng Cói"), &[listing.product])
        .await;
    let access = cart(&shop, &[&listing]).await;
    let before = seen(&shop, &access).await;
    assert_eq!(before.groups[0].delivery, None, "nobody knows where to");
    let shown = fetch(&shop, &access, &producer, store.id).await.unwrap();
    let group = &shown.groups[0];
    assert_eq!(group.method, DeliveryMethod::PickUp);
    assert_eq!(group.pick_up.as_ref().map(|own| own.id), Some(store.id));
    assert_eq!(shown.totals.delivery.map(|fee| fee.dong()), Some(0));
    assert_eq!(shown.totals.total.dong(), 90_000);
    let order = shop.checkout(&access, &shown, CASH, "").await.unwrap();
    assert_eq!(order.total.dong(), 90_000);
    assert_eq!(
        (&*order.street, &*order.commune_name),
        ("Cửa hàng Cói, Thôn 1", "Xã Phát Diệm")
    );
    let part = shop.parts(&order).await.remove(0);
    let place = OrderPlace {
        point_id: Some(store.id),
        name: "Cửa hàng Cói".to_owned(),
        address: "Thôn 1, Xã Phát Diệm, Tỉnh Ninh Bình".to_owned(),
    };
    assert_eq!(part.place.as_ref(), Some(&place));
    // What the place is called later changes nothing.
    let units = Units::new(test.handle()).snapshot().await.unwrap();
    let own = staff(&producer);
    let facts = PointFacts {
        name: "Cửa hàng khác".to_owned(),
        ..store.facts.clone()
    };
    let catalog = &shop.market.catalog;
    let renamed = catalog.update_point(&own, &units, store.id, store.version, &facts);
    renamed.await.unwrap();
    assert_eq!(shop.parts(&order).await[0].place, Some(place));
    assert_eq!(shop.available(listing.variant).await, 4);
    let fulfil = async |step: &Step| shop.orders.fulfil(&own, part.id, step).await;
    let early = fulfil(&Step::Deliver).await;
    assert!(
        matches!(early, Err(FulfilError::WrongStatus(PartStatus::Pending))),
        "{early:?}"
    );
    fulfil(&Step::Confirm).await.unwrap();
    fulfil(&Step::Pack).await.unwrap();
    let carried = Step::Ship {
        carrier: "Bưu điện".to_owned(),
        tracking_number: "EB1".to_owned(),
    };
    let sent = fulfil(&carried).await;
    assert!(
        matches!(sent, Err(FulfilError::WrongStatus(PartStatus::Packed))),
        "{sent:?}"
    );
    let fetched = fulfil(&Step::Deliver).await.unwrap();
    assert_eq!(fetched.status, PartStatus::Delivered);
    assert_eq!(fulfil(&Step::Deliver).await.unwrap(), fetched, "said twice");
    let stock = "SELECT on_hand * 100 + reserved FROM stock";
    assert_eq!(test.number(stock).await, 400, "one has left");
    let payment = shop.payments.by_references(&[order.id.0]).await.unwrap();
    assert_eq!(payment[0].captured.dong(), 90_000);
    shop.verify().await;
}

async fn it_is_fetched_only_where_all_of_it_stands(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Cói").await;
    let one = shop.listing(&producer, 90_000, 5).await;
    let two = shop.listing(&producer, 50_000, 5).await;
    let both = [one.product, two.product];
    let half = shop
        .market
        .point(&producer, store("Một nửa"), &both[..1])
        .await;
    let all = shop.market.point(&producer, store("Đủ cả"), &both).await;
    let facts = PointFacts {
        pick_up: false,
        ..store("Không giao")
    };
    let counter = shop.market.point(&producer, facts, &both).await;
    let closed = shop.market.point(&producer, store("Đã đóng"), &both).await;
    let (catalog, own) = (&shop.market.catalog, staff(&producer));
    catalog.close_point(&own, closed.id).await.unwrap();
    let access = cart(&shop, &[&one, &two]).await;
    let nowhere = PointOfSaleId::new(shop.clock.now());
    for id in [half.id, counter.id, closed.id, nowhere] {
        let refused = fetch(&shop, &access, &producer, id).await;
        assert!(
            matches!(refused, Err(CartError::PickUpPoint)),
            "{refused:?}"
        );
    }
    let ways = [
        (DeliveryMethod::PickUp, None),
        (DeliveryMethod::Standard, Some(all.id)),
    ];
    for (method, point) in ways {
        let orders = &shop.orders;
        let refused = orders.cart_delivery_update(&GUEST, &access, producer.id, method, point);
        let refused = refused.await;
        assert!(
            matches!(refused, Err(CartError::PickUpPoint)),
            "{refused:?}"
        );
    }
    let cart = seen(&shop, &access).await;
    assert_eq!(cart.groups[0].method, DeliveryMethod::Standard, "as it was");
    fetch(&shop, &access, &producer, all.id).await.unwrap();
    // And back to the courier.
    let method = DeliveryMethod::Express;
    let orders = &shop.orders;
    let sent = orders.cart_delivery_update(&GUEST, &access, producer.id, method, None);
    assert_eq!(sent.await.unwrap().groups[0].pick_up, None);
}

async fn a_place_that_has_it_no_more_is_seen_by_the_checkout(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Cói").await;
    let listing = shop.listing(&producer, 90_000, 5).await;
    let products = [listing.product];
    let one = shop.market.point(&producer, store("Một"), &products).await;
    let two = shop.market.point(&producer, store("Hai"), &products).await;
    let (catalog, own) = (&shop.market.catalog, staff(&producer));
    let access = cart(&shop, &[&listing]).await;
    let before = fetch(&shop, &access, &producer, one.id).await.unwrap();
    let refused = async |shown: &Cart| {
        let seen = seen(&shop, &access).await;
        assert_eq!(seen.groups[0].delivery, None);
        let refused = shop.checkout(&access, shown, CASH, "").await;
        assert!(
            matches!(&refused, Err(CheckoutError::DeliveryUnavailable { producer: own }) if *own == producer.id),
            "{refused:?}"
        );
        assert_eq!(shop.available(listing.variant).await, 5);
    };
    catalog.unshelve(&own, one.id, &products).await.unwrap();
    refused(&before).await;
    let before = fetch(&shop, &access, &producer, two.id).await.unwrap();
    catalog.close_point(&own, two.id).await.unwrap();
    refused(&before).await;
    assert_eq!(test.number("SELECT COUNT(*) FROM customer_order").await, 0);
    shop.verify().await;
}

/// Whoever closes a point waits for an order that is being placed there, or
/// the order for whoever closes it.
async fn a_place_that_closes_meanwhile_takes_no_order(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (_, _, access, shown) = fetching(&shop).await;
    let tx = shop.market.db.begin().await.unwrap();
    let close = "UPDATE point_of_sale SET status = 'CLOSED'";
    tx.execute_unprepared(close).await.unwrap();
    let order = tokio::spawn({
        let (shop, access) = (shop.clone(), access.clone());
        async move { shop.checkout(&access, &shown, CASH, "").await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    let refused = order.await.unwrap();
    assert!(
        matches!(refused, Err(CheckoutError::DeliveryUnavailable { .. })),
        "{refused:?}"
    );
    shop.verify().await;
}

async fn what_waits_to_be_fetched_is_given_up_by_its_producer_alone(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (listing, _, access, shown) = fetching(&shop).await;
    // That an address is known, too, sends nothing there.
    let orders = &shop.orders;
    let address = crate::shop::address();
    let known = orders.cart_address_update(&GUEST, &access, &address).await;
    known.unwrap();
    let card = command(
        &access,
        shown.totals.total,
        PaymentMethod::Card,
        "sandbox_approve",
        "k",
    );
    let order = shop.orders.checkout(&GUEST, &card).await.unwrap();
    assert_eq!(order.street, "Một, Thôn 1");
    shop.work().await;
    let part = shop.parts(&order).await.remove(0).id;
    let own = staff(&listing.producer);
    for step in [Step::Confirm, Step::Pack] {
        shop.orders.fulfil(&own, part, &step).await.unwrap();
    }
    let by_guest = by_token(&access, &order);
    let late = shop.orders.cancel(&GUEST, &by_guest, None).await;
    assert!(matches!(late, Err(CancelError::TooLate)), "{late:?}");
    let reason = "Không ai đến lấy".to_owned();
    let given_up = Step::Cancel { reason };
    shop.orders.fulfil(&own, part, &given_up).await.unwrap();
    shop.work().await;
    let payment = shop.payments.by_references(&[order.id.0]).await.unwrap();
    assert_eq!(payment[0].refunded.dong(), 90_000, "the money is back");
    assert_eq!(shop.available(listing.variant).await, 5);
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Cancelled
    );
    shop.verify().await;
}

/// A place whose commune has ceased keeps nobody from fetching what is there,
/// as long as the order can say where its buyer is.
async fn a_place_in_a_commune_of_before_is_no_address(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (listing, _, access, shown) = fetching(&shop).await;
    let ceased = "UPDATE point_of_sale SET commune_code = '99999'";
    assert_eq!(test.raw(ceased).await.unwrap(), 1);
    let nowhere = shop.checkout(&access, &shown, CASH, "").await;
    assert!(
        matches!(&nowhere, Err(CheckoutError::DeliveryUnavailable { producer }) if *producer == listing.producer.id),
        "{nowhere:?}"
    );
    let address = crate::shop::address();
    let known = shop
        .orders
        .cart_address_update(&GUEST, &access, &address)
        .await;
    known.unwrap();
    let order = shop.checkout(&access, &shown, CASH, "").await.unwrap();
    assert_eq!(order.street, address.street);
    let place = shop.parts(&order).await.remove(0).place.unwrap();
    assert_eq!(place.address, "Thôn 1, Tỉnh Ninh Bình");
    shop.verify().await;
}

async fn a_part_is_fetched_and_another_is_sent(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (near, far) = (
        shop.producer("HTX Gần").await,
        shop.producer("HTX Xa").await,
    );
    let fetched = shop.listing(&near, 90_000, 5).await;
    let sent = shop.listing(&far, 50_000, 5).await;
    let store = shop
        .market
        .point(&near, store("Một"), &[fetched.product])
        .await;
    let access = cart(&shop, &[&fetched, &sent]).await;
    let shown = fetch(&shop, &access, &near, store.id).await.unwrap();
    let nowhere = shop.checkout(&access, &shown, CASH, "").await;
    assert!(
        matches!(nowhere, Err(CheckoutError::AddressMissing)),
        "{nowhere:?}"
    );
    let address = crate::shop::address();
    let shown = shop
        .orders
        .cart_address_update(&GUEST, &access, &address)
        .await
        .unwrap();
    assert_eq!(shown.totals.total.dong(), 90_000 + 50_000 + 30_000);
    let order = shop.checkout(&access, &shown, CASH, "").await.unwrap();
    assert_eq!(order.street, address.street, "where the other part is sent");
    for part in shop.parts(&order).await {
        assert_eq!(part.place.is_some(), part.producer_id == near.id);
    }
    shop.verify().await;
}

async fn the_first_places_are_told_of_each_producer(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (near, far) = (
        shop.producer("HTX Gần").await,
        shop.producer("HTX Xa").await,
    );
    let one = shop.listing(&near, 90_000, 5).await;
    let two = shop.listing(&near, 50_000, 5).await;
    let three = shop.listing(&far, 50_000, 5).await;
    let both = [one.product, two.product];
    let both_here = shop.market.point(&near, store("B có đủ"), &both).await;
    shop.market.point(&near, store("A có đủ"), &both).await;
    shop.market.point(&near, store("Một nửa"), &both[1..]).await;
    let facts = PointFacts {
        pick_up: false,
        ..store("Không giao")
    };
    shop.market.point(&near, facts, &both).await;
    shop.market.point(&far, store("Xa"), &[three.product]).await;
    let closed = shop.market.point(&near, store("Đã đóng"), &both).await;
    let (catalog, own) = (&shop.market.catalog, staff(&near));
    catalog.close_point(&own, closed.id).await.unwrap();
    let wanted = [
        Fetched {
            producer_id: near.id,
            products: both.to_vec(),
        },
        Fetched {
            producer_id: far.id,
            products: vec![three.product],
        },
        // Another cart of the same request.
        Fetched {
            producer_id: near.id,
            products: vec![two.product],
        },
    ];
    let told = shop.market.catalog.pick_up_points(&wanted).await.unwrap();
    let of = |n: usize| -> Vec<&str> {
        let own = told.iter().filter(|(of, _)| *of == wanted[n]);
        own.map(|(_, point)| &*point.facts.name).collect()
    };
    assert_eq!(of(0), ["A có đủ", "B có đủ"]);
    assert_eq!(of(1), ["Xa"]);
    assert_eq!(of(2), ["A có đủ", "B có đủ", "Một nửa"]);
    let none = shop.market.catalog.pick_up_points(&[]).await.unwrap();
    assert!(none.is_empty());
    // Where a hidden product stands is nobody's to learn.
    let access = cart(&shop, &[&one]).await;
    let hidden = CertificateStatus::Suspended;
    shop.market.set_certificate(&one, hidden).await;
    let told = shop.market.catalog.pick_up_points(&wanted).await.unwrap();
    let near = |(of, _): &&(Fetched, _)| *of == wanted[0];
    assert_eq!(told.iter().filter(near).count(), 0);
    let refused = fetch(&shop, &access, &one.producer, both_here.id).await;
    assert!(
        matches!(refused, Err(CartError::PickUpPoint)),
        "{refused:?}"
    );
}

/// The tables of orders are made anew under what refers to them.
async fn a_filled_database_goes_back_and_comes_again(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (fetched, point, access, shown) = fetching(&shop).await;
    let far = shop.producer("HTX Xa").await;
    let sent = shop.listing(&far, 50_000, 5).await;
    let order = shop.checkout(&access, &shown, CASH, "").await.unwrap();
    let (_, other) = shop.buy(&[(sent.variant, 2)]).await;
    let open = cart(&shop, &[&fetched]).await;
    fetch(&shop, &open, &fetched.producer, point).await.unwrap();
    let db = &shop.market.db;
    let migrations = "SELECT COUNT(*) FROM seaql_migrations WHERE version < 'm20261128_000029'";
    let before = test.number(migrations).await;
    let all = test.number("SELECT COUNT(*) FROM seaql_migrations").await;
    db.migrate_down(Some(u32::try_from(all - before).unwrap()))
        .await
        .unwrap();
    assert_eq!(test.number(migrations).await, before);
    db.migrate().await.unwrap();
    for (order, price) in [(&order, 90_000), (&other, 100_000)] {
        let part = shop.parts(order).await.remove(0);
        assert_eq!(part.subtotal.dong(), price);
        // Versions of before know nothing of fetching.
        assert_eq!(part.delivery_method, DeliveryMethod::Standard);
        assert_eq!(shop.orders.lines_of(&[part.id]).await.unwrap().len(), 1);
    }
    assert_eq!(seen(&shop, &open).await.groups[0].pick_up, None);
    // What refers to a part does so still.
    let stray = "UPDATE order_line SET producer_order_id = variant_id";
    assert!(test.raw(stray).await.is_err());
    shop.verify().await;
}
