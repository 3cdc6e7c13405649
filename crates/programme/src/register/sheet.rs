//! A spreadsheet as rows of cells, from CSV or XLSX. Whatever cannot be read
//! for certain refuses the whole file, with its place.

mod text;
mod workbook;

use super::import::{Refusal, RefusalCode};
use chrono::NaiveDate;
use files::MediaType;

/// The most lines below the header.
pub(super) const MAX_ROWS: usize = 50_000;
/// The most columns.
pub(super) const MAX_COLUMNS: usize = 200;
/// The most cells that are not empty.
pub(super) const MAX_CELLS: usize = 2_000_000;
/// The most bytes of a workbook once it is unpacked.
const MAX_UNPACKED: u64 = 200_000_000;
/// The most files within a workbook.
const MAX_PARTS: usize = 2_000;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A text or a number as text; empty where nothing is.
    Text(String),
    /// A real date of a workbook.
    Date(NaiveDate),
}

/// The cell that is not there.
pub(super) static NOTHING: Cell = Cell::EMPTY;

impl Cell {
    pub(super) const EMPTY: Cell = Cell::Text(String::new());

    fn is_empty(&self) -> bool {
        matches!(self, Cell::Text(text) if text.trim().is_empty())
    }
}

/// One line below the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its line in the file, from 1.
    pub(super) line: u32,
    pub(super) cells: Vec<Cell>,
    /// Whether the line itself says how many cells it has, as text does.
    pub(super) counted: bool,
}

/// A header and the lines below it; empty lines are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Sheet {
    /// Reads a file of that type. Takes its time: not for the async executor.
    pub(super) fn read(media_type: MediaType, bytes: &[u8]) -> Result<Self, Refusal> {
        let rows = match media_type {
            MediaType::Csv => text::rows(bytes)?,
            MediaType::Xlsx => workbook::rows(bytes)?,
            MediaType::Pdf | MediaType::Jpeg | MediaType::Png => {
                return Err(Refusal::of(RefusalCode::Damaged));
            }
        };
        let filled = |row: &Row| !row.cells.iter().all(Cell::is_empty);
        let mut rows = rows.into_iter().filter(filled);
        let header = rows.next().ok_or(Refusal::of(RefusalCode::Empty))?;
        let mut header: Vec<String> = header
            .cells
            .into_iter()
            .map(|cell| match cell {
                Cell::Text(text) => kernel::text::clean(&text),
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
