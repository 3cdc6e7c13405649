//! `certificate`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub producer_id: Uuid,
    pub product_name: String,
    pub stars: i32,
    pub score_hundredths: i32,
    pub potential_five: bool,
    pub issuer: String,
    pub issuer_level: String,
    pub decision_number: String,
    pub issued_on: Date,
    pub expires_on: Date,
    pub status: String,
    pub recognised_year: Option<i32>,
    pub demo: bool,
    pub created_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
