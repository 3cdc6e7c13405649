//! The table `picture`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "picture")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) producer_id: Option<Uuid>,
    pub(crate) order_line_id: Option<Uuid>,
    pub(crate) account_id: Option<Uuid>,
    /// Of what was uploaded.
    pub(crate) sha256: String,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) placeholder: String,
    /// JSON.
    pub(crate) renditions: String,
    /// Of all renditions.
    pub(crate) bytes: i64,
    pub(crate) created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
