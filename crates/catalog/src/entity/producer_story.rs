//! The table `producer_story`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_story")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) producer_id: Uuid,
    pub(crate) change_id: Uuid,
    pub(crate) headline: String,
    pub(crate) headline_en: Option<String>,
    pub(crate) story_html: String,
    pub(crate) story_html_en: Option<String>,
    pub(crate) videos: String,
    pub(crate) pictures: String,
    pub(crate) cover: Option<Uuid>,
    pub(crate) founded_year: Option<i32>,
    pub(crate) members: Option<i32>,
    pub(crate) approved_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
