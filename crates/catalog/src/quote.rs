//! What a cart needs to know of variants: price, weight, gate, certificate.

use crate::Catalog;
use crate::card::{Card, CardCertificate, CardVariant};
use crate::entity::{product_card, product_variant};
use crate::supply::{self, NotNow};
use chrono::NaiveDate;
use db::Tx;
use kernel::{Timestamp, VariantId};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;

/// A variant as it may be sold at one instant.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The variant, at its price now.
    pub variant: CardVariant,
    /// Its product.
    pub card: Card,
    /// Whether the gate lets it be bought.
    pub public: bool,
    /// What else keeps it from being bought now.
    pub not_now: Option<NotNow>,
    /// On which day at the latest it leaves, where that is promised.
    pub promised_on: Option<NaiveDate>,
}

impl Quote {
    /// The least and the most units of one line.
    #[must_use]
    pub fn bounds(&self) -> (i64, i64) {
        let (least, most) = (self.variant.min_per_order, self.variant.max_per_order);
        (least.into(), most.into())
    }

    /// The certificate under which it is sold, when it may be sold.
    #[must_use]
    pub fn certificate(&self) -> Option<&CardCertificate> {
        self.card.certificate.as_ref().filter(|_| self.public)
    }
}

impl Catalog {
    /// Quotes variants for showing a cart: nothing is locked, everything may
    /// have changed by checkout. Unknown variants are absent.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn quote(
        connection: &impl ConnectionTrait,
        ids: &[VariantId],
        now: Timestamp,
    ) -> Result<HashMap<VariantId, Quote>, DbErr> {
        quote(connection, ids, now, false).await
    }

    /// Quotes variants within a transaction: price and gate stay as quoted
    /// until it ends.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn quote_locked(
        tx: &Tx,
        ids: &[VariantId],
        now: Timestamp,
    ) -> Result<HashMap<VariantId, Quote>, DbErr> {
        quote(tx, ids, now, true).await
    }
}

async fn quote(
    connection: &impl ConnectionTrait,
    ids: &[VariantId],
    now: Timestamp,
    lock: bool,
) -> Result<HashMap<VariantId, Quote>, DbErr> {
    // Variants before cards, each by id: the order in which edits lock them.
    let mut variants = product_variant::Entity::find()
        .filter(product_variant::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(product_variant::Column::Id);
    if lock {
        variants = variants.lock(LockType::Share);
    }
    let variants = variants.all(connection).await?;
    let mut cards = product_card::Entity::find()
        .filter(
            product_card::Column::ProductId
                .is_in(variants.iter().map(|variant| variant.product_id)),
        )
        .order_by_asc(product_card::Column::ProductId);
    if lock {
        cards = cards.lock(LockType::Share);
    }
    let cards = cards.into_model::<Card>().all(connection).await?;
    let cards: HashMap<_, _> = cards
        .into_iter()
        .map(|card| (card.product_id.0, card))
        .collect();
    variants
        .iter()
        .filter_map(|variant| {
            let card = cards.get(&variant.product_id)?.clone();
            let public =
                card.public_at(now) && card.certificate.is_some() && variant.retired_at.is_none();
            let quote = CardVariant::try_from(variant).map(|variant| Quote {
                not_now: supply::not_now(&card, &variant, now),
                promised_on: supply::promised_on(&card, &variant, now),
                variant,
                card,
                public,
            });
            Some(quote.map(|quote| (variant.id.into(), quote)))
        })
        .collect()
}
