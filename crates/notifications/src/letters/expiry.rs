//! Letters about certificates that end.

use crate::letter::Letter;
use kernel::Language;
use lettre::message::Mailbox;
use programme::{Certificate, Producer};

/// What the letters tell of.
pub(crate) struct Ending {
    pub(crate) certificate: Certificate,
    pub(crate) producer: Producer,
    /// How many days before the last day the notice is.
    pub(crate) days: i64,
}

impl Ending {
    /// When it ends, in words.
    fn when(&self, language: Language) -> String {
        let day = self.certificate.expires_on.format("%d/%m/%Y");
        match (self.days, language) {
            (0, Language::Vi) => format!("hết hạn hôm nay, {day}"),
            (0, Language::En) => format!("ends today, {day}"),
            (_, Language::Vi) => format!("hết hạn vào cuối ngày {day}"),
            (_, Language::En) => format!("ends with the day {day}"),
        }
    }

    /// The certificate's facts, one a line.
    fn facts(&self, language: Language) -> String {
        let own = &self.certificate;
        let (number, product, stars, issuer) =
            (&own.number, &own.product_name, own.stars, &own.issuer);
        match language {
            Language::Vi => format!(
                "  Giấy chứng nhận: {number}\n  Sản phẩm: {product} (OCOP {stars} sao)\n  Cơ quan cấp: {issuer}\n"
            ),
            Language::En => format!(
                "  Certificate: {number}\n  Product: {product} (OCOP {stars} stars)\n  Issued by: {issuer}\n"
            ),
        }
    }
}

/// To the producer.
pub(crate) fn expiring_for_producer(own: &Ending, to: Mailbox, language: Language) -> Letter {
    let (number, name) = (&own.certificate.number, &own.producer.name);
    let (when, facts) = (own.when(language), own.facts(language));
    let (subject, body) = match language {
        Language::Vi => (
            format!("Giấy chứng nhận OCOP {number} {when}"),
            format!(
                "Kính gửi {name},\n\nGiấy chứng nhận dưới đây {when}.\n\n{facts}\n\
                 Sau thời điểm đó, sản phẩm không còn được bày bán trên sàn và không được dùng \
                 nhãn hiệu OCOP cùng số sao trên bao bì. Để giữ hạng sao, đề nghị nộp hồ sơ đánh \
                 giá, phân hạng lại tại Ủy ban nhân dân cấp xã.\n"
            ),
        ),
        Language::En => (
            format!("OCOP certificate {number} {when}"),
            format!(
                "Dear {name},\n\nThe certificate below {when}.\n\n{facts}\n\
                 After that the product is no longer on sale here, and its packaging may no longer \
                 show the OCOP mark with stars. To keep the stars, please file a dossier for \
                 re-evaluation with the commune's people's committee.\n"
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

/// To an officer of the programme.
pub(crate) fn expiring_for_officer(own: &Ending, to: Mailbox, language: Language) -> Letter {
    let (number, name) = (&own.certificate.number, &own.producer.name);
    let (when, facts) = (own.when(language), own.facts(language));
    let (subject, body) = match language {
        Language::Vi => (
            format!("{name}: giấy chứng nhận OCOP {number} {when}"),
            format!(
                "Giấy chứng nhận của {name} {when}.\n\n{facts}\n\
                 Chủ thể đã được thông báo. Đề nghị hướng dẫn chủ thể nộp hồ sơ đánh giá, phân \
                 hạng lại nếu muốn giữ hạng sao.\n"
            ),
        ),
        Language::En => (
            format!("{name}: OCOP certificate {number} {when}"),
            format!(
                "The certificate of {name} {when}.\n\n{facts}\n\
                 The producer has been told. Please help it to file for re-evaluation if it wants \
                 to keep the stars.\n"
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
