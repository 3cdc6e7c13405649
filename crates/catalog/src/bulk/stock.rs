//! Rows of stock.

use super::Bulk;
use super::cells::Cells;
use super::draft::Slot;
use super::field::{Columns, Field};
use super::outcome::{Outcome, Step, Tally};
use super::problem::BulkCode;
use crate::Catalog;
use crate::listing::{ContentCode, SetStockError, counted, stock_details};
use crate::store::bulk::known;
use crate::store::events;
use kernel::VariantId;
use sea_orm::DbErr;
use spreadsheets::Row;

/// A row that makes sense by itself.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) sku: String,
    on_hand: i64,
    believed: Option<i64>,
}

pub(super) fn line(columns: &Columns, row: &Row) -> Slot<Line> {
    let mut cells = Cells::new(columns, row);
    let sku = cells.needed(Field::Sku);
    let on_hand = cells.needed_whole(Field::OnHand);
    let believed = cells.whole(Field::Believed);
    match (sku, on_hand) {
        (Some(sku), Some(on_hand)) if cells.problems.is_empty() => Ok(Line {
            number: row.line,
            sku,
            on_hand,
            believed,
        }),
        _ => Err(cells.problems),
    }
}

impl Bulk {
    /// Holds rows against the stock, and sets it. A bounded number of
    /// statements, however many rows.
    pub(super) async fn stock_rows(
        &self,
        step: &Step<'_>,
        rows: &[Slot<Line>],
    ) -> Result<Tally, DbErr> {
        let Step { tx, now, .. } = *step;
        let mut tally = Tally::default();
        let skus: Vec<&str> = rows.iter().flatten().map(|own| own.sku.as_str()).collect();
        let variants = known::lock_variants(tx, step.import.producer_id, &skus).await?;
        let ids: Vec<VariantId> = variants.values().map(|own| own.id.into()).collect();
        let stocks = Catalog::lock_stocks(tx, &ids).await?;
        let (mut changes, mut told) = (Vec::new(), Vec::new());
        for slot in rows {
            let line = match slot {
                Ok(line) => line,
                Err(problems) => {
                    tally.fail(problems.iter().cloned());
                    continue;
                }
            };
            let fail = |field, code: super::RowCode| [step.error(line.number, field, code)];
            let Some(variant) = variants.get(&line.sku) else {
                tally.fail(fail(Field::Sku, BulkCode::UnknownSku.into()));
                continue;
            };
            let id = VariantId(variant.id);
            let missing = || DbErr::RecordNotFound(format!("stock of variant {id}"));
            let there = stocks.get(&id).copied().ok_or_else(missing)?;
            match counted(line.on_hand, line.believed, there) {
                Ok(0) => tally.count(Outcome::Unchanged, 1),
                Ok(change) => {
                    tally.count(Outcome::Updated, 1);
                    changes.push((id, variant.product_id, change));
                    let details = stock_details(id, there.0, line.on_hand);
                    told.push((variant.product_id.into(), details));
                }
                Err(SetStockError::Units) => {
                    tally.fail(fail(Field::OnHand, ContentCode::OutOfRange.into()));
                }
                Err(SetStockError::Outdated(_)) => {
                    tally.fail(fail(Field::Believed, BulkCode::Outdated.into()));
                }
                Err(SetStockError::Reserved(_)) => {
                    tally.fail(fail(Field::OnHand, BulkCode::BelowReserved.into()));
                }
                Err(SetStockError::NotFound) => {
                    tally.fail(fail(Field::Sku, BulkCode::UnknownSku.into()));
                }
                Err(SetStockError::Fault(error)) => return Err(error),
            }
        }
        if step.write {
            self.catalog.adjust(tx, &changes, step.actor, now).await?;
            events::append_all(tx, "STOCK", step.actor, told, now).await?;
        }
        Ok(tally)
    }
}
