//! The cells of one row, and what was found wrong with them.

use super::amount::{self, NoAmount};
use super::field::{Columns, Field};
use super::problem::{BulkCode, RowCode, RowProblem};
use crate::listing::ContentCode;
use spreadsheets::Row;

pub(super) struct Cells<'a> {
    pub(super) columns: &'a Columns,
    pub(super) row: &'a Row,
    pub(super) problems: Vec<RowProblem>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(columns: &'a Columns, row: &'a Row) -> Self {
        let mut cells = Self {
            columns,
            row,
            problems: Vec::new(),
        };
        if !columns.fits(row) {
            let place = columns.at(row.line, None);
            cells
                .problems
                .push(RowProblem::error(place, BulkCode::CellCount));
        }
        cells
    }

    pub(super) fn refuse(&mut self, field: Field, code: impl Into<RowCode>) {
        let place = self.columns.at(self.row.line, Some(field));
        self.problems.push(RowProblem::error(place, code));
    }

    /// Whether the table has the column.
    pub(super) fn has(&self, field: Field) -> bool {
        self.columns.place(field).is_some()
    }

    /// A text of one line; empty without one.
    pub(super) fn text(&self, field: Field) -> String {
        self.columns.text(self.row, field)
    }

    pub(super) fn needed(&mut self, field: Field) -> Option<String> {
        let text = self.text(field);
        if text.is_empty() {
            self.refuse(field, ContentCode::Required);
            return None;
        }
        Some(text)
    }

    /// A whole number; `None` for an empty cell, and for one that was refused.
    pub(super) fn whole(&mut self, field: Field) -> Option<i64> {
        let cell = self.columns.cell(self.row, field);
        if cell.is_empty() {
            return None;
        }
        match amount::whole(cell) {
            Ok(number) => Some(number),
            Err(refused) => {
                self.refuse(field, code(refused));
                None
            }
        }
    }

    /// A whole number of a size that fields of listings have.
    pub(super) fn small(&mut self, field: Field) -> Option<i32> {
        let number = self.whole(field)?;
        let small = i32::try_from(number).ok();
        if small.is_none() {
            self.refuse(field, ContentCode::OutOfRange);
        }
        small
    }

    pub(super) fn needed_whole(&mut self, field: Field) -> Option<i64> {
        if self.columns.cell(self.row, field).is_empty() {
            self.refuse(field, ContentCode::Required);
            return None;
        }
        self.whole(field)
    }
}

pub(super) fn code(refused: NoAmount) -> BulkCode {
    match refused {
        NoAmount::Invalid => BulkCode::NotANumber,
        NoAmount::Fractional => BulkCode::Fractional,
        NoAmount::Ambiguous => BulkCode::AmbiguousNumber,
    }
}
