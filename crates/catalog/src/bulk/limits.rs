//! Limits per order in a table of prices. They are part of what a moderator
//! looks at, so they go into the listing's draft.

use super::Bulk;
use super::field::Field;
use super::known::Known;
use super::outcome::Step;
use super::prices::Line;
use super::problem::{BulkCode, RowProblem};
use crate::listing::{ContentCode, ListingContent, limits_fit};
use crate::store::bulk::known;
use kernel::VariantId;
use sea_orm::DbErr;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The listings of a chunk's rows, and what becomes of their contents.
#[derive(Default)]
pub(super) struct Drafts {
    known: HashMap<Uuid, Known>,
    next: BTreeMap<Uuid, ListingContent>,
}

impl Drafts {
    /// Notes a row's limits; whether they are news.
    pub(super) fn limit(
        &mut self,
        step: &Step<'_>,
        line: &Line,
        product: Uuid,
        variant: VariantId,
    ) -> Result<bool, RowProblem> {
        if line.min_per_order.or(line.max_per_order).is_none() {
            return Ok(false);
        }
        let fail = |field, code| Err(step.error(line.number, field, code));
        let Some(known) = self.known.get(&product) else {
            return Ok(false);
        };
        let content = self.next.get(&product).unwrap_or(&known.content);
        let place = content.variants.iter().position(|own| own.id == variant);
        let Some(place) = place else {
            let code = super::RowCode::Content(ContentCode::UnknownVariant);
            return fail(Field::Sku, code);
        };
        let own = &content.variants[place];
        let least = line.min_per_order.unwrap_or(own.min_per_order);
        let most = line.max_per_order.unwrap_or(own.max_per_order);
        if (least, most) == (own.min_per_order, own.max_per_order) {
            return Ok(false);
        }
        let out_of_range = ContentCode::OutOfRange.into();
        match limits_fit(least, most) {
            (false, _) => return fail(Field::MinPerOrder, out_of_range),
            (true, false) => return fail(Field::MaxPerOrder, out_of_range),
            (true, true) => {}
        }
        if known.is_taken_down() {
            return fail(Field::Sku, BulkCode::TakenDown.into());
        }
        let mut next = content.clone();
        let own = &mut next.variants[place];
        (own.min_per_order, own.max_per_order) = (least, most);
        self.next.insert(product, next);
        Ok(true)
    }
}

impl Bulk {
    /// The listings of these SKUs, where rows have limits. Products are locked
    /// before variants, as everybody does.
    pub(super) async fn drafts(
        &self,
        step: &Step<'_>,
        skus: &[&str],
        wanted: bool,
    ) -> Result<Drafts, DbErr> {
        if !wanted {
            return Ok(Drafts::default());
        }
        let found = known::products_of_skus(step.tx, step.import.producer_id, skus).await?;
        let mut ids: Vec<Uuid> = found.into_values().collect();
        ids.sort_unstable();
        ids.dedup();
        let known = self.known(step, &ids).await?;
        Ok(Drafts {
            known,
            next: BTreeMap::new(),
        })
    }

    pub(super) async fn write_drafts(&self, step: &Step<'_>, drafts: Drafts) -> Result<(), DbErr> {
        for (product, next) in drafts.next {
            if let Some(known) = drafts.known.get(&product) {
                self.write_change(step, known, next).await?;
            }
        }
        Ok(())
    }
}
