//! The product.

use super::{Certificate, ProductVariant, StarBadge};
use crate::catalog::Collection;
use crate::catalog::listings::{
    AttributeFact, FocalPoint, FoodDeclaration, ProductOption, Video, facts,
};
use crate::catalog::points_of_sale::{PointOfSale, few};
use crate::catalog::questions::{ProductQuestionConnection, questions};
use crate::catalog::reviews::{Rating, ReviewConnection, ReviewSort, reviews};
use crate::catalog::supply::ProductSeason;
use crate::errors::internal;
use crate::programme::Producer;
use crate::schema::connection::up_to;
use crate::schema::global_id::GlobalId;
use crate::schema::in_place::InPlace;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, Decimal, LanguageCode, MoneyRange};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::collections::MAX_COLLECTIONS;
use catalog::{Card, CardImage, CardRendition, MAX_RELATED, ProductDetails};
use kernel::Language;
use std::sync::Arc;

/// A certified product. Whoever holds one has it through the gate: approved,
/// its producer trading, its certificate in force at that moment.
#[derive(Clone)]
pub(crate) struct Product(pub(crate) Arc<Card>);

impl From<Card> for Product {
    fn from(card: Card) -> Self {
        Self(Arc::new(card))
    }
}

impl Product {
    async fn facts(&self, ctx: &Context<'_>) -> Result<Arc<ProductDetails>> {
        let details = ctx.loaders().details.load(self.0.product_id).await?;
        details.ok_or_else(|| {
            internal(&format!(
                "product {} has a card and no row",
                self.0.product_id
            ))
        })
    }
}

