//! `register_import`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "register_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub file_id: Uuid,
    pub mapping: String,
    pub mode: String,
    pub dry_run: bool,
    pub provinces: Option<String>,
    pub status: String,
    pub refusal: Option<String>,
    pub refusal_place: Option<String>,
    pub rows_total: i32,
    pub rows_checked: i32,
    pub rows_written: i32,
    pub created: i32,
    pub producers_created: i32,
    pub unchanged: i32,
    pub failed: i32,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
