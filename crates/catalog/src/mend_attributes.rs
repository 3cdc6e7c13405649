//! Facts that lists narrow by are made what their listings say.

use crate::Catalog;
use crate::store::{attributes, listings};
use kernel::ProductId;
use sea_orm::DbErr;

/// Cards looked at in one round.
const BATCH: u64 = 500;

impl Catalog {
    /// Makes the facts that lists narrow by what the listings say; returns of
    /// how many products they were not: an older version of this program, which
    /// runs beside this one while it is replaced, does not write them. What is
    /// sound is only read.
    ///
    /// # Errors
    /// [`DbErr`]; what was not mended is left for the next call.
    pub async fn mend_attributes(&self) -> Result<usize, DbErr> {
        let (mut after, mut mended) = (None, 0);
        loop {
            let cards = self.cards_after(after, BATCH).await?;
            let Some(last) = cards.last() else {
                return Ok(mended);
            };
            after = Some(last.product_id);
            let products: Vec<_> = cards.iter().map(|card| card.product_id.0).collect();
            for product in attributes::off(self.db.primary(), &products).await? {
                db::retry(|| self.mend_facts(product.into())).await?;
                mended += 1;
            }
        }
    }

    async fn mend_facts(&self, product: ProductId) -> Result<(), DbErr> {
        let tx = self.db.begin().await?;
        if let Some(locked) = listings::lock(&tx, product).await? {
            attributes::mend(&tx, &locked).await?;
        }
        tx.commit().await
    }
}
