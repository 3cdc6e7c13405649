//! What people write in the cells of a register: days, stars, forms, names.

use crate::{CertificateStatus, IssuerLevel, LegalForm};
use kernel::{Language, text};

/// "4", "4 sao", "Hạng 4 sao", "4★", "★★★★".
pub(super) fn stars(text: &str) -> Option<i32> {
    let marks = text
        .chars()
        .filter(|c| matches!(c, '★' | '*' | '⭐'))
        .count();
    let folded = text::fold(text);
    let rest: String = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !matches!(*word, "hang" | "sao" | "ocop" | "star" | "stars"))
        .collect();
    let stars = if rest.is_empty() {
        i32::try_from(marks).ok()?
    } else {
        rest.parse().ok()?
    };
    (3..=5).contains(&stars).then_some(stars)
}

/// "76.5", "76,50", "90": hundredths, exact.
pub(super) fn hundredths(text: &str) -> Option<i32> {
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: i32 = whole.parse().ok()?;
    let part: i32 = format!("{part:0<2}").parse().ok()?;
    let score = whole * 100 + part;
    (0..=10_000).contains(&score).then_some(score)
}

pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text::fold(text).as_str() {
        "x" | "co" | "yes" | "true" | "1" => Some(true),
        "khong" | "no" | "false" | "0" | "-" => Some(false),
        _ => None,
    }
}

pub(super) fn status(text: &str) -> Option<CertificateStatus> {
    // Expiry is computed: an expired certificate is an active one of old.
    CertificateStatus::parse(text).or_else(|| match text::fold(text).as_str() {
        "con hieu luc" | "dang hieu luc" | "con han" | "het hieu luc" | "het han" => {
            Some(CertificateStatus::Active)
        }
        "tam dung" | "dinh chi" | "tam dinh chi" => Some(CertificateStatus::Suspended),
        "thu hoi" | "da thu hoi" => Some(CertificateStatus::Revoked),
        "da thay the" | "duoc thay the" => Some(CertificateStatus::Superseded),
        _ => None,
    })
}

pub(super) fn level(text: &str) -> Option<IssuerLevel> {
    IssuerLevel::parse(text).or_else(|| match text::fold(text).as_str() {
        "huyen" | "cap huyen" => Some(IssuerLevel::DistrictLegacy),
        "tinh" | "cap tinh" => Some(IssuerLevel::Province),
        "trung uong" | "cap trung uong" | "bo" => Some(IssuerLevel::Ministry),
        _ => None,
    })
}

pub(super) fn guessed_level(stars: i32, issuer: &str) -> IssuerLevel {
    let issuer = text::fold(issuer);
    if stars == 5 {
        IssuerLevel::Ministry
    } else if issuer.contains("huyen ") || issuer.contains("thi xa ") {
        IssuerLevel::DistrictLegacy
    } else {
        IssuerLevel::Province
    }
}

pub(super) fn legal_form(text: &str) -> Option<LegalForm> {
    LegalForm::parse(text).or_else(|| {
        let folded = text::fold(text);
        LegalForm::ALL
            .into_iter()
            .find(|form| text::fold(form.name(Language::Vi)) == folded)
            .or_else(|| form_of(&folded))
    })
}

/// The form that a name begins with; a bare name is a person's household.
pub(super) fn guessed_form(name: &str) -> LegalForm {
    form_of(&text::fold(name)).unwrap_or(LegalForm::HouseholdBusiness)
}

fn form_of(folded: &str) -> Option<LegalForm> {
    const BEGINNINGS: [(&str, LegalForm); 20] = [
        ("lien hiep h", LegalForm::CooperativeUnion),
        ("hop tac xa", LegalForm::Cooperative),
        ("htx", LegalForm::Cooperative),
        ("to hop tac", LegalForm::CooperativeGroup),
        ("tht", LegalForm::CooperativeGroup),
        ("cong ty co phan", LegalForm::Jsc),
        ("cong ty cp", LegalForm::Jsc),
        ("cty cp", LegalForm::Jsc),
        ("ctcp", LegalForm::Jsc),
        ("cong ty tnhh", LegalForm::Llc),
        ("cong ty trach nhiem", LegalForm::Llc),
        ("cty tnhh", LegalForm::Llc),
        ("doanh nghiep tu nhan", LegalForm::PrivateEnterprise),
        ("dntn", LegalForm::PrivateEnterprise),
        ("ho kinh doanh", LegalForm::HouseholdBusiness),
        ("hkd", LegalForm::HouseholdBusiness),
        ("co so", LegalForm::HouseholdBusiness),
        ("trang trai", LegalForm::Farm),
        ("hiep hoi", LegalForm::Association),
        ("hoi ", LegalForm::Association),
    ];
    BEGINNINGS
        .into_iter()
        .find(|(beginning, _)| folded.starts_with(beginning))
        .map(|(_, form)| form)
}

/// A province's name for comparison: "Tỉnh Ninh Bình" and "TP. Hà Nội" without
/// what they are.
pub(super) fn bare_province(name: &str) -> String {
    let folded = text::fold(name);
    for kind in ["tinh ", "thanh pho ", "tp. ", "tp.", "tp "] {
        if let Some(bare) = folded.strip_prefix(kind) {
            return bare.trim().to_owned();
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cells_mean() {
        for (text, expected) in [
            ("4", Some(4)),
            ("4 sao", Some(4)),
            ("Hạng 3 sao OCOP", Some(3)),
            ("★★★★★", Some(5)),
            ("5★", Some(5)),
            ("2", None),
            ("45", None),
            ("sao", None),
        ] {
            assert_eq!(stars(text), expected, "{text}");
        }
        for (text, expected) in [
            ("76.5", Some(7650)),
            ("76,55", Some(7655)),
            ("100", Some(10_000)),
            ("100,01", None),
            ("69.999", None),
            ("-1", None),
            ("bảy", None),
            ("", None),
        ] {
            assert_eq!(hundredths(text), expected, "{text}");
        }
        assert_eq!(bare_province("TP. Hà Nội"), "ha noi");
        assert_eq!(bare_province("Tỉnh Ninh Bình"), "ninh binh");
    }

    #[test]
    fn a_name_tells_the_form() {
        for (name, form) in [
            ("HTX Sinh Dược", LegalForm::Cooperative),
            ("Liên hiệp HTX Ninh Bình", LegalForm::CooperativeUnion),
            ("Công ty TNHH An Bình", LegalForm::Llc),
            ("CTCP Việt", LegalForm::Jsc),
            ("Nguyễn Văn An", LegalForm::HouseholdBusiness),
        ] {
            assert_eq!(guessed_form(name), form, "{name}");
        }
    }
}
