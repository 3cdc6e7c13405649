//! What the public reads of questions.

use crate::catalog::feedback::ProducerAnswer;
use crate::errors::bad_input;
use crate::schema::connection::{connection, up_to};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, Error, ID, Object};
use catalog::questions::{
    self as domain, MAX_QUESTION_PAGE, QuestionPage, QuestionPlace, QuestionStatus,
};
use kernel::{Cursor, Page, PageError, ProductId};
use std::sync::Arc;

/// The order of a product's questions.
const NEWEST: &str = "product.questions.newest";

/// What somebody asks about a product, as the public reads it.
#[derive(Clone)]
pub(crate) struct ProductQuestion(Arc<domain::Question>);

impl ProductQuestion {
    /// A question that is public; `None` where it is not.
    pub(super) fn of(own: domain::Question) -> Option<Self> {
        (own.status == QuestionStatus::Public).then(|| Self(Arc::new(own)))
    }
}

/// What somebody asks about a product.
#[Object]
impl ProductQuestion {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Plain text, never HTML.
    async fn text(&self) -> &str {
        self.0.text.as_deref().unwrap_or_default()
    }

    /// Who asked, shortened to the family name and initials; null where there
    /// is no name to show.
    async fn author_name(&self) -> Option<&str> {
        self.0.author.as_ref().map(|name| name.as_str())
    }

    /// When it was asked.
    async fn asked_at(&self) -> DateTime {
        DateTime(self.0.asked_at)
    }

    /// What the producer answered; null where it did not.
    async fn answer(&self) -> Option<ProducerAnswer> {
        self.0.answer.as_ref().map(ProducerAnswer::from)
    }
}

connection! {
    /// A page of questions.
    ProductQuestionConnection,
    /// A question in a list.
    ProductQuestionEdge of ProductQuestion
}

fn place(text: &str) -> Result<QuestionPlace, PageError> {
    let cursor = Cursor::decode(text)?;
    let [at, id] = cursor.key_for::<2>(NEWEST)?;
    Ok(QuestionPlace {
        published_at: Cursor::read_instant(at)?,
        id: id.parse().map_err(|_| PageError::BadCursor)?,
    })
}

fn cursor(own: &domain::Question) -> Cursor {
    let place = own.place();
    let at = Cursor::write_instant(place.published_at);
    Cursor::new(NEWEST, [at, place.id.to_string()])
}

/// A page of a product's questions: one statement for all products that are
/// asked for the same.
pub(crate) async fn questions(
    ctx: &Context<'_>,
    product: ProductId,
    first: i32,
    after: Option<&str>,
) -> Result<ProductQuestionConnection, Error> {
    let after = after.map(place).transpose();
    let page = QuestionPage {
        first: up_to(first, MAX_QUESTION_PAGE)?,
        after: after.map_err(|error| bad_input(error.to_string()))?,
    };
    let found = ctx.loaders().questions.load((product, page)).await?;
    let rows = found.iter().flat_map(|own| &own.questions);
    let rows = rows.filter_map(|own| Some((cursor(own), ProductQuestion::of(own.clone())?)));
    Ok(ProductQuestionConnection(Page {
        rows: rows.collect(),
        has_next: found.as_ref().is_some_and(|own| own.has_next),
        has_previous: page.after.is_some(),
    }))
}
