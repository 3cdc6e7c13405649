//! Rows of prices.

use super::Bulk;
use super::amount;
use super::cells::{self, Cells};
use super::draft::Slot;
use super::field::{Columns, Field};
use super::outcome::{Outcome, Step, Tally};
use super::problem::{BulkCode, RowCode, RowProblem};
use crate::entity::product_variant;
use crate::listing::{ContentCode, PriceRequest, SetPriceError, TypedPrice, price};
use crate::store::bulk::known;
use crate::store::{content, events, prices};
use crate::{PriceTier, projection};
use kernel::VariantId;
use sea_orm::DbErr;
use spreadsheets::{Cell, Row};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A row that makes sense by itself. What is `None` has no column and stays.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) sku: String,
    price: i64,
    compare_at_price: Option<Option<i64>>,
    tiers: Option<Vec<(i32, i64)>>,
    /// An empty cell stays, too.
    pub(super) min_per_order: Option<i32>,
    pub(super) max_per_order: Option<i32>,
    version: Option<i64>,
}

pub(super) fn line(columns: &Columns, row: &Row) -> Slot<Line> {
    let mut cells = Cells::new(columns, row);
    let sku = cells.needed(Field::Sku);
    let price = cells.needed_whole(Field::Price);
    let compare = cells.whole(Field::CompareAtPrice);
    let compare_at_price = cells.has(Field::CompareAtPrice).then_some(compare);
    let tiers = tiers(&mut cells);
    let min_per_order = cells.small(Field::MinPerOrder);
    let max_per_order = cells.small(Field::MaxPerOrder);
    let version = cells.whole(Field::Version);
    match (sku, price) {
        (Some(sku), Some(price)) if cells.problems.is_empty() => Ok(Line {
            number: row.line,
            sku,
            price,
            compare_at_price,
            tiers,
            min_per_order,
            max_per_order,
            version,
        }),
        _ => Err(cells.problems),
    }
}

/// Those of one cell, "10:95000;50:90000", or of a column for each number of
/// units; not of both.
fn tiers(cells: &mut Cells<'_>) -> Option<Vec<(i32, i64)>> {
    let mut found = Vec::new();
    let mut columns: Vec<i32> = Vec::new();
    for field in cells.columns.fields() {
        if let Field::Tier(units) = field {
            columns.push(units);
        }
    }
    if columns.is_empty() && !cells.has(Field::Tiers) {
        return None;
    }
    columns.sort_unstable();
    for units in columns {
        if let Some(price) = cells.whole(Field::Tier(units)) {
            found.push((units, price));
        }
    }
    let together = cells.text(Field::Tiers);
    if together.is_empty() {
        return Some(found);
    }
    if !found.is_empty() {
        cells.refuse(Field::Tiers, BulkCode::InvalidTiers);
        return Some(found);
    }
    for tier in together.split(';').map(str::trim) {
        if tier.is_empty() {
            continue;
        }
        let Some((units, price)) = tier.split_once(':') else {
            cells.refuse(Field::Tiers, BulkCode::InvalidTiers);
            break;
        };
        let price = amount::whole(&Cell::Text(price.to_owned()));
        match (units.trim().parse(), price) {
            (Ok(units), Ok(price)) => found.push((units, price)),
            (Err(_), _) => {
                cells.refuse(Field::Tiers, BulkCode::InvalidTiers);
                break;
            }
            (_, Err(refused)) => {
                cells.refuse(Field::Tiers, cells::code(refused));
                break;
            }
        }
    }
    Some(found)
}

/// What a row asks for.
enum Wish {
    /// It is there already.
    Nothing,
    /// It waits already.
    Waits,
    New(TypedPrice),
}

