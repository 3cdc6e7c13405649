//! Carts, orders and payments.

use super::Reach;

pub(super) const OBJECTS: &[(&str, Reach)] = &[
    // Carts: only with the secret, or by their account.
    (
        "Cart",
        Reach::Through("cart, cartCreate, and what changes carts"),
    ),
    ("CartAddress", Reach::Through("Cart.address")),
    ("CartContact", Reach::Through("Cart.contact")),
    (
        "CartLine",
        Reach::Through("Cart.lines, ProducerGroup.lines"),
    ),
    ("ProducerGroup", Reach::Through("Cart.producerGroups")),
    ("GroupDelivery", Reach::Through("ProducerGroup.delivery")),
    (
        "DeliveryOption",
        Reach::Through("ProducerGroup.deliveryOptions"),
    ),
    ("Totals", Reach::Through("Cart, Order, ProducerOrder")),
    ("CartCreatePayload", Reach::Through("cartCreate")),
    ("CartLinesAddPayload", Reach::Through("cartLinesAdd")),
    ("CartLinesUpdatePayload", Reach::Through("cartLinesUpdate")),
    ("CartLinesRemovePayload", Reach::Through("cartLinesRemove")),
    (
        "CartAddressUpdatePayload",
        Reach::Through("cartAddressUpdate"),
    ),
    (
        "CartContactUpdatePayload",
        Reach::Through("cartContactUpdate"),
    ),
    (
        "CartDeliveryUpdatePayload",
        Reach::Through("cartDeliveryUpdate"),
    ),
    ("CartUserError", Reach::Through("what changes carts")),
    // Orders: with the secret or by their account; parts also by their
    // producer's people.
    (
        "Order",
        Reach::Through("order, orders, cartCheckout, orderPay, orderCancel"),
    ),
    ("OrderConnection", Reach::Through("orders")),
    ("OrderEdge", Reach::Through("orders")),
    (
        "OrderAddress",
        Reach::Through("Order.address, ProducerOrder.address"),
    ),
    ("OrderEvent", Reach::Through("Order.history")),
    ("OrderLine", Reach::Through("ProducerOrder.lines")),
    ("Fulfillment", Reach::Through("ProducerOrder.fulfillments")),
    ("OrderPlace", Reach::Through("ProducerOrder.place")),
    ("OrderContact", Reach::Through("ProducerOrder.contact")),
    (
        "Payment",
        Reach::Through("Order.payments, cartCheckout, orderPay"),
    ),
    (
        "ProducerOrder",
        Reach::Through("Order.producerOrders, producerOrder, producerOrders"),
    ),
    ("ProducerOrderConnection", Reach::Through("producerOrders")),
    ("ProducerOrderEdge", Reach::Through("producerOrders")),
    (
        "ProducerOrderPayload",
        Reach::Through("what producers do with their parts"),
    ),
    (
        "ProducerOrderUserError",
        Reach::Through("what producers do with their parts"),
    ),
    ("CartCheckoutPayload", Reach::Through("cartCheckout")),
    ("CartCheckoutUserError", Reach::Through("cartCheckout")),
    ("OrderPayPayload", Reach::Through("orderPay")),
    ("OrderPayUserError", Reach::Through("orderPay")),
    ("OrderCancelPayload", Reach::Through("orderCancel")),
    ("OrderCancelUserError", Reach::Through("orderCancel")),
];
