//! Why a file as a whole was not taken.

/// Why a file as a whole was not taken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: RefusalCode,
    /// A cell ("B7"), a header or a line, where there is one place.
    pub place: Option<String>,
}

impl Refusal {
    /// Of the file as a whole.
    #[must_use]
    pub fn of(code: RefusalCode) -> Self {
        Self { code, place: None }
    }

    /// At one place.
    #[must_use]
    pub fn at(code: RefusalCode, place: impl Into<String>) -> Self {
        Self {
            code,
            place: Some(place.into()),
        }
    }
}

kernel::codes! {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for code in RefusalCode::ALL {
            assert_eq!(RefusalCode::parse(code.as_str()), Some(*code));
        }
    }
}
