//! What is bought.

use super::Product;
use crate::catalog::listings::VariantPriceTier;
use crate::catalog::supply::{BookingSession, VariantAvailability};
use crate::schema::connection::up_to;
use crate::schema::global_id::GlobalId;
use crate::schema::in_place::InPlace;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, LanguageCode, Money};
use async_graphql::{Context, ID, Object, Result};
use catalog::{Card, CardVariant, NotNow, Tracking};
use kernel::Language;
use kernel::clock::day_in_vietnam;
use std::sync::Arc;

/// What is bought: one size or packaging of a product.
#[derive(Clone)]
pub(crate) struct ProductVariant {
    card: Arc<Card>,
    index: usize,
}

impl ProductVariant {
    /// The variant at that place of the card.
    pub(crate) fn new(card: Arc<Card>, index: usize) -> Self {
        Self { card, index }
    }

    /// The variant of that id among the card's.
    pub(crate) fn find(card: Arc<Card>, id: kernel::VariantId) -> Option<Self> {
        let index = card.variants.iter().position(|variant| variant.id == id)?;
        Some(Self { card, index })
    }

    fn facts(&self) -> &CardVariant {
        &self.card.variants[self.index]
    }

    fn not_now(&self, ctx: &Context<'_>) -> Option<NotNow> {
        catalog::not_now(&self.card, self.facts(), ctx.now())
    }
}

/// What is bought: one size or packaging of a product.
#[Object]
impl ProductVariant {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.facts().id.to_global()
    }

    /// The producer's own number for it.
    async fn sku(&self) -> &str {
        &self.facts().sku
    }

    /// The name, such as the size.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.facts().name, self.facts().name_en.as_deref())
    }

    /// What one costs, taxes included.
    async fn price(&self) -> InPlace<Money> {
        InPlace(self.facts().price.into())
    }

    /// Lower prices for whoever buys many, at most 5.
    async fn tiers(&self) -> Vec<VariantPriceTier> {
        self.facts()
            .tiers
            .iter()
            .map(VariantPriceTier::new)
            .collect()
    }

    /// The fewest of one order.
    async fn min_per_order(&self) -> i32 {
        self.facts().min_per_order
    }

    /// What it cost before; null where the price was not lowered.
    async fn compare_at_price(&self) -> Option<InPlace<Money>> {
        let price = self.facts().compare_at_price;
        price.map(Money::from).map(InPlace)
    }

    /// How many can be bought now: on hand and not reserved; of what is made
    /// to order, as many as one order may hold. 0 out of season, and for
    /// services, whose sessions have places.
    async fn quantity_available(&self, ctx: &Context<'_>) -> Result<i32> {
        if self.not_now(ctx).is_some() {
            return Ok(0);
        }
        let available = ctx
            .loaders()
            .availability
            .load(self.facts().id)
            .await?
            .unwrap_or(0);
        Ok(i32::try_from(available.max(0)).unwrap_or(i32::MAX))
    }

    /// Whether it can be bought now, and how it will be had.
    async fn availability(&self, ctx: &Context<'_>) -> Result<VariantAvailability> {
        use VariantAvailability as To;
        match self.not_now(ctx) {
            Some(NotNow::SessionNeeded | NotNow::SessionClosed) => return Ok(To::BySession),
            Some(NotNow::OutOfSeason { .. }) => return Ok(To::OutOfSeason),
            None => {}
        }
        let left = ctx.loaders().availability.load(self.facts().id).await?;
        let ahead = self.card.promised_on;
        let ahead = ahead.is_some_and(|day| day_in_vietnam(ctx.now()) < day);
        Ok(match self.facts().tracking {
            _ if left.is_none_or(|left| left < 1) => To::OutOfStock,
            _ if ahead => To::PreOrder,
            Tracking::OnDemand => To::MadeToOrder,
            Tracking::Tracked => To::InStock,
        })
    }

    /// On which day at the latest it leaves when it is ordered now, where that
    /// is promised: the harvest's day, or the last of the days of making.
    async fn promised_on(&self, ctx: &Context<'_>) -> Option<Date> {
        catalog::promised_on(&self.card, self.facts(), ctx.now()).map(Date)
    }

    /// The next sessions that can be booked, by their beginning; services only.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many, 1 to 100.", default = 20)] first: i32,
    ) -> Result<Vec<BookingSession>> {
        let most = up_to(first, 100_usize)?;
        if self.card.kind != catalog::ProductKind::Service {
            return Ok(Vec::new());
        }
        let sessions = ctx.loaders().sessions.load(self.facts().id).await?;
        let sessions = sessions.unwrap_or_default();
        let sessions = sessions.iter().take(most);
        Ok(sessions
            .map(|(_, own)| BookingSession(own.clone()))
            .collect())
    }

    /// Shipping weight in grams.
    async fn weight_grams(&self) -> i32 {
        self.facts().weight_grams
    }

    /// The most that one order may hold of it.
    async fn max_per_order(&self) -> i32 {
        self.facts().max_per_order
    }

    /// The product that it is a variant of.
    async fn product(&self) -> InPlace<Product> {
        InPlace(Product(self.card.clone()))
    }
}
