//! Opening a cart, and the right to one.

use super::CartError;
use crate::Orders;
use crate::cart::{Cart, CartStatus};
use crate::entity::cart;
use crate::store;
use chrono::Duration;
use db::Tx;
use kernel::{Actor, CartId, Timestamp, token};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait, IntoActiveModel};

/// How long a cart is kept after the last touch.
const CART_LIFE_DAYS: i64 = 30;

/// Which cart, and by what right: the secret that its opening gave, or the
/// account that opened it.
#[derive(Clone, Debug)]
pub struct CartAccess {
    /// Which.
    pub id: CartId,
    /// The guest's secret.
    pub token: Option<String>,
}

/// A cart just opened.
pub struct NewCart {
    /// The cart, empty.
    pub cart: Cart,
    /// The secret; nobody can show it again.
    pub token: String,
}

impl Orders {
    /// Opens an empty cart, for a guest or for the signed-in account.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn cart_create(&self, actor: &Actor) -> Result<NewCart, DbErr> {
        let now = self.clock.now();
        let token = token::generate().map_err(|error| DbErr::Custom(error.to_string()))?;
        let row = cart::Model {
            id: CartId::new(now).0,
            token_hash: self.key.hash(&token).to_vec(),
            account_id: actor.account_id().map(|account| account.0),
            status: "OPEN".to_owned(),
            recipient: None,
            phone: None,
            email: None,
            province_code: None,
            commune_code: None,
            street: None,
            created_at: now,
            updated_at: now,
            expires_at: now + Duration::days(CART_LIFE_DAYS),
        };
        let tx = self.db.begin().await?;
        cart::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(&tx)
            .await?;
        tx.commit().await?;
        let cart = self
            .view(self.db.primary(), row)
            .await
            .map_err(|error| DbErr::Custom(error.to_string()))?;
        Ok(NewCart { cart, token })
    }

    /// Whether the actor may use the cart: by its secret, or as its account.
    pub(crate) fn may_use(&self, actor: &Actor, access: &CartAccess, row: &cart::Model) -> bool {
        let of = (row.account_id, row.token_hash.as_slice());
        self.holds(actor, access.token.as_deref(), of)
    }

    /// Locks a cart that can be changed.
    pub(super) async fn open_cart(
        &self,
        tx: &Tx,
        actor: &Actor,
        access: &CartAccess,
        now: Timestamp,
    ) -> Result<cart::Model, CartError> {
        let row = store::lock_cart(tx, access.id).await?;
        let row = row
            .filter(|row| self.may_use(actor, access, row))
            .ok_or(CartError::NotFound)?;
        match status(&row, now) {
            CartStatus::Open => Ok(row),
            CartStatus::Completed => Err(CartError::Completed),
            CartStatus::Expired => Err(CartError::Expired),
        }
    }
}

pub(crate) fn status(row: &cart::Model, now: Timestamp) -> CartStatus {
    match row.status.as_str() {
        "COMPLETED" => CartStatus::Completed,
        _ if row.expires_at <= now => CartStatus::Expired,
        _ => CartStatus::Open,
    }
}

/// Keeps a cart for a while longer.
pub(super) async fn touch(tx: &Tx, row: cart::Model, now: Timestamp) -> Result<cart::Model, DbErr> {
    let mut change = row.into_active_model().reset_all();
    change.updated_at = Set(now);
    change.expires_at = Set(now + Duration::days(CART_LIFE_DAYS));
    change.update(tx).await
}
