//! What the world holds, and how it is named.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{OrderId, VariantId};
use orders::CartAccess;
use uuid::Uuid;

/// A cart: its global id, its secret, and its total at the beginning.
pub(super) struct Cart {
    pub(super) id: String,
    pub(super) token: String,
    pub(super) total: String,
    pub(super) access: CartAccess,
}

/// An order that was a guest's cart.
pub(super) struct Order {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) token: String,
    /// Its parts, by producer: the first one's, the second one's.
    pub(super) parts: Vec<String>,
    pub(super) key: OrderId,
    pub(super) access: CartAccess,
}

/// Sessions of people.
pub(super) struct People {
    /// Who has a cart and an order.
    pub(super) shopper: String,
    pub(super) stranger: String,
    /// Of the first producer.
    pub(super) owner: String,
    /// Of the second producer.
    pub(super) rival: String,
    pub(super) moderator: String,
    pub(super) administrator: String,
    /// Of the programme, in the producers' province.
    pub(super) officer: String,
}

/// Global ids of what is sold.
pub(super) struct Variants {
    /// Of the first producer, twenty.
    pub(super) rice: String,
    /// Of the second producer, twenty.
    pub(super) tea: String,
    /// Two are left.
    pub(super) scarce: String,
    /// Its certificate is suspended.
    pub(super) gone: String,
    /// Two thousand, and three an order.
    pub(super) limited: String,
    /// Two thousand of 300 g each.
    pub(super) plenty: String,
    /// One more than fits into the full cart.
    pub(super) one_more: String,
}

/// The key of every checkout of this world.
pub(super) const CHECKOUT_KEY: &str = "key-1";
/// The key of a declined second try.
pub(super) const PAY_KEY: &str = "pay-1";

/// The global id of a type's object.
pub(crate) fn id(name: &str, key: Uuid) -> String {
    let bytes = [name.as_bytes(), b":", key.as_bytes()].concat();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The id of an object that there is not.
pub(super) fn unknown(name: &str) -> String {
    id(
        name,
        Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001),
    )
}

pub(super) fn variant(key: VariantId) -> String {
    id(VariantId::TYPE, key.0)
}
