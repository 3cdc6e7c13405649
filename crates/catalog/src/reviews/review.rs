//! The review.

use super::{ReviewContent, ReviewStatus};
use crate::feedback::{Answer, Answering, AuthorName, Mark, RefusalReason};
use kernel::{AccountId, OrderLineId, ProducerId, ProductId, ReviewId, Timestamp};

/// What a buyer says of a product.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Review {
    pub id: ReviewId,
    pub line: OrderLineId,
    pub product_id: ProductId,
    pub producer_id: ProducerId,
    /// Never shown.
    pub account_id: Option<AccountId>,
    pub author: Option<AuthorName>,
    /// Its month is shown.
    pub delivered_at: Timestamp,
    pub status: ReviewStatus,
    /// What the public reads; there while the status says so.
    pub public: Option<ReviewContent>,
    /// When the first of it became public.
    pub published_at: Option<Timestamp>,
    /// When an edit of it did.
    pub edited_at: Option<Timestamp>,
    /// What waits for a moderator, or was refused.
    pub proposed: Option<ReviewContent>,
    /// What the program saw in that.
    pub marks: Vec<Mark>,
    /// When that was handed in.
    pub submitted_at: Timestamp,
    /// How often anything was.
    pub submissions: i32,
    /// Why the last of it was refused.
    pub reasons: Vec<RefusalReason>,
    pub note: Option<String>,
    pub answer: Option<Answer>,
    /// Whether a moderator took an answer away.
    pub answer_removed: bool,
    /// How many found it helpful.
    pub helpful: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Counts what its author and moderators did.
    pub version: i64,
}

impl Review {
    pub(super) fn answering(&mut self) -> Answering<'_> {
        Answering {
            is_public: self.status.is_public(),
            answer: &mut self.answer,
            removed: &mut self.answer_removed,
        }
    }

    /// A public review as its product's producer reads it: what waits or was
    /// refused, and that anything does, is between its author and moderators.
    pub(super) fn for_producer(self) -> Self {
        Self {
            status: ReviewStatus::Public,
            proposed: None,
            marks: Vec::new(),
            reasons: Vec::new(),
            note: None,
            ..self
        }
    }
}
