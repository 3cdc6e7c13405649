//! Writes what a group of rows makes of its listing.

use super::plan::Plan;
use super::{Ground, Group, places};
use crate::bulk::Bulk;
use crate::bulk::field::Field;
use crate::bulk::known::Known;
use crate::bulk::outcome::{Outcome, Step, Tally};
use crate::bulk::problem::RowProblem;
use crate::entity::product;
use crate::listing::{Begun, ChangeCommand, ChangeError, Finding, begun};
use crate::store::bulk::known;
use kernel::ProductId;
use sea_orm::DbErr;

impl Bulk {
    /// Writes a plan, hands its change in where that is asked for, and counts
    /// it. A check does everything but the writing.
    pub(super) async fn carry_out(
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
            tally
                .problems
                .extend(found.iter().map(|own| finding(step, group, own)));
        }
        tally.count(outcome, group.len());
        Ok(())
    }
}

/// What the checks see, as a remark: the draft is there all the same.
fn finding(step: &Step<'_>, group: &Group, found: &Finding) -> RowProblem {
    let field = places::of_content(found.field).unwrap_or(Field::Product);
    step.warning(group.first(), field, found.code)
}
