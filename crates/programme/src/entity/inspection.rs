//! `inspection`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "inspection")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub certificate_id: Uuid,
    pub producer_id: Uuid,
    pub province_code: String,
    pub kind: String,
    pub case_id: Uuid,
    pub follows: Option<Uuid>,
    pub planned_on: Date,
    pub inspector_id: Uuid,
    pub checklist_version: i32,
    pub status: String,
    pub verdict: Option<String>,
    pub concluded_on: Option<Date>,
    pub corrective_deadline: Option<Date>,
    pub created_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
