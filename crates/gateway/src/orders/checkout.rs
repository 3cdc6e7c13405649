//! Checking out, paying again, cancelling.

use super::inputs::{CartCheckoutInput, OrderCancelInput, OrderPayInput, access};
use super::order::Order;
use super::payment::Payment;
use crate::errors::{OrFault, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, Money};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Error, ID, Object, Result, SimpleObject};
use kernel::{Language, OrderId};
use orders::OrderAccess;
use orders::cancel::CancelError;
use orders::checkout::{Checkout, CheckoutError};
use orders::pay::PayError;
use payments::TokenError;
use std::sync::Arc;

/// The checkout's part of `Mutation`.
#[derive(Default)]
pub(crate) struct CheckoutMutation;

#[Object]
impl CheckoutMutation {
    /// Makes an order of a cart: reserves the goods, fixes prices, stars and
    /// certificates, and charges a card. All or nothing. Permission: the
    /// cart's secret, or its account.
    async fn cart_checkout(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked for.")] input: CartCheckoutInput,
    ) -> Result<CartCheckoutPayload> {
        let command = Checkout {
            access: access(&input.cart_id, input.token)?,
            method: input.payment_method.into(),
            payment_token: input.payment_token,
            expected_total: input.expected_total.money(),
            idempotency_key: input.idempotency_key,
            language: ctx.language(),
        };
        match ctx.services().orders.checkout(ctx.actor(), &command).await {
            Ok(order) => {
                let payment = payment_of(ctx, &order).await?;
                Ok(CartCheckoutPayload {
                    order: Some(Order(Arc::new(order))),
                    payment,
                    user_errors: Vec::new(),
                })
            }
            Err(error) => {
                let user_errors = vec![checkout_error(error, ctx.language())?];
                Ok(CartCheckoutPayload {
                    order: None,
                    payment: None,
                    user_errors,
                })
            }
        }
    }

    /// Pays an unpaid order with another card. Permission: the order's
    /// secret, or its account.
    async fn order_pay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "With what.")] input: OrderPayInput,
    ) -> Result<OrderPayPayload> {
        let own = order_access(&input.order_id, input.token)?;
        let orders = &ctx.services().orders;
        match orders
            .pay_again(
                ctx.actor(),
                &own,
                &input.payment_token,
                &input.idempotency_key,
            )
            .await
        {
            Ok(order) => {
                let payment = payment_of(ctx, &order).await?;
                Ok(OrderPayPayload {
                    order: Some(Order(Arc::new(order))),
                    payment,
                    user_errors: Vec::new(),
                })
            }
            Err(error) => {
                let user_errors = vec![pay_error(error, ctx.language())?];
                Ok(OrderPayPayload {
                    order: None,
                    payment: None,
                    user_errors,
                })
            }
        }
    }

    /// Cancels a whole order while no part of it is packed; what was paid goes
    /// back. Permission: the order's secret, or its account.
    async fn order_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: OrderCancelInput,
    ) -> Result<OrderCancelPayload> {
        let own = order_access(&input.order_id, input.token)?;
        let note = input.note.map(|note| {
            kernel::text::clean(&note)
                .chars()
                .take(500)
                .collect::<String>()
        });
        match ctx
            .services()
            .orders
            .cancel(ctx.actor(), &own, note.as_deref())
            .await
        {
            Ok(order) => {
                ctx.loaders().clear();
                Ok(OrderCancelPayload {
                    order: Some(Order(Arc::new(order))),
                    user_errors: Vec::new(),
                })
            }
            Err(error) => {
                let at = |code: OrderCancelErrorCode| {
                    vec![code.at(ctx.language(), &["input", "orderId"])]
                };
                let user_errors = match error {
                    CancelError::NotFound => at(OrderCancelErrorCode::OrderNotFound),
                    CancelError::TooLate => at(OrderCancelErrorCode::TooLate),
                    CancelError::Fault(error) => return Err(fault(&error)),
                };
                Ok(OrderCancelPayload {
                    order: None,
                    user_errors,
                })
            }
        }
    }
}

/// The order and how its payment stands, or why there is none.
#[derive(SimpleObject)]
pub(crate) struct CartCheckoutPayload {
    /// The order; null after an error. Follow it by its number and the cart's
    /// secret.
    order: Option<Order>,
    /// How its payment stands.
    payment: Option<Payment>,
    /// What is wrong; empty when the order was placed.
    user_errors: Vec<CartCheckoutUserError>,
}

/// The order after another try to pay.
#[derive(SimpleObject)]
pub(crate) struct OrderPayPayload {
    /// The order; null after an error.
    order: Option<Order>,
    /// How its payment stands.
    payment: Option<Payment>,
    /// What is wrong; empty when the card was sent to the provider.
    user_errors: Vec<OrderPayUserError>,
}

/// The order after the cancellation.
#[derive(SimpleObject)]
pub(crate) struct OrderCancelPayload {
    /// The order; null after an error.
    order: Option<Order>,
    /// What is wrong; empty when the order was cancelled.
    user_errors: Vec<OrderCancelUserError>,
}

