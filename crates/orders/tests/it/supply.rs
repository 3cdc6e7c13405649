//! Seasons, goods made to order, and sessions of services, as they are bought.

use crate::shop::{Shop, address, by_token, command, staff};
use catalog::listing::SetSupply;
use catalog::sessions::{NewSession, Session};
use catalog::{Season, Tracking};
use chrono::{Duration, NaiveDate};
use kernel::clock::day_in_vietnam;
use kernel::{Actor, Clock, PageArgs, VariantId};
use orders::address::{AddressError, ContactInput};
use orders::cancel::CancelError;
use orders::checkout::CheckoutError;
use orders::delivery::DeliveryMethod;
use orders::fulfil::{FulfilError, Step};
use orders::order::Order;
use orders::read::PartFilter;
use orders::status::{OrderStatus, PartStatus};
use orders::{CartAccess, CartError, LineInput};
use payments::PaymentMethod;
use programme::Producer;
use sea_orm::ConnectionTrait;
use testkit::TestDb;

testkit::on_both!(
    a_harvest_is_sold_in_its_season,
    a_season_that_ends_is_seen_by_the_checkout,
    what_is_made_to_order_is_never_short,
    a_session_is_booked_like_goods_and_visited,
    the_last_place_is_sold_once,
    a_session_closes_at_its_time_and_by_its_producer,
    goods_and_services_of_a_producer_are_parts_of_one_order,
    what_nobody_confirmed_is_cancelled_late_too,
    what_is_not_paid_when_it_begins_is_given_up,
    a_visit_locks_its_payment_before_its_places,
    a_parcel_is_not_received_like_guests,
);

const CASH: PaymentMethod = PaymentMethod::CashOnDelivery;

fn days(shop: &Shop, days: i64) -> NaiveDate {
    day_in_vietnam(shop.clock.now()) + Duration::days(days)
}

fn contact() -> ContactInput {
    ContactInput {
        recipient: "Nguyễn Thị Lan".to_owned(),
        phone: "0987 654 321".to_owned(),
        email: None,
    }
}

/// A guest's empty cart.
async fn cart(shop: &Shop) -> CartAccess {
    let new = shop.orders.cart_create(&Actor::Anonymous).await.unwrap();
    CartAccess {
        id: new.cart.id,
        token: Some(new.token),
    }
}

async fn add(
    shop: &Shop,
    access: &CartAccess,
    variant_id: VariantId,
    quantity: i64,
) -> Result<orders::cart::Cart, CartError> {
    let lines = [LineInput {
        variant_id,
        quantity,
    }];
    let orders = &shop.orders;
    orders
        .cart_lines_add(&Actor::Anonymous, access, &lines)
        .await
}

/// A day at the farm for 200,000 đồng, with a session of so many places in a
/// week from now, which closes half a day before.
async fn service(shop: &Shop, producer: &Producer, places: i64) -> (VariantId, Session) {
    service_in(shop, producer, places, Duration::days(7)).await
}

async fn service_in(
    shop: &Shop,
    producer: &Producer,
    places: i64,
    begins: Duration,
) -> (VariantId, Session) {
    let listing = shop
        .market
        .service(producer, "Một ngày ở Quèn Thờ", 0)
        .await;
    let starts_at = shop.clock.now() + begins;
    let early = starts_at - Duration::hours(12);
    let new = NewSession {
        starts_at,
        ends_at: starts_at + Duration::hours(6),
        closes_at: Some(early).filter(|at| *at > shop.clock.now()),
        places,
        price: None,
    };
    let catalog = &shop.market.catalog;
    let mut sessions = catalog
        .schedule_sessions(&staff(producer), listing.variant, &[new])
        .await
        .unwrap();
    (listing.variant, sessions.remove(0))
}

