//! What an inspection looks at: built-in lists, one a version. A list that was
//! used is never changed; a new one gets the next version.

use kernel::Language;

/// One thing to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// What findings name it by.
    pub code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
}

impl Checkpoint {
    /// What is asked.
    #[must_use]
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::Vi => self.vietnamese,
            Language::En => self.english,
        }
    }
}

/// The version that new inspections use.
pub const CURRENT: i32 = 1;

const fn point(code: &'static str, vietnamese: &'static str, english: &'static str) -> Checkpoint {
    Checkpoint {
        code,
        vietnamese,
        english,
    }
}

/// After the duties of who holds a certificate under Decision 148/QĐ-TTg and
/// the mark's regulation (Decision 1162/QĐ-VPĐP-OCOP of 2020).
const FIRST: &[Checkpoint] = &[
    point(
        "LABEL",
        "Nhãn hàng hóa đúng quy định và khớp với giấy chứng nhận",
        "The label follows the law and agrees with the certificate",
    ),
    point(
        "STAR_USE",
        "Số sao và nhãn hiệu OCOP được dùng đúng hạng, đúng sản phẩm, còn hiệu lực",
        "Stars and the OCOP mark are used for the certified grade and product, in force",
    ),
    point(
        "RAW_MATERIAL_ORIGIN",
        "Nguồn gốc nguyên liệu đúng hồ sơ, có chứng từ",
        "Raw materials come from where the dossier says, with papers",
    ),
    point(
        "FOOD_SAFETY",
        "Điều kiện bảo đảm an toàn thực phẩm tại cơ sở",
        "The premises keep the conditions of food safety",
    ),
    point(
        "RECORDS",
        "Hồ sơ, sổ sách sản xuất và truy xuất nguồn gốc được lưu giữ đầy đủ",
        "Records of production and traceability are kept in full",
    ),
    point(
        "DECLARED_QUALITY",
        "Chất lượng sản phẩm so với tiêu chuẩn đã công bố",
        "The product's quality against the declared standard",
    ),
    point(
        "ENVIRONMENT",
        "Bảo vệ môi trường trong sản xuất",
        "Production protects the environment",
    ),
    point(
        "CONTINUITY",
        "Cơ sở còn hoạt động và còn sản xuất sản phẩm được công nhận",
        "The producer is in business and makes the recognised product",
    ),
];

/// The list of a version; `None` for one that never was.
#[must_use]
pub fn of_version(version: i32) -> Option<&'static [Checkpoint]> {
    match version {
        1 => Some(FIRST),
        _ => None,
    }
}

/// A checkpoint of a version by its code.
#[must_use]
pub fn checkpoint(version: i32, code: &str) -> Option<&'static Checkpoint> {
    of_version(version)?.iter().find(|point| point.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_texts_in_both_languages() {
        let list = of_version(CURRENT).unwrap();
        let codes: BTreeSet<&str> = list.iter().map(|point| point.code).collect();
        assert_eq!(codes.len(), list.len());
        for point in list {
            assert_eq!(checkpoint(CURRENT, point.code), Some(point));
            assert!(!point.text(Language::Vi).is_empty() && !point.text(Language::En).is_empty());
        }
        assert_eq!(checkpoint(CURRENT, "label"), None);
        assert_eq!(of_version(0), None);
    }
}