user_errors! {
    /// Why no order was placed.
    CartCheckoutUserError, CartCheckoutErrorCode {
        /// There is no such cart, or the secret is wrong.
        CartNotFound: "Không tìm thấy giỏ hàng." / "The cart was not found.",
        /// The cart became an order before.
        CartCompleted: "Giỏ hàng này đã được đặt." / "The cart was checked out already.",
        /// Nobody touched the cart for thirty days.
        CartExpired: "Giỏ hàng đã hết hạn. Vui lòng tạo giỏ hàng mới." / "The cart has expired. Please start a new one.",
        /// There is nothing in the cart.
        CartEmpty: "Giỏ hàng đang trống." / "The cart is empty.",
        /// The cart has no address, or its commune has ceased to exist.
        AddressMissing: "Vui lòng nhập địa chỉ nhận hàng." / "Please give a delivery address.",
        /// Whom to call is not told; enough for services and what is fetched.
        ContactMissing: "Vui lòng nhập tên và số điện thoại người đặt." / "Please give a name and a telephone number.",
        /// One producer's part cannot be delivered, or fetched, as chosen; `id`
        /// is the producer.
        DeliveryUnavailable: "Không giao nhận được hàng theo cách đã chọn." / "A part cannot be delivered or fetched as chosen.",
        /// A product is not for sale any more; `id` is the variant.
        ProductUnavailable: "Có sản phẩm không còn được bán." / "A product is not for sale any more.",
        /// A product is out of season; `id` is the variant, `opensOn` the first
        /// day, where that is known.
        OutOfSeason: "Có sản phẩm chưa vào vụ hoặc đã hết vụ." / "A product is out of season.",
        /// A service is booked by one of its sessions; `id` is the variant.
        SessionNeeded: "Vui lòng chọn đợt tổ chức của dịch vụ." / "Please choose a session of the service.",
        /// It is too late to book a session; `id` is the session.
        SessionClosed: "Có đợt đã hết hạn đặt chỗ." / "A session cannot be booked any more.",
        /// A line has fewer or more than the producer sells at once; `id` is the
        /// variant, `least` and `most` the bounds.
        QuantityInvalid: "Số lượng nằm ngoài mức bán cho mỗi đơn hàng." / "A line has fewer or more than is sold at once.",
        /// Fewer are left than wanted; `id` is the variant, `available` the rest.
        OutOfStock: "Không còn đủ hàng." / "Not enough is left in stock.",
        /// The total has changed; `total` is what it is now.
        TotalChanged: "Tổng tiền đã thay đổi. Vui lòng kiểm tra lại giỏ hàng." / "The total has changed. Please look at the cart again.",
        /// This way to pay is not offered.
        PaymentMethodUnavailable: "Chưa hỗ trợ cách thanh toán này." / "This way to pay is not offered.",
        /// Alcohol is not sold for cash (Law 44/2019/QH14).
        AlcoholCashForbidden: "Đồ uống có cồn không được thanh toán bằng tiền mặt." / "Alcohol cannot be paid in cash.",
        /// A card payment needs a payment token.
        PaymentTokenMissing: "Thiếu thông tin thẻ thanh toán." / "A card payment needs a payment token.",
        /// The payment token must have 1 to 255 characters, none of them a
        /// control character.
        PaymentTokenInvalid: "Thông tin thẻ thanh toán không hợp lệ." / "The payment token is not valid.",
        /// The idempotency key must have 1 to 255 characters.
        IdempotencyKeyInvalid: "Khoá chống lặp phải có từ 1 đến 255 ký tự." / "The idempotency key must have 1 to 255 characters.",
        /// The idempotency key was used with other input.
        IdempotencyKeyReused: "Khoá chống lặp đã được dùng cho yêu cầu khác." / "The idempotency key was used with other input.",
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
        /// With `TOTAL_CHANGED`: the total now.
        total: Option<Money>,
        /// With `OUT_OF_SEASON`: the first day of the season.
        opens_on: Option<Date>,
        /// The variant or producer that the error is about.
        id: Option<ID>,
    }
}

user_errors! {
    /// Why an order was not paid.
    OrderPayUserError, OrderPayErrorCode {
        /// There is no such order, or the secret is wrong.
        OrderNotFound: "Không tìm thấy đơn hàng." / "The order was not found.",
        /// The order takes no payment now.
        NotPayable: "Đơn hàng này hiện không nhận thanh toán." / "The order takes no payment now.",
        /// A card payment needs a payment token.
        PaymentTokenMissing: "Thiếu thông tin thẻ thanh toán." / "A card payment needs a payment token.",
        /// The payment token must have 1 to 255 characters, none of them a
        /// control character.
        PaymentTokenInvalid: "Thông tin thẻ thanh toán không hợp lệ." / "The payment token is not valid.",
        /// The idempotency key must have 1 to 255 characters.
        IdempotencyKeyInvalid: "Khoá chống lặp phải có từ 1 đến 255 ký tự." / "The idempotency key must have 1 to 255 characters.",
        /// The idempotency key was used with other input.
        IdempotencyKeyReused: "Khoá chống lặp đã được dùng cho yêu cầu khác." / "The idempotency key was used with other input.",
    }
}

