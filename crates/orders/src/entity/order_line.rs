//! The table `order_line`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "order_line")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) producer_order_id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) variant_id: Uuid,
    pub(crate) sku: String,
    pub(crate) product_name: String,
    pub(crate) product_name_en: Option<String>,
    pub(crate) variant_name: String,
    pub(crate) variant_name_en: Option<String>,
    pub(crate) unit_price: i64,
    pub(crate) quantity: i64,
    pub(crate) total: i64,
    pub(crate) stars: i32,
    pub(crate) certificate_id: Uuid,
    pub(crate) certificate_number: String,
    pub(crate) group_code: String,
    pub(crate) tracked: bool,
    pub(crate) promised_on: Option<Date>,
    pub(crate) starts_at: Option<DateTimeUtc>,
    pub(crate) ends_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
