//! What the rows of one product say, as an edit of its listing. A column that
//! is not there leaves what is; an empty cell takes away what may be missing.

use super::places::Places;
use crate::bulk::amount;
use crate::bulk::cells::code;
use crate::bulk::field::{Columns, Field};
use crate::bulk::known::Known;
use crate::bulk::problem::{BulkCode, RowCode, RowProblem};
use crate::bulk::words;
use crate::listing::{AttributeValue, ContentCode, DeclarationEdit, ListingContent, ListingEdit};
use kernel::{VariantId, text};
use programme::Certificate;
use spreadsheets::{Cell, Row};
use std::collections::{HashMap, HashSet};

pub(super) struct Typed<'a> {
    pub(super) columns: &'a Columns,
    pub(super) rows: &'a [Row],
    pub(super) problems: &'a mut Vec<RowProblem>,
    pub(super) places: Places,
    disagreed: HashSet<Field>,
}

impl<'a> Typed<'a> {
    pub(super) fn new(
        columns: &'a Columns,
        rows: &'a [Row],
        problems: &'a mut Vec<RowProblem>,
    ) -> Self {
        Self {
            columns,
            rows,
            problems,
            places: Places::default(),
            disagreed: HashSet::new(),
        }
    }

    pub(super) fn into_places(self) -> Places {
        self.places
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.columns.place(field).is_some()
    }

    /// Says that what stands for the product as a whole is wrong.
    pub(super) fn refuse(&mut self, field: Field, code: impl Into<RowCode>) {
        let first = self.rows.first().map_or(0, |row| row.line);
        let line = self.places.told.get(&field).copied().unwrap_or(first);
        let place = self.columns.at(line, Some(field));
        self.problems.push(RowProblem::error(place, code));
    }

    /// Whether something is wrong with what a column says.
    pub(super) fn is_refused(&self, field: Field) -> bool {
        let column = self.columns.at(0, Some(field)).column;
        let mut problems = self.problems.iter();
        problems.any(|own| column.is_some() && own.place.column == column)
    }