user_errors! {
    /// Why an order was not cancelled.
    OrderCancelUserError, OrderCancelErrorCode {
        /// There is no such order, or the secret is wrong.
        OrderNotFound: "Không tìm thấy đơn hàng." / "The order was not found.",
        /// A part is packed or on its way, a service has begun, or nothing is left
        /// to cancel.
        TooLate: "Đơn hàng không thể huỷ được nữa." / "The order cannot be cancelled any more.",
    }
}

fn order_access(id: &ID, token: Option<String>) -> Result<OrderAccess, Error> {
    Ok(OrderAccess {
        id: Some(OrderId::from_global(id)?),
        number: None,
        token,
    })
}

async fn payment_of(ctx: &Context<'_>, order: &orders::order::Order) -> Result<Option<Payment>> {
    ctx.loaders().clear();
    let payments = ctx
        .services()
        .payments
        .by_references(&[order.id.0])
        .await
        .or_fault()?;
    Ok(payments.into_iter().next().map(Payment))
}

fn checkout_error(error: CheckoutError, language: Language) -> Result<CartCheckoutUserError> {
    use CartCheckoutErrorCode as Code;
    let at = |code: Code, field: &str| code.at(language, &["input", field]);
    Ok(match error {
        CheckoutError::CartNotFound => at(Code::CartNotFound, "cartId"),
        CheckoutError::CartCompleted => at(Code::CartCompleted, "cartId"),
        CheckoutError::CartExpired => at(Code::CartExpired, "cartId"),
        CheckoutError::CartEmpty => at(Code::CartEmpty, "cartId"),
        CheckoutError::AddressMissing => at(Code::AddressMissing, "cartId"),
        CheckoutError::DeliveryUnavailable { producer } => {
            let mut error = at(Code::DeliveryUnavailable, "cartId");
            error.id = Some(producer.to_global());
            error
        }
        CheckoutError::Unavailable { variant } => {
            let mut error = at(Code::ProductUnavailable, "cartId");
            error.id = Some(variant.to_global());
            error
        }
        CheckoutError::OutOfSeason { variant, opens_on } => {
            let mut error = at(Code::OutOfSeason, "cartId");
            error.id = Some(variant.to_global());
            error.opens_on = opens_on.map(Date);
            error
        }
        CheckoutError::SessionNeeded { variant } => {
            let mut error = at(Code::SessionNeeded, "cartId");
            error.id = Some(variant.to_global());
            error
        }
        CheckoutError::SessionClosed { variant } => {
            let mut error = at(Code::SessionClosed, "cartId");
            error.id = Some(variant.to_global());
            error
        }
        CheckoutError::ContactMissing => at(Code::ContactMissing, "cartId"),
        CheckoutError::Quantity {
            variant,
            least,
            most,
        } => {
            let mut error = at(Code::QuantityInvalid, "cartId");
            error.id = Some(variant.to_global());
            error.least = i32::try_from(least).ok();
            error.most = i32::try_from(most).ok();
            error
        }
        CheckoutError::OutOfStock { variant, available } => {
            let mut error = at(Code::OutOfStock, "cartId");
            error.id = Some(variant.to_global());
            error.available = i32::try_from(available).ok();
            error
        }
        CheckoutError::TotalChanged { total } => {
            let mut error = at(Code::TotalChanged, "expectedTotal");
            error.total = Some(total.into());
            error
        }
        CheckoutError::MethodNotOffered => at(Code::PaymentMethodUnavailable, "paymentMethod"),
        CheckoutError::AlcoholInCash => at(Code::AlcoholCashForbidden, "paymentMethod"),
        CheckoutError::Token(TokenError::Missing) => at(Code::PaymentTokenMissing, "paymentToken"),
        CheckoutError::Token(TokenError::Invalid) => at(Code::PaymentTokenInvalid, "paymentToken"),
        CheckoutError::BadKey => at(Code::IdempotencyKeyInvalid, "idempotencyKey"),
        CheckoutError::KeyReused => at(Code::IdempotencyKeyReused, "idempotencyKey"),
        CheckoutError::TooExpensive => at(Code::TooExpensive, "cartId"),
        CheckoutError::Fault(error) => return Err(fault(&error)),
    })
}

fn pay_error(error: PayError, language: Language) -> Result<OrderPayUserError> {
    use OrderPayErrorCode as Code;
    let at = |code: Code, field: &str| code.at(language, &["input", field]);
    Ok(match error {
        PayError::NotFound => at(Code::OrderNotFound, "orderId"),
        PayError::NotPayable => at(Code::NotPayable, "orderId"),
        PayError::Token(TokenError::Missing) => at(Code::PaymentTokenMissing, "paymentToken"),
        PayError::Token(TokenError::Invalid) => at(Code::PaymentTokenInvalid, "paymentToken"),
        PayError::BadKey => at(Code::IdempotencyKeyInvalid, "idempotencyKey"),
        PayError::KeyReused => at(Code::IdempotencyKeyReused, "idempotencyKey"),
        PayError::Fault(error) => return Err(fault(&error)),
    })
}