/// A certified product: approved, its producer trading, its certificate in
/// force.
#[Object]
impl Product {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.product_id.to_global()
    }

    /// The name in addresses; it never changes.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.0.name, self.0.name_en.as_deref())
    }

    /// One of the six groups of Decision 148/QĐ-TTg (2023).
    async fn group(&self) -> ProductGroup {
        self.0.group.into()
    }

    /// One of the 26 product sets of Decision 148/QĐ-TTg (2023).
    async fn product_set(&self) -> Option<ProductSet> {
        let set = programme::taxonomy::product_set(self.0.product_set)?;
        Some(ProductSet {
            number: i32::from(set.number),
            set,
        })
    }

    /// Goods are shipped, a service is visited.
    async fn kind(&self) -> ProductKind {
        self.0.kind.into()
    }

    /// When it is sold, where that is not all the year.
    async fn season(&self) -> Option<ProductSeason> {
        ProductSeason::of(self.0.season())
    }

    /// Alcohol in percent by volume; null for what has none. Selling it needs
    /// proof of age.
    async fn alcohol_by_volume(&self) -> Option<Decimal> {
        self.0.abv_tenths.map(Decimal::tenths)
    }

    /// The stars of the certificate, 3 to 5: mirrored from a numbered decision
    /// of the state.
    async fn stars(&self) -> i32 {
        self.0.stars
    }

    /// The stars as a badge with the certificate that they come from.
    async fn badge(&self) -> Result<InPlace<StarBadge>> {
        StarBadge::of(&self.0).map(InPlace)
    }

    /// The certificate that makes this product one.
    async fn certificate(&self) -> Result<InPlace<Certificate>> {
        Certificate::of(&self.0).map(InPlace)
    }

    /// Who makes and sells it.
    async fn producer(&self) -> InPlace<Producer> {
        InPlace(Producer::of(self.0.clone()))
    }

    /// Its story; null where none is told.
    async fn story(&self, ctx: &Context<'_>) -> Option<Result<InPlace<Story>>> {
        let story = |details: Arc<ProductDetails>| {
            let text = details.story.clone()?;
            Some(InPlace(Story {
                text,
                text_en: details.story_en.clone(),
                html: details.story_html.clone(),
                html_en: details.story_html_en.clone(),
            }))
        };
        self.facts(ctx).await.map(story).transpose()
    }

    /// What else its page says.
    async fn details(&self, ctx: &Context<'_>) -> Option<Result<ProductFacts>> {
        Some(self.facts(ctx).await.map(|details| ProductFacts {
            ingredients: details.ingredients.clone(),
            origin: details.origin.clone(),
            usage_notes: details.usage_notes.clone(),
            shelf_life_days: details.shelf_life_days,
            storage: details.storage.clone(),
            warnings: details.warnings.clone(),
            declaration: details.declaration.as_ref().map(FoodDeclaration::from),
            attributes: facts(&details.attributes),
            options: details.options.iter().map(ProductOption::from).collect(),
            videos: details.videos.iter().map(Video::from).collect(),
        }))
    }

    /// Pictures in the order of showing.
    async fn images(&self) -> Vec<InPlace<Image>> {
        (0..self.0.images.len())
            .map(|index| {
                InPlace(Image {
                    of: Gallery::Product(self.0.clone()),
                    index,
                })
            })
            .collect()
    }

    /// What can be bought: sizes and packagings.
    async fn variants(&self) -> Vec<InPlace<ProductVariant>> {
        (0..self.0.variants.len())
            .map(|index| InPlace(ProductVariant::new(self.0.clone(), index)))
            .collect()
    }

    /// The prices of the cheapest and the dearest variant.
    async fn price_range(&self) -> InPlace<MoneyRange> {
        InPlace(MoneyRange {
            min: InPlace(self.0.price_min.into()),
            max: InPlace(self.0.price_max.into()),
        })
    }

    /// Whether anything of it can be bought; may lag by a second. A variant's
    /// `quantityAvailable` is exact.
    async fn in_stock(&self) -> bool {
        self.0.in_stock
    }

    /// Where it is sold over the counter, by name.
    async fn points_of_sale(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 20; `pointsOfSale` pages through all.")]
        first: i32,
    ) -> Result<Vec<PointOfSale>> {
        let first = few(first)?;
        let found = ctx.loaders().points_of_products.load(self.0.product_id);
        let found = found.await?;
        let found = found.iter().flat_map(|own| own.iter());
        Ok(found
            .take(first)
            .map(|(_, own)| own.clone().into())
            .collect())
    }

    /// What buyers say; null until somebody has.
    async fn rating(&self) -> Option<Rating> {
        Rating::of(&self.0.rating)
    }

    /// What buyers wrote and moderators approved.
    #[allow(clippy::too_many_arguments, reason = "a page, a filter and an order")]
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: i32,
        #[graphql(desc = "After the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "Only with so many stars, 1 to 5.")] stars: Option<i32>,
        #[graphql(desc = "Only with pictures, or only without.")] with_pictures: Option<bool>,
        #[graphql(desc = "In which order; `NEWEST` without it.")] sort_by: Option<ReviewSort>,
    ) -> Result<ReviewConnection> {
        let sort = sort_by.unwrap_or_default().into();
        let (page, filter) = ((first, after.as_deref()), (stars, with_pictures));
        // In a box: the future of every other field would be as large.
        Box::pin(reviews(ctx, self.0.product_id, page, filter, sort)).await
    }

    /// What people asked and moderators approved, the last published first.
    async fn questions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: i32,
        #[graphql(desc = "After the row of this cursor.")] after: Option<String>,
    ) -> Result<ProductQuestionConnection> {
        let id = self.0.product_id;
        Box::pin(questions(ctx, id, first, after.as_deref())).await
    }

    /// Whether the caller keeps it in mind; false for who is not signed in.
    async fn wishlisted(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(account) = ctx.actor().account_id() else {
            return Ok(false);
        };
        let wished = &ctx.loaders().wished;
        Ok(wished.load((account, self.0.product_id)).await?.is_some())
    }

    /// The public collections that it is in, by position.
    async fn collections(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many of them, 1 to 10.")] first: i32,
    ) -> Result<Vec<Collection>> {
        let most = up_to(first, MAX_COLLECTIONS)?;
        let found = ctx.loaders().collections.load(self.0.product_id).await?;
        let found = found.iter().flat_map(|rows| rows.iter()).take(most);
        Ok(found.map(|(_, own)| own.clone().into()).collect())
    }

    /// Other products that the public may see and buy: of the same product set
    /// first, then of the same group; in either those of the same province
    /// before those from elsewhere, and the last published first. Never the
    /// product itself, and of whatever producer.
    async fn related(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many of them, 1 to 12.")] first: i32,
    ) -> Result<Vec<Product>> {
        let most = up_to(first, MAX_RELATED)?;
        let found = ctx.loaders().related.load(self.0.product_id).await?;
        let found = found.iter().flat_map(|rows| rows.iter()).take(most);
        Ok(found.map(|(_, card)| card.clone().into()).collect())
    }

    /// When it was published.
    async fn published_at(&self) -> DateTime {
        DateTime(self.0.published_at)
    }
}

/// The six groups of Decision 148/QĐ-TTg (2023).
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::taxonomy::ProductGroup")]
pub(crate) enum ProductGroup {
    /// Thực phẩm: food.
    Food,
    /// Đồ uống: beverages.
    Beverage,
    /// Dược liệu và sản phẩm từ dược liệu: medicinal herbs and what is made of
    /// them.
    Herbal,
    /// Thủ công mỹ nghệ: handicrafts.
    Handicraft,
    /// Sinh vật cảnh: ornamental plants and animals.
    Ornamental,
    /// Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch: community
    /// tourism, ecotourism and destinations.
    Tourism,
}

/// How a product reaches its buyer.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "catalog::ProductKind")]
pub(crate) enum ProductKind {
    /// Shipped by parcel.
    Goods,
    /// Visited.
    Service,
}

