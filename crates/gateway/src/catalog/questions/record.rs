//! A question as who asked, the producer and moderators see it.

use crate::catalog::Product;
use crate::catalog::feedback::{FeedbackMark, FeedbackRefusalReason, ProducerAnswer};
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, Enum, ID, Object, Result};
use catalog::questions as domain;
use std::sync::Arc;

/// A question, public or not. Whoever holds one may read it: a use case
/// decided.
#[derive(Clone)]
pub(crate) struct QuestionRecord(Arc<domain::Question>);

impl From<domain::Question> for QuestionRecord {
    fn from(own: domain::Question) -> Self {
        Self(Arc::new(own))
    }
}

/// A question with all that who asked, the producer and moderators know of it.
#[Object]
impl QuestionRecord {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// About which product; null while the public does not see it.
    async fn product(&self, ctx: &Context<'_>) -> Result<Option<Product>> {
        let found = ctx.loaders().cards.load(self.0.product_id).await?;
        Ok(found.map(Product))
    }

    /// What the product is called.
    async fn product_name(&self, ctx: &Context<'_>) -> Result<String> {
        let found = ctx.loaders().product_names.load(self.0.product_id).await?;
        Ok(found.unwrap_or_default())
    }

    /// Where it stands.
    async fn status(&self) -> ProductQuestionStatus {
        self.0.status.into()
    }

    /// Counts what who asked and moderators did: decisions name the one that
    /// they saw.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// Plain text, never HTML; null where it was taken back.
    async fn text(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// Who asked, shortened; null where there is no name to show.
    async fn author_name(&self) -> Option<&str> {
        self.0.author.as_ref().map(|name| name.as_str())
    }

    /// What the program saw in it; empty for the producer.
    async fn marks(&self) -> Vec<FeedbackMark> {
        self.0
            .marks
            .iter()
            .map(|mark| FeedbackMark(*mark))
            .collect()
    }

    /// Why it was refused.
    async fn reasons(&self) -> Vec<FeedbackRefusalReason> {
        let own = self.0.reasons.iter();
        own.map(|reason| FeedbackRefusalReason(*reason)).collect()
    }

    /// What the moderator wrote beside the reasons.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// When it was asked.
    async fn asked_at(&self) -> DateTime {
        DateTime(self.0.asked_at)
    }

    /// When it became public; null where it is not.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// What the producer answered; null where it did not.
    async fn answer(&self) -> Option<ProducerAnswer> {
        self.0.answer.as_ref().map(ProducerAnswer::from)
    }
}

connection! {
    /// A page of questions with all that is known of them.
    QuestionRecordConnection,
    /// A question in such a list.
    QuestionRecordEdge of QuestionRecord
}

/// Where a question stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::QuestionStatus")]
pub(crate) enum ProductQuestionStatus {
    /// A moderator looks.
    Waiting,
    /// It is public.
    Public,
    /// It is not.
    Refused,
    /// Who asked took it back.
    Withdrawn,
}