async fn a_harvest_is_sold_in_its_season(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Vải thiều").await;
    let listing = shop.listing(&producer, 90_000, 10).await;
    let catalog = &shop.market.catalog;
    let season = Season {
        sell_from: Some(days(&shop, 3)),
        sell_until: Some(days(&shop, 20)),
        promised_on: Some(days(&shop, 10)),
    };
    catalog
        .set_season(&Actor::System, listing.product, season)
        .await
        .unwrap();
    let in_stock = async || {
        let card = catalog.any_cards_by_ids(&[listing.product]).await.unwrap();
        (card[0].public_at(shop.clock.now()), card[0].in_stock)
    };
    assert_eq!(in_stock().await, (true, false), "seen, and not for sale");
    let access = cart(&shop).await;
    let early = add(&shop, &access, listing.variant, 2).await;
    assert!(
        matches!(&early, Err(CartError::OutOfSeason { line: 0, opens_on }) if *opens_on == season.sell_from),
        "{early:?}"
    );
    // The season begins at midnight in Vietnam, by a job for what lists show.
    shop.later(Duration::days(3)).await;
    assert_eq!(in_stock().await, (true, true));
    let (_, order) = shop.buy(&[(listing.variant, 2)]).await;
    let parts = shop.parts(&order).await;
    let lines = shop.orders.lines_of(&[parts[0].id]).await.unwrap();
    assert_eq!(lines[0].promised_on, season.promised_on, "ordered ahead");
    shop.later(Duration::days(8)).await;
    let (_, order) = shop.buy(&[(listing.variant, 1)]).await;
    let parts = shop.parts(&order).await;
    let lines = shop.orders.lines_of(&[parts[0].id]).await.unwrap();
    assert_eq!(lines[0].promised_on, None, "the harvest is there");
    shop.later(Duration::days(10)).await;
    assert_eq!(in_stock().await, (true, false));
    let access = cart(&shop).await;
    let late = add(&shop, &access, listing.variant, 1).await;
    assert!(
        matches!(late, Err(CartError::OutOfSeason { opens_on: None, .. })),
        "{late:?}"
    );
    shop.verify().await;
}

async fn a_season_that_ends_is_seen_by_the_checkout(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Vải thiều").await;
    let listing = shop.listing(&producer, 90_000, 10).await;
    let (access, shown) = shop.cart(&[(listing.variant, 2)]).await;
    let season = Season {
        sell_from: Some(days(&shop, 30)),
        ..Season::default()
    };
    let catalog = &shop.market.catalog;
    catalog
        .set_season(&Actor::System, listing.product, season)
        .await
        .unwrap();
    let refused = shop.checkout(&access, &shown, CASH, "").await;
    assert!(
        matches!(&refused, Err(CheckoutError::OutOfSeason { variant, .. }) if *variant == listing.variant),
        "{refused:?}"
    );
    assert_eq!(shop.available(listing.variant).await, 10);
    catalog
        .set_season(&Actor::System, listing.product, Season::default())
        .await
        .unwrap();
    shop.checkout(&access, &shown, CASH, "").await.unwrap();
    shop.verify().await;
}

async fn what_is_made_to_order_is_never_short(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Cói").await;
    let listing = shop.listing(&producer, 90_000, 1).await;
    let (access, first) = shop.buy(&[(listing.variant, 1)]).await;
    assert_eq!(shop.available(listing.variant).await, 0);
    let catalog = &shop.market.catalog;
    let supply = |version, tracking, lead_days| SetSupply {
        variant_id: listing.variant,
        version,
        tracking,
        lead_days,
    };
    let version = catalog
        .set_supply(&staff(&producer), supply(1, Tracking::OnDemand, Some(14)))
        .await
        .unwrap();
    shop.work().await;
    let card = catalog.any_cards_by_ids(&[listing.product]).await.unwrap();
    assert!(card[0].in_stock);
    assert_eq!(shop.available(listing.variant).await, 1_000);
    let (_, order) = shop.buy(&[(listing.variant, 90)]).await;
    let parts = shop.parts(&order).await;
    let lines = shop.orders.lines_of(&[parts[0].id]).await.unwrap();
    assert_eq!(lines[0].promised_on, Some(days(&shop, 14)));
    assert_eq!(
        test.number("SELECT reserved FROM stock").await,
        1,
        "of before"
    );
    // Whoever bought what was counted gets it, and what is cancelled goes back.
    let steps = [Step::Confirm, Step::Pack, ship(), Step::Deliver];
    for step in &steps {
        let part = parts[0].id;
        shop.orders
            .fulfil(&staff(&producer), part, step)
            .await
            .unwrap();
        shop.verify().await;
    }
    shop.orders
        .cancel(&Actor::Anonymous, &by_token(&access, &first), None)
        .await
        .unwrap();
    catalog
        .set_supply(&staff(&producer), supply(version, Tracking::Tracked, None))
        .await
        .unwrap();
    assert_eq!(shop.available(listing.variant).await, 1);
    shop.verify().await;
}

