//! What was delivered can be reviewed, by who bought it.

use crate::shop::{Shop, address, command, staff};
use kernel::{AccountId, Actor, OrderLineId, Role, RoleGrant, Scope};
use orders::fulfil::Step;
use orders::order::Order;
use orders::purchases::ProofError;
use orders::{CartAccess, LineInput, OrdersReport};
use payments::PaymentMethod;
use programme::Producer;
use testkit::TestDb;

testkit::on_both!(
    a_delivery_is_what_can_be_reviewed,
    a_line_is_proved_by_account_or_secret_and_nothing_else,
    what_deliveries_should_have_written_is_mended,
);

const PURCHASES: &str = "SELECT COUNT(*) FROM purchase";

async fn walk(shop: &Shop, producer: &Producer, order: &Order, steps: usize) -> Vec<OrderLineId> {
    let parts = shop.parts(order).await;
    let part = parts.iter().find(|part| part.producer_id == producer.id);
    let part = part.unwrap().id;
    let ship = Step::Ship {
        carrier: "VNPost".into(),
        tracking_number: "VN123".into(),
    };
    for step in &[Step::Confirm, Step::Pack, ship, Step::Deliver][..steps] {
        let done = shop.orders.fulfil(&staff(producer), part, step).await;
        done.unwrap();
    }
    let lines = shop.orders.lines_of(&[part]).await.unwrap();
    lines.into_iter().map(|line| line.id).collect()
}

async fn a_delivery_is_what_can_be_reviewed(test: TestDb) {
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
    let token = access.token.as_deref();
    let prove = async |line| {
        let proof = shop.orders.prove_purchase(&Actor::Anonymous, line, token);
        proof.await
    };
    let shipped = walk(&shop, &one, &order, 3).await;
    assert_eq!(test.number(PURCHASES).await, 0);
    let early = prove(shipped[0]).await;
    assert!(matches!(early, Err(ProofError::NotDelivered)), "{early:?}");
    let part = shop.parts(&order).await;
    let part = part.iter().find(|part| part.producer_id == one.id).unwrap();
    // Delivered twice, it is written once.
    let seller = staff(&one);
    for _ in 0..2 {
        let done = shop.orders.fulfil(&seller, part.id, &Step::Deliver);
        done.await.unwrap();
    }
    assert_eq!(test.number(PURCHASES).await, 1);
    let buyer = prove(shipped[0]).await.unwrap();
    assert_eq!((buyer.line, buyer.account), (shipped[0], None));
    assert_eq!(buyer.recipient, "Nguyễn Thị Lan");
    // The other part is given up: that gives no right.
    let cancel = Step::Cancel {
        reason: "Hết hàng".into(),
    };
    let parts = shop.parts(&order).await;
    let other = parts.iter().find(|part| part.producer_id == two.id);
    let other = other.unwrap().id;
    shop.orders
        .fulfil(&staff(&two), other, &cancel)
        .await
        .unwrap();
    let lines = shop.orders.lines_of(&[other]).await.unwrap();
    let given_up = prove(lines[0].id).await;
    assert!(
        matches!(given_up, Err(ProofError::NotDelivered)),
        "{given_up:?}"
    );
    assert_eq!(test.number(PURCHASES).await, 1);
    shop.work().await;
    shop.verify().await;
}

