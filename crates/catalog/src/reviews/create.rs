//! A buyer reviews what was delivered.

use super::{Buyer, Purchased, Review, ReviewContent, ReviewDraft, ReviewStatus};
use crate::Catalog;
use crate::feedback::{AuthorName, Mark};
use crate::listing::moderators::sells_for;
use crate::store::{feedback, purchases, reviews};
use db::Tx;
use kernel::{Actor, ProducerId, ReviewId, Timestamp};
use sea_orm::DbErr;
use serde_json::json;

/// Why a review was not taken, changed or taken back.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// No such line was delivered to the buyer.
    #[error("there is no such delivered line")]
    NotDelivered,
    /// One review for each line, also after it was withdrawn.
    #[error("the line has a review")]
    AlreadyReviewed,
    /// Nobody reviews what he sells.
    #[error("the actor works for the producer")]
    OwnProduct,
    /// The buyer has no such review.
    #[error("there is no such review")]
    NotFound,
    /// 1 to 5.
    #[error("1 to 5 stars are given")]
    Stars,
    /// Too long.
    #[error("a title has at most {} characters", super::MAX_TITLE)]
    Title,
    /// Empty or too long.
    #[error("a text has 1 to {} characters", super::MAX_TEXT)]
    Text,
    /// Too many, one twice, or one that was not uploaded for this line.
    #[error("at most {} pictures of one's own, each once", super::MAX_PICTURES)]
    Pictures,
    /// The days in which it may be changed are over.
    #[error("a review is changed within {} days", super::EDIT_DAYS)]
    TooLate,
    /// It was changed as often as it may be.
    #[error("a review is handed in at most {} times", super::MAX_SUBMISSIONS)]
    TooManyChanges,
    /// It was taken back.
    #[error("the review was withdrawn")]
    Withdrawn,
    /// Somebody changed it in the meantime.
    #[error("the review has version {0} by now")]
    Outdated(i64),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ReviewError);

impl Catalog {
    /// Takes a buyer's review of a delivered line; it waits for a moderator.
    /// Permission: the buyer, who does not sell the product, by whatever he
    /// proves that he bought it.
    ///
    /// # Errors
    /// [`ReviewError`]; then nothing has changed.
    pub async fn create_review(
        &self,
        actor: &Actor,
        buyer: &Buyer,
        draft: &ReviewDraft,
    ) -> Result<Review, ReviewError> {
        let draft = draft.cleaned()?;
        let marks = draft.marks();
        db::retry(|| self.create_review_once(actor, buyer, &draft, &marks)).await
    }

    async fn create_review_once(
        &self,
        actor: &Actor,
        buyer: &Buyer,
        draft: &ReviewDraft,
        marks: &[Mark],
    ) -> Result<Review, ReviewError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        // Locked, so that of two at once one finds the other's.
        let purchased = purchases::lock(&tx, buyer.line).await?;
        let purchased = purchased.ok_or(ReviewError::NotDelivered)?;
        if sells(&tx, (actor, buyer), purchased.producer_id, now).await? {
            return Err(ReviewError::OwnProduct);
        }
        if reviews::of_line(&tx, buyer.line).await?.is_some() {
            return Err(ReviewError::AlreadyReviewed);
        }
        let content = draft.with_pictures(&tx, buyer.line).await?;
        let author = author(&tx, buyer).await?;
        let review = fresh(buyer, &purchased, content, (marks.to_vec(), author), now);
        reviews::insert(&tx, &review).await?;
        reviews::set_pictures(&tx, review.id, &draft.pictures).await?;
        let details = json!({ "marks": names(marks) });
        feedback::append(&tx, review.id.0, "CREATE", actor, details, now).await?;
        tx.commit().await?;
        Ok(review)
    }
}

/// Whether the actor sells for the producer, or the account that placed the
/// order does: an order's secret is shown by who is not signed in, too.
pub(super) async fn sells(
    tx: &Tx,
    (actor, buyer): (&Actor, &Buyer),
    producer: ProducerId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    if sells_for(actor).contains(&producer) {
        return Ok(true);
    }
    let Some(other) = buyer.account.filter(|id| actor.account_id() != Some(*id)) else {
        return Ok(false);
    };
    let placed = identity::roles::actor(tx, other, now).await?;
    Ok(placed.is_some_and(|placed| sells_for(&placed).contains(&producer)))
}

pub(super) fn names(marks: &[Mark]) -> Vec<&'static str> {
    marks.iter().map(|mark| mark.as_str()).collect()
}

/// What others call the buyer.
async fn author(tx: &Tx, buyer: &Buyer) -> Result<Option<AuthorName>, DbErr> {
    let name = match buyer.account {
        Some(account) => identity::display_name(tx, account).await?,
        None => Some(buyer.recipient.clone()),
    };
    Ok(name.as_deref().and_then(AuthorName::shortened))
}

fn fresh(
    buyer: &Buyer,
    purchased: &Purchased,
    content: ReviewContent,
    (marks, author): (Vec<Mark>, Option<AuthorName>),
    now: Timestamp,
) -> Review {
    Review {
        id: ReviewId::new(now),
        line: buyer.line,
        product_id: purchased.product_id,
        producer_id: purchased.producer_id,
        account_id: buyer.account,
        author,
        delivered_at: purchased.delivered_at,
        status: ReviewStatus::Waiting,
        public: None,
        published_at: None,
        edited_at: None,
        proposed: Some(content),
        marks,
        submitted_at: now,
        submissions: 1,
        reasons: Vec::new(),
        note: None,
        answer: None,
        answer_removed: false,
        helpful: 0,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}
