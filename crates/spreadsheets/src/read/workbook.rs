//! XLSX: the first sheet, cell by cell. What a workbook claims about its own
//! size is not believed.

use super::{Cell, Counter, MAX_COLUMNS, MAX_PARTS, MAX_ROWS, MAX_UNPACKED, Row};
use crate::{Refusal, RefusalCode, letters};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Read};

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    unpack(bytes, MAX_UNPACKED)?;
    let damaged = || Refusal::of(RefusalCode::Damaged);
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let sheet = book.sheet_names().into_iter().next().ok_or_else(damaged)?;
    let merged = book.merge_cells_by_sheet_id(0).map_err(|_| damaged())?;
    if let Some(cells) = merged.first() {
        let place = format!(
            "{}:{}",
            place(cells.start.0, cells.start.1),
            place(cells.end.0, cells.end.1)
        );
        return Err(Refusal::at(RefusalCode::MergedCells, place));
    }
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| damaged())?;
    let mut rows: Vec<Row> = Vec::new();
    let mut counter = Counter::default();
    let mut seen = 0_usize;
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|_| damaged())?
    {
        let (row, column) = cell.pos;
        if cell.formula.is_some() {
            return Err(Refusal::at(RefusalCode::Formula, place(row, column)));
        }
        // Formatted but empty cells count: they, too, cost time.
        seen += 1;
        if seen > super::MAX_CELLS {
            return Err(Refusal::of(RefusalCode::TooManyCells));
        }
        let value = value(&cell.value);
        if value == Cell::EMPTY {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            return Err(Refusal::of(RefusalCode::TooManyCells));
        }
        let line = row.saturating_add(1);
        if rows.last().is_none_or(|last| last.line != line) {
            if rows.last().is_some_and(|last| last.line > line) {
                return Err(damaged());
            }
            counter.row(rows.len() + 1, 0)?;
            rows.push(Row {
                line,
                cells: Vec::new(),
                counted: false,
            });
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, Cell::EMPTY);
            }
            last.cells[column] = value;
        }
    }
    debug_assert!(rows.len() <= MAX_ROWS + 1);
    Ok(rows)
}

/// Unpacks every part once and throws it away, so that what is read after this
/// is known to be bounded, whatever the archive's directory claims.
fn unpack(bytes: &[u8], most: u64) -> Result<(), Refusal> {
    // The directory is the end of the file: without it, the end is missing.
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| Refusal::of(RefusalCode::Truncated))?;
    if archive.len() > MAX_PARTS {
        return Err(Refusal::of(RefusalCode::TooLarge));
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive
            .by_index(at)
            .map_err(|_| Refusal::of(RefusalCode::Damaged))?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|_| Refusal::of(RefusalCode::Damaged))?;
        left = left
            .checked_sub(read)
            .ok_or(Refusal::of(RefusalCode::TooLarge))?;
    }
    Ok(())
}

/// "B7" for row 6 and column 1.
fn place(row: u32, column: u32) -> String {
    format!("{}{}", letters(column), row.saturating_add(1))
}

