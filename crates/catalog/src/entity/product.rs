//! The table `product`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) producer_id: Uuid,
    pub(crate) certificate_id: Option<Uuid>,
    pub(crate) product_set: i32,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) story: Option<String>,
    pub(crate) story_en: Option<String>,
    pub(crate) ingredients: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) usage_notes: Option<String>,
    pub(crate) shelf_life_days: Option<i32>,
    pub(crate) abv_tenths: Option<i32>,
    pub(crate) status: String,
    pub(crate) published_at: Option<DateTimeUtc>,
    pub(crate) demo: bool,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
