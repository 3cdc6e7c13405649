//! A file as rows that make sense by themselves, or do not.

use super::field::{Columns, Field};
use super::kind::TableKind;
use super::outcome::{Step, Tally};
use super::problem::{BulkCode, RowProblem};
use super::products::{self, Group};
use super::{Bulk, prices, stock};
use sea_orm::DbErr;
use spreadsheets::{Format, Refusal, Sheet, Wanted};
use std::collections::HashSet;

/// A row, or everything that is wrong with it.
pub(super) type Slot<T> = Result<T, Vec<RowProblem>>;

/// Rows of one transaction: other writers wait no longer than that takes.
const CHUNK: usize = 250;
/// Rows of products, which cost more each.
const CHUNK_OF_PRODUCTS: usize = 100;

/// A file's rows.
pub(super) enum Rows {
    Stock(Vec<Slot<stock::Line>>),
    Prices(Vec<Slot<prices::Line>>),
    Products(Vec<Group>),
}

pub(super) struct Draft {
    pub(super) columns: Columns,
    pub(super) rows: Rows,
}

impl Draft {
    /// Reads a table. Takes its time: not for the async executor.
    pub(super) fn read(
        kind: TableKind,
        format: Format,
        bytes: &[u8],
        mapping: &[(Field, String)],
    ) -> Result<Self, Refusal> {
        let sheet = Sheet::read(format, bytes)?;
        let wanted = Wanted {
            usual: Field::of(kind),
            needed: match kind {
                TableKind::Stock => |field| field.is_needed(TableKind::Stock),
                TableKind::Prices => |field| field.is_needed(TableKind::Prices),
                TableKind::Products => |field| field.is_needed(TableKind::Products),
            },
            made: match kind {
                TableKind::Prices => Field::tier_of,
                _ => |_| None,
            },
        };
        let columns = Columns::find(sheet.header, mapping, &wanted)?;
        let rows = match kind {
            TableKind::Stock => {
                let lines = sheet.rows.iter().map(|row| stock::line(&columns, row));
                let mut lines: Vec<_> = lines.collect();
                refuse_repeated(&mut lines, &columns, |own| (own.number, &own.sku));
                Rows::Stock(lines)
            }
            TableKind::Prices => {
                let lines = sheet.rows.iter().map(|row| prices::line(&columns, row));
                let mut lines: Vec<_> = lines.collect();
                refuse_repeated(&mut lines, &columns, |own| (own.number, &own.sku));
                Rows::Prices(lines)
            }
            TableKind::Products => Rows::Products(products::groups(&columns, sheet.rows)),
        };
        Ok(Self { columns, rows })
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        match &self.rows {
            Rows::Stock(rows) => rows.len(),
            Rows::Prices(rows) => rows.len(),
            Rows::Products(groups) => groups.iter().map(Group::len).sum(),
        }
    }
}

/// Turns a row whose SKU stands above into an error.
fn refuse_repeated<T>(
    rows: &mut [Slot<T>],
    columns: &Columns,
    known_by: impl Fn(&T) -> (u32, &String),
) {
    let mut seen: HashSet<String> = HashSet::new();
    for slot in rows {
        let Ok(own) = slot else { continue };
        let (line, sku) = known_by(own);
        if !seen.insert(sku.clone()) {
            let place = columns.at(line, Some(Field::Sku));
            *slot = Err(vec![RowProblem::error(place, BulkCode::DuplicateRow)]);
        }
    }
}

impl Bulk {
    /// Goes through the rows from that one on, as many as one transaction
    /// takes. Returns what became of them and how many there were; `None`
    /// where there are no more. `fresh` counts products that a check would
    /// have made.
    pub(super) async fn chunk(
        &self,
        step: &Step<'_>,
        rows: &Rows,
        from: usize,
        fresh: &mut u64,
    ) -> Result<Option<(Tally, usize)>, DbErr> {
        Ok(match rows {
            Rows::Stock(rows) => match slice(rows, from) {
                [] => None,
                rows => Some((self.stock_rows(step, rows).await?, rows.len())),
            },
            Rows::Prices(rows) => match slice(rows, from) {
                [] => None,
                rows => Some((self.price_rows(step, rows).await?, rows.len())),
            },
            Rows::Products(groups) => {
                let groups = products::from(groups, from, CHUNK_OF_PRODUCTS);
                let count = groups.iter().map(Group::len).sum();
                match groups {
                    [] => None,
                    groups => Some((self.product_rows(step, groups, fresh).await?, count)),
                }
            }
        })
    }
}

fn slice<T>(rows: &[T], from: usize) -> &[T] {
    let rest = rows.get(from..).unwrap_or_default();
    rest.get(..CHUNK).unwrap_or(rest)
}
