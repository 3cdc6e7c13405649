//! The cart, as its shopper sees it.

use super::Totals;
use crate::catalog::points_of_sale::{PointOfSale, few};
use crate::catalog::{Product, ProductVariant};
use crate::programme::{Commune, Producer, Province};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, LanguageCode, Money};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::NotNow;
use kernel::Language;
use orders::address::{Address, Contact};
use orders::cart as domain;
use orders::delivery;
use std::sync::Arc;

/// A cart with, right after its opening, its secret.
pub(crate) struct Cart {
    pub(super) facts: domain::Cart,
    pub(super) token: Option<String>,
}

impl From<domain::Cart> for Cart {
    fn from(facts: domain::Cart) -> Self {
        Self { facts, token: None }
    }
}

/// A cart: lines by producer, priced at this moment.
#[Object]
impl Cart {
    /// The global id: a name, not a key.
    async fn id(&self) -> ID {
        self.facts.id.to_global()
    }

    /// The secret that opens this cart and later the order; told once, by
    /// `cartCreate`, and null everywhere else. Keep it.
    async fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether the cart can still be changed.
    async fn status(&self) -> CartStatus {
        self.facts.status.into()
    }

    /// Every line, in the order of producers.
    async fn lines(&self) -> Vec<CartLine> {
        let lines = self.facts.groups.iter().flat_map(|group| &group.lines);
        lines.cloned().map(CartLine).collect()
    }

    /// The lines by what will be parts of the order: each producer ships its
    /// own, and services are a part beside its goods.
    async fn producer_groups(&self) -> Vec<ProducerGroup> {
        self.facts
            .groups
            .iter()
            .cloned()
            .map(ProducerGroup)
            .collect()
    }

    /// Where to deliver; null until told. Needed where anything is carried.
    async fn address(&self) -> Option<CartAddress> {
        self.facts.address.clone().map(CartAddress)
    }

    /// Who buys; null until told. Enough for services and for what is fetched,
    /// which need no address.
    async fn contact(&self) -> Option<CartContact> {
        self.facts.contact.as_ref().map(CartContact::from)
    }

    /// The sums.
    async fn totals(&self) -> Totals {
        let totals = self.facts.totals;
        Totals {
            subtotal: totals.subtotal.into(),
            delivery: totals.delivery.map(Into::into),
            total: totals.total.into(),
        }
    }

    /// When the cart ends unless it is touched.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.facts.expires_at)
    }
}

/// Whether a cart can be changed.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::CartStatus")]
pub(crate) enum CartStatus {
    /// It can.
    Open,
    /// It became an order.
    Completed,
    /// Nobody touched it for thirty days.
    Expired,
}

/// What will be one part of an order.
pub(crate) struct ProducerGroup(domain::ProducerGroup);

/// What will be one part of an order: one producer's goods, or the services of
/// it that are visited.
#[Object]
impl ProducerGroup {
    /// Who.
    async fn producer(&self, ctx: &Context<'_>) -> Result<Producer> {
        Producer::load(ctx, self.0.producer_id).await
    }

    /// What.
    async fn lines(&self) -> Vec<CartLine> {
        self.0.lines.iter().cloned().map(CartLine).collect()
    }

    /// The goods.
    async fn subtotal(&self) -> Money {
        self.0.subtotal.into()
    }

    /// The weight of the parcel in grams; 0 for services.
    async fn weight_grams(&self) -> i32 {
        i32::try_from(self.0.weight_grams).unwrap_or(i32::MAX)
    }

    /// The delivery as chosen.
    async fn delivery(&self) -> GroupDelivery {
        GroupDelivery {
            method: self.0.method.into(),
            fee: self.0.delivery.map(Into::into),
            point_of_sale: self.0.pick_up.clone().map(PointOfSale::from),
        }
    }

    /// Where all of it can be fetched, for nothing, by name. None of services.
    /// `pointsOfSale` and `nearestPointsOfSale` find others, by one product.
    async fn pick_up_points(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 20.")] first: i32,
    ) -> Result<Vec<PointOfSale>> {
        let first = few(first)?;
        let Some(fetched) = self.0.fetched() else {
            return Ok(Vec::new());
        };
        let places = ctx.loaders().pick_up_points.load(fetched).await?;
        let places = places.unwrap_or_default();
        let place = |own: &(_, catalog::points_of_sale::PointOfSale)| own.1.clone().into();
        Ok(places.iter().take(first).map(place).collect())
    }

    /// Every way that is possible to the cart's address, with its fee; for
    /// fetching it see `pickUpPoints`.
    async fn delivery_options(&self) -> Vec<DeliveryOption> {
        let option = |(method, fee): &(delivery::DeliveryMethod, kernel::Money)| DeliveryOption {
            method: (*method).into(),
            fee: (*fee).into(),
        };
        self.0.options.iter().map(option).collect()
    }
}

/// The chosen delivery of one producer's part.
#[derive(SimpleObject)]
pub(crate) struct GroupDelivery {
    /// How.
    method: DeliveryMethod,
    /// What it costs; null without an address, when the parcel is too heavy, or
    /// when it cannot be fetched any more where that was chosen.
    fee: Option<Money>,
    /// Where it is fetched, if that was chosen and is possible now.
    point_of_sale: Option<PointOfSale>,
}

