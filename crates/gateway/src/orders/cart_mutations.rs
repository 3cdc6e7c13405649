//! Opening and changing carts.

use super::cart::Cart;
use super::inputs::{
    CartAddressUpdateInput, CartContactUpdateInput, CartCreateInput, CartDeliveryUpdateInput,
    CartLinesInput, CartLinesRemoveInput, access, lines, variants,
};
use crate::errors::{OrFault, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Object, Result, SimpleObject};
use kernel::{Language, PointOfSaleId, ProducerId};
use orders::address::AddressError;
use orders::{CartAccess, CartError};

/// The carts' part of `Mutation`.
#[derive(Default)]
pub(crate) struct CartMutation;

#[Object]
impl CartMutation {
    /// Opens a cart, for a guest or for the signed-in account, and tells its
    /// secret once. Permission: public.
    async fn cart_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How it begins.")] input: CartCreateInput,
    ) -> Result<CartCreatePayload> {
        let first = lines(&input.lines.unwrap_or_default())?;
        let orders = &ctx.services().orders;
        let new = orders.cart_create(ctx.actor()).await.or_fault()?;
        let mut cart = Cart {
            facts: new.cart,
            token: Some(new.token),
        };
        let mut user_errors = Vec::new();
        if !first.is_empty() {
            let own = CartAccess {
                id: cart.facts.id,
                token: cart.token.clone(),
            };
            match orders.cart_lines_add(ctx.actor(), &own, &first).await {
                Ok(facts) => cart.facts = facts,
                Err(error) => user_errors.push(user_error(error, ctx.language())?),
            }
        }
        Ok(CartCreatePayload {
            cart: Some(cart),
            user_errors,
        })
    }

    /// Adds lines; a variant that is there already gets the sum. All or none.
    /// Permission: the cart's secret, or its account.
    async fn cart_lines_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lines.")] input: CartLinesInput,
    ) -> Result<CartLinesAddPayload> {
        let (own, wanted) = (access(&input.cart_id, input.token)?, lines(&input.lines)?);
        let done = ctx
            .services()
            .orders
            .cart_lines_add(ctx.actor(), &own, &wanted)
            .await;
        let (cart, user_errors) = outcome(done, ctx)?;
        Ok(CartLinesAddPayload { cart, user_errors })
    }

    /// Sets the quantities of lines; 0 removes. All or none. Permission: the
    /// cart's secret, or its account.
    async fn cart_lines_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lines.")] input: CartLinesInput,
    ) -> Result<CartLinesUpdatePayload> {
        let (own, wanted) = (access(&input.cart_id, input.token)?, lines(&input.lines)?);
        let done = ctx
            .services()
            .orders
            .cart_lines_update(ctx.actor(), &own, &wanted)
            .await;
        let (cart, user_errors) = outcome(done, ctx)?;
        Ok(CartLinesUpdatePayload { cart, user_errors })
    }

    /// Removes lines. All or none. Permission: the cart's secret, or its
    /// account.
    async fn cart_lines_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lines.")] input: CartLinesRemoveInput,
    ) -> Result<CartLinesRemovePayload> {
        let (own, wanted) = (
            access(&input.cart_id, input.token)?,
            variants(&input.variant_ids)?,
        );
        let done = ctx
            .services()
            .orders
            .cart_lines_remove(ctx.actor(), &own, &wanted)
            .await;
        let (cart, user_errors) = match done {
            // This input names variants, not lines.
            Err(CartError::LineNotFound { line }) => {
                let path = ["input", "variantIds", &line.to_string()];
                let error = CartErrorCode::LineNotFound.at(ctx.language(), &path);
                (None, vec![error])
            }
            done => outcome(done, ctx)?,
        };
        Ok(CartLinesRemovePayload { cart, user_errors })
    }

    /// Sets where to deliver. Permission: the cart's secret, or its account.
    async fn cart_address_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address.")] input: CartAddressUpdateInput,
    ) -> Result<CartAddressUpdatePayload> {
        let own = access(&input.cart_id, input.token)?;
        let done = ctx
            .services()
            .orders
            .cart_address_update(ctx.actor(), &own, &input.address.into())
            .await;
        let (cart, user_errors) = outcome(done, ctx)?;
        Ok(CartAddressUpdatePayload { cart, user_errors })
    }

    /// Sets who buys: enough for services, which need no address; a part of the
    /// address where there is one. Permission: the cart's secret, or its
    /// account.
    async fn cart_contact_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: CartContactUpdateInput,
    ) -> Result<CartContactUpdatePayload> {
        let own = access(&input.cart_id, input.token)?;
        let orders = &ctx.services().orders;
        let contact = input.contact.into();
        let done = orders
            .cart_contact_update(ctx.actor(), &own, &contact)
            .await;
        let (cart, mut user_errors) = outcome(done, ctx)?;
        for field in user_errors.iter_mut().flat_map(|error| &mut error.field) {
            if field == "address" {
                "contact".clone_into(field);
            }
        }
        Ok(CartContactUpdatePayload { cart, user_errors })
    }

    /// Chooses how one producer's goods come to their buyer: by courier, or to
    /// be fetched at a point of sale. Permission: the cart's secret, or its
    /// account.
    async fn cart_delivery_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The choice.")] input: CartDeliveryUpdateInput,
    ) -> Result<CartDeliveryUpdatePayload> {
        let own = access(&input.cart_id, input.token)?;
        let producer = ProducerId::from_global(&input.producer_id)?;
        let point = input.point_of_sale_id.as_ref();
        let point = point.map(PointOfSaleId::from_global).transpose()?;
        let (orders, method) = (&ctx.services().orders, input.method.into());
        let done = orders
            .cart_delivery_update(ctx.actor(), &own, producer, method, point)
            .await;
        let (cart, user_errors) = outcome(done, ctx)?;
        Ok(CartDeliveryUpdatePayload { cart, user_errors })
    }
}

macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(SimpleObject)]
        pub(crate) struct $name {
            /// The cart; null after an error.
            cart: Option<Cart>,
            /// What is wrong; empty when all went well.
            user_errors: Vec<CartUserError>,
        }
    )*};
}

payloads! {
    /// The opened cart; with it errors of its first lines.
    CartCreatePayload,
    /// The cart with the lines.
    CartLinesAddPayload,
    /// The cart with the new quantities.
    CartLinesUpdatePayload,
    /// The cart without the lines.
    CartLinesRemovePayload,
    /// The cart with the address.
    CartAddressUpdatePayload,
    /// The cart with who buys.
    CartContactUpdatePayload,
    /// The cart with the delivery.
    CartDeliveryUpdatePayload,
}

user_errors! {
    /// Why a cart was not changed.
    CartUserError, CartErrorCode {
        /// There is no such cart, or the secret is wrong.
        CartNotFound: "Không tìm thấy giỏ hàng." / "The cart was not found.",
        /// The cart became an order.
        CartCompleted: "Giỏ hàng này đã được đặt." / "The cart was checked out already.",
        /// Nobody touched the cart for thirty days.
        CartExpired: "Giỏ hàng đã hết hạn. Vui lòng tạo giỏ hàng mới." / "The cart has expired. Please start a new one.",
        /// The quantity is outside its bounds, `least` and `most`.
        QuantityInvalid: "Số lượng không hợp lệ." / "The quantity is out of bounds.",
        /// There is no such variant, or it is not for sale.
        ProductUnavailable: "Sản phẩm hiện không được bán." / "The product is not for sale.",
        /// The product is out of season; `opensOn` says when it begins, where
        /// that is known.
        OutOfSeason: "Sản phẩm chưa vào vụ hoặc đã hết vụ." / "The product is out of season.",
        /// A service is booked by one of its sessions.
        SessionNeeded: "Vui lòng chọn đợt tổ chức của dịch vụ này." / "Please choose a session of this service.",
        /// It is too late to book that session.
        SessionClosed: "Đợt này đã hết hạn đặt chỗ." / "This session cannot be booked any more.",
        /// `PICK_UP`, and only it, needs an open point of sale that takes such
        /// orders and has every product of that producer on its shelf.
        PickUpPointInvalid: "Vui lòng chọn điểm bán có đủ các sản phẩm này và cho nhận hàng tại chỗ." / "Please choose a point of sale where all of these products can be fetched.",
        /// Services are visited, and goods are not.
        DeliveryUnavailable: "Không có cách giao hàng này." / "This way of delivery is not offered.",
        /// Fewer are left than wanted; `available` says how many.
        OutOfStock: "Không còn đủ hàng." / "Not enough is left in stock.",
        /// The cart has no such line.
        LineNotFound: "Giỏ hàng không có sản phẩm này." / "The cart has no such line.",
        /// A cart has at most 100 lines.
        TooManyLines: "Giỏ hàng có tối đa 100 dòng." / "A cart has at most 100 lines.",
        /// The recipient's name must have 2 to 100 characters.
        RecipientInvalid: "Tên người nhận cần có từ 2 đến 100 ký tự." / "The recipient's name must have 2 to 100 characters.",
        /// Not a Vietnamese telephone number.
        PhoneInvalid: "Số điện thoại không hợp lệ." / "The telephone number is not a Vietnamese one.",
        /// Not an e-mail address.
        EmailInvalid: "Địa chỉ email không hợp lệ." / "The e-mail address is not valid.",
        /// The street must have 2 to 200 characters.
        StreetInvalid: "Địa chỉ cần có từ 2 đến 200 ký tự." / "The street must have 2 to 200 characters.",
        /// There is no such province today.
        ProvinceUnknown: "Không có tỉnh, thành phố này." / "There is no such province.",
        /// There is no such commune in the province today.
        CommuneUnknown: "Không có xã, phường này trong tỉnh đã chọn." / "There is no such commune in the province.",
        /// Nothing of that producer is in the cart.
        ProducerNotInCart: "Giỏ hàng không có sản phẩm của chủ thể này." / "Nothing of that producer is in the cart.",
        /// The cart is worth more than one order may be.
        TooExpensive: "Giá trị giỏ hàng vượt quá giới hạn của một đơn hàng." / "The cart is worth too much for one order.",
    }
    extras {
        /// With `OUT_OF_STOCK`: how many are left.
        available: Option<i32>,
        /// With `QUANTITY_INVALID`: the lowest quantity.
        least: Option<i32>,
        /// With `QUANTITY_INVALID`: the highest quantity.
        most: Option<i32>,
        /// With `OUT_OF_SEASON`: the first day of the season.
        opens_on: Option<Date>,
    }
}

