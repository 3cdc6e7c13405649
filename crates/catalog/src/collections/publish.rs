//! A curator shows a collection to the public, or takes it away.

use super::{Collection, CollectionError, CollectionStatus};
use crate::Catalog;
use crate::entity::product_card::{Column, Entity};
use crate::order::NEWEST;
use crate::store::collections as store;
use kernel::{Actor, CollectionId, Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

/// What moves a collection on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionCommand {
    /// The public sees it from now on, within its validity.
    Publish,
    /// Back to a draft.
    Withdraw,
    /// Away for good.
    Archive,
}

impl CollectionCommand {
    /// The name in histories.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Withdraw => "WITHDRAW",
            Self::Archive => "ARCHIVE",
        }
    }
}

impl CollectionStatus {
    /// Where a command leads from here; `None` where it may not be given.
    #[must_use]
    pub const fn after(self, command: CollectionCommand) -> Option<Self> {
        use CollectionCommand::{Archive, Publish, Withdraw};
        match (self, command) {
            (Self::Draft, Publish) => Some(Self::Published),
            (Self::Published, Withdraw) => Some(Self::Draft),
            (Self::Draft | Self::Published, Archive) => Some(Self::Archived),
            _ => None,
        }
    }
}

impl Catalog {
    /// Moves a collection of which the actor saw that version. What is
    /// published holds something, and not everything. Permission: whoever
    /// curates it.
    ///
    /// # Errors
    /// [`CollectionError`]; then nothing has changed.
    pub async fn move_collection(
        &self,
        actor: &Actor,
        id: CollectionId,
        version: i64,
        command: CollectionCommand,
    ) -> Result<Collection, CollectionError> {
        db::retry(|| self.move_collection_once(actor, id, version, command)).await
    }

    async fn move_collection_once(
        &self,
        actor: &Actor,
        id: CollectionId,
        version: i64,
        command: CollectionCommand,
    ) -> Result<Collection, CollectionError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut own = self.curated(&tx, actor, id, version).await?;
        let next = own.status.after(command);
        own.status = next.ok_or(CollectionError::WrongStatus(own.status))?;
        if command == CollectionCommand::Publish {
            if own.content.valid_until.is_some_and(|until| until <= now) {
                return Err(CollectionError::Validity);
            }
            self.holds_something(&tx, &own, now).await?;
            own.published_at = own.published_at.or(Some(now));
        }
        own.version += 1;
        own.updated_at = now;
        store::update(&tx, &own).await?;
        store::append(&tx, &own, command.as_str(), actor, json!({})).await?;
        tx.commit().await?;
        Ok(own)
    }

    /// Whether a collection may be public by what it holds now.
    pub(super) async fn holds_something(
        &self,
        connection: &impl ConnectionTrait,
        own: &Collection,
        now: Timestamp,
    ) -> Result<(), CollectionError> {
        let rule = own.content.rule.as_ref();
        if rule.is_some_and(super::CollectionRule::matches_everything) {
            return Err(CollectionError::MatchesEverything);
        }
        let first: Option<Uuid> = Entity::find()
            .select_only()
            .column(Column::ProductId)
            .filter(own.condition(now, own.along(NEWEST, self.db.engine())))
            .into_tuple()
            .one(connection)
            .await?;
        first.map(|_| ()).ok_or(CollectionError::MatchesNothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_archived_stays_so() {
        use CollectionCommand::{Archive, Publish, Withdraw};
        use CollectionStatus::{Archived, Draft, Published};
        for (status, after) in [
            (Draft, [Some(Published), None, Some(Archived)]),
            (Published, [None, Some(Draft), Some(Archived)]),
            (Archived, [None, None, None]),
        ] {
            let found = [Publish, Withdraw, Archive].map(|command| status.after(command));
            assert_eq!(found, after, "{status:?}");
            assert_eq!(CollectionStatus::parse(status.as_str()), Some(status));
        }
    }
}
