//! What the world is made of, each in one call.

use super::world::{CHECKOUT_KEY, Cart, Order, id};
use crate::support::{App, PASSWORD};
use catalog::fixtures::Listing;
use catalog::{NewProduct, NewVariant};
use kernel::{Actor, Language, Money, ProducerOrderId, VariantId};
use orders::address::AddressInput;
use orders::checkout::Checkout;
use orders::{CartAccess, LineInput, OrderAccess};
use payments::PaymentMethod;
use programme::Producer;
use uuid::Uuid;

pub(super) async fn special(
    app: &App,
    producer: &Producer,
    change: impl FnOnce(&mut NewProduct),
) -> Listing {
    let market = &app.market;
    let day = kernel::clock::day_in_vietnam(market.clock.now());
    let certificate = market
        .certificate(producer, kernel::clock::days_before(day, 100))
        .await;
    market
        .listing_under(producer, certificate, "Rượu nếp", 90_000, 20, change)
        .await
}

pub(super) fn assorted(n: i32) -> NewVariant {
    NewVariant {
        sku: format!("KIND-{n}"),
        name: format!("Loại {n}"),
        name_en: None,
        price: Money::from_stored(1_000),
        compare_at_price: None,
        weight_grams: 10,
        stock: 9,
    }
}

/// An id as this engine writes it in SQL.
pub(super) fn literal(app: &App, key: Uuid) -> String {
    match app.services.db.engine() {
        db::Engine::Sqlite => format!("x'{}'", key.simple()),
        db::Engine::Postgres => format!("'{key}'"),
    }
}

pub(super) async fn session(app: &App, email: &str) -> String {
    let signed_in = app.services.identity.sign_in(email, PASSWORD).await;
    signed_in.unwrap().token
}

pub(super) async fn cart(app: &App, lines: &[(&Listing, i64)]) -> Cart {
    let lines: Vec<(VariantId, i64)> = lines
        .iter()
        .map(|(listing, quantity)| (listing.variant, *quantity))
        .collect();
    cart_of(app, &Actor::Anonymous, &lines, true).await
}

pub(super) async fn cart_of(
    app: &App,
    actor: &Actor,
    lines: &[(VariantId, i64)],
    addressed: bool,
) -> Cart {
    let orders = &app.services.orders;
    let new = orders.cart_create(actor).await.unwrap();
    let access = CartAccess {
        id: new.cart.id,
        token: Some(new.token.clone()),
    };
    let lines: Vec<LineInput> = lines
        .iter()
        .map(|(variant_id, quantity)| LineInput {
            variant_id: *variant_id,
            quantity: *quantity,
        })
        .collect();
    let mut cart = orders.cart_lines_add(actor, &access, &lines).await.unwrap();
    if addressed {
        let address = AddressInput {
            recipient: "Nguyễn Thị Lan".to_owned(),
            phone: "0987654321".to_owned(),
            email: None,
            province_code: "01".to_owned(),
            commune_code: "00070".to_owned(),
            street: "Số 1 phố Tràng Tiền".to_owned(),
        };
        cart = orders
            .cart_address_update(actor, &access, &address)
            .await
            .unwrap();
    }
    Cart {
        id: id("Cart", access.id.0),
        token: new.token,
        total: cart.totals.total.to_string(),
        access,
    }
}

/// An order of a guest: in cash, or by a card with that token.
pub(super) async fn order(app: &App, lines: &[(&Listing, i64)], card: &str) -> Order {
    let cart = cart(app, lines).await;
    check_out(app, &Actor::Anonymous, &cart, card).await
}

pub(super) async fn check_out(app: &App, actor: &Actor, cart: &Cart, card: &str) -> Order {
    let orders = &app.services.orders;
    let (method, payment_token) = if card.is_empty() {
        (PaymentMethod::CashOnDelivery, None)
    } else {
        (PaymentMethod::Card, Some(card.to_owned()))
    };
    let command = Checkout {
        access: cart.access.clone(),
        method,
        payment_token,
        expected_total: cart.total.parse().unwrap(),
        idempotency_key: CHECKOUT_KEY.to_owned(),
        language: Language::Vi,
    };
    let order = orders.checkout(actor, &command).await.unwrap();
    let mut parts = orders.parts_of(&[order.id]).await.unwrap();
    // Ids of producers grow with time: the first one's part first.
    parts.sort_by_key(|part| part.producer_id);
    Order {
        id: id("Order", order.id.0),
        number: order.number,
        token: cart.token.clone(),
        parts: parts
            .iter()
            .map(|part| id(ProducerOrderId::TYPE, part.id.0))
            .collect(),
        key: order.id,
        access: cart.access.clone(),
    }
}

pub(super) fn by_token(order: &Order) -> OrderAccess {
    OrderAccess {
        id: Some(order.key),
        number: None,
        token: order.access.token.clone(),
    }
}
