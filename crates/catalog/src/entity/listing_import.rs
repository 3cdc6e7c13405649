//! The table `listing_import`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_import")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) file_id: Uuid,
    pub(crate) kind: String,
    pub(crate) mapping: String,
    pub(crate) mode: String,
    pub(crate) dry_run: bool,
    pub(crate) submit: bool,
    pub(crate) status: String,
    pub(crate) refusal: Option<String>,
    pub(crate) refusal_place: Option<String>,
    pub(crate) ignored: String,
    pub(crate) rows_total: i32,
    pub(crate) rows_checked: i32,
    pub(crate) rows_written: i32,
    pub(crate) created: i32,
    pub(crate) updated: i32,
    pub(crate) unchanged: i32,
    pub(crate) failed: i32,
    pub(crate) submitted: i32,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