    /// The cell that tells of the product as a whole: the first that is not
    /// empty, which no other row may contradict. `None` without the column,
    /// the empty cell where nobody says anything.
    pub(super) fn cell(&mut self, field: Field) -> Option<&'a Cell> {
        self.columns.place(field)?;
        let mut told: Option<&'a Cell> = None;
        for row in self.rows {
            let cell = self.columns.cell(row, field);
            if cell.is_empty() {
                continue;
            }
            match told {
                None => {
                    told = Some(cell);
                    self.places.told.insert(field, row.line);
                }
                Some(first) if words::same(first, cell) => {}
                // Said once, however often it is asked for.
                Some(_) if !self.disagreed.insert(field) => {}
                Some(_) => {
                    let place = self.columns.at(row.line, Some(field));
                    let problem = RowProblem::error(place, BulkCode::RowsDisagree);
                    self.problems.push(problem);
                }
            }
        }
        Some(told.unwrap_or(&spreadsheets::NOTHING))
    }

    /// The same as a text with its lines.
    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        self.cell(field).map(words::raw)
    }

    fn whole(&mut self, field: Field) -> Option<Option<i64>> {
        let cell = self.cell(field)?;
        if cell.is_empty() {
            return Some(None);
        }
        match amount::whole(cell) {
            Ok(number) => Some(Some(number)),
            Err(refused) => {
                self.refuse(field, code(refused));
                None
            }
        }
    }

    /// The edit of a content.
    pub(super) fn edit(
        &mut self,
        base: &ListingContent,
        known: Option<&Known>,
        certificate: Option<&Certificate>,
        stock: &HashMap<VariantId, (i64, i64)>,
    ) -> ListingEdit {
        let name = self
            .text(Field::Name)
            .filter(|name| !name.trim().is_empty());
        let mut edit = ListingEdit {
            name,
            name_en: self.text(Field::NameEn),
            certificate_id: certificate.map(|own| own.id),
            story: self.text(Field::Story),
            story_en: self.text(Field::StoryEn),
            videos: None,
            ingredients: self.text(Field::Ingredients),
            origin: self.text(Field::Origin),
            usage_notes: self.text(Field::UsageNotes),
            warnings: self.text(Field::Warnings),
            storage: self.text(Field::Storage),
            shelf_life_days: self.days(),
            declaration: self.declaration(base),
            abv_tenths: self.strength(),
            attributes: self.attributes(base),
            options: None,
            variants: None,
            images: None,
        };
        let options = self.options(base);
        let own_name = edit.name.as_deref().unwrap_or(&base.name).to_owned();
        let variants = self.variants(base, &options, known, stock, &own_name);
        edit.variants = variants;
        edit.options = (options.now != base.options).then_some(options.now);
        edit
    }

    fn days(&mut self) -> Option<Option<i32>> {
        let days = self.whole(Field::ShelfLifeDays)?;
        Some(days.map(|days| i32::try_from(days).unwrap_or(i32::MAX)))
    }

    fn strength(&mut self) -> Option<Option<i32>> {
        let said = text::clean(&self.text(Field::Abv)?);
        if said.is_empty() {
            return Some(None);
        }
        let tenths = amount::tenths(&said);
        if tenths.is_none() {
            self.refuse(Field::Abv, ContentCode::Invalid);
        }
        tenths.map(Some)
    }

    /// The declaration, of which what has no column stays.
    fn declaration(&mut self, base: &ListingContent) -> Option<Option<DeclarationEdit>> {
        use Field::{DeclarationDate, DeclarationNumber, DeclarationRegime};
        let regime = self.text(DeclarationRegime).map(|text| text::clean(&text));
        let number = self.text(DeclarationNumber).map(|text| text::clean(&text));
        let date = self.cell(DeclarationDate);
        if regime.is_none() && number.is_none() && date.is_none() {
            return None;
        }
        let empty = |text: &Option<String>| text.as_ref().is_none_or(String::is_empty);
        if empty(&regime) && empty(&number) && date.is_none_or(Cell::is_empty) {
            return Some(None);
        }
        let earlier = base.declaration.as_ref();
        let of = match regime.as_deref() {
            None => earlier.map(|own| own.regime),
            Some(said) => words::regime(said),
        };
        let day = match date {
            None => earlier.map(|own| own.date),
            Some(cell) => cell.day(),
        };
        if of.is_none() {
            let code = match empty(&regime) {
                true => ContentCode::Required,
                false => ContentCode::Invalid,
            };
            self.refuse(DeclarationRegime, code);
        }
        if day.is_none() {
            match date.is_none_or(Cell::is_empty) {
                true => self.refuse(DeclarationDate, ContentCode::Required),
                false => self.refuse(DeclarationDate, BulkCode::InvalidDate),
            }
        }
        let number = number.or_else(|| earlier.map(|own| own.number.clone()));
        Some(Some(DeclarationEdit {
            regime: of?,
            number: number.unwrap_or_default(),
            date: day?,
        }))
    }

    /// Every attribute, of which those with a column are as it says.
    fn attributes(&mut self, base: &ListingContent) -> Option<Vec<(String, AttributeValue)>> {
        let mut attributes = base.attributes.clone();
        let mut told = Vec::new();
        for field in self.columns.fields() {
            let Field::Attribute(own) = field else {
                continue;
            };
            told.push(own);
            let Some(cell) = self.cell(field) else {
                continue;
            };
            if cell.is_empty() {
                attributes.remove(own);
                continue;
            }
            match words::attribute(own, cell) {
                Ok(value) => {
                    attributes.insert(own.to_owned(), value);
                }
                Err(code) => self.refuse(field, code),
            }
        }
        if told.is_empty() {
            return None;
        }
        self.places.attributes = attributes
            .keys()
            .map(|code| told.iter().find(|own| *own == code).copied().unwrap_or(""))
            .collect();
        Some(attributes.into_iter().collect())
    }
}
