//! An account does not keep a product in mind any more.

use super::WishlistError;
use crate::Catalog;
use crate::store::wishlist;
use kernel::{AccountId, Actor, ProductId, WishlistEntryId};

/// What is taken off a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwished {
    /// A product, whether it is public or not.
    Product(ProductId),
    /// An entry of one's own.
    Entry(WishlistEntryId),
}

impl Catalog {
    /// Takes something off the actor's list; what is not on it is passed over,
    /// whether it exists or not. Permission: accounts.
    ///
    /// # Errors
    /// [`WishlistError`]; then nothing has changed.
    pub async fn remove_from_wishlist(
        &self,
        actor: &Actor,
        what: Unwished,
    ) -> Result<(), WishlistError> {
        let account = actor.account_id().ok_or(WishlistError::NotAllowed)?;
        db::retry(|| self.remove_from_wishlist_once(account, what)).await
    }

    async fn remove_from_wishlist_once(
        &self,
        account: AccountId,
        what: Unwished,
    ) -> Result<(), WishlistError> {
        let tx = self.db.begin().await?;
        if wishlist::remove(&tx, account, what).await? {
            wishlist::count_one_less(&tx, account).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
