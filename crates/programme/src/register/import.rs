//! A file on its way into the register.

use files::Purpose;
use kernel::{AccountId, FileId, Language, RegisterImportId, Timestamp};

/// What becomes of the good lines of a file with bad ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is written unless every line is good.
    All,
    /// The good lines are written.
    ValidRows,
}

impl Mode {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::All => "ALL",
            Mode::ValidRows => "VALID_ROWS",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Mode::All, Mode::ValidRows]
            .into_iter()
            .find(|mode| mode.as_str() == name)
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStatus {
    /// Nobody has looked at the file yet.
    Waiting,
    /// Lines are checked, nothing is written.
    Checking,
    /// Lines are written. What was begun here is finished, also after a crash.
    Writing,
    /// Every line has its outcome.
    Done,
    /// The file as a whole cannot be taken.
    Refused,
}

impl ImportStatus {
    /// Every status.
    pub const ALL: [ImportStatus; 5] = [
        ImportStatus::Waiting,
        ImportStatus::Checking,
        ImportStatus::Writing,
        ImportStatus::Done,
        ImportStatus::Refused,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ImportStatus::Waiting => "WAITING",
            ImportStatus::Checking => "CHECKING",
            ImportStatus::Writing => "WRITING",
            ImportStatus::Done => "DONE",
            ImportStatus::Refused => "REFUSED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

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
        u32::try_from((done * 100).checked_div(all).unwrap_or(0).min(99)).unwrap_or(99)
    }
}

/// Why a file as a whole was not taken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: RefusalCode,
    /// A cell ("B7"), a header or a line, where there is one place.
    pub place: Option<String>,
}

impl Refusal {
    pub(super) fn of(code: RefusalCode) -> Self {
        Self { code, place: None }
    }

    pub(super) fn at(code: RefusalCode, place: impl Into<String>) -> Self {
        Self {
            code,
            place: Some(place.into()),
        }
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $code:ident { $($(#[$code_doc:meta])* $name:ident = $text:literal: $vietnamese:literal / $english:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $code {
            $($(#[$code_doc])* $name,)+
        }

        impl $code {
            /// Every code.
            pub const ALL: &'static [$code] = &[$($code::$name,)+];

            /// The name in the database and in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($code::$name => $text,)+
                }
            }

            /// The code of that name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// What to tell people.
            #[must_use]
            pub const fn message(self, language: Language) -> &'static str {
                match self {
                    $($code::$name => language.pick($vietnamese, $english),)+
                }
            }
        }
    };
}

codes! {
    /// Why a file as a whole was not taken.
    RefusalCode {
        /// Nothing below the header.
        Empty = "EMPTY": "Tệp không có dòng dữ liệu nào." / "The file has no lines of data.",
        /// Text in another encoding, such as Windows-1258.
        NotUtf8 = "NOT_UTF8": "Tệp không dùng bảng mã UTF-8 (có thể là Windows-1258 hoặc TCVN3). Hãy mở tệp và lưu lại dưới dạng “CSV UTF-8” hoặc XLSX." / "The file is not UTF-8 (perhaps Windows-1258). Open it and save it as “CSV UTF-8” or XLSX.",
        /// The file ends in the middle.
        Truncated = "TRUNCATED": "Tệp bị cắt ngang, thiếu phần cuối. Hãy tải lên lại tệp đầy đủ." / "The file ends in the middle. Upload the whole file again.",
        /// Not a workbook, or a damaged or locked one.
        Damaged = "DAMAGED": "Không đọc được tệp: tệp bị hỏng, có mật khẩu hoặc không phải bảng tính XLSX." / "The file cannot be read: it is damaged, has a password, or is no XLSX workbook.",
        /// More than 50,000 lines.
        TooManyRows = "TOO_MANY_ROWS": "Tệp có hơn 50.000 dòng. Hãy chia thành nhiều tệp." / "The file has more than 50,000 lines. Split it.",
        /// More than 200 columns or 2,000,000 cells.
        TooManyCells = "TOO_MANY_CELLS": "Tệp có quá nhiều ô (tối đa 200 cột và 2.000.000 ô)." / "The file has too many cells (at most 200 columns and 2,000,000 cells).",
        /// More than 200 MB when it is unpacked.
        TooLarge = "TOO_LARGE": "Tệp khi giải nén quá lớn." / "The file is too large when it is unpacked.",
        /// A cell is computed.
        Formula = "FORMULA": "Ô có công thức. Hãy dán lại dưới dạng giá trị." / "A cell has a formula. Paste it as a value.",
        /// Cells are merged.
        MergedCells = "MERGED_CELLS": "Có ô bị gộp. Hãy bỏ gộp ô và điền giá trị vào từng dòng." / "Cells are merged. Split them and fill in each line.",
        /// The mapping names a column that the file does not have.
        MappedColumnMissing = "MAPPED_COLUMN_MISSING": "Tệp không có cột được chỉ định." / "The file does not have the column that was named.",
        /// No column for something that every register has.
        ColumnMissing = "COLUMN_MISSING": "Tệp thiếu một cột bắt buộc." / "The file lacks a column that is needed.",
    }
}

codes! {
    /// What is wrong with one line.
    RowErrorCode {
        /// A cell is empty that must not be.
        Missing = "MISSING": "Thiếu giá trị bắt buộc." / "A value is needed.",
        /// A text is too long.
        TooLong = "TOO_LONG": "Giá trị quá dài." / "The value is too long.",
        /// More or fewer cells than the header has.
        CellCount = "CELL_COUNT": "Số ô của dòng khác với dòng tiêu đề." / "The line has more or fewer cells than the header.",
        /// Not a date, or one before the programme or after today.
        InvalidDate = "INVALID_DATE": "Ngày không hợp lệ (ngày/tháng/năm, không ở tương lai)." / "Not a valid date (day/month/year, not in the future).",
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
        IssuerLevelMismatch = "ISSUER_LEVEL_MISMATCH": "Hạng 5 sao do Bộ công nhận, và Bộ chỉ công nhận 5 sao." / "Five stars come from the ministry, and only these.",
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
    /// The column's letters, as a spreadsheet shows them.
    #[must_use]
    pub fn letters(&self) -> Option<String> {
        self.column.map(letters)
    }
}

/// "A" for 0, "Z" for 25, "AA" for 26.
pub(super) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn codes_round_trip() {
        for code in RowErrorCode::ALL {
            assert_eq!(RowErrorCode::parse(code.as_str()), Some(*code));
        }
        for code in RefusalCode::ALL {
            assert_eq!(RefusalCode::parse(code.as_str()), Some(*code));
        }
    }
}
