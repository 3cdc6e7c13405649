//! The table `review`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) order_line_id: Uuid,
    pub(crate) product_id: Uuid,
    pub(crate) producer_id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) author_name: Option<String>,
    pub(crate) delivered_at: DateTimeUtc,
    pub(crate) status: String,
    pub(crate) stars: Option<i32>,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) images: String,
    pub(crate) has_images: bool,
    pub(crate) published_at: Option<DateTimeUtc>,
    pub(crate) edited_at: Option<DateTimeUtc>,
    pub(crate) new_stars: Option<i32>,
    pub(crate) new_title: Option<String>,
    pub(crate) new_body: Option<String>,
    pub(crate) new_images: String,
    pub(crate) marks: String,
    pub(crate) submitted_at: DateTimeUtc,
    pub(crate) submissions: i32,
    pub(crate) reasons: String,
    pub(crate) note: Option<String>,
    pub(crate) answer: Option<String>,
    pub(crate) answered_at: Option<DateTimeUtc>,
    pub(crate) answer_edited_at: Option<DateTimeUtc>,
    pub(crate) answer_removed: bool,
    pub(crate) helpful: i64,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
