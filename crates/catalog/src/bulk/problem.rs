//! What is wrong with a file or with one of its rows.

use crate::listing::{ContentCode, FindingCode};
use ::pictures::PictureRefusal;
use kernel::Language;
use spreadsheets::Place;

kernel::codes! {
    /// What only a row of a file can have wrong.
    BulkCode {
        /// More or fewer cells than the header has.
        CellCount = "CELL_COUNT": "Số ô của dòng khác với dòng tiêu đề." / "The line has more or fewer cells than the header.",
        /// Not a number.
        NotANumber = "NOT_A_NUMBER": "Giá trị không phải là số." / "The value is not a number.",
        /// An amount with a fraction.
        Fractional = "FRACTIONAL": "Giá trị phải là số nguyên, không có phần thập phân." / "The value must be whole, without a fraction.",
        /// An amount that could be either of two.
        AmbiguousNumber = "AMBIGUOUS_NUMBER": "Không rõ dấu phẩy ngăn cách hàng nghìn hay phần thập phân. Hãy viết 95000 hoặc 95.000." / "The comma could part thousands or a fraction. Write 95000 or 95.000.",
        /// Not a day.
        InvalidDate = "INVALID_DATE": "Ngày không hợp lệ (ngày/tháng/năm)." / "Not a valid date (day/month/year).",
        /// No variant on sale of the producer has this SKU.
        UnknownSku = "UNKNOWN_SKU": "Chủ thể không có phân loại đang bán nào mang mã SKU này." / "The producer has no variant on sale with this SKU.",
        /// A row above is about the same.
        DuplicateRow = "DUPLICATE_ROW": "Trùng với một dòng ở trên." / "A line above is about the same.",
        /// Somebody changed it since the table was made.
        Outdated = "OUTDATED": "Dữ liệu đã được thay đổi sau khi xuất tệp. Hãy xuất lại rồi sửa tiếp." / "It was changed since the table was made. Export it again and go on from there.",
        /// Fewer units than are sold and not shipped yet.
        BelowReserved = "BELOW_RESERVED": "Tồn kho thấp hơn số đã bán mà chưa giao." / "There would be fewer units than are sold and not shipped.",
        /// Prices for many that do not fall with more units.
        InvalidTiers = "INVALID_TIERS": "Giá sỉ không hợp lệ: tối đa 5 bậc, mỗi bậc nhiều hàng hơn và rẻ hơn bậc trước (ví dụ 10:95000;50:90000)." / "The wholesale prices are not valid: at most 5, each for more units and less than the one before (such as 10:95000;50:90000).",
        /// A price that waits for a moderator.
        PriceWaits = "PRICE_WAITS": "Giá thay đổi quá nhiều nên phải chờ kiểm duyệt; giá cũ vẫn được áp dụng." / "The price changes so much that it waits for a moderator; the old one stays until then.",
        /// Limits per order that wait for a moderator as part of a draft.
        LimitsDrafted = "LIMITS_DRAFTED": "Số lượng mua tối thiểu, tối đa đã ghi vào bản nháp của sản phẩm và chờ gửi duyệt." / "The limits per order were written into the product's draft, which waits to be handed in.",
        /// Rows of one product say different things about it.
        RowsDisagree = "ROWS_DISAGREE": "Các dòng của cùng một sản phẩm ghi thông tin khác nhau." / "The rows of one product disagree.",
        /// Another row of the same product is wrong.
        OtherRowWrong = "OTHER_ROW_WRONG": "Dòng khác của cùng sản phẩm có lỗi nên sản phẩm này không được ghi." / "Another row of the product is wrong, so nothing of it was written.",
        /// An authority took the product down.
        TakenDown = "TAKEN_DOWN": "Sản phẩm đã bị gỡ theo yêu cầu của cơ quan chức năng." / "The product was taken down by an authority.",
        /// The producer may not trade now.
        NotTrading = "NOT_TRADING": "Chủ thể chưa được phép bán hàng." / "The producer may not trade now.",
        /// The producer's legal form takes part in tourism only.
        LegalFormMismatch = "LEGAL_FORM_MISMATCH": "Loại hình chủ thể không được đăng ký bộ sản phẩm này." / "The producer's legal form may not offer this product set.",
        /// No such product set.
        UnknownProductSet = "UNKNOWN_PRODUCT_SET": "Không có bộ sản phẩm này (từ 1 đến 26)." / "There is no such product set (1 to 26).",
        /// A product stays in its set.
        ProductSetStays = "PRODUCT_SET_STAYS": "Không đổi được bộ sản phẩm của sản phẩm đã có." / "A product stays in its product set.",
        /// The producer has too many products.
        TooManyProducts = "TOO_MANY_PRODUCTS": "Chủ thể đã có số sản phẩm tối đa." / "The producer has as many products as it may.",
        /// An entry that is not named after a SKU or a product.
        PictureName = "PICTURE_NAME": "Tên tệp ảnh phải là <mã SKU>.jpg, <mã SKU>_2.png hoặc <mã sản phẩm>/1.jpg." / "A picture is named <SKU>.jpg, <SKU>_2.png or <product>/1.jpg.",
        /// Nothing of the producer has that SKU or address.
        PictureOfNothing = "PICTURE_OF_NOTHING": "Chủ thể không có sản phẩm hay mã SKU nào như tên tệp ảnh." / "The producer has no product or SKU of that name.",
        /// The product has as many pictures as it may.
        TooManyPictures = "TOO_MANY_PICTURES": "Sản phẩm đã có số ảnh tối đa." / "The product has as many pictures as it may.",
        /// The account has uploaded as many pictures as it may today.
        PicturesDayFull = "PICTURES_DAY_FULL": "Hôm nay tài khoản đã tải lên số ảnh tối đa. Hãy nhập lại tệp này vào ngày mai." / "The account has uploaded as many pictures as it may today. Import the archive again tomorrow.",
        /// The producer has as many pictures as it may.
        PicturesFull = "PICTURES_FULL": "Chủ thể đã có số ảnh tối đa." / "The producer has as many pictures as it may.",
        /// An entry that is locked or packed in an unusual way.
        EntryUnreadable = "ENTRY_UNREADABLE": "Không đọc được tệp trong gói: có mật khẩu, bị hỏng hoặc dùng cách nén lạ." / "The entry cannot be read: it has a password, is damaged or packed in an unusual way.",
        /// A name that leads out of the archive.
        EntryPath = "ENTRY_PATH": "Đường dẫn của tệp trong gói không hợp lệ." / "The entry's path is not valid.",
        /// An archive within the archive.
        EntryNested = "ENTRY_NESTED": "Không nhận gói nén nằm trong gói nén." / "An archive within an archive is not taken.",
    }
}

