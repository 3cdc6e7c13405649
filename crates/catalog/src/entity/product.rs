//! The table `product`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "product")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) producer_id: Uuid,
    pub(crate) certificate_id: Option<Uuid>,
    pub(crate) product_set: i32,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) story: Option<String>,
    pub(crate) story_en: Option<String>,
    pub(crate) ingredients: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) usage_notes: Option<String>,
    pub(crate) shelf_life_days: Option<i32>,
    pub(crate) abv_tenths: Option<i32>,
    pub(crate) status: String,
    pub(crate) published_at: Option<DateTimeUtc>,
    pub(crate) demo: bool,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) updated_at: DateTimeUtc,
    pub(crate) version: i64,
    pub(crate) story_html: Option<String>,
    pub(crate) story_html_en: Option<String>,
    /// JSON, as are `declaration`, `attributes` and `options`.
    pub(crate) videos: String,
    pub(crate) warnings: Option<String>,
    pub(crate) storage: Option<String>,
    pub(crate) declaration: Option<String>,
    pub(crate) attributes: String,
    pub(crate) options: String,
    pub(crate) paused: bool,
    pub(crate) sell_from: Option<Date>,
    pub(crate) sell_until: Option<Date>,
    pub(crate) promised_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// A product of which nothing is said; its id, slug, producer, set, kind,
    /// name and status are to be filled in.
    pub(crate) fn empty(now: DateTimeUtc) -> Self {
        Self {
            id: Uuid::nil(),
            slug: String::new(),
            producer_id: Uuid::nil(),
            certificate_id: None,
            product_set: 1,
            kind: String::new(),
            name: String::new(),
            name_en: None,
            story: None,
            story_en: None,
            ingredients: None,
            origin: None,
            usage_notes: None,
            shelf_life_days: None,
            abv_tenths: None,
            status: String::new(),
            published_at: None,
            demo: false,
            created_at: now,
            updated_at: now,
            version: 1,
            story_html: None,
            story_html_en: None,
            videos: "[]".to_owned(),
            warnings: None,
            storage: None,
            declaration: None,
            attributes: "{}".to_owned(),
            options: "[]".to_owned(),
            paused: false,
            sell_from: None,
            sell_until: None,
            promised_on: None,
        }
    }
}
