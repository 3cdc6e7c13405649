//! A moderator takes a change of a story up, and lays it down.

use super::store::{changes, events};
use super::{ModerateStoryError, StoryChange};
use crate::Catalog;
use crate::listing::ChangeCommand;
use kernel::{Actor, StoryChangeId};
use serde_json::json;

impl Catalog {
    /// Takes a change up for 15 minutes, or for 15 more: nobody else decides
    /// about it. Permission: moderators and administrators whose scope covers
    /// the producer's province, and who do not work for it.
    ///
    /// # Errors
    /// [`ModerateStoryError`]; then nothing has changed.
    pub async fn claim_story(
        &self,
        actor: &Actor,
        id: StoryChangeId,
    ) -> Result<StoryChange, ModerateStoryError> {
        db::retry(|| self.hold_story_once(actor, id, ChangeCommand::Claim)).await
    }

    /// Lays a change down. Permission: the moderator who has it.
    ///
    /// # Errors
    /// [`ModerateStoryError`]; then nothing has changed.
    pub async fn release_story(
        &self,
        actor: &Actor,
        id: StoryChangeId,
    ) -> Result<StoryChange, ModerateStoryError> {
        db::retry(|| self.hold_story_once(actor, id, ChangeCommand::Release)).await
    }

    async fn hold_story_once(
        &self,
        actor: &Actor,
        id: StoryChangeId,
        command: ChangeCommand,
    ) -> Result<StoryChange, ModerateStoryError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (mut change, moderator) = self.story_to_decide(&tx, actor, id, now).await?;
        if command == ChangeCommand::Claim {
            change.course().claim(moderator, now);
        }
        change.course().step(command, now)?;
        changes::update(&tx, &change).await?;
        events::append(&tx, &change, command.as_str(), actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(change)
    }
}
