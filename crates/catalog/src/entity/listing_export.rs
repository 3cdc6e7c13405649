//! The table `listing_export`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_export")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) kind: String,
    pub(crate) format: String,
    pub(crate) status: String,
    pub(crate) refusal: Option<String>,
    pub(crate) products_total: i32,
    pub(crate) products_done: i32,
    pub(crate) rows_written: i32,
    pub(crate) file_id: Option<Uuid>,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
