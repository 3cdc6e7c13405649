//! What goes with a product.

use crate::entity::product_card::{Column, Entity};
use crate::order::NEWEST;
use crate::strips::{self, Strip};
use crate::visibility::public_at;
use crate::{Card, Catalog};
use kernel::{ProductId, Timestamp};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter};

/// The most products that are told to go with one.
pub const MAX_RELATED: usize = 12;

impl Catalog {
    /// What goes with each public product among these, up to [`MAX_RELATED`],
    /// of whatever producer and never the product itself, in this order:
    ///
    /// 1. of the same product set and province,
    /// 2. of the same product set from elsewhere,
    /// 3. of the same group and province,
    /// 4. of the same group from elsewhere;
    ///
    /// each the last published first. Two statements, however many products
    /// there are.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn related_to(
        &self,
        products: &[ProductId],
    ) -> Result<Vec<(ProductId, Card)>, DbErr> {
        let now = self.clock.now();
        let anchors = self.cards_by_ids(products).await?;
        let strips = anchors.iter().flat_map(|card| tiers(card, now));
        let found = strips::cards(self.db.catalogue(), strips.collect()).await?;
        let mut related = Vec::new();
        for (anchor, tiers) in anchors.iter().zip(found.chunks(TIERS)) {
            let cards = tiers.iter().flatten().take(MAX_RELATED);
            related.extend(cards.map(|card| (anchor.product_id, card.clone())));
        }
        Ok(related)
    }
}

const TIERS: usize = 4;

/// The tiers exclude each other, and each follows an index to its end.
fn tiers(card: &Card, now: Timestamp) -> [Strip; TIERS] {
    let (set, group) = (Column::ProductSet, Column::GroupCode);
    let province = Column::ProvinceCode;
    let here = || province.eq(&*card.province_code);
    let elsewhere = || province.ne(&*card.province_code);
    let own_set = || Condition::all().add(set.eq(card.product_set));
    let own_group = || {
        Condition::all()
            .add(group.eq(card.group.as_str()))
            .add(set.ne(card.product_set))
    };
    [
        own_set().add(here()),
        own_set().add(elsewhere()),
        own_group().add(here()),
        own_group().add(elsewhere()),
    ]
    .map(|tier| {
        let query = Entity::find()
            .filter(public_at(now))
            .filter(tier)
            .filter(Column::ProductId.ne(card.product_id.0));
        Strip::sorted(query, NEWEST, MAX_RELATED as u64)
    })
}
