//! What a product's page shows beyond its card.

use crate::Catalog;
use crate::entity::product;
use kernel::ProductId;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

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
}

#[derive(FromQueryResult)]
struct Row {
    id: uuid::Uuid,
    story: Option<String>,
    story_en: Option<String>,
    ingredients: Option<String>,
    origin: Option<String>,
    usage_notes: Option<String>,
    shelf_life_days: Option<i32>,
}

impl Catalog {
    /// The details of products whose cards the caller has been given; in any
    /// order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn details_by_ids(&self, ids: &[ProductId]) -> Result<Vec<ProductDetails>, DbErr> {
        use product::Column;
        let rows = product::Entity::find()
            .select_only()
            .columns([
                Column::Id,
                Column::Story,
                Column::StoryEn,
                Column::Ingredients,
                Column::Origin,
                Column::UsageNotes,
                Column::ShelfLifeDays,
            ])
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .into_model::<Row>()
            .all(self.db.catalogue())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| ProductDetails {
                product_id: row.id.into(),
                story: row.story,
                story_en: row.story_en,
                ingredients: row.ingredients,
                origin: row.origin,
                usage_notes: row.usage_notes,
                shelf_life_days: row.shelf_life_days,
            })
            .collect())
    }
}
