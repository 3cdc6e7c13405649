//! A curator writes what a collection says and holds.

use super::curators::{covers, curates};
use super::{Collection, CollectionContent, CollectionError, CollectionStatus};
use crate::Catalog;
use crate::store::collections as store;
use db::Tx;
use kernel::{Actor, CollectionId};
use serde_json::json;

impl Catalog {
    /// Writes a collection of which the actor saw that version, as a whole.
    /// One that is public stays one that holds something. Permission: whoever
    /// curates it.
    ///
    /// # Errors
    /// [`CollectionError`]; then nothing has changed.
    pub async fn edit_collection(
        &self,
        actor: &Actor,
        id: CollectionId,
        version: i64,
        content: &CollectionContent,
    ) -> Result<Collection, CollectionError> {
        db::retry(|| self.edit_collection_once(actor, id, version, content)).await
    }

    async fn edit_collection_once(
        &self,
        actor: &Actor,
        id: CollectionId,
        version: i64,
        content: &CollectionContent,
    ) -> Result<Collection, CollectionError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut own = self.curated(&tx, actor, id, version).await?;
        if own.status == CollectionStatus::Archived {
            return Err(CollectionError::WrongStatus(own.status));
        }
        let content = content.checked()?;
        if content.rule.is_some() != own.content.rule.is_some() {
            return Err(CollectionError::Kind);
        }
        let before = std::mem::replace(&mut own.content, content);
        if own.status == CollectionStatus::Published && own.content.rule.is_some() {
            self.holds_something(&tx, &own, now).await?;
        }
        own.version += 1;
        own.updated_at = now;
        store::update(&tx, &own).await?;
        let details =
            json!({ "title": own.content.title, "fields": changed(&before, &own.content) });
        store::append(&tx, &own, "EDIT", actor, details).await?;
        tx.commit().await?;
        Ok(own)
    }

    /// A collection, locked, that the actor curates and has seen the latest
    /// version of.
    pub(super) async fn curated(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: CollectionId,
        version: i64,
    ) -> Result<Collection, CollectionError> {
        let own = store::lock(tx, id).await?;
        let own = own.ok_or(CollectionError::NotFound)?;
        if !covers(&curates(actor), own.province_code.as_deref()) {
            return Err(CollectionError::NotFound);
        }
        if own.version != version {
            return Err(CollectionError::Outdated(own.version));
        }
        Ok(own)
    }
}

/// The names of the fields that differ.
fn changed(before: &CollectionContent, after: &CollectionContent) -> Vec<&'static str> {
    let differ = [
        ("title", before.title != after.title),
        ("titleEn", before.title_en != after.title_en),
        ("description", before.description != after.description),
        (
            "descriptionEn",
            before.description_en != after.description_en,
        ),
        ("rule", before.rule != after.rule),
        ("validFrom", before.valid_from != after.valid_from),
        ("validUntil", before.valid_until != after.valid_until),
        ("months", before.months != after.months),
        ("position", before.position != after.position),
    ];
    let differ = differ.into_iter();
    differ
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
}
