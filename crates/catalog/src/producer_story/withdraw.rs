//! A producer takes a change of its story back.

use super::store::{changes, events};
use super::{StoryChange, StoryChangeError};
use crate::Catalog;
use crate::listing::ChangeCommand;
use kernel::{Actor, StoryChangeId};
use serde_json::json;

impl Catalog {
    /// Takes a change back for good, of which the actor saw that version; what
    /// the public reads stays. Permission: the producer's people, and who has
    /// its right to listings.
    ///
    /// # Errors
    /// [`StoryChangeError`]; then nothing has changed.
    pub async fn withdraw_story(
        &self,
        actor: &Actor,
        id: StoryChangeId,
        version: i64,
    ) -> Result<StoryChange, StoryChangeError> {
        db::retry(|| self.withdraw_story_once(actor, id, version)).await
    }

    async fn withdraw_story_once(
        &self,
        actor: &Actor,
        id: StoryChangeId,
        version: i64,
    ) -> Result<StoryChange, StoryChangeError> {
        let (now, command) = (self.clock.now(), ChangeCommand::Withdraw);
        let tx = self.db.begin().await?;
        let mut change = self
            .own_story_change(&tx, actor, id, (version, command), now)
            .await?;
        change.course().step(command, now)?;
        changes::update(&tx, &change).await?;
        events::append(&tx, &change, command.as_str(), actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(change)
    }
}
