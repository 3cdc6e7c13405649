//! A curator begins a collection.

use super::curators::{covers, curates};
use super::{Collection, CollectionContent, CollectionError, CollectionStatus};
use crate::Catalog;
use crate::store::collections as store;
use kernel::{Actor, CollectionId, text};
use serde_json::json;

/// A collection to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCollection {
    /// The name in addresses: small letters, digits and hyphens, at most 80;
    /// made from the title without it.
    pub slug: Option<String>,
    /// Whose products alone it holds; `None` for the whole country.
    pub province_code: Option<String>,
    /// What it says and holds. With a rule it is of that kind for good.
    pub content: CollectionContent,
    /// Whether it belongs to the demonstration.
    pub demo: bool,
}

impl Catalog {
    /// Begins a collection, which only its curators see. Permission: whoever
    /// curates that province, or the whole country.
    ///
    /// # Errors
    /// [`CollectionError`]; then nothing has changed.
    pub async fn create_collection(
        &self,
        actor: &Actor,
        new: &NewCollection,
    ) -> Result<Collection, CollectionError> {
        if !covers(&curates(actor), new.province_code.as_deref()) {
            return Err(CollectionError::ProvinceNotCurated);
        }
        let content = new.content.checked()?;
        let slug = match &new.slug {
            Some(slug) if text::slug(slug) != *slug => return Err(CollectionError::Slug),
            Some(slug) => slug.clone(),
            None => text::slug(&content.title),
        };
        if slug.is_empty() {
            return Err(CollectionError::Slug);
        }
        let now = self.clock.now();
        let collection = Collection {
            id: CollectionId::new(now),
            slug,
            province_code: new.province_code.clone(),
            content,
            status: CollectionStatus::Draft,
            demo: new.demo,
            version: 1,
            created_by: actor.account_id(),
            created_at: now,
            updated_at: now,
            published_at: None,
        };
        db::retry(|| self.create_collection_once(actor, &collection)).await?;
        Ok(collection)
    }

    async fn create_collection_once(
        &self,
        actor: &Actor,
        new: &Collection,
    ) -> Result<(), CollectionError> {
        let tx = self.db.begin().await?;
        store::insert(&tx, new).await.map_err(|error| {
            // The name is the only thing that another one may have.
            match db::classify(&error) {
                db::Fault::Duplicate => CollectionError::SlugTaken,
                _ => CollectionError::Fault(error),
            }
        })?;
        let details = json!({ "slug": new.slug, "title": new.content.title });
        store::append(&tx, new, "CREATE", actor, details).await?;
        tx.commit().await?;
        Ok(())
    }
}
