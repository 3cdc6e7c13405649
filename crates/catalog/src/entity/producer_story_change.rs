//! The table `producer_story_change`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_story_change")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) status: String,
    pub(crate) content: String,
    pub(crate) base_version: i64,
    pub(crate) version: i64,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) submitted_at: Option<DateTimeUtc>,
    pub(crate) submissions: i32,
    pub(crate) claimed_by: Option<Uuid>,
    pub(crate) claimed_until: Option<DateTimeUtc>,
    pub(crate) decided_by: Option<Uuid>,
    pub(crate) decided_at: Option<DateTimeUtc>,
    pub(crate) reasons: String,
    pub(crate) note: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
