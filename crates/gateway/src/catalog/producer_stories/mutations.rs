//! What producers do with their stories.

use super::changes::ProducerStoryChange;
use super::inputs::ProducerStoryContentInput;
use crate::catalog::listings::changes::ListingFinding;
use crate::catalog::listings::mutations::ListingProblemCode;
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::listing::ContentProblem;
use catalog::producer_story::{StoryChange, StoryChangeError};
use kernel::{Language, ProducerId, StoryChangeId};

/// The producers' part of `Mutation` about stories.
#[derive(Default)]
pub(crate) struct StoryMutation;

#[Object]
impl StoryMutation {
    /// Writes a producer's story: into the change that is under way, or into a
    /// new one that begins with what the public reads. What waits for a
    /// moderator is taken back from the queue by it. Permission: the
    /// producer's people, and who has its right to listings.
    async fn producer_story_edit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and what to write.")] input: ProducerStoryEditInput,
    ) -> Result<ProducerStoryChangePayload> {
        let id = ProducerId::from_global(&input.producer_id)?;
        let edit = input.content.edit()?;
        let version = input.version.map(i64::from);
        let catalog = &ctx.services().catalog;
        let done = catalog.edit_story(ctx.actor(), id, version, &edit).await;
        changed(done, "producerId", ctx.language())
    }

    /// Hands a change in: it waits for a moderator from now on. Permission: the
    /// producer's people, and who has its right to listings.
    async fn producer_story_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerStoryChangeInput,
    ) -> Result<ProducerStoryChangePayload> {
        let id = StoryChangeId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.submit_story(ctx.actor(), id, input.version.into());
        changed(done.await, "id", ctx.language())
    }

    /// Takes a change back for good; what the public reads stays. Permission:
    /// the producer's people, and who has its right to listings.
    async fn producer_story_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerStoryChangeInput,
    ) -> Result<ProducerStoryChangePayload> {
        let id = StoryChangeId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.withdraw_story(ctx.actor(), id, input.version.into());
        changed(done.await, "id", ctx.language())
    }
}

/// What to write into a producer's story.
#[derive(InputObject)]
pub(crate) struct ProducerStoryEditInput {
    /// Whose story.
    producer_id: ID,
    /// Which version of the change under way the caller saw; null to begin one.
    version: Option<i32>,
    /// What to write.
    content: ProducerStoryContentInput,
}

/// A change of a story as the caller saw it.
#[derive(InputObject)]
pub(crate) struct ProducerStoryChangeInput {
    /// Which.
    id: ID,
    /// Which version of it the caller saw.
    version: i32,
}

/// The change after the command.
#[derive(SimpleObject)]
pub(crate) struct ProducerStoryChangePayload {
    /// The change; null where the command was refused.
    change: Option<ProducerStoryChange>,
    /// Why it was refused.
    user_errors: Vec<ProducerStoryChangeUserError>,
}

user_errors! {
    /// Why a producer's command was refused.
    ProducerStoryChangeUserError, ProducerStoryChangeErrorCode {
        /// There is no such producer or change that the caller acts for.
        NotFound: "Không tìm thấy chủ thể hoặc bản chỉnh sửa câu chuyện." / "The producer or the change was not found.",
        /// Somebody wrote it in the meantime, or none is under way any more;
        /// `version` is the one now.
        Outdated: "Bản chỉnh sửa đã được người khác cập nhật. Vui lòng tải lại." / "Somebody wrote the change in the meantime. Please load it again.",
        /// The command may not be given in this status.
        WrongStatus: "Không thể thực hiện ở trạng thái hiện tại của bản chỉnh sửa." / "The change's status does not allow this.",
        /// The checks see what stops it; see `findings`.
        Stopped: "Chưa thể gửi duyệt, còn nội dung phải sửa." / "Something must be corrected before it is submitted.",
        /// A field holds what no story can; `problem` says what.
        ContentInvalid: "Nội dung không hợp lệ." / "The content is not valid.",
    }
    extras {
        /// With `OUTDATED`: the version now; null where none is under way.
        version: Option<i32>,
        /// With `CONTENT_INVALID`: what is wrong.
        problem: Option<ListingProblemCode>,
        /// With `STOPPED`: what the checks see.
        findings: Vec<ListingFinding>,
    }
}

fn changed(
    done: Result<StoryChange, StoryChangeError>,
    named: &str,
    language: Language,
) -> Result<ProducerStoryChangePayload> {
    use ProducerStoryChangeErrorCode as Code;
    let at = |code: Code, field: &str| code.at(language, &["input", field]);
    let user_errors = match done {
        Ok(change) => {
            return Ok(ProducerStoryChangePayload {
                change: Some(change.into()),
                user_errors: Vec::new(),
            });
        }
        Err(StoryChangeError::NotFound) => vec![at(Code::NotFound, named)],
        Err(StoryChangeError::Outdated(version)) => {
            let mut error = at(Code::Outdated, "version");
            error.version = version.and_then(|version| i32::try_from(version).ok());
            vec![error]
        }
        Err(StoryChangeError::WrongStatus(_)) => vec![at(Code::WrongStatus, named)],
        Err(StoryChangeError::Stopped(found)) => {
            let found = found.into_iter();
            let mut error = at(Code::Stopped, named);
            error.findings = found
                .map(|own| ListingFinding::new(own, language))
                .collect();
            vec![error]
        }
        Err(StoryChangeError::Invalid(problems)) => problems
            .into_iter()
            .map(|problem| invalid(&problem, language))
            .collect(),
        Err(StoryChangeError::Fault(error)) => return Err(fault(&error)),
    };
    Ok(ProducerStoryChangePayload {
        change: None,
        user_errors,
    })
}

fn invalid(problem: &ContentProblem, language: Language) -> ProducerStoryChangeUserError {
    let mut path = vec!["input", "content"];
    path.extend(problem.path.iter().map(String::as_str));
    let mut error = ProducerStoryChangeErrorCode::ContentInvalid.at(language, &path);
    error.message = problem.code.message(language).to_owned();
    error.problem = Some(problem.code.into());
    error
}
