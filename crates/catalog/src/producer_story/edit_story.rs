//! A producer writes its story: begins a change, or goes on with it.

use super::edit::{StoryEdit, apply};
use super::store::{changes, events, live};
use super::{StoryChange, StoryContent, content::FIELDS};
use crate::Catalog;
use crate::listing::authority::proved;
use crate::listing::course::Barred;
use crate::listing::problem::Problems;
use crate::listing::{ChangeCommand, ChangeStatus, ContentProblem, Finding, diff, media};
use db::Tx;
use kernel::{Actor, ProducerId, Right, StoryChangeId, Timestamp};
use sea_orm::DbErr;
use serde_json::json;

/// Why a producer's command was refused.
#[derive(Debug, thiserror::Error)]
pub enum StoryChangeError {
    /// No such producer or change that the actor acts for.
    #[error("there is no such story")]
    NotFound,
    /// Somebody wrote it in the meantime; `None` where none is under way any
    /// more.
    #[error("the change has version {0:?} by now")]
    Outdated(Option<i64>),
    /// The command may not be given in this status.
    #[error("the change is {0:?}")]
    WrongStatus(ChangeStatus),
    /// What no story can hold.
    #[error("the content has {} problems", .0.len())]
    Invalid(Vec<ContentProblem>),
    /// What stops a change from being submitted.
    #[error("{} findings stop the change", .0.len())]
    Stopped(Vec<Finding>),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(StoryChangeError);

impl From<Barred> for StoryChangeError {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::Status(status) => Self::WrongStatus(status),
            Barred::Outdated(version) => Self::Outdated(Some(version)),
            // Producers meet neither.
            Barred::Claimed(_) | Barred::Unseen => Self::NotFound,
        }
    }
}

impl Catalog {
    /// Writes a producer's story: into the change that is under way, of which
    /// the actor saw that version, or, with `None`, into a new one that begins
    /// with what is live. What waits for a moderator is taken back from the
    /// queue by it; what the public reads stays. Permission: the producer's
    /// people, and who has its right to listings.
    ///
    /// # Errors
    /// [`StoryChangeError`]; then nothing has changed.
    pub async fn edit_story(
        &self,
        actor: &Actor,
        producer: ProducerId,
        version: Option<i64>,
        edit: &StoryEdit,
    ) -> Result<StoryChange, StoryChangeError> {
        db::retry(|| self.edit_story_once(actor, producer, version, edit)).await
    }

    async fn edit_story_once(
        &self,
        actor: &Actor,
        producer: ProducerId,
        version: Option<i64>,
        edit: &StoryEdit,
    ) -> Result<StoryChange, StoryChangeError> {
        let now = self.clock.now();
        let command = ChangeCommand::Edit;
        let tx = self.db.begin().await?;
        let used = ("EDIT_STORY", producer.0);
        self.own_story(&tx, actor, producer, used, now).await?;
        let open = changes::lock_open(&tx, producer).await?;
        let (mut change, begun) = match (open, version) {
            (Some(mut change), Some(version)) => {
                change.course().allows(command, version)?;
                (change, true)
            }
            (Some(change), None) => {
                return Err(StoryChangeError::Outdated(Some(change.version)));
            }
            (None, Some(_)) => return Err(StoryChangeError::Outdated(None)),
            (None, None) => {
                let base = live::by_producer(&tx, producer).await?;
                let base = base.map_or_else(Default::default, |own| (own.content, own.version));
                let author = actor.account_id();
                (StoryChange::draft(producer, author, base, now), false)
            }
        };
        let next = apply(edit.clone(), &change.content, now).map_err(StoryChangeError::Invalid)?;
        let wrong = self.unknown_pictures(&tx, producer, &next).await?;
        if !wrong.is_empty() {
            return Err(StoryChangeError::Invalid(wrong));
        }
        let changed: Vec<String> = diff::differences(Some(&change.content), &next, &FIELDS)
            .into_iter()
            .map(|one| one.path.join("."))
            .take(100)
            .collect();
        change.content = next;
        let details = json!({ "fields": changed });
        let act = if begun {
            change.course().step(command, now)?;
            changes::update(&tx, &change).await?;
            command.as_str()
        } else {
            changes::insert(&tx, &change).await?;
            "BEGIN"
        };
        events::append(&tx, &change, act, actor, details, now).await?;
        tx.commit().await?;
        Ok(change)
    }

    /// Locks the producer, when the actor may write its story: what is written
    /// of one story is written one after the other.
    pub(super) async fn own_story(
        &self,
        tx: &Tx,
        actor: &Actor,
        producer: ProducerId,
        used: (&str, uuid::Uuid),
        now: Timestamp,
    ) -> Result<(), StoryChangeError> {
        let found = programme::lock_producer(tx, producer).await?;
        found.ok_or(StoryChangeError::NotFound)?;
        match proved(tx, actor, producer, Right::Listings, used, now).await? {
            true => Ok(()),
            false => Err(StoryChangeError::NotFound),
        }
    }

    /// The change, locked after its producer, when the actor may give it that
    /// command and has seen its latest version.
    pub(super) async fn own_story_change(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: StoryChangeId,
        (version, command): (i64, ChangeCommand),
        now: Timestamp,
    ) -> Result<StoryChange, StoryChangeError> {
        let found = changes::by_id(tx, id).await?;
        let found = found.ok_or(StoryChangeError::NotFound)?;
        let action = match command {
            ChangeCommand::Submit => "SUBMIT_STORY",
            _ => "WITHDRAW_STORY",
        };
        let used = (action, found.producer_id.0);
        self.own_story(tx, actor, found.producer_id, used, now)
            .await?;
        let change = changes::lock(tx, id).await?;
        let mut change = change.ok_or(StoryChangeError::NotFound)?;
        change.course().allows(command, version)?;
        Ok(change)
    }

    /// The pictures of a content that its producer does not have.
    async fn unknown_pictures(
        &self,
        tx: &Tx,
        producer: ProducerId,
        content: &StoryContent,
    ) -> Result<Vec<ContentProblem>, DbErr> {
        let own = self.pictures_of(tx, producer, &content.images).await?;
        let mut wrong = Problems::default();
        media::unknown(&content.images, &own, &mut wrong);
        Ok(wrong.0)
    }
}
