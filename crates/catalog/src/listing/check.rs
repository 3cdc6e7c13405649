//! What the program looks at before a moderator does.
//!
//! Findings that stop keep a change from being submitted and from being
//! approved; the others are told to the moderator.

use super::content::ListingContent;
use super::rich_text;
use super::words::{self, Word};
use kernel::Timestamp;
use programme::taxonomy::{self, ProductGroup};
use programme::{Certificate, CertificateStatus};

kernel::codes! {
    /// What a check found.
    FindingCode {
        /// No certificate, or one that is not in force.
        CertificateNotInForce = "CERTIFICATE_NOT_IN_FORCE": "Sản phẩm chỉ được đăng bán khi có giấy chứng nhận OCOP còn hiệu lực." / "A product is published under a certificate that is in force.",
        /// Nothing to buy.
        NoVariant = "NO_VARIANT": "Cần ít nhất một phân loại để bán." / "At least one variant is needed.",
        /// No picture.
        NoImage = "NO_IMAGE": "Cần ít nhất một ảnh sản phẩm." / "At least one picture is needed.",
        /// A text is missing that the law asks for before a sale.
        LegalTextMissing = "LEGAL_TEXT_MISSING": "Thiếu thông tin bắt buộc phải cung cấp cho người tiêu dùng trước khi bán." / "Something is missing that consumers must be told before a sale.",
        /// Alcohol without its strength or its warning.
        AlcoholRules = "ALCOHOL_RULES": "Đồ uống có cồn phải ghi độ cồn và lời cảnh báo." / "Alcohol needs its strength and a warning.",
        /// A word that may not be used.
        BannedWord = "BANNED_WORD": "Nội dung có từ ngữ không được phép." / "A word in it may not be used.",
        /// A food that promises to heal.
        MedicalClaim = "MEDICAL_CLAIM": "Thực phẩm không được quảng cáo như thuốc chữa bệnh." / "Food may not be advertised as medicine.",
        /// A claim that nobody proved, such as being the best.
        UnprovenClaim = "UNPROVEN_CLAIM": "Từ ngữ so sánh nhất cần có tài liệu chứng minh." / "Superlatives need proof.",
        /// Another listing of the producer is under the same certificate.
        DuplicateListing = "DUPLICATE_LISTING": "Chủ thể đã có sản phẩm khác đăng theo cùng giấy chứng nhận." / "The producer has another listing under the same certificate.",
        /// The name shares no word with that on the certificate.
        NameDiffers = "NAME_DIFFERS": "Tên sản phẩm khác với tên trên giấy chứng nhận." / "The name differs from that on the certificate.",
        /// A story that is told in English only, or not at all.
        VietnameseMissing = "VIETNAMESE_MISSING": "Cần có nội dung tiếng Việt." / "A Vietnamese text is needed.",
        /// An address outside the market, or a telephone number, in a text.
        ContactInText = "CONTACT_IN_TEXT": "Nội dung có số điện thoại hoặc địa chỉ trang mạng." / "A text holds a telephone number or a web address.",
    }
}

impl FindingCode {
    /// Whether it stops the change.
    #[must_use]
    pub const fn stops(self) -> bool {
        match self {
            Self::CertificateNotInForce
            | Self::NoVariant
            | Self::NoImage
            | Self::LegalTextMissing
            | Self::AlcoholRules
            | Self::BannedWord
            | Self::MedicalClaim
            | Self::VietnameseMissing => true,
            Self::UnprovenClaim
            | Self::DuplicateListing
            | Self::NameDiffers
            | Self::ContactInText => false,
        }
    }
}

/// What a check found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
    /// In which field, as the content names it.
    pub field: &'static str,
    /// The words at fault, where there are some.
    pub words: Option<String>,
}

/// What the checks are held against.
pub(crate) struct CheckGround<'a> {
    pub(crate) product_set: i32,
    pub(crate) certificate: Option<&'a Certificate>,
    /// Whether another listing of the producer is under that certificate.
    pub(crate) duplicate: bool,
    pub(crate) now: Timestamp,
}