fn outcome(
    done: Result<orders::cart::Cart, CartError>,
    ctx: &Context<'_>,
) -> Result<(Option<Cart>, Vec<CartUserError>)> {
    // What a payload shows of stock is read after the change.
    ctx.loaders().clear();
    match done {
        Ok(cart) => Ok((Some(cart.into()), Vec::new())),
        Err(error) => Ok((None, vec![user_error(error, ctx.language())?])),
    }
}

fn user_error(error: CartError, language: Language) -> Result<CartUserError> {
    use CartErrorCode as Code;
    let input = |code: Code, field: &str| code.at(language, &["input", field]);
    let at_line = |code: Code, line: usize, field: &str| {
        code.at(language, &["input", "lines", &line.to_string(), field])
    };
    let number = |count: i64| i32::try_from(count).ok();
    Ok(match error {
        CartError::NotFound => input(Code::CartNotFound, "cartId"),
        CartError::Completed => input(Code::CartCompleted, "cartId"),
        CartError::Expired => input(Code::CartExpired, "cartId"),
        CartError::Quantity { line, least, most } => {
            let mut error = at_line(Code::QuantityInvalid, line, "quantity");
            error.least = number(least);
            error.most = number(most);
            error
        }
        CartError::Unavailable { line } => at_line(Code::ProductUnavailable, line, "variantId"),
        CartError::OutOfStock { line, available } => {
            let mut error = at_line(Code::OutOfStock, line, "quantity");
            error.available = number(available);
            error
        }
        CartError::OutOfSeason { line, opens_on } => {
            let mut error = at_line(Code::OutOfSeason, line, "variantId");
            error.opens_on = opens_on.map(Date);
            error
        }
        CartError::SessionNeeded { line } => at_line(Code::SessionNeeded, line, "variantId"),
        CartError::SessionClosed { line } => at_line(Code::SessionClosed, line, "variantId"),
        CartError::PickUpPoint => input(Code::PickUpPointInvalid, "pointOfSaleId"),
        CartError::DeliveryNotOffered => input(Code::DeliveryUnavailable, "method"),
        CartError::LineNotFound { line } => at_line(Code::LineNotFound, line, "variantId"),
        CartError::TooManyLines => input(Code::TooManyLines, "lines"),
        CartError::Address(error) => {
            let (code, field) = match error {
                AddressError::Recipient => (Code::RecipientInvalid, "recipient"),
                AddressError::Phone => (Code::PhoneInvalid, "phone"),
                AddressError::Email => (Code::EmailInvalid, "email"),
                AddressError::Street => (Code::StreetInvalid, "street"),
                AddressError::Province => (Code::ProvinceUnknown, "provinceCode"),
                AddressError::Commune => (Code::CommuneUnknown, "communeCode"),
            };
            code.at(language, &["input", "address", field])
        }
        CartError::ProducerNotInCart => input(Code::ProducerNotInCart, "producerId"),
        CartError::TooExpensive => input(Code::TooExpensive, "lines"),
        CartError::Fault(error) => return Err(fault(&error)),
    })
}
