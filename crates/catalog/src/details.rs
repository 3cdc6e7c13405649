//! What a product's page shows beyond its card.

use crate::Catalog;
use crate::entity::product;
use kernel::ProductId;
use sea_orm::{ColumnTrait, DbErr, DerivePartialModel, EntityTrait, QueryFilter};

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
}

impl From<Row> for ProductDetails {
    fn from(row: Row) -> Self {
        Self {
            product_id: row.id.into(),
            story: row.story,
            story_en: row.story_en,
            ingredients: row.ingredients,
            origin: row.origin,
            usage_notes: row.usage_notes,
            shelf_life_days: row.shelf_life_days,
        }
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
        Ok(rows.into_iter().map(ProductDetails::from).collect())
    }
}