/// Everything that the checks find, in the order of the fields.
pub(crate) fn check(content: &ListingContent, ground: &CheckGround<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |code, field, words: Option<String>| {
        found.push(Finding { code, field, words });
    };
    let set = taxonomy::product_set(ground.product_set);
    let group = set.map(|set| set.group);
    match ground.certificate {
        Some(certificate) if in_force(certificate, ground.now) => {
            if !shares_a_word(&content.name, &certificate.product_name) {
                let name = Some(certificate.product_name.clone());
                add(FindingCode::NameDiffers, "name", name);
            }
            if ground.duplicate {
                add(FindingCode::DuplicateListing, "certificateId", None);
            }
        }
        _ => add(FindingCode::CertificateNotInForce, "certificateId", None),
    }
    if content.variants.is_empty() {
        add(FindingCode::NoVariant, "variants", None);
    }
    if content.images.is_empty() {
        add(FindingCode::NoImage, "images", None);
    }
    for field in missing(content, ground.product_set) {
        add(FindingCode::LegalTextMissing, field, None);
    }
    if set.is_some_and(taxonomy::ProductSet::is_alcohol) {
        if content.abv_tenths.is_none() {
            add(FindingCode::AlcoholRules, "abvTenths", None);
        }
        if content.warnings.is_none() {
            add(FindingCode::AlcoholRules, "warnings", None);
        }
    }
    let edible = matches!(
        group,
        Some(ProductGroup::Food | ProductGroup::Beverage | ProductGroup::Herbal)
    );
    found.extend(worded(texts(content), edible));
    found
}

/// What words of texts say that they may not, or that a moderator should see.
/// What is eaten or drunk promises no cure.
pub(crate) fn worded(texts: Vec<(&'static str, String)>, edible: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |code, field, words: String| {
        let words = Some(words);
        found.push(Finding { code, field, words });
    };
    for (field, text) in texts {
        for (kind, word) in words::found_in(&text) {
            let code = match kind {
                Word::Banned => FindingCode::BannedWord,
                Word::Medical if edible => FindingCode::MedicalClaim,
                Word::Medical => continue,
                Word::Superlative => FindingCode::UnprovenClaim,
            };
            add(code, field, word.to_owned());
        }
        if let Some(contact) = words::contact_in(&text) {
            add(FindingCode::ContactInText, field, contact);
        }
    }
    found
}

/// Whether products may be published under it now.
pub(crate) fn in_force(certificate: &Certificate, now: Timestamp) -> bool {
    certificate.status == CertificateStatus::Active
        && certificate.valid_from() <= now
        && now < certificate.valid_until()
}

/// What consumers must be told before a sale and is not there. Origin, use and
/// the rest: Law 19/2023/QH15, article 37; labels: Decree 43/2017/NĐ-CP as
/// amended by Decree 111/2021/NĐ-CP; declarations of processed food: Decrees
/// 15/2018/NĐ-CP and 46/2026/NĐ-CP.
fn missing(content: &ListingContent, product_set: i32) -> Vec<&'static str> {
    let mut missing = Vec::new();
    let mut need = |needed: bool, there: bool, field| {
        if needed && !there {
            missing.push(field);
        }
    };
    let service = product_set == 26;
    let edible = product_set <= 18;
    let fresh = matches!(product_set, 1 | 2);
    // Fresh and semi-processed food of farmers is not declared.
    let declared = matches!(product_set, 6..=18);
    need(!service, content.origin.is_some(), "origin");
    need(true, content.usage_notes.is_some(), "usageNotes");
    need(
        edible && !fresh,
        content.ingredients.is_some(),
        "ingredients",
    );
    let keeps = content.shelf_life_days.is_some();
    need(edible && !fresh, keeps, "shelfLifeDays");
    need(edible, content.storage.is_some(), "storage");
    need(declared, content.declaration.is_some(), "declaration");
    missing
}

/// The texts that people read, without elements.
fn texts(content: &ListingContent) -> Vec<(&'static str, String)> {
    let plain = |html: &Option<String>| html.as_deref().map(rich_text::plain);
    let all = [
        ("name", Some(content.name.clone())),
        ("nameEn", content.name_en.clone()),
        ("story", plain(&content.story)),
        ("storyEn", plain(&content.story_en)),
        ("ingredients", content.ingredients.clone()),
        ("origin", content.origin.clone()),
        ("usageNotes", content.usage_notes.clone()),
        ("warnings", content.warnings.clone()),
        ("storage", content.storage.clone()),
    ];
    let all = all.into_iter();
    all.filter_map(|(field, text)| Some((field, text?)))
        .collect()
}

fn shares_a_word(one: &str, other: &str) -> bool {
    let (one, other) = (kernel::text::fold(one), kernel::text::fold(other));
    let words: Vec<&str> = other.split(' ').collect();
    one.split(' ').any(|word| words.contains(&word))
}
