//! A spreadsheet as rows of cells, from CSV or XLSX. Whatever cannot be read
//! for certain refuses the whole file, with its place.

mod text;
mod workbook;

use crate::{Format, Refusal, RefusalCode};
use chrono::NaiveDate;

/// The most lines below the header.
pub const MAX_ROWS: usize = 50_000;
/// The most columns.
pub const MAX_COLUMNS: usize = 200;
/// The most cells that are not empty.
pub const MAX_CELLS: usize = 2_000_000;
/// The most bytes of a workbook once it is unpacked.
const MAX_UNPACKED: u64 = 200_000_000;
/// The most files within a workbook.
const MAX_PARTS: usize = 2_000;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text; empty where nothing is. In a text file everything is one.
    Text(String),
    /// A number of a workbook: digits, with a point before those after it.
    Number(String),
    /// A real date of a workbook.
    Date(NaiveDate),
}

/// The cell that is not there.
pub static NOTHING: Cell = Cell::EMPTY;

impl Cell {
    /// Nothing.
    pub const EMPTY: Cell = Cell::Text(String::new());

    /// Whether nothing but space is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Text(text) if text.trim().is_empty())
    }

    /// The day that it names: a date of a workbook; day, month and year with
    /// any of three marks between them; or a date as ISO writes it.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Cell::Date(date) => Some(*date),
            Cell::Text(text) | Cell::Number(text) => day(text.trim()),
        }
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [day, month, year] = parts[..] else {
        return None;
    };
    // Two digits of a year could be any century.
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// One line below the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u32,
    /// From the first column on; those after the last may be missing.
    pub cells: Vec<Cell>,
    /// Whether the line itself says how many cells it has, as text does.
    pub counted: bool,
}

/// A header and the lines below it; empty lines are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The first line that is not empty, cleaned, without empty cells at its
    /// end.
    pub header: Vec<String>,
    /// At least one, at most [`MAX_ROWS`].
    pub rows: Vec<Row>,
}

impl Sheet {
    /// Reads a file of that format. Takes its time: not for the async executor.
    ///
    /// # Errors
    /// [`Refusal`], for the file as a whole.
    pub fn read(format: Format, bytes: &[u8]) -> Result<Self, Refusal> {
        let rows = match format {
            Format::Csv => text::rows(bytes)?,
            Format::Xlsx => workbook::rows(bytes)?,
        };
        let filled = |row: &Row| !row.cells.iter().all(Cell::is_empty);
        let mut rows = rows.into_iter().filter(filled);
        let header = rows.next().ok_or(Refusal::of(RefusalCode::Empty))?;
        let mut header: Vec<String> = header
            .cells
            .into_iter()
            .map(|cell| match cell {
                Cell::Text(text) | Cell::Number(text) => kernel::text::clean(&text),
                Cell::Date(date) => date.to_string(),
            })
            .collect();
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        let rows: Vec<Row> = rows.collect();
        if rows.is_empty() {
            return Err(Refusal::of(RefusalCode::Empty));
        }
        Ok(Self { header, rows })
    }
}

/// Counts what was read against the limits.
#[derive(Default)]
struct Counter {
    cells: usize,
}

impl Counter {
    /// One more row, the header's included, of so many cells.
    fn row(&mut self, rows: usize, cells: usize) -> Result<(), Refusal> {
        if rows > MAX_ROWS + 1 {
            return Err(Refusal::of(RefusalCode::TooManyRows));
        }
        self.cells += cells;
        if cells > MAX_COLUMNS || self.cells > MAX_CELLS {
            return Err(Refusal::of(RefusalCode::TooManyCells));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_columns_and_cells_are_counted_to_their_limits() {
        let code = |refusal: Result<(), Refusal>| refusal.unwrap_err().code;
        let mut counter = Counter::default();
        assert_eq!(counter.row(MAX_ROWS + 1, 1), Ok(()));
        let many = counter.row(MAX_ROWS + 2, 1);
        assert_eq!(code(many), RefusalCode::TooManyRows);
        let wide = Counter::default().row(1, MAX_COLUMNS + 1);
        assert_eq!(code(wide), RefusalCode::TooManyCells);
        let mut counter = Counter::default();
        for row in 1..=MAX_CELLS / MAX_COLUMNS {
            assert_eq!(counter.row(row, MAX_COLUMNS), Ok(()));
        }
        assert_eq!(code(counter.row(1, 1)), RefusalCode::TooManyCells);
    }

    #[test]
    fn days_are_read_as_vietnamese_write_them() {
        let day = |d, m, y| NaiveDate::from_ymd_opt(y, m, d);
        for (text, expected) in [
            ("05/03/2024", day(5, 3, 2024)),
            ("5.3.2024", day(5, 3, 2024)),
            ("2024-03-05", day(5, 3, 2024)),
            ("31/02/2024", None),
            ("05/03/24", None),
            ("tháng 3", None),
        ] {
            assert_eq!(Cell::Text(text.to_owned()).day(), expected, "{text}");
        }
    }

    #[test]
    fn a_header_alone_is_empty() {
        for text in ["", "\n\n", "Tên,Sao\n", "Tên,Sao\n,\n ,  \n"] {
            let refused = Sheet::read(Format::Csv, text.as_bytes());
            assert_eq!(refused.unwrap_err().code, RefusalCode::Empty, "{text:?}");
        }
    }
}
