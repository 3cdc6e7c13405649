//! What the public reads of reviews.

use crate::catalog::feedback::ProducerAnswer;
use crate::catalog::types::ImageRendition;
use crate::errors::bad_input;
use crate::schema::connection::{connection, up_to};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, Decimal, LanguageCode};
use async_graphql::{Context, Enum, Error, ID, Object, Result, SimpleObject};
use catalog::CardImage;
use catalog::reviews::{self as domain, MAX_REVIEW_PAGE, ReviewPage, ReviewPlace};
use chrono::Datelike;
use kernel::{Cursor, Page, PageError, ProductId, Timestamp, clock::day_in_vietnam};
use std::sync::Arc;

/// What buyers say of a product, in numbers.
#[derive(SimpleObject)]
pub(crate) struct Rating {
    /// The mean of all ratings, 1 to 5, rounded to hundredths.
    average: Decimal,
    /// How many there are.
    count: i32,
    /// How many gave 1, 2, 3, 4 and 5 stars: five numbers.
    distribution: Vec<i32>,
}

impl Rating {
    /// The same as the client sees it; `None` where nobody has rated.
    pub(crate) fn of(own: &domain::Rating) -> Option<Self> {
        let int = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        (own.count() > 0).then(|| Self {
            average: Decimal::hundredths(own.hundredths()),
            count: int(own.count()),
            distribution: own.counts.iter().map(|count| int(*count)).collect(),
        })
    }
}

/// What buyers of all products of a producer say, in numbers, also of those
/// that are not sold now.
#[derive(SimpleObject)]
pub(crate) struct ProducerRating {
    /// The mean of all ratings, 1 to 5, rounded to hundredths.
    average: Decimal,
    /// How many there are.
    count: i32,
    /// How many gave 1, 2, 3, 4 and 5 stars: five numbers.
    distribution: Vec<i32>,
}

impl ProducerRating {
    /// The same as the client sees it; `None` where nobody has rated.
    pub(crate) fn of(own: &domain::Rating) -> Option<Self> {
        Rating::of(own).map(|own| Self {
            average: own.average,
            count: own.count,
            distribution: own.distribution,
        })
    }
}

/// What a buyer says of a product, as the public reads it. Whoever holds one
/// has it through a product, or wrote it.
#[derive(Clone)]
pub(crate) struct Review(pub(super) Arc<domain::Review>);

impl Review {
    /// A review that is public; `None` where it is not.
    pub(super) fn of(own: domain::Review) -> Option<Self> {
        own.public.is_some().then(|| Self(Arc::new(own)))
    }

    fn content(&self) -> Option<&domain::ReviewContent> {
        self.0.public.as_ref()
    }
}

/// What a buyer says of a product.
#[Object]
impl Review {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// 1 to 5.
    async fn stars(&self) -> i32 {
        self.content().map_or(0, |own| own.stars)
    }

    /// The title; null where there is none.
    async fn title(&self) -> Option<&str> {
        self.content()?.title.as_deref()
    }

    /// Plain text, never HTML.
    async fn text(&self) -> &str {
        self.content().map_or("", |own| &own.text)
    }

    /// The buyer's pictures, at most six.
    async fn images(&self, ctx: &Context<'_>) -> Vec<ReviewImage> {
        images(self.content(), ctx)
    }

    /// Who wrote it, shortened to the family name and initials; null where
    /// there is no name to show.
    async fn author_name(&self) -> Option<&str> {
        self.0.author.as_ref().map(|name| name.as_str())
    }

    /// In which month it was delivered, as `YYYY-MM`: only who bought a product
    /// can review it.
    async fn bought_in(&self) -> String {
        bought_in(self.0.delivered_at)
    }

    /// The same in words: "Đã mua hàng 11/2026".
    async fn purchase_label(
        &self,
        #[graphql(desc = "Language of the words.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> String {
        let day = day_in_vietnam(self.0.delivered_at);
        let words = kernel::Language::from(language).pick("Đã mua hàng", "Bought in");
        format!("{words} {:02}/{}", day.month(), day.year())
    }

    /// How many accounts found it helpful.
    async fn helpful_count(&self) -> i32 {
        i32::try_from(self.0.helpful).unwrap_or(i32::MAX)
    }

    /// Whether the caller did; false for who is not signed in.
    async fn voted_helpful(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(account) = ctx.actor().account_id() else {
            return Ok(false);
        };
        let votes = &ctx.loaders().votes;
        Ok(votes.load((account, self.0.id)).await?.is_some())
    }

