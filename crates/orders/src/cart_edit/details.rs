//! Who buys, where to, and how it comes there.

use super::CartError;
use super::access::{CartAccess, touch};
use crate::Orders;
use crate::address::{AddressInput, ContactInput};
use crate::cart::{Cart, ProducerGroup};
use crate::delivery::DeliveryMethod;
use crate::entity::cart_delivery;
use kernel::{Actor, PointOfSaleId, ProducerId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};

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

    /// Chooses how one producer's goods come to their buyer: by courier, or to
    /// be fetched at `point`.
    ///
    /// # Errors
    /// [`CartError::ProducerNotInCart`], [`CartError::DeliveryNotOffered`],
    /// [`CartError::PickUpPoint`].
    pub async fn cart_delivery_update(
        &self,
        actor: &Actor,
        access: &CartAccess,
        producer: ProducerId,
        method: DeliveryMethod,
        point: Option<PointOfSaleId>,
    ) -> Result<Cart, CartError> {
        if method == DeliveryMethod::Visit {
            return Err(CartError::DeliveryNotOffered);
        }
        if point.is_some() != (method == DeliveryMethod::PickUp) {
            return Err(CartError::PickUpPoint);
        }
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let row = self.open_cart(&tx, actor, access, now).await?;
        let new = cart_delivery::Model {
            cart_id: access.id.0,
            producer_id: producer.0,
            method: method.as_str().to_owned(),
            point_id: point.map(|id| id.0),
        };
        let replace = OnConflict::columns([
            cart_delivery::Column::CartId,
            cart_delivery::Column::ProducerId,
        ])
        .update_columns([
            cart_delivery::Column::Method,
            cart_delivery::Column::PointId,
        ])
        .to_owned();
        cart_delivery::Entity::insert(new.into_active_model())
            .on_conflict(replace)
            .exec_without_returning(&tx)
            .await?;
        let row = touch(&tx, row, now).await?;
        let cart = self.view(&tx, row).await?;
        if point.is_some() != goods_of(&cart, producer)?.pick_up.is_some() {
            return Err(CartError::PickUpPoint);
        }
        tx.commit().await?;
        Ok(cart)
    }
}

/// The goods of a producer in a cart.
fn goods_of(cart: &Cart, producer: ProducerId) -> Result<&ProducerGroup, CartError> {
    let own = cart.groups.iter().filter(|own| own.producer_id == producer);
    let mut own = own.peekable();
    own.peek().ok_or(CartError::ProducerNotInCart)?;
    own.find(|group| group.method != DeliveryMethod::Visit)
        .ok_or(CartError::DeliveryNotOffered)
}
