//! The table `home_block`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "home_block")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) page_version: i64,
    pub(crate) position: i32,
    pub(crate) kind: String,
    pub(crate) title: Option<String>,
    pub(crate) title_en: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) body_en: Option<String>,
    pub(crate) collection_id: Option<Uuid>,
    pub(crate) product_id: Option<Uuid>,
    pub(crate) producer_id: Option<Uuid>,
    pub(crate) size: i32,
    pub(crate) valid_from: Option<DateTimeUtc>,
    pub(crate) valid_until: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
