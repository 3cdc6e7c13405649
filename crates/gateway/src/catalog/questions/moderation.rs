//! What moderators do with questions.

use super::mutations::QuestionAnswerPayload;
use super::record::QuestionRecord;
use crate::catalog::feedback::{
    FeedbackAnswerRemoveInput, FeedbackDecideUserError, FeedbackItemInput,
    FeedbackRefusalReasonCode, answer_refused, decide_refused, decision, placed,
};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use kernel::QuestionId;

/// The moderators' part of the questions' `Mutation`.
#[derive(Default)]
pub(crate) struct QuestionModerationMutation;

#[Object]
impl QuestionModerationMutation {
    /// Lets questions be public, or refuses them, each by itself: one that is
    /// refused leaves the others. Refused, a public question is taken away.
    /// Permission: moderators and administrators, in their scope, and not about
    /// what is their own.
    async fn question_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which questions, and what.")] input: QuestionDecideInput,
    ) -> Result<QuestionDecidePayload> {
        let items = input.items;
        let told = decision(items.len(), input.approve, input.reasons, input.note)?;
        let mut named = Vec::with_capacity(items.len());
        for item in &items {
            named.push((QuestionId::from_global(&item.id)?, item.version.into()));
        }
        let catalog = &ctx.services().catalog;
        let mut payload = QuestionDecidePayload {
            questions: Vec::with_capacity(named.len()),
            user_errors: Vec::new(),
        };
        for (place, (id, version)) in named.into_iter().enumerate() {
            let done = catalog.decide_question(ctx.actor(), id, version, &told);
            match done.await {
                Ok(question) => payload.questions.push(question.into()),
                Err(error) => {
                    let error = placed(decide_refused(error, ctx)?, place);
                    payload.user_errors.push(error);
                }
            }
        }
        ctx.loaders().clear_feedback();
        Ok(payload)
    }

    /// Takes a producer's answer to a question away, for good. Permission:
    /// moderators and administrators, in their scope, and not about what is
    /// their own.
    async fn question_answer_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which question, and why.")] input: FeedbackAnswerRemoveInput,
    ) -> Result<QuestionAnswerPayload> {
        let id = QuestionId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.remove_question_answer(ctx.actor(), id, &input.reason);
        Ok(match done.await {
            Ok(question) => {
                ctx.loaders().clear_feedback();
                QuestionAnswerPayload {
                    question: Some(question.into()),
                    user_errors: Vec::new(),
                }
            }
            Err(error) => QuestionAnswerPayload {
                question: None,
                user_errors: vec![answer_refused(error, ctx)?],
            },
        })
    }
}

/// Questions and a decision about each of them.
#[derive(InputObject)]
pub(crate) struct QuestionDecideInput {
    /// Which, 1 to 50, as the caller saw them.
    items: Vec<FeedbackItemInput>,
    /// Whether they are public; else they are not.
    approve: bool,
    /// Why not; at least one then, each once.
    #[graphql(default)]
    reasons: Vec<FeedbackRefusalReasonCode>,
    /// In the moderator's own words, at most 2,000 characters; needed for the
    /// reason `OTHER`.
    note: Option<String>,
}

/// What became of the questions.
#[derive(SimpleObject)]
pub(crate) struct QuestionDecidePayload {
    /// Those that were decided, in their order.
    questions: Vec<QuestionRecord>,
    /// Why others were not.
    user_errors: Vec<FeedbackDecideUserError>,
}
