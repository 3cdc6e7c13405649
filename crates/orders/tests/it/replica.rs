//! A replica that knows nothing of an order's goods: browsing reads it, and
//! nothing that decides about money or stock does.

use crate::shop::Shop;
use catalog::fixtures::point_facts;
use catalog::points_of_sale::{CountPointStock, NewPoint, PointKind, ShelveItem};
use catalog::{CardFilter, CardSort};
use db::{Db, DbConfig};
use kernel::{Actor, PageArgs};
use orders::status::OrderStatus;
use payments::{PaymentMethod, PaymentStatus};
use programme::units::Units;
use testkit::TestDb;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_and_stock_are_never_read_from_a_replica() {
    let (primary, replica) = (TestDb::postgres().await, TestDb::postgres().await);
    let elsewhere = Shop::open(replica.handle()).await;
    let other = elsewhere.producer("HTX Bản Sao").await;
    let shown = elsewhere.listing(&other, 1_000, 5).await;
    let here = Shop::open(primary.handle()).await;
    let producer = here.producer("HTX Bản Chính").await;
    let goods = here.listing(&producer, 50_000, 9).await;

    let units = Units::new(primary.handle()).snapshot().await.unwrap();
    let new = NewPoint {
        producer_id: None,
        facts: point_facts(PointKind::OcopCentre, "Trung tâm", "14620"),
        demo: false,
    };
    let catalog = &here.market.catalog;
    let point = catalog.create_point(&Actor::System, &units, &new).await;
    let point_id = point.unwrap().id;
    let item = ShelveItem {
        product_id: goods.product,
        note: None,
    };
    let shelved = catalog.shelve(&Actor::System, point_id, &[item]).await;
    shelved.unwrap();
    let count = CountPointStock {
        point_id,
        variant_id: goods.variant,
        on_hand: 3,
        expected: 0,
    };
    let counted = catalog.count_point_stock(&Actor::System, count).await;
    counted.unwrap();

    let config = DbConfig {
        replica_url: Some(replica.config().url.clone()),
        ..primary.config().clone()
    };
    let shop = Shop::open(Db::open(&config).await.unwrap()).await;
    let cards = shop
        .market
        .catalog
        .cards(
            &CardFilter::default(),
            CardSort::Newest,
            &PageArgs::first(9),
        )
        .await
        .unwrap();
    let cards: Vec<_> = cards.rows.iter().map(|(_, card)| card.product_id).collect();
    assert_eq!(cards, [shown.product], "browsing reads the replica");

    let page = shop.market.catalog.page_by_id(shown.product).await.unwrap();
    let page = page.expect("a page is browsing");
    assert_eq!(page.availability, None, "but for the stock on it");

    assert_eq!(shop.available(goods.variant).await, 9);
    let shelf = [(point_id, goods.product)];
    let at_point = shop.market.catalog.point_stock(&shelf).await.unwrap();
    assert_eq!(at_point[0].1.on_hand, 3, "nor is stock elsewhere");
    let (access, cart) = shop.cart(&[(goods.variant, 2)]).await;
    assert_eq!(cart.totals.total.dong(), 100_000 + 30_000);
    let card = PaymentMethod::Card;
    let order = shop.checkout(&access, &cart, card, "sandbox_approve").await;
    let order = order.unwrap();
    assert_eq!(
        shop.order(&access, &order).await.status,
        OrderStatus::Placed
    );
    let paid = shop.payments.by_references(&[order.id.0]).await.unwrap();
    assert_eq!(paid[0].status, PaymentStatus::Captured);
    assert_eq!(shop.parts(&order).await.len(), 1);
    assert_eq!(shop.available(goods.variant).await, 7);
    shop.work().await;
    shop.verify().await;
    assert_eq!(elsewhere.available(shown.variant).await, 5);
    assert_eq!(
        replica.number("SELECT COUNT(*) FROM customer_order").await,
        0
    );
}
