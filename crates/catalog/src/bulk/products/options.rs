//! By what the variants of one product differ.

use super::typed::Typed;
use crate::bulk::field::Field;
use crate::listing::{ListingContent, ProductOption};
use kernel::text;
use spreadsheets::Row;

/// How many options a product may have.
const MOST: u8 = 3;

/// The options as they are to be, and in which columns their values stand.
pub(super) struct Options {
    pub(super) now: Vec<ProductOption>,
    columns: Vec<u8>,
}

impl Options {
    /// The value of an option that a row tells, as the option spells it; empty
    /// where it tells none.
    pub(super) fn choice(&self, typed: &Typed<'_>, row: &Row, nth: usize) -> String {
        let column = self.columns.get(nth).copied().unwrap_or(MOST);
        let said = typed.columns.text(row, Field::Choice(column));
        let folded = text::fold(&said);
        let values = self.now.get(nth).map_or(&[][..], |own| &own.values);
        let spelled = values.iter().find(|value| text::fold(value) == folded);
        spelled.cloned().unwrap_or(said)
    }
}

impl Typed<'_> {
    /// The options: named by their columns, else as they are; their values are
    /// those that there are and those that rows add.
    pub(super) fn options(&mut self, base: &ListingContent) -> Options {
        let named = (0..MOST).any(|nth| self.has(Field::Option(nth)));
        let (mut now, mut columns) = (Vec::new(), Vec::new());
        for nth in 0..MOST {
            let earlier = base.options.get(usize::from(nth));
            let name = match self.text(Field::Option(nth)) {
                Some(name) if named => text::clean(&name),
                _ => earlier.map(|own| own.name.clone()).unwrap_or_default(),
            };
            if name.is_empty() {
                continue;
            }
            let folded = text::fold(&name);
            let mut options = base.options.iter();
            let same = options.find(|own| text::fold(&own.name) == folded);
            let mut option = ProductOption {
                name,
                name_en: same.and_then(|own| own.name_en.clone()),
                values: same.map(|own| own.values.clone()).unwrap_or_default(),
            };
            for row in self.rows {
                let value = self.columns.text(row, Field::Choice(nth));
                let folded = text::fold(&value);
                let there = |own: &String| text::fold(own) == folded;
                if !value.is_empty() && !option.values.iter().any(there) {
                    option.values.push(value);
                }
            }
            now.push(option);
            columns.push(nth);
        }
        Options { now, columns }
    }
}
