//! Letters to the shopper.

use super::{Part, Story, lines, payment, place, sums};
use crate::letter::{Letter, amount, moment};
use kernel::Language;
use lettre::message::Mailbox;
use orders::delivery::DeliveryMethod;
use orders::order::Order;
use orders::status::OrderStatus;
use payments::PaymentMethod;

/// The order is placed.
pub(crate) fn placed(story: &Story, to: Mailbox, language: Language) -> Letter {
    let order = &story.order;
    let number = &order.number;
    let at = moment(order.placed_at, language);
    let mut body = greeting(order, language);
    let any = |so: fn(DeliveryMethod) -> bool| {
        let mut parts = story.parts.iter();
        parts.any(|part| so(part.part.delivery_method))
    };
    let carried = any(DeliveryMethod::is_carried);
    let fetched = any(|method| method == DeliveryMethod::PickUp);
    let visited = any(|method| method == DeliveryMethod::Visit);
    body.push_str(&match language {
        Language::Vi => {
            format!("Cảm ơn quý khách. Đơn hàng {number} đặt lúc {at} đã được tiếp nhận. ")
        }
        Language::En => {
            format!("Thank you. Your order {number}, placed on {at}, has been received. ")
        }
    });
    let said = [
        (
            carried,
            "Mỗi người bán đóng gói và gửi phần hàng của mình.",
            "Each seller packs and ships its own part.",
        ),
        (
            fetched,
            "Chúng tôi sẽ báo khi hàng sẵn sàng để quý khách đến nhận.",
            "We write again when goods are ready to be fetched.",
        ),
        (
            visited,
            "Hẹn gặp quý khách đúng giờ tại nơi tổ chức.",
            "You are expected at the time and place of the service.",
        ),
    ];
    let said = said.iter().filter(|(so, ..)| *so);
    let said: Vec<&str> = said.map(|(_, vi, en)| language.pick(vi, en)).collect();
    body.push_str(&said.join(" "));
    body.push('\n');
    for part in &story.parts {
        let seller = &part.part.producer_name;
        let heading = language.pick("Người bán", "Seller");
        body.push_str(&format!("\n{heading}: {seller}\n"));
        body.push_str(&lines(part, language));
        body.push_str(&sums(part, language));
    }
    let total = amount(order.total, language);
    let paid = payment(order, language);
    // Each part that is fetched or visited has told where.
    let (heading, there) = match carried {
        true => (language.pick("Giao đến", "Deliver to"), address(order)),
        false => (
            language.pick("Người đặt", "Ordered by"),
            format!("{}, {}", order.recipient, order.phone),
        ),
    };
    body.push_str(&match language {
        Language::Vi => format!(
            "\nTổng cộng: {total}\nThanh toán: {paid}\n{heading}: {there}\n\n\
             Quý khách theo dõi đơn hàng bằng số đơn hàng và mã tra cứu đã nhận khi đặt hàng.\n"
        ),
        Language::En => format!(
            "\nTotal: {total}\nPayment: {paid}\n{heading}: {there}\n\n\
             Follow the order with its number and the code that you received when ordering.\n"
        ),
    });
    let subject = match language {
        Language::Vi => format!("Đã nhận đơn hàng {number}"),
        Language::En => format!("Your order {number} has been received"),
    };
    Letter {
        to,
        language,
        subject,
        body,
    }
}

/// The order is cancelled or has expired.
pub(crate) fn cancelled(story: &Story, to: Mailbox, language: Language) -> Letter {
    let order = &story.order;
    let number = &order.number;
    let expired = order.status == OrderStatus::Expired;
    let mut body = greeting(order, language);
    body.push_str(&match (language, expired) {
        (Language::Vi, true) => format!(
            "Đơn hàng {number} chưa được thanh toán đúng hạn nên đã hết hiệu lực. \
             Quý khách không bị trừ tiền và có thể đặt lại bất cứ lúc nào.\n"
        ),
        (Language::En, true) => format!(
            "Your order {number} was not paid in time and has expired. \
             Nothing was charged; you may order again at any time.\n"
        ),
        (Language::Vi, false) => format!("Đơn hàng {number} đã được huỷ.\n"),
        (Language::En, false) => format!("Your order {number} has been cancelled.\n"),
    });
    if !expired {
        body.push_str(money_back(story, language));
    }
    let subject = match (language, expired) {
        (Language::Vi, true) => format!("Đơn hàng {number} đã hết hiệu lực"),
        (Language::En, true) => format!("Your order {number} has expired"),
        (Language::Vi, false) => format!("Đơn hàng {number} đã được huỷ"),
        (Language::En, false) => format!("Your order {number} has been cancelled"),
    };
    Letter {
        to,
        language,
        subject,
        body,
    }
}

