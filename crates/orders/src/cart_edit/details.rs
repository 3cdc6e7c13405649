//! Who buys, where to, and how it travels.

use super::CartError;
use super::access::{CartAccess, touch};
use crate::Orders;
use crate::address::{AddressInput, ContactInput};
use crate::cart::Cart;
use crate::delivery::DeliveryMethod;
use crate::entity::{cart_delivery, cart_line};
use kernel::{Actor, ProducerId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

impl Orders {
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
}
