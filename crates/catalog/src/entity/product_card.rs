//! The table `product_card`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "product_card")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) product_id: Uuid,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) folded_name: String,
    pub(crate) product_set: i32,
    pub(crate) group_code: String,
    pub(crate) kind: String,
    pub(crate) abv_tenths: Option<i32>,
    pub(crate) producer_id: Uuid,
    pub(crate) producer_slug: String,
    pub(crate) producer_name: String,
    pub(crate) producer_name_en: Option<String>,
    pub(crate) province_code: String,
    pub(crate) commune_code: String,
    pub(crate) certificate_id: Option<Uuid>,
    pub(crate) certificate_number: Option<String>,
    pub(crate) certificate_issuer: Option<String>,
    pub(crate) certificate_issued_on: Option<Date>,
    pub(crate) certificate_expires_on: Option<Date>,
    pub(crate) stars: i32,
    pub(crate) price_min: i64,
    pub(crate) price_max: i64,
    pub(crate) in_stock: bool,
    pub(crate) variants: String,
    pub(crate) images: String,
    pub(crate) listed: bool,
    pub(crate) visible_from: DateTimeUtc,
    pub(crate) visible_until: DateTimeUtc,
    pub(crate) published_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) sell_from: Option<DateTimeUtc>,
    pub(crate) sell_until: Option<DateTimeUtc>,
    pub(crate) promised_on: Option<Date>,
    pub(crate) rating_1: i64,
    pub(crate) rating_2: i64,
    pub(crate) rating_3: i64,
    pub(crate) rating_4: i64,
    pub(crate) rating_5: i64,
    pub(crate) rating_count: i64,
    pub(crate) rating_hundredths: i32,
    pub(crate) legal_form: String,
    pub(crate) purchases: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
