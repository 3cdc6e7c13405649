//! The point of sale.

use super::degrees::Degrees;
use super::shelf::{PointOfSaleProductConnection, shelf};
use crate::programme::{Commune, Producer, Province};
use crate::schema::connection::{connection, count};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::points_of_sale as domain;
use kernel::{AccountId, Language, ProductId};
use std::sync::Arc;

/// Where certified products are sold over the counter.
#[derive(Clone)]
pub(crate) struct PointOfSale(pub(crate) Arc<domain::PointOfSale>);

impl From<domain::PointOfSale> for PointOfSale {
    fn from(own: domain::PointOfSale) -> Self {
        Self(Arc::new(own))
    }
}

/// Where certified products are sold over the counter.
#[Object]
impl PointOfSale {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// What kind of place it is.
    async fn kind(&self) -> PointOfSaleKind {
        self.0.facts.kind.into()
    }

    /// The name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        let facts = &self.0.facts;
        Language::from(language).pick_or(&facts.name, facts.name_en.as_deref())
    }

    /// The producer that runs it; null where none does.
    async fn producer(&self, ctx: &Context<'_>) -> Option<Result<Producer>> {
        Some(Producer::load(ctx, self.0.producer_id?).await)
    }

    /// The organisation that runs it; null where a producer does, or where it
    /// is not recorded.
    async fn organisation(&self) -> Option<&str> {
        self.0.facts.organisation.as_deref()
    }

    /// The province where it is; null for a code that is no longer one.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        Province::find(ctx, &self.0.facts.province_code)
            .await
            .transpose()
    }

    /// The commune where it is; null for a code that is no longer one.
    async fn commune(&self, ctx: &Context<'_>) -> Option<Result<Commune>> {
        Commune::find(ctx, &self.0.facts.commune_code)
            .await
            .transpose()
    }

    /// House, street, hamlet.
    async fn street(&self) -> &str {
        &self.0.facts.street
    }

    /// The telephone number in national form; null where there is none.
    async fn phone(&self) -> Option<&str> {
        self.0.facts.phone.as_deref()
    }

    /// Its latitude (WGS 84).
    async fn latitude(&self) -> Degrees {
        Degrees(self.0.facts.coordinates.latitude())
    }

    /// Its longitude (WGS 84).
    async fn longitude(&self) -> Degrees {
        Degrees(self.0.facts.coordinates.longitude())
    }

    /// The days on which it opens, from Monday on; it is closed on the others.
    async fn opening_hours(&self) -> Vec<OpeningDay> {
        let day = |(day, ranges): (chrono::Weekday, &[domain::OpeningRange])| OpeningDay {
            weekday: day.into(),
            ranges: ranges.iter().map(|own| OpeningRange::from(*own)).collect(),
        };
        self.0.facts.hours.days().map(day).collect()
    }

    /// Whether it is open by its hours; a closed one never is.
    async fn is_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When; now without it.")] at: Option<DateTime>,
    ) -> bool {
        let at = at.map_or_else(|| ctx.now(), |at| at.0);
        self.0.status == domain::PointStatus::Open && self.0.facts.hours.open_at(at)
    }

    /// Whether it opens by appointment, too; without hours, by appointment
    /// only.
    async fn by_appointment(&self) -> bool {
        self.0.facts.by_appointment
    }

    /// Whether orders can be picked up there.
    async fn pick_up(&self) -> bool {
        self.0.facts.pick_up
    }

    /// What else visitors should know; null where there is nothing.
    async fn notes(&self) -> Option<&str> {
        self.0.facts.notes.as_deref()
    }

    /// Whether it is still there.
    async fn status(&self) -> PointOfSaleStatus {
        self.0.status.into()
    }

    /// Counts the changes of what is said here, from 1; who changes it says
    /// which one was read.
    async fn version(&self) -> i32 {
        count(u64::try_from(self.0.version).unwrap_or(0))
    }

    /// When it was recorded.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// The products on its shelf that the public may see and buy now.
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 50.")] first: i32,
        #[graphql(desc = "After the row of this cursor.")] after: Option<String>,
    ) -> Result<PointOfSaleProductConnection> {
        shelf(ctx, self.0.id, first, after.as_deref()).await
    }
}

connection! {
    /// A page of points of sale.
    PointOfSaleConnection,
    /// A point of sale in a list.
    PointOfSaleEdge of PointOfSale
}

