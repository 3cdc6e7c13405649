//! `dossier_document`: rows are appended, and taken away once.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dossier_id: Uuid,
    pub version: String,
    pub code: String,
    pub title: String,
    pub number: Option<String>,
    pub issuer: String,
    pub issued_on: Date,
    pub expires_on: Option<Date>,
    pub file_id: Option<Uuid>,
    pub added_by: String,
    pub added_at: DateTimeUtc,
    pub removed_by: Option<String>,
    pub removed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
