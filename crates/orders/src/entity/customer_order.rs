//! The table `customer_order`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_order")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) number: String,
    pub(crate) cart_id: Uuid,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) status: String,
    pub(crate) payment_method: String,
    pub(crate) language: String,
    pub(crate) recipient: String,
    pub(crate) phone: String,
    pub(crate) email: Option<String>,
    pub(crate) province_code: String,
    pub(crate) province_name: String,
    pub(crate) commune_code: String,
    pub(crate) commune_name: String,
    pub(crate) street: String,
    pub(crate) subtotal: i64,
    pub(crate) delivery: i64,
    pub(crate) total: i64,
    pub(crate) placed_at: DateTimeUtc,
    pub(crate) payment_due_at: Option<DateTimeUtc>,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