/// What is wrong with a row: what a row of a file can have wrong, what no
/// listing can hold, what the checks see, or why a file is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowCode {
    /// Of files alone.
    Bulk(BulkCode),
    /// As when it is typed.
    Content(ContentCode),
    /// As when it is handed in.
    Finding(FindingCode),
    /// As when a picture is uploaded.
    Picture(PictureRefusal),
}

impl RowCode {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            RowCode::Bulk(code) => code.as_str(),
            RowCode::Content(code) => code.as_str(),
            RowCode::Finding(code) => code.as_str(),
            // A picture's refusals have names that a table's have, too.
            RowCode::Picture(PictureRefusal::WrongType) => "PICTURE_WRONG_TYPE",
            RowCode::Picture(PictureRefusal::Empty) => "PICTURE_EMPTY",
            RowCode::Picture(PictureRefusal::TooLarge) => "PICTURE_TOO_LARGE",
            RowCode::Picture(PictureRefusal::TooManyPixels) => "PICTURE_TOO_MANY_PIXELS",
            RowCode::Picture(PictureRefusal::TooComplex) => "PICTURE_TOO_COMPLEX",
            RowCode::Picture(PictureRefusal::TooSmall) => "PICTURE_TOO_SMALL",
            RowCode::Picture(PictureRefusal::Animated) => "PICTURE_ANIMATED",
            RowCode::Picture(PictureRefusal::Truncated) => "PICTURE_TRUNCATED",
            RowCode::Picture(PictureRefusal::Damaged) => "PICTURE_DAMAGED",
        }
    }

    /// Every code.
    pub fn all() -> impl Iterator<Item = Self> {
        let bulk = BulkCode::ALL.iter().copied().map(RowCode::Bulk);
        let content = ContentCode::ALL.iter().copied().map(RowCode::Content);
        let finding = FindingCode::ALL.iter().copied().map(RowCode::Finding);
        let picture = PictureRefusal::ALL.iter().copied().map(RowCode::Picture);
        bulk.chain(content).chain(finding).chain(picture)
    }

    /// The code of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|code| code.as_str() == name)
    }

    /// What to tell people.
    #[must_use]
    pub const fn message(self, language: Language) -> &'static str {
        match self {
            RowCode::Bulk(code) => code.message(language),
            RowCode::Content(code) => code.message(language),
            RowCode::Finding(code) => code.message(language),
            RowCode::Picture(code) => code.message(language),
        }
    }
}

