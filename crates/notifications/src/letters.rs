//! The words of every letter, in Vietnamese and English.

mod expiry;
mod measure;
mod producer;
mod shopper;

use crate::letter::amount;
use kernel::{Language, ProducerOrderId};
use orders::delivery::DeliveryMethod;
use orders::order::{Fulfillment, Order, OrderLine, ProducerOrder};
use payments::PaymentMethod;

pub(crate) use expiry::{Ending, expiring_for_officer, expiring_for_producer};
pub(crate) use measure::{Taken, measure_taken};
pub(crate) use producer::{cancelled_for_producer, placed_for_producer};
pub(crate) use shopper::{cancelled, part_cancelled, placed, ready, shipped};

/// What letters tell of.
pub(crate) struct Story {
    pub(crate) order: Order,
    pub(crate) parts: Vec<Part>,
    /// Whether it was paid or is paid on delivery: producers have seen it.
    pub(crate) placed: bool,
}

/// One producer's part.
pub(crate) struct Part {
    pub(crate) part: ProducerOrder,
    pub(crate) lines: Vec<OrderLine>,
    pub(crate) parcel: Option<Fulfillment>,
    /// Why it was cancelled, in somebody's own words.
    pub(crate) reason: Option<String>,
}

impl Story {
    pub(crate) fn part(&self, id: ProducerOrderId) -> Option<&Part> {
        self.parts.iter().find(|part| part.part.id == id)
    }
}

/// The lines of a part with their stars and sums.
fn lines(part: &Part, language: Language) -> String {
    part.lines
        .iter()
        .map(|line| {
            let product = language.pick_or(&line.product_name, line.product_name_en.as_deref());
            let variant = language.pick_or(&line.variant_name, line.variant_name_en.as_deref());
            let stars = line.stars;
            let awarded = match language {
                Language::Vi => format!("OCOP {stars} sao"),
                Language::En => format!("OCOP {stars} stars"),
            };
            let sum = amount(line.total, language);
            let carried = part.part.delivery_method.is_carried();
            let promised = line.promised_on.map_or_else(String::new, |day| {
                let (vi, en) = match carried {
                    true => ("gửi chậm nhất ngày", "leaves by"),
                    false => ("sẵn sàng chậm nhất ngày", "ready by"),
                };
                match language {
                    Language::Vi => format!(", {vi} {}", day.format("%d/%m/%Y")),
                    Language::En => format!(", {en} {}", day.format("%-d %B %Y")),
                }
            });
            format!(
                "  {} × {product}, {variant} ({awarded}): {sum}{promised}\n",
                line.quantity
            )
        })
        .collect()
}

/// The sums of a part, and where it is fetched or visited.
fn sums(part: &Part, language: Language) -> String {
    let [goods, delivery, total] = [part.part.subtotal, part.part.delivery, part.part.total]
        .map(|money| amount(money, language));
    let way = match (part.part.delivery_method, language) {
        // Nothing is carried, so nothing is added.
        (DeliveryMethod::Visit | DeliveryMethod::PickUp, _) => {
            let heading = language.pick("Cộng", "Sum");
            return format!("  {heading}: {total}\n{}", place(part, language));
        }
        (DeliveryMethod::Standard, Language::Vi) => "giao tiêu chuẩn",
        (DeliveryMethod::Standard, Language::En) => "standard delivery",
        (DeliveryMethod::Express, Language::Vi) => "giao nhanh",
        (DeliveryMethod::Express, Language::En) => "express delivery",
    };
    match language {
        Language::Vi => {
            format!("  Tiền hàng: {goods}\n  Phí giao hàng ({way}): {delivery}\n  Cộng: {total}\n")
        }
        Language::En => {
            format!("  Goods: {goods}\n  Delivery ({way}): {delivery}\n  Sum: {total}\n")
        }
    }
}

/// Where a part is fetched or visited; nothing of one that is sent.
fn place(part: &Part, language: Language) -> String {
    let heading = match part.part.delivery_method {
        DeliveryMethod::PickUp => language.pick("Nhận hàng tại", "To be fetched at"),
        _ => language.pick("Nơi tổ chức", "Place"),
    };
    part.part.place.as_ref().map_or_else(String::new, |own| {
        format!("  {heading}: {}, {}\n", own.name, own.address)
    })
}

/// How the order is paid.
fn payment(order: &Order, language: Language) -> &'static str {
    match order.payment_method {
        PaymentMethod::CashOnDelivery => {
            language.pick("thanh toán khi nhận hàng", "cash on delivery")
        }
        PaymentMethod::Card => language.pick("thẻ, đã thanh toán", "card, paid"),
        PaymentMethod::BankTransferQr => {
            language.pick("chuyển khoản, đã thanh toán", "bank transfer, paid")
        }
        PaymentMethod::Vnpay => language.pick("VNPay, đã thanh toán", "VNPay, paid"),
    }
}
