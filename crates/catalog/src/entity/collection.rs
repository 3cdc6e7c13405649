//! The table `collection`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "collection")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) kind: String,
    pub(crate) province_code: Option<String>,
    pub(crate) title: String,
    pub(crate) title_en: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) description_en: Option<String>,
    /// JSON.
    pub(crate) rule: Option<String>,
    pub(crate) sort: Option<String>,
    pub(crate) valid_from: Option<DateTimeUtc>,
    pub(crate) valid_until: Option<DateTimeUtc>,
    pub(crate) months: i32,
    pub(crate) status: String,
    pub(crate) position: i32,
    pub(crate) demo: bool,
    pub(crate) version: i64,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) published_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
