//! The table `producer_story_picture`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_story_picture")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) producer_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) position: i32,
    pub(crate) picture_id: Uuid,
    pub(crate) cover: bool,
    pub(crate) path: String,
    pub(crate) alt: String,
    pub(crate) alt_en: Option<String>,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) focus_x: Option<i32>,
    pub(crate) focus_y: Option<i32>,
    pub(crate) placeholder: Option<String>,
    pub(crate) renditions: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