impl Bulk {
    /// Holds rows against prices, and sets them.
    pub(super) async fn price_rows(
        &self,
        step: &Step<'_>,
        rows: &[Slot<Line>],
    ) -> Result<Tally, DbErr> {
        let Step { tx, now, .. } = *step;
        let mut tally = Tally::default();
        let lines = || rows.iter().flatten();
        let skus: Vec<&str> = lines().map(|own| own.sku.as_str()).collect();
        let limits = lines().any(|own| own.min_per_order.or(own.max_per_order).is_some());
        let mut drafts = self.drafts(step, &skus, limits).await?;
        let mut variants = known::lock_variants(tx, step.import.producer_id, &skus).await?;
        let ids: Vec<VariantId> = variants.values().map(|own| own.id.into()).collect();
        let waiting = prices::waiting_for_all(tx, &ids).await?.into_iter();
        let mut waiting: HashMap<VariantId, PriceRequest> =
            waiting.map(|own| (own.variant_id, own)).collect();
        let (mut told, mut stale) = (Vec::new(), BTreeSet::<Uuid>::new());
        for slot in rows {
            let line = match slot {
                Ok(line) => line,
                Err(problems) => {
                    tally.fail(problems.iter().cloned());
                    continue;
                }
            };
            let Some(variant) = variants.remove(&line.sku) else {
                tally.fail([step.error(line.number, Field::Sku, BulkCode::UnknownSku)]);
                continue;
            };
            let (id, product) = (VariantId(variant.id), variant.product_id);
            let wish = match wish(step, line, &variant, waiting.get(&id))? {
                Ok(wish) => wish,
                Err(problem) => {
                    tally.fail([problem]);
                    continue;
                }
            };
            // A row is taken as a whole: limits that cannot be refuse its price.
            let limited = match drafts.limit(step, line, product, id) {
                Ok(limited) => limited,
                Err(problem) => {
                    tally.fail([problem]);
                    continue;
                }
            };
            let price_changes = matches!(wish, Wish::New(_));
            let warn = |field, code| step.warning(line.number, field, code);
            match wish {
                Wish::Nothing => {}
                Wish::Waits => tally
                    .problems
                    .push(warn(Field::Price, BulkCode::PriceWaits)),
                Wish::New(typed) => {
                    let waits = typed.jumps(variant.reviewed_price.unwrap_or(variant.price));
                    if waits {
                        tally
                            .problems
                            .push(warn(Field::Price, BulkCode::PriceWaits));
                    } else {
                        stale.insert(product);
                    }
                    if step.write {
                        let earlier = waiting.remove(&id);
                        let (_, details) = price(tx, variant, earlier, typed, now).await?;
                        told.push((product.into(), details));
                    }
                }
            }
            if limited {
                let problem = warn(Field::MinPerOrder, BulkCode::LimitsDrafted);
                tally.problems.push(problem);
            }
            tally.count(
                if price_changes || limited {
                    Outcome::Updated
                } else {
                    Outcome::Unchanged
                },
                1,
            );
        }
        if step.write {
            for product in stale {
                projection::refresh(&self.catalog.outbox, tx, product, now).await?;
            }
            events::append_all(tx, "PRICE", step.actor, told, now).await?;
            self.write_drafts(step, drafts).await?;
        }
        Ok(tally)
    }
}

fn wish(
    step: &Step<'_>,
    line: &Line,
    variant: &product_variant::Model,
    waiting: Option<&PriceRequest>,
) -> Result<Result<Wish, RowProblem>, DbErr> {
    let at = |field, code: RowCode| Ok(Err(step.error(line.number, field, code)));
    let now: Vec<PriceTier> = content::parsed(&variant.tiers, "tiers", variant.id)?;
    let tiers = match &line.tiers {
        Some(tiers) => tiers.clone(),
        None => now.iter().map(|own| (own.from, own.price.dong())).collect(),
    };
    let compare = line.compare_at_price.unwrap_or(variant.compare_at_price);
    let typed = match TypedPrice::new(line.price, compare, &tiers) {
        Ok(typed) => typed,
        Err(SetPriceError::CompareAtPrice) => {
            return at(Field::CompareAtPrice, ContentCode::CompareAtTooLow.into());
        }
        Err(SetPriceError::Tier(nth)) => {
            let column = tiers.get(nth).map(|(units, _)| Field::Tier(*units));
            let column = column.filter(|field| step.columns.place(*field).is_some());
            let column = column.unwrap_or(Field::Tiers);
            return at(column, BulkCode::InvalidTiers.into());
        }
        Err(SetPriceError::Fault(error)) => return Err(error),
        Err(_) => return at(Field::Price, ContentCode::OutOfRange.into()),
    };
    let same = typed.price.dong() == variant.price
        && typed.compare_at_price.map(kernel::Money::dong) == variant.compare_at_price
        && typed.tiers == now;
    if same {
        return Ok(Ok(Wish::Nothing));
    }
    let waits = waiting.is_some_and(|own| {
        own.price == typed.price
            && own.compare_at_price == typed.compare_at_price
            && own.tiers == typed.tiers
    });
    if waits {
        return Ok(Ok(Wish::Waits));
    }
    if line.version.is_some_and(|seen| seen != variant.version) {
        return at(Field::Version, BulkCode::Outdated.into());
    }
    Ok(Ok(Wish::New(typed)))
}
