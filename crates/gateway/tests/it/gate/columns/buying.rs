//! Carts and the checkout.

use super::{Column, Needs, ask};

/// A cart's line that cannot be bought.
const LOST: &str = "\"problem\":\"UNAVAILABLE\"";
/// The user error of carts and of the checkout.
const REFUSED: &str = "\"code\":\"PRODUCT_UNAVAILABLE\"";

pub(super) const COLUMNS: &[Column] = &[
    ask(
        "cart with an old line",
        7,
        cart!("query($cart: ID!, $token: String!) { cart(id: $cart, token: $token) { ...cart } }"),
    )
    .closed(LOST)
    .needs(Needs::Cart),
    ask(
        "cartCreate",
        7,
        cart!(
            "mutation($variant: ID!) { cartCreate(input: { lines: [{ variantId: $variant, quantity: 1 }] }) {
                cart { ...cart } userErrors { code }
            } }"
        ),
    )
    .closed(REFUSED),
    ask(
        "cartLinesAdd",
        7,
        cart!(
            "mutation($cart: ID!, $token: String!, $variant: ID!) { cartLinesAdd(input: {
                cartId: $cart, token: $token, lines: [{ variantId: $variant, quantity: 1 }]
            }) { cart { ...cart } userErrors { code } } }"
        ),
    )
    .closed(REFUSED)
    .needs(Needs::EmptyCart),
    ask(
        "cartLinesAdd to an old line",
        7,
        cart!(
            "mutation($cart: ID!, $token: String!, $variant: ID!) { cartLinesAdd(input: {
                cartId: $cart, token: $token, lines: [{ variantId: $variant, quantity: 1 }]
            }) { cart { ...cart } userErrors { code } } }"
        ),
    )
    .closed(REFUSED)
    .needs(Needs::Cart),
    ask(
        "cartLinesUpdate of an old line",
        7,
        cart!(
            "mutation($cart: ID!, $token: String!, $variant: ID!) { cartLinesUpdate(input: {
                cartId: $cart, token: $token, lines: [{ variantId: $variant, quantity: 2 }]
            }) { cart { ...cart } userErrors { code } } }"
        ),
    )
    .closed(REFUSED)
    .needs(Needs::Cart),
    ask(
        "cartLinesRemove beside an old line",
        7,
        cart!(
            "mutation($cart: ID!, $token: String!, $siblingVariant: ID!) { cartLinesRemove(input: {
                cartId: $cart, token: $token, variantIds: [$siblingVariant]
            }) { cart { ...cart } userErrors { code } } }"
        ),
    )
    .closed(LOST)
    .needs(Needs::Cart),
    ask(
        "cartAddressUpdate with an old line",
        7,
        cart!(
            "mutation($cart: ID!, $token: String!) { cartAddressUpdate(input: {
                cartId: $cart, token: $token, address: {
                    recipient: \"Trần Văn Bình\", phone: \"0912345678\", provinceCode: \"37\",
                    communeCode: \"14533\", street: \"Số 2 đường Đinh Tiên Hoàng\"
                }
            }) { cart { ...cart } userErrors { code } } }"
        ),
    )
    .closed(LOST)
    .needs(Needs::Cart),
    ask(
        "cartContactUpdate with an old line",
        7,
        cart!(
            "mutation($cart: ID!, $token: String!) { cartContactUpdate(input: {
                cartId: $cart, token: $token,
                contact: { recipient: \"Trần Văn Bình\", phone: \"0912345678\" }
            }) { cart { ...cart } userErrors { code } } }"
        ),
    )
    .closed(LOST)
    .needs(Needs::Cart),
    ask(
        "cartDeliveryUpdate with an old line",
        7,
        cart!(
            "mutation($cart: ID!, $token: String!, $producer: ID!) { cartDeliveryUpdate(input: {
                cartId: $cart, token: $token, producerId: $producer, method: EXPRESS
            }) { cart { ...cart } userErrors { code } } }"
        ),
    )
    .closed(LOST)
    .needs(Needs::Cart),
    ask(
        "cartCheckout for cash",
        3,
        part!(
            "mutation($cart: ID!, $token: String!, $total: Decimal!) { cartCheckout(input: {
                cartId: $cart, token: $token, paymentMethod: CASH_ON_DELIVERY, expectedTotal: $total,
                idempotencyKey: \"once\"
            }) { order { producerOrders { ...part } } userErrors { code } } }"
        ),
    )
    .closed(REFUSED)
    .needs(Needs::Cart)
    .orders(),
    ask(
        "cartCheckout by card",
        3,
        part!(
            "mutation($cart: ID!, $token: String!, $total: Decimal!) { cartCheckout(input: {
                cartId: $cart, token: $token, paymentMethod: CARD, paymentToken: \"sandbox_approve\",
                expectedTotal: $total, idempotencyKey: \"once\"
            }) { order { producerOrders { ...part } } userErrors { code } } }"
        ),
    )
    .closed(REFUSED)
    .needs(Needs::Cart)
    .orders(),
];
