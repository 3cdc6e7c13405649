//! Rows of products: a variant each, and those with the same code are one
//! product, which is written as a whole or not at all.

mod options;
mod places;
mod typed;
mod variants;

use super::Bulk;
use super::cells::Cells;
use super::field::{Columns, Field};
use super::known::Known;
use super::outcome::{Outcome, Step, Tally};
use super::problem::{BulkCode, RowProblem};
use crate::Catalog;
use crate::entity::product;
use crate::listing::{
    Begun, ChangeCommand, ChangeError, ContentCode, CreateListingError, Finding, ListingContent,
    NewListing, beginnable, begun,
};
use crate::store::bulk::known;
use crate::store::listings;
use kernel::{ProductId, VariantId, text};
use programme::{Certificate, Producer};
use sea_orm::DbErr;
use spreadsheets::Row;
use std::collections::{HashMap, HashSet};
use typed::Typed;
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

/// What becomes of a group that can be written.
struct Plan {
    outcome: Outcome,
    next: ListingContent,
    /// Of a new product: its set.
    product_set: i32,
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
                        let problem = step.error(
                            group.first(),
                            Field::Product,
                            BulkCode::DuplicateRow,
                        );
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

    /// What a group makes of its listing, by every rule of typing it.
    async fn plan(
        &self,
        step: &Step<'_>,
        group: &Group,
        known: Option<&Known>,
        ground: &Ground,
    ) -> Result<Result<Plan, Vec<RowProblem>>, DbErr> {
        let mut problems = group.problems.clone();
        let mut typed = Typed::new(step.columns, &group.rows, &mut problems);
        let set = typed.product_set(known);
        let certificate = typed.certificate(known, &ground.certificates, step.now);
        let mut base = known.map(|known| known.content.clone()).unwrap_or_default();
        let product = match known {
            Some(known) => {
                if known.is_taken_down() {
                    typed.refuse(Field::Product, BulkCode::TakenDown);
                }
                known.product.clone()
            }
            None => {
                let new = NewListing {
                    producer_id: ground.producer.id,
                    product_set: set.unwrap_or_default(),
                    certificate_id: certificate.map(|own| own.id),
                    name: typed.text(Field::Name),
                };
                // What is wrong with its cells is said there.
                if set.is_some() {
                    match beginnable(&new, &ground.producer, certificate, ground.listings) {
                        Ok(name) => base.name = name,
                        Err(CreateListingError::Fault(error)) => return Err(error),
                        // Its certificate would have given it a name.
                        Err(CreateListingError::Name) if typed.is_refused(Field::Certificate) => {}
                        Err(error) => typed.refuse_new(&error),
                    }
                }
                base.certificate_id = new.certificate_id;
                product::Model {
                    id: Uuid::nil(),
                    producer_id: ground.producer.id.0,
                    product_set: new.product_set,
                    ..product::Model::empty(step.now)
                }
            }
        };
        let seen = typed.text(Field::Version).unwrap_or_default();
        let edit = typed.edit(&base, known, certificate, &ground.stock);
        let places = typed.into_places();
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let live = known.map(Known::live).unwrap_or_default();
        let next = self
            .catalog
            .edited(step.tx, &product, &base, &live, edit, step.now)
            .await;
        let next = match next {
            Ok(next) => next,
            Err(ChangeError::Invalid(wrong)) => {
                let wrong = wrong.iter().map(|one| places.problem(step, group, one));
                return Ok(Err(wrong.collect()));
            }
            Err(ChangeError::Fault(error)) => return Err(error),
            Err(error) => return Err(DbErr::Custom(error.to_string())),
        };
        let outcome = match known {
            None => Outcome::Created,
            Some(known) if known.content == next => Outcome::Unchanged,
            Some(known) => {
                if !seen.is_empty() && seen != known.version() {
                    let problem = step.error(group.first(), Field::Version, BulkCode::Outdated);
                    return Ok(Err(vec![problem]));
                }
                Outcome::Updated
            }
        };
        Ok(Ok(Plan {
            outcome,
            next,
            product_set: product.product_set,
        }))
    }

    async fn carry_out(
        &self,
        step: &Step<'_>,
        group: &Group,
        known: Option<Known>,
        plan: Plan,
        ground: &Ground,
        tally: &mut Tally,
    ) -> Result<(), DbErr> {
        let Step { tx, actor, now, .. } = *step;
        let Plan { next, .. } = plan;
        let mut outcome = plan.outcome;
        let (product, change) = match (known, outcome) {
            (Some(known), Outcome::Unchanged) => (known.product, known.change),
            (Some(known), _) => {
                let change = match step.write {
                    true => self.write_change(step, &known, next).await?,
                    false => begun(&known.product, next, actor, now),
                };
                (known.product, Some(change))
            }
            (None, _) => {
                let product = product::Model {
                    id: ProductId::new(now).0,
                    producer_id: ground.producer.id.0,
                    product_set: plan.product_set,
                    ..product::Model::empty(now)
                };
                let change = match step.write {
                    true => {
                        let id = ProductId(product.id);
                        let begun = Begun {
                            id,
                            producer: &ground.producer,
                            product_set: plan.product_set,
                            content: next,
                        };
                        let change = self.catalog.insert_listing(tx, actor, begun, now).await?;
                        known::remember(tx, ground.producer.id, &group.key, id).await?;
                        change
                    }
                    false => begun(&product, next, actor, now),
                };
                (product, Some(change))
            }
        };
        if step.import.submit
            && let Some(mut change) = change
            && change.status.after(ChangeCommand::Submit).is_some()
        {
            let found = match step.write {
                true => {
                    let handed_in = self.catalog.hand_in(tx, actor, &product, &mut change, now);
                    match handed_in.await {
                        Ok(found) => found,
                        Err(ChangeError::Stopped(stops)) => stops,
                        Err(ChangeError::Fault(error)) => return Err(error),
                        Err(error) => return Err(DbErr::Custom(error.to_string())),
                    }
                }
                false => {
                    let findings = self.catalog.findings(tx, &product, &mut change, now);
                    let mut found = findings.await?;
                    // As handing in tells it.
                    if found.iter().any(|own| own.code.stops()) {
                        found.retain(|own| own.code.stops());
                    }
                    found
                }
            };
            if !found.iter().any(|own| own.code.stops()) {
                tally.submitted += 1;
                if outcome == Outcome::Unchanged {
                    outcome = Outcome::Updated;
                }
            }
            tally.problems.extend(found.iter().map(|own| finding(step, group, own)));
        }
        tally.count(outcome, group.len());
        Ok(())
    }
}

/// A group that is not written: every row of it fails, each with a reason.
fn failed(tally: &mut Tally, step: &Step<'_>, group: &Group, mut problems: Vec<RowProblem>) {
    for row in &group.rows {
        if !problems.iter().any(|problem| problem.place.line == row.line) {
            let code = BulkCode::OtherRowWrong;
            problems.push(step.error(row.line, Field::Product, code));
        }
    }
    tally.count(Outcome::Failed, group.len());
    tally.problems.extend(problems);
}

/// What the checks see, as a remark: the draft is there all the same.
fn finding(step: &Step<'_>, group: &Group, found: &Finding) -> RowProblem {
    let field = places::of_content(found.field).unwrap_or(Field::Product);
    step.warning(group.first(), field, found.code)
}
