//! What is bought.

use super::Product;
use crate::catalog::listings::VariantPriceTier;
use crate::schema::global_id::GlobalId;
use crate::schema::in_place::InPlace;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{LanguageCode, Money};
use async_graphql::{Context, ID, Object, Result};
use catalog::{Card, CardVariant};
use kernel::Language;
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

    /// How many can be bought now: on hand and not reserved.
    async fn quantity_available(&self, ctx: &Context<'_>) -> Result<i32> {
        let available = ctx
            .loaders()
            .availability
            .load(self.facts().id)
            .await?
            .unwrap_or(0);
        Ok(i32::try_from(available.max(0)).unwrap_or(i32::MAX))
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
