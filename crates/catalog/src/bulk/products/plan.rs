//! What a group of rows makes of its listing.

use super::typed::Typed;
use super::{Ground, Group};
use crate::bulk::Bulk;
use crate::bulk::field::Field;
use crate::bulk::known::Known;
use crate::bulk::outcome::{Outcome, Step};
use crate::bulk::problem::{BulkCode, RowProblem};
use crate::entity::product;
use crate::listing::{ChangeError, CreateListingError, ListingContent, NewListing, beginnable};
use sea_orm::DbErr;
use uuid::Uuid;

/// What becomes of a group that can be written.
pub(super) struct Plan {
    pub(super) outcome: Outcome,
    pub(super) next: ListingContent,
    /// Of a new product: its set.
    pub(super) product_set: i32,
}

impl Bulk {
    /// What a group makes of its listing, by every rule of typing it.
    pub(super) async fn plan(
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
}
