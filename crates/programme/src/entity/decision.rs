//! `decision`: a numbered decision of the state.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub cycle_id: Uuid,
    pub number: String,
    pub folded_number: String,
    pub decided_on: Date,
    pub signer: String,
    pub authority: String,
    pub level: String,
    pub province_code: String,
    pub status: String,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
    pub settled_by: Option<Uuid>,
    pub settled_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
