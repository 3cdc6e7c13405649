//! What moderators do with reviews.

use super::mutations::ReviewAnswerPayload;
use super::public::Review;
use super::record::ReviewRecord;
use crate::catalog::feedback::{
    FeedbackAnswerRemoveInput, FeedbackDecideUserError, FeedbackItemInput,
    FeedbackRefusalReasonCode, answer_refused, decide_refused, decision, placed,
};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use kernel::ReviewId;

/// The moderators' part of the reviews' `Mutation`.
#[derive(Default)]
pub(crate) struct ReviewModerationMutation;

#[Object]
impl ReviewModerationMutation {
    /// Lets what waits of reviews be public, or refuses it, each by itself: one
    /// that is refused leaves the others. Refused where nothing waits, a public
    /// review is taken away. Permission: moderators and administrators, in
    /// their scope, and not about what is their own.
    async fn review_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which reviews, and what.")] input: ReviewDecideInput,
    ) -> Result<ReviewDecidePayload> {
        let items = input.items;
        let told = decision(items.len(), input.approve, input.reasons, input.note)?;
        let mut named = Vec::with_capacity(items.len());
        for item in &items {
            named.push((ReviewId::from_global(&item.id)?, item.version.into()));
        }
        let catalog = &ctx.services().catalog;
        let mut payload = ReviewDecidePayload {
            reviews: Vec::with_capacity(named.len()),
            user_errors: Vec::new(),
        };
        for (place, (id, version)) in named.into_iter().enumerate() {
            match catalog.decide_review(ctx.actor(), id, version, &told).await {
                Ok(review) => payload.reviews.push(review.into()),
                Err(error) => {
                    let error = placed(decide_refused(error, ctx)?, place);
                    payload.user_errors.push(error);
                }
            }
        }
        ctx.loaders().clear_feedback();
        Ok(payload)
    }

    /// Takes a producer's answer to a review away, for good. Permission:
    /// moderators and administrators, in their scope, and not about what is
    /// their own.
    async fn review_answer_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which review, and why.")] input: FeedbackAnswerRemoveInput,
    ) -> Result<ReviewAnswerPayload> {
        let id = ReviewId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.remove_review_answer(ctx.actor(), id, &input.reason);
        Ok(match done.await {
            Ok(review) => {
                ctx.loaders().clear_feedback();
                ReviewAnswerPayload {
                    review: Review::of(review),
                    user_errors: Vec::new(),
                }
            }
            Err(error) => ReviewAnswerPayload {
                review: None,
                user_errors: vec![answer_refused(error, ctx)?],
            },
        })
    }
}

/// Reviews and a decision about each of them.
#[derive(InputObject)]
pub(crate) struct ReviewDecideInput {
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

/// What became of the reviews.
#[derive(SimpleObject)]
pub(crate) struct ReviewDecidePayload {
    /// Those that were decided, in their order.
    reviews: Vec<ReviewRecord>,
    /// Why others were not.
    user_errors: Vec<FeedbackDecideUserError>,
}
