//! The producer.

use super::{Commune, Province};
use crate::catalog::list_error;
use crate::catalog::points_of_sale::{PointOfSale, few};
use crate::catalog::queries::{ProductConnection, Whole};
use crate::catalog::{ProducerRating, ProducerStory};
use crate::errors::internal;
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::LanguageCode;
use async_graphql::{Context, Enum, ID, Object, Result};
use catalog::{Card, CardFilter, CardSort};
use kernel::{Language, ProducerId};
use programme::ProducerStatus;
use std::sync::Arc;

/// A producer, from a product's card or from the programme's own row.
#[derive(Clone)]
pub(crate) enum Producer {
    /// Name and place are known; the rest is loaded when asked for.
    Card(Arc<Card>),
    /// Everything is known.
    Full(Arc<programme::Producer>),
}

impl Producer {
    /// The producer of a product.
    pub(crate) fn of(card: Arc<Card>) -> Self {
        Self::Card(card)
    }

    /// A producer as everybody may come to it: `None` where it does not trade.
    pub(crate) fn public(own: Arc<programme::Producer>) -> Option<Self> {
        (own.status == ProducerStatus::Active).then_some(Self::Full(own))
    }

    /// A producer by the id that a row of ours holds, whether it trades or not:
    /// for who has to do with that row.
    ///
    /// # Errors
    /// A fault.
    pub(crate) async fn load(ctx: &Context<'_>, id: ProducerId) -> Result<Self> {
        let found = ctx.loaders().producers.load(id).await?;
        found
            .map(Self::Full)
            .ok_or_else(|| internal(&format!("producer {id} is referred to and does not exist")))
    }

    fn key(&self) -> ProducerId {
        match self {
            Self::Card(card) => card.producer_id,
            Self::Full(producer) => producer.id,
        }
    }

    fn province_code(&self) -> &str {
        match self {
            Self::Card(card) => &card.province_code,
            Self::Full(producer) => &producer.province_code,
        }
    }

    async fn full(&self, ctx: &Context<'_>) -> Result<Arc<programme::Producer>> {
        match self {
            Self::Full(producer) => Ok(producer.clone()),
            Self::Card(card) => match Self::load(ctx, card.producer_id).await? {
                Self::Full(producer) => Ok(producer),
                Self::Card(_) => Err(internal(&"a loaded producer is complete")),
            },
        }
    }
}

/// A producer (chủ thể) that takes part in the programme: a cooperative, a
/// company, a household.
#[Object]
impl Producer {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.key().to_global()
    }

    /// The name in addresses; it never changes.
    async fn slug(&self) -> &str {
        match self {
            Self::Card(card) => &card.producer_slug,
            Self::Full(producer) => &producer.slug,
        }
    }

    /// The name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        let (name, name_en) = match self {
            Self::Card(card) => (&card.producer_name, &card.producer_name_en),
            Self::Full(producer) => (&producer.name, &producer.name_en),
        };
        Language::from(language).pick_or(name, name_en.as_deref())
    }

    /// What kind of legal person it is.
    async fn legal_form(&self, ctx: &Context<'_>) -> Result<LegalForm> {
        Ok(self.full(ctx).await?.legal_form.into())
    }

    /// The name of its legal form.
    async fn legal_form_name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Result<&'static str> {
        Ok(self.full(ctx).await?.legal_form.name(language.into()))
    }

    /// The year of its founding; null where not recorded.
    async fn founded_year(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        self.full(ctx)
            .await
            .map(|producer| producer.founded_year)
            .transpose()
    }

    /// Its story: the one that a moderator approved last, else the text that
    /// came with its record; null where none is told.
    async fn story(&self, ctx: &Context<'_>) -> Option<Result<ProducerStory>> {
        match ctx.loaders().stories.load(self.key()).await {
            Ok(Some(story)) => Some(Ok(ProducerStory::Approved(story))),
            Ok(None) => {
                let full = self.full(ctx).await;
                full.map(ProducerStory::on_record).transpose()
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// The province where it sits; null for a code that is no longer one.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        Province::find(ctx, self.province_code()).await.transpose()
    }

    /// The commune where it sits; null for a code that is no longer one.
    async fn commune(&self, ctx: &Context<'_>) -> Option<Result<Commune>> {
        let code = match self {
            Self::Card(card) => &card.commune_code,
            Self::Full(producer) => &producer.commune_code,
        };
        Commune::find(ctx, code).await.transpose()
    }

    /// Its products that the public may see and buy, the newest first.
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProductConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = CardFilter {
            producers: Some(vec![self.key()]),
            ..CardFilter::default()
        };
        // In a box: the future of every other field would be as large.
        let catalog = &ctx.services().catalog;
        let page = Box::pin(catalog.cards(&filter, CardSort::Newest, &page)).await;
        let page = page.map_err(list_error)?;
        Ok(ProductConnection::new(page, Whole::Within(filter)))
    }

    /// What buyers of all its products say; null until somebody has.
    async fn rating(&self, ctx: &Context<'_>) -> Option<Result<ProducerRating>> {
        let found = ctx.loaders().producer_ratings.load(self.key()).await;
        found
            .map(|own| own.as_ref().and_then(ProducerRating::of))
            .transpose()
    }

    /// Its points of sale, by name.
    async fn points_of_sale(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 20; `pointsOfSale` pages through all.")]
        first: i32,
    ) -> Result<Vec<PointOfSale>> {
        let first = few(first)?;
        let found = ctx.loaders().points_of_producers.load(self.key()).await?;
        let found = found.iter().flat_map(|own| own.iter());
        Ok(found
            .take(first)
            .map(|(_, own)| own.clone().into())
            .collect())
    }
}

/// What kind of legal person a producer is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::LegalForm")]
pub(crate) enum LegalForm {
    /// Hợp tác xã.
    Cooperative,
    /// Liên hiệp hợp tác xã.
    CooperativeUnion,
    /// Tổ hợp tác.
    CooperativeGroup,
    /// Công ty cổ phần: a joint-stock company.
    Jsc,
    /// Công ty trách nhiệm hữu hạn: a limited liability company.
    Llc,
    /// Doanh nghiệp tư nhân: a private enterprise.
    PrivateEnterprise,
    /// Hộ kinh doanh: a household business.
    HouseholdBusiness,
    /// Trang trại: a farm.
    Farm,
    /// Hội, hiệp hội; tourism services only.
    Association,
    /// Ban quản lý điểm du lịch; tourism services only.
    TourismBoard,
}