fn ship() -> Step {
    Step::Ship {
        carrier: "VNPost".into(),
        tracking_number: "VN123".into(),
    }
}

async fn a_session_is_booked_like_goods_and_visited(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Quèn Thờ").await;
    let (offer, session) = service(&shop, &producer, 10).await;
    let guest = Actor::Anonymous;
    let access = cart(&shop).await;
    let whole = add(&shop, &access, offer, 2).await;
    assert!(
        matches!(whole, Err(CartError::SessionNeeded { line: 0 })),
        "{whole:?}"
    );
    let shown = add(&shop, &access, session.id, 3).await.unwrap();
    assert_eq!(shown.totals.total.dong(), 600_000, "nothing is carried");
    assert_eq!(shown.groups[0].method, DeliveryMethod::Visit);
    assert_eq!(shown.groups[0].weight_grams, 0);
    for method in [DeliveryMethod::Visit, DeliveryMethod::Standard] {
        let carried = shop
            .orders
            .cart_delivery_update(&guest, &access, producer.id, method, None)
            .await;
        assert!(
            matches!(carried, Err(CartError::DeliveryNotOffered)),
            "{carried:?}"
        );
    }
    let order = command(&access, shown.totals.total, CASH, "", "visit");
    let refused = shop.orders.checkout(&guest, &order).await;
    assert!(
        matches!(refused, Err(CheckoutError::ContactMissing)),
        "{refused:?}"
    );
    let nobody = ContactInput {
        phone: "12".to_owned(),
        ..contact()
    };
    let refused = shop
        .orders
        .cart_contact_update(&guest, &access, &nobody)
        .await;
    assert!(
        matches!(refused, Err(CartError::Address(AddressError::Phone))),
        "{refused:?}"
    );
    let wrong = CartAccess {
        token: Some("x".repeat(43)),
        ..access.clone()
    };
    let refused = shop
        .orders
        .cart_contact_update(&guest, &wrong, &contact())
        .await;
    assert!(matches!(refused, Err(CartError::NotFound)), "{refused:?}");
    shop.orders
        .cart_contact_update(&guest, &access, &contact())
        .await
        .unwrap();
    let order = shop.orders.checkout(&guest, &order).await.unwrap();
    assert_eq!(
        (order.commune_code.as_str(), order.street.as_str()),
        (producer.commune_code.as_str(), "HTX Quèn Thờ"),
        "it takes place at the producer's"
    );
    assert_eq!(shop.available(session.id).await, 7);
    let part = shop.parts(&order).await.remove(0);
    let line = shop.orders.lines_of(&[part.id]).await.unwrap().remove(0);
    assert_eq!(line.variant_name, "Gói, 09:00 30/11/2026");
    let visit = line.visit.unwrap();
    assert_eq!(
        (visit.starts_at, visit.ends_at),
        (session.times.starts_at, session.times.ends_at)
    );
    // The producer finds the guests of a session, and nobody else's.
    let own = staff(&producer);
    let page = PageArgs::new(Some(10), None, None, None).unwrap();
    let of = async |session| {
        let filter = PartFilter {
            session: Some(session),
            ..PartFilter::default()
        };
        let orders = &shop.orders;
        let page = orders
            .producer_orders(&own, producer.id, &filter, &page)
            .await;
        page.unwrap().rows.len()
    };
    assert_eq!((of(session.id).await, of(offer).await), (1, 0));
    // Guests are expected, not packed, and received when it begins.
    shop.orders
        .fulfil(&own, part.id, &Step::Confirm)
        .await
        .unwrap();
    for step in [Step::Pack, ship()] {
        let refused = shop.orders.fulfil(&own, part.id, &step).await;
        assert!(
            matches!(
                refused,
                Err(FulfilError::WrongStatus(PartStatus::Confirmed))
            ),
            "{refused:?}"
        );
    }
    let early = shop.orders.fulfil(&own, part.id, &Step::Deliver).await;
    assert!(matches!(early, Err(FulfilError::NotBegun)), "{early:?}");
    shop.later(Duration::days(7)).await;
    let by_guest = by_token(&access, &order);
    let late = shop.orders.cancel(&guest, &by_guest, None).await;
    assert!(matches!(late, Err(CancelError::TooLate)), "{late:?}");
    let done = shop
        .orders
        .fulfil(&own, part.id, &Step::Deliver)
        .await
        .unwrap();
    assert_eq!(done.status, PartStatus::Delivered);
    shop.orders
        .fulfil(&own, part.id, &Step::Deliver)
        .await
        .unwrap();
    assert_eq!(
        test.number("SELECT reserved FROM stock WHERE on_hand > 0")
            .await,
        0
    );
    assert_eq!(
        test.number("SELECT on_hand FROM stock WHERE on_hand > 0")
            .await,
        7
    );
    shop.verify().await;
}