/// A parcel is on its way; `None` while there is no parcel.
pub(crate) fn shipped(
    story: &Story,
    part: &Part,
    to: Mailbox,
    language: Language,
) -> Option<Letter> {
    let parcel = part.parcel.as_ref()?;
    let (number, seller) = (&story.order.number, &part.part.producer_name);
    let (carrier, tracking) = (&parcel.carrier, &parcel.tracking_number);
    let mut body = greeting(&story.order, language);
    body.push_str(&match language {
        Language::Vi => format!(
            "{seller} đã gửi phần hàng của mình trong đơn hàng {number}.\n\n\
             Đơn vị vận chuyển: {carrier}\nMã vận đơn: {tracking}\n\n"
        ),
        Language::En => format!(
            "{seller} has shipped its part of your order {number}.\n\n\
             Carrier: {carrier}\nTracking number: {tracking}\n\n"
        ),
    });
    body.push_str(&lines(part, language));
    body.push_str(&due(story, part, language));
    let subject = match language {
        Language::Vi => format!("Đơn hàng {number}: hàng đang trên đường đến"),
        Language::En => format!("Your order {number}: a parcel is on its way"),
    };
    Some(Letter {
        to,
        language,
        subject,
        body,
    })
}

/// A part can be fetched; `None` for one that is not.
pub(crate) fn ready(story: &Story, part: &Part, to: Mailbox, language: Language) -> Option<Letter> {
    if part.part.delivery_method != DeliveryMethod::PickUp {
        return None;
    }
    let (number, seller) = (&story.order.number, &part.part.producer_name);
    let mut body = greeting(&story.order, language);
    body.push_str(&match language {
        Language::Vi => format!(
            "Phần hàng của {seller} trong đơn hàng {number} đã sẵn sàng. \
             Quý khách mang theo số đơn hàng khi đến nhận.\n\n"
        ),
        Language::En => format!(
            "{seller} has made ready its part of your order {number}. \
             Please bring the order's number when you fetch it.\n\n"
        ),
    });
    body.push_str(&place(part, language));
    body.push_str(&lines(part, language));
    body.push_str(&due(story, part, language));
    let subject = match language {
        Language::Vi => format!("Đơn hàng {number}: hàng đã sẵn sàng để nhận"),
        Language::En => format!("Your order {number}: goods are ready to be fetched"),
    };
    Some(Letter {
        to,
        language,
        subject,
        body,
    })
}

/// What is due in cash for a part; nothing when it was paid before.
fn due(story: &Story, part: &Part, language: Language) -> String {
    if story.order.payment_method != PaymentMethod::CashOnDelivery {
        return String::new();
    }
    let due = amount(part.part.total, language);
    match language {
        Language::Vi => format!("\nSố tiền cần trả khi nhận hàng: {due}\n"),
        Language::En => format!("\nTo be paid on receipt: {due}\n"),
    }
}

/// A producer cannot deliver its part.
pub(crate) fn part_cancelled(
    story: &Story,
    part: &Part,
    to: Mailbox,
    language: Language,
) -> Letter {
    let (number, seller) = (&story.order.number, &part.part.producer_name);
    let mut body = greeting(&story.order, language);
    body.push_str(&match language {
        Language::Vi => format!(
            "Rất tiếc, {seller} không giao được phần hàng của mình trong đơn hàng {number}:\n\n"
        ),
        Language::En => {
            format!("We are sorry: {seller} cannot deliver its part of your order {number}:\n\n")
        }
    });
    body.push_str(&lines(part, language));
    if let Some(reason) = &part.reason {
        let heading = language.pick("Lý do", "Reason");
        body.push_str(&format!("\n{heading}: {reason}\n"));
    }
    body.push_str(money_back(story, language));
    if story.parts.len() > 1 {
        body.push_str(language.pick(
            "Các phần hàng khác của đơn hàng không thay đổi.\n",
            "The other parts of the order are unchanged.\n",
        ));
    }
    let subject = match language {
        Language::Vi => format!("Đơn hàng {number}: một phần hàng đã bị huỷ"),
        Language::En => format!("Your order {number}: a part has been cancelled"),
    };
    Letter {
        to,
        language,
        subject,
        body,
    }
}

fn greeting(order: &Order, language: Language) -> String {
    let name = &order.recipient;
    match language {
        Language::Vi => format!("Kính gửi {name},\n\n"),
        Language::En => format!("Dear {name},\n\n"),
    }
}

fn money_back(story: &Story, language: Language) -> &'static str {
    if story.placed && story.order.payment_method != PaymentMethod::CashOnDelivery {
        language.pick(
            "Số tiền đã thanh toán được hoàn về phương thức thanh toán ban đầu.\n",
            "What you paid for it is returned to your original means of payment.\n",
        )
    } else {
        language.pick(
            "Quý khách không phải trả tiền cho phần này.\n",
            "You owe nothing for it.\n",
        )
    }
}

fn address(order: &Order) -> String {
    let Order {
        recipient,
        phone,
        street,
        commune_name,
        province_name,
        ..
    } = order;
    format!("{recipient}, {phone}, {street}, {commune_name}, {province_name}")
}
