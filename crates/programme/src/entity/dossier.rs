//! `dossier`: one product on its way, from idea to result.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cycle_id: Uuid,
    pub producer_id: Uuid,
    pub kind: String,
    pub previous_certificate_id: Option<Uuid>,
    pub product_name: String,
    pub group_code: String,
    pub product_set: Option<i32>,
    pub idea: String,
    pub plan: Option<String>,
    pub status: String,
    pub score_sum: Option<i64>,
    pub score_count: Option<i32>,
    pub mandatory_failed: bool,
    pub stars: Option<i32>,
    pub demo: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
