//! A market with orders, for the tests of this crate.

use catalog::fixtures::{Listing, Market, with_projection};
use chrono::Duration;
use db::Db;
use jobs::{OutboxBuilder, Runner, RunnerConfig};
use kernel::{AccountId, Actor, Language, Money, Role, RoleGrant, Scope, TokenKey, VariantId};
use orders::address::AddressInput;
use orders::cart::Cart;
use orders::checkout::{Checkout, CheckoutError};
use orders::order::{Order, ProducerOrder};
use orders::{CartAccess, LineInput, OrderAccess, Orders, OrdersReport};
use payments::{PaymentMethod, Payments, provider::sandbox::Sandbox};
use programme::{Producer, units::Units};
use std::sync::Arc;
use testkit::TestClock;

/// A market with orders.
#[derive(Clone)]
pub(crate) struct Shop {
    pub(crate) market: Market,
    pub(crate) clock: TestClock,
    pub(crate) orders: Orders,
    pub(crate) payments: Payments,
}

impl Shop {
    pub(crate) async fn open(db: Db) -> Self {
        let clock = TestClock::default();
        let shared: Arc<dyn kernel::Clock> = Arc::new(clock.clone());
        let outbox = with_projection(OutboxBuilder::default()).build();
        let market = Market::new(db.clone(), shared.clone(), outbox.clone()).await;
        let sandbox = Arc::new(Sandbox::new(shared.clone()));
        let payments = Payments::new(db.clone(), shared.clone(), Some(sandbox));
        let orders = Orders::new(
            db.clone(),
            shared,
            outbox,
            TokenKey::new([7; 32]),
            market.catalog.clone(),
            payments.clone(),
            Units::new(db),
        );
        Self {
            market,
            clock,
            orders,
            payments,
        }
    }

    pub(crate) async fn producer(&self, name: &str) -> Producer {
        self.market.producer(name).await
    }

    pub(crate) async fn listing(&self, producer: &Producer, price: i64, stock: i64) -> Listing {
        self.market
            .listing(producer, "Cơm cháy", price, stock)
            .await
    }

    /// A guest's cart with lines, an address in Hà Nội and standard delivery.
    pub(crate) async fn cart(&self, lines: &[(VariantId, i64)]) -> (CartAccess, Cart) {
        let guest = Actor::Anonymous;
        let new = self.orders.cart_create(&guest).await.unwrap();
        let access = CartAccess {
            id: new.cart.id,
            token: Some(new.token),
        };
        let lines: Vec<LineInput> = lines
            .iter()
            .map(|(variant_id, quantity)| LineInput {
                variant_id: *variant_id,
                quantity: *quantity,
            })
            .collect();
        self.orders
            .cart_lines_add(&guest, &access, &lines)
            .await
            .unwrap();
        let cart = self
            .orders
            .cart_address_update(&guest, &access, &address())
            .await
            .unwrap();
        (access, cart)
    }

    pub(crate) async fn checkout(
        &self,
        access: &CartAccess,
        cart: &Cart,
        method: PaymentMethod,
        token: &str,
    ) -> Result<Order, CheckoutError> {
        let command = command(access, cart.totals.total, method, token, "key-1");
        self.orders.checkout(&Actor::Anonymous, &command).await
    }

    /// Cash, at the shown total.
    pub(crate) async fn buy(&self, lines: &[(VariantId, i64)]) -> (CartAccess, Order) {
        let (access, cart) = self.cart(lines).await;
        let order = self
            .checkout(&access, &cart, PaymentMethod::CashOnDelivery, "")
            .await
            .unwrap();
        (access, order)
    }

    pub(crate) async fn parts(&self, order: &Order) -> Vec<ProducerOrder> {
        self.orders.parts_of(&[order.id]).await.unwrap()
    }

    pub(crate) async fn order(&self, access: &CartAccess, order: &Order) -> Order {
        self.orders
            .find_order(&Actor::Anonymous, &by_token(access, order))
            .await
            .unwrap()
            .unwrap()
    }

    pub(crate) async fn available(&self, variant: VariantId) -> i64 {
        self.market.catalog.availability(&[variant]).await.unwrap()[&variant]
    }

    /// A runner that lets the cards follow, and does nothing else.
    fn runner(&self) -> Runner {
        let market = &self.market;
        let runner = Runner::new(
            market.db.clone(),
            market.clock.clone(),
            market.outbox.clone(),
            RunnerConfig::default(),
        );
        let refresh = catalog::jobs::RefreshCard(market.catalog.clone());
        runner.handle(catalog::jobs::REFRESH_CARD, Arc::new(refresh))
    }

    /// Runs every job that is due.
    pub(crate) async fn work(&self) {
        let runner = self.runner();
        let runner = runner
            .handle(
                orders::jobs::CHARGE,
                Arc::new(orders::jobs::Charge(self.orders.clone())),
            )
            .handle(
                orders::jobs::EXPIRE,
                Arc::new(orders::jobs::Expire(self.orders.clone())),
            )
            .handle(
                orders::jobs::COUNT_SALES,
                Arc::new(orders::jobs::CountSales(self.orders.clone())),
            )
            .handle(
                orders::jobs::RECOUNT_SALES,
                Arc::new(orders::jobs::RecountSales(self.orders.clone())),
            )
            .handle(
                payments::jobs::REFUND,
                Arc::new(payments::jobs::PerformRefund(self.payments.clone())),
            );
        runner.drain().await.unwrap();
    }

    pub(crate) async fn later(&self, by: Duration) {
        self.clock.advance(by);
        self.work().await;
    }

    /// Asserts that stock, orders and payments agree, once the cards have
    /// followed what was delivered.
    pub(crate) async fn verify(&self) {
        self.runner().drain().await.unwrap();
        let report = self.orders.verify().await.unwrap();
        assert_eq!(
            report,
            OrdersReport {
                orders: report.orders,
                ..OrdersReport::default()
            }
        );
        let stock = self.market.catalog.verify().await.unwrap();
        assert_eq!(
            (
                stock.stock_off_log,
                stock.reserved_off_reservations,
                stock.stale_cards
            ),
            (0, 0, 0)
        );
        let money = self.payments.verify().await.unwrap();
        assert_eq!((money.captured_off_attempts, money.refunds_off), (0, 0));
    }
}

pub(crate) fn address() -> AddressInput {
    AddressInput {
        recipient: "Nguyễn Thị Lan".to_owned(),
        phone: "0987 654 321".to_owned(),
        email: Some("lan@vidu.example".to_owned()),
        province_code: "01".to_owned(),
        commune_code: "00070".to_owned(),
        street: "Số 1 phố Tràng Tiền".to_owned(),
    }
}

pub(crate) fn command(
    access: &CartAccess,
    total: Money,
    method: PaymentMethod,
    token: &str,
    key: &str,
) -> Checkout {
    Checkout {
        access: access.clone(),
        method,
        payment_token: Some(token.to_owned()).filter(|token| !token.is_empty()),
        expected_total: total,
        idempotency_key: key.to_owned(),
        language: Language::Vi,
    }
}

pub(crate) fn by_token(access: &CartAccess, order: &Order) -> OrderAccess {
    OrderAccess {
        id: Some(order.id),
        number: None,
        token: access.token.clone(),
    }
}

/// Somebody who works for a producer.
pub(crate) fn staff(producer: &Producer) -> Actor {
    Actor::Account {
        id: AccountId(uuid::Uuid::from_u128(producer.id.0.as_u128() ^ 1)),
        grants: vec![RoleGrant {
            role: Role::ProducerStaff,
            scope: Scope::Producer(producer.id),
        }],
    }
}
