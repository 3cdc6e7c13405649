//! Rows of products: a variant each, and those with the same code are one
//! product, which is written as a whole or not at all.

mod begin;
mod carry_out;
mod options;
mod places;
mod plan;
mod typed;
mod variants;

use super::Bulk;
use super::cells::Cells;
use super::field::{Columns, Field};
use super::known::Known;
use super::outcome::{Outcome, Step, Tally};
use super::problem::{BulkCode, RowProblem};
use crate::Catalog;
use crate::listing::ContentCode;
use crate::store::bulk::known;
use crate::store::listings;
use kernel::{VariantId, text};
use programme::{Certificate, Producer};
use sea_orm::DbErr;
use spreadsheets::Row;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The longest code.
const MAX_CODE: usize = 100;

/// The rows of one product, or one row that is no product's.
pub(super) struct Group {
    /// The product's code, folded.
    key: String,
    rows: Vec<Row>,
    problems: Vec<RowProblem>,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    fn first(&self) -> u32 {
        self.rows.first().map_or(0, |row| row.line)
    }
}

/// Puts rows together, in the order in which products first come.
pub(super) fn groups(columns: &Columns, rows: Vec<Row>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut skus: HashSet<String> = HashSet::new();
    for row in rows {
        let mut cells = Cells::new(columns, &row);
        let counted = cells.problems.is_empty();
        let code = cells.needed(Field::Product);
        let key = code.map(|code| text::fold(&code)).unwrap_or_default();
        if key.chars().count() > MAX_CODE {
            cells.refuse(Field::Product, ContentCode::TooLong);
        }
        if let Some(sku) = cells.needed(Field::Sku)
            && !skus.insert(sku)
        {
            cells.refuse(Field::Sku, BulkCode::DuplicateRow);
        }
        let problems = std::mem::take(&mut cells.problems);
        // What a row of another length says its code is may be anything.
        let place = match counted && !key.is_empty() {
            true => *places.entry(key.clone()).or_insert(groups.len()),
            false => groups.len(),
        };
        match groups.get_mut(place) {
            Some(group) => {
                group.rows.push(row);
                group.problems.extend(problems);
            }
            None => groups.push(Group {
                key,
                rows: vec![row],
                problems,
            }),
        }
    }
    groups
}

/// The groups from that row on, until there are so many rows.
pub(super) fn from(groups: &[Group], row: usize, most: usize) -> &[Group] {
    let (mut skipped, mut first) = (0, 0);
    while skipped < row && first < groups.len() {
        skipped += groups[first].len();
        first += 1;
    }
    let (mut rows, mut last) = (0, first);
    while rows < most && last < groups.len() {
        rows += groups[last].len();
        last += 1;
    }
    groups.get(first..last).unwrap_or_default()
}

/// What the rows of a chunk are held against.
struct Ground {
    producer: Producer,
    certificates: HashMap<String, Certificate>,
    /// On hand of the variants on sale.
    stock: HashMap<VariantId, (i64, i64)>,
    /// Listings of the producer, with those that would be by now.
    listings: u64,
}

impl Bulk {
    /// Holds products against the listings, and writes their changes.
    pub(super) async fn product_rows(
        &self,
        step: &Step<'_>,
        groups: &[Group],
        fresh: &mut u64,
    ) -> Result<Tally, DbErr> {
        let (tx, owner) = (step.tx, step.import.producer_id);
        let mut tally = Tally::default();
        let keys: Vec<&str> = groups.iter().map(|own| own.key.as_str()).collect();
        let named = known::products(tx, owner, &keys).await?;
        let mut ids: Vec<Uuid> = named.values().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut listings = self.known(step, &ids).await?;
        let producer = programme::find_producer(tx, owner).await?;
        let missing = || DbErr::RecordNotFound(format!("producer {owner}"));
        let certificates = programme::certificates_of(tx, owner).await?.into_iter();
        let live: Vec<VariantId> = listings.values().flat_map(Known::live).collect();
        let mut ground = Ground {
            producer: producer.ok_or_else(missing)?,
            certificates: certificates
                .map(|own| (text::clean(&own.number), own))
                .collect(),
            stock: Catalog::stock_on(tx, &live).await?,
            listings: listings::count_of(tx, owner).await? + if step.write { 0 } else { *fresh },
        };
        for group in groups {
            let id = named.get(&group.key);
            // A product that this chunk wrote already is one row above.
            let known = match id {
                Some(id) => match listings.remove(id) {
                    Some(known) => Some(known),
                    None => {
                        let problem =
                            step.error(group.first(), Field::Product, BulkCode::DuplicateRow);
                        failed(&mut tally, step, group, vec![problem]);
                        continue;
                    }
                },
                None => None,
            };
            let plan = self.plan(step, group, known.as_ref(), &ground).await?;
            match plan {
                Ok(plan) => {
                    if plan.outcome == Outcome::Created {
                        ground.listings += 1;
                        *fresh += 1;
                    }
                    self.carry_out(step, group, known, plan, &ground, &mut tally)
                        .await?;
                }
                Err(problems) => failed(&mut tally, step, group, problems),
            }
        }
        tally.problems.sort_by_key(|problem| problem.place.line);
        Ok(tally)
    }
}

/// A group that is not written: every row of it fails, each with a reason.
fn failed(tally: &mut Tally, step: &Step<'_>, group: &Group, mut problems: Vec<RowProblem>) {
    for row in &group.rows {
        if !problems
            .iter()
            .any(|problem| problem.place.line == row.line)
        {
            let code = BulkCode::OtherRowWrong;
            problems.push(step.error(row.line, Field::Product, code));
        }
    }
    tally.count(Outcome::Failed, group.len());
    tally.problems.extend(problems);
}
