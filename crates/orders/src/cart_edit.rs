//! Opening, reading and changing carts.

use crate::Orders;
use crate::address::{AddressError, AddressInput, ContactInput};
use crate::cart::{Cart, CartLine, CartStatus, MAX_LINES, MAX_QUANTITY, group};
use crate::delivery::DeliveryMethod;
use crate::entity::{cart, cart_delivery, cart_line};
use crate::store;
use catalog::{Catalog, NotNow, Quote};
use chrono::{Duration, NaiveDate};
use db::Tx;
use kernel::{
    Actor, CartId, Money, ProducerId, Timestamp, VariantId, clock::day_in_vietnam, token,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use std::collections::BTreeMap;

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

/// A wanted line.
#[derive(Clone, Copy, Debug)]
pub struct LineInput {
    /// What.
    pub variant_id: VariantId,
    /// How many.
    pub quantity: i64,
}

/// Why a cart was not changed. `line` is the place in the input's list.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub enum CartError {
    /// No such cart, or a wrong secret: nobody learns which.
    #[error("no such cart")]
    NotFound,
    /// It became an order.
    #[error("the cart was checked out")]
    Completed,
    /// Nobody touched it for too long.
    #[error("the cart has expired")]
    Expired,
    /// Not between the variant's limits, at most 1 to 1000 (0 to remove).
    #[error("the quantity must be between {least} and {most}")]
    Quantity { line: usize, least: i64, most: i64 },
    /// No such variant, or the gate keeps it from being sold.
    #[error("the product is not for sale")]
    Unavailable { line: usize },
    /// Its season has not begun, or is over; from this day on where it is
    /// known.
    #[error("the product is out of season")]
    OutOfSeason {
        line: usize,
        opens_on: Option<NaiveDate>,
    },
    /// A service is booked by one of its sessions.
    #[error("a session must be chosen")]
    SessionNeeded { line: usize },
    /// It is too late to book that session.
    #[error("the session cannot be booked any more")]
    SessionClosed { line: usize },
    /// The cart holds goods of that producer, and this is a service, or the
    /// other way round.
    #[error("goods and services of a producer need a cart each")]
    VisitApart { line: usize },
    /// Services are visited, and goods are not.
    #[error("this way of delivery is not offered")]
    DeliveryNotOffered,
    /// Fewer are left.
    #[error("only {available} are left")]
    OutOfStock { line: usize, available: i64 },
    /// Not in this cart.
    #[error("the cart has no such line")]
    LineNotFound { line: usize },
    /// No more than 100 lines.
    #[error("a cart has at most 100 lines")]
    TooManyLines,
    /// See [`AddressError`].
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Nothing of that producer is in the cart.
    #[error("nothing of that producer is in the cart")]
    ProducerNotInCart,
    /// The sums are beyond what an order may be.
    #[error("the cart is worth too much for one order")]
    TooExpensive,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl db::retry::HasDbErr for CartError {
    fn db_err(&self) -> Option<&DbErr> {
        match self {
            CartError::Fault(error) => Some(error),
            _ => None,
        }
    }
}

impl From<kernel::MoneyError> for CartError {
    fn from(_: kernel::MoneyError) -> Self {
        Self::TooExpensive
    }
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
        if let Some(mixed) = cart.groups.iter().find(|group| group.is_mixed()) {
            let of = |line: &LineInput| {
                let quote = quotes.get(&line.variant_id);
                quote.is_some_and(|quote| quote.card.producer_id == mixed.producer_id)
            };
            let line = lines.iter().position(of).unwrap_or(0);
            return Err(CartError::VisitApart { line });
        }
        tx.commit().await?;
        Ok(cart)
    }

    /// Sets who buys: enough for services, which need no address.
    ///
    /// # Errors
    /// [`CartError::Address`] names the field.
    pub async fn cart_contact_update(
        &self,
        actor: &Actor,
        access: &CartAccess,
        input: &ContactInput,
    ) -> Result<Cart, CartError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut row = self.open_cart(&tx, actor, access, now).await?;
        let contact = input.check()?;
        row.recipient = Some(contact.recipient);
        row.phone = Some(contact.phone);
        row.email = contact.email;
        let row = touch(&tx, row, now).await?;
        let cart = self.view(&tx, row).await?;
        tx.commit().await?;
        Ok(cart)
    }

    /// Sets the address.
    ///
    /// # Errors
    /// [`CartError::Address`] names the field.
    pub async fn cart_address_update(
        &self,
        actor: &Actor,
        access: &CartAccess,
        input: &AddressInput,
    ) -> Result<Cart, CartError> {
        let now = self.clock.now();
        // The units are cached reference data: read before the transaction.
        let address = input.check(&*self.units.snapshot().await?, now);
        let tx = self.db.begin().await?;
        let mut row = self.open_cart(&tx, actor, access, now).await?;
        let address = address?;
        row.recipient = Some(address.recipient);
        row.phone = Some(address.phone);
        row.email = address.email;
        row.province_code = Some(address.province_code);
        row.commune_code = Some(address.commune_code);
        row.street = Some(address.street);
        let row = touch(&tx, row, now).await?;
        let cart = self.view(&tx, row).await?;
        tx.commit().await?;
        Ok(cart)
    }

    /// Chooses how one producer's parcel travels.
    ///
    /// # Errors
    /// [`CartError::ProducerNotInCart`], [`CartError::DeliveryNotOffered`].
    pub async fn cart_delivery_update(
        &self,
        actor: &Actor,
        access: &CartAccess,
        producer: ProducerId,
        method: DeliveryMethod,
    ) -> Result<Cart, CartError> {
        if !DeliveryMethod::CARRIED.contains(&method) {
            return Err(CartError::DeliveryNotOffered);
        }
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let row = self.open_cart(&tx, actor, access, now).await?;
        let line = cart_line::Entity::find()
            .filter(cart_line::Column::CartId.eq(access.id.0))
            .filter(cart_line::Column::ProducerId.eq(producer.0))
            .one(&tx)
            .await?;
        if line.is_none() {
            return Err(CartError::ProducerNotInCart);
        }
        let new = cart_delivery::Model {
            cart_id: access.id.0,
            producer_id: producer.0,
            method: method.as_str().to_owned(),
        };
        let replace = OnConflict::columns([
            cart_delivery::Column::CartId,
            cart_delivery::Column::ProducerId,
        ])
        .update_column(cart_delivery::Column::Method)
        .to_owned();
        cart_delivery::Entity::insert(new.into_active_model())
            .on_conflict(replace)
            .exec_without_returning(&tx)
            .await?;
        let row = touch(&tx, row, now).await?;
        let cart = self.view(&tx, row).await?;
        tx.commit().await?;
        Ok(cart)
    }

    /// Whether the actor may use the cart: by its secret, or as its account.
    pub(crate) fn may_use(&self, actor: &Actor, access: &CartAccess, row: &cart::Model) -> bool {
        let by_account = actor
            .account_id()
            .is_some_and(|account| row.account_id == Some(account.0));
        let by_token = access
            .token
            .as_deref()
            .is_some_and(|token| self.key.hash(token).as_slice() == row.token_hash);
        by_account || by_token
    }

    /// Locks a cart that can be changed.
    async fn open_cart(
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

    /// Prices a stored cart.
    pub(crate) async fn view(
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
            let methods = store::cart_methods(connection, id).await?;
            let rates = store::rates(connection, day_in_vietnam(now)).await?;
            group(
                lines,
                &methods,
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Add,
    Set,
}

pub(crate) fn status(row: &cart::Model, now: Timestamp) -> CartStatus {
    match row.status.as_str() {
        "COMPLETED" => CartStatus::Completed,
        _ if row.expires_at <= now => CartStatus::Expired,
        _ => CartStatus::Open,
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

async fn touch(tx: &Tx, row: cart::Model, now: Timestamp) -> Result<cart::Model, DbErr> {
    let mut change = row.into_active_model().reset_all();
    change.updated_at = Set(now);
    change.expires_at = Set(now + Duration::days(CART_LIFE_DAYS));
    change.update(tx).await
}
