//! A producer hands its story in.

use super::check::findings;
use super::store::{changes, events};
use super::{StoryChange, StoryChangeError};
use crate::Catalog;
use crate::listing::{ChangeCommand, Finding};
use kernel::{Actor, StoryChangeId};
use serde_json::json;

impl Catalog {
    /// Hands a change in, of which the actor saw that version: it waits for a
    /// moderator from now on. Permission: the producer's people, and who has
    /// its right to listings.
    ///
    /// # Errors
    /// [`StoryChangeError`]; then nothing has changed.
    pub async fn submit_story(
        &self,
        actor: &Actor,
        id: StoryChangeId,
        version: i64,
    ) -> Result<StoryChange, StoryChangeError> {
        db::retry(|| self.submit_story_once(actor, id, version)).await
    }

    async fn submit_story_once(
        &self,
        actor: &Actor,
        id: StoryChangeId,
        version: i64,
    ) -> Result<StoryChange, StoryChangeError> {
        let (now, command) = (self.clock.now(), ChangeCommand::Submit);
        let tx = self.db.begin().await?;
        let mut change = self
            .own_story_change(&tx, actor, id, (version, command), now)
            .await?;
        let found = findings(&tx, &change).await?;
        let stopping = found.iter().filter(|own| own.code.stops());
        let stops: Vec<Finding> = stopping.cloned().collect();
        if !stops.is_empty() {
            return Err(StoryChangeError::Stopped(stops));
        }
        change.course().submit(now);
        change.course().step(command, now)?;
        (change.reasons, change.note) = (Vec::new(), None);
        changes::update(&tx, &change).await?;
        let codes: Vec<&str> = found.iter().map(|own| own.code.as_str()).collect();
        let details = json!({ "findings": codes });
        events::append(&tx, &change, command.as_str(), actor, details, now).await?;
        tx.commit().await?;
        Ok(change)
    }
}
