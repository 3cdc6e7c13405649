//! Reading one's own list.

use super::WishlistEntry;
use crate::Catalog;
use crate::ReadError;
use crate::store::wishlist;
use kernel::{AccountId, Actor, Page, PageArgs, ProductId};
use sea_orm::DbErr;
use std::collections::HashMap;

impl Catalog {
    /// A page of the actor's list, in the order of adding. The products of the
    /// entries are yet to be asked of the gate.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn wishlist(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<WishlistEntry>, ReadError> {
        let account = actor.account_id().ok_or(ReadError::NotAllowed)?;
        let rows = wishlist::rows(self.db.primary(), account, page).await?;
        Ok(Page::from_rows(page, rows, wishlist::position))
    }

    /// Which of these products these accounts keep in mind.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn wished(
        &self,
        wanted: &[(AccountId, ProductId)],
    ) -> Result<Vec<(AccountId, ProductId)>, DbErr> {
        let mut products: HashMap<AccountId, Vec<ProductId>> = HashMap::new();
        for (account, product) in wanted {
            products.entry(*account).or_default().push(*product);
        }
        let mut found = Vec::new();
        for (account, ids) in products {
            let own = wishlist::among(self.db.primary(), account, &ids).await?;
            found.extend(own.into_iter().map(|id| (account, id)));
        }
        Ok(found)
    }
}
