//! Moderators decide about questions.

use super::Question;
use crate::Catalog;
use crate::feedback::{FeedbackDecideError, FeedbackDecision, RefusalReason};
use crate::store::{feedback, questions};
use kernel::{Actor, QuestionId};
use serde_json::json;

impl Catalog {
    /// Lets a question be public of which the actor saw that version, or
    /// refuses it; refused, a public one is taken away. Permission: moderators
    /// and administrators whose scope covers the producer's province, and who
    /// do not work for it.
    ///
    /// # Errors
    /// [`FeedbackDecideError`]; then nothing has changed.
    pub async fn decide_question(
        &self,
        actor: &Actor,
        id: QuestionId,
        version: i64,
        decision: &FeedbackDecision,
    ) -> Result<Question, FeedbackDecideError> {
        let told = decision.checked()?;
        let approve = decision.approves();
        db::retry(|| {
            let told = told.clone();
            self.decide_question_once(actor, (id, version), approve, told)
        })
        .await
    }

    async fn decide_question_once(
        &self,
        actor: &Actor,
        (id, version): (QuestionId, i64),
        approve: bool,
        (reasons, note): (Vec<RefusalReason>, Option<String>),
    ) -> Result<Question, FeedbackDecideError> {
        use FeedbackDecideError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = questions::by_id(&tx, id).await?.ok_or(Error::NotFound)?;
        self.moderated(&tx, actor, found.product_id).await?;
        let question = questions::lock(&tx, id).await?;
        let mut question = question.ok_or(Error::NotFound)?;
        let next = question.status.decided(approve).ok_or(Error::WrongStatus)?;
        if question.version != version {
            return Err(Error::Outdated(question.version));
        }
        question.status = next;
        if approve {
            question.published_at = Some(now);
        }
        (question.reasons, question.note) = (reasons, note);
        question.version += 1;
        questions::update(&tx, &question).await?;
        let codes: Vec<&str> = question.reasons.iter().map(|own| own.as_str()).collect();
        let details = json!({ "reasons": codes, "note": question.note });
        let act = if approve { "APPROVE" } else { "REFUSE" };
        feedback::append(&tx, id.0, act, actor, details, now).await?;
        tx.commit().await?;
        Ok(question)
    }
}
