//! CSV: UTF-8 with or without a mark, UTF-16 with one; commas, semicolons (as
//! Excel writes where the comma is the decimal mark) or tabs.

use super::{Cell, Counter, Row};
use crate::{Refusal, RefusalCode};
use std::borrow::Cow;

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, Refusal> {
    let text = decode(bytes)?;
    // Quotes come in pairs; an odd one means that the end is missing.
    if text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
        return Err(Refusal::of(RefusalCode::Truncated));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut counter = Counter::default();
    for record in reader.records() {
        let record = record.map_err(|_| Refusal::of(RefusalCode::Damaged))?;
        let line = record
            .position()
            .map_or(0, |position| line(&text, position));
        let cells: Vec<Cell> = record
            .iter()
            .map(|cell| Cell::Text(unguarded(cell).to_owned()))
            .collect();
        counter.row(rows.len() + 1, cells.len())?;
        rows.push(Row {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            cells,
            counted: true,
        });
    }
    Ok(rows)
}

/// The line where a record begins; its position may be that of empty lines
/// before it.
fn line(text: &str, position: &csv::Position) -> u64 {
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let before = text.as_bytes().get(from..).unwrap_or_default().iter();
    let ends = before.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let empty = ends.filter(|byte| **byte == b'\n').count();
    position.line() + u64::try_from(empty).unwrap_or(0)
}

/// The text of a file.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let sixteen = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let pairs = bytes.as_chunks::<2>();
        if !pairs.1.is_empty() {
            return Err(Refusal::of(RefusalCode::Truncated));
        }
        char::decode_utf16(pairs.0.iter().map(|pair| read(*pair)))
            .collect::<Result<String, _>>()
            .map(Cow::Owned)
            .map_err(|_| Refusal::of(RefusalCode::Truncated))
    };
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return sixteen(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return sixteen(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        // A letter that the end cuts in two.
        Err(error) if error.error_len().is_none() => Err(Refusal::of(RefusalCode::Truncated)),
        Err(error) => {
            let read = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = read.iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(Refusal::at(RefusalCode::NotUtf8, line.to_string()))
        }
    }
}

/// What parts the cells: whichever stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    let mut best = b',';
    for mark in [b';', b'\t'] {
        if count(mark) > count(best) {
            best = mark;
        }
    }
    best
}

/// A cell without the apostrophe that an export puts before what a
/// spreadsheet would compute.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if crate::write::is_dangerous(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        let rows = rows(bytes).unwrap();
        let text = |cell: &Cell| match cell {
            Cell::Text(text) | Cell::Number(text) => text.clone(),
            Cell::Date(date) => date.to_string(),
        };
        rows.iter()
            .map(|row| row.cells.iter().map(text).collect())
            .collect()
    }

    fn utf16(text: &str, write: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(write).collect()
    }

    #[test]
    fn encodings_are_read_or_refused() {
        let expected = vec![vec!["Tên".to_owned(), "Sao".to_owned()]];
        for bytes in [
            "Tên,Sao\n".as_bytes().to_vec(),
            "\u{FEFF}Tên;Sao\r\n".as_bytes().to_vec(),
            utf16("\u{FEFF}Tên\tSao\r\n", u16::to_le_bytes),
            utf16("\u{FEFF}Tên,Sao", u16::to_be_bytes),
        ] {
            assert_eq!(texts(&bytes), expected);
        }
        let code = |bytes: &[u8]| rows(bytes).unwrap_err();
        // "Tên" and "sản" in Windows-1258: ê is EA, ả is a and D2.
        let refusal = code(b"a,b\nT\xEAn s\xE1n\n");
        assert_eq!(refusal.code, RefusalCode::NotUtf8);
        assert_eq!(refusal.place.as_deref(), Some("2"));
        let half = &"a,ê".as_bytes()[..3];
        assert_eq!(code(half).code, RefusalCode::Truncated);
        assert_eq!(code(b"a,\"b\nc,d\n").code, RefusalCode::Truncated);
        let mut odd = utf16("\u{FEFF}a,b", u16::to_le_bytes);
        odd.pop();
        assert_eq!(code(&odd).code, RefusalCode::Truncated);
        // A letter of two units, cut after the first.
        for write in [u16::to_le_bytes, u16::to_be_bytes] {
            let mut half = utf16("\u{FEFF}a,𩸽", write);
            half.truncate(half.len() - 2);
            assert_eq!(code(&half).code, RefusalCode::Truncated);
        }
    }

    #[test]
    fn only_the_apostrophe_of_an_export_goes() {
        let read = texts("'=1,'+1,''=1,'a,',=1\n".as_bytes());
        assert_eq!(read, [["=1", "+1", "'=1", "'a", "'", "=1"]]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let rows = rows(b"a,b\n\"x\ny\",1\n\nz,2\n").unwrap();
        let lines: Vec<u32> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 2, 5]);
    }

    #[test]
    fn too_much_is_refused() {
        let many = "a\n".repeat(super::super::MAX_ROWS + 2);
        assert_eq!(
            rows(many.as_bytes()).unwrap_err().code,
            RefusalCode::TooManyRows
        );
        let wide = ",".repeat(super::super::MAX_COLUMNS + 1);
        assert_eq!(
            rows(wide.as_bytes()).unwrap_err().code,
            RefusalCode::TooManyCells
        );
    }
}
