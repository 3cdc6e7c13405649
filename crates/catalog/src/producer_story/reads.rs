//! What the public, producers and moderators read of stories.

use super::check::findings;
use super::content::FIELDS;
use super::store::{changes, events, live};
use super::{ProducerStory, StoryChange, StoryEvent, StoryState};
use crate::Catalog;
use crate::ReadError;
use crate::listing::diff::differences;
use crate::listing::moderators::Reach;
use crate::listing::reads::Eyes;
use crate::listing::{FieldChange, Finding, QueueFilter};
use kernel::{Actor, Page, PageArgs, ProducerId, Right, StoryChangeId};
use sea_orm::DbErr;

/// By which rights a story is seen before it is public.
const RIGHTS: [Right; 1] = [Right::Listings];

impl Catalog {
    /// What the public reads of these producers, of those that have a story;
    /// in any order. One statement.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn stories_of(&self, producers: &[ProducerId]) -> Result<Vec<ProducerStory>, DbErr> {
        live::by_producers(self.db.catalogue(), producers).await
    }

    /// A producer's story and the change that is under way, as its people and
    /// the moderators of its province see them; `None` for everybody else.
    /// Moderators see a change once it was submitted.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn story_state(
        &self,
        actor: &Actor,
        producer_id: ProducerId,
    ) -> Result<Option<StoryState>, DbErr> {
        let db = self.db.primary();
        let Some(eyes) = self.eyes(actor, producer_id, &RIGHTS).await? else {
            return Ok(None);
        };
        let change = changes::open_of(db, producer_id).await?;
        Ok(Some(StoryState {
            producer_id,
            live: live::by_producer(db, producer_id).await?,
            change: change.filter(|change| readable(change, eyes)),
        }))
    }

    /// A change, as its producer's people and, once it was submitted, the
    /// moderators of its province see it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn story_change(
        &self,
        actor: &Actor,
        id: StoryChangeId,
    ) -> Result<Option<StoryChange>, DbErr> {
        let Some(change) = changes::by_id(self.db.primary(), id).await? else {
            return Ok(None);
        };
        let eyes = self.eyes(actor, change.producer_id, &RIGHTS).await?;
        Ok(eyes.and_then(|eyes| readable(&change, eyes).then_some(change)))
    }

    /// What a change that the actor was given changes in what the public
    /// reads, and what the checks see in it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn story_looked_at(
        &self,
        change: &StoryChange,
    ) -> Result<(Vec<FieldChange>, Vec<Finding>), DbErr> {
        let db = self.db.primary();
        let live = live::by_producer(db, change.producer_id).await?;
        let live = live.map(|own| own.content);
        let found = findings(db, change).await?;
        let differ = differences(live.as_ref(), &change.content, &FIELDS);
        Ok((differ, found))
    }

    /// Stories that wait for the actor as a moderator, the longest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn story_queue(
        &self,
        actor: &Actor,
        filter: &QueueFilter,
        page: &PageArgs,
    ) -> Result<Page<StoryChange>, ReadError> {
        let reach = Reach::of(actor);
        if reach.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let (db, now) = (self.db.primary(), self.clock.now());
        let rows = changes::queue(db, reach.provinces(), filter, now, page).await?;
        Ok(Page::from_rows(page, rows, changes::position))
    }

    /// What was done with a producer's story, the latest first; for who sees
    /// it before it is public.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn story_history(
        &self,
        actor: &Actor,
        producer: ProducerId,
        page: &PageArgs,
    ) -> Result<Page<StoryEvent>, ReadError> {
        let eyes = self.eyes(actor, producer, &RIGHTS).await?;
        eyes.ok_or(ReadError::NotFound)?;
        let rows = events::of_producer(self.db.primary(), producer, page).await?;
        Ok(Page::from_rows(page, rows, events::position))
    }
}

/// Whether these eyes see a change: what was never handed in is its producer's
/// alone.
fn readable(change: &StoryChange, eyes: Eyes) -> bool {
    eyes == Eyes::Producer || change.submitted_at.is_some()
}
