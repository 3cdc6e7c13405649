//! The table `listing_report`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_report")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) contact_email: Option<String>,
    pub(crate) token_hash: Option<Vec<u8>>,
    pub(crate) reason: String,
    pub(crate) body: String,
    pub(crate) status: String,
    pub(crate) answer: Option<String>,
    pub(crate) take_down_id: Option<Uuid>,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) decided_by: Option<Uuid>,
    pub(crate) decided_at: Option<DateTimeUtc>,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
