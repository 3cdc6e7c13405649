//! The table `point_of_sale`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "point_of_sale")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) producer_id: Option<Uuid>,
    pub(crate) organisation: Option<String>,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) folded_name: String,
    pub(crate) province_code: String,
    pub(crate) commune_code: String,
    pub(crate) street: String,
    pub(crate) phone: Option<String>,
    pub(crate) latitude: i32,
    pub(crate) longitude: i32,
    pub(crate) by_appointment: bool,
    pub(crate) pick_up: bool,
    pub(crate) notes: Option<String>,
    pub(crate) status: String,
    pub(crate) demo: bool,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