/// One of the 26 product sets of Decision 148/QĐ-TTg (2023).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct ProductSet {
    /// Its number in the decision, 1 to 26.
    number: i32,
    #[graphql(skip)]
    set: &'static programme::taxonomy::ProductSet,
}

#[async_graphql::ComplexObject]
impl ProductSet {
    /// Its name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.set.name(language.into())
    }

    /// Its group.
    async fn group(&self) -> ProductGroup {
        self.set.group.into()
    }
}

/// A story that people read.
pub(crate) struct Story {
    pub(crate) text: String,
    pub(crate) text_en: Option<String>,
    /// Where it was written as HTML.
    pub(crate) html: Option<String>,
    pub(crate) html_en: Option<String>,
}

/// A story that people read.
#[Object]
impl Story {
    /// Plain text; an empty line parts paragraphs.
    async fn text(
        &self,
        #[graphql(desc = "Language of the story.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.text, self.text_en.as_deref())
    }

    /// HTML that is safe to show: paragraphs, lists, headings, emphasis and
    /// https links, and nothing else.
    async fn html(
        &self,
        #[graphql(desc = "Language of the story.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> String {
        let english = Language::from(language) == Language::En && self.text_en.is_some();
        let (html, text) = match english {
            true => (&self.html_en, self.text_en.as_deref().unwrap_or_default()),
            false => (&self.html, self.text.as_str()),
        };
        let html = html.clone();
        html.or_else(|| catalog::listing::sanitised(text))
            .unwrap_or_default()
    }
}

/// What a product's page says beyond name, price and story; Vietnamese, as on
/// the package.
#[derive(SimpleObject)]
#[graphql(name = "ProductDetails")]
pub(crate) struct ProductFacts {
    /// What it is made of.
    ingredients: Option<String>,
    /// Where its raw materials come from.
    origin: Option<String>,
    /// How to use and keep it.
    usage_notes: Option<String>,
    /// How many days it keeps.
    shelf_life_days: Option<i32>,
    /// How to keep it.
    storage: Option<String>,
    /// What to be careful about.
    warnings: Option<String>,
    /// Under which rules it was declared.
    declaration: Option<FoodDeclaration>,
    /// Typed facts, at most one of each kind.
    attributes: Vec<AttributeFact>,
    /// By what its variants differ, at most 3.
    options: Vec<ProductOption>,
    /// Videos elsewhere, at most 3.
    videos: Vec<Video>,
}

/// A picture.
pub(crate) struct Image {
    pub(crate) of: Gallery,
    pub(crate) index: usize,
}

/// What a picture is one of.
pub(crate) enum Gallery {
    /// The pictures of a product.
    Product(Arc<Card>),
    /// The pictures of a producer's story.
    Story(Arc<catalog::producer_story::ProducerStory>),
}

impl Image {
    fn facts(&self) -> &CardImage {
        match &self.of {
            Gallery::Product(card) => &card.images[self.index],
            Gallery::Story(story) => &story.pictures[self.index].1,
        }
    }
}

/// A picture.
#[Object]
impl Image {
    /// Where to get it.
    async fn url(&self, ctx: &Context<'_>) -> String {
        format!(
            "{}/media/{}",
            ctx.services().config.public_url,
            self.facts().path
        )
    }

    /// What it shows, for those who do not see it.
    async fn alt(
        &self,
        #[graphql(desc = "Language of the text.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.facts().alt, self.facts().alt_en.as_deref())
    }

    /// Pixels across.
    async fn width(&self) -> i32 {
        self.facts().width
    }

    /// Pixels down.
    async fn height(&self) -> i32 {
        self.facts().height
    }

    /// A picture of a few bytes to show until it is there: ThumbHash in base64;
    /// null where there is none.
    async fn placeholder(&self) -> Option<&str> {
        self.facts().placeholder.as_deref()
    }

    /// What must stay in view when it is cut; null for the middle.
    async fn focus(&self) -> Option<FocalPoint> {
        self.facts().focus.map(|(x, y)| FocalPoint { x, y })
    }

    /// The sizes that there are, in WebP and JPEG; none where there is only
    /// `url`.
    async fn renditions(&self, ctx: &Context<'_>) -> Vec<ImageRendition> {
        let base = &ctx.services().config.public_url;
        let own = self.facts().renditions.iter();
        own.map(|one| ImageRendition::of(one, base)).collect()
    }
}

/// A size of a picture.
#[derive(SimpleObject)]
pub(crate) struct ImageRendition {
    /// Where to get it; what is there never changes.
    pub(crate) url: String,
    /// `WEBP` or `JPEG`.
    pub(crate) format: String,
    /// Pixels across.
    pub(crate) width: i32,
    /// Pixels down.
    pub(crate) height: i32,
}

impl ImageRendition {
    pub(crate) fn of(own: &CardRendition, base: &str) -> Self {
        Self {
            url: format!("{base}/media/{}", own.path),
            format: own.format.clone(),
            width: own.width,
            height: own.height,
        }
    }
}