fn value(value: &DataRef<'_>) -> Cell {
    Cell::Text(match value {
        DataRef::Int(number) => return Cell::Number(number.to_string()),
        // The shortest text that is this number: 76.5 as it was typed.
        DataRef::Float(number) => return Cell::Number(number.to_string()),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "x".to_owned(),
        DataRef::Bool(false) | DataRef::Empty => String::new(),
        DataRef::DateTime(instant) => {
            let (year, month, day, ..) = instant.to_ymd_hms_milli();
            let date = chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            return date.map_or(Cell::Text("?".to_owned()), Cell::Date);
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.get(..10).unwrap_or(text).to_owned()
        }
        DataRef::Error(error) => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    use std::io::Write;

    fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(book.add_worksheet());
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_are_what_was_typed() {
        let bytes = book(|sheet| {
            let date = ExcelDateTime::parse_from_str("2020-02-29").unwrap();
            let format = Format::new().set_num_format("dd/mm/yyyy");
            sheet.write_string(0, 0, "Tên").unwrap();
            sheet.write_number(1, 0, 76.5).unwrap();
            sheet.write_number(1, 1, 4).unwrap();
            sheet
                .write_datetime_with_format(3, 2, date, &format)
                .unwrap();
        });
        let rows = rows(&bytes).unwrap();
        let number = |text: &str| Cell::Number(text.to_owned());
        let date = chrono::NaiveDate::from_ymd_opt(2020, 2, 29).unwrap();
        assert_eq!(rows[1].cells, [number("76.5"), number("4")]);
        assert_eq!(rows[2].cells, [Cell::EMPTY, Cell::EMPTY, Cell::Date(date)]);
        let lines: Vec<u32> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 2, 4]);
    }

    #[test]
    fn formulas_and_merged_cells_are_refused_with_their_place() {
        let bytes = book(|sheet| {
            sheet.write_string(0, 0, "Tên").unwrap();
            sheet.write_formula(6, 27, "=A1").unwrap();
        });
        let refusal = rows(&bytes).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.place.as_deref()),
            (RefusalCode::Formula, Some("AB7"))
        );
        let bytes = book(|sheet| {
            sheet
                .merge_range(1, 0, 2, 1, "Chung", &Format::new())
                .unwrap();
        });
        let refusal = rows(&bytes).unwrap_err();
        let expected = (RefusalCode::MergedCells, Some("A2:B3"));
        assert_eq!((refusal.code, refusal.place.as_deref()), expected);
    }

    #[test]
    fn a_far_cell_costs_nothing() {
        let bytes = book(|sheet| {
            sheet.write_string(0, 0, "Tên").unwrap();
            sheet.write_string(1_048_575, 1, "xa").unwrap();
        });
        assert_eq!(rows(&bytes).unwrap().len(), 2);
        let bytes = book(|sheet| {
            sheet.write_string(0, 16_383, "xa").unwrap();
        });
        assert_eq!(rows(&bytes).unwrap_err().code, RefusalCode::TooManyCells);
    }

    /// The workbook with another text in the place of one in its first sheet.
    fn rewritten(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut found = 0;
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let name = part.name().unwrap().into_owned();
            if name == "xl/worksheets/sheet1.xml" {
                found = text.matches(from).count();
                text = text.replace(from, to);
            }
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        assert_eq!(found, 1, "{from}");
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn too_many_rows_or_rows_out_of_order_are_refused() {
        let bytes = book(|sheet| {
            for row in 0..u32::try_from(MAX_ROWS).unwrap() + 2 {
                sheet.write_number(row, 0, 1).unwrap();
            }
        });
        assert_eq!(rows(&bytes).unwrap_err().code, RefusalCode::TooManyRows);
        let bytes = book(|sheet| {
            sheet.write_number(1, 0, 1).unwrap();
            sheet.write_number(2, 0, 2).unwrap();
        });
        let swapped = rewritten(&bytes, "r=\"A2\"", "r=\"A9\"");
        let swapped = rewritten(&swapped, "<row r=\"2\"", "<row r=\"9\"");
        assert_eq!(rows(&swapped).unwrap_err().code, RefusalCode::Damaged);
    }

    #[test]
    fn half_a_file_and_none_are_refused() {
        let bytes = book(|sheet| {
            sheet.write_string(0, 0, "Tên").unwrap();
        });
        for cut in [4, bytes.len() / 2, bytes.len() - 30] {
            let refusal = rows(&bytes[..cut]).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::Truncated, "{cut}");
        }
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.txt", zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(b"a").unwrap();
        let other = zip.finish().unwrap().into_inner();
        assert_eq!(rows(&other).unwrap_err().code, RefusalCode::Damaged);
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["xl/sharedStrings.xml", "xl/workbook.xml"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(&[b'a'; 600_000]).unwrap();
        }
        let mut bomb = zip.finish().unwrap().into_inner();
        assert_eq!(unpack(&bomb, 1_200_000), Ok(()));
        let code = |bytes: &[u8]| unpack(bytes, 1_000_000).unwrap_err().code;
        assert_eq!(code(&bomb), RefusalCode::TooLarge);
        // A directory that lies about the length.
        let length = 600_000_u32.to_le_bytes();
        let places: Vec<usize> = (0..bomb.len() - 4)
            .filter(|at| bomb[*at..*at + 4] == length)
            .collect();
        assert!(!places.is_empty());
        for at in places {
            bomb[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        assert_ne!(unpack(&bomb, 1_000_000), Ok(()));
    }

    #[test]
    fn an_archive_of_many_parts_is_refused() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for part in 0..=MAX_PARTS {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(format!("{part}"), options).unwrap();
        }
        let many = zip.finish().unwrap().into_inner();
        assert_eq!(rows(&many).unwrap_err().code, RefusalCode::TooLarge);
    }
}
