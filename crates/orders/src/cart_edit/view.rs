//! A cart as its shopper sees it.

use super::CartError;
use super::access::{CartAccess, status};
use crate::Orders;
use crate::cart::{Cart, CartLine, group, to_fetch};
use crate::entity::cart;
use crate::store;
use catalog::Catalog;
use kernel::{Actor, CartId, VariantId, clock::day_in_vietnam};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

impl Orders {
    /// A cart as it stands, priced now; `None` when there is none or the right
    /// to it is missing.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn cart(&self, actor: &Actor, access: &CartAccess) -> Result<Option<Cart>, DbErr> {
        let row = cart::Entity::find_by_id(access.id.0)
            .one(self.db.primary())
            .await?;
        let Some(row) = row.filter(|row| self.may_use(actor, access, row)) else {
            return Ok(None);
        };
        match self.view(self.db.primary(), row).await {
            Ok(cart) => Ok(Some(cart)),
            Err(CartError::Fault(error)) => Err(error),
            Err(other) => Err(DbErr::Custom(other.to_string())),
        }
    }

    /// Prices a stored cart.
    pub(super) async fn view(
        &self,
        connection: &impl ConnectionTrait,
        row: cart::Model,
    ) -> Result<Cart, CartError> {
        let now = self.clock.now();
        let id = CartId(row.id);
        let stored = store::cart_lines(connection, id).await?;
        let (address, contact) = (store::cart_address(&row), store::cart_contact(&row));
        let (groups, totals) = if stored.is_empty() {
            Default::default()
        } else {
            let ids: Vec<VariantId> = stored.iter().map(|line| line.variant_id).collect();
            let quotes = Catalog::quote(connection, &ids, now).await?;
            let available = Catalog::availability_on(connection, &ids).await?;
            let mut lines = Vec::with_capacity(stored.len());
            for line in stored {
                let Some(quote) = quotes.get(&line.variant_id).cloned() else {
                    continue;
                };
                lines.push(CartLine {
                    total: quote
                        .variant
                        .price_for(line.quantity)
                        .times(line.quantity)?,
                    quantity: line.quantity,
                    available: available.get(&line.variant_id).copied().unwrap_or(0),
                    quote,
                });
            }
            let choices = store::cart_choices(connection, id).await?;
            let places = Catalog::pick_ups(connection, &to_fetch(&lines, &choices), now).await?;
            let rates = store::rates(connection, day_in_vietnam(now)).await?;
            group(
                lines,
                &choices,
                &places,
                address
                    .as_ref()
                    .map(|address| address.province_code.as_str()),
                &rates,
            )?
        };
        Ok(Cart {
            id,
            status: status(&row, now),
            address,
            contact,
            groups,
            totals,
            expires_at: row.expires_at,
        })
    }
}