/// A point of sale and how far away it is.
#[derive(SimpleObject)]
pub(crate) struct NearbyPointOfSale {
    /// How far away, in metres along the surface of the Earth.
    pub(super) distance_metres: i32,
    /// The point of sale.
    pub(super) point_of_sale: PointOfSale,
}

/// A day of the week on which a point of sale opens.
#[derive(SimpleObject)]
pub(crate) struct OpeningDay {
    /// Which.
    weekday: Weekday,
    /// When, the earliest first.
    ranges: Vec<OpeningRange>,
}

/// A span of a day during which a point of sale is open.
#[derive(SimpleObject)]
pub(crate) struct OpeningRange {
    /// From this minute after midnight in Vietnam, 0 to 1439 …
    from_minute: i32,
    /// … up to this one, which does not belong to it, at most 1440.
    to_minute: i32,
}

impl From<domain::OpeningRange> for OpeningRange {
    fn from(own: domain::OpeningRange) -> Self {
        Self {
            from_minute: own.from,
            to_minute: own.to,
        }
    }
}

/// What happened to a point of sale.
#[derive(Clone)]
pub(crate) struct PointOfSaleEvent(pub(super) domain::PointEvent);

/// What happened to a point of sale; for whoever may change it.
#[Object]
impl PointOfSaleEvent {
    /// What was done.
    async fn action(&self) -> PointOfSaleAction {
        self.0.action.into()
    }

    /// What changed by it.
    async fn changes(&self) -> Vec<PointOfSaleChange> {
        let change = |own: &domain::FactChange| {
            let product: Option<uuid::Uuid> = own.fact.parse().ok();
            PointOfSaleChange {
                fact: product.is_none().then(|| own.fact.clone()),
                product_id: product.map(|id| ProductId(id).to_global()),
                before: own.before.to_string(),
                after: own.after.to_string(),
            }
        };
        self.0.changes.iter().map(change).collect()
    }

    /// The account that did it; null where no account did.
    async fn account_id(&self) -> Option<ID> {
        let id = self.0.actor.strip_prefix("account:")?;
        Some(AccountId(id.parse().ok()?).to_global())
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}

connection! {
    /// A page of a point of sale's history.
    PointOfSaleEventConnection,
    /// What happened, in a list.
    PointOfSaleEventEdge of PointOfSaleEvent
}

/// What changed of a point of sale.
#[derive(SimpleObject)]
pub(crate) struct PointOfSaleChange {
    /// Which fact, by the name of its input, or the status; null for a product
    /// on the shelf.
    fact: Option<String>,
    /// Which product on the shelf; null for a fact.
    product_id: Option<ID>,
    /// What it was, as JSON; of a product on the shelf, its note.
    before: String,
    /// What it is since, as JSON; of a product on the shelf, its note.
    after: String,
}

/// What kind of place a point of sale is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::PointKind")]
pub(crate) enum PointOfSaleKind {
    /// Trung tâm, điểm giới thiệu và bán sản phẩm OCOP: a centre of the
    /// programme; never a producer's own.
    OcopCentre,
    /// Cửa hàng của chủ thể: a producer's own store.
    ProducerStore,
    /// Cửa hàng, siêu thị: a shop.
    Shop,
    /// Sạp chợ: a stall in a market.
    MarketStall,
    /// Quầy tại điểm du lịch: a counter where tourists come.
    TouristSite,
}

/// Whether a point of sale is still there.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::PointStatus")]
pub(crate) enum PointOfSaleStatus {
    /// It is.
    Open,
    /// Closed for good.
    Closed,
}

/// What was done with a point of sale.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::PointAction")]
pub(crate) enum PointOfSaleAction {
    /// It was recorded.
    Create,
    /// What is said of it was replaced.
    Update,
    /// It was closed for good.
    Close,
    /// Products were put on its shelf, or their notes changed.
    ProductsAdd,
    /// Products were taken off its shelf.
    ProductsRemove,
}

/// A day of the week.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weekday {
    /// Thứ Hai.
    Monday,
    /// Thứ Ba.
    Tuesday,
    /// Thứ Tư.
    Wednesday,
    /// Thứ Năm.
    Thursday,
    /// Thứ Sáu.
    Friday,
    /// Thứ Bảy.
    Saturday,
    /// Chủ nhật.
    Sunday,
}

impl From<chrono::Weekday> for Weekday {
    fn from(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

impl From<Weekday> for chrono::Weekday {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}
