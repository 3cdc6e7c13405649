//! Reading questions.

use super::Question;
use crate::Catalog;
use crate::ReadError;
use crate::feedback::FeedbackFilter;
use crate::listing::moderators::Remit;
use crate::store::questions;
use kernel::{Actor, Page, PageArgs, ProducerId, ProductId, Right, Timestamp};
use sea_orm::DbErr;
use std::collections::HashMap;
use uuid::Uuid;

/// The most questions of a page.
pub const MAX_QUESTION_PAGE: u32 = 100;

/// Where a page goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct QuestionPlace {
    pub published_at: Timestamp,
    pub id: Uuid,
}

/// Which of a product's questions, the last published first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QuestionPage {
    /// How many, at most [`MAX_QUESTION_PAGE`].
    pub first: u32,
    /// After this one.
    pub after: Option<QuestionPlace>,
}

/// A page of a product's questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicQuestions {
    /// The questions, in their order.
    pub questions: Vec<Question>,
    /// Whether more follow.
    pub has_next: bool,
}

impl Question {
    /// Where a public question stands.
    #[must_use]
    pub fn place(&self) -> QuestionPlace {
        QuestionPlace {
            published_at: self.published_at.unwrap_or(self.asked_at),
            id: self.id.0,
        }
    }
}

impl Catalog {
    /// Pages of the public questions of products that the caller has through
    /// the gate: one statement for all products that are asked for the same
    /// page.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn public_questions(
        &self,
        wanted: &[(ProductId, QuestionPage)],
    ) -> Result<Vec<((ProductId, QuestionPage), PublicQuestions)>, DbErr> {
        let mut pages: HashMap<QuestionPage, Vec<ProductId>> = HashMap::new();
        for (product, page) in wanted {
            pages.entry(*page).or_default().push(*product);
        }
        let mut found: HashMap<(ProductId, QuestionPage), PublicQuestions> = HashMap::new();
        for (page, products) in pages {
            let first = page.first.min(MAX_QUESTION_PAGE);
            let db = self.db.catalogue();
            for question in questions::public(db, &products, first, page.after).await? {
                let own = found.entry((question.product_id, page)).or_default();
                match own.questions.len() < first as usize {
                    true => own.questions.push(question),
                    false => own.has_next = true,
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    /// A page of the questions that the actor asked, the newest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn own_questions(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<Question>, ReadError> {
        let account = actor.account_id().ok_or(ReadError::NotAllowed)?;
        let rows = questions::of_account(self.db.primary(), account, page).await?;
        Ok(Page::from_rows(page, rows, questions::own_position))
    }

    /// Questions that wait for the actor as a moderator, the longest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn question_queue(
        &self,
        actor: &Actor,
        filter: &FeedbackFilter,
        page: &PageArgs,
    ) -> Result<Page<Question>, ReadError> {
        let remit = Remit::of(actor);
        if remit.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let rows = questions::queue(self.db.primary(), &remit, filter, page).await?;
        Ok(Page::from_rows(page, rows, questions::queue_position))
    }

    /// The public questions about a producer's products, the longest public
    /// first; for its people and for who has its right to listings.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn producer_questions(
        &self,
        actor: &Actor,
        producer: ProducerId,
        answered: Option<bool>,
        page: &PageArgs,
    ) -> Result<Page<Question>, ReadError> {
        if actor.acts_for(producer, Right::Listings).is_none() {
            return Err(ReadError::NotFound);
        }
        let db = self.db.primary();
        let rows = questions::of_producer(db, producer, answered, page).await?;
        let page = Page::from_rows(page, rows, questions::producer_position);
        Ok(page.map(Question::for_producer))
    }
}