async fn the_last_place_is_sold_once(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Quèn Thờ").await;
    let (_, session) = service(&shop, &producer, 1).await;
    let mut carts = Vec::new();
    for _ in 0..8 {
        let access = cart(&shop).await;
        let shown = add(&shop, &access, session.id, 1).await.unwrap();
        shop.orders
            .cart_contact_update(&Actor::Anonymous, &access, &contact())
            .await
            .unwrap();
        carts.push((access, shown.totals.total));
    }
    let buyers = carts.into_iter().map(|(access, total)| {
        let shop = shop.clone();
        tokio::spawn(async move {
            let order = command(&access, total, CASH, "", "one");
            shop.orders.checkout(&Actor::Anonymous, &order).await
        })
    });
    let buyers: Vec<_> = buyers.collect();
    let mut bought = 0;
    for buyer in buyers {
        match buyer.await.unwrap() {
            Ok(_) => bought += 1,
            Err(CheckoutError::OutOfStock { available: 0, .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(bought, 1);
    shop.verify().await;
}

async fn a_session_closes_at_its_time_and_by_its_producer(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Quèn Thờ").await;
    let (offer, session) = service(&shop, &producer, 10).await;
    let catalog = &shop.market.catalog;
    shop.work().await;
    let product = session.product_id;
    let in_stock = async || {
        let card = catalog.any_cards_by_ids(&[product]).await.unwrap();
        card[0].in_stock
    };
    assert!(in_stock().await);
    let access = cart(&shop).await;
    let shown = add(&shop, &access, session.id, 1).await.unwrap();
    shop.orders
        .cart_address_update(&Actor::Anonymous, &access, &address())
        .await
        .unwrap();
    let (early, booked) = (cart(&shop).await, session.id);
    add(&shop, &early, booked, 2).await.unwrap();
    shop.orders
        .cart_contact_update(&Actor::Anonymous, &early, &contact())
        .await
        .unwrap();
    let total = kernel::Money::new(400_000).unwrap();
    let order = command(&early, total, CASH, "", "early");
    let order = shop
        .orders
        .checkout(&Actor::Anonymous, &order)
        .await
        .unwrap();
    // Half a day before it begins.
    shop.later(Duration::days(7) - Duration::hours(12)).await;
    assert!(!in_stock().await, "nothing else can be booked");
    let refused = shop.checkout(&access, &shown, CASH, "").await;
    assert!(
        matches!(refused, Err(CheckoutError::SessionClosed { .. })),
        "{refused:?}"
    );
    assert!(matches!(
        add(&shop, &access, session.id, 1).await,
        Err(CartError::SessionClosed { line: 0 })
    ));
    assert_eq!(catalog.sessions_of(&[offer]).await.unwrap(), Vec::new());
    // One that its producer closes keeps its bookings.
    let starts_at = shop.clock.now() + Duration::days(2);
    let new = NewSession {
        starts_at,
        ends_at: starts_at + Duration::hours(2),
        closes_at: None,
        places: 4,
        price: Some(250_000),
    };
    let own = staff(&producer);
    let second = catalog
        .schedule_sessions(&own, offer, &[new])
        .await
        .unwrap();
    let next = catalog.sessions_of(&[offer]).await.unwrap();
    assert_eq!(next, [(offer, second[0].clone())]);
    assert_eq!(next[0].1.price.dong(), 250_000);
    shop.work().await;
    assert!(in_stock().await);
    let closed = catalog.close_session(&own, second[0].id).await.unwrap();
    assert_eq!(closed.closed_at, Some(shop.clock.now()));
    let again = catalog.close_session(&own, second[0].id).await.unwrap();
    assert_eq!(again, closed, "said twice");
    let refused = add(&shop, &access, second[0].id, 1).await;
    assert!(
        matches!(refused, Err(CartError::Unavailable { .. })),
        "{refused:?}"
    );
    assert!(!in_stock().await);
    // The time is free again.
    catalog
        .schedule_sessions(&own, offer, &[new])
        .await
        .unwrap();
    // What was booked before is cancelled in time, and its places are free.
    shop.orders
        .cancel(&Actor::Anonymous, &by_token(&early, &order), None)
        .await
        .unwrap();
    assert_eq!(shop.available(session.id).await, 10);
    shop.verify().await;
}

async fn goods_and_services_of_a_producer_are_parts_of_one_order(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Quèn Thờ").await;
    let (_, session) = service(&shop, &producer, 10).await;
    let own = shop.listing(&producer, 50_000, 5).await;
    let (access, _) = shop.cart(&[(own.variant, 2)]).await;
    let both = add(&shop, &access, session.id, 3).await.unwrap();
    let group = |method| {
        let mut groups = both.groups.iter();
        groups.find(|group| group.method == method).unwrap()
    };
    assert_eq!(both.groups.len(), 2);
    let (sent, visited) = (
        group(DeliveryMethod::Standard),
        group(DeliveryMethod::Visit),
    );
    assert_eq!((sent.subtotal.dong(), sent.weight_grams), (100_000, 600));
    assert_eq!(
        (visited.subtotal.dong(), visited.weight_grams),
        (600_000, 0)
    );
    assert_eq!(both.totals.total.dong(), 100_000 + 30_000 + 600_000);
    let order = shop.checkout(&access, &both, CASH, "").await.unwrap();
    assert_eq!(order.total, both.totals.total);
    assert_eq!(
        order.commune_code, "00070",
        "goods are sent where they were to be"
    );
    let parts = shop.parts(&order).await;
    let part = |method| {
        let mut parts = parts.iter();
        parts.find(|part| part.delivery_method == method).unwrap()
    };
    let (sent, visited) = (part(DeliveryMethod::Standard), part(DeliveryMethod::Visit));
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| part.producer_id == producer.id));
    assert_eq!(
        (sent.total.dong(), visited.total.dong()),
        (130_000, 600_000)
    );
    // Each goes its own way: one is given up, the other takes place.
    let host = staff(&producer);
    let reason = "Hết hàng".to_owned();
    let given_up = Step::Cancel { reason };
    for (part, step) in [(sent, given_up), (visited, Step::Confirm)] {
        shop.orders.fulfil(&host, part.id, &step).await.unwrap();
    }
    assert_eq!(shop.available(own.variant).await, 5);
    assert_eq!(shop.available(session.id).await, 7);
    shop.later(Duration::days(8)).await;
    let received = shop.orders.fulfil(&host, visited.id, &Step::Deliver).await;
    assert_eq!(received.unwrap().status, PartStatus::Delivered);
    let payment = shop.payments.by_references(&[order.id.0]).await.unwrap();
    assert_eq!(payment[0].captured.dong(), 600_000);
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Completed
    );
    shop.verify().await;
}

/// An order of places of a session by a guest, in a cart of its own.
async fn booked(
    shop: &Shop,
    session: &Session,
    places: i64,
    (method, token): (PaymentMethod, &str),
) -> (CartAccess, Order) {
    let guest = Actor::Anonymous;
    let access = cart(shop).await;
    let shown = add(shop, &access, session.id, places).await.unwrap();
    shop.orders
        .cart_contact_update(&guest, &access, &contact())
        .await
        .unwrap();
    let order = command(&access, shown.totals.total, method, token, "visit");
    let order = shop.orders.checkout(&guest, &order).await.unwrap();
    (access, order)
}

async fn what_nobody_confirmed_is_cancelled_late_too(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Quèn Thờ").await;
    let (_, session) = service(&shop, &producer, 10).await;
    let paid = (PaymentMethod::Card, "sandbox_approve");
    let (waiting, pending) = booked(&shop, &session, 2, paid).await;
    let (kept, confirmed) = booked(&shop, &session, 3, (CASH, "")).await;
    let part = shop.parts(&confirmed).await.remove(0);
    let own = staff(&producer);
    let done = shop.orders.fulfil(&own, part.id, &Step::Confirm).await;
    done.unwrap();
    shop.later(Duration::days(7)).await;
    let guest = Actor::Anonymous;
    let by_guest = by_token(&kept, &confirmed);
    let late = shop.orders.cancel(&guest, &by_guest, None).await;
    assert!(matches!(late, Err(CancelError::TooLate)), "{late:?}");
    let by_guest = by_token(&waiting, &pending);
    let done = shop.orders.cancel(&guest, &by_guest, None).await;
    assert_eq!(done.unwrap().status, OrderStatus::Cancelled);
    shop.work().await;
    let payment = shop.payments.by_references(&[pending.id.0]).await.unwrap();
    assert_eq!(payment[0].refunded, payment[0].amount, "the money is back");
    assert_eq!(
        test.number("SELECT reserved FROM stock WHERE reserved > 0")
            .await,
        3
    );
    shop.verify().await;
}

async fn what_is_not_paid_when_it_begins_is_given_up(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Quèn Thờ").await;
    let soon = Duration::minutes(5);
    let (_, session) = service_in(&shop, &producer, 10, soon).await;
    let declined = (PaymentMethod::Card, "sandbox_decline");
    let (access, order) = booked(&shop, &session, 2, declined).await;
    assert_eq!(order.payment_due_at, Some(session.times.starts_at));
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::AwaitingPayment
    );
    shop.later(soon).await;
    let order = shop.order(&access, &order).await;
    assert_eq!(order.status, OrderStatus::Expired);
    assert_eq!(
        test.number("SELECT COUNT(*) FROM stock WHERE reserved > 0")
            .await,
        0,
        "its places are free"
    );
    // What begins later is paid within the usual time.
    let now = shop.clock.now();
    let (_, session) = service(&shop, &shop.producer("HTX Khác").await, 10).await;
    let (_, order) = booked(&shop, &session, 2, declined).await;
    assert_eq!(order.payment_due_at, Some(now + Duration::minutes(15)));
    shop.verify().await;
}

