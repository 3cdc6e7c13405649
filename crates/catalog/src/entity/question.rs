//! The table `question`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "question")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) author_name: Option<String>,
    pub(crate) status: String,
    pub(crate) body: Option<String>,
    pub(crate) marks: String,
    pub(crate) reasons: String,
    pub(crate) note: Option<String>,
    pub(crate) asked_at: DateTimeUtc,
    pub(crate) published_at: Option<DateTimeUtc>,
    pub(crate) answer: Option<String>,
    pub(crate) answered_at: Option<DateTimeUtc>,
    pub(crate) answer_edited_at: Option<DateTimeUtc>,
    pub(crate) answer_removed: bool,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
