//! What a product's page shows beyond its card.

use crate::Catalog;
use crate::entity::product;
use crate::listing::{AttributeValue, Declaration, ProductOption, Video};
use crate::store::content::parsed;
use kernel::ProductId;
use sea_orm::{ColumnTrait, DbErr, DerivePartialModel, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// What a product's page shows beyond its card.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ProductDetails {
    pub product_id: ProductId,
    pub story: Option<String>,
    pub story_en: Option<String>,
    pub ingredients: Option<String>,
    pub origin: Option<String>,
    pub usage_notes: Option<String>,
    pub shelf_life_days: Option<i32>,
    /// Sanitised HTML; `None` where the story is plain text.
    pub story_html: Option<String>,
    pub story_html_en: Option<String>,
    pub warnings: Option<String>,
    pub storage: Option<String>,
    pub declaration: Option<Declaration>,
    pub attributes: BTreeMap<String, AttributeValue>,
    pub options: Vec<ProductOption>,
    pub videos: Vec<Video>,
}

/// What is read of `product`.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "product::Entity")]
pub(crate) struct Row {
    id: uuid::Uuid,
    story: Option<String>,
    story_en: Option<String>,
    ingredients: Option<String>,
    origin: Option<String>,
    usage_notes: Option<String>,
    shelf_life_days: Option<i32>,
    story_html: Option<String>,
    story_html_en: Option<String>,
    warnings: Option<String>,
    storage: Option<String>,
    declaration: Option<String>,
    attributes: String,
    options: String,
    videos: String,
}

impl TryFrom<Row> for ProductDetails {
    type Error = DbErr;

    fn try_from(row: Row) -> Result<Self, DbErr> {
        let id = row.id;
        let declaration = row.declaration.as_deref();
        let declaration = declaration.map(|text| parsed(text, "declaration", id));
        Ok(Self {
            product_id: row.id.into(),
            story: row.story,
            story_en: row.story_en,
            ingredients: row.ingredients,
            origin: row.origin,
            usage_notes: row.usage_notes,
            shelf_life_days: row.shelf_life_days,
            story_html: row.story_html,
            story_html_en: row.story_html_en,
            warnings: row.warnings,
            storage: row.storage,
            declaration: declaration.transpose()?,
            attributes: parsed(&row.attributes, "attributes", id)?,
            options: parsed(&row.options, "options", id)?,
            videos: parsed(&row.videos, "videos", id)?,
        })
    }
}

impl Catalog {
    /// The details of products whose cards the caller has been given; in any
    /// order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn details_by_ids(&self, ids: &[ProductId]) -> Result<Vec<ProductDetails>, DbErr> {
        let rows = product::Entity::find()
            .filter(product::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_partial_model::<Row>()
            .all(self.db.catalogue())
            .await?;
        rows.into_iter().map(ProductDetails::try_from).collect()
    }
}
