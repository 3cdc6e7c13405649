//! The home page: blocks in an order, each within its validity.
//!
//! Every change of it is a version of its own that nothing changes any more:
//! the highest one counts, and the others are its history. What a block leads
//! to or shows goes through the same gates as everywhere; a block of which
//! nothing is left to show is left out.

mod problem;
mod read;
mod set;

pub use problem::{BlockCode, BlockProblem};
pub use set::SetHomeError;

use crate::Card;
use crate::collections::Collection;
use kernel::{CollectionId, HomeBlockId, ProducerId, ProductId, Timestamp};

/// The most blocks of a home page.
pub const MAX_BLOCKS: usize = 30;
/// The most products or producers of a block.
pub const MAX_SIZE: i32 = 24;

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// A title and a text with a link.
    #[default]
    Banner,
    /// The first products of a collection.
    Collection,
    /// Producers that trade and have something public to sell.
    FeaturedProducers,
    /// What was certified last.
    RecentlyCertified,
    /// What was published last.
    NewProducts,
}

impl BlockKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Banner,
        Self::Collection,
        Self::FeaturedProducers,
        Self::RecentlyCertified,
        Self::NewProducts,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Banner => "BANNER",
            Self::Collection => "COLLECTION",
            Self::FeaturedProducers => "FEATURED_PRODUCERS",
            Self::RecentlyCertified => "RECENTLY_CERTIFIED",
            Self::NewProducts => "NEW_PRODUCTS",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// What the managers of the home page write of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockContent {
    /// What it is.
    pub kind: BlockKind,
    /// 1 to 120 characters; a banner has one.
    pub title: Option<String>,
    /// The same in English.
    pub title_en: Option<String>,
    /// At most 500 characters.
    pub body: Option<String>,
    /// The same in English.
    pub body_en: Option<String>,
    /// Whose products it shows, or where a banner leads …
    pub collection_id: Option<CollectionId>,
    /// … or to this product …
    pub product_id: Option<ProductId>,
    /// … or to this producer.
    pub producer_id: Option<ProducerId>,
    /// The producers that it features, in their order, each once.
    pub producers: Vec<ProducerId>,
    /// How many products or producers it shows at most: 1 to 24.
    pub size: i32,
    /// Shown from then on …
    pub valid_from: Option<Timestamp>,
    /// … until before then.
    pub valid_until: Option<Timestamp>,
}

impl BlockContent {
    /// Whether the instant lies within its validity, the end exclusive.
    #[must_use]
    pub fn valid_at(&self, now: Timestamp) -> bool {
        self.valid_from.is_none_or(|from| from <= now)
            && self.valid_until.is_none_or(|until| now < until)
    }
}

/// The home page as its managers see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomePage {
    /// Counts its changes; 0 where nobody has written it.
    pub version: i64,
    /// When it was written last.
    pub at: Option<Timestamp>,
    /// By whom, as [`kernel::Actor::label`] names them.
    pub actor: Option<String>,
    /// Its blocks in their order.
    pub blocks: Vec<(HomeBlockId, BlockContent)>,
}

/// A block as the public sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownBlock {
    /// Its id, of this version.
    pub id: HomeBlockId,
    /// What was written of it.
    pub content: BlockContent,
    /// What it shows.
    pub shows: Shows,
}

/// What a block shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shows {
    /// A banner that leads nowhere.
    Text,
    /// A banner that leads to a collection.
    Link(Collection),
    /// A banner that leads to a product.
    Product(Box<Card>),
    /// Producers: a banner's one, or those that are featured.
    Producers(Vec<ProducerId>),
    /// A collection and its first products.
    Collection(Collection, Vec<Card>),
    /// Products.
    Products(Vec<Card>),
}