/// The order in which everybody locks them; the other way round, a refund and
/// a visit would wait for each other.
async fn a_visit_locks_its_payment_before_its_places(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    if shop.market.db.engine() == db::Engine::Sqlite {
        return; // One writer at a time.
    }
    let producer = shop.producer("HTX Quèn Thờ").await;
    let (_, session) = service(&shop, &producer, 10).await;
    let (_, order) = booked(&shop, &session, 2, (CASH, "")).await;
    let part = shop.parts(&order).await.remove(0).id;
    let own = staff(&producer);
    let done = shop.orders.fulfil(&own, part, &Step::Confirm).await;
    done.unwrap();
    shop.later(Duration::days(7)).await;
    let tx = shop.market.db.begin().await.unwrap();
    let payment = "UPDATE payment SET version = version";
    tx.execute_unprepared(payment).await.unwrap();
    let visit = tokio::spawn({
        let orders = shop.orders.clone();
        async move { orders.fulfil(&own, part, &Step::Deliver).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let free = "SELECT 1 FROM stock FOR UPDATE NOWAIT";
    tx.execute_unprepared(free).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(visit.await.unwrap().unwrap().status, PartStatus::Delivered);
    shop.verify().await;
}

async fn a_parcel_is_not_received_like_guests(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Cói").await;
    let listing = shop.listing(&producer, 90_000, 5).await;
    let (_, order) = shop.buy(&[(listing.variant, 1)]).await;
    let part = shop.parts(&order).await.remove(0).id;
    let own = staff(&producer);
    for (step, stands) in [
        (Step::Confirm, PartStatus::Confirmed),
        (Step::Pack, PartStatus::Packed),
    ] {
        shop.orders.fulfil(&own, part, &step).await.unwrap();
        let refused = shop.orders.fulfil(&own, part, &Step::Deliver).await;
        assert!(
            matches!(refused, Err(FulfilError::WrongStatus(at)) if at == stands),
            "{refused:?}"
        );
    }
    shop.verify().await;
}
