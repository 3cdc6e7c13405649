//! An account keeps a product in mind.

use super::WishlistEntry;
use crate::Catalog;
use crate::store::wishlist;
use crate::visibility;
use kernel::{AccountId, Actor, ProductId, WishlistEntryId};
use sea_orm::DbErr;

/// The most products that an account keeps in mind.
pub const MAX_ENTRIES: i64 = 500;

/// Why a product was not kept in mind.
#[derive(Debug, thiserror::Error)]
pub enum WishlistError {
    /// Nobody is signed in.
    #[error("only accounts keep products in mind")]
    NotAllowed,
    /// There is no such product that the public may see.
    #[error("there is no such product")]
    ProductNotFound,
    /// The account keeps as many as it may.
    #[error("at most {MAX_ENTRIES} products are kept in mind")]
    Full,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(WishlistError);

impl Catalog {
    /// Puts a public product on the actor's list. One that is on it stays where
    /// it is. Permission: accounts.
    ///
    /// # Errors
    /// [`WishlistError`]; then nothing has changed.
    pub async fn add_to_wishlist(
        &self,
        actor: &Actor,
        product: ProductId,
    ) -> Result<WishlistEntry, WishlistError> {
        let account = actor.account_id().ok_or(WishlistError::NotAllowed)?;
        db::retry(|| self.add_to_wishlist_once(account, product)).await
    }

    async fn add_to_wishlist_once(
        &self,
        account: AccountId,
        product: ProductId,
    ) -> Result<WishlistEntry, WishlistError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        if !visibility::is_public(&tx, product, now).await? {
            return Err(WishlistError::ProductNotFound);
        }
        let entry = WishlistEntry {
            id: WishlistEntryId::new(now),
            account_id: account,
            product_id: product,
            added_at: now,
        };
        if !wishlist::insert(&tx, &entry).await? {
            let there = wishlist::of_product(&tx, account, product).await?;
            return there.ok_or(WishlistError::ProductNotFound);
        }
        // Counted with the entry: of two at once, the second sees the first's.
        if !wishlist::count_one_more(&tx, account, MAX_ENTRIES).await? {
            return Err(WishlistError::Full);
        }
        tx.commit().await?;
        Ok(entry)
    }
}
