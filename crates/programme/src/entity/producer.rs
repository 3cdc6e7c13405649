//! `producer`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "producer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub slug: String,
    pub legal_form: String,
    pub name: String,
    pub name_en: Option<String>,
    pub folded_name: String,
    pub tax_code: Option<String>,
    pub phone: String,
    pub email: String,
    pub street: String,
    pub commune_code: String,
    pub province_code: String,
    pub founded_year: Option<i32>,
    pub story: Option<String>,
    pub story_en: Option<String>,
    pub status: String,
    pub demo: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub registration_number: Option<String>,
    pub representative: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
