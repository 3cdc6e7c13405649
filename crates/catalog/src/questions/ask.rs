//! Somebody asks about a product.

use super::{Question, QuestionStatus};
use crate::Catalog;
use crate::feedback::{AuthorName, Mark};
use crate::store::{feedback, listings, questions};
use crate::visibility;
use kernel::{Actor, ProductId, QuestionId, clock::day_in_vietnam, text};
use sea_orm::DbErr;
use serde_json::json;

/// The longest question.
pub const MAX_QUESTION: usize = 1_000;
/// How many questions an account may ask on one day in Vietnam.
pub const MAX_A_DAY: i64 = 10;

/// Why a question was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// There is no such product that the public may see.
    #[error("there is no such product")]
    ProductNotFound,
    /// 1 to [`MAX_QUESTION`] characters.
    #[error("a question has 1 to {MAX_QUESTION} characters")]
    Text,
    /// The account asked as many as it may today.
    #[error("no more than {MAX_A_DAY} questions a day")]
    TooManyToday,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(AskError);

impl Catalog {
    /// Takes a question about a public product; it waits for a moderator.
    /// Permission: accounts.
    ///
    /// # Errors
    /// [`AskError`]; then nothing has changed.
    pub async fn ask(
        &self,
        actor: &Actor,
        product: ProductId,
        words: &str,
    ) -> Result<Question, AskError> {
        let words = text::clean_lines(words);
        if !(1..=MAX_QUESTION).contains(&words.chars().count()) {
            return Err(AskError::Text);
        }
        let marks = Mark::of(&words);
        db::retry(|| self.ask_once(actor, product, &words, &marks)).await
    }

    async fn ask_once(
        &self,
        actor: &Actor,
        product: ProductId,
        words: &str,
        marks: &[Mark],
    ) -> Result<Question, AskError> {
        let account = actor.account_id().ok_or(AskError::ProductNotFound)?;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        if !visibility::is_public(&tx, product, now).await? {
            return Err(AskError::ProductNotFound);
        }
        let found = listings::by_id(&tx, product).await?;
        let producer = found.ok_or(AskError::ProductNotFound)?.producer_id;
        let (sender, today) = (actor.label(), day_in_vietnam(now));
        if !feedback::count_day(&tx, "QUESTION", &sender, today, MAX_A_DAY).await? {
            return Err(AskError::TooManyToday);
        }
        let name = identity::display_name(&tx, account).await?;
        let question = Question {
            id: QuestionId::new(now),
            product_id: product,
            producer_id: producer.into(),
            account_id: account,
            author: name.as_deref().and_then(AuthorName::shortened),
            status: QuestionStatus::Waiting,
            text: Some(words.to_owned()),
            marks: marks.to_vec(),
            reasons: Vec::new(),
            note: None,
            asked_at: now,
            published_at: None,
            answer: None,
            answer_removed: false,
            version: 1,
        };
        questions::insert(&tx, &question).await?;
        let codes: Vec<&str> = marks.iter().map(|mark| mark.as_str()).collect();
        let details = json!({ "marks": codes });
        feedback::append(&tx, question.id.0, "CREATE", actor, details, now).await?;
        tx.commit().await?;
        Ok(question)
    }
}
