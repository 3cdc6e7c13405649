//! The table `purchase`: what was delivered.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "purchase")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) order_line_id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) variant_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) delivered_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
