//! A file on its way into the register.

use files::Purpose;
use kernel::{AccountId, FileId, RegisterImportId, Timestamp};
use spreadsheets::{ImportStatus, Mode, Place, Refusal};

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: RegisterImportId,
    /// Whose it is.
    pub account_id: AccountId,
    /// The file, of [`Purpose::RegisterImport`].
    pub file_id: FileId,
    /// What becomes of good lines among bad ones.
    pub mode: Mode,
    /// Whether lines are only checked.
    pub dry_run: bool,
    /// How far it is.
    pub status: ImportStatus,
    /// Why the file was not taken.
    pub refusal: Option<Refusal>,
    /// Lines of the file below its header; 0 until it was read.
    pub rows_total: u32,
    /// Lines checked.
    pub rows_checked: u32,
    /// Lines written.
    pub rows_written: u32,
    /// Certificates recorded; those that would be while it only checks.
    pub created: u32,
    /// Producers registered along with them.
    pub producers_created: u32,
    /// Lines about certificates that were there already.
    pub unchanged: u32,
    /// Lines with errors.
    pub failed: u32,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl Import {
    /// What the file is for.
    pub const PURPOSE: Purpose = Purpose::RegisterImport;

    /// How much is done, in whole percent.
    #[must_use]
    pub fn percent(&self) -> u32 {
        if self.finished_at.is_some() {
            return 100;
        }
        let checks = self.dry_run || self.mode == Mode::All;
        let passes = u64::from(checks) + u64::from(!self.dry_run);
        let all = u64::from(self.rows_total) * passes;
        let done = u64::from(self.rows_checked) + u64::from(self.rows_written);
        spreadsheets::percent(done, all)
    }
}

kernel::codes! {
    /// What is wrong with one line.
    RowErrorCode {
        /// A cell is empty that must not be.
        Missing = "MISSING": "Thiếu giá trị bắt buộc." / "A value is needed.",
        /// A text is too long.
        TooLong = "TOO_LONG": "Giá trị quá dài." / "The value is too long.",
        /// More or fewer cells than the header has.
        CellCount = "CELL_COUNT": "Số ô của dòng khác với dòng tiêu đề." / "The line has more or fewer cells than the header.",
        /// Not a date, or one before the programme or after today.
        InvalidDate = "INVALID_DATE": "Ngày không hợp lệ (ngày/tháng/năm, không trước năm 2013 và không ở tương lai)." / "Not a valid date (day/month/year, not in the future).",
        /// Not 3 to 5 stars.
        InvalidStars = "INVALID_STARS": "Hạng sao phải là 3, 4 hoặc 5." / "The stars must be 3, 4 or 5.",
        /// Not a score, or below what the stars need.
        InvalidScore = "INVALID_SCORE": "Điểm không hợp lệ hoặc thấp hơn mức của hạng sao." / "The score is invalid or below what the stars need.",
        /// Not a tax code.
        InvalidTaxCode = "INVALID_TAX_CODE": "Mã số thuế không hợp lệ (Excel có thể đã bỏ số 0 ở đầu)." / "Not a tax code (Excel may have dropped a leading zero).",
        /// Not a Vietnamese telephone number.
        InvalidPhone = "INVALID_PHONE": "Số điện thoại không hợp lệ." / "Not a Vietnamese telephone number.",
        /// Not an e-mail address.
        InvalidEmail = "INVALID_EMAIL": "Email không hợp lệ." / "Not an e-mail address.",
        /// Not a legal form.
        InvalidLegalForm = "INVALID_LEGAL_FORM": "Loại hình chủ thể không hợp lệ." / "Not a legal form.",
        /// No such province today.
        UnknownProvince = "UNKNOWN_PROVINCE": "Không có tỉnh/thành phố này trong danh mục hiện hành." / "There is no such province today.",
        /// No such commune in the province today.
        UnknownCommune = "UNKNOWN_COMMUNE": "Không có mã xã/phường này trong tỉnh." / "There is no such commune in the province.",
        /// A province that the caller does not run.
        OtherProvince = "OTHER_PROVINCE": "Dòng thuộc tỉnh ngoài phạm vi quản lý của bạn." / "The line is about a province that you do not run.",
        /// The producer of that tax code sits in another province.
        ProducerElsewhere = "PRODUCER_ELSEWHERE": "Chủ thể có mã số thuế này thuộc tỉnh khác." / "The producer of this tax code sits in another province.",
        /// Several producers of the province have the name.
        ProducerAmbiguous = "PRODUCER_AMBIGUOUS": "Có nhiều chủ thể trùng tên trong tỉnh; cần mã số thuế." / "Several producers of the province have this name; the tax code is needed.",
        /// Five stars are the ministry's, and only these.
        IssuerLevelMismatch = "ISSUER_LEVEL_MISMATCH": "Hạng 5 sao do Bộ công nhận và Bộ chỉ công nhận hạng 5 sao." / "Five stars come from the ministry, and only these.",
        /// Potential five-star without four stars and 90 points.
        InvalidPotentialFive = "INVALID_POTENTIAL_FIVE": "Tiềm năng 5 sao cần hạng 4 sao và từ 90 điểm." / "Potential five-star needs four stars and 90 points.",
        /// Not a status.
        InvalidStatus = "INVALID_STATUS": "Trạng thái không hợp lệ." / "Not a status.",
        /// Not a year.
        InvalidYear = "INVALID_YEAR": "Năm không hợp lệ." / "Not a year.",
        /// The same certificate stands in a line above.
        DuplicateRow = "DUPLICATE_ROW": "Trùng với một dòng ở trên." / "The same certificate stands in a line above.",
        /// Another certificate has this number.
        NumberTaken = "NUMBER_TAKEN": "Số giấy chứng nhận đã được dùng cho giấy khác." / "Another certificate has this number.",
        /// The register has this certificate with other facts.
        Differs = "DIFFERS": "Sổ đăng ký đã có giấy chứng nhận này với thông tin khác (số, ngày cấp, hạng sao hoặc điểm)." / "The register has this certificate with another number, date, stars or score.",
    }
}

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The line of the file, the header's being 1 where nothing stands above.
    pub line: u32,
    /// The column, counted from 0, where one is at fault.
    pub column: Option<u32>,
    /// That column's header.
    pub header: Option<String>,
    /// What is wrong.
    pub code: RowErrorCode,
}

impl RowError {
    pub(super) fn at(place: Place, code: RowErrorCode) -> Self {
        Self {
            line: place.line,
            column: place.column,
            header: place.header,
            code,
        }
    }

    /// The column's letters, as a spreadsheet shows them.
    #[must_use]
    pub fn letters(&self) -> Option<String> {
        self.column.map(spreadsheets::letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for code in RowErrorCode::ALL {
            assert_eq!(RowErrorCode::parse(code.as_str()), Some(*code));
        }
    }
}
