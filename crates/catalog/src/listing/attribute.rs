//! Facts about products that are typed, by product set, so that they can be
//! compared and filtered.

use super::content::AttributeValue;
use kernel::Language;

/// What may be said about the products of some sets.
#[derive(Debug)]
pub struct Attribute {
    /// Its name in the database and in the API; it never changes its meaning.
    pub code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
    /// What its values are.
    pub kind: AttributeKind,
    /// From which product set to which.
    sets: &'static [(i32, i32)],
}

/// What the values of an attribute are.
#[derive(Debug)]
pub enum AttributeKind {
    /// One of these.
    Choice(&'static [AttributeChoice]),
    /// A whole number of that unit, at least and at most.
    Number(&'static str, i64, i64),
    /// Words, at most so many characters.
    Text(usize),
}

/// One value of an attribute of choices.
#[derive(Debug)]
pub struct AttributeChoice {
    /// Its name in the database and in the API.
    pub code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
}

impl Attribute {
    /// The name that people see.
    #[must_use]
    pub const fn name(&self, language: Language) -> &'static str {
        language.pick(self.vietnamese, self.english)
    }

    /// Whether products of that set have it.
    #[must_use]
    pub fn fits(&self, product_set: i32) -> bool {
        self.sets
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&product_set))
    }

    /// Whether it may have that value.
    #[must_use]
    pub fn takes(&self, value: &AttributeValue) -> bool {
        match (&self.kind, value) {
            (AttributeKind::Choice(choices), AttributeValue::Choice(code)) => {
                choices.iter().any(|choice| choice.code == code)
            }
            (AttributeKind::Number(_, least, most), AttributeValue::Number(number)) => {
                (least..=most).contains(&number)
            }
            (AttributeKind::Text(most), AttributeValue::Text(text)) => {
                !text.is_empty() && text.chars().count() <= *most
            }
            _ => false,
        }
    }

    /// The attribute of that code.
    #[must_use]
    pub fn find(code: &str) -> Option<&'static Self> {
        ATTRIBUTES.iter().find(|attribute| attribute.code == code)
    }
}

impl AttributeChoice {
    /// The name that people see.
    #[must_use]
    pub const fn name(&self, language: Language) -> &'static str {
        language.pick(self.vietnamese, self.english)
    }
}

const fn choice(
    code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
) -> AttributeChoice {
    AttributeChoice {
        code,
        vietnamese,
        english,
    }
}

const EDIBLE: &[(i32, i32)] = &[(1, 18)];

/// Every attribute, in the order of showing.
pub static ATTRIBUTES: [Attribute; 11] = [
    Attribute {
        code: "NET_CONTENT",
        vietnamese: "Khối lượng tịnh, thể tích thực",
        english: "Net content",
        kind: AttributeKind::Text(60),
        sets: &[(1, 20)],
    },
    Attribute {
        code: "STORAGE_TEMPERATURE",
        vietnamese: "Nhiệt độ bảo quản",
        english: "Storage temperature",
        kind: AttributeKind::Choice(&[
            choice("AMBIENT", "Nhiệt độ thường", "Ambient"),
            choice("CHILLED", "Ngăn mát", "Chilled"),
            choice("FROZEN", "Cấp đông", "Frozen"),
        ]),
        sets: EDIBLE,
    },
    Attribute {
        code: "DIET",
        vietnamese: "Chế độ ăn",
        english: "Diet",
        kind: AttributeKind::Choice(&[
            choice("VEGAN", "Thuần chay", "Vegan"),
            choice("VEGETARIAN", "Ăn chay", "Vegetarian"),
            choice("OMNIVORE", "Ăn mặn", "With meat or fish"),
        ]),
        sets: EDIBLE,
    },
    Attribute {
        code: "ALLERGENS",
        vietnamese: "Thành phần gây dị ứng",
        english: "Allergens",
        kind: AttributeKind::Text(200),
        sets: EDIBLE,
    },
    Attribute {
        code: "CAPACITY_ML",
        vietnamese: "Dung tích",
        english: "Capacity",
        kind: AttributeKind::Number("ml", 1, 100_000),
        sets: &[(9, 9), (11, 17)],
    },
    Attribute {
        code: "MATERIAL",
        vietnamese: "Chất liệu",
        english: "Material",
        kind: AttributeKind::Choice(&[
            choice("SEDGE", "Cói", "Sedge"),
            choice("BAMBOO_RATTAN", "Mây, tre", "Bamboo and rattan"),
            choice("WOOD", "Gỗ", "Wood"),
            choice("STONE", "Đá", "Stone"),
            choice("CERAMIC", "Gốm, sứ", "Ceramics"),
            choice("TEXTILE", "Vải, tơ lụa, thổ cẩm", "Textile and silk"),
            choice("EMBROIDERY", "Thêu, ren", "Embroidery and lace"),
            choice("METAL", "Kim loại", "Metal"),
            choice("LACQUER", "Sơn mài", "Lacquer"),
            choice("OTHER", "Chất liệu khác", "Other"),
        ]),
        sets: &[(21, 22)],
    },
    Attribute {
        code: "DIMENSIONS",
        vietnamese: "Kích thước",
        english: "Dimensions",
        kind: AttributeKind::Text(100),
        sets: &[(21, 25)],
    },
    Attribute {
        code: "SCENT",
        vietnamese: "Mùi hương",
        english: "Scent",
        kind: AttributeKind::Text(100),
        sets: &[(19, 20)],
    },
    Attribute {
        code: "DURATION_MINUTES",
        vietnamese: "Thời lượng",
        english: "Duration",
        kind: AttributeKind::Number("phút", 15, 20_160),
        sets: &[(26, 26)],
    },
    Attribute {
        code: "GROUP_SIZE",
        vietnamese: "Số khách mỗi lượt",
        english: "Guests at a time",
        kind: AttributeKind::Number("khách", 1, 1_000),
        sets: &[(26, 26)],
    },
    Attribute {
        code: "GUIDE_LANGUAGES",
        vietnamese: "Ngôn ngữ hướng dẫn",
        english: "Languages of the guide",
        kind: AttributeKind::Text(100),
        sets: &[(26, 26)],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_unique_and_ranges_are_sets() {
        let codes: HashSet<_> = ATTRIBUTES.iter().map(|own| own.code).collect();
        assert_eq!(codes.len(), ATTRIBUTES.len());
        for own in &ATTRIBUTES {
            assert!(own.sets.iter().all(|(a, b)| 1 <= *a && a <= b && *b <= 26));
            assert_eq!(
                Attribute::find(own.code).map(|one| one.code),
                Some(own.code)
            );
        }
    }

    #[test]
    fn values_are_of_their_kind() {
        let takes = |code, value| Attribute::find(code).unwrap().takes(&value);
        let choice = |code: &str| AttributeValue::Choice(code.to_owned());
        assert!(takes("MATERIAL", choice("SEDGE")));
        assert!(!takes("MATERIAL", choice("GOLD")));
        assert!(!takes("MATERIAL", AttributeValue::Text("SEDGE".to_owned())));
        assert!(takes("CAPACITY_ML", AttributeValue::Number(500)));
        for wrong in [0, -1, 100_001, i64::MAX] {
            assert!(!takes("CAPACITY_ML", AttributeValue::Number(wrong)));
        }
        assert!(!takes("DIMENSIONS", AttributeValue::Text(String::new())));
        assert!(!takes("DIMENSIONS", AttributeValue::Text("x".repeat(101))));
    }
}
