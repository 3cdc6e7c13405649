//! Moderators decide about a story.

use super::check::findings;
use super::store::{changes, events, live};
use super::{StoryChange, StoryReason};
use crate::Catalog;
use crate::listing::course::Barred;
use crate::listing::moderators::{self, NoModerator};
use crate::listing::reasons::{self, Unreasoned};
use crate::listing::{ChangeCommand, ChangeStatus, Decision, Finding, media};
use db::Tx;
use kernel::{AccountId, Actor, StoryChangeId, Timestamp};
use sea_orm::DbErr;
use serde_json::json;

/// Why a moderator's command was refused.
#[derive(Debug, thiserror::Error)]
pub enum ModerateStoryError {
    /// No such change within the actor's reach.
    #[error("there is no such change")]
    NotFound,
    /// Nobody decides about what is his own.
    #[error("the actor works for the producer")]
    OwnStory,
    /// It does not wait for a moderator.
    #[error("the change is {0:?}")]
    WrongStatus(ChangeStatus),
    /// Another moderator has it until then.
    #[error("another moderator has it until {0}")]
    Claimed(Timestamp),
    /// Somebody wrote it in the meantime.
    #[error("the change has version {0} by now")]
    Outdated(i64),
    /// The checks see what stops it now.
    #[error("{} findings stop the change", .0.len())]
    Stopped(Vec<Finding>),
    /// A picture of it is gone.
    #[error("a picture is gone")]
    PictureGone,
    /// No reason, one twice, or another reason without a note.
    #[error("reasons are needed, each once, and a note for another one")]
    Reasons,
    /// The note is too long.
    #[error("a note has at most 2,000 characters")]
    Note,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ModerateStoryError);

impl From<Barred> for ModerateStoryError {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::Status(status) => Self::WrongStatus(status),
            Barred::Outdated(version) => Self::Outdated(version),
            Barred::Claimed(until) => Self::Claimed(until),
            Barred::Unseen => Self::NotFound,
        }
    }
}

impl From<NoModerator> for ModerateStoryError {
    fn from(refused: NoModerator) -> Self {
        match refused {
            NoModerator::OutOfReach => Self::NotFound,
            NoModerator::Own => Self::OwnStory,
            NoModerator::Fault(error) => Self::Fault(error),
        }
    }
}

impl From<Unreasoned> for ModerateStoryError {
    fn from(refused: Unreasoned) -> Self {
        match refused {
            Unreasoned::Reasons => Self::Reasons,
            Unreasoned::Note => Self::Note,
        }
    }
}

impl Catalog {
    /// Decides about a change of which the actor saw that version: approved,
    /// it is what the public reads from the commit on. Permission: moderators
    /// and administrators whose scope covers the producer's province, and who
    /// do not work for it.
    ///
    /// # Errors
    /// [`ModerateStoryError`]; then nothing has changed.
    pub async fn decide_story(
        &self,
        actor: &Actor,
        id: StoryChangeId,
        version: i64,
        decision: &Decision<StoryReason>,
    ) -> Result<StoryChange, ModerateStoryError> {
        let (reasons, note) = reasons::told(decision, StoryReason::Other)?;
        let command = match decision {
            Decision::Approve => ChangeCommand::Approve,
            Decision::Return { .. } => ChangeCommand::Return,
        };
        db::retry(|| {
            let told = (reasons.clone(), note.clone());
            self.decide_story_once(actor, id, (version, command), told)
        })
        .await
    }

    async fn decide_story_once(
        &self,
        actor: &Actor,
        id: StoryChangeId,
        (version, command): (i64, ChangeCommand),
        (reasons, note): (Vec<StoryReason>, Option<String>),
    ) -> Result<StoryChange, ModerateStoryError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (mut change, moderator) = self.story_to_decide(&tx, actor, id, now).await?;
        change.course().is_latest(version)?;
        if command == ChangeCommand::Approve {
            self.publish_story(&tx, &change, now).await?;
        }
        change.course().decide(moderator, now);
        change.course().step(command, now)?;
        (change.reasons, change.note) = (reasons, note);
        changes::update(&tx, &change).await?;
        let codes: Vec<&str> = change.reasons.iter().map(|own| own.as_str()).collect();
        let details = json!({ "reasons": codes, "note": change.note });
        events::append(&tx, &change, command.as_str(), actor, details, now).await?;
        tx.commit().await?;
        Ok(change)
    }

    async fn publish_story(
        &self,
        tx: &Tx,
        change: &StoryChange,
        now: Timestamp,
    ) -> Result<(), ModerateStoryError> {
        let found = findings(tx, change).await?.into_iter();
        let stops: Vec<Finding> = found.filter(|own| own.code.stops()).collect();
        if !stops.is_empty() {
            return Err(ModerateStoryError::Stopped(stops));
        }
        let images = &change.content.images;
        let pictures = self.pictures_of(tx, change.producer_id, images).await?;
        if !media::uploaded(images).all(|id| pictures.contains_key(&id)) {
            return Err(ModerateStoryError::PictureGone);
        }
        Ok(live::publish(tx, change, &pictures, now).await?)
    }

    /// A change that waits, locked after its producer, for a moderator who may
    /// decide about it now.
    pub(super) async fn story_to_decide(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: StoryChangeId,
        now: Timestamp,
    ) -> Result<(StoryChange, AccountId), ModerateStoryError> {
        let found = changes::by_id(tx, id).await?;
        let producer = found.ok_or(ModerateStoryError::NotFound)?.producer_id;
        programme::lock_producer(tx, producer).await?;
        let moderator = moderators::over(tx, actor, producer).await?;
        let change = changes::lock(tx, id).await?;
        let mut change = change.ok_or(ModerateStoryError::NotFound)?;
        change.course().awaits(moderator, now)?;
        Ok((change, moderator))
    }
}
