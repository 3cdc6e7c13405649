//! Letters about decisions that take a certificate away or give it back.

use crate::letter::Letter;
use kernel::Language;
use lettre::message::Mailbox;
use programme::decisions::{Decision, DecisionMeasure, Measure};
use programme::{Certificate, Ground, Producer};

/// What the letter tells of.
pub(crate) struct Taken {
    pub(crate) certificate: Certificate,
    pub(crate) producer: Producer,
    pub(crate) decision: Decision,
    pub(crate) measure: DecisionMeasure,
}

/// What was done, as the end of a sentence.
const fn done(measure: Measure, language: Language) -> &'static str {
    match (measure, language) {
        (Measure::Suspend, Language::Vi) => "bị tạm đình chỉ",
        (Measure::Suspend, Language::En) => "is suspended",
        (Measure::Reinstate, Language::Vi) => "được khôi phục hiệu lực",
        (Measure::Reinstate, Language::En) => "is in force again",
        (Measure::Revoke, Language::Vi) => "bị thu hồi",
        (Measure::Revoke, Language::En) => "is revoked",
    }
}

const fn ground(ground: Ground, language: Language) -> &'static str {
    match (ground, language) {
        (Ground::NotReevaluated, Language::Vi) => {
            "hết thời hạn 36 tháng mà không đề nghị đánh giá, phân hạng lại"
        }
        (Ground::NotReevaluated, Language::En) => "no re-evaluation was asked for after 36 months",
        (Ground::MandatoryCriteria, Language::Vi) => "không còn đáp ứng tiêu chí bắt buộc",
        (Ground::MandatoryCriteria, Language::En) => "a mandatory criterion is no longer met",
        (Ground::FoodSafety, Language::Vi) => "vi phạm quy định về an toàn thực phẩm",
        (Ground::FoodSafety, Language::En) => "food safety was breached",
        (Ground::MarkMisuse, Language::Vi) => "sử dụng sai nhãn hiệu hoặc hạng sao",
        (Ground::MarkMisuse, Language::En) => "the mark or the stars were used wrongly",
        (Ground::FalseDossier, Language::Vi) => "hồ sơ không trung thực",
        (Ground::FalseDossier, Language::En) => "the dossier was not true",
        (Ground::BusinessCeased, Language::Vi) => "ngừng sản xuất, kinh doanh",
        (Ground::BusinessCeased, Language::En) => "the product is no longer made",
        (Ground::Returned, Language::Vi) => "chủ thể tự nguyện trả lại giấy chứng nhận",
        (Ground::Returned, Language::En) => "it was given back",
        (Ground::Other, Language::Vi) => "căn cứ khác",
        (Ground::Other, Language::En) => "another ground",
    }
}

/// What follows for the product.
const fn consequence(measure: Measure, language: Language) -> &'static str {
    match (measure, language) {
        (Measure::Reinstate, Language::Vi) => "Sản phẩm được bày bán trở lại trên sàn.",
        (Measure::Reinstate, Language::En) => "The product may be sold here again.",
        (Measure::Suspend | Measure::Revoke, Language::Vi) => {
            "Kể từ thời điểm này, sản phẩm không được bày bán trên sàn và bao bì không được sử \
             dụng nhãn hiệu OCOP cùng hạng sao. Các đơn hàng đã đặt vẫn được thực hiện."
        }
        (Measure::Suspend | Measure::Revoke, Language::En) => {
            "From now on the product is not on sale here, and its packaging may not show the \
             OCOP mark with stars. Orders that were placed before go on."
        }
    }
}

/// The certificate, the decision and why, one a line.
fn facts(own: &Taken, language: Language) -> String {
    let Taken {
        certificate,
        decision,
        measure,
        ..
    } = own;
    let (number, product, stars) = (
        &certificate.number,
        &certificate.product_name,
        certificate.stars,
    );
    let (signed, authority) = (&decision.number, &decision.authority);
    let day = decision.decided_on.format("%d/%m/%Y");
    let mut facts = match language {
        Language::Vi => format!(
            "  Giấy chứng nhận: {number}\n  Sản phẩm: {product} (OCOP {stars} sao)\n  \
             Quyết định: số {signed} ngày {day} của {authority}\n"
        ),
        Language::En => format!(
            "  Certificate: {number}\n  Product: {product} (OCOP {stars} stars)\n  \
             Decision: no. {signed} of {day} by {authority}\n"
        ),
    };
    let (why, remarks) = match language {
        Language::Vi => ("Căn cứ", "Ghi chú"),
        Language::En => ("Ground", "Remarks"),
    };
    if let Some(of) = measure.ground {
        facts.push_str(&format!("  {why}: {}\n", ground(of, language)));
    }
    if let Some(text) = &measure.remarks {
        facts.push_str(&format!("  {remarks}: {text}\n"));
    }
    facts
}

/// To the producer.
pub(crate) fn measure_taken(own: &Taken, to: Mailbox, language: Language) -> Letter {
    let (number, name) = (&own.certificate.number, &own.producer.name);
    let done = done(own.measure.measure, language);
    let facts = facts(own, language);
    let follows = consequence(own.measure.measure, language);
    let (subject, body) = match language {
        Language::Vi => (
            format!("Giấy chứng nhận OCOP {number} {done}"),
            format!(
                "Kính gửi {name},\n\nGiấy chứng nhận dưới đây {done}.\n\n{facts}\n{follows}\n\n\
                 Nếu có thắc mắc, xin liên hệ cơ quan thường trực Chương trình OCOP của tỉnh.\n"
            ),
        ),
        Language::En => (
            format!("OCOP certificate {number} {done}"),
            format!(
                "Dear {name},\n\nThe certificate below {done}.\n\n{facts}\n{follows}\n\n\
                 With questions, please turn to the province's OCOP office.\n"
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
