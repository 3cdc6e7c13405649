//! What moderators do with stories.

use super::changes::{ProducerStoryChange, ProducerStoryReturnReasonCode};
use crate::catalog::listings::changes::ListingFinding;
use crate::errors::{bad_input, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::listing::Decision;
use catalog::producer_story::{ModerateStoryError, StoryChange};
use kernel::{Language, StoryChangeId};

/// The moderators' part of `Mutation` about stories.
#[derive(Default)]
pub(crate) struct StoryModerationMutation;

#[Object]
impl StoryModerationMutation {
    /// Takes a change of a story up for 15 minutes, or for 15 more: nobody else
    /// decides about it. Permission: moderators and administrators, in their
    /// scope, and not about what is their own.
    async fn producer_story_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerStoryModerationInput,
    ) -> Result<ProducerStoryModerationPayload> {
        let id = StoryChangeId::from_global(&input.id)?;
        let done = ctx.services().catalog.claim_story(ctx.actor(), id).await;
        moderated(done, ctx.language())
    }

    /// Lays a change of a story down. Permission: the moderator who has it.
    async fn producer_story_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerStoryModerationInput,
    ) -> Result<ProducerStoryModerationPayload> {
        let id = StoryChangeId::from_global(&input.id)?;
        let done = ctx.services().catalog.release_story(ctx.actor(), id).await;
        moderated(done, ctx.language())
    }

    /// Approves a change of a story, so that the public reads it at once, or
    /// sends it back. Permission: moderators and administrators, in their
    /// scope, and not about what is their own.
    async fn producer_story_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which change, and what.")] input: ProducerStoryDecideInput,
    ) -> Result<ProducerStoryModerationPayload> {
        if input.reasons.len() > 20 {
            return Err(bad_input("reasons: at most 20"));
        }
        let decision = match input.approve {
            true if input.reasons.is_empty() && input.note.is_none() => Decision::Approve,
            true => return Err(bad_input("reasons, note: only without `approve`")),
            false => Decision::Return {
                reasons: input.reasons.into_iter().map(Into::into).collect(),
                note: input.note,
            },
        };
        let id = StoryChangeId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.decide_story(ctx.actor(), id, input.version.into(), &decision);
        let done = done.await;
        ctx.loaders().stories.clear();
        moderated(done, ctx.language())
    }
}

/// A change of a story.
#[derive(InputObject)]
pub(crate) struct ProducerStoryModerationInput {
    /// Which.
    id: ID,
}

/// A decision about a change of a story.
#[derive(InputObject)]
pub(crate) struct ProducerStoryDecideInput {
    /// Which.
    id: ID,
    /// Which version of it the caller saw.
    version: i32,
    /// Whether it goes live; else it goes back.
    approve: bool,
    /// Why it goes back; at least one then, each once.
    #[graphql(default)]
    reasons: Vec<ProducerStoryReturnReasonCode>,
    /// In the moderator's own words, at most 2,000 characters; needed for the
    /// reason `OTHER`.
    note: Option<String>,
}

/// The change after the command.
#[derive(SimpleObject)]
pub(crate) struct ProducerStoryModerationPayload {
    /// The change; null where the command was refused.
    change: Option<ProducerStoryChange>,
    /// Why it was refused.
    user_errors: Vec<ProducerStoryModerationUserError>,
}

user_errors! {
    /// Why a moderator's command about a story was refused.
    ProducerStoryModerationUserError, ProducerStoryModerationErrorCode {
        /// There is no such change within the caller's scope.
        NotFound: "Không tìm thấy câu chuyện cần duyệt." / "There is no such story to decide about.",
        /// The caller works for the producer.
        OwnStory: "Bạn không được duyệt câu chuyện của chủ thể mà bạn làm việc cho." / "Nobody decides about what is his own.",
        /// It does not wait for a decision.
        WrongStatus: "Câu chuyện này không còn chờ duyệt." / "It does not wait for a decision any more.",
        /// Another moderator has it; `claimedUntil` says until when.
        ClaimedByOther: "Một người duyệt khác đang xử lý câu chuyện này." / "Another moderator has it.",
        /// Somebody wrote it in the meantime; `version` is the one now.
        Outdated: "Nội dung đã thay đổi sau khi bạn mở. Vui lòng tải lại." / "It was written in the meantime. Please load it again.",
        /// The checks see what stops it now; see `findings`.
        Stopped: "Chưa thể duyệt, còn nội dung vi phạm quy định." / "The checks see what stops it.",
        /// A picture of it is gone.
        PictureGone: "Ảnh của câu chuyện không còn tồn tại." / "A picture of it is gone.",
        /// Reasons are needed, each once, and a note for another one.
        ReasonsInvalid: "Cần chọn lý do (mỗi lý do một lần); nếu là lý do khác thì phải ghi chú." / "Reasons are needed, each once, and a note for another one.",
        /// A note has at most 2,000 characters.
        NoteInvalid: "Ghi chú dài tối đa 2.000 ký tự." / "A note has at most 2,000 characters.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
        /// With `CLAIMED_BY_OTHER`: until when.
        claimed_until: Option<DateTime>,
        /// With `STOPPED`: what the checks see.
        findings: Vec<ListingFinding>,
    }
}

fn moderated(
    done: Result<StoryChange, ModerateStoryError>,
    language: Language,
) -> Result<ProducerStoryModerationPayload> {
    Ok(match done {
        Ok(change) => ProducerStoryModerationPayload {
            change: Some(change.into()),
            user_errors: Vec::new(),
        },
        Err(error) => ProducerStoryModerationPayload {
            change: None,
            user_errors: vec![refused(error, language)?],
        },
    })
}

fn refused(
    error: ModerateStoryError,
    language: Language,
) -> Result<ProducerStoryModerationUserError> {
    use ProducerStoryModerationErrorCode as Code;
    let at = |code: Code, field: &str| code.at(language, &["input", field]);
    Ok(match error {
        ModerateStoryError::NotFound => at(Code::NotFound, "id"),
        ModerateStoryError::OwnStory => at(Code::OwnStory, "id"),
        ModerateStoryError::WrongStatus(_) => at(Code::WrongStatus, "id"),
        ModerateStoryError::Claimed(until) => {
            let mut error = at(Code::ClaimedByOther, "id");
            error.claimed_until = Some(DateTime(until));
            error
        }
        ModerateStoryError::Outdated(version) => {
            let mut error = at(Code::Outdated, "version");
            error.version = i32::try_from(version).ok();
            error
        }
        ModerateStoryError::Stopped(found) => {
            let found = found.into_iter();
            let mut error = at(Code::Stopped, "id");
            error.findings = found
                .map(|own| ListingFinding::new(own, language))
                .collect();
            error
        }
        ModerateStoryError::PictureGone => at(Code::PictureGone, "id"),
        ModerateStoryError::Reasons => at(Code::ReasonsInvalid, "reasons"),
        ModerateStoryError::Note => at(Code::NoteInvalid, "note"),
        ModerateStoryError::Fault(error) => return Err(fault(&error)),
    })
}
