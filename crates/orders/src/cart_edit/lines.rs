//! What is in a cart.

use super::CartError;
use super::access::{CartAccess, touch};
use crate::Orders;
use crate::cart::{Cart, MAX_LINES, MAX_QUANTITY};
use crate::entity::cart_line;
use crate::store;
use catalog::{Catalog, NotNow, Quote};
use kernel::{Actor, Money, VariantId, clock::day_in_vietnam};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};
use std::collections::BTreeMap;

/// A wanted line.
#[derive(Clone, Copy, Debug)]
pub struct LineInput {
    /// What.
    pub variant_id: VariantId,
    /// How many.
    pub quantity: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Add,
    Set,
}

impl Orders {
    /// Adds lines; a variant that is there already gets the sum.
    ///
    /// # Errors
    /// [`CartError`]; nothing is added unless everything is.
    pub async fn cart_lines_add(
        &self,
        actor: &Actor,
        access: &CartAccess,
        lines: &[LineInput],
    ) -> Result<Cart, CartError> {
        db::retry(|| self.change_lines(actor, access, lines, Change::Add)).await
    }

    /// Sets the quantities of lines that are there; 0 removes.
    ///
    /// # Errors
    /// [`CartError`]; nothing is changed unless everything is.
    pub async fn cart_lines_update(
        &self,
        actor: &Actor,
        access: &CartAccess,
        lines: &[LineInput],
    ) -> Result<Cart, CartError> {
        db::retry(|| self.change_lines(actor, access, lines, Change::Set)).await
    }

    /// Removes lines.
    ///
    /// # Errors
    /// [`CartError::LineNotFound`]; nothing is removed unless everything is.
    pub async fn cart_lines_remove(
        &self,
        actor: &Actor,
        access: &CartAccess,
        variants: &[VariantId],
    ) -> Result<Cart, CartError> {
        let lines: Vec<LineInput> = variants
            .iter()
            .map(|id| LineInput {
                variant_id: *id,
                quantity: 0,
            })
            .collect();
        db::retry(|| self.change_lines(actor, access, &lines, Change::Set)).await
    }

    async fn change_lines(
        &self,
        actor: &Actor,
        access: &CartAccess,
        lines: &[LineInput],
        change: Change,
    ) -> Result<Cart, CartError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let row = self.open_cart(&tx, actor, access, now).await?;
        let mut stored: BTreeMap<VariantId, i64> = store::cart_lines(&tx, access.id)
            .await?
            .iter()
            .map(|line| (line.variant_id, line.quantity))
            .collect();
        let ids: Vec<VariantId> = lines.iter().map(|line| line.variant_id).collect();
        let quotes = Catalog::quote_locked(&tx, &ids, now).await?;
        let available = Catalog::availability_on(&tx, &ids).await?;
        for (place, line) in lines.iter().enumerate() {
            let current = stored.get(&line.variant_id).copied();
            let wanted = match (change, current) {
                (Change::Add, current) => {
                    if line.quantity < 1 {
                        return Err(CartError::Quantity {
                            line: place,
                            least: 1,
                            most: MAX_QUANTITY,
                        });
                    }
                    line.quantity.saturating_add(current.unwrap_or(0))
                }
                (Change::Set, Some(_)) => line.quantity,
                (Change::Set, None) => return Err(CartError::LineNotFound { line: place }),
            };
            let id = (access.id.0, line.variant_id.0);
            if wanted == 0 {
                cart_line::Entity::delete_by_id(id).exec(&tx).await?;
                stored.remove(&line.variant_id);
                continue;
            }
            let quote = quotes.get(&line.variant_id).filter(|quote| quote.public);
            let quote = quote.ok_or(CartError::Unavailable { line: place })?;
            if let Some(why) = quote.not_now {
                return Err(not_now(place, why));
            }
            check_quantity(
                place,
                wanted,
                quote,
                available.get(&line.variant_id).copied().unwrap_or(0),
            )?;
            stored.insert(line.variant_id, wanted);
            if stored.len() > MAX_LINES {
                return Err(CartError::TooManyLines);
            }
            let new = cart_line::Model {
                cart_id: id.0,
                variant_id: id.1,
                producer_id: quote.card.producer_id.0,
                quantity: wanted,
                created_at: now,
            };
            let replace =
                OnConflict::columns([cart_line::Column::CartId, cart_line::Column::VariantId])
                    .update_column(cart_line::Column::Quantity)
                    .to_owned();
            cart_line::Entity::insert(new.into_active_model())
                .on_conflict(replace)
                .exec_without_returning(&tx)
                .await?;
        }
        let row = touch(&tx, row, now).await?;
        let cart = self.view(&tx, row).await?;
        tx.commit().await?;
        Ok(cart)
    }
}

fn not_now(line: usize, why: NotNow) -> CartError {
    match why {
        NotNow::OutOfSeason { opens_at } => CartError::OutOfSeason {
            line,
            opens_on: opens_at.map(day_in_vietnam),
        },
        NotNow::SessionNeeded => CartError::SessionNeeded { line },
        NotNow::SessionClosed => CartError::SessionClosed { line },
    }
}

fn check_quantity(
    line: usize,
    wanted: i64,
    quote: &Quote,
    available: i64,
) -> Result<(), CartError> {
    let (least, most) = quote.bounds();
    if !(least..=most).contains(&wanted) {
        return Err(CartError::Quantity { line, least, most });
    }
    if wanted > available {
        return Err(CartError::OutOfStock { line, available });
    }
    // What one line may be worth bounds every sum above it.
    let _: Money = quote.variant.price_for(wanted).times(wanted)?;
    Ok(())
}
