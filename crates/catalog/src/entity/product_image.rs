//! The table `product_image`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "product_image")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) position: i32,
    pub(crate) path: String,
    pub(crate) alt: String,
    pub(crate) alt_en: Option<String>,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) picture_id: Option<Uuid>,
    pub(crate) focus_x: Option<i32>,
    pub(crate) focus_y: Option<i32>,
    pub(crate) placeholder: Option<String>,
    /// JSON.
    pub(crate) renditions: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
