//! The table `producer_order`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_order")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) order_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) status: String,
    pub(crate) producer_name: String,
    pub(crate) producer_tax_code: Option<String>,
    pub(crate) producer_legal_form: String,
    pub(crate) province_code: String,
    pub(crate) commune_code: String,
    pub(crate) delivery_method: String,
    pub(crate) weight_grams: i64,
    pub(crate) subtotal: i64,
    pub(crate) delivery: i64,
    pub(crate) total: i64,
    pub(crate) placed_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
    pub(crate) delivered_at: Option<DateTimeUtc>,
    pub(crate) pick_up_point_id: Option<Uuid>,
    pub(crate) pick_up_name: Option<String>,
    pub(crate) pick_up_address: Option<String>,
    pub(crate) visit_address: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