impl From<BulkCode> for RowCode {
    fn from(code: BulkCode) -> Self {
        RowCode::Bulk(code)
    }
}

impl From<ContentCode> for RowCode {
    fn from(code: ContentCode) -> Self {
        RowCode::Content(code)
    }
}

impl From<FindingCode> for RowCode {
    fn from(code: FindingCode) -> Self {
        RowCode::Finding(code)
    }
}

impl From<PictureRefusal> for RowCode {
    fn from(code: PictureRefusal) -> Self {
        RowCode::Picture(code)
    }
}

/// What is to be said of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Where. An archive's lines are its entries, from 1.
    pub place: Place,
    /// The archive's entry.
    pub entry: Option<String>,
    /// What.
    pub code: RowCode,
    /// Whether the row was taken nevertheless.
    pub warning: bool,
}

impl RowProblem {
    pub(super) fn error(place: Place, code: impl Into<RowCode>) -> Self {
        Self {
            place,
            entry: None,
            code: code.into(),
            warning: false,
        }
    }

    pub(super) fn warning(place: Place, code: impl Into<RowCode>) -> Self {
        Self {
            warning: true,
            ..Self::error(place, code)
        }
    }
}

kernel::codes! {
    /// Why an import as a whole came to its end.
    ImportStop {
        /// The right to it was taken away in the meantime.
        NotAllowed = "NOT_ALLOWED": "Tài khoản không còn quyền nhập dữ liệu cho chủ thể này." / "The account may no longer import for this producer.",
        /// Somebody stopped it.
        Cancelled = "CANCELLED": "Đã dừng theo yêu cầu; các dòng đã ghi vẫn giữ nguyên." / "It was stopped; what was written stays.",
        /// An archive of more than 2,000 entries.
        TooManyEntries = "TOO_MANY_ENTRIES": "Gói có hơn 2.000 tệp. Hãy chia thành nhiều gói." / "The archive has more than 2,000 entries. Split it.",
        /// An archive that nobody can read.
        ArchiveDamaged = "ARCHIVE_DAMAGED": "Không đọc được gói ZIP, tệp có thể bị hỏng hoặc thiếu phần cuối." / "The archive cannot be read; it may be damaged or end in the middle.",
    }
}

/// Why an import as a whole came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportRefusalCode {
    /// The table cannot be taken.
    Table(spreadsheets::RefusalCode),
    /// Something else.
    Stop(ImportStop),
}

impl ImportRefusalCode {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ImportRefusalCode::Table(code) => code.as_str(),
            ImportRefusalCode::Stop(code) => code.as_str(),
        }
    }

    /// The code of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let stop = ImportStop::parse(name).map(ImportRefusalCode::Stop);
        stop.or_else(|| spreadsheets::RefusalCode::parse(name).map(ImportRefusalCode::Table))
    }

    /// What to tell people.
    #[must_use]
    pub const fn message(self, language: Language) -> &'static str {
        match self {
            ImportRefusalCode::Table(code) => code.message(language),
            ImportRefusalCode::Stop(code) => code.message(language),
        }
    }
}

/// Why an import as a whole came to its end, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRefusal {
    /// Why.
    pub code: ImportRefusalCode,
    /// A cell ("B7"), a header or a line, where there is one place.
    pub place: Option<String>,
}

impl From<spreadsheets::Refusal> for ImportRefusal {
    fn from(refusal: spreadsheets::Refusal) -> Self {
        Self {
            code: ImportRefusalCode::Table(refusal.code),
            place: refusal.place,
        }
    }
}

impl From<ImportStop> for ImportRefusal {
    fn from(stop: ImportStop) -> Self {
        Self {
            code: ImportRefusalCode::Stop(stop),
            place: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_has_a_name_of_its_own() {
        let names: HashSet<&str> = RowCode::all().map(RowCode::as_str).collect();
        assert_eq!(names.len(), RowCode::all().count());
        for code in RowCode::all() {
            assert_eq!(RowCode::parse(code.as_str()), Some(code));
        }
        for stop in ImportStop::ALL {
            assert!(spreadsheets::RefusalCode::parse(stop.as_str()).is_none());
        }
    }
}