async fn a_line_is_proved_by_account_or_secret_and_nothing_else(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Một").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let Actor::Account { id, .. } = shop.market.account(Vec::new()).await else {
        panic!()
    };
    let account = |grants| Actor::Account { id, grants };
    let own = account(Vec::new());
    let (orders, market) = (&shop.orders, &shop.market);
    let new = orders.cart_create(&own).await.unwrap();
    let access = CartAccess {
        id: new.cart.id,
        token: None,
    };
    let line = LineInput {
        variant_id: listing.variant,
        quantity: 1,
    };
    orders.cart_lines_add(&own, &access, &[line]).await.unwrap();
    let cart = orders.cart_address_update(&own, &access, &address()).await;
    let method = PaymentMethod::CashOnDelivery;
    let command = command(&access, cart.unwrap().totals.total, method, "", "key-1");
    let order = orders.checkout(&own, &command).await.unwrap();
    let signed_in = walk(&shop, &producer, &order, 4).await[0];
    let (access, order) = shop.buy(&[(listing.variant, 1)]).await;
    let guests = walk(&shop, &producer, &order, 4).await[0];
    let secret = access.token.unwrap();

    let other = market.account(Vec::new()).await;
    let mighty = Actor::Account {
        id: AccountId(uuid::Uuid::from_u128(9)),
        grants: vec![RoleGrant {
            role: Role::Administrator,
            scope: Scope::Global,
        }],
    };
    let nobody = Actor::Anonymous;
    let unknown = OrderLineId(uuid::Uuid::from_u128(7));
    for (who, line, token, proved) in [
        (&own, signed_in, None, true),
        (&own, signed_in, Some("x"), true),
        (&own, guests, None, false),
        (&own, guests, Some(&*secret), true),
        (&nobody, guests, Some(&*secret), true),
        (&nobody, guests, None, false),
        (&nobody, guests, Some(""), false),
        (&nobody, guests, Some(" "), false),
        (&nobody, guests, Some(&secret[1..]), false),
        (&nobody, signed_in, Some(&*secret), false),
        (&nobody, signed_in, None, false),
        (&other, signed_in, None, false),
        (&other, guests, None, false),
        (&staff(&producer), signed_in, None, false),
        (&mighty, signed_in, None, false),
        (&Actor::System, signed_in, None, false),
        (&own, unknown, None, false),
    ] {
        let proof = orders.prove_purchase(who, line, token).await;
        match proved {
            true => assert_eq!(proof.unwrap().line, line),
            false => assert!(matches!(proof, Err(ProofError::NotFound)), "{proof:?}"),
        }
    }
    // Who proves a guest's line signed in is its author.
    let proof = orders.prove_purchase(&own, guests, Some(&secret)).await;
    assert_eq!(proof.unwrap().account, Some(id));
}

async fn what_deliveries_should_have_written_is_mended(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Một").await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let off = async || {
        let report = shop.orders.verify().await.unwrap();
        let sound = OrdersReport {
            orders: report.orders,
            purchases_off: report.purchases_off,
            ..OrdersReport::default()
        };
        assert_eq!(report, sound);
        report.purchases_off
    };
    for _ in 0..2 {
        let (_, order) = shop.buy(&[(listing.variant, 1)]).await;
        walk(&shop, &producer, &order, 4).await;
    }
    shop.work().await;
    assert_eq!(off().await, 0);
    let told = "SELECT COUNT(DISTINCT delivered_at) FROM purchase";
    let before = test.number(told).await;
    assert_eq!(test.raw("DELETE FROM purchase").await.unwrap(), 2);
    assert_eq!(off().await, 2);
    assert_eq!(shop.orders.mend_purchases().await.unwrap(), 2);
    assert_eq!(shop.orders.mend_purchases().await.unwrap(), 0);
    assert_eq!((off().await, test.number(told).await), (0, before));
    let dates = "SELECT COUNT(DISTINCT delivered_at) FROM producer_order";
    let before = test.number(dates).await;
    let undated = "UPDATE producer_order SET delivered_at = NULL";
    assert_eq!(test.raw(undated).await.unwrap(), 2);
    assert_eq!(shop.orders.mend_purchases().await.unwrap(), 2);
    assert_eq!(shop.orders.mend_purchases().await.unwrap(), 0);
    assert_eq!(test.number(dates).await, before);
    // What was not delivered is told.
    let (_, order) = shop.buy(&[(listing.variant, 1)]).await;
    walk(&shop, &producer, &order, 3).await;
    let forged = "INSERT INTO purchase (order_line_id, product_id, variant_id, producer_id, delivered_at) \
        SELECT l.id, l.product_id, l.variant_id, p.producer_id, p.placed_at FROM order_line l \
        JOIN producer_order p ON p.id = l.producer_order_id WHERE p.status = 'SHIPPED'";
    assert_eq!(test.raw(forged).await.unwrap(), 1);
    assert_eq!(off().await, 1);
}