/// A possible delivery.
#[derive(SimpleObject)]
pub(crate) struct DeliveryOption {
    /// How.
    method: DeliveryMethod,
    /// What it costs.
    fee: Money,
}

/// How a part of an order comes to its buyer.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "delivery::DeliveryMethod")]
pub(crate) enum DeliveryMethod {
    /// Three to five days.
    Standard,
    /// One to two days.
    Express,
    /// The buyer fetches it at a point of sale, which costs nothing.
    PickUp,
    /// The buyer comes: services. Nobody chooses it, and it costs nothing.
    Visit,
}

/// One line of a cart.
pub(crate) struct CartLine(domain::CartLine);

/// One line of a cart.
#[Object]
impl CartLine {
    /// The product; null when it is not for sale any more.
    async fn product(&self) -> Option<Product> {
        self.0
            .quote
            .public
            .then(|| Product::from(self.0.quote.card.clone()))
    }

    /// The variant, of a session that of which it is one; null when it is not
    /// for sale any more.
    async fn variant(&self) -> Option<ProductVariant> {
        let card = Arc::new(self.0.quote.card.clone());
        self.0
            .quote
            .public
            .then(|| ProductVariant::find(card, self.0.quote.variant.offer()))?
    }

    /// When it takes place; sessions of services only.
    async fn session(&self) -> Option<SessionTimes> {
        let session = self.0.quote.variant.session?;
        Some(SessionTimes {
            starts_at: DateTime(session.starts_at),
            ends_at: DateTime(session.ends_at),
        })
    }

    /// On which day at the latest it leaves, where that is promised.
    async fn promised_on(&self) -> Option<Date> {
        self.0.quote.promised_on.map(Date)
    }

    /// The id of the variant or session, for changing the line.
    async fn variant_id(&self) -> ID {
        self.0.quote.variant.id.to_global()
    }

    /// The product's name.
    async fn product_name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        let card = &self.0.quote.card;
        Language::from(language).pick_or(&card.name, card.name_en.as_deref())
    }

    /// How many.
    async fn quantity(&self) -> i32 {
        i32::try_from(self.0.quantity).unwrap_or(i32::MAX)
    }

    /// What one costs now for so many.
    async fn unit_price(&self) -> Money {
        self.0.quote.variant.price_for(self.0.quantity).into()
    }

    /// What the line costs now.
    async fn total(&self) -> Money {
        self.0.total.into()
    }

    /// What keeps the line from being bought now; null when nothing does.
    async fn problem(&self) -> Option<CartLineProblem> {
        let (least, most) = self.0.quote.bounds();
        if !self.0.quote.public {
            Some(CartLineProblem::Unavailable)
        } else if let Some(why) = self.0.quote.not_now {
            Some(match why {
                NotNow::OutOfSeason { .. } => CartLineProblem::OutOfSeason,
                NotNow::SessionNeeded => CartLineProblem::SessionNeeded,
                NotNow::SessionClosed => CartLineProblem::SessionClosed,
            })
        } else if self.0.available < self.0.quantity {
            Some(CartLineProblem::OutOfStock)
        } else if !(least..=most).contains(&self.0.quantity) {
            Some(CartLineProblem::QuantityInvalid)
        } else {
            None
        }
    }
}

/// What keeps a line from being bought.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CartLineProblem {
    /// The product is not for sale any more.
    Unavailable,
    /// Fewer are left than wanted.
    OutOfStock,
    /// Fewer or more than the producer sells at once.
    QuantityInvalid,
    /// Its season has not begun, or is over.
    OutOfSeason,
    /// A service is booked by one of its sessions.
    SessionNeeded,
    /// It is too late to book that session.
    SessionClosed,
}

/// When a session of a service takes place.
#[derive(SimpleObject)]
pub(crate) struct SessionTimes {
    /// When it begins.
    pub(super) starts_at: DateTime,
    /// When it ends.
    pub(super) ends_at: DateTime,
}

/// Who buys.
#[derive(SimpleObject)]
pub(crate) struct CartContact {
    /// The name.
    recipient: String,
    /// The telephone number in national form.
    phone: String,
    /// Where mails about the order go.
    email: Option<String>,
}

impl From<&Contact> for CartContact {
    fn from(own: &Contact) -> Self {
        Self {
            recipient: own.recipient.clone(),
            phone: own.phone.clone(),
            email: own.email.clone(),
        }
    }
}

/// Where a cart will be delivered.
pub(crate) struct CartAddress(Address);

/// Where a cart will be delivered.
#[Object]
impl CartAddress {
    /// Who receives.
    async fn recipient(&self) -> &str {
        &self.0.recipient
    }

    /// The telephone number in national form.
    async fn phone(&self) -> &str {
        &self.0.phone
    }

    /// Where mails about the order go.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// House, street, hamlet.
    async fn street(&self) -> &str {
        &self.0.street
    }

    /// The province; null when it has ceased to exist since.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        Province::find(ctx, &self.0.province_code).await.transpose()
    }

    /// The commune; null when it has ceased to exist since.
    async fn commune(&self, ctx: &Context<'_>) -> Option<Result<Commune>> {
        Commune::find(ctx, &self.0.commune_code).await.transpose()
    }
}
