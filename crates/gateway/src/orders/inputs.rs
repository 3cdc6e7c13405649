//! What carts are told.

use super::cart::DeliveryMethod;
use super::payment::PaymentMethod;
use crate::errors::bad_input;
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::scalars::Decimal;
use async_graphql::{Error, ID, InputObject};
use kernel::{CartId, VariantId};
use orders::address::{AddressInput, ContactInput};
use orders::{CartAccess, LineInput};

/// The longest list in an input.
const MOST: usize = 250;

/// A wanted line.
#[derive(InputObject)]
pub(crate) struct CartLineInput {
    /// Which variant.
    variant_id: ID,
    /// How many, 1 to 1000; 0 removes in `cartLinesUpdate`.
    quantity: i32,
}

/// How a cart begins.
#[derive(InputObject)]
pub(crate) struct CartCreateInput {
    /// The first lines; none without it.
    pub(super) lines: Option<Vec<CartLineInput>>,
}

/// Lines for a cart.
#[derive(InputObject)]
pub(crate) struct CartLinesInput {
    /// Which cart.
    pub(super) cart_id: ID,
    /// Its secret; not needed by the account that opened it.
    pub(super) token: Option<String>,
    /// The lines, at most 250.
    pub(super) lines: Vec<CartLineInput>,
}

/// Lines to take out of a cart.
#[derive(InputObject)]
pub(crate) struct CartLinesRemoveInput {
    /// Which cart.
    pub(super) cart_id: ID,
    /// Its secret; not needed by the account that opened it.
    pub(super) token: Option<String>,
    /// The variants of the lines, at most 250.
    pub(super) variant_ids: Vec<ID>,
}

/// Where to deliver.
#[derive(InputObject)]
pub(crate) struct CartAddressInput {
    /// Who receives, 2 to 100 characters.
    recipient: String,
    /// A Vietnamese telephone number.
    phone: String,
    /// Where mails about the order go; none are sent without it.
    email: Option<String>,
    /// The province by its code; see `provinces`.
    province_code: String,
    /// The commune by its code; see `communes`.
    commune_code: String,
    /// House, street, hamlet: 2 to 200 characters.
    street: String,
}

/// An address for a cart.
#[derive(InputObject)]
pub(crate) struct CartAddressUpdateInput {
    /// Which cart.
    pub(super) cart_id: ID,
    /// Its secret; not needed by the account that opened it.
    pub(super) token: Option<String>,
    /// Where to deliver.
    pub(super) address: CartAddressInput,
}

/// Who buys.
#[derive(InputObject)]
pub(crate) struct CartContactUpdateInput {
    /// Which cart.
    pub(super) cart_id: ID,
    /// Its secret; not needed by the account that opened it.
    pub(super) token: Option<String>,
    /// Who buys.
    pub(super) contact: CartContactInput,
}

/// Who buys.
#[derive(InputObject)]
pub(crate) struct CartContactInput {
    /// The name, 2 to 100 characters.
    recipient: String,
    /// A Vietnamese telephone number.
    phone: String,
    /// Where mails about the order go; none are sent without it.
    email: Option<String>,
}

impl From<CartContactInput> for ContactInput {
    fn from(input: CartContactInput) -> Self {
        Self {
            recipient: input.recipient,
            phone: input.phone,
            email: input.email,
        }
    }
}

/// How one producer's goods come to their buyer.
#[derive(InputObject)]
pub(crate) struct CartDeliveryUpdateInput {
    /// Which cart.
    pub(super) cart_id: ID,
    /// Its secret; not needed by the account that opened it.
    pub(super) token: Option<String>,
    /// Whose goods.
    pub(super) producer_id: ID,
    /// How; not `VISIT`.
    pub(super) method: DeliveryMethod,
    /// Where they are fetched: with `PICK_UP`, and only with it. See
    /// `pickUpPoints` of the cart's group.
    pub(super) point_of_sale_id: Option<ID>,
}

/// What a checkout asks for.
#[derive(InputObject)]
pub(crate) struct CartCheckoutInput {
    /// Which cart.
    pub(super) cart_id: ID,
    /// Its secret; not needed by the account that opened it.
    pub(super) token: Option<String>,
    /// How it will be paid.
    pub(super) payment_method: PaymentMethod,
    /// What the card form made of the card; for `CARD` only.
    pub(super) payment_token: Option<String>,
    /// The total that the shopper saw, in đồng.
    pub(super) expected_total: Decimal,
    /// 1 to 255 characters of the client's choice. The same key and input make
    /// one order, however often they are sent; with other input it is refused.
    pub(super) idempotency_key: String,
}

/// A new try to pay.
#[derive(InputObject)]
pub(crate) struct OrderPayInput {
    /// Which order.
    pub(super) order_id: ID,
    /// The secret of the cart that it was; not needed by the account.
    pub(super) token: Option<String>,
    /// What the card form made of the card.
    pub(super) payment_token: String,
    /// As in `cartCheckout`.
    pub(super) idempotency_key: String,
}

/// An order to cancel.
#[derive(InputObject)]
pub(crate) struct OrderCancelInput {
    /// Which order.
    pub(super) order_id: ID,
    /// The secret of the cart that it was; not needed by the account.
    pub(super) token: Option<String>,
    /// Why, for the producers; at most 500 characters count.
    pub(super) note: Option<String>,
}

/// A producer's part of an order.
#[derive(InputObject)]
pub(crate) struct ProducerOrderInput {
    /// Which part.
    pub(super) id: ID,
}

/// A parcel that leaves.
#[derive(InputObject)]
pub(crate) struct ProducerOrderShipInput {
    /// Which part.
    pub(super) id: ID,
    /// The courier, 1 to 60 characters.
    pub(super) carrier: String,
    /// The courier's number, 1 to 60 characters.
    pub(super) tracking_number: String,
}

/// A part to give up.
#[derive(InputObject)]
pub(crate) struct ProducerOrderCancelInput {
    /// Which part.
    pub(super) id: ID,
    /// Why, for the shopper: 1 to 500 characters.
    pub(super) reason: String,
}

/// Which cart, and by what right.
pub(super) fn access(cart: &ID, token: Option<String>) -> Result<CartAccess, Error> {
    Ok(CartAccess {
        id: CartId::from_global(cart)?,
        token,
    })
}

/// Lines as the use case takes them.
pub(super) fn lines(input: &[CartLineInput]) -> Result<Vec<LineInput>, Error> {
    bounded(input.len())?;
    let line = |line: &CartLineInput| {
        Ok(LineInput {
            variant_id: VariantId::from_global(&line.variant_id)?,
            quantity: i64::from(line.quantity),
        })
    };
    input.iter().map(line).collect()
}

/// Variant ids as the use case takes them.
pub(super) fn variants(ids: &[ID]) -> Result<Vec<VariantId>, Error> {
    bounded(ids.len())?;
    from_globals(ids)
}

fn bounded(length: usize) -> Result<(), Error> {
    if length > MOST {
        Err(bad_input(format!("at most {MOST} items in a list")))
    } else {
        Ok(())
    }
}

impl From<CartAddressInput> for AddressInput {
    fn from(input: CartAddressInput) -> Self {
        Self {
            recipient: input.recipient,
            phone: input.phone,
            email: input.email,
            province_code: input.province_code,
            commune_code: input.commune_code,
            street: input.street,
        }
    }
}
