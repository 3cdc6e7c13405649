//! A market with orders whose letters go into a folder.

use crate::mailbox::{Letter, letters};
use async_trait::async_trait;
use catalog::fixtures::{Listing, Market, with_projection};
use identity::Identity;
use jobs::{OutboxBuilder, Runner, RunnerConfig};
use kernel::{Actor, Language, PointOfSaleId, ProducerId, Role, RoleGrant, Scope, TokenKey};
use lettre::Message;
use notifications::{FileMailer, MailError, Mailer, Notifications, Sender};
use orders::address::AddressInput;
use orders::checkout::Checkout;
use orders::delivery::DeliveryMethod;
use orders::order::{Order, ProducerOrder};
use orders::{CartAccess, LineInput, OrderAccess, Orders};
use payments::provider::sandbox::Sandbox;
use payments::{PaymentMethod, Payments};
use programme::{Producer, Programme, units::Units};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use testkit::{TestClock, TestDb};

pub(crate) struct PostOffice {
    pub(crate) market: Market,
    pub(crate) clock: TestClock,
    pub(crate) orders: Orders,
    pub(crate) runner: Runner,
    pub(crate) mailer: Arc<Spoilt>,
    folder: PathBuf,
    pub(crate) identity: Identity,
}

/// The file mailer, refusing where a test wants it to.
pub(crate) struct Spoilt {
    files: FileMailer,
    pub(crate) down: AtomicBool,
    pub(crate) sent: Mutex<Vec<String>>,
}

#[async_trait]
impl Mailer for Spoilt {
    async fn send(&self, name: &str, message: &Message) -> Result<(), MailError> {
        if self.down.load(Ordering::SeqCst) {
            return Err(MailError::Later("out of ink".to_owned()));
        }
        self.sent.lock().unwrap().push(name.to_owned());
        self.files.send(name, message).await
    }
}

impl PostOffice {
    pub(crate) async fn open(test: &TestDb) -> Self {
        let (db, clock) = (test.handle(), TestClock::default());
        let shared: Arc<dyn kernel::Clock> = Arc::new(clock.clone());
        let outbox = notifications::subscribe(with_projection(OutboxBuilder::default())).build();
        let market = Market::new(db.clone(), shared.clone(), outbox.clone()).await;
        let key = TokenKey::new([7; 32]);
        let sandbox = Arc::new(Sandbox::new(shared.clone()));
        let orders = Orders::new(
            db.clone(),
            shared.clone(),
            outbox.clone(),
            key.clone(),
            market.catalog.clone(),
            Payments::new(db.clone(), shared.clone(), Some(sandbox)),
            Units::new(db.clone()),
        );
        let folder = test.folder().join("mail");
        let mailer = Arc::new(Spoilt {
            files: FileMailer::open(&folder).unwrap(),
            down: AtomicBool::new(false),
            sent: Mutex::default(),
        });
        let identity = Identity::new(db.clone(), shared.clone(), key.clone());
        let notifications = Notifications::new(
            db.clone(),
            shared.clone(),
            outbox.clone(),
            orders.clone(),
            Programme::new(db.clone(), shared.clone(), outbox.clone()),
            identity.clone(),
            Sender::new("OCOP <no-reply@cho.example>", "https://cho.example/", true).unwrap(),
            mailer.clone(),
        );
        let runner = Runner::new(db, shared, outbox, RunnerConfig::default());
        Self {
            market,
            clock,
            orders,
            runner: notifications::handle(runner, &notifications),
            mailer,
            folder,
            identity,
        }
    }

    /// Does every job that is due, and reads the letters that there are then.
    pub(crate) async fn deliver(&self) -> Vec<Letter> {
        self.runner.drain().await.unwrap();
        letters(&self.folder)
    }

    /// Throws all letters away.
    pub(crate) fn empty(&self) {
        for entry in std::fs::read_dir(&self.folder).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
    }

    /// Buys two of each listing; returns the secret that it takes to see the
    /// order, and the order.
    pub(crate) async fn buy(
        &self,
        actor: &Actor,
        listings: &[&Listing],
        order: &Wish,
    ) -> (CartAccess, Order) {
        let new = self.orders.cart_create(actor).await.unwrap();
        let access = CartAccess {
            id: new.cart.id,
            token: Some(new.token),
        };
        let lines: Vec<LineInput> = listings
            .iter()
            .map(|own| LineInput {
                variant_id: own.variant,
                quantity: 2,
            })
            .collect();
        self.orders
            .cart_lines_add(actor, &access, &lines)
            .await
            .unwrap();
        let address = AddressInput {
            recipient: "Trần Thị Lan".to_owned(),
            phone: "0912345678".to_owned(),
            email: order.email.map(str::to_owned),
            province_code: "01".to_owned(),
            commune_code: "00070".to_owned(),
            street: "Số 1 ngõ 2".to_owned(),
        };
        let cart = self
            .orders
            .cart_address_update(actor, &access, &address)
            .await
            .unwrap();
        let cart = match order.fetched {
            None => cart,
            Some((producer, point)) => {
                let way = (DeliveryMethod::PickUp, Some(point));
                let orders = &self.orders;
                let chosen = orders.cart_delivery_update(actor, &access, producer, way.0, way.1);
                chosen.await.unwrap()
            }
        };
        let checkout = Checkout {
            access: access.clone(),
            method: order.method,
            payment_token: order.card.map(str::to_owned),
            expected_total: cart.totals.total,
            idempotency_key: new.cart.id.to_string(),
            language: order.language,
        };
        (
            access,
            self.orders.checkout(actor, &checkout).await.unwrap(),
        )
    }

    pub(crate) async fn part(&self, order: &Order, producer: &Producer) -> ProducerOrder {
        let parts = self.orders.parts_of(&[order.id]).await.unwrap();
        parts
            .into_iter()
            .find(|part| part.producer_id == producer.id)
            .unwrap()
    }
}

/// How somebody buys.
pub(crate) struct Wish {
    pub(crate) email: Option<&'static str>,
    pub(crate) language: Language,
    pub(crate) method: PaymentMethod,
    pub(crate) card: Option<&'static str>,
    /// Whose goods are fetched where.
    pub(crate) fetched: Option<(ProducerId, PointOfSaleId)>,
}

impl Wish {
    /// Cash, in Vietnamese, with an e-mail address.
    pub(crate) fn cash() -> Self {
        Self {
            email: Some("lan@vidu.example"),
            language: Language::Vi,
            method: PaymentMethod::CashOnDelivery,
            card: None,
            fetched: None,
        }
    }

    /// By card, in English.
    pub(crate) fn card(token: &'static str) -> Self {
        Self {
            language: Language::En,
            method: PaymentMethod::Card,
            card: Some(token),
            ..Self::cash()
        }
    }
}

pub(crate) fn owner(producer: &Producer) -> Actor {
    Actor::Account {
        id: kernel::AccountId(uuid::Uuid::from_u128(1)),
        grants: vec![RoleGrant {
            role: Role::ProducerOwner,
            scope: Scope::Producer(producer.id),
        }],
    }
}

pub(crate) fn secret(access: &CartAccess, order: &Order) -> OrderAccess {
    OrderAccess {
        id: Some(order.id),
        number: None,
        token: access.token.clone(),
    }
}
