//! What the public reads of a product's reviews.

use super::{Rating, Review};
use crate::Catalog;
use crate::store::reviews;
use kernel::{AccountId, ProducerId, ProductId, ReviewId, Timestamp};
use sea_orm::DbErr;
use std::collections::HashMap;
use uuid::Uuid;

/// The most reviews of a page.
pub const MAX_REVIEW_PAGE: u32 = 100;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReviewSort {
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

/// Where a page goes on: after the review with this number (of the order's
/// first column), published at that instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ReviewPlace {
    pub number: i64,
    pub published_at: Timestamp,
    pub id: Uuid,
}

/// Which of a product's reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReviewPage {
    /// Only with so many stars.
    pub stars: Option<i32>,
    /// Only with pictures, or only without.
    pub with_pictures: Option<bool>,
    /// In which order.
    pub sort: ReviewSort,
    /// How many, at most [`MAX_REVIEW_PAGE`].
    pub first: u32,
    /// After this one.
    pub after: Option<ReviewPlace>,
}

/// A page of a product's reviews.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublicReviews {
    /// The reviews, in their order.
    pub reviews: Vec<Review>,
    /// Whether more follow.
    pub has_next: bool,
}

impl ReviewSort {
    /// Where a public review stands in this order.
    #[must_use]
    pub fn place(self, review: &Review) -> ReviewPlace {
        let stars = review.public.as_ref().map_or(0, |own| own.stars);
        ReviewPlace {
            number: match self {
                Self::Newest => 0,
                Self::Helpful => review.helpful,
                Self::Best | Self::Worst => i64::from(stars),
            },
            published_at: review.published_at.unwrap_or(review.created_at),
            id: review.id.0,
        }
    }
}

impl Catalog {
    /// Pages of the public reviews of products that the caller has through the
    /// gate: one statement for all products that are asked for the same page.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn public_reviews(
        &self,
        wanted: &[(ProductId, ReviewPage)],
    ) -> Result<Vec<((ProductId, ReviewPage), PublicReviews)>, DbErr> {
        let mut pages: HashMap<ReviewPage, Vec<ProductId>> = HashMap::new();
        for (product, page) in wanted {
            pages.entry(*page).or_default().push(*product);
        }
        let mut found: HashMap<(ProductId, ReviewPage), PublicReviews> = HashMap::new();
        for (mut page, products) in pages {
            let asked = page;
            page.first = page.first.min(MAX_REVIEW_PAGE);
            for review in reviews::public(self.db.catalogue(), &products, &page).await? {
                let own = found.entry((review.product_id, asked)).or_default();
                match own.reviews.len() < page.first as usize {
                    true => own.reviews.push(review),
                    false => own.has_next = true,
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    /// What buyers of all products of these producers say, in numbers, also of
    /// those that are not public now: hiding a product makes no better name.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producer_ratings(
        &self,
        producers: &[ProducerId],
    ) -> Result<Vec<(ProducerId, Rating)>, DbErr> {
        reviews::ratings_of_producers(self.db.catalogue(), producers).await
    }

    /// Which of these reviews these accounts found helpful.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn votes_of(
        &self,
        wanted: &[(AccountId, ReviewId)],
    ) -> Result<Vec<(AccountId, ReviewId)>, DbErr> {
        let mut reviews_of: HashMap<AccountId, Vec<ReviewId>> = HashMap::new();
        for (account, review) in wanted {
            reviews_of.entry(*account).or_default().push(*review);
        }
        let mut found = Vec::new();
        for (account, ids) in reviews_of {
            let votes = reviews::votes(self.db.primary(), account, &ids).await?;
            found.extend(votes.into_iter().map(|id| (account, id)));
        }
        Ok(found)
    }
}
