//! The home page as the public sees it.

use crate::catalog::{Collection, Product};
use crate::errors::OrFault;
use crate::programme::Producer;
use crate::schema::connection::up_to;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::LanguageCode;
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::home::{self as domain, MAX_SIZE, ShownBlock, Shows};
use futures::future::join_all;
use kernel::Language;
use std::sync::Arc;

/// The home page's part of `Query`.
#[derive(Default)]
pub(crate) struct HomeQuery;

#[Object]
impl HomeQuery {
    /// The home page as everybody sees it now.
    async fn home_page(&self, ctx: &Context<'_>) -> Result<HomePage> {
        let shown = ctx.services().catalog.shown_home_page().await.or_fault()?;
        let blocks = shown.into_iter().map(HomeBlock::from).collect();
        Ok(HomePage { blocks })
    }
}

/// The home page.
#[derive(SimpleObject)]
pub(crate) struct HomePage {
    /// Its blocks in their order; those of which nothing is to be shown now are
    /// left out.
    blocks: Vec<HomeBlock>,
}

/// A part of the home page. Its kind says what it has.
pub(crate) struct HomeBlock {
    id: kernel::HomeBlockId,
    content: domain::BlockContent,
    collection: Option<Collection>,
    product: Option<Product>,
    producers: Vec<kernel::ProducerId>,
    products: Vec<Product>,
}

impl From<ShownBlock> for HomeBlock {
    fn from(own: ShownBlock) -> Self {
        let mut block = Self {
            id: own.id,
            content: own.content,
            collection: None,
            product: None,
            producers: Vec::new(),
            products: Vec::new(),
        };
        let products = |cards: Vec<catalog::Card>| cards.into_iter().map(Product::from).collect();
        match own.shows {
            Shows::Text => {}
            Shows::Link(own) => block.collection = Some(own.into()),
            Shows::Product(card) => block.product = Some(Product(Arc::new(*card))),
            Shows::Producers(ids) => block.producers = ids,
            Shows::Collection(own, cards) => {
                block.collection = Some(own.into());
                block.products = products(cards);
            }
            Shows::Products(cards) => block.products = products(cards),
        }
        block
    }
}

/// A part of the home page. Its kind says what it has.
#[Object]
impl HomeBlock {
    /// The global id; another one after the home page was written anew.
    async fn id(&self) -> ID {
        self.id.to_global()
    }

    /// What it is.
    async fn kind(&self) -> HomeBlockKind {
        self.content.kind.into()
    }

    /// Its title; null where none is written, so that clients put theirs.
    async fn title(
        &self,
        #[graphql(desc = "Language of the title.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Option<&str> {
        let title = self.content.title.as_deref()?;
        Some(Language::from(language).pick_or(title, self.content.title_en.as_deref()))
    }

    /// Its text; null where none is written.
    async fn text(
        &self,
        #[graphql(desc = "Language of the text.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Option<&str> {
        let body = self.content.body.as_deref()?;
        Some(Language::from(language).pick_or(body, self.content.body_en.as_deref()))
    }

    /// The collection that a banner leads to, or whose products it shows.
    async fn collection(&self) -> Option<&Collection> {
        self.collection.as_ref()
    }

    /// The product that a banner leads to.
    async fn product(&self) -> Option<&Product> {
        self.product.as_ref()
    }

    /// The producer that a banner leads to, or those that are featured: they
    /// trade, and the public may buy something of theirs.
    async fn producers(&self, ctx: &Context<'_>) -> Result<Vec<Producer>> {
        let producers = self.producers.iter();
        let found = join_all(producers.map(|id| Producer::load(ctx, *id))).await;
        found.into_iter().collect()
    }

    /// The products that it shows: of the collection, certified last, or
    /// published last. As many as its curators chose, 24 at most.
    async fn products(
        &self,
        #[graphql(desc = "The first so many of them, 1 to 24.")] first: i32,
    ) -> Result<Vec<Product>> {
        let most = up_to(first, MAX_SIZE as usize)?;
        Ok(self.products.iter().take(most).cloned().collect())
    }
}

/// What a part of the home page is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::BlockKind")]
pub(crate) enum HomeBlockKind {
    /// A title and a text, and where they lead: to a collection, a product, a
    /// producer or nowhere.
    Banner,
    /// The first products of a collection.
    Collection,
    /// Producers that trade and have something to sell.
    FeaturedProducers,
    /// Products that were certified last.
    RecentlyCertified,
    /// Products that were published last.
    NewProducts,
}
