//! The table `product_variant`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "product_variant")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) price: i64,
    pub(crate) compare_at_price: Option<i64>,
    pub(crate) weight_grams: i32,
    pub(crate) max_per_order: i32,
    pub(crate) position: i32,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
    pub(crate) gtin: Option<String>,
    /// JSON.
    pub(crate) choices: String,
    pub(crate) length_mm: Option<i32>,
    pub(crate) width_mm: Option<i32>,
    pub(crate) height_mm: Option<i32>,
    pub(crate) min_per_order: i32,
    pub(crate) retired_at: Option<DateTimeUtc>,
    pub(crate) reviewed_price: Option<i64>,
    /// JSON.
    pub(crate) tiers: String,
    pub(crate) tracking: String,
    pub(crate) lead_days: Option<i32>,
    /// The offer of which it is a session.
    pub(crate) session_of: Option<Uuid>,
    pub(crate) starts_at: Option<DateTimeUtc>,
    pub(crate) ends_at: Option<DateTimeUtc>,
    pub(crate) closes_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
