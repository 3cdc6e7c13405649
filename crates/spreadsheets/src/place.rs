//! Places in a file, and the names of columns.

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line of the file, the header's being 1 where nothing stands above.
    pub line: u32,
    /// The column, counted from 0, where one is meant.
    pub column: Option<u32>,
    /// That column's header.
    pub header: Option<String>,
}

impl Place {
    /// The column's letters, as a spreadsheet shows them.
    #[must_use]
    pub fn letters(&self) -> Option<String> {
        self.column.map(letters)
    }
}

/// A column's letters, as spreadsheets show them: "A" for 0, "Z" for 25, "AA" for 26.
#[must_use]
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
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
}
