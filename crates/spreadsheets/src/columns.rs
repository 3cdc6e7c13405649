//! Which column of a sheet is what.

use crate::{Cell, NOTHING, Place, Refusal, RefusalCode, Row};
use kernel::text;
use std::collections::HashMap;
use std::hash::Hash;

/// What a column may hold.
pub trait Field: Copy + Eq + Hash {
    /// Whether a header, plain as [`plain`] makes it, usually names it.
    fn is_called(self, header: &str) -> bool;

    /// The name that people see, to say which column is missing.
    fn title(self) -> String;
}

/// What is looked for in a sheet beside what somebody says.
pub struct Wanted<'a, F> {
    /// Found by their usual headers, in the order in which they choose.
    pub usual: &'a [F],
    /// Whether there must be such a column.
    pub needed: fn(F) -> bool,
    /// A field that a plain header itself makes, such as "price from 10".
    pub made: fn(&str) -> Option<F>,
}

/// A header for comparison: without marks, what stands in brackets, and
/// anything but letters and digits.
#[must_use]
pub fn plain(header: &str) -> String {
    let folded = text::fold(header);
    let before = folded.split(['(', '[']).next().unwrap_or_default();
    let words = before.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Where each field stands in a sheet.
#[derive(Clone, Debug)]
pub struct Columns<F> {
    places: HashMap<F, usize>,
    headers: Vec<String>,
}

impl<F: Field> Columns<F> {
    /// Those of a file that is no table.
    #[must_use]
    pub fn none() -> Self {
        Self {
            places: HashMap::new(),
            headers: Vec::new(),
        }
    }

    /// Finds the columns: those of `given` by their header, the others by the
    /// usual headers; the first of several wins.
    ///
    /// # Errors
    /// [`RefusalCode::MappedColumnMissing`] and [`RefusalCode::ColumnMissing`].
    pub fn find(
        headers: Vec<String>,
        given: &[(F, String)],
        wanted: &Wanted<'_, F>,
    ) -> Result<Self, Refusal> {
        let plain_headers: Vec<String> = headers.iter().map(|header| plain(header)).collect();
        let mut places = HashMap::new();
        for (field, header) in given {
            let named = plain(header);
            let place = plain_headers.iter().position(|header| *header == named);
            let place = place.ok_or_else(|| Refusal {
                code: RefusalCode::MappedColumnMissing,
                place: Some(header.clone()),
            })?;
            places.insert(*field, place);
        }
        for field in wanted.usual {
            if places.contains_key(field) {
                continue;
            }
            let free = |place: &usize| !places.values().any(|taken| taken == place);
            let place = (0..headers.len())
                .filter(free)
                .find(|place| field.is_called(&plain_headers[*place]));
            match place {
                Some(place) => {
                    places.insert(*field, place);
                }
                None if (wanted.needed)(*field) => {
                    return Err(Refusal {
                        code: RefusalCode::ColumnMissing,
                        place: Some(field.title()),
                    });
                }
                None => {}
            }
        }
        for (place, header) in plain_headers.iter().enumerate() {
            if places.values().any(|taken| *taken == place) {
                continue;
            }
            if let Some(field) = (wanted.made)(header) {
                places.entry(field).or_insert(place);
            }
        }
        Ok(Self { places, headers })
    }

    /// The column of a field, from 0.
    pub fn place(&self, field: F) -> Option<usize> {
        self.places.get(&field).copied()
    }

    /// The fields that have a column, in the order of the columns.
    pub fn fields(&self) -> Vec<F> {
        let mut fields: Vec<(usize, F)> = self.places.iter().map(|(f, at)| (*at, *f)).collect();
        fields.sort_by_key(|(at, _)| *at);
        fields.into_iter().map(|(_, field)| field).collect()
    }

    /// The headers that no field reads.
    #[must_use]
    pub fn ignored(&self) -> Vec<String> {
        let headers = self.headers.iter().enumerate();
        headers
            .filter(|(at, header)| {
                !header.is_empty() && !self.places.values().any(|taken| taken == at)
            })
            .map(|(_, header)| header.clone())
            .collect()
    }

    /// Where a field stands in a line; the line as a whole without one.
    pub fn at(&self, line: u32, field: Option<F>) -> Place {
        let place = field.and_then(|field| self.place(field));
        Place {
            line,
            column: place.and_then(|place| u32::try_from(place).ok()),
            header: place.and_then(|place| self.headers.get(place).cloned()),
        }
    }

    /// Whether a line has as many cells as the header; cells below no header
    /// may be empty ones.
    #[must_use]
    pub fn fits(&self, row: &Row) -> bool {
        let (cells, headers) = (&row.cells, self.headers.len());
        let surplus = cells.get(headers..).unwrap_or_default();
        !(row.counted && cells.len() < headers) && surplus.iter().all(|cell| *cell == Cell::EMPTY)
    }

    /// What a line says of a field; the empty cell where it has no column.
    pub fn cell<'a>(&self, row: &'a Row, field: F) -> &'a Cell {
        let place = self.place(field);
        place
            .and_then(|place| row.cells.get(place))
            .unwrap_or(&NOTHING)
    }

    /// The same as a text of one line, cleaned; days as Vietnamese write them.
    pub fn text(&self, row: &Row, field: F) -> String {
        match self.cell(row, field) {
            Cell::Text(text) | Cell::Number(text) => text::clean(text),
            Cell::Date(date) => date.format("%d/%m/%Y").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
    enum Own {
        Sku,
        Price,
        From(u8),
    }

    impl Field for Own {
        fn is_called(self, header: &str) -> bool {
            match self {
                Own::Sku => header == "sku",
                Own::Price => header == "gia",
                Own::From(_) => false,
            }
        }
        fn title(self) -> String {
            format!("{self:?}")
        }
    }

    fn find(headers: &[&str], given: &[(Own, String)]) -> Result<Columns<Own>, Refusal> {
        let headers = headers.iter().map(|header| (*header).to_owned()).collect();
        let wanted = Wanted {
            usual: &[Own::Sku, Own::Price],
            needed: |field| field == Own::Sku,
            made: |header| header.strip_prefix("gia tu ")?.parse().ok().map(Own::From),
        };
        Columns::find(headers, given, &wanted)
    }

    #[test]
    fn what_nobody_reads_is_told() {
        let columns = find(&["Ghi chú", "SKU", "", "Giá từ 10", "GIÁ (đ)", "giá"], &[]).unwrap();
        assert_eq!(columns.fields(), [Own::Sku, Own::From(10), Own::Price]);
        assert_eq!(columns.ignored(), ["Ghi chú", "giá"]);
    }

    #[test]
    fn a_given_column_goes_before_a_guess() {
        let given = [(Own::Price, "Ghi chú".to_owned())];
        let columns = find(&["Ghi chú", "SKU", "Giá"], &given).unwrap();
        assert_eq!(columns.place(Own::Price), Some(0));
        let refusal = find(&["SKU"], &given).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::MappedColumnMissing);
        let refusal = find(&["Giá"], &[]).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::ColumnMissing);
        assert_eq!(refusal.place.as_deref(), Some("Sku"));
    }

    #[test]
    fn lines_have_as_many_cells_as_the_header() {
        let columns = find(&["SKU", "Giá"], &[]).unwrap();
        let row = |cells: &[&str], counted| Row {
            line: 2,
            cells: cells
                .iter()
                .map(|cell| Cell::Text((*cell).to_owned()))
                .collect(),
            counted,
        };
        assert!(columns.fits(&row(&["a", "1"], true)));
        assert!(columns.fits(&row(&["a", "1", ""], true)));
        assert!(columns.fits(&row(&["a"], false)));
        assert!(!columns.fits(&row(&["a"], true)));
        assert!(!columns.fits(&row(&["a", "1", "2"], false)));
    }
}
