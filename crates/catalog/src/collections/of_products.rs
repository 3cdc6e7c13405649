//! In which collections products are.

use super::Collection;
use crate::Catalog;
use crate::store::collections as store;
use kernel::ProductId;
use sea_orm::DbErr;
use std::collections::HashMap;

/// The most collections told of a product, and the most rules that are asked.
pub const MAX_COLLECTIONS: usize = 10;
const MAX_RULES: u64 = 200;

impl Catalog {
    /// The public collections in which the public products among these are,
    /// in their order, up to [`MAX_COLLECTIONS`] for each. Three statements,
    /// however many products there are: rules are held against the cards.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn collections_of(
        &self,
        products: &[ProductId],
    ) -> Result<Vec<(ProductId, Collection)>, DbErr> {
        let (db, now) = (self.db.catalogue(), self.clock.now());
        let cards = self.cards_by_ids(products).await?;
        let ids: Vec<ProductId> = cards.iter().map(|card| card.product_id).collect();
        let rules = store::public_rules(db, MAX_RULES, now).await?;
        let mut chosen: HashMap<ProductId, Vec<Collection>> = HashMap::new();
        for (product, own) in store::public_with(db, &ids, now).await? {
            chosen.entry(product).or_default().push(own);
        }
        let mut found = Vec::new();
        for card in &cards {
            let mut own = chosen.remove(&card.product_id).unwrap_or_default();
            own.extend(rules.iter().filter(|own| own.rules_in(card, now)).cloned());
            own.retain(|own| own.takes_from(&card.province_code));
            own.sort_by_key(|own| (own.content.position, own.id));
            own.truncate(MAX_COLLECTIONS);
            found.extend(own.into_iter().map(|own| (card.product_id, own)));
        }
        Ok(found)
    }
}
