//! What people call the columns of a producer's tables.

use super::Field;

/// How a field is written in the database and in the API, what people call it
/// in Vietnamese and in English, and its further usual headers.
pub(super) struct Words(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static [&'static str],
);

impl Field {
    #[rustfmt::skip]
    pub(super) const fn words(self) -> Words {
        match self {
            Field::Sku => Words("SKU", "Mã SKU", "SKU", &["ma hang", "ma phan loai", "ma hang hoa"]),
            Field::OnHand => Words("ON_HAND", "Tồn kho", "On hand", &["ton", "so luong ton", "so luong", "stock", "quantity"]),
            Field::Believed => Words("BELIEVED", "Tồn kho khi xuất tệp", "On hand at export", &["ton kho khi xuat"]),
            Field::Reserved => Words("RESERVED", "Đã bán, chưa giao", "Sold, not shipped", &[]),
            Field::Price => Words("PRICE", "Giá bán", "Price", &["gia", "don gia", "gia ban le"]),
            Field::CompareAtPrice => Words("COMPARE_AT_PRICE", "Giá gốc", "Compare-at price", &["gia niem yet", "gia truoc giam"]),
            Field::Tiers => Words("TIERS", "Giá sỉ", "Wholesale prices", &["bac gia", "gia buon", "tiers"]),
            Field::Tier(_) => Words("TIER", "Giá từ", "Price from", &[]),
            Field::Waiting => Words("WAITING", "Giá chờ duyệt", "Price waiting for approval", &[]),
            Field::MinPerOrder => Words("MIN_PER_ORDER", "Mua tối thiểu", "Minimum per order", &["so luong toi thieu"]),
            Field::MaxPerOrder => Words("MAX_PER_ORDER", "Mua tối đa", "Maximum per order", &["so luong toi da"]),
            Field::Version => Words("VERSION", "Phiên bản", "Version", &[]),
            Field::Product => Words("PRODUCT", "Mã sản phẩm", "Product code", &["san pham", "product", "slug", "ma sp"]),
            Field::ProductSet => Words("PRODUCT_SET", "Bộ sản phẩm", "Product set", &["ma bo san pham"]),
            Field::Name => Words("NAME", "Tên sản phẩm", "Product name", &["ten san pham ocop", "ten"]),
            Field::NameEn => Words("NAME_EN", "Tên tiếng Anh", "English name", &["ten san pham tieng anh"]),
            Field::Certificate => Words("CERTIFICATE", "Số giấy chứng nhận", "Certificate number", &["so gcn", "giay chung nhan", "so giay chung nhan ocop"]),
            Field::Story => Words("STORY", "Câu chuyện sản phẩm", "Story", &["cau chuyen", "mo ta"]),
            Field::StoryEn => Words("STORY_EN", "Câu chuyện tiếng Anh", "English story", &[]),
            Field::Ingredients => Words("INGREDIENTS", "Thành phần", "Ingredients", &[]),
            Field::Origin => Words("ORIGIN", "Xuất xứ", "Origin", &["nguon goc", "nguon goc xuat xu"]),
            Field::UsageNotes => Words("USAGE_NOTES", "Hướng dẫn sử dụng", "How to use", &["cach dung"]),
            Field::Warnings => Words("WARNINGS", "Cảnh báo", "Warnings", &["canh bao an toan"]),
            Field::Storage => Words("STORAGE", "Bảo quản", "Storage", &["huong dan bao quan", "dieu kien bao quan"]),
            Field::ShelfLifeDays => Words("SHELF_LIFE_DAYS", "Hạn sử dụng (ngày)", "Shelf life (days)", &["han dung", "thoi han su dung"]),
            Field::DeclarationRegime => Words("DECLARATION_REGIME", "Căn cứ công bố", "Declared under", &[]),
            Field::DeclarationNumber => Words("DECLARATION_NUMBER", "Số công bố", "Declaration number", &["so tu cong bo", "so cong bo san pham"]),
            Field::DeclarationDate => Words("DECLARATION_DATE", "Ngày công bố", "Declared on", &[]),
            Field::Abv => Words("ABV", "Độ cồn (% thể tích)", "Alcohol (% by volume)", &[]),
            Field::Attribute(_) => Words("ATTRIBUTE", "", "", &[]),
            Field::Option(0) => Words("OPTION_1", "Tùy chọn 1", "Option 1", &["ten tuy chon 1"]),
            Field::Option(1) => Words("OPTION_2", "Tùy chọn 2", "Option 2", &["ten tuy chon 2"]),
            Field::Option(_) => Words("OPTION_3", "Tùy chọn 3", "Option 3", &["ten tuy chon 3"]),
            Field::Choice(0) => Words("VALUE_1", "Giá trị 1", "Value 1", &["gia tri tuy chon 1"]),
            Field::Choice(1) => Words("VALUE_2", "Giá trị 2", "Value 2", &["gia tri tuy chon 2"]),
            Field::Choice(_) => Words("VALUE_3", "Giá trị 3", "Value 3", &["gia tri tuy chon 3"]),
            Field::VariantName => Words("VARIANT_NAME", "Tên phân loại", "Variant name", &["phan loai"]),
            Field::VariantNameEn => Words("VARIANT_NAME_EN", "Tên phân loại tiếng Anh", "English variant name", &[]),
            Field::Gtin => Words("GTIN", "Mã vạch GTIN", "GTIN barcode", &["gtin", "ma vach", "barcode", "ean"]),
            Field::WeightGrams => Words("WEIGHT_GRAMS", "Khối lượng gửi (gam)", "Shipping weight (g)", &["khoi luong", "can nang", "trong luong", "weight"]),
            Field::LengthMm => Words("LENGTH_MM", "Dài (mm)", "Length (mm)", &["chieu dai"]),
            Field::WidthMm => Words("WIDTH_MM", "Rộng (mm)", "Width (mm)", &["chieu rong"]),
            Field::HeightMm => Words("HEIGHT_MM", "Cao (mm)", "Height (mm)", &["chieu cao"]),
        }
    }
}
