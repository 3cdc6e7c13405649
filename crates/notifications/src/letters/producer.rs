//! Letters to producers. They name the goods and the region; the recipient
//! stays behind the sign-in.

use super::{Part, Story, lines, payment, sums};
use crate::letter::{Letter, moment};
use kernel::Language;
use lettre::message::Mailbox;

/// A new order.
pub(crate) fn placed_for_producer(
    story: &Story,
    part: &Part,
    to: Mailbox,
    language: Language,
) -> Letter {
    let order = &story.order;
    let (number, seller) = (&order.number, &part.part.producer_name);
    let at = moment(order.placed_at, language);
    let there = match part.part.delivery_method.is_carried() {
        true => {
            let heading = language.pick("Giao đến", "Deliver to");
            let (commune, province) = (&order.commune_name, &order.province_name);
            format!("{heading}: {commune}, {province}\n")
        }
        false => String::new(),
    };
    let paid = payment(order, language);
    let goods = lines(part, language);
    let sums = sums(part, language);
    let (subject, body) = match language {
        Language::Vi => (
            format!("Đơn hàng mới {number}"),
            format!(
                "Kính gửi {seller},\n\nCó đơn hàng mới {number}, đặt lúc {at}.\n\n{goods}{sums}\n\
                 Thanh toán: {paid}\n{there}\n\
                 Xin đăng nhập để xác nhận đơn hàng và xem thông tin người nhận.\n"
            ),
        ),
        Language::En => (
            format!("New order {number}"),
            format!(
                "Dear {seller},\n\nThere is a new order {number}, placed on {at}.\n\n{goods}{sums}\n\
                 Payment: {paid}\n{there}\n\
                 Please sign in to confirm the order and to see who receives it.\n"
            ),
        ),
    };
    Letter {
        to,
        language,
        subject,
        body,
    }
}

/// The shopper cancelled.
pub(crate) fn cancelled_for_producer(
    story: &Story,
    part: &Part,
    to: Mailbox,
    language: Language,
) -> Letter {
    let (number, seller) = (&story.order.number, &part.part.producer_name);
    let goods = lines(part, language);
    let (subject, body) = match language {
        Language::Vi => (
            format!("Đơn hàng {number} đã bị huỷ"),
            format!(
                "Kính gửi {seller},\n\nNgười mua đã huỷ đơn hàng {number}. Xin không gửi hàng. \
                 Số hàng đã giữ được trả lại kho.\n\n{goods}"
            ),
        ),
        Language::En => (
            format!("Order {number} has been cancelled"),
            format!(
                "Dear {seller},\n\nThe shopper has cancelled order {number}. Please do not ship it. \
                 The reserved goods are back in stock.\n\n{goods}"
            ),
        ),
    };
    Letter {
        to,
        language,
        subject,
        body,
    }
}
