//! What products there are: six groups and 26 product sets (Decision
//! 148/QĐ-TTg of 24/02/2023, Annex I).

use kernel::Language;

/// Which text the groups and sets are from.
pub const VERSION: &str = "148/2023";

/// A product group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProductGroup {
    /// Thực phẩm.
    Food,
    /// Đồ uống.
    Beverage,
    /// Dược liệu và sản phẩm từ dược liệu.
    Herbal,
    /// Hàng thủ công mỹ nghệ.
    Handicraft,
    /// Sinh vật cảnh.
    Ornamental,
    /// Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch: a
    /// service, no parcel.
    Tourism,
}

impl ProductGroup {
    /// Every group, in the order of the decision.
    pub const ALL: [ProductGroup; 6] = [
        ProductGroup::Food,
        ProductGroup::Beverage,
        ProductGroup::Herbal,
        ProductGroup::Handicraft,
        ProductGroup::Ornamental,
        ProductGroup::Tourism,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ProductGroup::Food => "FOOD",
            ProductGroup::Beverage => "BEVERAGE",
            ProductGroup::Herbal => "HERBAL",
            ProductGroup::Handicraft => "HANDICRAFT",
            ProductGroup::Ornamental => "ORNAMENTAL",
            ProductGroup::Tourism => "TOURISM",
        }
    }

    /// The group of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.as_str() == name)
    }

    /// The name that people see.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            ProductGroup::Food => language.pick("Thực phẩm", "Food"),
            ProductGroup::Beverage => language.pick("Đồ uống", "Beverages"),
            ProductGroup::Herbal => language.pick(
                "Dược liệu và sản phẩm từ dược liệu",
                "Medicinal herbs and herbal products",
            ),
            ProductGroup::Handicraft => language.pick("Hàng thủ công mỹ nghệ", "Handicrafts"),
            ProductGroup::Ornamental => {
                language.pick("Sinh vật cảnh", "Ornamental plants and animals")
            }
            ProductGroup::Tourism => language.pick(
                "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
                "Community tourism, ecotourism and tourist sites",
            ),
        }
    }
}

/// A product set (bộ sản phẩm): has its own sheet of criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductSet {
    /// 1 to 26.
    pub number: u8,
    /// Its group.
    pub group: ProductGroup,
    name_vi: &'static str,
    name_en: &'static str,
}

impl ProductSet {
    /// The name that people see.
    #[must_use]
    pub const fn name(&self, language: Language) -> &'static str {
        language.pick(self.name_vi, self.name_en)
    }

    /// Whether its products are alcoholic: sold without cash on delivery and
    /// to adults only (Law 44/2019/QH14).
    #[must_use]
    pub const fn is_alcohol(&self) -> bool {
        matches!(self.number, 14 | 15)
    }
}

/// The product set of that number.
#[must_use]
pub fn product_set(number: i32) -> Option<&'static ProductSet> {
    PRODUCT_SETS.get(usize::try_from(number).ok()?.checked_sub(1)?)
}

const fn set(
    number: u8,
    group: ProductGroup,
    name_vi: &'static str,
    name_en: &'static str,
) -> ProductSet {
    ProductSet {
        number,
        group,
        name_vi,
        name_en,
    }
}

use ProductGroup::{Beverage, Food, Handicraft, Herbal, Ornamental, Tourism};

/// Every product set, in the order of the decision.
pub static PRODUCT_SETS: [ProductSet; 26] = [
    set(
        1,
        Food,
        "Rau, củ, quả, hạt tươi",
        "Fresh vegetables, roots, fruit and nuts",
    ),
    set(
        2,
        Food,
        "Thịt, thủy sản, trứng, sữa tươi",
        "Fresh meat, aquatic products, eggs and milk",
    ),
    set(
        3,
        Food,
        "Gạo, ngũ cốc, hạt sơ chế khác",
        "Rice, cereals and other semi-processed grains",
    ),
    set(
        4,
        Food,
        "Mật ong, mật khác và nông sản thực phẩm khác",
        "Honey, other nectars and other agricultural food",
    ),
    set(5, Food, "Đồ ăn nhanh", "Ready-to-eat food"),
    set(
        6,
        Food,
        "Chế biến từ gạo, ngũ cốc",
        "Processed from rice and cereals",
    ),
    set(
        7,
        Food,
        "Chế biến từ rau, củ, quả, hạt",
        "Processed from vegetables, roots, fruit and nuts",
    ),
    set(
        8,
        Food,
        "Chế biến từ thịt, thủy sản, trứng, sữa, mật ong và mật khác",
        "Processed from meat, aquatic products, eggs, milk, honey and other nectars",
    ),
    set(
        9,
        Food,
        "Tương, nước mắm, gia vị dạng lỏng khác",
        "Soy paste, fish sauce and other liquid seasonings",
    ),
    set(10, Food, "Gia vị khác", "Other seasonings"),
    set(
        11,
        Food,
        "Chè tươi, chè chế biến",
        "Fresh and processed tea",
    ),
    set(
        12,
        Food,
        "Các sản phẩm khác từ chè, trà",
        "Other tea products",
    ),
    set(13, Food, "Cà phê, ca cao", "Coffee and cocoa"),
    set(14, Beverage, "Rượu trắng", "White spirits"),
    set(
        15,
        Beverage,
        "Đồ uống có cồn khác",
        "Other alcoholic beverages",
    ),
    set(
        16,
        Beverage,
        "Nước khoáng thiên nhiên, nước uống tinh khiết",
        "Natural mineral water and purified water",
    ),
    set(
        17,
        Beverage,
        "Đồ uống không cồn khác",
        "Other non-alcoholic beverages",
    ),
    set(
        18,
        Herbal,
        "Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền",
        "Functional food, herbal and traditional medicine",
    ),
    set(
        19,
        Herbal,
        "Mỹ phẩm có thành phần từ thảo dược",
        "Herbal cosmetics",
    ),
    set(
        20,
        Herbal,
        "Tinh dầu và dược liệu khác",
        "Essential oils and other herbs",
    ),
    set(
        21,
        Handicraft,
        "Thủ công mỹ nghệ gia dụng, trang trí",
        "Handicrafts for the household and for decoration",
    ),
    set(22, Handicraft, "Vải, may mặc", "Fabrics and garments"),
    set(23, Ornamental, "Hoa", "Flowers"),
    set(24, Ornamental, "Cây cảnh", "Ornamental plants"),
    set(25, Ornamental, "Động vật cảnh", "Ornamental animals"),
    set(
        26,
        Tourism,
        "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch",
        "Community tourism, ecotourism and tourist sites",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_found_by_their_number() {
        for number in 1..=26 {
            assert_eq!(i32::from(product_set(number).unwrap().number), number);
        }
        for number in [i32::MIN, -1, 0, 27, i32::MAX] {
            assert_eq!(product_set(number), None);
        }
    }

    #[test]
    fn groups_round_trip_and_have_sets_in_order() {
        for group in ProductGroup::ALL {
            assert_eq!(ProductGroup::parse(group.as_str()), Some(group));
            assert!(PRODUCT_SETS.iter().any(|set| set.group == group));
        }
        assert!(PRODUCT_SETS.is_sorted_by_key(|set| set.group));
        let alcohol: Vec<u8> = PRODUCT_SETS
            .iter()
            .filter(|set| set.is_alcohol())
            .map(|set| set.number)
            .collect();
        assert_eq!(alcohol, [14, 15]);
    }
}
