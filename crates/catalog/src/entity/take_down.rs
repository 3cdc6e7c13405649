//! The table `take_down`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "take_down")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) authority: String,
    pub(crate) order_number: String,
    pub(crate) ordered_on: Date,
    pub(crate) reason: String,
    pub(crate) taken_by: Option<Uuid>,
    pub(crate) taken_at: DateTimeUtc,
    pub(crate) lifted_by: Option<Uuid>,
    pub(crate) lifted_at: Option<DateTimeUtc>,
    pub(crate) lift_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
