//! The table `point_of_sale_stock`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "point_of_sale_stock")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) point_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) variant_id: Uuid,
    pub(crate) on_hand: i64,
    pub(crate) counted_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