    /// When it became public.
    async fn published_at(&self) -> DateTime {
        DateTime(self.0.published_at.unwrap_or(self.0.created_at))
    }

    /// When an edit of it did; null where there was none.
    async fn edited_at(&self) -> Option<DateTime> {
        self.0.edited_at.map(DateTime)
    }

    /// What the producer answered; null where it did not.
    async fn answer(&self) -> Option<ProducerAnswer> {
        self.0.answer.as_ref().map(ProducerAnswer::from)
    }
}

pub(super) fn bought_in(delivered_at: Timestamp) -> String {
    let day = day_in_vietnam(delivered_at);
    format!("{}-{:02}", day.year(), day.month())
}

pub(super) fn images(
    content: Option<&domain::ReviewContent>,
    ctx: &Context<'_>,
) -> Vec<ReviewImage> {
    let base = &ctx.services().config.public_url;
    let own = content.into_iter().flat_map(|own| &own.images);
    own.map(|image| ReviewImage::of(image, base)).collect()
}

/// A buyer's picture.
#[derive(SimpleObject)]
pub(crate) struct ReviewImage {
    /// Where to get it.
    url: String,
    /// Pixels across.
    width: i32,
    /// Pixels down.
    height: i32,
    /// A picture of a few bytes to show until it is there: ThumbHash in base64.
    placeholder: Option<String>,
    /// The sizes that there are, in WebP and JPEG.
    renditions: Vec<ImageRendition>,
}

impl ReviewImage {
    fn of(own: &CardImage, base: &str) -> Self {
        let sizes = own.renditions.iter();
        Self {
            url: format!("{base}/media/{}", own.path),
            width: own.width,
            height: own.height,
            placeholder: own.placeholder.clone(),
            renditions: sizes.map(|size| ImageRendition::of(size, base)).collect(),
        }
    }
}

connection! {
    /// A page of reviews.
    ReviewConnection,
    /// A review in a list.
    ReviewEdge of Review
}

/// In which order reviews come.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(remote = "domain::ReviewSort")]
pub(crate) enum ReviewSort {
    /// Last published first.
    #[default]
    Newest,
    /// What most found helpful first.
    Helpful,
    /// Most stars first.
    Best,
    /// Fewest stars first.
    Worst,
}

const fn order(sort: domain::ReviewSort) -> &'static str {
    match sort {
        domain::ReviewSort::Newest => "product.reviews.newest",
        domain::ReviewSort::Helpful => "product.reviews.helpful",
        domain::ReviewSort::Best => "product.reviews.best",
        domain::ReviewSort::Worst => "product.reviews.worst",
    }
}

fn cursor(sort: domain::ReviewSort, review: &domain::Review) -> Cursor {
    let place = sort.place(review);
    let key = [
        place.number.to_string(),
        Cursor::write_instant(place.published_at),
        place.id.to_string(),
    ];
    Cursor::new(order(sort), key)
}

fn place(sort: domain::ReviewSort, text: &str) -> Result<ReviewPlace, PageError> {
    let cursor = Cursor::decode(text)?;
    let [number, at, id] = cursor.key_for::<3>(order(sort))?;
    Ok(ReviewPlace {
        number: number.parse().map_err(|_| PageError::BadCursor)?,
        published_at: Cursor::read_instant(at)?,
        id: id.parse().map_err(|_| PageError::BadCursor)?,
    })
}

/// A page of a product's reviews: one statement for all products that are
/// asked for the same.
pub(crate) async fn reviews(
    ctx: &Context<'_>,
    product: ProductId,
    (first, after): (i32, Option<&str>),
    (stars, with_pictures): (Option<i32>, Option<bool>),
    sort: domain::ReviewSort,
) -> Result<ReviewConnection, Error> {
    if stars.is_some_and(|stars| !(1..=5).contains(&stars)) {
        return Err(bad_input("stars: 1 to 5"));
    }
    let after = after.map(|text| place(sort, text)).transpose();
    let after = after.map_err(|error| bad_input(error.to_string()))?;
    let page = ReviewPage {
        stars,
        with_pictures,
        sort,
        first: up_to(first, MAX_REVIEW_PAGE)?,
        after,
    };
    let found = ctx.loaders().reviews.load((product, page)).await?;
    let rows = found.iter().flat_map(|own| &own.reviews);
    let rows = rows.filter_map(|own| Some((cursor(sort, own), Review::of(own.clone())?)));
    Ok(ReviewConnection(Page {
        rows: rows.collect(),
        has_next: found.as_ref().is_some_and(|own| own.has_next),
        has_previous: page.after.is_some(),
    }))
}
