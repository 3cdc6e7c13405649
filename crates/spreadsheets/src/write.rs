//! A table on its way into a file, such that no program that opens it computes
//! anything.

use crate::Format;
use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook, Worksheet, XlsxError};

/// Whether a spreadsheet may take the text of a CSV cell for a formula. An
/// apostrophe before such a text makes it plain, and so needs one itself.
pub(crate) fn is_dangerous(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words, or nothing.
    Text(String),
    /// A number as people write it, with a point.
    Number(String),
    /// A day.
    Date(NaiveDate),
}

impl Value {
    /// The empty cell.
    pub const NOTHING: Value = Value::Text(String::new());

    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// A whole number.
    pub fn whole(number: impl Into<i64>) -> Self {
        Value::Number(number.into().to_string())
    }
}

/// Why no file came about.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The text could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// The workbook could not be written.
    #[error(transparent)]
    Xlsx(#[from] XlsxError),
}

/// A header and the rows below it.
#[derive(Clone, Debug)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<Value>>,
    notes: Option<(String, Box<Table>)>,
}

impl Table {
    /// A table of these columns, without rows.
    pub fn new(header: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            header: header.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
            notes: None,
        }
    }

    /// The same with a second sheet of that name, which nobody reads back; a
    /// text has no place for one.
    #[must_use]
    pub fn explained(mut self, name: impl Into<String>, notes: Table) -> Self {
        self.notes = Some((name.into(), Box::new(notes)));
        self
    }

    /// Adds a row, its cells in the order of the header.
    pub fn add(&mut self, row: impl Into<Vec<Value>>) {
        self.rows.push(row.into());
    }

    /// How many rows there are, the header aside.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row below the header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The bytes of the file. Takes its time: not for the async executor.
    ///
    /// # Errors
    /// [`WriteError`], for a table beyond what the format holds.
    pub fn write(self, format: Format) -> Result<Vec<u8>, WriteError> {
        match format {
            Format::Csv => self.csv(),
            Format::Xlsx => self.xlsx(),
        }
    }

    fn csv(self) -> Result<Vec<u8>, WriteError> {
        // The mark makes Excel read Vietnamese as what it is.
        let mut bytes = "\u{FEFF}".as_bytes().to_vec();
        let mut writer = csv::Writer::from_writer(&mut bytes);
        writer.write_record(self.header.into_iter().map(guarded))?;
        for row in self.rows {
            let cells = row.into_iter().map(|cell| match cell {
                Value::Text(text) => guarded(text),
                Value::Number(text) => text,
                Value::Date(date) => date.format("%d/%m/%Y").to_string(),
            });
            writer.write_record(cells)?;
        }
        writer.flush().map_err(csv::Error::from)?;
        drop(writer);
        Ok(bytes)
    }

    fn xlsx(self) -> Result<Vec<u8>, WriteError> {
        let mut book = Workbook::new();
        let notes = self.fill(book.add_worksheet())?;
        if let Some((name, notes)) = notes {
            let sheet = book.add_worksheet();
            sheet.set_name(name)?;
            sheet.set_column_width(0, 28)?;
            notes.fill(sheet)?;
        }
        Ok(book.save_to_buffer()?)
    }

    /// Writes what it holds into a sheet; returns what belongs to another.
    fn fill(self, sheet: &mut Worksheet) -> Result<Option<(String, Box<Table>)>, WriteError> {
        let date_style = Style::new().set_num_format("dd/mm/yyyy");
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(self.header) {
            sheet.write_string(0, column, name)?;
        }
        for (line, row) in (1..).zip(self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    // Cells of text are never computed, whatever they begin with.
                    Value::Text(text) if text.is_empty() => {}
                    Value::Text(text) => {
                        sheet.write_string(line, column, text)?;
                    }
                    Value::Number(text) => match text.parse::<f64>() {
                        Ok(number) => {
                            sheet.write_number(line, column, number)?;
                        }
                        Err(_) => {
                            sheet.write_string(line, column, text)?;
                        }
                    },
                    Value::Date(date) => {
                        let date = ExcelDateTime::parse_from_str(&date.to_string())?;
                        sheet.write_datetime_with_format(line, column, date, &date_style)?;
                    }
                }
            }
        }
        Ok(self.notes)
    }
}

fn guarded(text: String) -> String {
    if is_dangerous(&text) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Sheet};

    #[test]
    fn what_is_written_is_read_as_what_it_was() {
        let date = NaiveDate::from_ymd_opt(2021, 12, 31).unwrap();
        for format in [Format::Csv, Format::Xlsx] {
            let mut table = Table::new(["Tên", "=Sao", "Ngày"]);
            for text in ["Cơm cháy", "=1+1", "'=1", "-2", "@a", "a\n\"b\"", "'a"] {
                table.add([
                    Value::text(text),
                    Value::Number("4.50".to_owned()),
                    Value::Date(date),
                ]);
            }
            assert_eq!(table.len(), 7);
            let sheet = Sheet::read(format, &table.write(format).unwrap()).unwrap();
            assert_eq!(sheet.header, ["Tên", "=Sao", "Ngày"]);
            let text = |text: &str| Cell::Text(text.to_owned());
            let first: Vec<&Cell> = sheet.rows.iter().map(|row| &row.cells[0]).collect();
            let expected = ["Cơm cháy", "=1+1", "'=1", "-2", "@a", "a\n\"b\"", "'a"].map(text);
            assert_eq!(first, expected.iter().collect::<Vec<_>>());
            let (number, day) = match format {
                Format::Csv => (text("4.50"), text("31/12/2021")),
                Format::Xlsx => (Cell::Number("4.5".to_owned()), Cell::Date(date)),
            };
            assert_eq!(sheet.rows[0].cells[1..], [number, day]);
        }
    }

    #[test]
    fn no_cell_of_a_csv_begins_a_formula() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("+84", "'+84"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("'=1", "''=1"),
            ("''@a", "'''@a"),
            ("'a", "'a"),
            ("a=1", "a=1"),
            ("", ""),
        ];
        let mut table = Table::new(cases.map(|(text, _)| text));
        table.add(cases.map(|(text, _)| Value::text(text)));
        let bytes = table.write(Format::Csv).unwrap();
        let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap();
        // As a spreadsheet sees them, the header and the row.
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(bytes);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 2);
        for record in records {
            let cells: Vec<&str> = record.iter().collect();
            assert_eq!(cells, cases.map(|(_, written)| written));
        }
    }
}
