//! What was done with the words of shoppers.

use crate::Catalog;
use crate::ReadError;
use crate::listing::moderators::Remit;
use crate::store::{feedback, questions, reports, reviews};
use kernel::{Actor, ListingReportId, Page, PageArgs, ProductId, QuestionId, ReviewId, Timestamp};
use uuid::Uuid;

/// What a history is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackSubject {
    /// Of a review.
    Review(ReviewId),
    /// Of a question.
    Question(QuestionId),
    /// Of a report about a listing.
    Report(ListingReportId),
}

impl FeedbackSubject {
    fn key(self) -> Uuid {
        match self {
            Self::Review(id) => id.0,
            Self::Question(id) => id.0,
            Self::Report(id) => id.0,
        }
    }
}

/// What somebody did with a review, a question or a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedbackEvent {
    /// Its id.
    pub id: Uuid,
    /// What: `CREATE`, `UPDATE`, `APPROVE`, `REFUSE`, `ANSWER` …
    pub act: String,
    /// Who, as [`kernel::Actor::label`] names them.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// What else is to be known, as JSON; no words of shoppers.
    pub details: String,
}

impl Catalog {
    /// What was done, the latest first; for the moderators of the producer's
    /// province who do not sell for it.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] for everybody else.
    pub async fn feedback_history(
        &self,
        actor: &Actor,
        subject: FeedbackSubject,
        page: &PageArgs,
    ) -> Result<Page<FeedbackEvent>, ReadError> {
        let db = self.db.primary();
        let product = match subject {
            FeedbackSubject::Review(id) => reviews::by_id(db, id).await?.map(|own| own.product_id),
            FeedbackSubject::Question(id) => {
                questions::by_id(db, id).await?.map(|own| own.product_id)
            }
            FeedbackSubject::Report(id) => reports::by_id(db, id).await?.map(|own| own.product_id),
        };
        let product = product.ok_or(ReadError::NotFound)?;
        if !self.moderates(actor, product).await? {
            return Err(ReadError::NotFound);
        }
        let rows = feedback::events_of(db, subject.key(), page).await?;
        Ok(Page::from_rows(page, rows, feedback::position))
    }

    /// Whether what is said of a product is for the actor as a moderator.
    pub(crate) async fn moderates(
        &self,
        actor: &Actor,
        product: ProductId,
    ) -> Result<bool, sea_orm::DbErr> {
        let remit = Remit::of(actor);
        if remit.is_nowhere() {
            return Ok(false);
        }
        let found = feedback::producer_of(self.db.primary(), product).await?;
        Ok(found.is_some_and(|(producer, province)| remit.admits(producer, &province).is_ok()))
    }
}
